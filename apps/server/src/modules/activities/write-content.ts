import { createHash } from 'node:crypto'
import { checkContent } from '@gongjian/domain/activity-content'
import type { ActivityContent, ActivityContentInput } from '@gongjian/domain/activity-content'
import { parseDay } from '@gongjian/domain/calendar-day'
import { canonicalJson } from '@gongjian/domain/canonical-json'
import { canonical } from '@gongjian/domain/decimal-text'
import type { Taking } from '@gongjian/domain/taken-record'
import type { PairingSide, PeriodStatus } from '@gongjian/domain/vocabulary'
import sql, { empty, join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { campaignsOf, indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { periodsOf, statusNow } from '../periods/period-rows.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import type { ActedFor } from './acted-for.ts'
import { drivesFor } from '../donations/drive-row.ts'
import { lineOf, storedDonations, writeDonations } from '../donations/write-donations.ts'
import type { StoredDonation } from '../donations/write-donations.ts'
import { activityColumns, activityTables } from './activity-row.ts'
import type { ActivityRow } from './activity-row.ts'

export type PairingFacts = {
  id: string
  level: string
  validFrom: string
  validTo: string | null
  agencySide: OrganisationBrief
  communitySide: OrganisationBrief
  zoneId: string | null
  /** Of the day that is written, under this pairing; null where it lies in no year. */
  dayStatus: PeriodStatus | null
}
export type Stored = {
  existing:
    | (ActivityRow & {
        outputs: { indicatorCode: string; claimed: string }[]
        participations: ActivityContent['participations']
        donations: StoredDonation[]
      })
    | null
  submitters: string[]
  /** Who has it open, for which side. */
  takings: Taking[]
  actedFor: ActedFor[]
  cameBack: boolean
  pairing: PairingFacts | null
  hasOtherSameDay: boolean
  /** Of the stored record's day, read with it: a lock counts from the moment it is set. */
  periodStatus: PeriodStatus | null
}

/**
 * All that a write has to know, in one statement: the record as it is stored (also where it is out of the viewer's
 * sight: the caller asks the rules), the pairing, and other records of the same day. For a record that its sender
 * takes to be new, a smaller statement suffices.
 */
export async function readStored(
  context: RequestContext,
  id: string,
  content: Pick<ActivityContentInput, 'pairingId' | 'day' | 'kind'> | null,
  isNew = false,
): Promise<Stored> {
  const city = context.city.code
  const day = content === null ? null : parseDay(content.day)
  type Row = ActivityRow & {
    outputs: { indicatorCode: string; claimed: string }[]
    participations: ActivityContent['participations']
    donations: StoredDonation[]
    found: string | null
    submitters: string[]
    takings: (Omit<Taking, 'until'> & { until: string })[]
    actedFor: ActedFor[]
    cameBack: boolean
    pairing: PairingFacts | null
    hasOtherSameDay: boolean
    periodStatus: PeriodStatus | null
  }
  const pairingFacts = (
    onDay: Sql,
  ) => sql`(SELECT json_build_object('id', p.id, 'level', p.level, 'validFrom', p.valid_from, 'validTo', p.valid_to, 'agencySide', ${organisationJson('a')}, 'communitySide', ${organisationJson('c')},
              'dayStatus', ${statusNow(city, { id: sql`${id}::uuid`, day: onDay, agencyPath: sql`a.path`, communityPath: sql`c.path` })},
              'zoneId', (SELECT z.zone_id FROM zone_membership z WHERE z.city_code = p.city_code AND z.agency_id = CASE WHEN a.successor_id IS NULL THEN coalesce(a.parent_id, a.id) ELSE (SELECT g.id FROM organisation g WHERE g.city_code = a.city_code AND g.code = split_part(a.path, '/', 2)) END AND z.valid_from <= ${context.today}::date AND (z.valid_to IS NULL OR z.valid_to >= ${context.today}::date) LIMIT 1))
            FROM pairing p JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id`
  if (content !== null && isNew) {
    const fresh = await firstRowOf<
      Pick<Stored, 'pairing' | 'hasOtherSameDay'> & { exists: boolean }
    >(
      context.database.pool,
      sql`SELECT EXISTS (SELECT FROM activity WHERE city_code = ${city} AND id = ${id}::uuid) AS exists,
            ${pairingFacts(sql`${day}::date`)} WHERE p.city_code = ${city} AND p.id = ${content.pairingId}::uuid) AS pairing,
            EXISTS (SELECT FROM activity s WHERE s.city_code = ${city} AND s.pairing_id = ${content.pairingId}::uuid
              AND s.day = ${day}::date AND s.kind = ${content.kind}::activity_kind AND s.status IN ('SUBMITTED', 'COUNTERSIGNED')) AS "hasOtherSameDay"`,
    )
    // Only what is sent for the second time is there already.
    if (fresh?.exists === false) {
      const { exists: _exists, ...known } = fresh
      return {
        existing: null,
        submitters: [],
        takings: [],
        actedFor: [],
        cameBack: false,
        periodStatus: null,
        ...known,
      }
    }
  }
  const row = await firstRowOf<Row>(
    context.database.pool,
    sql`WITH record AS (
          SELECT ${activityColumns}, ${statusNow(city, { id: sql`t.id`, day: sql`t.day`, agencyPath: sql`t.agency_side_path`, communityPath: sql`t.community_side_path` })} AS "periodStatus",
            (SELECT coalesce(json_agg(json_build_object('indicatorCode', o.indicator_code, 'claimed', o.claimed::text) ORDER BY o.position), '[]') FROM output o WHERE o.city_code = t.city_code AND o.activity_id = t.id) AS outputs,
            (SELECT coalesce(json_agg(json_build_object('label', p.label, 'headCount', p.head_count, 'hoursEach', trim_scale(p.hours_each)::text) ORDER BY p.position), '[]') FROM participation p WHERE p.city_code = t.city_code AND p.activity_id = t.id) AS participations,
            ${storedDonations} AS donations
          FROM ${activityTables} WHERE t.city_code = ${city} AND t.id = ${id}::uuid
        ), events AS (
          SELECT actor_id, action FROM audit_event WHERE city_code = ${city} AND subject_kind = 'activity' AND subject_id = ${id} AND action IN ('activity.submit', 'activity.return', 'activity.reopen')
        )
        SELECT record.*, record.id AS found,
          ARRAY(SELECT DISTINCT actor_id::text FROM events WHERE action = 'activity.submit') AS submitters,
          (SELECT coalesce(json_agg(json_build_object('side', k.side, 'takenById', k.taken_by_id, 'until', k.until)), '[]') FROM taken_activity k WHERE k.city_code = ${city} AND k.activity_id = ${id}::uuid) AS takings,
          (SELECT coalesce(json_agg(json_build_object('holderId', f.holder_id, 'signs', f.signs)), '[]') FROM acted_for f WHERE f.city_code = ${city} AND f.activity_id = ${id}::uuid) AS "actedFor",
          EXISTS (SELECT FROM events WHERE action <> 'activity.submit') AS "cameBack",
          ${pairingFacts(sql`coalesce(${day}::date, record.day)`)}
            WHERE p.city_code = ${city} AND p.id = coalesce(${content?.pairingId ?? null}::uuid, record."pairingId")) AS pairing,
          EXISTS (SELECT FROM activity s WHERE s.city_code = ${city} AND s.pairing_id = coalesce(${content?.pairingId ?? null}::uuid, record."pairingId")
              AND s.day = coalesce(${day}::date, record.day) AND s.kind = coalesce(${content?.kind ?? null}::activity_kind, record.kind)
              AND s.status IN ('SUBMITTED', 'COUNTERSIGNED') AND s.id <> ${id}::uuid) AS "hasOtherSameDay"
        FROM (VALUES (1)) one (n) LEFT JOIN record ON true`,
  )
  if (row === null) throw new Error('a row was expected')
  const {
    submitters,
    takings,
    actedFor,
    cameBack,
    pairing,
    hasOtherSameDay,
    periodStatus,
    found,
    ...existing
  } = row
  return {
    existing: found === null ? null : existing,
    submitters,
    takings: takings.map((one) => ({ ...one, until: new Date(one.until) })),
    actedFor,
    cameBack,
    pairing,
    hasOtherSameDay,
    periodStatus,
  }
}

/** The stored record as if it had just been typed: what is submitted without content is checked like any other. */
export function asTyped(stored: NonNullable<Stored['existing']>): ActivityContentInput {
  return {
    pairingId: stored.pairingId,
    day: stored.day,
    kind: stored.kind,
    area: stored.area,
    direction: stored.direction,
    campaignId: stored.campaignId,
    title: stored.title,
    words: stored.words,
    outputs: stored.outputs.map(({ indicatorCode, claimed }) => ({
      indicatorCode,
      quantity: canonical(claimed),
    })),
    participations: stored.participations.map(({ label, headCount, hoursEach }) => ({
      label,
      headCount: String(headCount),
      hoursEach,
    })),
    donations: stored.donations.map(lineOf),
  }
}

/** Checks the content against the catalogue, the periods and the pairing; throws all that is wrong at once. */
export async function checkedContent(
  context: RequestContext,
  input: ActivityContentInput,
  {
    pairing,
    storedDayStatus,
    recordingSide,
  }: {
    pairing: PairingFacts
    storedDayStatus: PeriodStatus | null
    recordingSide: PairingSide
  },
  purpose: 'draft' | 'submit',
): Promise<ActivityContent> {
  const [indicators, periods, campaigns, drives] = await Promise.all([
    indicatorsOf(context),
    periodsOf(context),
    campaignsOf(context),
    input.donations.some(({ driveId }) => driveId) ? drivesFor(context, pairing) : [],
  ])
  const checked = checkContent(input, {
    purpose,
    indicators,
    periods,
    statusOn: () => pairing.dayStatus,
    storedDayStatus,
    campaigns,
    drives,
    pairing,
    recordingSide,
    today: context.today,
  })
  if (!checked.ok) throw new InvalidInput(checked.problems)
  return checked.content
}

/** The same content has the same hash, whoever sends it again and however often. */
export function submissionHash(content: ActivityContent): string {
  return createHash('sha256')
    .update(canonicalJson({ ...content }), 'utf8')
    .digest('hex')
}

/**
 * The parts of the content as further parts of the statement that moves the record (CTE `moved`): lines that stay are
 * changed, new ones added, the others removed, so that no key is removed and added in one statement. What was confirmed of
 * a donation stays where its recipient is still the same.
 */
export function writeParts(
  city: string,
  content: ActivityContent,
  isNew: boolean,
  keepsReceipts = false,
): Sql {
  const { outputs, participations, donations } = content
  const codes = outputs.map(({ indicatorCode }) => indicatorCode)
  const added: Sql[] = []
  if (outputs.length > 0) {
    added.push(sql`, outputs AS (
      INSERT INTO output (city_code, activity_id, indicator_code, position, claimed)
      SELECT ${city}, moved.id, line.code, line.position, line.quantity FROM moved, unnest(${codes}::text[], ${outputs.map(({ quantity }) => quantity)}::numeric[]) WITH ORDINALITY AS line (code, quantity, position)
      ${isNew ? empty : sql`ON CONFLICT (city_code, activity_id, indicator_code) DO UPDATE SET claimed = excluded.claimed, accepted = NULL, position = excluded.position`})`)
  }
  if (participations.length > 0) {
    added.push(sql`, participations AS (
      INSERT INTO participation (city_code, activity_id, position, label, head_count, hours_each)
      SELECT ${city}, moved.id, line.position, line.label, line.heads, line.hours
      FROM moved, unnest(${participations.map(({ label }) => label)}::text[], ${participations.map(({ headCount }) => headCount)}::int[], ${participations.map(({ hoursEach }) => hoursEach)}::numeric[]) WITH ORDINALITY AS line (label, heads, hours, position)
      ${isNew ? empty : sql`ON CONFLICT (city_code, activity_id, position) DO UPDATE SET label = excluded.label, head_count = excluded.head_count, hours_each = excluded.hours_each`})`)
  }
  if (donations.length > 0) added.push(writeDonations(city, donations, isNew, keepsReceipts))
  if (isNew) return added.length === 0 ? empty : join(added, '')
  return join(
    [
      ...added,
      sql`, outputs_gone AS (DELETE FROM output USING moved WHERE output.city_code = ${city} AND output.activity_id = moved.id AND output.indicator_code <> ALL(${codes}::text[]))`,
      sql`, participations_gone AS (DELETE FROM participation USING moved WHERE participation.city_code = ${city} AND participation.activity_id = moved.id AND participation.position > ${participations.length}::int)`,
      sql`, donations_gone AS (DELETE FROM donation USING moved WHERE donation.city_code = ${city} AND donation.activity_id = moved.id AND donation.position > ${donations.length}::int)`,
    ],
    '',
  )
}
