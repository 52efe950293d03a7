import { randomUUID } from 'node:crypto'
import { communityChain } from '@gongjian/domain/audit-event'
import { checkReceipt, receiptRefusal } from '@gongjian/domain/donation-receipt'
import type { Receipt, TypedReceipt } from '@gongjian/domain/donation-receipt'
import type { FieldProblem } from '@gongjian/domain/field-problem'
import type { DonationKind } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused, StaleVersion } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import {
  activityColumns,
  activityTables,
  actorOf,
  factsOf,
  isInSightOf,
  loadSubmitters,
} from '../activities/activity-row.ts'
import { loadActedFor } from '../activities/acted-for.ts'
import type { ActivityRow } from '../activities/activity-row.ts'

export type ConfirmInput = {
  activityId: string
  /** The version of the record that was read. */
  version: number
  lines: readonly (TypedReceipt & {
    position: number
    /** The confirmation that was read with the line and is replaced; null where there was none. */
    previousId?: string | null | undefined
  })[]
}

type StoredLine = {
  position: number
  kind: DonationKind
  description: string
  quantity: string | null
  unit: string
  valueYuan: string
  confirmationId: string | null
  receivedQuantity: string | null
  receivedValueYuan: string | null
  reason: string | null
  confirmedById: string | null
}
type Confirmed = { line: StoredLine; receipt: Receipt; replaces: boolean; id: string }

/**
 * The recipient's word on lines of one record: what came, and why where it is less. All lines or none; the record is
 * locked meanwhile, so that it is the claim as read that is confirmed, and of two at once one wins. A confirmation is
 * never changed: a later one takes its place. Throws InvalidInput, NotFound, Refused, StaleVersion.
 */
export async function confirmDonations(
  context: RequestContext,
  input: ConfirmInput,
): Promise<ActivityRow> {
  const submitters = (await loadSubmitters(context, input.activityId)) ?? []
  const actedFor = (await loadActedFor(context, input.activityId)) ?? []
  return inTransaction(context.database.pool, async (client) => {
    const record = await firstRowOf<ActivityRow>(
      client,
      sql`SELECT ${activityColumns} FROM ${activityTables} WHERE t.city_code = ${context.city.code} AND t.id = ${input.activityId}::uuid FOR UPDATE OF t`,
    )
    const actor = actorOf(context)
    if (record === null || actor === null || !isInSightOf(actor, record)) throw new NotFound()
    const reason = receiptRefusal(
      await factsOf(context, record, { submitters, takings: [], actedFor }),
      actor,
    )
    if (reason !== null) throw new Refused(reason)
    const stored = await storedLines(client, context, record.id)
    const confirmed = checked(stored, input)
    const { userId } = actingViewer(context)
    if (confirmed.every((one) => isDone(one, userId))) return record
    const isAsRead = input.lines.every(({ position, previousId }) =>
      stored.some(
        (line) =>
          line.position === position && line.confirmationId === (previousId?.toLowerCase() ?? null),
      ),
    )
    if (record.version !== input.version || !isAsRead) throw new StaleVersion(record.id)
    const openQuestions = questionsAfter(record, stored, confirmed)
    await write(client, context, { ...record, openQuestions }, confirmed)
    return { ...record, openQuestions }
  })
}

function storedLines(
  client: pg.ClientBase,
  { city }: RequestContext,
  activityId: string,
): Promise<StoredLine[]> {
  return rowsOf<StoredLine>(
    client,
    sql`SELECT d.position, d.kind, d.description, trim_scale(d.quantity)::text AS quantity, d.unit, trim_scale(d.value_yuan)::text AS "valueYuan", d.confirmation_id AS "confirmationId",
          trim_scale(d.received_quantity)::text AS "receivedQuantity", trim_scale(d.received_value_yuan)::text AS "receivedValueYuan", f.reason, f.confirmed_by_id AS "confirmedById"
        FROM donation d LEFT JOIN donation_confirmation f ON f.city_code = d.city_code AND f.id = d.confirmation_id
        WHERE d.city_code = ${city.code} AND d.activity_id = ${activityId}::uuid ORDER BY d.position`,
  )
}

