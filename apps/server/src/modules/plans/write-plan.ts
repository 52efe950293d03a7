import { createHash } from 'node:crypto'
import { communityChain } from '@gongjian/domain/audit-event'
import { canonicalJson } from '@gongjian/domain/canonical-json'
import { checkPlan, dueDay, ownSide } from '@gongjian/domain/plans'
import type { PlanContent, TypedPlan } from '@gongjian/domain/plans'
import type { PairingSide } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { actorOf } from '../activities/activity-row.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { loadPairing } from '../pairings/pairing-row.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { loadPlan, refusalOf } from './plan-row.ts'
import type { PlanRow } from './plan-row.ts'
import { settlePlan, tellOfPlan } from './tell-of-plan.ts'

export type WritePlanInput = TypedPlan & {
  /** Made by the client. */
  id: string
  /** The version that was read; null where it is new. */
  version: number | null
  pairingId: string
  year: number
}

const hashOf = (content: PlanContent) =>
  createHash('sha256')
    .update(
      canonicalJson({ ...content, lines: content.lines.map((line) => ({ ...line })) }),
      'utf8',
    )
    .digest('hex')

/**
 * Saves a plan as a draft, or saves and proposes it to the other side. The id is the client's: the same sent again is the
 * same plan. Where one holds already, it is the next edition. Throws InvalidInput, Refused, NotFound.
 */
export async function writePlan(
  context: RequestContext,
  action: 'SAVE' | 'PROPOSE',
  input: WritePlanInput,
): Promise<PlanRow> {
  const existing = await loadPlan(context, input.id)
  const pairingId = existing?.pairingId ?? input.pairingId
  const year = existing?.programmeYear ?? input.year
  const pairing = await loadPairing(context, pairingId)
  const actor = actorOf(context)
  if (pairing === null || actor === null) throw new NotFound()
  const paths = {
    agencySidePath: pairing.agencySide.path,
    communitySidePath: pairing.communitySide.path,
  }
  const side = ownSide(paths, actor)
  if (side === null) throw new NotFound()
  const period = (await periodsOf(context)).find((one) => one.year === year)
  if (period === undefined) throw new InvalidInput([{ path: 'year', code: 'NOT_A_YEAR' }])
  const checked = checkPlan(input, { indicators: await indicatorsOf(context), year: period })
  const hash = checked.ok ? hashOf(checked.content) : ''
  if (existing !== null) {
    // The answer to the first sending was lost: what it asked for has been done.
    const stands = action === 'PROPOSE' ? existing.proposedAt !== null : true
    if (existing.version === (input.version ?? 0) + 1 && existing.contentHash === hash && stands)
      return existing
    const refusal = await refusalOf(context, action, existing)
    if (refusal !== null) throw new Refused(refusal)
    if (existing.version !== input.version) throw new Refused('CHANGED_MEANWHILE')
  } else {
    if (input.version !== null) throw new NotFound()
    if (period.status === 'LOCKED') throw new Refused('PLAN_YEAR_LOCKED')
    const { validFrom, validTo } = pairing
    if (validFrom > period.endsOn || (validTo !== null && validTo < period.startsOn))
      throw new InvalidInput([{ path: 'pairingId', code: 'OUTSIDE_THE_PAIRING' }])
  }
  if (!checked.ok) throw new InvalidInput(checked.problems)
  const { content } = checked
  await inTransaction(context.database.pool, async (client) => {
    const version = (existing?.version ?? 0) + 1
    if (existing === null) await insert(client, context, { ...input, side, content, hash })
    else await update(client, context, existing, { content, hash })
    await writeLines(client, context, input.id, content)
    if (action === 'PROPOSE') await markProposed(client, context, input.id)
    const audited = action === 'PROPOSE' || existing === null || existing.state === 'RETURNED'
    if (audited)
      await appendAudit(client, context, {
        chain: communityChain(pairing.communitySide.code),
        action: action === 'PROPOSE' ? 'plan.propose' : 'plan.save',
        subjectKind: 'plan',
        subjectId: input.id,
        detail: {
          pairingId,
          year,
          version,
          ...(action === 'PROPOSE'
            ? { words: content.words, lines: content.lines.map((line) => ({ ...line })) }
            : {}),
        },
      })
    if (action === 'PROPOSE') {
      await settlePlan(client, context, input.id)
      await tellOfPlan(client, context, {
        kind: 'PLAN_PROPOSED',
        planId: input.id,
        toSide: side === 'AGENCY_SIDE' ? pairing.communitySide.id : pairing.agencySide.id,
        side: side === 'AGENCY_SIDE' ? 'COMMUNITY_SIDE' : 'AGENCY_SIDE',
      })
    }
  })
  return planNow(context, input.id)
}

