import { monthsBetween } from '@gongjian/domain/calendar-day'
import { addDays } from '@gongjian/domain/calendar-day'
import { ACTIVITY_KINDS, DIRECTIONS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { ActivityKind, Direction, HelpArea } from '@gongjian/domain/vocabulary'
import { OVERDUE_AFTER_DAYS, waitingSince } from '@gongjian/domain/waiting'
import sql, { join } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import type { IndicatorRow } from '../catalogue/catalogue-rows.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import {
  activitySums,
  emptyTotal,
  filterConditions,
  outputSums,
  pathConditions,
  recordPathConditions,
  recordConditions,
  totalColumns,
} from './measures.ts'
import type { Question, TotalRow } from './measures.ts'

export async function totalOf(context: RequestContext, question: Question): Promise<TotalRow> {
  const row = await firstRowOf<TotalRow>(
    context.database.pool,
    sql`SELECT ${totalColumns} FROM ${activitySums(context, question)} f`,
  )
  return row ?? emptyTotal
}

async function totalsBy<Key extends string>(
  context: RequestContext,
  question: Question,
  column: 'kind' | 'area' | 'direction',
  keys: readonly Key[],
): Promise<{ key: Key; total: TotalRow }[]> {
  const key = { kind: sql`f.kind::text`, area: sql`f.area`, direction: sql`f.direction::text` }[
    column
  ]
  const rows = await rowsOf<TotalRow & { key: string }>(
    context.database.pool,
    sql`SELECT ${key} AS key, ${totalColumns} FROM ${activitySums(context, question)} f GROUP BY 1`,
  )
  return keys.map((one) => ({ key: one, total: rows.find((row) => row.key === one) ?? emptyTotal }))
}

export const totalsByKind = (context: RequestContext, question: Question) =>
  totalsBy<ActivityKind>(context, question, 'kind', ACTIVITY_KINDS)
export const totalsByArea = (context: RequestContext, question: Question) =>
  totalsBy<HelpArea>(context, question, 'area', HELP_AREAS)
export const totalsByDirection = (context: RequestContext, question: Question) =>
  totalsBy<Direction>(context, question, 'direction', DIRECTIONS)

export type MonthRow = {
  month: string
  total: TotalRow
  sixHelps: number
  labour: number
  visits: number
}

/** Every month of the programme year, also those with nothing. */
export async function totalsByMonth(
  context: RequestContext,
  question: Question,
  period: PeriodRow,
): Promise<MonthRow[]> {
  const rows = await rowsOf<
    TotalRow & { month: string; sixHelps: number; labour: number; visits: number }
  >(
    context.database.pool,
    sql`SELECT to_char(f.month, 'YYYY-MM') AS month, ${totalColumns},
          coalesce(sum(f.countersigned) FILTER (WHERE f.kind = 'SIX_HELPS'), 0)::int AS "sixHelps",
          coalesce(sum(f.countersigned) FILTER (WHERE f.kind = 'LABOUR'), 0)::int AS labour,
          coalesce(sum(f.countersigned) FILTER (WHERE f.kind = 'VISIT'), 0)::int AS visits
        FROM ${activitySums(context, question)} f GROUP BY f.month`,
  )
  return monthsBetween(period.startsOn, period.endsOn).map((month) => {
    const row = rows.find((one) => one.month === month)
    return {
      month,
      total: row ?? emptyTotal,
      sixHelps: row?.sixHelps ?? 0,
      labour: row?.labour ?? 0,
      visits: row?.visits ?? 0,
    }
  })
}

export type IndicatorTotalRow = {
  indicator: IndicatorRow
  accepted: string
  claimed: string
  acceptedRecords: number
  claimedRecords: number
}

/** Every indicator of the catalogue, also those with nothing. */
export async function totalsByIndicator(
  context: RequestContext,
  question: Question,
): Promise<IndicatorTotalRow[]> {
  const indicators = await indicatorsOf(context)
  const rows = await rowsOf<{
    code: string
    accepted: string
    claimed: string
    acceptedRecords: number
    claimedRecords: number
  }>(
    context.database.pool,
    sql`SELECT f.indicator_code AS code, trim_scale(sum(f.accepted)) AS accepted, trim_scale(sum(f.claimed)) AS claimed, sum(f.accepted_lines)::int AS "acceptedRecords", sum(f.claimed_lines)::int AS "claimedRecords"
        FROM ${outputSums(context, question)} f GROUP BY 1`,
  )
  return indicators.map((indicator) => {
    const row = rows.find(({ code }) => code === indicator.code)
    return {
      indicator,
      accepted: row?.accepted ?? '0',
      claimed: row?.claimed ?? '0',
      acceptedRecords: row?.acceptedRecords ?? 0,
      claimedRecords: row?.claimedRecords ?? 0,
    }
  })
}

