import { lastDayOf, monthsBetween } from '@gongjian/domain/calendar-day'
import { diagnose, isLit } from '@gongjian/domain/diagnose'
import type { SignResult } from '@gongjian/domain/diagnose'
import { DIAGNOSIS_SIGNS } from '@gongjian/domain/diagnosis-signs'
import type { DiagnosisSign, Thresholds } from '@gongjian/domain/diagnosis-signs'
import { GraphQLError } from 'graphql'
import type { RequestContext } from '../../platform/context.ts'
import { periodsOf } from '../periods/period-rows.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import { factsOfSpan, factsOfYear, factsUpToMonth } from './diagnosis-facts.ts'
import type { Asked, YearFacts } from './diagnosis-facts.ts'
import { thresholdsOf } from './thresholds.ts'

export type TrendRow = { quarter: number; value: number | null; concerned: number; judged: number }
/** How a sign stood at the end of a month ('YYYY-MM'), from the first day of the year; of the present month: today. */
export type MonthRow = Omit<TrendRow, 'quarter'> & { month: string }
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
  asked: Asked,
): Promise<{ period: PeriodRow; facts: YearFacts; thresholds: Thresholds }> {
  const period = (await periodsOf(context)).find((one) => one.year === year)
  if (period === undefined)
    throw new GraphQLError(context.text('failure.NO_SUCH_YEAR', { year }), {
      extensions: { code: 'NO_SUCH_YEAR' },
    })
  const thresholds = await thresholdsOf(context, year)
  return {
    period,
    thresholds,
    facts: await factsOfYear(context, period, zoneId, thresholds, asked),
  }
}

/** All signs of a year, of what the reader has in sight. Throws where there is no such year. */
export async function diagnosisOf(
  context: RequestContext,
  year: number,
  zoneId: string | null,
): Promise<Diagnosis> {
  const { period, facts, thresholds } = await read(context, year, zoneId, {
    parts: 'QUARTER',
    sign: null,
  })
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
  const { facts, thresholds } = await read(context, year, zoneId, { parts: 'YEAR', sign })
  return diagnose(sign, factsOfSpan(facts, null, context.today), thresholds)
}

/**
 * How a sign stood at the end of each month that has begun: what lies in the year up to there, by what is known today. A month
 * by itself has too few records of a pairing to judge it; the last row is the sign as `diagnosisOf` gives it.
 */
export async function signByMonth(
  context: RequestContext,
  year: number,
  sign: DiagnosisSign,
  zoneId: string | null,
): Promise<MonthRow[]> {
  const { period, facts, thresholds } = await read(context, year, zoneId, { parts: 'MONTH', sign })
  if (context.today < period.startsOn) return []
  const last = period.endsOn < context.today ? period.endsOn : context.today
  const months = monthsBetween(period.startsOn, last)
  return months.map((month, index) => {
    const endsOn = index === months.length - 1 ? last : lastDayOf(month)
    const upTo = factsUpToMonth(facts, index + 1, endsOn, context.today)
    const { value, judged, concerns } = diagnose(sign, upTo, thresholds)
    return { month, value, judged, concerned: concerns.length }
  })
}
