import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import { addDays } from '@gongjian/domain/calendar-day'
import { OVERDUE_AFTER_DAYS } from '@gongjian/domain/waiting'
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
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import {
  activityColumns,
  activitySides,
  activityTables,
  columnsFor,
  visibleActivities,
} from './activity-row.ts'
import type { ActivityRow } from './activity-row.ts'

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
  openQuestion?: Maybe<OpenQuestion>
}

/** The filter as conditions on the record (alias t) and its sides (g, m). */
export function activityConditions(context: RequestContext, filter: ActivityFilter): Sql[] {
  const city = context.city.code
  const conditions: Sql[] = []
  const add = <Value>(value: Maybe<Value>, condition: (value: Value) => Sql) => {
    if (value !== null && value !== undefined) conditions.push(condition(value))
  }
  add(filter.year, (year) => sql`t.programme_year = ${year}`)
  add(filter.statuses, (statuses) => sql`t.status = ANY(${[...statuses]}::activity_status[])`)
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
  add(
    filter.pairingId,
    (pairingId) => sql`(t.pairing_id = ${pairingId}::uuid OR EXISTS (
      SELECT FROM pairing p JOIN organisation pa ON pa.city_code = p.city_code AND pa.id = p.agency_side_id JOIN organisation pc ON pc.city_code = p.city_code AND pc.id = p.community_side_id
      WHERE p.city_code = ${city} AND p.id = ${pairingId}::uuid AND p.level = 'AGENCY_STREET' AND t.agency_side_path LIKE pa.path || '%' AND t.community_side_path LIKE pc.path || '%'))`,
  )
  add(
    filter.organisationId,
    (organisationId) =>
      sql`(SELECT t.agency_side_path LIKE o.path || '%' OR t.community_side_path LIKE o.path || '%' FROM organisation o WHERE o.city_code = ${city} AND o.id = ${organisationId}::uuid)`,
  )
  if (filter.mine) conditions.push(sql`t.created_by_id = ${context.viewer?.userId ?? null}::uuid`)
  if (filter.overdue)
    conditions.push(
      sql`t.status = 'SUBMITTED' AND t.submitted_at < ${`${addDays(context.today, -OVERDUE_AFTER_DAYS)}T00:00:00`}::timestamp AT TIME ZONE ${context.city.timeZone}`,
    )
  const search = parseSearch(filter.search ?? '')
  if (search !== null) {
    const anywhere = `%${likeLiteral(search.text)}%`
    const ways = [
      sql`t.title ILIKE ${anywhere}`,
      sql`t.words ILIKE ${anywhere}`,
      sql`g.name ILIKE ${anywhere}`,
      sql`m.name ILIKE ${anywhere}`,
    ]
    if (search.looksLikeInitials)
      ways.push(sql`g.pinyin_initials LIKE ${anywhere}`, sql`m.pinyin_initials LIKE ${anywhere}`)
    if (search.looksLikeCode)
      ways.push(
        sql`lower(g.code) LIKE ${`${likeLiteral(search.text)}%`}`,
        sql`m.code LIKE ${`${likeLiteral(search.text)}%`}`,
      )
    conditions.push(sql`(${join(ways, ' OR ')})`)
  }
  return conditions
}

const keys = {
  NEWEST_DAY: {
    column: 't.day',
    type: 'date',
    direction: 'DESC',
    valueOf: (row: ActivityRow) => row.day,
  },
  OLDEST_DAY: {
    column: 't.day',
    type: 'date',
    direction: 'ASC',
    valueOf: (row: ActivityRow) => row.day,
  },
  OLDEST_SUBMISSION: {
    column: 't.submitted_at',
    type: 'timestamptz',
    direction: 'ASC',
    valueOf: (row: ActivityRow) => row.submittedAt?.toISOString() ?? '',
  },
  NEWEST_CHANGE: {
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
): Promise<Page<ActivityRow>> {
  const size = pageSize(page)
  const { column, type, direction, valueOf } = keys[order]
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
  const asksSides = /\b[gm]\./.test(where.sql)
  const rows = await rowsOf<ActivityRow>(
    context.database.pool,
    sql`SELECT ${fields === null ? activityColumns : columnsFor(fields)} FROM (
          SELECT t.* FROM ${asksSides ? activityTables : raw('activity t')} WHERE ${where} ORDER BY ${inOrder} LIMIT ${raw(String(size + 1))}
        ) t ${activitySides} ORDER BY ${inOrder}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [valueOf(row), row.id],
    (row) => row,
  )
}

export function listActivities(
  context: RequestContext,
  page: PageArguments,
  filter: ActivityFilter,
  order: ActivityOrder,
  fields: ReadonlySet<string> | null = null,
): Promise<Page<ActivityRow>> {
  return pageOfActivities(context, page, order, activityConditions(context, filter), fields)
}