export type StructureRow = {
  agencies: number
  branches: number
  districts: number
  streets: number
  communities: number
  zones: number
  pairings: number
  branchPairings: number
}

/** The city's organisations and pairings as they are on the day. */
export async function structureOf(context: RequestContext): Promise<StructureRow> {
  const { today, city, database } = context
  const row = await firstRowOf<StructureRow>(
    database.pool,
    sql`SELECT count(*) FILTER (WHERE kind = 'AGENCY')::int AS agencies, count(*) FILTER (WHERE kind = 'BRANCH')::int AS branches, count(*) FILTER (WHERE kind = 'DISTRICT')::int AS districts,
          count(*) FILTER (WHERE kind = 'STREET')::int AS streets, count(*) FILTER (WHERE kind = 'COMMUNITY')::int AS communities,
          (SELECT count(*)::int FROM zone WHERE city_code = ${city.code}) AS zones,
          (SELECT count(*)::int FROM pairing WHERE city_code = ${city.code} AND level = 'AGENCY_STREET' AND valid_from <= ${today}::date AND (valid_to IS NULL OR valid_to >= ${today}::date)) AS pairings,
          (SELECT count(*)::int FROM pairing WHERE city_code = ${city.code} AND level = 'BRANCH_COMMUNITY' AND valid_from <= ${today}::date AND (valid_to IS NULL OR valid_to >= ${today}::date)) AS "branchPairings"
        FROM organisation WHERE city_code = ${city.code} AND valid_from <= ${today}::date AND (valid_to IS NULL OR valid_to >= ${today}::date)`,
  )
  if (row === null) throw new Error('a row was expected')
  return row
}

export type LabourRow = { campaigns: number; agencies: number; personTimes: number; hours: string }

/** 义务献工: campaigns with countersigned records, agencies that took part, person-times, hours. */
export async function labourOf(context: RequestContext, question: Question): Promise<LabourRow> {
  const labour: Question = {
    ...question,
    filter: { ...question.filter, kind: 'LABOUR', area: null },
  }
  const row = await firstRowOf<LabourRow>(
    context.database.pool,
    sql`SELECT count(DISTINCT t.campaign_id)::int AS campaigns, count(DISTINCT split_part(t.agency_side_path, '/', 2))::int AS agencies, coalesce(sum(t.person_times), 0)::int AS "personTimes", trim_scale(coalesce(sum(t.hours), 0)) AS hours
        FROM activity t WHERE ${join([...recordConditions(context, labour), sql`t.status = 'COUNTERSIGNED'`], ' AND ')}`,
  )
  return row ?? { campaigns: 0, agencies: 0, personTimes: 0, hours: '0' }
}

export type CoverageRow = {
  pairings: number
  active: number
  nothingForDays: number
  withNothing: number
  neverAnything: number
  silentAgencies: number
  silentCommunities: number
}

/**
 * Of the pairings of branches and communities that hold today: how many have had nothing, waiting or signed, for so many
 * days; and which agencies and paired communities have no countersigned record in the year.
 */
export async function coverageOf(
  context: RequestContext,
  question: Question,
  days: number,
): Promise<CoverageRow> {
  const { today, city, database } = context
  const inSight = [
    ...(question.nothing ? [sql`false`] : []),
    ...pathConditions(question, 'AGENCY_SIDE', sql`a.path`, context),
    ...pathConditions(question, 'COMMUNITY_SIDE', sql`c.path`, context),
    sql`true`,
  ]
  const row = await firstRowOf<Omit<CoverageRow, 'nothingForDays'>>(
    database.pool,
    sql`WITH seen AS (
          SELECT p.id, a.path AS agency_path, c.path AS community_path,
            (SELECT max(t.day) FROM activity t WHERE t.city_code = p.city_code AND t.pairing_id = p.id AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')) AS last_day,
            EXISTS (SELECT FROM activity t WHERE t.city_code = p.city_code AND t.pairing_id = p.id AND t.status = 'COUNTERSIGNED' AND t.programme_year = ${question.year}) AS counts
          FROM pairing p JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
          WHERE p.city_code = ${city.code} AND p.level = 'BRANCH_COMMUNITY' AND p.valid_from <= ${today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${today}::date) AND ${join(inSight, ' AND ')}
        )
        SELECT count(*)::int AS pairings, count(*) FILTER (WHERE last_day >= ${addDays(today, -days)}::date)::int AS active,
          count(*) FILTER (WHERE last_day IS NULL OR last_day < ${addDays(today, -days)}::date)::int AS "withNothing", count(*) FILTER (WHERE last_day IS NULL)::int AS "neverAnything",
          (SELECT count(*)::int FROM (SELECT split_part(agency_path, '/', 2) FROM seen GROUP BY 1 HAVING NOT bool_or(counts)) s) AS "silentAgencies",
          (SELECT count(*)::int FROM (SELECT community_path FROM seen GROUP BY 1 HAVING NOT bool_or(counts)) s) AS "silentCommunities"
        FROM seen`,
  )
  return {
    pairings: 0,
    active: 0,
    withNothing: 0,
    neverAnything: 0,
    silentAgencies: 0,
    silentCommunities: 0,
    ...row,
    nothingForDays: days,
  }
}

