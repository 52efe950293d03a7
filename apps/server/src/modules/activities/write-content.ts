import { createHash } from 'node:crypto'
import { checkContent } from '@gongjian/domain/activity-content'
import type { ActivityContent, ActivityContentInput } from '@gongjian/domain/activity-content'
import { parseDay } from '@gongjian/domain/calendar-day'
import { canonicalJson } from '@gongjian/domain/canonical-json'
import { canonical } from '@gongjian/domain/decimal-text'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { campaignsOf, indicatorsOf, periodsOf } from '../catalogue/catalogue-rows.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'
import { activityColumns, activityTables } from './activity-row.ts'
import type { ActivityRow } from './activity-row.ts'

export type PairingFacts = {
  id: string
  level: string
  validFrom: string
  validTo: string | null
  agencySide: OrganisationRow
  communitySide: OrganisationRow
  zoneId: string | null
}
export type Stored = {
  existing:
    | (ActivityRow & {
        outputs: { indicatorCode: string; claimed: string }[]
        participations: ActivityContent['participations']
        donations: ActivityContent['donations']
      })
    | null
  submitters: string[]
  cameBack: boolean
  pairing: PairingFacts | null
  otherRecordsSameDay: number
  /** Read with the record: a lock counts from the moment it is set. */
  lockedYears: number[]
}

/**
 * All that a write has to know, in one statement: the record as it is stored (also where it is out of the viewer's
 * sight: the caller asks the rules), the pairing, and other records of the same day.
 */
export async function readStored(
  context: RequestContext,
  id: string,
  content: Pick<ActivityContentInput, 'pairingId' | 'day' | 'kind'> | null,
): Promise<Stored> {
  const city = context.city.code
  const day = content === null ? null : parseDay(content.day)
  type Row = ActivityRow & {
    outputs: { indicatorCode: string; claimed: string }[]
    participations: ActivityContent['participations']
    donations: ActivityContent['donations']
    found: string | null
    submitters: string[]
    cameBack: boolean
    pairing: PairingFacts | null
    otherRecordsSameDay: number
    lockedYears: number[]
  }
  const row = await firstRowOf<Row>(
    context.database.pool,
    sql`WITH record AS (
          SELECT ${activityColumns},
            (SELECT coalesce(json_agg(json_build_object('indicatorCode', o.indicator_code, 'claimed', o.claimed::text) ORDER BY o.position), '[]') FROM output o WHERE o.city_code = t.city_code AND o.activity_id = t.id) AS outputs,
            (SELECT coalesce(json_agg(json_build_object('label', p.label, 'headCount', p.head_count, 'hoursEach', trim_scale(p.hours_each)::text) ORDER BY p.position), '[]') FROM participation p WHERE p.city_code = t.city_code AND p.activity_id = t.id) AS participations,
            (SELECT coalesce(json_agg(json_build_object('kind', d.kind, 'description', d.description, 'valueYuan', trim_scale(d.value_yuan)::text) ORDER BY d.position), '[]') FROM donation d WHERE d.city_code = t.city_code AND d.activity_id = t.id) AS donations
          FROM ${activityTables} WHERE t.city_code = ${city} AND t.id = ${id}::uuid
        ), events AS (
          SELECT actor_id, action FROM audit_event WHERE city_code = ${city} AND subject_kind = 'activity' AND subject_id = ${id} AND action IN ('activity.submit', 'activity.return', 'activity.reopen')
        )
        SELECT record.*, record.id AS found,
          ARRAY(SELECT DISTINCT actor_id::text FROM events WHERE action = 'activity.submit') AS submitters,
          EXISTS (SELECT FROM events WHERE action <> 'activity.submit') AS "cameBack",
          (SELECT json_build_object('id', p.id, 'level', p.level, 'validFrom', p.valid_from, 'validTo', p.valid_to, 'agencySide', ${organisationJson('a')}, 'communitySide', ${organisationJson('c')},
              'zoneId', (SELECT z.zone_id FROM zone_membership z WHERE z.city_code = p.city_code AND z.agency_id = coalesce(a.parent_id, a.id) AND z.valid_from <= ${context.today}::date AND (z.valid_to IS NULL OR z.valid_to >= ${context.today}::date) LIMIT 1))
            FROM pairing p JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
            WHERE p.city_code = ${city} AND p.id = coalesce(${content?.pairingId ?? null}::uuid, record."pairingId")) AS pairing,
          (SELECT count(*)::int FROM activity s WHERE s.city_code = ${city} AND s.pairing_id = coalesce(${content?.pairingId ?? null}::uuid, record."pairingId")
              AND s.day = coalesce(${day}::date, record.day) AND s.kind = coalesce(${content?.kind ?? null}::activity_kind, record.kind)
              AND s.status IN ('SUBMITTED', 'COUNTERSIGNED') AND s.id <> ${id}::uuid) AS "otherRecordsSameDay",
          ARRAY(SELECT year FROM period WHERE city_code = ${city} AND status = 'LOCKED') AS "lockedYears"
        FROM (VALUES (1)) one (n) LEFT JOIN record ON true`,
  )
  if (row === null) throw new Error('a row was expected')
  const { submitters, cameBack, pairing, otherRecordsSameDay, lockedYears, found, ...existing } =
    row
  return {
    existing: found === null ? null : existing,
    submitters,
    cameBack,
    pairing,
    otherRecordsSameDay,
    lockedYears,
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
    donations: stored.donations,
  }
}

