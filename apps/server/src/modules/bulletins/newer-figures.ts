import { bulletinRefusal } from '@gongjian/domain/bulletin-actions'
import { figureChanges } from '@gongjian/domain/bulletin-figures'
import type { FigureChange } from '@gongjian/domain/bulletin-figures'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { findBulletin } from './bulletin-row.ts'
import type { BulletinRow } from './bulletin-row.ts'
import { figuresOf } from './published-ranking.ts'
import { found } from './write-bulletin.ts'

type Neighbours = { newer: string | null; earlier: string | null }

/** Of the runs of the same scheme that are done: the newest, where it is newer than the bulletin's, and the one before it. */
async function neighboursOf(
  { database, city }: Pick<RequestContext, 'database' | 'city'>,
  runId: string,
): Promise<Neighbours> {
  const others = (comparison: '<' | '>') => sql`(SELECT r.id FROM assessment_run r
    WHERE r.city_code = own.city_code AND r.scheme_id = own.scheme_id AND r.state = 'DONE' AND ${comparison === '<' ? sql`r.started_at < own.started_at` : sql`r.started_at > own.started_at`}
    ORDER BY r.started_at DESC LIMIT 1)`
  const row = await firstRowOf<Neighbours>(
    database.pool,
    sql`SELECT ${others('>')} AS newer, ${others('<')} AS earlier FROM assessment_run own WHERE own.city_code = ${city.code} AND own.id = ${runId}::uuid`,
  )
  return row ?? { newer: null, earlier: null }
}

/** The newest run of the scheme, where a draft has still the figures of an earlier one. */
export async function newerRunOf(
  context: RequestContext,
  { runId, state }: Pick<BulletinRow, 'runId' | 'state'>,
): Promise<string | null> {
  return state === 'DRAFT' ? (await neighboursOf(context, runId)).newer : null
}

/**
 * What a draft has to be told of: where there is a newer run, every figure that it has otherwise; after its figures were
 * taken, those that the text says as the run before had them.
 */
export async function changedFigures(
  context: RequestContext,
  { runId, state, content }: Pick<BulletinRow, 'runId' | 'state' | 'content'>,
): Promise<FigureChange[]> {
  if (state !== 'DRAFT' && state !== 'PROPOSED') return []
  const { newer, earlier } = await neighboursOf(context, runId)
  const other = newer ?? earlier
  if (other === null) return []
  const [own, others] = await Promise.all([figuresOf(context, runId), figuresOf(context, other)])
  if (own === null || others === null) return []
  return newer === null
    ? figureChanges(others, own, content.body).filter(({ inText }) => inText)
    : figureChanges(own, others, content.body)
}

/** Sets a draft on the newest run of its scheme: table and ranks are of that run, the text stays as it was written. */
export async function takeBulletinFigures(
  context: RequestContext,
  { id, version }: { id: string; version: number },
): Promise<BulletinRow> {
  const bulletin = await findBulletin(context, 'takeBulletinFigures', id)
  if (bulletin === null) throw new NotFound()
  const { userId, name } = actingViewer(context)
  const refusal = bulletinRefusal('SAVE', bulletin, { userId })
  if (refusal !== null) throw new Refused(refusal)
  const newer = await newerRunOf(context, bulletin)
  if (newer === null) throw new Refused('FIGURES_ARE_NEWEST')
  await inTransaction(context.database.pool, async (client) => {
    const taken = await firstRowOf(
      client,
      sql`UPDATE bulletin SET run_id = ${newer}::uuid, version = version + 1, changed_at = ${context.now}::timestamptz, changed_by_name = ${name}
          WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state = 'DRAFT' AND version = ${version} RETURNING id`,
    )
    if (taken === null) throw new Refused('BULLETIN_CHANGED')
    await appendAudit(client, context, {
      action: 'bulletin.takeFigures',
      subjectKind: 'bulletin',
      subjectId: id,
      detail: { from: bulletin.runId, to: newer },
    })
  })
  return found(context, id)
}