/** Whoever writes now, and for whom. */
const writersNow = (context: RequestContext) => {
  const { userId, assignment } = actingViewer(context)
  return [userId, ...(assignment.deputyFor ? [assignment.deputyFor.id] : [])]
}

async function insert(
  client: pg.ClientBase,
  context: RequestContext,
  plan: WritePlanInput & { side: PairingSide; content: PlanContent; hash: string },
): Promise<void> {
  const { city, now } = context
  const rows = await rowsOf(
    client,
    sql`INSERT INTO plan (city_code, id, pairing_id, programme_year, edition, state, version, side, words, writer_ids, created_at, updated_at, content_hash)
        SELECT ${city.code}, ${plan.id}::uuid, ${plan.pairingId}::uuid, ${plan.year}, coalesce((SELECT max(h.edition) FROM plan h WHERE h.city_code = ${city.code} AND h.pairing_id = ${plan.pairingId}::uuid AND h.programme_year = ${plan.year}), 0) + 1,
          'DRAFT', 1, ${plan.side}::rollup_side, ${plan.content.words}, ${writersNow(context)}::uuid[], ${now}, ${now}, ${plan.hash}
        ON CONFLICT DO NOTHING RETURNING id`,
  )
  if (rows.length === 1) return
  const same = await firstRowOf(
    client,
    sql`SELECT id FROM plan WHERE city_code = ${city.code} AND id = ${plan.id}::uuid`,
  )
  throw new Refused(same === null ? 'PLAN_BEING_WRITTEN' : 'CHANGED_MEANWHILE')
}

async function update(
  client: pg.ClientBase,
  context: RequestContext,
  { id, version, state }: PlanRow,
  { content, hash }: { content: PlanContent; hash: string },
): Promise<void> {
  const rows = await rowsOf(
    client,
    sql`UPDATE plan SET version = version + 1, words = ${content.words}, content_hash = ${hash}, updated_at = ${context.now},
          writer_ids = (SELECT array_agg(DISTINCT w) FROM unnest(writer_ids || ${writersNow(context)}::uuid[]) w)
        WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND version = ${version} AND state = ${state}::plan_state RETURNING id`,
  )
  if (rows.length !== 1) throw new Refused('CHANGED_MEANWHILE')
}

async function writeLines(
  client: pg.ClientBase,
  { city }: RequestContext,
  planId: string,
  { lines }: PlanContent,
): Promise<void> {
  await rowsOf(
    client,
    sql`DELETE FROM plan_line WHERE city_code = ${city.code} AND plan_id = ${planId}::uuid`,
  )
  const column = (value: (line: PlanContent['lines'][number]) => string | null) => lines.map(value)
  await rowsOf(
    client,
    sql`INSERT INTO plan_line (city_code, plan_id, position, indicator_code, kind, area, quantity, due_on, side, responsible, words)
        SELECT ${city.code}, ${planId}::uuid, l.* FROM unnest(${lines.map((_line, index) => index + 1)}::smallint[], ${column((line) => line.indicatorCode)}::text[], ${column(({ kind }) => kind)}::activity_kind[], ${column(({ area }) => area)}::help_area[],
          ${column(({ quantity }) => quantity)}::numeric[], ${column(({ dueMonth }) => dueDay(dueMonth))}::date[], ${column(({ side }) => side)}::rollup_side[], ${column(({ responsible }) => responsible)}::text[], ${column(({ words }) => words)}::text[]) l`,
  )
}

async function markProposed(
  client: pg.ClientBase,
  context: RequestContext,
  id: string,
): Promise<void> {
  const { userId, name } = actingViewer(context)
  await rowsOf(
    client,
    sql`UPDATE plan SET state = 'PROPOSED', proposed_by_id = ${userId}::uuid, proposed_by_name = ${name}, proposed_at = ${context.now}, decided_by_name = NULL, decided_at = NULL
        WHERE city_code = ${context.city.code} AND id = ${id}::uuid`,
  )
}

/** The plan as it stands after a change. */
export async function planNow(context: RequestContext, id: string): Promise<PlanRow> {
  context.loaders.delete('plan by id')
  const row = await loadPlan(context, id)
  if (row === null) throw new NotFound()
  return row
}
