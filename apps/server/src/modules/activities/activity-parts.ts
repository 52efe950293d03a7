import type { EvidenceType } from '@gongjian/domain/evidence-files'
import type { CountersigningDecision } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import type { IndicatorRow } from '../catalogue/catalogue-rows.ts'

export type OutputRow = {
  activityId: string
  indicatorCode: string
  claimed: string
  accepted: string | null
  /** From the catalogue, which is at hand: a page has a hundred of them, and a promise each is felt. */
  indicator: IndicatorRow
}
export type ParticipationRow = {
  activityId: string
  label: string | null
  headCount: number
  hoursEach: string
}
export type EvidenceRow = {
  id: string
  activityId: string
  /** Of an appeal, and read at another address. */
  ofAppeal?: boolean
  fileName: string
  mediaType: EvidenceType
  bytes: number
  width: number | null
  height: number | null
  caption: string
  takenAt: Date | null
  uploadedAt: Date
}
export type CountersignatureRow = {
  id: string
  activityId: string
  activityVersion: number
  decision: CountersigningDecision
  usefulness: number | null
  words: string
  reason: string | null
  fieldReasons: { path: string; reason: string }[]
  quantities: { indicatorCode: string; claimed: string; accepted: string }[]
  signedByName: string
  deputyForName: string | null
  signedForName: string
  signedAt: Date
}
export type EventRow = {
  activityId: string
  action: string
  occurredAt: Date
  actorName: string
  organisationName: string | null
  event: string
}

/** The parts of records, for all records of a page in one statement. */
export function partsLoader<Row extends { activityId: string }>(
  name: string,
  statement: (context: RequestContext, ids: string[]) => Sql,
) {
  return (context: RequestContext, activityId: string): Promise<Row[] | null> =>
    loaderOf<string, Row[]>(context, name, async (ids) => {
      const rows = await rowsOf<Row>(context.database.pool, statement(context, [...ids]))
      return Map.groupBy(rows, (row) => row.activityId)
    }).load(activityId)
}

type OutputLine = Omit<OutputRow, 'indicator'>

/** The outputs of records, each with its indicator, in one statement. */
async function outputsOf(
  context: RequestContext,
  ids: readonly string[],
): Promise<Map<string, OutputRow[]>> {
  const [lines, indicators] = await Promise.all([
    rowsOf<OutputLine>(
      context.database.pool,
      sql`SELECT activity_id AS "activityId", indicator_code AS "indicatorCode", trim_scale(claimed) AS claimed, trim_scale(accepted) AS accepted
          FROM output WHERE city_code = ${context.city.code} AND activity_id = ANY(${[...ids]}::uuid[]) ORDER BY activity_id, position`,
    ),
    indicatorsOf(context),
  ])
  const indicatorOf = new Map(indicators.map((row) => [row.code, row]))
  const outputs = new Map<string, OutputRow[]>()
  for (const line of lines) {
    const indicator = indicatorOf.get(line.indicatorCode)
    if (indicator === undefined) continue
    const known = outputs.get(line.activityId)
    const output = { ...line, indicator }
    if (known === undefined) outputs.set(line.activityId, [output])
    else known.push(output)
  }
  return outputs
}

/** A record beside which its outputs may have been read already: its fields then wait for nothing. */
export type WithOutputs = { id: string; outputsAtHand?: OutputRow[] }

/**
 * Reads the outputs of the records of a page before they are asked for, each of which would be a promise. They are kept
 * on the record: in a map whose keys are weak, the garbage of each page would cost more than the page's statement.
 */
export async function readOutputs(
  context: RequestContext,
  records: readonly WithOutputs[],
): Promise<void> {
  const outputs = await outputsOf(
    context,
    records.map(({ id }) => id),
  )
  for (const record of records) record.outputsAtHand = outputs.get(record.id) ?? []
}

export function loadOutputs(
  context: RequestContext,
  record: WithOutputs,
): OutputRow[] | Promise<OutputRow[]> {
  return (
    record.outputsAtHand ??
    loaderOf<string, OutputRow[]>(context, 'outputs', (ids) => outputsOf(context, ids))
      .load(record.id)
      .then((outputs) => outputs ?? [])
  )
}
export const loadParticipations = partsLoader<ParticipationRow>(
  'participations',
  (
    { city },
    ids,
  ) => sql`SELECT activity_id AS "activityId", label, head_count AS "headCount", trim_scale(hours_each) AS "hoursEach"
    FROM participation WHERE city_code = ${city.code} AND activity_id = ANY(${ids}::uuid[]) ORDER BY activity_id, position`,
)
export const loadEvidence = partsLoader<EvidenceRow>(
  'evidence',
  (
    { city },
    ids,
  ) => sql`SELECT id, activity_id AS "activityId", file_name AS "fileName", media_type AS "mediaType", bytes, width, height, caption,
      taken_at AS "takenAt", uploaded_at AS "uploadedAt"
    FROM evidence WHERE city_code = ${city.code} AND activity_id = ANY(${ids}::uuid[]) AND removed_at IS NULL ORDER BY activity_id, id`,
)
export const loadCountersignatures = partsLoader<CountersignatureRow>(
  'countersignatures',
  (
    { city },
    ids,
  ) => sql`SELECT id, activity_id AS "activityId", activity_version AS "activityVersion", decision, usefulness, words, reason,
      field_reasons AS "fieldReasons", quantities, signed_by_name AS "signedByName", deputy_for_name AS "deputyForName", signed_for_name AS "signedForName", signed_at AS "signedAt"
    FROM countersignature WHERE city_code = ${city.code} AND activity_id = ANY(${ids}::uuid[]) ORDER BY activity_id, signed_at`,
)
export const loadEvents = partsLoader<EventRow>(
  'audit events of activities',
  (
    { city },
    ids,
  ) => sql`SELECT e.subject_id AS "activityId", e.action, e.occurred_at AS "occurredAt", e.actor_name AS "actorName", o.name AS "organisationName", e.event
    FROM audit_event e LEFT JOIN organisation o ON o.city_code = e.city_code AND o.id = e.organisation_id
    WHERE e.city_code = ${city.code} AND e.subject_kind = 'activity' AND e.subject_id = ANY(${ids}::text[]) ORDER BY e.subject_id, e.occurred_at, e.seq`,
)

export function loadUserName(context: RequestContext, userId: string): Promise<string | null> {
  return loaderOf<string, string>(context, 'user names', async (ids) => {
    const rows = await rowsOf<{ id: string; name: string }>(
      context.database.pool,
      sql`SELECT id, name FROM user_account WHERE city_code = ${context.city.code} AND id = ANY(${[...ids]}::uuid[])`,
    )
    return new Map(rows.map(({ id, name }) => [id, name]))
  }).load(userId)
}
