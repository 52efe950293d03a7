import { addDays } from '@gongjian/domain/calendar-day'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { OVERDUE_AFTER_DAYS } from '@gongjian/domain/waiting'
import { ACTIVITY_STATUSES } from '@gongjian/domain/vocabulary'
import type {
  ActivityKind,
  ActivityStatus,
  Direction,
  HelpArea,
  OpenQuestion,
  PairingSide,
} from '@gongjian/domain/vocabulary'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext, SignedInViewer } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { readOutputs } from './activity-parts.ts'
import { columnsFor, isBelowThat, pageSides, recordOf, visibleActivities } from './activity-row.ts'
import type { ActivityRow, PageRow } from './activity-row.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { sideAskedOf, waitsSince } from '../notifications/waiting-records.ts'
import { holdsGiftsOnly } from './gifts-only.ts'
import { activitySearchOf, searchConditions } from './search-activities.ts'

export const ACTIVITY_ORDERS = [
  'NEWEST_DAY',
  'OLDEST_DAY',
  'OLDEST_SUBMISSION',
  'NEWEST_CHANGE',
] as const
export type ActivityOrder = (typeof ACTIVITY_ORDERS)[number]

type Maybe<Value> = Value | null | undefined
export type ActivityFilter = {
  year?: Maybe<number>
  statuses?: Maybe<readonly ActivityStatus[]>
  kinds?: Maybe<readonly ActivityKind[]>
  areas?: Maybe<readonly HelpArea[]>
  directions?: Maybe<readonly Direction[]>
  recordingSide?: Maybe<PairingSide>
  organisationId?: Maybe<string>
  zoneId?: Maybe<string>
  pairingId?: Maybe<string>
  campaignId?: Maybe<string>
  indicatorCode?: Maybe<string>
  month?: Maybe<string>
  dayFrom?: Maybe<string>
  dayTo?: Maybe<string>
  search?: Maybe<string>
  mine?: Maybe<boolean>
  overdue?: Maybe<boolean>
  /** Between `organisationId` and this one. */
  partnerId?: Maybe<string>
  /** What waits to be signed by this very organisation. */
  waitsWithId?: Maybe<string>
  /** What has waited so many whole days for whose turn it is: from, and to. */
  waitedDaysFrom?: Maybe<number>
  waitedDaysTo?: Maybe<number>
  openQuestion?: Maybe<OpenQuestion>
  /** What holds gifts or donations, and no other work. */
  giftsOnly?: Maybe<boolean>
  /** What was countersigned within so many seconds of its submission. */
  signedWithinSeconds?: Maybe<number>
}

