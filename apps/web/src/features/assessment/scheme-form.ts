import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { marks } from '@gongjian/domain/scheme-content'
import { indicatorFrom } from '@gongjian/domain/scheme-patterns'
import type { SchemePattern } from '@gongjian/domain/scheme-patterns'
import type { AssessmentSchemeQuery, SaveAssessmentSchemeInput } from '../../generated/graphql.ts'

export type SchemeForm = Omit<SaveAssessmentSchemeInput, 'id' | 'version'>
export type IndicatorForm = SchemeForm['indicators'][number]
type Read = NonNullable<AssessmentSchemeQuery['assessmentScheme']>

export const firstGrades: SchemeForm['grades'] = [
  { grade: 'EXCELLENT', from: '90', share: '' },
  { grade: 'GOOD', from: '75', share: '' },
  { grade: 'PASS', from: '60', share: '' },
]

export function newIndicator(code: string, weight: string): IndicatorForm {
  return {
    code,
    name: { zhCn: '', zhTw: '', en: '' },
    role: 'SCORED',
    weight,
    floor: '',
    formula: 'records.given',
    per: 'NOTHING',
    better: 'MORE',
    method: { kind: 'PROPORTIONAL' },
    basis: '',
  }
}

/** What was read, without what only the reading side has. */
export function formOf(scheme: Read): SchemeForm {
  return {
    programmeYear: scheme.programmeYear,
    kind: scheme.kind,
    title: scheme.title,
    ties: [...scheme.ties],
    previews: scheme.previews,
    plansWithinMonths: scheme.plansWithinMonths,
    grades: scheme.grades.map(({ grade, from, share }) => ({ grade, from, share })),
    indicators: scheme.indicators.map(
      ({ code, name, role, weight, floor, formula, per, better, basis, method }) => ({
        code,
        name: { zhCn: name.zhCn, zhTw: name.zhTw, en: name.en },
        role,
        weight,
        floor,
        formula,
        per,
        better,
        basis,
        method: {
          kind: method.kind,
          target: method.target,
          rest: method.rest,
          fromMean: method.fromMean,
          number: method.number,
          step: method.step,
          deduction: method.deduction,
          bands: method.bands?.map(({ through, points }) => ({ through, points })) ?? null,
          levels: method.levels?.map(({ level, share }) => ({ level, share })) ?? null,
        },
      }),
    ),
  }
}

/** A code that no other indicator of the scheme has. */
export function freeCode(indicators: readonly IndicatorForm[]): string {
  for (let number = indicators.length + 1; ; number += 1)
    if (!indicators.some(({ code }) => code === `indicator${number}`)) return `indicator${number}`
}

/** A pattern as it stands in the form. */
export function patternForm(
  pattern: SchemePattern,
  kind: AssessedKind,
  code: string,
): IndicatorForm {
  const { method, ...indicator } = indicatorFrom(pattern, kind, code)
  return {
    ...indicator,
    name: { ...indicator.name },
    method: {
      kind: method.kind,
      ...(method.kind === 'TARGET' ? { target: method.target } : {}),
      ...(method.kind === 'RANK_BANDS'
        ? { rest: method.rest, bands: method.bands.map((band) => ({ ...band })) }
        : {}),
      ...(method.kind === 'STEPS'
        ? {
            fromMean: method.from === 'MEAN',
            number: method.number,
            step: method.step,
            deduction: method.deduction,
          }
        : {}),
      ...(method.kind === 'MARKS' ? { levels: method.levels.map((one) => ({ ...one })) } : {}),
    },
  }
}

/** The same scheme for another year or kind; of levels those that can mark it. */
export function copiedForm(
  form: SchemeForm,
  to: { programmeYear: number; kind: AssessedKind; title: string },
): SchemeForm {
  return {
    ...form,
    ...to,
    indicators: form.indicators.map((indicator) => ({
      ...indicator,
      method: {
        ...indicator.method,
        levels: indicator.method.levels?.filter(({ level }) => marks(to.kind, level)) ?? null,
      },
    })),
  }
}
