import { checkFormula } from './assessment-formula.ts'
import type { Formula } from './assessment-formula.ts'
import type { FormulaNames } from './assessment-types.ts'
import { formulaUse } from './check-scheme.ts'
import { exactOf, ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'
import { CAPACITY_MEASURES } from './scheme-content.ts'
import type { Grade, MarkingLevel, SchemeContent, SchemeIndicator } from './scheme-content.ts'

export type CompiledMethod =
  | { kind: 'POINTS' | 'PROPORTIONAL' }
  | { kind: 'TARGET'; target: Exact }
  | { kind: 'RANK_BANDS'; bands: readonly { through: number; points: Exact }[]; rest: Exact }
  | { kind: 'STEPS'; number: Exact | null; step: Exact; deduction: Exact }
  | { kind: 'MARKS'; levels: readonly { level: MarkingLevel; share: Exact }[] }
export type CompiledIndicator = Pick<SchemeIndicator, 'code' | 'role' | 'per' | 'better'> & {
  formula: Formula | null
  weight: Exact
  floor: Exact
  method: CompiledMethod
}
/** `share`: of a hundred at most; null where it is given to all who have the points. */
export type CompiledGrade = { grade: Grade; from: Exact; share: Exact | null }
/** A scheme that has been checked, ready to compute with. */
export type CompiledScheme = {
  indicators: readonly CompiledIndicator[]
  grades: readonly CompiledGrade[]
  ties: readonly string[]
  /** All counted numbers that have to be known of each organisation. */
  numbers: readonly string[]
}

/** Throws where the scheme is not one that `checkScheme` finds nothing wrong with. */
export function compileScheme(content: SchemeContent, names: FormulaNames): CompiledScheme {
  const indicators = content.indicators.map((indicator) => compileIndicator(indicator, names))
  const numbers = new Set<string>()
  for (const { formula, per } of indicators) {
    for (const number of formula?.numbers ?? []) numbers.add(number)
    if (per !== 'NOTHING') numbers.add(CAPACITY_MEASURES[per])
  }
  return {
    indicators,
    grades: content.grades.map(({ grade, from, share }) => ({
      grade,
      from: from === '' ? ZERO : exactOf(from),
      share: share === '' ? null : exactOf(share),
    })),
    ties: content.ties,
    numbers: [...numbers].sort(),
  }
}

function compileIndicator(indicator: SchemeIndicator, names: FormulaNames): CompiledIndicator {
  const use = formulaUse(indicator)
  const checked = use === null ? null : checkFormula(indicator.formula, use, names)
  if (checked !== null && !checked.ok)
    throw new TypeError(`${indicator.code}: ${checked.problem.code}`)
  const { code, role, per, better, weight, floor } = indicator
  return {
    code,
    role,
    per,
    better,
    formula: checked?.formula ?? null,
    weight: exactOf(weight),
    floor: floor === '' ? 0n : exactOf(floor),
    method: compileMethod(indicator),
  }
}

function compileMethod({ method }: SchemeIndicator): CompiledMethod {
  switch (method.kind) {
    case 'POINTS':
    case 'PROPORTIONAL':
      return { kind: method.kind }
    case 'TARGET':
      return { kind: 'TARGET', target: exactOf(method.target) }
    case 'RANK_BANDS':
      return {
        kind: 'RANK_BANDS',
        bands: method.bands.map(({ through, points }) => ({ through, points: exactOf(points) })),
        rest: exactOf(method.rest),
      }
    case 'STEPS':
      return {
        kind: 'STEPS',
        number: method.from === 'MEAN' ? null : exactOf(method.number),
        step: exactOf(method.step),
        deduction: exactOf(method.deduction),
      }
    case 'MARKS':
      return {
        kind: 'MARKS',
        levels: method.levels.map(({ level, share }) => ({ level, share: exactOf(share) })),
      }
  }
}
