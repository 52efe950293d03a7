import { checkFormula, holds, valueOf } from '@gongjian/domain/assessment-formula'
import type { FormulaUse } from '@gongjian/domain/assessment-formula'
import { countedNumbers, measureValue } from '@gongjian/domain/assessment-measures'
import { MEASURE_KEYS, OUTPUT_PREFIX } from '@gongjian/domain/assessment-measures'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import type { FormulaProblem } from '@gongjian/domain/assessment-expression'
import { unitOfMeasure } from '@gongjian/domain/assessment-types'
import { unitText } from '@gongjian/domain/assessment-units'
import { AGREED_WITHIN_MONTHS } from '@gongjian/domain/plans'
import { decimalOf, roundTo } from '@gongjian/domain/exact-number'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { inputsStatement } from './gather-inputs.ts'
import { storedCounts } from './input-json.ts'
import { formulaNames } from './scheme-row.ts'

export type TryFormulaInput = {
  text: string
  use: FormulaUse
  kind: AssessedKind
  programmeYear: number
  organisationId?: string | null | undefined
  plansWithinMonths?: number | null | undefined
}
export type TriedFormula = {
  problem: FormulaProblem | null
  unit: string
  /** Of the organisation that was named; null where none was, or where the formula is a condition. */
  value: string | null
  /** Whether a condition holds for it. */
  holds: boolean | null
  measures: { measure: string; unit: string; value: string }[]
}

/** What a formula gives, as far as it can be said: where it is wrong, its unit, its value for a real organisation. */
export async function tryFormula(
  context: RequestContext,
  { text, use, kind, programmeYear, organisationId, ...rest }: TryFormulaInput,
): Promise<TriedFormula> {
  const names = await formulaNames(context)
  const checked = checkFormula(text, use, names)
  if (!checked.ok)
    return { problem: checked.problem, unit: '', value: null, holds: null, measures: [] }
  const { formula } = checked
  const unit = formula.type.kind === 'NUMBER' ? unitText(formula.type.unit) : ''
  const none = { problem: null, unit, value: null, holds: null, measures: [] }
  if (!organisationId) return none
  const organisation = await loadOrganisation(context, organisationId)
  if (organisation === null || organisation.kind !== kind) throw new NotFound()
  const period = (await periodsOf(context)).find(({ year }) => year === programmeYear)
  if (period === undefined)
    throw new InvalidInput([{ path: 'programmeYear', code: 'UNKNOWN_PROGRAMME_YEAR' }])
  const rows = await rowsOf<{ id: string; counts: unknown }>(
    context.database.pool,
    inputsStatement(context, {
      kind,
      period,
      numbers: formula.numbers,
      schemeId: null,
      plansWithinMonths: rest.plansWithinMonths ?? AGREED_WITHIN_MONTHS,
      organisationId,
    }),
  )
  const row = rows.find(({ id }) => id === organisationId)
  if (row === undefined) return none
  const counts = countedNumbers(storedCounts.parse(row.counts))
  const shown = (value: bigint) => decimalOf(roundTo(value, 4))
  return {
    ...none,
    value: formula.type.kind === 'NUMBER' ? shown(valueOf(formula, counts)) : null,
    holds: formula.type.kind === 'CONDITION' ? holds(formula, counts) : null,
    measures: formula.measures.map((measure) => ({
      measure,
      unit: unitText(unitOfMeasure(measure, names) ?? new Map()),
      value: shown(measureValue(measure, counts)),
    })),
  }
}

export type MeasureRow = { key: string; unit: string; name: string | null }

/** All that a formula may name: the measures, and the catalogue's indicators by their names. */
export async function measuresOf(context: RequestContext): Promise<MeasureRow[]> {
  const names = await formulaNames(context)
  const unit = (key: string) => unitText(unitOfMeasure(key, names) ?? new Map())
  const indicators = await indicatorsOf(context)
  return [
    ...MEASURE_KEYS.map((key) => ({ key, unit: unit(key), name: null })),
    ...indicators.map(({ code, name }) => {
      const key = `${OUTPUT_PREFIX}${code}`
      return { key, unit: unit(key), name: name[context.locale] }
    }),
  ]
}
