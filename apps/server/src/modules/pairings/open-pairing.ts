import { parseDay } from '@gongjian/domain/calendar-day'
import { cleanLine } from '@gongjian/domain/clean-text'
import type { FieldProblem } from '@gongjian/domain/field-problem'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { lockTree } from '../organisations/carry-out-change.ts'
import { loadPairing } from './pairing-row.ts'
import type { PairingRow } from './pairing-row.ts'

const levelOf = { AGENCY: 'AGENCY_STREET', BRANCH: 'BRANCH_COMMUNITY' } as const
const sides = { AGENCY: 'STREET', BRANCH: 'COMMUNITY' } as const

type Side = { kind: string; validFrom: string; validTo: string | null; endsOn: string | null }

/** A side with the day of a change to come by which it ends. */
function sideOf(client: pg.ClientBase, city: string, id: string): Promise<Side | null> {
  return firstRowOf<Side>(
    client,
    sql`SELECT o.kind, o.valid_from AS "validFrom", o.valid_to AS "validTo",
          (SELECT min(c.day) FROM organisation_change c JOIN organisation_change_part p ON p.city_code = c.city_code AND p.change_id = c.id
           WHERE p.city_code = o.city_code AND p.organisation_id = o.id AND p.part = 'ENDED' AND c.carried_out_at IS NULL AND c.cancelled_at IS NULL) AS "endsOn"
        FROM organisation o WHERE o.city_code = ${city} AND o.id = ${id}::uuid`,
  )
}

/** Opens a pairing from a day on; the id is the client's: sent twice it is opened once. Throws InvalidInput. */
export async function openPairing(
  context: RequestContext,
  input: {
    id: string
    agencySideId: string
    communitySideId: string
    validFrom: string
    purpose: string
  },
): Promise<PairingRow> {
  const city = context.city.code
  const day = parseDay(input.validFrom)
  const purpose = cleanLine(input.purpose, { maximum: 200, required: false })
  const problems: FieldProblem[] = []
  if (day === null)
    problems.push({
      path: 'validFrom',
      code: input.validFrom.trim() === '' ? 'REQUIRED' : 'NOT_A_DAY',
    })
  if (!purpose.ok)
    problems.push({ path: 'purpose', code: purpose.code, values: { maximum: purpose.maximum } })
  if (day === null || !purpose.ok) throw new InvalidInput(problems)
  await inTransaction(context.database.pool, async (client) => {
    await lockTree(client, city)
    const agencySide = await sideOf(client, city, input.agencySideId)
    const communitySide = await sideOf(client, city, input.communitySideId)
    const known = [
      ['agencySideId', agencySide],
      ['communitySideId', communitySide],
    ] as const
    for (const [path, side] of known) {
      if (side === null) problems.push({ path, code: 'UNKNOWN_ORGANISATION' })
      else if (side.validTo !== null) problems.push({ path, code: 'ORGANISATION_ENDED' })
      else if (side.endsOn !== null)
        problems.push({ path, code: 'OTHER_CHANGE_PENDING', values: { day: side.endsOn } })
      else if (side.validFrom > day)
        problems.push({
          path: 'validFrom',
          code: 'NOT_YET_FOUNDED',
          values: { day: side.validFrom },
        })
    }
    const level =
      agencySide?.kind === 'AGENCY' || agencySide?.kind === 'BRANCH' ? agencySide.kind : null
    if (problems.length === 0 && (level === null || communitySide?.kind !== sides[level]))
      problems.push({ path: 'communitySideId', code: 'SIDES_DO_NOT_FIT' })
    if (problems.length > 0 || level === null) throw new InvalidInput(problems)
    const made = await rowsOf<{ isNew: boolean }>(
      client,
      sql`INSERT INTO pairing (city_code, id, level, agency_side_id, community_side_id, purpose, valid_from)
          SELECT ${city}, ${input.id}::uuid, ${levelOf[level]}::pairing_level, ${input.agencySideId}::uuid, ${input.communitySideId}::uuid, ${purpose.value || null}, ${day}::date
          WHERE NOT EXISTS (SELECT FROM pairing q WHERE q.city_code = ${city} AND q.agency_side_id = ${input.agencySideId}::uuid AND q.community_side_id = ${input.communitySideId}::uuid AND (q.valid_to IS NULL OR q.valid_to >= ${day}::date))
          RETURNING true AS "isNew"`,
    )
    if (made.length > 0) {
      const detail = {
        agencySideId: input.agencySideId,
        communitySideId: input.communitySideId,
        validFrom: day,
      }
      await appendAudit(client, context, {
        action: 'pairing.open',
        subjectKind: 'pairing',
        subjectId: input.id,
        detail,
      })
      return
    }
    const same = await firstRowOf(
      client,
      sql`SELECT 1 FROM pairing WHERE city_code = ${city} AND id = ${input.id}::uuid`,
    )
    if (same === null) throw new InvalidInput([{ path: 'communitySideId', code: 'PAIRED_ALREADY' }])
  })
  return existing(context, input.id)
}

async function existing(context: RequestContext, id: string): Promise<PairingRow> {
  const pairing = await loadPairing(context, id)
  if (pairing === null) throw new NotFound()
  return pairing
}

/** Ends a pairing: the day is the last on which it holds. Throws InvalidInput, NotFound. */
export async function endPairing(
  context: RequestContext,
  input: { id: string; validTo: string; reason: string },
): Promise<PairingRow> {
  const city = context.city.code
  const day = parseDay(input.validTo)
  const reason = cleanLine(input.reason, { maximum: 200, required: true })
  const problems: FieldProblem[] = []
  if (day === null)
    problems.push({ path: 'validTo', code: input.validTo.trim() === '' ? 'REQUIRED' : 'NOT_A_DAY' })
  if (!reason.ok)
    problems.push({ path: 'reason', code: reason.code, values: { maximum: reason.maximum } })
  if (day === null || !reason.ok) throw new InvalidInput(problems)
  await inTransaction(context.database.pool, async (client) => {
    await lockTree(client, city)
    const found = await firstRowOf<{ validFrom: string; lastRecord: string | null }>(
      client,
      sql`SELECT p.valid_from AS "validFrom", (SELECT max(t.day) FROM activity t WHERE t.city_code = p.city_code AND t.pairing_id = p.id AND t.status <> 'WITHDRAWN') AS "lastRecord"
          FROM pairing p WHERE p.city_code = ${city} AND p.id = ${input.id}::uuid AND (p.valid_to IS NULL OR p.valid_to >= ${context.today}::date) FOR UPDATE`,
    )
    if (found === null) throw new NotFound()
    if (day < found.validFrom)
      throw new InvalidInput([{ path: 'validTo', code: 'ENDS_BEFORE_IT_BEGINS' }])
    if (found.lastRecord !== null && found.lastRecord > day)
      throw new InvalidInput([
        { path: 'validTo', code: 'RECORDS_SINCE', values: { day: found.lastRecord } },
      ])
    await rowsOf(
      client,
      sql`UPDATE pairing SET valid_to = ${day}::date, end_reason = ${reason.value} WHERE city_code = ${city} AND id = ${input.id}::uuid`,
    )
    await appendAudit(client, context, {
      action: 'pairing.end',
      subjectKind: 'pairing',
      subjectId: input.id,
      detail: { validTo: day },
    })
  })
  return existing(context, input.id)
}
