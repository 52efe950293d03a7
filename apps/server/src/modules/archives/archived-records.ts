import type { EvidenceType } from '@gongjian/domain/evidence-files'
import { createHash } from 'node:crypto'
import { archivedRecordText } from '@gongjian/domain/archive-digest'
import type { ArchivedFacts } from '@gongjian/domain/archive-digest'
import type {
  ActivityKind,
  CountersigningDecision,
  Direction,
  DonationKind,
  DonationRecipient,
  HelpArea,
  PairingSide,
} from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'

/** Whose records an archive holds. */
export type ArchiveScope = { organisationPath: string; side: PairingSide; programmeYear: number }

/** A photo or a document of a record. */
export type ArchivedPhoto = {
  id: string
  sha256: string
  mediaType: EvidenceType
  fileName: string
  caption: string
}
export type ArchivedDonation = {
  kind: DonationKind
  description: string
  quantity: string | null
  unit: string
  valueYuan: string
  drive: string | null
  recipient: DonationRecipient
  /** The number of a case, or the name of another body; null: the side that was helped. */
  recipientName: string | null
  receiptNumber: string
  receivedQuantity: string | null
  receivedValueYuan: string | null
  reason: string | null
  confirmedByName: string | null
  confirmedForName: string | null
  confirmedAt: string | null
}
/** A record as an archive tells it, read in one statement: it agrees with itself whatever others do meanwhile. */
export type ArchivedRecord = Omit<ArchivedFacts, 'countersignatures'> & {
  day: string
  kind: ActivityKind
  area: HelpArea | null
  direction: Direction
  title: string
  words: string
  personTimes: number
  hours: string
  usefulness: number | null
  agencySide: string
  communitySide: string
  campaign: string | null
  place: string | null
  participations: { label: string | null; headCount: number; hoursEach: string }[]
  donations: ArchivedDonation[]
  photos: ArchivedPhoto[]
  countersignatures: {
    id: string
    decision: CountersigningDecision
    usefulness: number | null
    words: string
    reason: string | null
    signedByName: string
    /** Who was on leave. */
    deputyForName: string | null
    signedForName: string
    signedAt: string
  }[]
  steps: {
    action: string
    at: string
    byName: string
    deputyForName: string | null
    organisationName: string | null
    reason: string | null
  }[]
}

/** Sent records (alias t) of the scope: the same for whoever asks. Drafts and what was withdrawn are in no archive. */
function within({ city }: RequestContext, scope: ArchiveScope): Sql {
  const path = scope.side === 'AGENCY_SIDE' ? sql`t.agency_side_path` : sql`t.community_side_path`
  return sql`t.city_code = ${city.code} AND t.programme_year = ${scope.programmeYear} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED') AND ${isBelow(path, scope.organisationPath)}`
}

/** The ids of the scope's records in order of day; at most one more than `most`. */
export async function idsOfArchive(
  context: RequestContext,
  scope: ArchiveScope,
  most: number,
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    context.database.pool,
    sql`SELECT t.id FROM activity t WHERE ${within(context, scope)} ORDER BY t.day, t.id LIMIT ${most + 1}`,
  )
  return rows.map(({ id }) => id)
}

const part = (columns: Sql, from: Sql, order: Sql) =>
  sql`(SELECT coalesce(json_agg(json_build_object(${columns}) ORDER BY ${order}), '[]') FROM ${from})`
const ofRecord = (alias: string) =>
  alias === 'u'
    ? sql`u.city_code = t.city_code AND u.activity_id = t.id`
    : sql`s.city_code = t.city_code AND s.activity_id = t.id`

const outputs = part(
  sql`'indicatorCode', u.indicator_code, 'claimed', trim_scale(u.claimed)::text, 'accepted', trim_scale(u.accepted)::text`,
  sql`output u WHERE ${ofRecord('u')}`,
  sql`u.position`,
)
/** Moments as text in the city's time: a document is read there. */
const moment = (column: Sql, timeZone: string) =>
  sql`to_char(${column} AT TIME ZONE ${timeZone}::text, 'YYYY-MM-DD HH24:MI')`
const countersignatures = (timeZone: string) =>
  part(
    sql`'id', s.id, 'decision', s.decision, 'usefulness', s.usefulness, 'words', s.words, 'reason', s.reason,
      'signedByName', s.signed_by_name, 'deputyForName', s.deputy_for_name, 'signedForName', s.signed_for_name, 'signedAt', ${moment(sql`s.signed_at`, timeZone)}`,
    sql`countersignature s WHERE ${ofRecord('s')}`,
    sql`s.signed_at, s.id`,
  )

