import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { ActivityKind, Direction, HelpArea } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { CalendarDay } from '@gongjian/domain/calendar-day'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'

/**
 * The one definition of every figure. A record counts where it is countersigned, with its accepted quantities; what is
 * submitted is shown beside it as claimed, not yet confirmed; nothing else counts anywhere.
 *
 * Figures come from the rollups, which know one side of a record at a time. A question that names both sides (a zone's
 * help by street) is answered from the records of the year, by the same definitions.
 */
export type SummaryFilter = {
  organisationId?: string | null | undefined
  zoneId?: string | null | undefined
  month?: string | null | undefined
  /** The first and the last month, as 'YYYY-MM'. */
  fromMonth?: string | null | undefined
  toMonth?: string | null | undefined
  area?: HelpArea | null | undefined
  kind?: ActivityKind | null | undefined
  direction?: Direction | null | undefined
}

export type Side = 'AGENCY_SIDE' | 'COMMUNITY_SIDE'
/**
 * Whose records may be seen goes by the tree of today; what was chosen and how it is grouped, by the tree of the year
 * (`yearsTree`).
 */
type Constraint =
  | { side: Side; pathPrefix: string; tree: 'TODAY' | 'YEAR' }
  | { side: 'AGENCY_SIDE'; zoneId: string }

/** What is asked: a year, whose records may be seen, and what was chosen among them. */
export type Question = {
  year: number
  /** Whether the year is over: it keeps the tree of its last day. */
  treeOfDay: CalendarDay | null
  yearStartsOn: CalendarDay
  constraints: Constraint[]
  filter: SummaryFilter
  nothing: boolean
}

function sideOfPath(kind: string): Side | null {
  if (kind === 'AGENCY' || kind === 'BRANCH') return 'AGENCY_SIDE'
  return kind === 'CITY_COMMITTEE' ? null : 'COMMUNITY_SIDE'
}

/** The question with the viewer's own scope in it. */
export async function questionOf(
  context: RequestContext,
  year: number,
  filter: SummaryFilter,
): Promise<Question> {
  const period = (await periodsOf(context)).find((one) => one.year === year)
  const treeOfDay = period !== undefined && period.endsOn < context.today ? period.endsOn : null
  const constraints: Constraint[] = []
  let nothing = false
  const assignment = context.viewer?.assignment
  if (!assignment || scopeOf('citySummary', assignment.role) === 'NONE') nothing = true
  else if (assignment.role === 'ZONE_LEAD') {
    if (assignment.zoneId === null) nothing = true
    else constraints.push({ side: 'AGENCY_SIDE', zoneId: assignment.zoneId })
  } else {
    const side = sideOfPath(assignment.organisationKind)
    if (side !== null) constraints.push({ side, pathPrefix: assignment.path, tree: 'TODAY' })
  }
  if (filter.zoneId) constraints.push({ side: 'AGENCY_SIDE', zoneId: filter.zoneId })
  if (filter.organisationId) {
    const organisation = await loadOrganisation(context, filter.organisationId)
    const side = organisation && sideOfPath(organisation.kind)
    if (organisation === null) nothing = true
    else if (side) {
      const pathPrefix = await pathThen(context, organisation, treeOfDay)
      constraints.push({ side, pathPrefix, tree: 'YEAR' })
    }
  }
  const yearStartsOn = period?.startsOn ?? `${year}-01-01`
  return { year, treeOfDay, yearStartsOn, constraints, filter, nothing }
}

async function pathThen(
  context: RequestContext,
  { id, path }: OrganisationRow,
  day: CalendarDay | null,
): Promise<string> {
  if (day === null) return path
  const row = await firstRowOf<{ path: string }>(
    context.database.pool,
    sql`SELECT path FROM organisation_placement WHERE city_code = ${context.city.code} AND organisation_id = ${id}::uuid AND valid_from <= ${day}::date ORDER BY valid_from DESC LIMIT 1`,
  )
  return row?.path ?? path
}

/**
 * The organisations with the names and the tree of the year (name, path), beside where they stand today (sight_path): of
 * a year that is over as of its last day, else of today.
 */
