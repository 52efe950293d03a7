import type { DonationKind, DonationRecipient } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { loaderOf } from '../../platform/context.ts'
import { visibleHouseholds } from '../households/household-row.ts'

export type ConfirmationRow = {
  id: string
  position: number
  claimedQuantity: string | null
  unit: string
  claimedValueYuan: string
  receivedQuantity: string | null
  receivedValueYuan: string
  reason: string
  confirmedByName: string
  confirmedForName: string
  confirmedAt: string
}
export type DonationRow = {
  activityId: string
  position: number
  kind: DonationKind
  description: string
  quantity: string | null
  unit: string
  valueYuan: string
  drive: { id: string; name: string } | null
  recipient: DonationRecipient
  household: { id: string; number: string; inSight: boolean } | null
  recipientName: string
  receiptNumber: string
  receiptEvidenceId: string | null
  confirmation: ConfirmationRow | null
}

/** The columns of a line (alias d); whoever sees the record sees the case's number, and no more. */
export function donationColumns(context: RequestContext): Sql {
  return sql`d.activity_id AS "activityId", d.position, d.kind, d.description, trim_scale(d.quantity)::text AS quantity, d.unit, trim_scale(d.value_yuan)::text AS "valueYuan",
    CASE WHEN v.id IS NOT NULL THEN json_build_object('id', v.id, 'name', v.name) END AS drive, d.recipient,
    CASE WHEN h.id IS NOT NULL THEN json_build_object('id', h.id, 'number', h.number, 'inSight', (${visibleHouseholds(context)})) END AS household,
    d.recipient_name AS "recipientName", d.receipt_number AS "receiptNumber", e.id AS "receiptEvidenceId",
    CASE WHEN f.id IS NOT NULL THEN ${confirmationJson} END AS confirmation`
}

const confirmationJson = sql`json_build_object('id', f.id, 'position', f.position, 'claimedQuantity', trim_scale(f.claimed_quantity)::text, 'unit', f.unit, 'claimedValueYuan', trim_scale(f.claimed_value_yuan)::text,
    'receivedQuantity', trim_scale(f.received_quantity)::text, 'receivedValueYuan', trim_scale(f.received_value_yuan)::text, 'reason', f.reason,
    'confirmedByName', f.confirmed_by_name, 'confirmedForName', f.confirmed_for_name, 'confirmedAt', f.confirmed_at)`

/** What stands beside a line (alias d): its drive, its household with the keeper, its receipt, the confirmation in force. */
export const besideDonation = sql`LEFT JOIN donation_drive v ON v.city_code = d.city_code AND v.id = d.drive_id
  LEFT JOIN household h ON h.city_code = d.city_code AND h.id = d.household_id
  LEFT JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
  LEFT JOIN evidence e ON e.city_code = d.city_code AND e.id = d.receipt_evidence_id AND e.removed_at IS NULL
  LEFT JOIN donation_confirmation f ON f.city_code = d.city_code AND f.id = d.confirmation_id`

/** The lines of records, for all records of a page in one statement. */
export function loadDonations(
  context: RequestContext,
  activityId: string,
): Promise<DonationRow[] | null> {
  return loaderOf<string, DonationRow[]>(context, 'donations', async (ids) => {
    const rows = await rowsOf<DonationRow>(
      context.database.pool,
      sql`SELECT ${donationColumns(context)} FROM donation d ${besideDonation}
          WHERE d.city_code = ${context.city.code} AND d.activity_id = ANY(${[...ids]}::uuid[]) ORDER BY d.activity_id, d.position`,
    )
    return Map.groupBy(rows, (row) => row.activityId)
  }).load(activityId)
}

/** All that was ever confirmed of a record's lines, the first first: also of what they said before they were changed. */
export function loadConfirmations(
  context: RequestContext,
  activityId: string,
): Promise<ConfirmationRow[] | null> {
  return loaderOf<string, ConfirmationRow[]>(context, 'donation confirmations', async (ids) => {
    const rows = await rowsOf<{ activityId: string; confirmation: ConfirmationRow }>(
      context.database.pool,
      sql`SELECT f.activity_id AS "activityId", ${confirmationJson} AS confirmation FROM donation_confirmation f
          WHERE f.city_code = ${context.city.code} AND f.activity_id = ANY(${[...ids]}::uuid[]) ORDER BY f.activity_id, f.confirmed_at, f.position`,
    )
    return new Map(
      [...Map.groupBy(rows, (row) => row.activityId)].map(([id, found]) => [
        id,
        found.map(({ confirmation }) => confirmation),
      ]),
    )
  }).load(activityId)
}

/** The accepted donated value of the record (alias t) as it counts now; no row where it is not signed. */
export const acceptedNow = sql`SELECT coalesce(o.accepted, 0) + coalesce(c.quantity, 0) AS value FROM output o
  LEFT JOIN output_correction_sum c ON c.city_code = o.city_code AND c.activity_id = o.activity_id AND c.indicator_code = o.indicator_code
  WHERE o.city_code = t.city_code AND o.activity_id = t.id AND o.indicator_code = 'relief.donatedValue' AND t.status = 'COUNTERSIGNED'`

/** The accepted donated values of records, corrections included; nothing for one that is not signed. */
export function loadAcceptedValue(
  context: RequestContext,
  activityId: string,
): Promise<string | null> {
  return loaderOf<string, string>(context, 'accepted donated value', async (ids) => {
    const rows = await rowsOf<{ id: string; value: string }>(
      context.database.pool,
      sql`SELECT t.id, trim_scale(a.value)::text AS value FROM activity t CROSS JOIN LATERAL (${acceptedNow}) a WHERE t.city_code = ${context.city.code} AND t.id = ANY(${[...ids]}::uuid[])`,
    )
    return new Map(rows.map(({ id, value }) => [id, value]))
  }).load(activityId)
}
