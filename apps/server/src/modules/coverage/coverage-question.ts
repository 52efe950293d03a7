import { monthsBetween } from '@gongjian/domain/calendar-day'
import { reportMonth, reportMonths } from '@gongjian/domain/report-coverage'
import type { ReportMonth } from '@gongjian/domain/report-coverage'
import type { HelpArea } from '@gongjian/domain/vocabulary'
import { GraphQLError } from 'graphql'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { pathConditions, questionOf } from '../analysis/measures.ts'
import type { Question } from '../analysis/measures.ts'
import { periodsOf } from '../periods/period-rows.ts'
import type { PeriodRow } from '../periods/period-rows.ts'

export type CoverageFilter = {
  organisationId?: string | null | undefined
  zoneId?: string | null | undefined
  /** 'YYYY-MM': from this month of the year, to that one, both included. */
  monthFrom?: string | null | undefined
  monthTo?: string | null | undefined
  area?: HelpArea | null | undefined
}

/** A question about a year with the months that it is about. */
export type CoverageQuestion = Question & {
  /** What was set of the year's reports. */
  reportRules: PeriodRow['reportRules']
  /** The months of the year that have begun and were chosen. */
  months: ReportMonth[]
  /** Those that count: all that were chosen, else those whose reports are due. */
  counted: ReportMonth[]
  /** The first and the last day that was chosen. */
  from: string
  to: string
}

/** The question with the viewer's own scope in it; a year that is unknown is refused. */
export async function coverageQuestion(
  context: RequestContext,
  year: number,
  { organisationId, zoneId, monthFrom, monthTo, area }: CoverageFilter,
): Promise<CoverageQuestion> {
  const period = (await periodsOf(context)).find((one) => one.year === year)
  if (period === undefined)
    throw new GraphQLError(context.text('failure.NO_SUCH_YEAR', { year }), {
      extensions: { code: 'NO_SUCH_YEAR' },
    })
  const question = await questionOf(context, year, { organisationId, zoneId, area })
  const isChosen = ({ month }: { month: string }) =>
    (!monthFrom || month >= monthFrom) && (!monthTo || month <= monthTo)
  const months = reportMonths(period, context.today, period.reportRules).filter(isChosen)
  const counted =
    monthFrom || monthTo ? months : months.filter(({ dueOn }) => dueOn < context.today)
  const whole = monthsBetween(period.startsOn, period.endsOn)
    .map((month) => reportMonth(month, period.reportRules))
    .filter(isChosen)
  return {
    ...question,
    nothing: question.nothing || whole.length === 0,
    reportRules: period.reportRules,
    months,
    counted,
    from: whole[0]?.startsOn ?? period.startsOn,
    to: whole.at(-1)?.endsOn ?? period.endsOn,
  }
}

/** Conditions that the two sides of a pairing (aliases a and c of the year's tree) must meet. */
export function pairingInSight(context: RequestContext, question: Question): Sql[] {
  return [
    ...(question.nothing ? [sql`false`] : []),
    ...pathConditions(question, 'AGENCY_SIDE', sql`a.path`, context, sql`a.sight_path`),
    ...pathConditions(question, 'COMMUNITY_SIDE', sql`c.path`, context, sql`c.sight_path`),
  ]
}