export function yearsTree(
  { city }: Pick<RequestContext, 'city'>,
  { treeOfDay }: Pick<Question, 'treeOfDay'>,
): Sql {
  if (treeOfDay === null)
    return sql`(SELECT w.*, w.path AS sight_path FROM organisation w WHERE w.city_code = ${city.code})`
  return sql`(SELECT w.city_code, w.id, w.kind, w.code, w.position, w.valid_from, w.valid_to, w.successor_id, w.path AS sight_path,
      coalesce(v.name, w.name) AS name, coalesce(v.pinyin_initials, w.pinyin_initials) AS pinyin_initials, coalesce(v.path, w.path) AS path
    FROM organisation w LEFT JOIN LATERAL (
      SELECT v.name, v.pinyin_initials, v.path FROM organisation_placement v
      WHERE v.city_code = w.city_code AND v.organisation_id = w.id AND v.valid_from <= ${treeOfDay}::date ORDER BY v.valid_from DESC LIMIT 1) v ON true
    WHERE w.city_code = ${city.code})`
}

/** Conditions that a path of the side must meet. */
export function pathConditions(
  { constraints }: Question,
  side: Side,
  path: Sql,
  context: RequestContext,
  sightPath: Sql = path,
): Sql[] {
  return constraints
    .filter((constraint) => constraint.side === side)
    .map((constraint) =>
      'pathPrefix' in constraint
        ? sql`${constraint.tree === 'TODAY' ? sightPath : path} LIKE ${`${constraint.pathPrefix}%`}`
        : sql`split_part(${path}, '/', 2) IN (SELECT a.code FROM zone_membership z JOIN organisation a ON a.city_code = z.city_code AND a.id = z.agency_id WHERE z.city_code = ${context.city.code} AND z.zone_id = ${constraint.zoneId}::uuid)`,
    )
}

/** What was chosen of the rollups' rows (alias r) or of the records (alias t). */
export function filterConditions({ filter }: Question, alias: 'r' | 't'): Sql[] {
  const conditions: Sql[] = []
  const isRollup = alias === 'r'
  if (filter.kind)
    conditions.push(
      isRollup
        ? sql`r.kind = ${filter.kind}::activity_kind`
        : sql`t.kind = ${filter.kind}::activity_kind`,
    )
  if (filter.area)
    conditions.push(
      isRollup ? sql`r.area = ${filter.area}` : sql`t.area = ${filter.area}::help_area`,
    )
  if (filter.direction)
    conditions.push(
      isRollup
        ? sql`r.direction = ${filter.direction}::direction`
        : sql`t.direction = ${filter.direction}::direction`,
    )
  if (filter.month) {
    const month = `${filter.month}-01`
    conditions.push(
      isRollup
        ? sql`r.month = ${month}::date`
        : sql`date_trunc('month', t.day)::date = ${month}::date`,
    )
  }
  if (filter.fromMonth) {
    const first = `${filter.fromMonth}-01`
    conditions.push(isRollup ? sql`r.month >= ${first}::date` : sql`t.day >= ${first}::date`)
  }
  if (filter.toMonth) {
    const last = `${filter.toMonth}-01`
    conditions.push(
      isRollup ? sql`r.month <= ${last}::date` : sql`t.day < ${last}::date + interval '1 month'`,
    )
  }
  return conditions
}

/** Whether what is asked names no other side, so that the rollups can answer it. */
export const oneSided = (question: Question, side: Side): boolean =>
  question.constraints.every((constraint) => constraint.side === side)

/** A side on which the question can be answered from the rollups alone, or null. */
export function sideFor(question: Question): Side {
  return question.constraints[0]?.side ?? 'AGENCY_SIDE'
}

/** Whether it is about all of the city, so that its sums can answer it. */
const isOfCity = ({ constraints }: Question): boolean => constraints.length === 0

const ofCity = (
  context: RequestContext,
  question: Question,
): Sql => sql`r.city_code = ${context.city.code} AND r.programme_year = ${question.year}
  AND ${join([...(question.nothing ? [sql`false`] : []), ...filterConditions(question, 'r'), sql`true`], ' AND ')}`

/**
 * Records summed by month, kind, area and direction (and by more, but without a path), as a table expression. Of the whole
 * city its own sums are read, a few lines a month however many organisations there are.
 */
export function activitySums(context: RequestContext, question: Question): Sql {
  return isOfCity(question)
    ? sql`(SELECT r.* FROM city_activity_rollup r WHERE ${ofCity(context, question)})`
    : activityFacts(context, question, sideFor(question))
}

/** Quantities summed by indicator, month and direction, as `activitySums` has the records. */
export function outputSums(context: RequestContext, question: Question): Sql {
  const { area, kind, ...filter } = question.filter
  if (!isOfCity(question) || area) return outputFacts(context, question)
  const ofKind = kind ? sql`AND i.kind = ${kind}::activity_kind` : sql``
  return sql`(SELECT r.* FROM city_output_rollup r JOIN indicator i ON i.city_code = r.city_code AND i.code = r.indicator_code WHERE ${ofCity(context, { ...question, filter })} ${ofKind})`
}

