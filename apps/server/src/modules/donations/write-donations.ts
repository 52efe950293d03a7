import type { ActivityContent } from '@gongjian/domain/activity-content'
import { canonicalJson } from '@gongjian/domain/canonical-json'
import type { DonationLine } from '@gongjian/domain/donation-lines'
import { receivingSide } from '@gongjian/domain/donation-receipt'
import type { Direction } from '@gongjian/domain/vocabulary'
import sql, { empty } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'

/** A line as it is stored, with what came of it, where its recipient has confirmed it. */
export type StoredDonation = DonationLine & { receivedValueYuan?: string; receiptDiffers?: true }

/** The lines of the record (alias t) as a JSON list: what is not said is not there. */
export const storedDonations = sql`(SELECT coalesce(json_agg(json_strip_nulls(json_build_object(
    'kind', d.kind, 'description', d.description, 'valueYuan', trim_scale(d.value_yuan)::text, 'quantity', trim_scale(d.quantity)::text, 'unit', nullif(d.unit, ''), 'driveId', d.drive_id,
    'recipient', nullif(d.recipient, 'RECEIVING_SIDE'), 'householdId', d.household_id, 'recipientName', nullif(d.recipient_name, ''), 'receiptNumber', nullif(d.receipt_number, ''), 'receiptEvidenceId', d.receipt_evidence_id,
    'receivedValueYuan', trim_scale(d.received_value_yuan)::text, 'receiptDiffers', CASE WHEN d.received_value_yuan < d.value_yuan OR d.received_quantity < d.quantity THEN true END
  )) ORDER BY d.position), '[]') FROM donation d WHERE d.city_code = t.city_code AND d.activity_id = t.id)`

/** The line alone. */
export function lineOf({
  receivedValueYuan: _value,
  receiptDiffers: _differs,
  ...line
}: StoredDonation): DonationLine {
  return line
}

type Given = { pairingId: string; direction: Direction }

/** Whether what was confirmed may stay when the record is written again: its recipient is still the same. */
export function keepsReceipts(existing: Given | null, content: Given): boolean {
  return (
    existing !== null &&
    existing.pairingId === content.pairingId &&
    receivingSide(existing.direction) === receivingSide(content.direction)
  )
}

/** Whether a line still says more than its recipient has confirmed. */
export function receiptStillDiffers(
  stored: readonly StoredDonation[],
  { donations }: Pick<ActivityContent, 'donations'>,
): boolean {
  return stored.some((line, index) => {
    const written = donations[index]
    return (
      line.receiptDiffers === true &&
      written !== undefined &&
      canonicalJson({ ...lineOf(line) }) === canonicalJson({ ...written })
    )
  })
}

/**
 * The lines as a part of the statement that moves the record (CTE `moved`). What was confirmed of a line is of the line as
 * it stood: one that now says something else has to be confirmed anew.
 */
export function writeDonations(
  city: string,
  donations: readonly DonationLine[],
  isNew: boolean,
  isConfirmedStill: boolean,
): Sql {
  const lines = JSON.stringify(donations.map((line, index) => ({ ...line, position: index + 1 })))
  const kept = isConfirmedStill
    ? sql`(donation.kind, donation.description, donation.quantity, donation.unit, donation.value_yuan, donation.recipient, donation.household_id, donation.recipient_name)
      IS NOT DISTINCT FROM (excluded.kind, excluded.description, excluded.quantity, excluded.unit, excluded.value_yuan, excluded.recipient, excluded.household_id, excluded.recipient_name)`
    : sql`false`
  return sql`, donations AS (
      INSERT INTO donation (city_code, activity_id, position, kind, description, quantity, unit, value_yuan, drive_id, recipient, household_id, recipient_name, receipt_number, receipt_evidence_id)
      SELECT ${city}, moved.id, line.position, line.kind, line.description, line.quantity, coalesce(line.unit, ''), line."valueYuan", line."driveId", coalesce(line.recipient, 'RECEIVING_SIDE'), line."householdId",
        coalesce(line."recipientName", ''), coalesce(line."receiptNumber", ''), line."receiptEvidenceId"
      FROM moved, json_to_recordset(${lines}::json) AS line (position smallint, kind donation_kind, description text, quantity numeric, unit text, "valueYuan" numeric, "driveId" uuid, recipient donation_recipient,
        "householdId" uuid, "recipientName" text, "receiptNumber" text, "receiptEvidenceId" uuid)
      ${
        isNew
          ? empty
          : sql`ON CONFLICT (city_code, activity_id, position) DO UPDATE SET kind = excluded.kind, description = excluded.description, quantity = excluded.quantity, unit = excluded.unit, value_yuan = excluded.value_yuan,
        drive_id = excluded.drive_id, recipient = excluded.recipient, household_id = excluded.household_id, recipient_name = excluded.recipient_name, receipt_number = excluded.receipt_number,
        receipt_evidence_id = excluded.receipt_evidence_id, confirmation_id = CASE WHEN ${kept} THEN donation.confirmation_id END, received_quantity = CASE WHEN ${kept} THEN donation.received_quantity END,
        received_value_yuan = CASE WHEN ${kept} THEN donation.received_value_yuan END`
      })`
}
