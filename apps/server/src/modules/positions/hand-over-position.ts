import { addDays } from '@gongjian/domain/calendar-day'
import { cleanWords } from '@gongjian/domain/clean-text'
import { ASKING_KINDS } from '@gongjian/domain/notification-rules'
import { checkHandOverDay } from '@gongjian/domain/positions'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer, signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { settleTelling, tellPerson } from './tell-of-change.ts'
import { readSheet } from './hand-over-sheet.ts'
import { mayTakeOver, passableHolding } from './own-holding.ts'
import type { Holding } from './own-holding.ts'
import { handOversWhere, loadPosition } from './position-rows.ts'
import type { HandOverRow } from './position-rows.ts'

const NOTE_LENGTH = 500
type HandOverInput = {
  id: string
  assignmentId: string
  toUserId: string
  day: string
  note: string
}
type Problem = { path: string; code: string; values?: Record<string, string | number> }

/**
 * Passes a position on: the holder has it until the day before, the receiver from the day on; the days do it by
 * themselves. The id is the client's: the same again is the same hand-over. Throws InvalidInput, NotFound, Refused.
 */
export async function handOverPosition(
  context: RequestContext,
  input: HandOverInput,
): Promise<HandOverRow> {
  const [known] = await handOversWhere(context, sql`v.id = ${input.id}::uuid`)
  if (known !== undefined && known.fromUserId === signedInViewer(context).userId) return known
  const holding = await passableHolding(context, input.assignmentId)
  if (known !== undefined) return known
  const problems: Problem[] = []
  const day = checkHandOverDay(input.day, context.today)
  if (typeof day !== 'string') problems.push(day)
  const note = cleanWords(input.note, { maximum: NOTE_LENGTH })
  if (!note.ok) problems.push({ path: 'note', code: note.code, values: { maximum: NOTE_LENGTH } })
  if (input.toUserId === holding.userId)
    problems.push({ path: 'toUserId', code: 'NOT_ONESELF_AS_RECEIVER' })
  else if (!(await mayTakeOver(context, holding, input.toUserId)))
    problems.push({ path: 'toUserId', code: 'NOT_OF_THIS_UNIT' })
  if (problems.length > 0 || !note.ok || typeof day !== 'string') throw new InvalidInput(problems)
  await inTransaction(context.database.pool, async (client) => {
    await pass(client, context, holding, input.toUserId, day)
    await rowsOf(
      client,
      sql`INSERT INTO hand_over (city_code, id, position_id, from_user_id, to_user_id, day, note, handed_by_name, handed_at, now_with_id)
          VALUES (${context.city.code}, ${input.id}::uuid, ${holding.positionId}::uuid, ${holding.userId}::uuid, ${input.toUserId}::uuid, ${day}::date, ${note.value}, ${actingViewer(context).name}, ${context.now}, ${input.toUserId}::uuid)`,
    )
    await appendAudit(client, context, {
      action: 'position.handOver',
      subjectKind: 'position',
      subjectId: holding.positionId,
      detail: { id: input.id, from: holding.userId, to: input.toUserId, day, note: note.value },
    })
    await tellPerson(client, context, 'HAND_OVER_WAITS', input.id, [input.toUserId])
  })
  return existing(context, input.id)
}