/** Records summed by organisation path, month, kind, area and direction, as a table expression. */
export function activityFacts(context: RequestContext, question: Question, side: Side): Sql {
  const city = context.city.code
  if (oneSided(question, side)) {
    const conditions = [
      sql`r.city_code = ${city} AND r.programme_year = ${question.year} AND r.side = ${side}::rollup_side`,
      ...(question.nothing ? [sql`false`] : []),
      ...pathConditions(question, side, sql`o.path`, context, sql`o.sight_path`),
      ...filterConditions(question, 'r'),
    ]
    return sql`(SELECT o.path, r.month, r.kind, r.area, r.direction, r.countersigned, r.person_times, r.hours, r.submitted, r.submitted_person_times, r.submitted_hours, r.usefulness_sum, r.usefulness_count, r.signing_seconds
      FROM activity_rollup r JOIN ${yearsTree(context, question)} o ON o.city_code = r.city_code AND o.id = r.organisation_id WHERE ${join(conditions, ' AND ')})`
  }
  const path = side === 'AGENCY_SIDE' ? sql`f.agency_path` : sql`f.community_path`
  return sql`(SELECT ${path} AS path, f.* FROM ${recordFacts(context, question)} f)`
}

/** The records themselves, each with both of its paths, and with what approved corrections add; by the same names. */
export function recordFacts(
  context: RequestContext,
  question: Question,
  only: Sql = sql`true`,
): Sql {
  return sql`(SELECT ${bothPaths(question)}, date_trunc('month', t.day)::date AS month, t.kind, coalesce(t.area::text, '') AS area, t.direction, t.campaign_id,
      (t.status = 'COUNTERSIGNED')::int AS countersigned, CASE WHEN t.status = 'COUNTERSIGNED' THEN t.person_times + coalesce(c.person_times, 0) ELSE 0 END AS person_times, CASE WHEN t.status = 'COUNTERSIGNED' THEN t.hours + coalesce(c.hours, 0) ELSE 0 END AS hours,
      (t.status = 'SUBMITTED')::int AS submitted, CASE WHEN t.status = 'SUBMITTED' THEN t.person_times ELSE 0 END AS submitted_person_times, CASE WHEN t.status = 'SUBMITTED' THEN t.hours ELSE 0 END AS submitted_hours,
      CASE WHEN t.status = 'COUNTERSIGNED' THEN t.usefulness ELSE 0 END AS usefulness_sum, (t.status = 'COUNTERSIGNED')::int AS usefulness_count,
      CASE WHEN t.status = 'COUNTERSIGNED' THEN extract(epoch FROM t.decided_at - t.submitted_at)::bigint ELSE 0 END AS signing_seconds
    FROM activity t LEFT JOIN activity_correction_sum c ON c.city_code = t.city_code AND c.activity_id = t.id
    WHERE ${join(recordConditions(context, question), ' AND ')} AND ${only})`
}

/** Of the records those that count and were reported late; by the index of these alone (`activity_reported_late`). */
export const lateFacts = (context: RequestContext, question: Question): Sql =>
  recordFacts(
    context,
    question,
    sql`t.status = 'COUNTERSIGNED' AND 'REPORTED_LATE' = ANY(t.open_questions)`,
  )

const bothPaths = (question: Question): Sql =>
  sql`${yearsPath(question, sql`t.agency_side_id`, sql`t.agency_side_path`)} AS agency_path, ${yearsPath(question, sql`t.community_side_id`, sql`t.community_side_path`)} AS community_path`

/** The records of the question themselves (alias t). */
export function recordConditions(context: RequestContext, question: Question): Sql[] {
  return [
    sql`t.city_code = ${context.city.code} AND t.programme_year = ${question.year} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')`,
    ...(question.nothing ? [sql`false`] : []),
    ...recordPathConditions(context, question),
    ...filterConditions(question, 't'),
  ]
}

/** Conditions that the two sides of a record (alias t) must meet. */
export function recordPathConditions(context: RequestContext, question: Question): Sql[] {
  const [agency, community] = [sql`t.agency_side_path`, sql`t.community_side_path`]
  return [
    ...pathConditions(
      question,
      'AGENCY_SIDE',
      yearsPath(question, sql`t.agency_side_id`, agency),
      context,
      agency,
    ),
    ...pathConditions(
      question,
      'COMMUNITY_SIDE',
      yearsPath(question, sql`t.community_side_id`, community),
      context,
      community,
    ),
  ]
}