/** Checks the content against the catalogue, the periods and the pairing; throws all that is wrong at once. */
export async function checkedContent(
  context: RequestContext,
  input: ActivityContentInput,
  { pairing, lockedYears }: { pairing: PairingFacts; lockedYears: readonly number[] },
  purpose: 'draft' | 'submit',
): Promise<ActivityContent> {
  const [indicators, periods, campaigns] = await Promise.all([
    indicatorsOf(context),
    periodsOf(context),
    campaignsOf(context),
  ])
  const checked = checkContent(input, {
    purpose,
    indicators,
    periods: periods.map((period) =>
      lockedYears.includes(period.year) ? { ...period, status: 'LOCKED' as const } : period,
    ),
    campaigns,
    pairing,
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
 * changed, new ones added, the others removed, so that no key is removed and added in one statement.
 */
export function writeParts(city: string, content: ActivityContent): Sql {
  const codes = content.outputs.map(({ indicatorCode }) => indicatorCode)
  return sql`
    outputs AS (
      INSERT INTO output (city_code, activity_id, indicator_code, position, claimed)
      SELECT ${city}, moved.id, line.code, line.position, line.quantity FROM moved, unnest(${codes}::text[], ${content.outputs.map(({ quantity }) => quantity)}::numeric[]) WITH ORDINALITY AS line (code, quantity, position)
      ON CONFLICT (city_code, activity_id, indicator_code) DO UPDATE SET claimed = excluded.claimed, accepted = NULL, position = excluded.position
    ), outputs_gone AS (
      DELETE FROM output USING moved WHERE output.city_code = ${city} AND output.activity_id = moved.id AND output.indicator_code <> ALL(${codes}::text[])
    ), participations AS (
      INSERT INTO participation (city_code, activity_id, position, label, head_count, hours_each)
      SELECT ${city}, moved.id, line.position, line.label, line.heads, line.hours
      FROM moved, unnest(${content.participations.map(({ label }) => label)}::text[], ${content.participations.map(({ headCount }) => headCount)}::int[], ${content.participations.map(({ hoursEach }) => hoursEach)}::numeric[]) WITH ORDINALITY AS line (label, heads, hours, position)
      ON CONFLICT (city_code, activity_id, position) DO UPDATE SET label = excluded.label, head_count = excluded.head_count, hours_each = excluded.hours_each
    ), participations_gone AS (
      DELETE FROM participation USING moved WHERE participation.city_code = ${city} AND participation.activity_id = moved.id AND (participation.position < 1 OR participation.position > ${content.participations.length}::int)
    ), donations AS (
      INSERT INTO donation (city_code, activity_id, position, kind, description, value_yuan)
      SELECT ${city}, moved.id, line.position, line.kind, line.description, line.value
      FROM moved, unnest(${content.donations.map(({ kind }) => kind)}::donation_kind[], ${content.donations.map(({ description }) => description)}::text[], ${content.donations.map(({ valueYuan }) => valueYuan)}::numeric[]) WITH ORDINALITY AS line (kind, description, value, position)
      ON CONFLICT (city_code, activity_id, position) DO UPDATE SET kind = excluded.kind, description = excluded.description, value_yuan = excluded.value_yuan
    ), donations_gone AS (
      DELETE FROM donation USING moved WHERE donation.city_code = ${city} AND donation.activity_id = moved.id AND (donation.position < 1 OR donation.position > ${content.donations.length}::int)
    )`
}