/** The filter, but for its search, as conditions on the record (alias t). */
function filterConditions(context: RequestContext, filter: ActivityFilter): Sql[] {
  const city = context.city.code
  const conditions: Sql[] = []
  const add = <Value>(value: Maybe<Value>, condition: (value: Value) => Sql) => {
    if (value !== null && value !== undefined) conditions.push(condition(value))
  }
  add(filter.year, (year) => sql`t.programme_year = ${year}`)
  // In the text, each once and in one order: how rare a state is decides by which index it is read.
  add(filter.statuses, (statuses) => {
    const asked = ACTIVITY_STATUSES.filter((status) => statuses.includes(status))
    return asked.length === 0
      ? sql`false`
      : sql`t.status IN (${raw(asked.map((status) => `'${status}'`).join(', '))})`
  })
  add(filter.kinds, (kinds) => sql`t.kind = ANY(${[...kinds]}::activity_kind[])`)
  add(filter.areas, (areas) => sql`t.area = ANY(${[...areas]}::help_area[])`)
  add(filter.directions, (directions) => sql`t.direction = ANY(${[...directions]}::direction[])`)
  add(filter.recordingSide, (side) => sql`t.recording_side = ${side}::rollup_side`)
  add(filter.zoneId, (zoneId) => sql`t.zone_id = ${zoneId}::uuid`)
  add(filter.campaignId, (campaignId) => sql`t.campaign_id = ${campaignId}::uuid`)
  add(filter.dayFrom, (day) => sql`t.day >= ${day}::date`)
  add(filter.dayTo, (day) => sql`t.day <= ${day}::date`)
  add(filter.openQuestion, (question) => sql`${question}::open_question = ANY(t.open_questions)`)
  add(
    filter.month,
    (month) =>
      sql`t.day >= ${`${month}-01`}::date AND t.day < ${`${month}-01`}::date + interval '1 month'`,
  )
  add(filter.indicatorCode, (code) =>
    !/^[\w.]{1,80}$/.test(code)
      ? sql`false`
      : sql`EXISTS (SELECT FROM output u WHERE u.city_code = t.city_code AND u.activity_id = t.id AND u.indicator_code = ${code})`,
  )
  // A pairing of agency and street stands for all that its branches and communities do.
  add(filter.pairingId, (pairingId) => {
    const sideOf = (side: 'agency_side_id' | 'community_side_id') =>
      sql`(SELECT o.path FROM pairing p JOIN organisation o ON o.city_code = p.city_code AND o.id = p.${raw(side)} WHERE p.city_code = ${city} AND p.id = ${pairingId}::uuid AND p.level = 'AGENCY_STREET')`
    return sql`(t.pairing_id = ${pairingId}::uuid OR (${isBelowThat(sql`t.agency_side_path`, sideOf('agency_side_id'))} AND ${isBelowThat(sql`t.community_side_path`, sideOf('community_side_id'))}))`
  })
  const isOfThat = (organisationId: string) => {
    const path = sql`(SELECT o.path FROM organisation o WHERE o.city_code = ${city} AND o.id = ${organisationId}::uuid)`
    return sql`((${isBelowThat(sql`t.agency_side_path`, path)}) OR (${isBelowThat(sql`t.community_side_path`, path)}))`
  }
  add(filter.organisationId, isOfThat)
  add(filter.partnerId, isOfThat)
  // Of a locked period nothing waits: nobody could sign it.
  const waits = sql`t.status = 'SUBMITTED' AND NOT EXISTS (SELECT FROM period y WHERE y.city_code = ${city} AND y.year = t.programme_year AND y.status = 'LOCKED') AND ${sideAskedOf}`
  add(
    filter.waitsWithId,
    (id) =>
      sql`${waits} = CASE ${id}::uuid WHEN t.agency_side_id THEN 'AGENCY_SIDE' WHEN t.community_side_id THEN 'COMMUNITY_SIDE' END`,
  )
  const waitedDays = sql`${context.today}::date - (${waitsSince} AT TIME ZONE ${context.city.timeZone})::date`
  add(
    filter.waitedDaysFrom,
    (days) => sql`(${waits} IS NOT NULL AND ${waitedDays} >= ${days}::int)`,
  )
  add(filter.waitedDaysTo, (days) => sql`(${waits} IS NOT NULL AND ${waitedDays} <= ${days}::int)`)
  // With what was handed over to the reader: who wrote it stays its author, and the reader carries it on.
  if (filter.mine) {
    const me = context.viewer?.userId ?? null
    conditions.push(
      sql`t.created_by_id = ANY(array_append(ARRAY(SELECT h.from_user_id FROM hand_over h WHERE h.city_code = ${city} AND h.now_with_id = ${me}::uuid AND h.day <= ${context.today}::date), ${me}::uuid))`,
    )
  }
  if (filter.giftsOnly) conditions.push(holdsGiftsOnly)
  add(
    filter.signedWithinSeconds,
    (seconds) =>
      sql`(t.status = 'COUNTERSIGNED' AND t.decided_at - t.submitted_at <= make_interval(secs => ${seconds}::float8))`,
  )
  if (filter.overdue)
    conditions.push(
      sql`t.status = 'SUBMITTED' AND t.submitted_at < ${`${addDays(context.today, -OVERDUE_AFTER_DAYS)}T00:00:00`}::timestamp AT TIME ZONE ${context.city.timeZone}`,
    )
  return conditions
}

/** The filter as conditions on the record (alias t). */
export async function activityConditions(
  context: RequestContext,
  filter: ActivityFilter,
): Promise<{ conditions: Sql[]; leavesMany: boolean }> {
  const conditions = filterConditions(context, filter)
  const search = await activitySearchOf(context, filter.search)
  if (search === null) return { conditions, leavesMany: true }
  const found = await searchConditions(context, search)
  return { conditions: [...conditions, ...found.conditions], leavesMany: found.leavesMany }
}

const BY_TIME: ReadonlySet<string> = new Set([
  'year',
  'month',
  'dayFrom',
  'dayTo',
  'statuses',
  // Where many hold what is asked for.
  'search',
])
const BY_WORD: ReadonlySet<string> = new Set([
  'kinds',
  'areas',
  'directions',
  'recordingSide',
  'zoneId',
])

/**
 * Whether the page may be found by walking the records in their order. Else what is asked is gathered first and then
 * sorted: of a branch or of what waits there is little, and a walk would pass the whole city to find it.
 */
function mayWalkInOrder(viewer: SignedInViewer | null, filter: ActivityFilter): boolean {
  const scope = viewer?.assignment ? scopeOf('activities', viewer.assignment.role) : 'NONE'
  if (scope !== 'CITY' && scope !== 'DISTRICT' && scope !== 'ZONE') return false
  if (filter.statuses && !filter.statuses.includes('COUNTERSIGNED')) return false
  // A word halves what the whole city has, but may leave next to nothing of a part of it: then only within a year.
  const mayNameWords = scope === 'CITY' || typeof filter.year === 'number'
  return Object.entries(filter).every(
    ([name, value]) =>
      value === null ||
      value === undefined ||
      value === false ||
      BY_TIME.has(name) ||
      (mayNameWords && BY_WORD.has(name)),
  )
}

