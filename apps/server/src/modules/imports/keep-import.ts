import { randomBytes } from 'node:crypto'
import type { ActivityContent } from '@gongjian/domain/activity-content'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { communityChain } from '@gongjian/domain/audit-event'
import { openQuestions } from '@gongjian/domain/open-questions'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { jsonRows } from '../../platform/json-rows.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { submissionHash } from '../activities/write-content.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { usualRangesOf } from '../catalogue/usual-ranges.ts'
import { isLookedAfter } from '../donations/donation-references.ts'
import { visibleHouseholds } from '../households/household-row.ts'
import { statusNow } from '../periods/period-rows.ts'
import { tellOfImport } from '../notifications/tell-of-import.ts'
import { appendAudits } from './append-audits.ts'
import type { ImportJob } from './import-jobs.ts'
import { rollUp, rollUpInBatches, tellMoved } from './rolled-up.ts'
import { beginWork } from './own-import.ts'

const batch = 500
type GoodRow = {
  rowNumber: number
  code: string
  content: ActivityContent
  hasOtherSameDay: boolean
}

/** An id as clients make them (UUID version 7), of the real time. */
function newId(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Takes an import that was checked, or stopped on the way, into keeping. Throws NotFound, Refused. */
export function beginKeeping(context: RequestContext, id: string): Promise<void> {
  return beginWork(context, id, ['CHECKED', 'STOPPED'], 'KEEPING', async (client) => {
    const good = await firstRowOf(
      client,
      sql`SELECT 1 FROM import_row WHERE city_code = ${context.city.code} AND import_id = ${id}::uuid AND state = 'GOOD' LIMIT 1`,
    )
    if (good === null) throw new Refused('NOTHING_TO_KEEP')
  })
}

/**
 * Makes a record of every good row, as a draft or submitted, each with its event in the audit: a batch in a transaction,
 * so that it can be stopped, and gone on with after a crash, without a row kept twice. Throws Refused.
 */
export async function keepImport(
  context: RequestContext,
  id: string,
  as: 'DRAFT' | 'SUBMITTED',
  job: ImportJob,
): Promise<void> {
  const order = await goodInOrder(context, id)
  let kept = 0
  try {
    for (let done = 0; done < order.length; done += batch) {
      // oxlint-disable no-await-in-loop -- a batch a transaction
      await job.at(done, order.length)
      const numbers = order.slice(done, done + batch)
      kept += await inTransaction(context.database.pool, async (client) => {
        const rows = await goodRows(client, context, id, numbers)
        if (rows.length > 0) await write(client, context, id, as, rows)
        await rowsOf(
          client,
          sql`UPDATE import SET kept_rows = kept_rows + ${rows.length}, decided_at = ${context.now} WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
        )
        return rows.length
      })
      // oxlint-enable no-await-in-loop
    }
    if (kept === 0) throw new Refused('NOTHING_TO_KEEP')
    await rowsOf(
      context.database.pool,
      sql`UPDATE import SET state = 'KEPT', done_rows = ${order.length} WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state = 'KEEPING'`,
    )
  } catch (problem) {
    // Another import with the same row was kept at this very moment.
    if (problem instanceof Error && 'code' in problem && problem.code === '23505')
      throw new Refused('IMPORTED_MEANWHILE')
    throw problem
  } finally {
    if (kept > 0) await tell(context, id, as, kept)
  }
}

/** What was kept, though it may not be all, is known to the audit and to who is to sign it. */
function tell(
  context: RequestContext,
  id: string,
  as: 'DRAFT' | 'SUBMITTED',
  kept: number,
): Promise<void> {
  return inTransaction(context.database.pool, async (client) => {
    if (as === 'SUBMITTED') await tellOfImport(client, context, id)
    await appendAudit(client, context, {
      action: 'import.keep',
      subjectKind: 'import',
      subjectId: id,
      detail: { rows: kept, as },
    })
  })
}

/** The numbers of the good rows by chain, so that two imports at once take the chains in the same order. */
async function goodInOrder({ city, database }: RequestContext, id: string): Promise<number[]> {
  const rows = await rowsOf<{ rowNumber: number }>(
    database.pool,
    sql`SELECT r.row_number AS "rowNumber"
        FROM import_row r JOIN pairing p ON p.city_code = r.city_code AND p.id = (r.content->>'pairingId')::uuid
        JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
        WHERE r.city_code = ${city.code} AND r.import_id = ${id}::uuid AND r.state = 'GOOD' ORDER BY c.code, r.row_number`,
  )
  return rows.map(({ rowNumber }) => rowNumber)
}

/** Those of the rows that are still good: whose period is open, and whose family may still be given something. */
function goodRows(
  client: pg.PoolClient,
  context: RequestContext,
  id: string,
  numbers: readonly number[],
): Promise<GoodRow[]> {
  const { city } = context
  return rowsOf<GoodRow>(
    client,
    sql`SELECT r.row_number AS "rowNumber", c.code, r.content,
          EXISTS (SELECT FROM activity s WHERE s.city_code = r.city_code AND s.pairing_id = p.id AND s.day = (r.content->>'day')::date
            AND s.kind = (r.content->>'kind')::activity_kind AND s.status IN ('SUBMITTED', 'COUNTERSIGNED')) AS "hasOtherSameDay"
        FROM import_row r JOIN pairing p ON p.city_code = r.city_code AND p.id = (r.content->>'pairingId')::uuid
        JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
        JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id
        WHERE r.city_code = ${city.code} AND r.import_id = ${id}::uuid AND r.row_number = ANY(${numbers}::int[]) AND r.state = 'GOOD'
          AND ${statusNow(city.code, { id: sql`NULL::uuid`, day: sql`(r.content->>'day')::date`, agencyPath: sql`a.path`, communityPath: sql`c.path` })} = 'OPEN'
          AND NOT EXISTS (SELECT FROM jsonb_array_elements(r.content->'donations') AS line WHERE line ? 'householdId' AND NOT EXISTS (
            SELECT FROM household h JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
            WHERE h.city_code = ${city.code} AND h.id = (line->>'householdId')::uuid AND h.keeper_id = p.community_side_id AND 'DONATIONS' = ANY(h.consent_purposes)
              AND ${isLookedAfter(sql`p.agency_side_id`, sql`(r.content->>'day')::date`)} AND ${visibleHouseholds(context)}))
        ORDER BY c.code, r.row_number`,
  )
}

async function write(
  client: pg.PoolClient,
  context: RequestContext,
  importId: string,
  as: 'DRAFT' | 'SUBMITTED',
  rows: GoodRow[],
): Promise<void> {
  const { city, now, today } = context
  const { userId, assignment } = actingViewer(context)
  const submits = as === 'SUBMITTED'
  const indicators = await indicatorsOf(context)
  const usualRanges = await usualRangesOf(context)
  const inBatch = new Set<string>()
  const records = rows.map(({ rowNumber, code, content, hasOtherSameDay }) => {
    const sameDay = `${content.pairingId} ${content.day} ${content.kind}`
    const isSecond = inBatch.has(sameDay)
    inBatch.add(sameDay)
    return {
      id: newId(),
      rowNumber,
      chain: communityChain(code),
      content,
      hash: submits ? submissionHash(content) : null,
      questions: submits
        ? openQuestions({
            content,
            indicators,
            usualRanges,
            hasOtherSameDay: hasOtherSameDay || isSecond,
            submittedOn: today,
            cameBack: false,
          })
        : [],
    }
  })
  await rollUpInBatches(client)
  const sent = jsonRows(records.map(({ chain: _chain, ...record }) => record))
  await rowsOf(
    client,
    sql`WITH line AS (
          SELECT (r->>'id')::uuid AS id, (r->>'rowNumber')::int AS row_number, r->'content' AS content, r->>'hash' AS hash, r->'questions' AS questions
          FROM jsonb_array_elements(${sent}::text::jsonb) AS r
        ), moved AS (
          INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, zone_id, campaign_id, programme_year, day, kind, area, direction, recording_side,
            title, words, status, version, person_times, hours, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at, submission_hash)
          SELECT ${city.code}, l.id, p.id, a.id, a.path, c.id, c.path,
            (SELECT z.zone_id FROM zone_membership z WHERE z.city_code = p.city_code AND z.agency_id = coalesce(a.parent_id, a.id) AND z.valid_from <= ${today}::date AND (z.valid_to IS NULL OR z.valid_to >= ${today}::date) LIMIT 1),
            NULL, (l.content->>'programmeYear')::int, (l.content->>'day')::date, (l.content->>'kind')::activity_kind, (l.content->>'area')::help_area, (l.content->>'direction')::direction, ${sideOfRole(assignment.role)}::rollup_side,
            l.content->>'title', l.content->>'words', ${as}::activity_status, 1, (l.content->>'personTimes')::int, (l.content->>'hours')::numeric,
            ARRAY(SELECT q::open_question FROM jsonb_array_elements_text(l.questions) AS q), ${userId}::uuid, ${now}, ${now}, ${submits ? userId : null}::uuid, ${submits ? now : null}::timestamptz, l.hash
          FROM line l JOIN pairing p ON p.city_code = ${city.code} AND p.id = (l.content->>'pairingId')::uuid
          JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
          RETURNING id
        ), outputs AS (
          INSERT INTO output (city_code, activity_id, indicator_code, position, claimed)
          SELECT ${city.code}, l.id, o.value->>'indicatorCode', o.position, (o.value->>'quantity')::numeric FROM line l, jsonb_array_elements(l.content->'outputs') WITH ORDINALITY AS o (value, position)
        ), participations AS (
          INSERT INTO participation (city_code, activity_id, position, label, head_count, hours_each)
          SELECT ${city.code}, l.id, o.position, o.value->>'label', (o.value->>'headCount')::int, (o.value->>'hoursEach')::numeric FROM line l, jsonb_array_elements(l.content->'participations') WITH ORDINALITY AS o (value, position)
        ), donations AS (
          INSERT INTO donation (city_code, activity_id, position, kind, description, quantity, unit, value_yuan, drive_id, recipient, household_id, recipient_name, receipt_number)
          SELECT ${city.code}, l.id, o.position, (o.value->>'kind')::donation_kind, o.value->>'description', (o.value->>'quantity')::numeric, coalesce(o.value->>'unit', ''), (o.value->>'valueYuan')::numeric, (o.value->>'driveId')::uuid,
            coalesce(o.value->>'recipient', 'RECEIVING_SIDE')::donation_recipient, (o.value->>'householdId')::uuid, coalesce(o.value->>'recipientName', ''), coalesce(o.value->>'receiptNumber', '')
          FROM line l, jsonb_array_elements(l.content->'donations') WITH ORDINALITY AS o (value, position)
        )
        UPDATE import_row SET state = 'KEPT', activity_id = l.id FROM line l
        WHERE import_row.city_code = ${city.code} AND import_row.import_id = ${importId}::uuid AND import_row.row_number = l.row_number`,
  )
  const made = { city: city.code, ids: records.map(({ id }) => id) }
  await rollUp(client, made, 1)
  await tellMoved(client, made, false)
  await appendAudits(
    client,
    context,
    submits ? 'activity.submit' : 'activity.saveDraft',
    records.map(({ id, chain, content }) => ({
      id,
      chain,
      detail: submits
        ? { from: null, to: as, version: 1, content: { ...content } }
        : { from: null, to: as, version: 1 },
    })),
  )
}
