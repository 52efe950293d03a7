import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { bulletinDocument } from './bulletin-document.ts'
import type { BulletinRow } from './bulletin-row.ts'

type Format = 'PDF' | 'DOCX'

async function keptFile(
  { database, city }: RequestContext,
  id: string,
  format: Format,
): Promise<Buffer | null> {
  const kept = await firstRowOf<{ bytes: Buffer }>(
    database.pool,
    sql`SELECT bytes FROM bulletin_file WHERE city_code = ${city.code} AND bulletin_id = ${id}::uuid AND format = ${format}::archive_format`,
  )
  return kept?.bytes ?? null
}

/**
 * A bulletin as a file: a draft as it stands now, a published one byte by byte as it was kept. Where none was kept yet,
 * as of the demonstration's, it is kept as it is first asked for; of two at once one is kept, and both get it.
 */
export async function bulletinFile(
  context: RequestContext,
  bulletin: BulletinRow,
  format: Format,
): Promise<Buffer> {
  const kept = await keptFile(context, bulletin.id, format)
  if (kept !== null) return kept
  const bytes = await bulletinDocument(context, bulletin, format)
  if (bulletin.state !== 'PUBLISHED') return bytes
  const hash = createHash('sha256').update(bytes).digest('hex')
  await rowsOf(
    context.database.pool,
    sql`INSERT INTO bulletin_file (city_code, bulletin_id, format, bytes, hash) VALUES (${context.city.code}, ${bulletin.id}::uuid, ${format}::archive_format, ${bytes}, ${hash}) ON CONFLICT DO NOTHING`,
  )
  return (await keptFile(context, bulletin.id, format)) ?? bytes
}
