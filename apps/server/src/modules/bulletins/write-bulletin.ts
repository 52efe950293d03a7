import { randomBytes } from 'node:crypto'
import { bulletinRefusal } from '@gongjian/domain/bulletin-actions'
import { checkBulletin } from '@gongjian/domain/bulletin-content'
import type { BulletinContent, BulletinOrder } from '@gongjian/domain/bulletin-content'
import { draftBulletin } from '@gongjian/domain/bulletin-draft'
import type { Grade } from '@gongjian/domain/scheme-content'
import { GRADES } from '@gongjian/domain/scheme-content'
import { certificateCode } from '@gongjian/domain/volunteer-name'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { storedBulletin } from './bulletin-json.ts'
import { findBulletin } from './bulletin-row.ts'
import type { BulletinRow } from './bulletin-row.ts'
import { figuresOf } from './published-ranking.ts'

export type DraftBulletinInput = {
  id: string
  runId: string
  order: BulletinOrder
  replacesId?: string | null | undefined
}

/** The published one that the new one is to take the place of. */
async function toReplace(context: RequestContext, id: string): Promise<BulletinRow> {
  const replaced = await findBulletin(context, 'draftBulletin', id)
  if (replaced === null) throw new NotFound()
  const refusal = bulletinRefusal('SUPERSEDE', replaced, actingViewer(context))
  if (refusal !== null) throw new Refused(refusal)
  return replaced
}

/** Begins a bulletin with the figures of a run that is done; sent twice, it is the same bulletin. */
export async function draftBulletinOf(
  context: RequestContext,
  { id, runId, order, replacesId }: DraftBulletinInput,
): Promise<BulletinRow> {
  const repeated = await findBulletin(context, 'draftBulletin', id)
  if (repeated !== null) return repeated
  const figures = await figuresOf(context, runId)
  if (figures === null) throw new Refused('RUN_NOT_DONE')
  const replaced = replacesId ? await toReplace(context, replacesId) : null
  const { name, assignment } = actingViewer(context)
  const row = await firstRowOf<{ content: unknown }>(
    context.database.pool,
    sql`SELECT content FROM bulletin WHERE city_code = ${context.city.code} ORDER BY changed_at DESC, id DESC LIMIT 1`,
  )
  const last = row === null ? null : storedBulletin.parse(row.content)
  const drafted = draftBulletin(figures, {
    issuer: last?.issuer ?? assignment.organisationName,
    today: context.today,
    order,
    grades: GRADES,
    replaces: replaced?.content.documentNumber ?? null,
  })
  // What stays the same from one to the next is not typed again.
  const content: BulletinContent =
    last === null
      ? drafted
      : {
          ...drafted,
          addressees: last.addressees,
          copies: last.copies,
          printedBy: last.printedBy,
        }
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(
      client,
      sql`INSERT INTO bulletin (city_code, id, run_id, programme_year, kind, state, version, title, document_number, "order", grades, content, code, replaces_id, changed_at, changed_by_name)
          VALUES (${context.city.code}, ${id}::uuid, ${runId}::uuid, ${figures.year}, ${figures.kind}::organisation_kind, 'DRAFT', 1, ${content.title}, ${content.documentNumber}, ${content.order}::bulletin_order, ${[...content.grades]}::grade[],
            ${JSON.stringify(content)}::jsonb, ${certificateCode(randomBytes(12))}, ${replaced?.id ?? null}::uuid, ${context.now}::timestamptz, ${name})`,
    )
    await appendAudit(client, context, {
      action: 'bulletin.draft',
      subjectKind: 'bulletin',
      subjectId: id,
      detail: { runId, order },
    })
  })
  return found(context, id)
}

export type SaveBulletinInput = Omit<BulletinContent, 'grades'> & {
  id: string
  version: number
  grades: readonly Grade[]
}

/** Keeps what the office wrote; of two who write at once the second is told. */
export async function saveBulletin(
  context: RequestContext,
  { id, version, ...typed }: SaveBulletinInput,
): Promise<BulletinRow> {
  const bulletin = await findBulletin(context, 'saveBulletin', id)
  if (bulletin === null) throw new NotFound()
  const { userId, name } = actingViewer(context)
  const refusal = bulletinRefusal('SAVE', bulletin, { userId })
  if (refusal !== null) throw new Refused(refusal)
  const checked = checkBulletin(typed)
  if (!checked.ok) throw new InvalidInput(checked.problems)
  const { content } = checked
  await inTransaction(context.database.pool, async (client) => {
    const saved = await firstRowOf(
      client,
      sql`UPDATE bulletin SET version = version + 1, title = ${content.title}, document_number = ${content.documentNumber}, "order" = ${content.order}::bulletin_order, grades = ${[...content.grades]}::grade[],
            content = ${JSON.stringify(content)}::jsonb, changed_at = ${context.now}::timestamptz, changed_by_name = ${name}
          WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state = 'DRAFT' AND version = ${version} RETURNING id`,
    )
    if (saved === null) throw new Refused('BULLETIN_CHANGED')
    await appendAudit(client, context, {
      action: 'bulletin.save',
      subjectKind: 'bulletin',
      subjectId: id,
    })
  })
  return found(context, id)
}

export async function found(context: RequestContext, id: string): Promise<BulletinRow> {
  const row = await findBulletin(context, 'bulletin', id)
  if (row === null) throw new Error('the bulletin was just written')
  return row
}
