import { unitTextIn } from '@gongjian/domain/assessment-units'
import type { FieldProblem } from '@gongjian/domain/field-problem'
import type { Locale } from '@gongjian/domain/vocabulary'

type Values = Record<string, string | number>
const withUnits = new Set(['FORMULA_UNITS', 'FORMULA_NOT_IN_POINTS'])
const areUnits = new Set(['expected', 'found'])

/**
 * What a message about a formula names, its units in words that the reader can type. A plain number has no unit: its
 * value is 'none', for the message to say so.
 */
export function inReadersUnits(code: string, values: Values, locale: Locale): Values {
  if (!withUnits.has(code)) return values
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      areUnits.has(name) ? unitTextIn(String(value), locale) || 'none' : value,
    ]),
  )
}

/** What is wrong with a scheme, to be told to a reader. */
export const problemsFor = (
  { locale }: { locale: Locale },
  problems: readonly FieldProblem[],
): FieldProblem[] =>
  problems.map((problem) =>
    problem.values === undefined
      ? problem
      : { ...problem, values: inReadersUnits(problem.code, problem.values, locale) },
  )
