import { diagnose, isLit } from '@gongjian/domain/diagnose'
import type { SignResult } from '@gongjian/domain/diagnose'
import { DIAGNOSIS_SIGNS } from '@gongjian/domain/diagnosis-signs'
import type { DiagnosisSign, Thresholds } from '@gongjian/domain/diagnosis-signs'
import { GraphQLError } from 'graphql'
import type { RequestContext } from '../../platform/context.ts'
import { periodsOf } from '../periods/period-rows.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import { factsOfSpan, factsOfYear } from './diagnosis-facts.ts'
import type { YearFacts } from './diagnosis-facts.ts'
import { thresholdsOf } from './thresholds.ts'

export type TrendRow = { quarter: number; value: number | null; concerned: number; judged: number }
export type SignRow = SignResult & {
  year: number
  isLit: boolean | null
  trend: () => TrendRow[]
}
export type Diagnosis = {
  year: number
  period: PeriodRow
  pairings: number
  records: number
  signs: SignRow[]
}

async function read(
  context: RequestContext,
  year: number,
  zoneId: string | null,
): Promise<{ period: PeriodRow; facts: YearFacts; thresholds: Thresholds }> {
  const period = (await periodsOf(context)).find((one) => one.year === year)
  if (period === undefined)
    throw new GraphQLError(context.text('failure.NO_SUCH_YEAR', { year }), {
      extensions: { code: 'NO_SUCH_YEAR' },
    })
  const thresholds = await thresholdsOf(context, year)
  return { period, thresholds, facts: await factsOfYear(context, period, zoneId, thresholds) }
}

/** All signs of a year, of what the reader has in sight. Throws where there is no such year. */
export async function diagnosisOf(
  context: RequestContext,
  year: number,
  zoneId: string | null,
): Promise<Diagnosis> {
  const { period, facts, thresholds } = await read(context, year, zoneId)
  const whole = factsOfSpan(facts, null, context.today)
  const quarters = period.quarters
    .filter(({ startsOn }) => startsOn <= context.today)
    .map(({ quarter }) => ({ quarter, facts: factsOfSpan(facts, quarter, context.today) }))
  return {
    year,
    period,
    pairings: whole.pairs.length,
    records: whole.pairs.reduce((sum, { sums }) => sum + sums.countersigned, 0),
    signs: DIAGNOSIS_SIGNS.map((sign) => {
      const result = diagnose(sign, whole, thresholds)
      return {
        ...result,
        year,
        isLit: isLit(result, thresholds),
        trend: () =>
          quarters.map(({ quarter, facts: ofQuarter }) => {
            const { value, judged, concerns } = diagnose(sign, ofQuarter, thresholds)
            return { quarter, value, judged, concerned: concerns.length }
          }),
      }
    }),
  }
}

/** One sign of a year; none where there is no such year. */
export async function signOf(
  context: RequestContext,
  year: number,
  sign: DiagnosisSign,
  zoneId: string | null,
): Promise<SignResult> {
  const { facts, thresholds } = await read(context, year, zoneId)
  return diagnose(sign, factsOfSpan(facts, null, context.today), thresholds)
}
