import { randomUUID } from 'node:crypto'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { cleanWords } from '@gongjian/domain/clean-text'
import { canonical, compareDecimals, parseQuantity } from '@gongjian/domain/decimal-text'
import { DONATED_VALUE } from '@gongjian/domain/donation-lines'
import { contradictsReceipt, donationSums } from '@gongjian/domain/donation-receipt'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, Refused } from '../../platform/failures.ts'
import type { ActivityRow } from '../activities/activity-row.ts'
import { moveActivity } from '../activities/move-activity.ts'
import type { Move, StoredRecord } from '../activities/move-activity.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'

export const COUNTERSIGNING_LIMITS = { words: 500, reason: 500, fieldReasons: 50 } as const

type Problem = { path: string; code: string; values?: Record<string, string | number> }
type Quantity = { indicatorCode: string; claimed: string; accepted: string }

export type CountersignInput = {
  id: string
  version: number
  accepted: readonly { indicatorCode: string; quantity: string }[]
  usefulness: number
  words: string
  /** Together with others: only without open questions. */
  together?: boolean
}

async function checkedQuantities(
  context: RequestContext,
  record: StoredRecord,
  accepted: CountersignInput['accepted'],
  problems: Problem[],
): Promise<Quantity[]> {
  const indicators = await indicatorsOf(context)
  const byCode = new Map(accepted.map((line, index) => [line.indicatorCode, { ...line, index }]))
  for (const { indicatorCode, index } of byCode.values()) {
    if (!record.outputs.some((output) => output.indicatorCode === indicatorCode))
      problems.push({ path: `accepted.${index}.indicatorCode`, code: 'UNKNOWN_INDICATOR' })
  }
  return record.outputs.map(({ indicatorCode, claimed: stored }) => {
    const claimed = canonical(stored)
    const line = byCode.get(indicatorCode)
    if (line === undefined) return { indicatorCode, claimed, accepted: claimed }
    const decimals = indicators.find(({ code }) => code === indicatorCode)?.decimals ?? 0
    const parsed = parseQuantity(line.quantity, { decimals })
    if (parsed.ok && compareDecimals(parsed.value, claimed) <= 0)
      return { indicatorCode, claimed, accepted: parsed.value }
    // More than was claimed is nobody's claim: such a record goes back to be corrected by its recorder.
    if (parsed.ok)
      problems.push({
        path: `accepted.${line.index}.quantity`,
        code: 'ABOVE_CLAIM',
        values: { claimed },
      })
    else
      problems.push({
        path: `accepted.${line.index}.quantity`,
        code:
          parsed.code === 'TOO_MANY_DECIMALS' && decimals === 0
            ? 'NOT_A_WHOLE_NUMBER'
            : parsed.code,
        values: { decimals },
      })
    return { indicatorCode, claimed, accepted: claimed }
  })
}

/** What was received says otherwise than what is accepted: then the signer says why. */
function refuseSilentContradiction(
  { donations }: StoredRecord,
  quantities: readonly Quantity[],
  problems: Problem[],
): void {
  const donated = quantities.find(({ indicatorCode }) => indicatorCode === DONATED_VALUE)
  if (donated === undefined || donations.length === 0) return
  const sums = donationSums(
    donations.map(({ valueYuan, receivedValueYuan = null }) => ({ valueYuan, receivedValueYuan })),
  )
  if (contradictsReceipt(sums, donated.accepted))
    problems.push({
      path: 'words',
      code: 'DIFFERS_FROM_RECEIPT',
      values: { accepted: donated.accepted, received: sums.atMost },
    })
}

/** The row of the signed opinion, as a part of the statement that moves the record. */
function signature(
  context: RequestContext,
  record: StoredRecord,
  opinion: {
    decision: string
    usefulness: number | null
    words: string
    reason: string | null
    fieldReasons: unknown
    quantities: unknown
  },
) {
  const { assignment, userId, name } = actingViewer(context)
  return sql`INSERT INTO countersignature (city_code, id, activity_id, activity_version, decision, usefulness, words, reason, field_reasons, quantities, signed_by_id, signed_by_name, deputy_for_name, signed_for_id, signed_for_name, signed_at)
    SELECT ${context.city.code}, ${randomUUID()}::uuid, moved.id, ${record.version}::int, ${opinion.decision}::countersigning_decision, ${opinion.usefulness}::smallint, ${opinion.words}, ${opinion.reason}, ${JSON.stringify(opinion.fieldReasons)}::jsonb, ${JSON.stringify(opinion.quantities)}::jsonb,
      ${userId}::uuid, ${name}, ${assignment.deputyFor?.name ?? null}, ${assignment.organisationId}::uuid, ${assignment.organisationName}, ${context.now} FROM moved`
}

/**
 * Signs a record for one's side. A joint record waits on for the other side's signature; what counts then is the less
 * of what both accepted (a submission has emptied what was accepted before). Its quantities as claimed or as corrected, how useful it was, in words if one likes. */