/** Ends one holding and begins the other. One of this very day has no history: it is as if it had not begun. */
async function pass(
  client: pg.PoolClient,
  { city, today, now }: RequestContext,
  holding: Holding,
  toUserId: string,
  day: string,
): Promise<void> {
  const here = sql`city_code = ${city.code} AND id = ${holding.id}::uuid`
  const ended = await rowsOf(
    client,
    sql`UPDATE role_assignment SET valid_to = ${addDays(day, -1)}::date WHERE ${here} AND (valid_to IS NULL OR valid_to >= ${day}::date) AND valid_from < ${day}::date RETURNING id`,
  )
  const removed =
    ended.length > 0
      ? []
      : await rowsOf(
          client,
          sql`DELETE FROM role_assignment WHERE ${here} AND valid_from = ${day}::date RETURNING id`,
        )
  // It has been handed over, or taken away, meanwhile.
  if (ended.length === 0 && removed.length === 0) throw new Refused('ENDS_BEFORE_THAT_DAY')
  await rowsOf(
    client,
    sql`INSERT INTO role_assignment (city_code, id, user_id, role, organisation_id, zone_id, valid_from)
        SELECT ${city.code}, gen_random_uuid(), ${toUserId}::uuid, ${holding.role}::role, ${holding.organisation.id}::uuid, ${holding.zoneId}::uuid, ${day}::date
        WHERE NOT EXISTS (SELECT FROM role_assignment a WHERE a.city_code = ${city.code} AND a.user_id = ${toUserId}::uuid AND a.position_id = ${holding.positionId}::uuid AND a.valid_from <= ${day}::date AND a.valid_to IS NULL)`,
  )
  if (day <= today)
    await rowsOf(
      client,
      sql`UPDATE api_token SET revoked_at = ${now} WHERE city_code = ${city.code} AND assignment_id = ${holding.id}::uuid AND revoked_at IS NULL`,
    )
}

/**
 * The receiver confirms the sheet: what is open is counted once more and kept as it was, and what asks for something is
 * from now on asked of the receiver. Throws NotFound, Refused.
 */
export async function confirmHandOver(context: RequestContext, id: string): Promise<HandOverRow> {
  const row = await existing(context, id)
  const { userId } = signedInViewer(context)
  if (row.toUserId !== userId) throw new NotFound()
  if (row.confirmedAt !== null) return row
  if (row.day > context.today) throw new Refused('HAND_OVER_NOT_YET')
  const position = await loadPosition(context, row.positionId)
  if (position === null) throw new NotFound()
  await inTransaction(context.database.pool, async (client) => {
    const sheet = await readSheet(client, context, { ...position, fromUserId: row.fromUserId })
    const confirmed = await rowsOf(
      client,
      sql`UPDATE hand_over SET confirmed_at = ${context.now}, sheet = ${JSON.stringify(sheet)}::jsonb WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND confirmed_at IS NULL RETURNING id`,
    )
    if (confirmed.length === 0) return
    await askReceiver(client, context, row)
    await appendAudit(client, context, {
      action: 'position.confirmHandOver',
      subjectKind: 'position',
      subjectId: row.positionId,
      detail: { id, from: row.fromUserId, sheet },
    })
    await settleTelling(client, context, 'HAND_OVER_WAITS', row.toUserId, id)
    await tellPerson(client, context, 'HAND_OVER_CONFIRMED', id, [row.fromUserId])
  })
  return existing(context, id)
}

/** What the former holder was asked and has not done goes to the receiver, and so does what was handed to them before. */
async function askReceiver(
  client: pg.PoolClient,
  { city }: RequestContext,
  { positionId, fromUserId, toUserId }: HandOverRow,
): Promise<void> {
  await rowsOf(
    client,
    sql`UPDATE hand_over SET now_with_id = ${toUserId}::uuid WHERE city_code = ${city.code} AND position_id = ${positionId}::uuid AND now_with_id = ${fromUserId}::uuid`,
  )
  await rowsOf(
    client,
    sql`UPDATE notification n SET recipient_id = ${toUserId}::uuid
        FROM activity t, position p JOIN organisation o ON o.city_code = p.city_code AND o.id = p.organisation_id
        WHERE n.city_code = ${city.code} AND n.recipient_id = ${fromUserId}::uuid AND n.read_at IS NULL AND n.kind = ANY(${[...ASKING_KINDS]}::notification_kind[])
          AND t.city_code = n.city_code AND t.id = n.subject_id AND p.city_code = n.city_code AND p.id = ${positionId}::uuid
          AND (starts_with(t.agency_side_path, o.path) OR starts_with(t.community_side_path, o.path))
          AND NOT EXISTS (SELECT FROM notification m WHERE m.city_code = n.city_code AND m.recipient_id = ${toUserId}::uuid AND m.subject_id = n.subject_id AND m.kind = n.kind AND m.read_at IS NULL)`,
  )
}

async function existing(context: RequestContext, id: string): Promise<HandOverRow> {
  const [row] = await handOversWhere(context, sql`v.id = ${id}::uuid`)
  if (row === undefined) throw new NotFound()
  return row
}