/** The records of these ids in their order; who is no longer sent is left out. */
export async function readArchivedRecords(
  context: RequestContext,
  ids: readonly string[],
): Promise<ArchivedRecord[]> {
  const { code, timeZone } = context.city
  const participations = part(
    sql`'label', u.label, 'headCount', u.head_count, 'hoursEach', trim_scale(u.hours_each)::text`,
    sql`participation u WHERE ${ofRecord('u')}`,
    sql`u.position`,
  )
  const donations = part(
    sql`'kind', u.kind, 'description', u.description, 'quantity', trim_scale(u.quantity)::text, 'unit', u.unit, 'valueYuan', u.value_yuan::text, 'drive', v.name,
      'recipient', u.recipient, 'recipientName', coalesce(h.number, nullif(u.recipient_name, '')), 'receiptNumber', u.receipt_number,
      'receivedQuantity', trim_scale(u.received_quantity)::text, 'receivedValueYuan', u.received_value_yuan::text, 'reason', f.reason,
      'confirmedByName', f.confirmed_by_name, 'confirmedForName', f.confirmed_for_name, 'confirmedAt', ${moment(sql`f.confirmed_at`, timeZone)}`,
    sql`donation u LEFT JOIN donation_drive v ON v.city_code = u.city_code AND v.id = u.drive_id LEFT JOIN household h ON h.city_code = u.city_code AND h.id = u.household_id
        LEFT JOIN donation_confirmation f ON f.city_code = u.city_code AND f.id = u.confirmation_id WHERE ${ofRecord('u')}`,
    sql`u.position`,
  )
  const photos = part(
    sql`'id', u.id, 'sha256', u.sha256, 'mediaType', u.media_type, 'fileName', u.file_name, 'caption', u.caption`,
    sql`evidence u WHERE ${ofRecord('u')} AND u.removed_at IS NULL`,
    sql`u.id`,
  )
  const steps = part(
    sql`'action', e.action, 'at', ${moment(sql`e.occurred_at`, timeZone)}, 'byName', e.actor_name, 'deputyForName', e.event::jsonb -> 'detail' -> 'actingFor' ->> 'name', 'organisationName', x.name, 'reason', e.event::jsonb -> 'detail' ->> 'reason'`,
    sql`audit_event e LEFT JOIN organisation x ON x.city_code = e.city_code AND x.id = e.organisation_id
        WHERE e.city_code = t.city_code AND e.subject_kind = 'activity' AND e.subject_id = t.id::text`,
    sql`e.occurred_at, e.seq`,
  )
  return rowsOf<ArchivedRecord>(
    context.database.pool,
    sql`SELECT t.id, t.version, t.status, t.day, t.kind, t.area, t.direction, t.title, t.words, t.person_times AS "personTimes", trim_scale(t.hours)::text AS hours, t.usefulness,
          g.name AS "agencySide", m.name AS "communitySide", c.name AS campaign, c.place,
          ${outputs} AS outputs, ${participations} AS participations, ${donations} AS donations, ${photos} AS photos,
          ${countersignatures(timeZone)} AS countersignatures, ${steps} AS steps
        FROM activity t JOIN organisation g ON g.city_code = t.city_code AND g.id = t.agency_side_id JOIN organisation m ON m.city_code = t.city_code AND m.id = t.community_side_id
          LEFT JOIN campaign c ON c.city_code = t.city_code AND c.id = t.campaign_id
        WHERE t.city_code = ${code} AND t.id = ANY(${[...ids]}::uuid[]) AND t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED') ORDER BY t.day, t.id`,
  )
}

export function digestOf(record: ArchivedFacts): string {
  return createHash('sha256').update(archivedRecordText(record)).digest('hex')
}

const batch = 500

/** The digests of the scope's records as they are now, by id. */
export async function digestsNow(
  context: RequestContext,
  scope: ArchiveScope,
): Promise<Map<string, string>> {
  const digests = new Map<string, string>()
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await rowsOf<ArchivedFacts & { id: string }>(
      context.database.pool,
      sql`SELECT t.id, t.version, t.status, ${outputs} AS outputs, ${countersignatures(context.city.timeZone)} AS countersignatures
          FROM activity t WHERE ${within(context, scope)} AND t.id > ${after}::uuid ORDER BY t.id LIMIT ${batch}`,
    )
    for (const row of rows) digests.set(row.id, digestOf(row))
    const last = rows.at(-1)
    if (last === undefined || rows.length < batch) return digests
    after = last.id
  }
}