export function countersignActivity(
  context: RequestContext,
  input: CountersignInput,
): Promise<ActivityRow> {
  return moveActivity(context, input, 'COUNTERSIGN', async (record): Promise<Move> => {
    if (input.together && record.openQuestions.length > 0) throw new Refused('HAS_OPEN_QUESTIONS')
    const problems: Problem[] = []
    const quantities = await checkedQuantities(context, record, input.accepted, problems)
    if (!Number.isInteger(input.usefulness) || input.usefulness < 1 || input.usefulness > 5)
      problems.push({ path: 'usefulness', code: 'USEFULNESS_RANGE' })
    const words = cleanWords(input.words, { maximum: COUNTERSIGNING_LIMITS.words })
    if (!words.ok)
      problems.push({ path: 'words', code: words.code, values: { maximum: words.maximum } })
    else if (words.value === '') refuseSilentContradiction(record, quantities, problems)
    if (problems.length > 0 || !words.ok) throw new InvalidInput(problems)

    const decision = quantities.some(({ claimed, accepted }) => claimed !== accepted)
      ? 'CORRECTED'
      : 'ACCEPTED'
    const { userId, assignment } = actingViewer(context)
    // How useful a joint activity was is the community's word, whichever side signs first.
    const usefulness =
      record.direction === 'JOINT' && sideOfRole(assignment.role) === 'AGENCY_SIDE'
        ? (record.usefulness ?? input.usefulness)
        : input.usefulness
    return {
      action: 'COUNTERSIGN',
      decision,
      auditAction: 'activity.countersign',
      detail: { decision, quantities, usefulness: input.usefulness, words: words.value },
      set: sql`, usefulness = ${usefulness}::smallint, decided_by_id = ${userId}::uuid, decided_at = ${context.now}`,
      parts: sql`, accepted AS (
          UPDATE output SET accepted = least(line.quantity, output.accepted) FROM moved, unnest(${quantities.map(({ indicatorCode }) => indicatorCode)}::text[], ${quantities.map(({ accepted }) => accepted)}::numeric[]) AS line (code, quantity)
          WHERE output.city_code = ${context.city.code} AND output.activity_id = moved.id AND output.indicator_code = line.code
        ), signed AS (${signature(context, record, { decision, usefulness: input.usefulness, words: words.value, reason: null, fieldReasons: [], quantities })})`,
      changes: { usefulness, decidedById: userId, decidedAt: context.now },
    }
  })
}

type BackInput = {
  id: string
  version: number
  reason: string
  fieldReasons: readonly { path: string; reason: string }[]
}

const plainFields = [
  'pairingId',
  'day',
  'kind',
  'area',
  'direction',
  'campaignId',
  'title',
  'words',
  'outputs',
  'participations',
  'donations',
  'evidence',
]

/** The fields of a record that a reason can stand beside: 'day', 'outputs.<indicator>', 'outputs.0.quantity', 'participations.1'. */
function isFieldOf(record: StoredRecord, path: string): boolean {
  if (plainFields.includes(path)) return true
  if (record.outputs.some(({ indicatorCode }) => path === `outputs.${indicatorCode}`)) return true
  const [, list, line] =
    /^(outputs|participations|donations)\.(\d{1,2})(?:\.[A-Za-z]{1,20})?$/.exec(path) ?? []
  if (list !== 'outputs' && list !== 'participations' && list !== 'donations') return false
  return Number(line) < record[list].length
}

/** Sends a record back to its recorder, with a reason: one that waits (RETURN), or one already signed (REOPEN). */
function sendBack(
  context: RequestContext,
  action: 'RETURN' | 'REOPEN',
  input: BackInput,
): Promise<ActivityRow> {
  return moveActivity(context, input, action, (record): Move => {
    const problems: Problem[] = []
    const maximum = COUNTERSIGNING_LIMITS.reason
    const reason = cleanWords(input.reason, { maximum, required: true })
    if (!reason.ok) problems.push({ path: 'reason', code: reason.code, values: { maximum } })
    else if ([...reason.value].length < 2)
      problems.push({ path: 'reason', code: 'REASON_TOO_SHORT' })
    const most = COUNTERSIGNING_LIMITS.fieldReasons
    if (input.fieldReasons.length > most)
      throw new InvalidInput([
        { path: 'fieldReasons', code: 'TOO_MANY_LINES', values: { maximum: most } },
      ])
    const fieldReasons = input.fieldReasons.map((line, index) => {
      const words = cleanWords(line.reason, { maximum, required: true })
      if (!words.ok)
        problems.push({
          path: `fieldReasons.${index}.reason`,
          code: words.code,
          values: { maximum },
        })
      if (!isFieldOf(record, line.path))
        problems.push({ path: `fieldReasons.${index}.path`, code: 'UNKNOWN_FIELD' })
      return { path: line.path, reason: words.ok ? words.value : '' }
    })
    if (problems.length > 0 || !reason.ok) throw new InvalidInput(problems)
    const { userId } = actingViewer(context)
    const decision = action === 'RETURN' ? 'RETURNED' : 'REOPENED'
    return {
      action,
      auditAction: action === 'RETURN' ? 'activity.return' : 'activity.reopen',
      detail: { reason: reason.value, fieldReasons },
      set: sql`, decided_by_id = ${userId}::uuid, decided_at = ${context.now}, open_questions = '{}', usefulness = NULL`,
      parts: sql`, signed AS (${signature(context, record, { decision, usefulness: null, words: '', reason: reason.value, fieldReasons, quantities: [] })})`,
      changes: { decidedById: userId, decidedAt: context.now, usefulness: null, openQuestions: [] },
    }
  })
}

export const returnActivity = (context: RequestContext, input: BackInput): Promise<ActivityRow> =>
  sendBack(context, 'RETURN', input)
export const reopenActivity = (
  context: RequestContext,
  input: Omit<BackInput, 'fieldReasons'>,
): Promise<ActivityRow> => sendBack(context, 'REOPEN', { ...input, fieldReasons: [] })
