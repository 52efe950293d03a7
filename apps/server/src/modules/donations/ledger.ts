import type { SumCheck } from '@gongjian/domain/donation-receipt'
import type { ActivityStatus, Direction } from '@gongjian/domain/vocabulary'
import sql, { raw } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import { besideDonation, donationColumns } from './donation-row.ts'
import type { DonationRow } from './donation-row.ts'
import { ledgerLines } from './ledger-lines.ts'
import type { DonationFilter } from './ledger-lines.ts'

export const DONATION_ORDERS = ['NEWEST_DAY', 'OLDEST_DAY', 'LARGEST_VALUE'] as const
export type DonationOrder = (typeof DONATION_ORDERS)[number]

/** A line of the ledger: what was given, and the record that it stands in. */
export type DonationEntryRow = DonationRow & {
  day: string
  title: string
  status: ActivityStatus
  direction: Direction
  agencySide: OrganisationBrief
  communitySide: OrganisationBrief
  accepted: string | null
  check: SumCheck
}

const keys = {
  NEWEST_DAY: { column: 'd.day', type: 'date', direction: 'DESC' },
  OLDEST_DAY: { column: 'd.day', type: 'date', direction: 'ASC' },
  LARGEST_VALUE: { column: 'd.value_yuan', type: 'numeric', direction: 'DESC' },
} as const satisfies Record<DonationOrder, unknown>

const cursors = {
  date: z.tuple([z.iso.date(), z.uuid(), z.int()]),
  numeric: z.tuple([z.string().regex(/^\d+(\.\d+)?$/), z.uuid(), z.int()]),
}

/** One page of the ledger, in one statement, by key: a line that is written meanwhile shifts nothing. */
export async function listDonations(
  context: RequestContext,
  page: PageArguments,
  filter: DonationFilter,
  order: DonationOrder,
): Promise<Page<DonationEntryRow>> {
  const size = pageSize(page)
  const { column, type, direction } = keys[order]
  const after = decodeCursor(page.after, cursors[type])
  const later = after
    ? sql`WHERE (${raw(column)}, d.activity_id, d.position) ${raw(direction === 'ASC' ? '>' : '<')} (${after[0]}::${raw(type)}, ${after[1]}::uuid, ${after[2]}::smallint)`
    : sql``
  const inOrder = raw(`${column} ${direction}, d.activity_id ${direction}, d.position ${direction}`)
  const rows = await rowsOf<DonationEntryRow>(
    context.database.pool,
    sql`SELECT ${donationColumns(context)}, d.day, t.title, t.status, t.direction, ${organisationJson('g')} AS "agencySide", ${organisationJson('m')} AS "communitySide", trim_scale(d.accepted)::text AS accepted, d.sum_check AS check
        FROM (SELECT d.* FROM (${await ledgerLines(context, filter)}) d ${later} ORDER BY ${inOrder} LIMIT ${size + 1}) d
          JOIN activity t ON t.city_code = d.city_code AND t.id = d.activity_id
          JOIN organisation g ON g.city_code = t.city_code AND g.id = t.agency_side_id
          JOIN organisation m ON m.city_code = t.city_code AND m.id = t.community_side_id
          ${besideDonation} ORDER BY ${inOrder}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [type === 'date' ? row.day : row.valueYuan, row.activityId, row.position],
    (row) => row,
  )
}
