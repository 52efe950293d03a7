import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { unitText } from '@gongjian/domain/assessment-units'
import { checkScheme } from '@gongjian/domain/check-scheme'
import { compileScheme } from '@gongjian/domain/compile-scheme'
import { decimalOf, roundTo } from '@gongjian/domain/exact-number'
import type { Exact } from '@gongjian/domain/exact-number'
import type { Grade, SchemeContent } from '@gongjian/domain/scheme-content'
import { scoreOrganisations } from '@gongjian/domain/score-organisations'
import type { ScoreNote } from '@gongjian/domain/score-organisations'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { inputsStatement } from './gather-inputs.ts'
import { measuredOf } from './input-json.ts'
import { formulaNames } from './scheme-row.ts'

/** With more organisations than these nobody waits for a trial while typing: a simulation does it. */
export const TRIED_AT_MOST = 2000

export type TriedPart = {
  code: string
  value: string | null
  compared: string
  unit: string
  points: string
  notes: readonly ScoreNote[]
  best: string | null
  mean: string | null
}
export type TriedScheme = {
  /** How many are ranked among whom the organisation was tried. */
  ranked: number
  total: string
  grade: Grade
  rank: number | null
  parts: TriedPart[]
}
export type TrySchemeInput = {
  programmeYear: number
  content: SchemeContent
  organisationId: string
}

const shown = (value: Exact) => decimalOf(roundTo(value, 4))

/**
 * What an organisation would have by a scheme that is being written, among all others, by today's records. What is still
 * wrong with the scheme is left out; nobody has marked by it yet. Null where there is nothing to compute, no such
 * organisation or year, or more organisations than are tried at once. Writes nothing.
 */
export async function tryScheme(
  context: RequestContext,
  { programmeYear, content, organisationId }: TrySchemeInput,
): Promise<TriedScheme | null> {
  const { kind } = content
  const organisation = await loadOrganisation(context, organisationId)
  const period = (await periodsOf(context)).find(({ year }) => year === programmeYear)
  if (organisation === null || organisation.kind !== kind || period === undefined) return null
  const names = await formulaNames(context)
  const checked = checkScheme(content, names)
  const wrong = checked.ok ? [] : checked.problems.map(({ path }) => path)
  const isSound = (path: string) => !wrong.some((one) => one.startsWith(`${path}.`))
  const counts = (path: string) =>
    ['weight', 'floor', 'formula', 'code', 'method'].every(
      (field) => !wrong.includes(`${path}.${field}`) && isSound(`${path}.${field}`),
    )
  const indicators = checked.content.indicators.filter((_, index) => counts(`indicators.${index}`))
  if (indicators.length === 0 || (await hasMoreThan(context, kind, TRIED_AT_MOST))) return null
  const compiled = compileScheme(
    {
      ...checked.content,
      indicators,
      grades: checked.content.grades.filter((_, index) => isSound(`grades.${index}`)),
    },
    names,
  )
  const { plansWithinMonths } = checked.content
  const rows = await rowsOf<{ id: string; ranked: boolean; counts: unknown; marks: unknown }>(
    context.database.pool,
    inputsStatement(context, {
      kind,
      period,
      numbers: compiled.numbers,
      schemeId: null,
      plansWithinMonths: wrong.includes('plansWithinMonths') ? 1 : plansWithinMonths,
    }),
  )
  const { statistics, scores } = scoreOrganisations(compiled, rows.map(measuredOf))
  const own = scores.find(({ id }) => id === organisationId)
  if (own === undefined) return null
  return {
    ranked: rows.filter(({ ranked }) => ranked).length,
    total: decimalOf(own.total),
    grade: own.grade,
    rank: own.rank,
    parts: own.parts.map(({ code, value, compared, points, notes }, index): TriedPart => {
      const [known, type] = [statistics[index], compiled.indicators[index]?.formula?.type]
      return {
        code,
        value: value === null ? null : shown(value),
        compared: shown(compared),
        unit: type?.kind === 'NUMBER' ? unitText(type.unit) : '',
        points: decimalOf(points),
        notes,
        best: known === undefined || known.best === null ? null : shown(known.best),
        mean: known === undefined ? null : shown(known.mean),
      }
    }),
  }
}

async function hasMoreThan(
  { database, city }: RequestContext,
  kind: AssessedKind,
  many: number,
): Promise<boolean> {
  const rows = await rowsOf(
    database.pool,
    sql`SELECT o.id FROM organisation o WHERE o.city_code = ${city.code} AND o.kind = ${kind}::organisation_kind OFFSET ${many} LIMIT 1`,
  )
  return rows.length > 0
}
