import { WAITING_BANDS } from '@gongjian/domain/report-coverage'
import type { WaitingBand } from '@gongjian/domain/report-coverage'
import { PAIRING_SIDES } from '@gongjian/domain/vocabulary'
import type { PairingSide } from '@gongjian/domain/vocabulary'
import sql, { empty, join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { isBelowThat, visibleActivities } from '../activities/activity-row.ts'
import { recordsWaiting } from '../notifications/waiting-records.ts'
import { organisationSearch } from '../organisations/list-organisations.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export type WaitingFilter = {
  organisationId?: string | null | undefined
  zoneId?: string | null | undefined
  side?: PairingSide | null | undefined
  search?: string | null | undefined
}
export const WAITING_ORDERS = ['LONGEST', 'MOST', 'ORGANISATION'] as const
export type WaitingOrder = (typeof WAITING_ORDERS)[number]

export type WaitingCounts = { records: number; oldestDays: number } & Record<WaitingBand, number>
export type WaitingSideRow = WaitingCounts & { side: PairingSide }
export type WaitingOrganisationRow = WaitingSideRow & { organisation: OrganisationBrief }

/** CTE `waiting`: what waits, with whom, and for how many whole calendar days of the city (`days`). */
function waitingOf(
  { city, now, today, viewer }: RequestContext,
  { organisationId, zoneId, side }: WaitingFilter,
): Sql {
  const conditions: Sql[] = [visibleActivities(viewer)]
  if (zoneId) conditions.push(sql`t.zone_id = ${zoneId}::uuid`)
  if (organisationId) {
    const path = sql`(SELECT o.path FROM organisation o WHERE o.city_code = ${city.code} AND o.id = ${organisationId}::uuid)`
    conditions.push(
      sql`((${isBelowThat(sql`t.agency_side_path`, path)}) OR (${isBelowThat(sql`t.community_side_path`, path)}))`,
    )
  }
  return sql`waiting AS (SELECT v.side, v.organisation_id, greatest(0, ${today}::date - (v.since AT TIME ZONE ${city.timeZone})::date) AS days
    FROM (${recordsWaiting(city.code, now, ...conditions)}) v WHERE ${side ? sql`v.side = ${side}` : sql`true`})`
}

const counts = sql`count(*)::int AS records, max(w.days)::int AS "oldestDays", ${join(
  WAITING_BANDS.map(
    ({ key, from, to }) =>
      sql`count(*) FILTER (WHERE w.days >= ${from} ${to === null ? empty : sql`AND w.days <= ${to}`})::int AS "${raw(key)}"`,
  ),
  ', ',
)}`

/** What waits with each of the two sides; both, also where nothing does. */
export async function waitingBySide(
  context: RequestContext,
  filter: WaitingFilter,
): Promise<WaitingSideRow[]> {
  const rows = await rowsOf<WaitingSideRow>(
    context.database.pool,
    sql`WITH ${waitingOf(context, filter)} SELECT w.side, ${counts} FROM waiting w GROUP BY 1`,
  )
  return PAIRING_SIDES.filter((side) => !filter.side || filter.side === side).map(
    (side) =>
      rows.find((row) => row.side === side) ?? {
        side,
        records: 0,
        oldestDays: 0,
        D0_3: 0,
        D4_7: 0,
        D8_14: 0,
        OVER_14: 0,
      },
  )
}

const cursor = z.tuple([z.number(), z.string()])

/** With whom records wait, and for how long: the branches, communities, agencies and streets whose turn it is. */
export async function waitingByOrganisation(
  context: RequestContext,
  filter: WaitingFilter,
  page: PageArguments & { order?: WaitingOrder | null | undefined },
): Promise<Page<WaitingOrganisationRow>> {
  const size = pageSize(page)
  const value = {
    LONGEST: sql`-c."oldestDays"`,
    MOST: sql`-c.records`,
    ORGANISATION: sql`0`,
  }[page.order ?? 'LONGEST']
  const after = decodeCursor(page.after, cursor)
  const beyond = after
    ? sql`(${value}, o.path COLLATE "C") > (${after[0]}::int, ${after[1]})`
    : sql`true`
  const rows = await rowsOf<WaitingOrganisationRow & { value: number }>(
    context.database.pool,
    sql`WITH ${waitingOf(context, filter)}, counted AS (SELECT w.side, w.organisation_id, ${counts} FROM waiting w GROUP BY 1, 2)
        SELECT ${organisationJson('o')} AS organisation, c.*, ${value} AS value FROM counted c JOIN organisation o ON o.city_code = ${context.city.code} AND o.id = c.organisation_id
        WHERE ${organisationSearch(sql`o`, filter.search)} AND ${beyond} ORDER BY value, o.path COLLATE "C" LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.value, row.organisation.path],
    (row) => row,
  )
}
