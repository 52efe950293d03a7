import { createHash } from 'node:crypto'
import { BULLETIN_LIFE, bulletinRefusal } from '@gongjian/domain/bulletin-actions'
import type { BulletinMove } from '@gongjian/domain/bulletin-actions'
import { checkBulletin } from '@gongjian/domain/bulletin-content'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { bulletinDocument } from './bulletin-document.ts'
import { findBulletin } from './bulletin-row.ts'
import type { BulletinRow } from './bulletin-row.ts'
import { found } from './write-bulletin.ts'

const FORMATS = ['PDF', 'DOCX'] as const
const audited = {
  PROPOSE: 'bulletin.propose',
  SEND_BACK: 'bulletin.sendBack',
  PUBLISH: 'bulletin.publish',
} as const satisfies Record<BulletinMove, string>

/** Proposes a draft, sends it back, or publishes it as a second person; a published one ends the one that it names. */
export async function moveBulletin(
  context: RequestContext,
  { id, version, move }: { id: string; version: number; move: BulletinMove },
): Promise<BulletinRow> {
  const bulletin = await findBulletin(context, 'moveBulletin', id)
  if (bulletin === null) throw new NotFound()
  const { userId, name } = actingViewer(context)
  const refusal = bulletinRefusal(move, bulletin, { userId })
  if (refusal !== null) throw new Refused(refusal)
  const checked = checkBulletin(bulletin.content)
  if (!checked.ok) throw new InvalidInput(checked.problems)
  const published = { ...bulletin, state: 'PUBLISHED', changedAt: context.now } as const
  const files =
    move === 'PUBLISH'
      ? await Promise.all(
          FORMATS.map(async (format) => ({
            format,
            bytes: await bulletinDocument(context, published, format),
          })),
        )
      : []
  const by: Record<BulletinMove, Sql> = {
    PROPOSE: sql`proposed_by_id = ${userId}::uuid, proposed_by_name = ${name}, proposed_at = ${context.now}::timestamptz`,
    SEND_BACK: sql`proposed_by_id = NULL, proposed_by_name = NULL, proposed_at = NULL`,
    PUBLISH: sql`published_by_id = ${userId}::uuid, published_by_name = ${name}, published_at = ${context.now}::timestamptz`,
  }
  const { from, to } = BULLETIN_LIFE[move]
  await inTransaction(context.database.pool, async (client) => {
    if (move === 'PUBLISH') await makeWay(client, context, bulletin)
    const moved = await firstRowOf(
      client,
      sql`UPDATE bulletin SET state = ${to}::bulletin_state, version = version + 1, changed_at = ${context.now}::timestamptz, ${by[move]}
          WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state = ${from}::bulletin_state AND version = ${version} RETURNING id`,
    )
    if (moved === null) throw new Refused('BULLETIN_CHANGED')
    for (const { format, bytes } of files)
      await rowsOf(
        client,
        sql`INSERT INTO bulletin_file (city_code, bulletin_id, format, bytes, hash) VALUES (${context.city.code}, ${id}::uuid, ${format}::archive_format, ${bytes}, ${hashOf(bytes)})`,
      )
    await appendAudit(client, context, {
      action: audited[move],
      subjectKind: 'bulletin',
      subjectId: id,
      detail: Object.fromEntries(files.map(({ format, bytes }) => [format, hashOf(bytes)])),
    })
  })
  return found(context, id)
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The number is free, and the one that it takes the place of ends; one publication at a time. */
async function makeWay(
  client: Parameters<typeof rowsOf>[0],
  context: RequestContext,
  { id, content, replaces }: BulletinRow,
): Promise<void> {
  const city = context.city.code
  await rowsOf(client, sql`SELECT pg_advisory_xact_lock(hashtext(${`bulletin ${city}`}))`)
  const sameNumber = await firstRowOf(
    client,
    sql`SELECT id FROM bulletin WHERE city_code = ${city} AND document_number = ${content.documentNumber} AND state IN ('PUBLISHED', 'SUPERSEDED')`,
  )
  if (sameNumber !== null) throw new Refused('DOCUMENT_NUMBER_TAKEN')
  if (replaces === null) return
  const ended = await firstRowOf(
    client,
    sql`UPDATE bulletin SET state = 'SUPERSEDED', version = version + 1, superseded_at = ${context.now}::timestamptz WHERE city_code = ${city} AND id = ${replaces.id}::uuid AND state = 'PUBLISHED' RETURNING id`,
  )
  if (ended === null) throw new Refused('BULLETIN_NOT_PUBLISHED')
  await appendAudit(client, context, {
    action: 'bulletin.supersede',
    subjectKind: 'bulletin',
    subjectId: replaces.id,
    detail: { by: id },
  })
}