export type SigningRow = {
  waiting: number
  overdue: number
  countersigned: number
  corrected: number
  returned: number
  averageDays: number | null
  medianDays: number | null
  withinSevenDays: number
}

/** How fast records are countersigned, and how many wait. */
export async function signingOf(context: RequestContext, question: Question): Promise<SigningRow> {
  const overdueBefore = sql`(${`${addDays(context.today, -OVERDUE_AFTER_DAYS)}T00:00:00`}::timestamp AT TIME ZONE ${context.city.timeZone})`
  const row = await firstRowOf<SigningRow>(
    context.database.pool,
    sql`WITH seen AS (SELECT t.id, t.status, t.submitted_at, extract(epoch FROM t.decided_at - t.submitted_at)::float8 / 86400 AS days FROM activity t WHERE ${join(recordConditions(context, question), ' AND ')}),
        decisions AS (SELECT s.decision FROM countersignature s JOIN activity t ON t.city_code = s.city_code AND t.id = s.activity_id
          WHERE s.city_code = ${context.city.code} AND t.programme_year = ${question.year} AND ${join([...(question.nothing ? [sql`false`] : []), ...recordPathConditions(context, question), ...filterConditions(question, 't'), sql`true`], ' AND ')})
        SELECT count(*) FILTER (WHERE status = 'SUBMITTED')::int AS waiting, count(*) FILTER (WHERE status = 'SUBMITTED' AND submitted_at < ${overdueBefore})::int AS overdue,
          count(*) FILTER (WHERE status = 'COUNTERSIGNED')::int AS countersigned, avg(days) FILTER (WHERE status = 'COUNTERSIGNED') AS "averageDays",
          percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE status = 'COUNTERSIGNED') AS "medianDays",
          count(*) FILTER (WHERE status = 'COUNTERSIGNED' AND days <= 7)::int AS "withinSevenDays",
          (SELECT count(*)::int FROM decisions WHERE decision = 'CORRECTED') AS corrected, (SELECT count(*)::int FROM decisions WHERE decision = 'RETURNED') AS returned
        FROM seen`,
  )
  return (
    row ?? {
      waiting: 0,
      overdue: 0,
      countersigned: 0,
      corrected: 0,
      returned: 0,
      averageDays: null,
      medianDays: null,
      withinSevenDays: 0,
    }
  )
}

export type WaitingRow = {
  organisation: OrganisationBrief
  waiting: number
  overdue: number
  oldestSince: Date
  oldestDays: number
  averageSigningDays: number | null
}

/** With whom what is waiting: the communities and streets, the longest waiting first. */
export async function waitingByOrganisation(
  context: RequestContext,
  question: Question,
  most: number,
): Promise<WaitingRow[]> {
  const overdueBefore = sql`(${`${addDays(context.today, -OVERDUE_AFTER_DAYS)}T00:00:00`}::timestamp AT TIME ZONE ${context.city.timeZone})`
  const rows = await rowsOf<Omit<WaitingRow, 'oldestDays'>>(
    context.database.pool,
    sql`WITH waiting AS (
          SELECT t.community_side_id AS id, count(*)::int AS waiting, count(*) FILTER (WHERE t.submitted_at < ${overdueBefore})::int AS overdue, min(t.submitted_at) AS oldest
          FROM activity t WHERE ${join([...recordConditions(context, question), sql`t.status = 'SUBMITTED'`], ' AND ')} GROUP BY 1
        )
        SELECT ${organisationJson('o')} AS organisation, w.waiting, w.overdue, w.oldest AS "oldestSince",
          (SELECT sum(r.signing_seconds)::float8 / 86400 / nullif(sum(r.countersigned), 0) FROM activity_rollup r WHERE r.city_code = o.city_code AND r.organisation_id = o.id AND r.programme_year = ${question.year} AND r.side = 'COMMUNITY_SIDE') AS "averageSigningDays"
        FROM waiting w JOIN organisation o ON o.city_code = ${context.city.code} AND o.id = w.id ORDER BY w.oldest, o.path LIMIT ${most}`,
  )
  return rows.map((row) => ({
    ...row,
    oldestDays: waitingSince(row.oldestSince, context.now, context.city.timeZone).days,
  }))
}
