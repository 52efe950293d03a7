import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { ledgerLines, recordsOfLedger } from './ledger-lines.ts'
import type { DonationFilter, DonationRecordFilter } from './ledger-lines.ts'

export type DonationTotalsRow = {
  lines: number
  records: number
  cashClaimed: string
  cashReceived: string
  cashAccepted: string
  goodsClaimed: string
  goodsReceived: string
  goodsAccepted: string
  /** Of records whose corrected sum cannot be told apart by line. */
  acceptedUnsplit: string
  awaitingLines: number
  lessReceivedLines: number
  agreeingRecords: number
  differingRecords: number
  openRecords: number
}

/** Sums over the lines (alias l, numbered within their record): exact, in yuan. */
const sums = sql`count(*)::int AS lines, count(*) FILTER (WHERE l.nth = 1)::int AS records,
  trim_scale(coalesce(sum(l.value_yuan) FILTER (WHERE l.kind = 'CASH'), 0))::text AS "cashClaimed",
  trim_scale(coalesce(sum(l.received_value_yuan) FILTER (WHERE l.kind = 'CASH'), 0))::text AS "cashReceived",
  trim_scale(coalesce(sum(l.accepted) FILTER (WHERE l.kind = 'CASH'), 0))::text AS "cashAccepted",
  trim_scale(coalesce(sum(l.value_yuan) FILTER (WHERE l.kind = 'GOODS'), 0))::text AS "goodsClaimed",
  trim_scale(coalesce(sum(l.received_value_yuan) FILTER (WHERE l.kind = 'GOODS'), 0))::text AS "goodsReceived",
  trim_scale(coalesce(sum(l.accepted) FILTER (WHERE l.kind = 'GOODS'), 0))::text AS "goodsAccepted",
  trim_scale(coalesce(sum(l.record_accepted) FILTER (WHERE l.nth = 1 AND l.accepted IS NULL), 0))::text AS "acceptedUnsplit",
  count(*) FILTER (WHERE l.confirmation_id IS NULL)::int AS "awaitingLines",
  count(*) FILTER (WHERE l.received_value_yuan < l.value_yuan OR l.received_quantity < l.quantity)::int AS "lessReceivedLines",
  count(*) FILTER (WHERE l.nth = 1 AND l.sum_check = 'AGREES')::int AS "agreeingRecords",
  count(*) FILTER (WHERE l.nth = 1 AND l.sum_check = 'DIFFERS')::int AS "differingRecords",
  count(*) FILTER (WHERE l.nth = 1 AND l.sum_check = 'OPEN')::int AS "openRecords"`

/** The lines within the filter; of each group a record's first line stands for the record. */
const numbered = async (context: RequestContext, filter: DonationFilter, group: Sql) =>
  sql`SELECT d.*, ${group} AS group_key, row_number() OVER (PARTITION BY d.activity_id, ${group} ORDER BY d.position) AS nth FROM (${await ledgerLines(context, filter)}) d`

/** What all lines within the filter come to, in one statement. */
export async function donationTotals(
  context: RequestContext,
  filter: DonationFilter,
): Promise<DonationTotalsRow> {
  const row = await firstRowOf<DonationTotalsRow>(
    context.database.pool,
    sql`SELECT ${sums} FROM (${await numbered(context, filter, sql`''`)}) l`,
  )
  if (row === null) throw new Error('a row was expected')
  return row
}

export type OutputsCheckRow = {
  claimed: string
  accepted: string
  linesClaimed: string
  linesAccepted: string
  withoutLines: string
}

/**
 * Whether the lines come to the donated values of the records: what all records within the filter say in their output,
 * and what of it has no lines. The filter is of records; what picks single lines is left out.
 */