function checked(stored: readonly StoredLine[], { lines }: ConfirmInput): Confirmed[] {
  const problems: FieldProblem[] = []
  if (lines.length === 0) problems.push({ path: 'lines', code: 'REQUIRED' })
  const confirmed = lines.flatMap((typed, index) => {
    const at = `lines.${index}`
    const line = stored.find(({ position }) => position === typed.position)
    const isTwice = lines.findIndex(({ position }) => position === typed.position) < index
    if (line === undefined || isTwice) {
      problems.push({ path: `${at}.position`, code: 'UNKNOWN_DONATION' })
      return []
    }
    const replaces = (typed.previousId ?? null) !== null
    const receipt = checkReceipt(line, typed, at, problems, { replaces })
    return receipt === null ? [] : [{ line, receipt, replaces, id: randomUUID() }]
  })
  if (problems.length > 0) throw new InvalidInput(problems)
  return confirmed
}

/** This very word of the same person stands already: the answer to its first sending was lost. */
const isDone = ({ line, receipt }: Confirmed, userId: string) =>
  line.confirmedById === userId &&
  line.receivedValueYuan === receipt.receivedValueYuan &&
  line.receivedQuantity === receipt.receivedQuantity &&
  line.reason === receipt.reason

/** A record that still waits, of which less came than it says, is to be signed singly. */
function questionsAfter(
  { status, openQuestions }: ActivityRow,
  stored: readonly StoredLine[],
  confirmed: readonly Confirmed[],
): ActivityRow['openQuestions'] {
  if (status !== 'SUBMITTED') return openQuestions
  const differs = stored.some((line) => {
    const now = confirmed.find((one) => one.line === line)?.receipt ?? line
    return (
      now.receivedValueYuan !== null &&
      (now.receivedValueYuan !== line.valueYuan || now.receivedQuantity !== line.quantity)
    )
  })
  const others = openQuestions.filter((question) => question !== 'RECEIPT_DIFFERS')
  return differs ? [...others, 'RECEIPT_DIFFERS'] : others
}

async function write(
  client: pg.ClientBase,
  context: RequestContext,
  record: ActivityRow,
  confirmed: readonly Confirmed[],
): Promise<void> {
  const { city, now } = context
  const { assignment, userId, name } = actingViewer(context)
  const entry = auditCall(context, {
    chain: communityChain(record.communitySide.code),
    action: confirmed.some(({ replaces }) => replaces) ? 'donation.correct' : 'donation.confirm',
    subjectKind: 'activity',
    subjectId: record.id,
    detail: {
      version: record.version,
      lines: confirmed.map(({ line, receipt, replaces }) => ({
        position: line.position,
        ...(replaces && {
          replacedId: line.confirmationId,
          replacedQuantity: line.receivedQuantity,
          replacedValueYuan: line.receivedValueYuan,
        }),
        claimedQuantity: line.quantity,
        claimedValueYuan: line.valueYuan,
        ...receipt,
      })),
    },
  })
  const ids = confirmed.map(({ id }) => id)
  const positions = confirmed.map(({ line }) => line.position)
  await rowsOf(
    client,
    sql`WITH word AS (
          SELECT * FROM unnest(${ids}::uuid[], ${positions}::smallint[], ${confirmed.map(({ receipt }) => receipt.receivedQuantity)}::numeric[], ${confirmed.map(({ receipt }) => receipt.receivedValueYuan)}::numeric[],
            ${confirmed.map(({ receipt }) => receipt.reason)}::text[]) AS w (id, position, quantity, value, reason)
        ), confirmed AS (
          INSERT INTO donation_confirmation (city_code, id, activity_id, position, activity_version, kind, description, claimed_quantity, unit, claimed_value_yuan, received_quantity, received_value_yuan, reason,
            confirmed_by_id, confirmed_by_name, confirmed_for_id, confirmed_for_name, confirmed_at)
          SELECT d.city_code, w.id, d.activity_id, d.position, ${record.version}::int, d.kind, d.description, d.quantity, d.unit, d.value_yuan, w.quantity, w.value, w.reason,
            ${userId}::uuid, ${name}, ${assignment.organisationId}::uuid, ${assignment.organisationName}, ${now}
          FROM donation d JOIN word w ON w.position = d.position WHERE d.city_code = ${city.code} AND d.activity_id = ${record.id}::uuid
        ), lines AS (
          UPDATE donation d SET confirmation_id = w.id, received_quantity = w.quantity, received_value_yuan = w.value FROM word w
          WHERE d.city_code = ${city.code} AND d.activity_id = ${record.id}::uuid AND d.position = w.position
        ), asked AS (
          UPDATE activity SET open_questions = ${record.openQuestions}::open_question[] WHERE city_code = ${city.code} AND id = ${record.id}::uuid AND status = 'SUBMITTED'
        )
        SELECT ${entry} AS seq`,
  )
}
