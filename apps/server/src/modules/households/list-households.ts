import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import type { HardshipKind, HouseholdStatus } from '@gongjian/domain/vocabulary'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { householdColumns, householdTables, visibleHouseholds } from './household-row.ts'
import type { HouseholdRow } from './household-row.ts'

export const HOUSEHOLD_ORDERS = ['NUMBER', 'NEWEST', 'LONGEST_UNVISITED', 'LAST_VISITED'] as const
export type HouseholdOrder = (typeof HOUSEHOLD_ORDERS)[number]

type Maybe<Value> = Value | null | undefined
export type HouseholdFilter = {
  statuses?: Maybe<readonly HouseholdStatus[]>
  hardshipKinds?: Maybe<readonly HardshipKind[]>
  organisationId?: Maybe<string>
  search?: Maybe<string>
  notVisitedForDays?: Maybe<number>
  openFollowUp?: Maybe<boolean>
  unpaired?: Maybe<boolean>
  possibleDuplicate?: Maybe<boolean>
}

const present = (today: string) =>
  sql`p.valid_from <= ${today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${today}::date)`

const isOf: Record<HouseholdStatus, Sql> = {
  OPEN: sql`h.closed_on IS NULL`,
  CLOSED: sql`(h.closed_on IS NOT NULL AND h.erased_at IS NULL)`,
  ERASED: sql`h.erased_at IS NOT NULL`,
}

/** Another case, not erased, has an equal field, and nobody has decided yet. */
const possibleDuplicate = sql`EXISTS (SELECT FROM household d
  WHERE d.city_code = h.city_code AND d.id <> h.id AND (d.identity_index = h.identity_index OR d.phone_index = h.phone_index OR d.name_address_index = h.name_address_index)
    AND NOT EXISTS (SELECT FROM household_duplicate x WHERE x.city_code = h.city_code AND x.household_id = least(h.id, d.id) AND x.other_id = greatest(h.id, d.id)))`

function householdConditions({ city, today }: RequestContext, filter: HouseholdFilter): Sql[] {
  const conditions: Sql[] = []
  const { statuses, hardshipKinds, organisationId, notVisitedForDays } = filter
  if (statuses && statuses.length > 0)
    conditions.push(
      sql`(${join(
        statuses.map((status) => isOf[status]),
        ' OR ',
      )})`,
    )
  if (hardshipKinds && hardshipKinds.length > 0)
    conditions.push(sql`h.hardship_kind = ANY(${[...hardshipKinds]}::hardship_kind[])`)
  if (organisationId)
    conditions.push(
      sql`(SELECT k.path LIKE o.path || '%' OR EXISTS (SELECT FROM household_pairing p JOIN organisation b ON b.city_code = p.city_code AND b.id = p.branch_id
            WHERE p.city_code = h.city_code AND p.household_id = h.id AND ${present(today)} AND b.path LIKE o.path || '%')
          FROM organisation o WHERE o.city_code = ${city.code} AND o.id = ${organisationId}::uuid)`,
    )
  // Cases are found by number and by what they need: who they are is sealed.
  const search = parseSearch(filter.search ?? '')
  if (search !== null) {
    const literal = likeLiteral(search.text)
    conditions.push(
      sql`(h.number LIKE ${`%${literal}%`} OR h.situation ILIKE ${`%${literal}%`} OR k.name ILIKE ${`%${literal}%`})`,
    )
  }
  if (notVisitedForDays !== null && notVisitedForDays !== undefined)
    conditions.push(
      sql`(v.last_day IS NULL OR v.last_day < ${today}::date - ${notVisitedForDays}::int)`,
    )
  if (filter.openFollowUp) conditions.push(sql`v.follow_ups > 0`)
  if (filter.unpaired)
    conditions.push(
      sql`h.closed_on IS NULL AND NOT EXISTS (SELECT FROM household_pairing p WHERE p.city_code = h.city_code AND p.household_id = h.id AND ${present(today)})`,
    )
  if (filter.possibleDuplicate) conditions.push(possibleDuplicate)
  return conditions
}

const never = '0001-01-01'
const orders = {
  NUMBER: {
    column: 'h.number',
    type: 'text',
    direction: 'ASC',
    of: (row: HouseholdRow) => row.number,
  },
  NEWEST: {
    column: 'h.opened_on',
    type: 'date',
    direction: 'DESC',
    of: (row: HouseholdRow) => row.openedOn,
  },
  LONGEST_UNVISITED: {
    column: `coalesce(v.last_day, '${never}')`,
    type: 'date',
    direction: 'ASC',
    of: (row: HouseholdRow) => row.lastVisitDay ?? never,
  },
  LAST_VISITED: {
    column: `coalesce(v.last_day, '${never}')`,
    type: 'date',
    direction: 'DESC',
    of: (row: HouseholdRow) => row.lastVisitDay ?? never,
  },
} as const satisfies Record<HouseholdOrder, unknown>
const cursors = {
  text: z.tuple([z.string().max(100), z.uuid()]),
  date: z.tuple([z.iso.date(), z.uuid()]),
}

/** One page of the cases that the viewer may see, by key. */
export async function listHouseholds(
  context: RequestContext,
  page: PageArguments,
  filter: HouseholdFilter,
  order: HouseholdOrder,
): Promise<Page<HouseholdRow>> {
  const size = pageSize(page)
  const { column, type, direction, of } = orders[order]
  const after = decodeCursor(page.after, cursors[type])
  const conditions = [
    sql`h.city_code = ${context.city.code}`,
    visibleHouseholds(context),
    ...householdConditions(context, filter),
  ]
  if (after)
    conditions.push(
      sql`(${raw(column)}, h.id) ${raw(direction === 'ASC' ? '>' : '<')} (${after[0]}::${raw(type)}, ${after[1]}::uuid)`,
    )
  const rows = await rowsOf<HouseholdRow>(
    context.database.pool,
    sql`SELECT ${householdColumns} FROM ${householdTables} WHERE ${join(conditions, ' AND ')}
        ORDER BY ${raw(`${column} ${direction}, h.id ${direction}`)} LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [of(row), row.id],
    (row) => row,
  )
}