export async function donationOutputs(
  context: RequestContext,
  filter: DonationRecordFilter,
): Promise<OutputsCheckRow> {
  const row = await firstRowOf<OutputsCheckRow>(
    context.database.pool,
    sql`SELECT trim_scale(coalesce(sum(o.claimed), 0))::text AS claimed,
          trim_scale(coalesce(sum(o.accepted + coalesce(c.quantity, 0)) FILTER (WHERE t.status = 'COUNTERSIGNED'), 0))::text AS accepted,
          trim_scale(coalesce(sum(s.claimed), 0))::text AS "linesClaimed",
          trim_scale(coalesce(sum(o.accepted + coalesce(c.quantity, 0)) FILTER (WHERE t.status = 'COUNTERSIGNED' AND s.claimed IS NOT NULL), 0))::text AS "linesAccepted",
          trim_scale(coalesce(sum(o.claimed) FILTER (WHERE s.claimed IS NULL), 0))::text AS "withoutLines"
        FROM output o JOIN activity t ON t.city_code = o.city_code AND t.id = o.activity_id
          JOIN organisation g ON g.city_code = t.city_code AND g.id = t.agency_side_id
          JOIN organisation m ON m.city_code = t.city_code AND m.id = t.community_side_id
          LEFT JOIN output_correction_sum c ON c.city_code = o.city_code AND c.activity_id = o.activity_id AND c.indicator_code = o.indicator_code
          CROSS JOIN LATERAL (SELECT sum(x.value_yuan) AS claimed FROM donation x WHERE x.city_code = o.city_code AND x.activity_id = o.activity_id) s
        WHERE o.city_code = ${context.city.code} AND o.indicator_code = 'relief.donatedValue' AND ${await recordsOfLedger(context, filter)}`,
  )
  if (row === null) throw new Error('a row was expected')
  return row
}

export const DONATION_GROUPS = ['DRIVE', 'PAIRING', 'MONTH'] as const
export type DonationGrouping = (typeof DONATION_GROUPS)[number]
export type DonationGroupRow = DonationTotalsRow & {
  /** The drive, the pairing, or the month as '2008-05'; empty: of no drive. */
  key: string
  /** As it is called: empty for a month, and for what is of no drive. */
  name: string
  claimed: string
}

const groupOf = {
  DRIVE: { key: sql`coalesce(d.drive_id::text, '')`, name: sql`coalesce(v.name, '')` },
  PAIRING: {
    key: sql`d.pairing_id::text`,
    name: sql`concat_ws(' — ', g.name, m.name)`,
  },
  MONTH: { key: sql`to_char(d.day, 'YYYY-MM')`, name: sql`''` },
} as const satisfies Record<DonationGrouping, { key: Sql; name: Sql }>

const cursor = z.tuple([z.string().regex(/^\d+(\.\d+)?$/), z.string()])

/** What was given by drive, by pairing or by month, the most first; one statement a page. */
export async function donationGroups(
  context: RequestContext,
  page: PageArguments,
  by: DonationGrouping,
  filter: DonationFilter,
): Promise<Page<DonationGroupRow>> {
  const size = pageSize(page)
  const { key, name } = groupOf[by]
  const after = decodeCursor(page.after, cursor)
  const later = after
    ? sql`WHERE (q.total < ${after[0]}::numeric OR (q.total = ${after[0]}::numeric AND q.key > ${after[1]}))`
    : sql``
  const city = context.city.code
  const rows = await rowsOf<DonationGroupRow>(
    context.database.pool,
    sql`SELECT q.*, ${name} AS name, trim_scale(q.total)::text AS claimed
        FROM (SELECT l.group_key AS key, sum(l.value_yuan) AS total, ${sums} FROM (${await numbered(context, filter, key)}) l GROUP BY l.group_key) q
          LEFT JOIN donation_drive v ON v.city_code = ${city} AND v.id::text = q.key
          LEFT JOIN pairing p ON p.city_code = ${city} AND p.id::text = q.key
          LEFT JOIN organisation g ON g.city_code = ${city} AND g.id = p.agency_side_id
          LEFT JOIN organisation m ON m.city_code = ${city} AND m.id = p.community_side_id
        ${later} ORDER BY q.total DESC, q.key LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.claimed, row.key],
    (row) => row,
  )
}