const keys = {
  NEWEST_DAY: {
    field: 'day',
    column: 't.day',
    type: 'date',
    direction: 'DESC',
    valueOf: (row: ActivityRow) => row.day,
  },
  OLDEST_DAY: {
    field: 'day',
    column: 't.day',
    type: 'date',
    direction: 'ASC',
    valueOf: (row: ActivityRow) => row.day,
  },
  OLDEST_SUBMISSION: {
    field: 'submittedAt',
    column: 't.submitted_at',
    type: 'timestamptz',
    direction: 'ASC',
    valueOf: (row: ActivityRow) => row.submittedAt?.toISOString() ?? '',
  },
  NEWEST_CHANGE: {
    field: 'updatedAt',
    column: 't.updated_at',
    type: 'timestamptz',
    direction: 'DESC',
    valueOf: (row: ActivityRow) => row.updatedAt.toISOString(),
  },
} as const satisfies Record<ActivityOrder, unknown>

const cursors = {
  date: z.tuple([z.iso.date(), z.uuid()]),
  timestamptz: z.tuple([z.iso.datetime(), z.uuid()]),
}

/**
 * One page of records under the conditions, in one statement: by key, so that a record written meanwhile shifts nothing.
 * Where the fields are named that the reader asks, only their columns are read.
 */
export async function pageOfActivities(
  context: RequestContext,
  page: PageArguments,
  order: ActivityOrder,
  conditions: readonly Sql[],
  fields: ReadonlySet<string> | null = null,
  walksInOrder = false,
  /** Where the walk is to go through each of these years by itself: the index of the order is one of the year. */
  years: readonly number[] | null = null,
): Promise<Page<ActivityRow>> {
  const size = pageSize(page)
  const { field, column, type, direction, valueOf } = keys[order]
  const after = decodeCursor(page.after, cursors[type])
  const all = [
    sql`t.city_code = ${context.city.code}`,
    visibleActivities(context.viewer),
    ...conditions,
  ]
  if (order === 'OLDEST_SUBMISSION') all.push(sql`t.submitted_at IS NOT NULL`)
  if (after)
    all.push(
      sql`(${raw(column)}, t.id) ${raw(direction === 'ASC' ? '>' : '<')} (${after[0]}::${raw(type)}, ${after[1]}::uuid)`,
    )
  const where = join(all, ' AND ')
  const inOrder = raw(`${column} ${direction}, t.id ${direction}`)
  // First the page's own rows, then what stands beside them: else it would be read for all rows that are in sight. The
  // limit stands in the text, since a plan for any limit is a plan for a tenth of the table.
  const asked = sql`SELECT t.* FROM activity t WHERE ${where}`
  // OFFSET 0 keeps the order from the plan of what is gathered first.
  const firstOnes = !walksInOrder
    ? sql`SELECT t.* FROM (${asked} OFFSET 0) t`
    : years === null
      ? asked
      : sql`SELECT t.* FROM unnest(${[...years]}::int[]) y CROSS JOIN LATERAL (${asked} AND t.programme_year = y ORDER BY ${inOrder} LIMIT ${raw(String(size + 1))}) t`
  const rows = await rowsOf<PageRow>(
    context.database.pool,
    sql`SELECT ${columnsFor(fields, field)} FROM (
          ${firstOnes} ORDER BY ${inOrder} LIMIT ${raw(String(size + 1))}
        ) t ${pageSides} ORDER BY ${inOrder}`,
  )
  const found = rows.map(recordOf)
  if (fields?.has('outputs')) await readOutputs(context, found.slice(0, size))
  return pageFrom(
    found,
    size,
    page.after,
    (row) => [valueOf(row), row.id],
    (row) => row,
  )
}

export async function listActivities(
  context: RequestContext,
  page: PageArguments,
  filter: ActivityFilter,
  order: ActivityOrder,
  fields: ReadonlySet<string> | null = null,
): Promise<Page<ActivityRow>> {
  const { conditions, leavesMany } = await activityConditions(context, filter)
  const walksInOrder = leavesMany && mayWalkInOrder(context.viewer, filter)
  const isByDay = order === 'NEWEST_DAY' || order === 'OLDEST_DAY'
  const years =
    isByDay || typeof filter.year === 'number' || !walksInOrder
      ? null
      : (await periodsOf(context)).map(({ year }) => year)
  return pageOfActivities(context, page, order, conditions, fields, walksInOrder, years)
}