/** Where a side of a record (alias t) stood in the year. */
function yearsPath({ treeOfDay }: Question, id: Sql, path: Sql): Sql {
  return treeOfDay === null
    ? path
    : sql`coalesce((SELECT v.path FROM organisation_placement v WHERE v.city_code = t.city_code AND v.organisation_id = ${id} AND v.valid_from <= ${treeOfDay}::date ORDER BY v.valid_from DESC LIMIT 1), ${path})`
}

/**
 * Quantities summed by indicator. The rollup of quantities does not keep the record's kind and main area; a kind is that
 * of the indicator, and a question about one main area is answered from the records.
 */
export function outputFacts(
  context: RequestContext,
  question: Question,
  side: Side = sideFor(question),
): Sql {
  const city = context.city.code
  const { area, kind, ...rest } = question.filter
  if (oneSided(question, side) && !area) {
    const conditions = [
      sql`r.city_code = ${city} AND r.programme_year = ${question.year} AND r.side = ${side}::rollup_side`,
      ...(question.nothing ? [sql`false`] : []),
      ...pathConditions(question, side, sql`o.path`, context, sql`o.sight_path`),
      ...filterConditions({ ...question, filter: rest }, 'r'),
      ...(kind ? [sql`i.kind = ${kind}::activity_kind`] : []),
    ]
    return sql`(SELECT o.path, r.month, r.direction, r.indicator_code, r.accepted, r.accepted_lines, r.claimed, r.claimed_lines FROM output_rollup r
      JOIN ${yearsTree(context, question)} o ON o.city_code = r.city_code AND o.id = r.organisation_id JOIN indicator i ON i.city_code = r.city_code AND i.code = r.indicator_code WHERE ${join(conditions, ' AND ')})`
  }
  return outputRecordFacts(context, question)
}

/** What counts of a quantity (alias u) of a record (alias t), with what approved corrections (alias c) add. */
export const quantityColumns = sql`CASE WHEN t.status = 'COUNTERSIGNED' THEN coalesce(u.accepted, 0) + coalesce(c.quantity, 0) ELSE 0 END AS accepted, (t.status = 'COUNTERSIGNED')::int AS accepted_lines,
      CASE WHEN t.status = 'SUBMITTED' THEN u.claimed ELSE 0 END AS claimed, (t.status = 'SUBMITTED')::int AS claimed_lines`
/** Joins to the records (alias t) their quantities (alias u) and what corrections add to them (alias c). */
export const withQuantities = sql`JOIN output u ON u.city_code = t.city_code AND u.activity_id = t.id
      LEFT JOIN output_correction_sum c ON c.city_code = u.city_code AND c.activity_id = u.activity_id AND c.indicator_code = u.indicator_code`

/** The quantities of the records themselves, each with both paths of its record, and with what corrections add. */
export function outputRecordFacts(context: RequestContext, question: Question): Sql {
  return sql`(SELECT ${bothPaths(question)}, date_trunc('month', t.day)::date AS month, t.kind, coalesce(t.area::text, '') AS area, t.direction, t.campaign_id,
      u.indicator_code, ${quantityColumns}
    FROM activity t ${withQuantities}
    WHERE ${join(recordConditions(context, question), ' AND ')})`
}

export type TotalRow = {
  countersigned: number
  submitted: number
  personTimes: number
  submittedPersonTimes: number
  hours: string
  submittedHours: string
  averageUsefulness: number | null
  averageSigningDays: number | null
}

/** The sums of facts (alias f) as a row of totals. */
export const totalColumns = sql`
  coalesce(sum(f.countersigned), 0)::int AS countersigned, coalesce(sum(f.submitted), 0)::int AS submitted,
  coalesce(sum(f.person_times), 0)::int AS "personTimes", coalesce(sum(f.submitted_person_times), 0)::int AS "submittedPersonTimes",
  trim_scale(coalesce(sum(f.hours), 0)) AS hours, trim_scale(coalesce(sum(f.submitted_hours), 0)) AS "submittedHours",
  (sum(f.usefulness_sum)::float8 / nullif(sum(f.usefulness_count), 0)) AS "averageUsefulness",
  (sum(f.signing_seconds)::float8 / 86400 / nullif(sum(f.countersigned), 0)) AS "averageSigningDays"`

export const emptyTotal: TotalRow = {
  countersigned: 0,
  submitted: 0,
  personTimes: 0,
  submittedPersonTimes: 0,
  hours: '0',
  submittedHours: '0',
  averageUsefulness: null,
  averageSigningDays: null,
}
