import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import type { SumCheck } from '@gongjian/domain/donation-receipt'
import type { DonationKind, DonationRecipient } from '@gongjian/domain/vocabulary'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { visibleActivities } from '../activities/activity-row.ts'
import { activityConditions } from '../activities/list-activities.ts'
import { acceptedNow } from './donation-row.ts'

export const RECEIPT_STATES = ['AWAITING', 'CONFIRMED', 'LESS_RECEIVED'] as const
export type ReceiptState = (typeof RECEIPT_STATES)[number]

type Maybe<Value> = Value | null | undefined
/** Which records' donations, as for records themselves. */
export type DonationRecordFilter = {
  year?: Maybe<number>
  month?: Maybe<string>
  dayFrom?: Maybe<string>
  dayTo?: Maybe<string>
  organisationId?: Maybe<string>
  zoneId?: Maybe<string>
  pairingId?: Maybe<string>
}
/** And which of their lines. */
export type DonationFilter = DonationRecordFilter & {
  driveId?: Maybe<string>
  withoutDrive?: Maybe<boolean>
  kind?: Maybe<DonationKind>
  recipient?: Maybe<DonationRecipient>
  receipt?: Maybe<ReceiptState>
  check?: Maybe<SumCheck>
  /** Only those that the reader has to confirm. */
  mine?: Maybe<boolean>
  search?: Maybe<string>
}

/** Sent records (alias t, sides g, m) within the filter and in sight. */
export async function recordsOfLedger(
  context: RequestContext,
  filter: DonationRecordFilter,
): Promise<Sql> {
  const { year, month, dayFrom, dayTo, organisationId, zoneId, pairingId } = filter
  const { conditions } = await activityConditions(context, {
    year,
    month,
    dayFrom,
    dayTo,
    organisationId,
    zoneId,
    pairingId,
  })
  return join(
    [
      sql`t.city_code = ${context.city.code} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')`,
      visibleActivities(context.viewer),
      ...conditions,
    ],
    ' AND ',
  )
}

/** Lines that wait for the reader: their side was given something, and they did not record it. As receiptRefusal(). */
function waitsForReader({ viewer }: RequestContext): Sql {
  const role = viewer?.assignment?.role
  const side = role === undefined ? null : sideOfRole(role)
  if (!viewer || side === null) return sql`false`
  const isGivenToThem =
    side === 'AGENCY_SIDE'
      ? sql`t.direction = 'COMMUNITY_TO_AGENCY'`
      : sql`t.direction <> 'COMMUNITY_TO_AGENCY'`
  const deputyFor = viewer.assignment?.deputyFor?.id
  const people = sql`${[viewer.userId, ...(deputyFor ? [deputyFor] : [])]}::uuid[]`
  return sql`(d.confirmation_id IS NULL AND ${isGivenToThem} AND t.created_by_id <> ALL(${people})
    AND NOT EXISTS (SELECT FROM acted_for y WHERE y.city_code = t.city_code AND y.activity_id = t.id AND NOT y.signs AND y.holder_id = ANY(${people}))
    AND NOT EXISTS (SELECT FROM audit_event b WHERE b.city_code = t.city_code AND b.subject_kind = 'activity' AND b.subject_id = t.id::text AND b.action = 'activity.submit' AND b.actor_id = ANY(${people}))
    AND period_status_for(t.city_code, t.id, t.day, t.agency_side_path, t.community_side_path) <> 'LOCKED')`
}

const receiptIs = {
  AWAITING: sql`d.confirmation_id IS NULL`,
  CONFIRMED: sql`d.confirmation_id IS NOT NULL`,
  LESS_RECEIVED: sql`(d.received_value_yuan < d.value_yuan OR d.received_quantity < d.quantity)`,
} as const satisfies Record<ReceiptState, Sql>

/** The same as sumCheck() in packages/domain/src/donation-receipt.ts (a test compares both); s: all lines of the record. */
const checkOfRecord = sql`CASE WHEN a.value IS NULL THEN 'OPEN' WHEN a.value > s.at_most OR (s.confirmed = s.lines AND a.value < s.at_most) THEN 'DIFFERS' WHEN s.confirmed = s.lines THEN 'AGREES' ELSE 'OPEN' END`
/** The same as acceptedOfLine() there. */
const acceptedOfLine = sql`CASE WHEN a.value = s.claimed THEN d.value_yuan WHEN s.confirmed = s.lines AND a.value = s.received THEN d.received_value_yuan WHEN s.lines = 1 THEN a.value END`

/**
 * The lines of the ledger: of donations (d) with their record (t) and its sides (g, m), what of the record is accepted
 * (a.value), and of the line where that can be said.
 */
export async function ledgerLines(context: RequestContext, filter: DonationFilter): Promise<Sql> {
  const conditions: Sql[] = [await recordsOfLedger(context, filter)]
  if (filter.driveId) conditions.push(sql`d.drive_id = ${filter.driveId}::uuid`)
  if (filter.withoutDrive) conditions.push(sql`d.drive_id IS NULL`)
  if (filter.kind) conditions.push(sql`d.kind = ${filter.kind}::donation_kind`)
  if (filter.recipient) conditions.push(sql`d.recipient = ${filter.recipient}::donation_recipient`)
  if (filter.receipt) conditions.push(receiptIs[filter.receipt])
  if (filter.mine) conditions.push(waitsForReader(context))
  const search = parseSearch(filter.search ?? '')
  if (search !== null) {
    const anywhere = `%${likeLiteral(search.text)}%`
    conditions.push(
      sql`(d.description ILIKE ${anywhere} OR d.receipt_number ILIKE ${anywhere} OR d.recipient_name ILIKE ${anywhere} OR t.title ILIKE ${anywhere} OR g.name ILIKE ${anywhere} OR m.name ILIKE ${anywhere})`,
    )
  }
  if (filter.check) conditions.push(sql`${checkOfRecord} = ${filter.check}`)
  return sql`SELECT d.*, t.day, t.pairing_id, a.value AS record_accepted, ${checkOfRecord} AS sum_check, ${acceptedOfLine} AS accepted
    FROM donation d JOIN activity t ON t.city_code = d.city_code AND t.id = d.activity_id
      JOIN organisation g ON g.city_code = t.city_code AND g.id = t.agency_side_id
      JOIN organisation m ON m.city_code = t.city_code AND m.id = t.community_side_id
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS lines, count(x.confirmation_id)::int AS confirmed, sum(x.value_yuan) AS claimed, coalesce(sum(x.received_value_yuan), 0) AS received, sum(coalesce(x.received_value_yuan, x.value_yuan)) AS at_most
        FROM donation x WHERE x.city_code = d.city_code AND x.activity_id = d.activity_id
      ) s
      LEFT JOIN LATERAL (${acceptedNow}) a ON true
    WHERE ${join(conditions, ' AND ')}`
}
