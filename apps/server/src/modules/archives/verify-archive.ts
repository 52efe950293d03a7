import { createHash } from 'node:crypto'
import { archiveText, changedSince } from '@gongjian/domain/archive-digest'
import { parseCertificateCode } from '@gongjian/domain/volunteer-name'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { rowsOf } from '../../platform/statement.ts'
import { findRegistered } from './archive-row.ts'
import type { ArchiveRow } from './archive-row.ts'
import { digestsNow } from './archived-records.ts'

export type VerifiedArchiveRow = ArchiveRow & {
  /** Records that were added, taken out or changed since. */
  changedRecords: number
  contentHashNow: string
}

/** What is hashed as the content of an archive. */
export function contentHashOf(
  { organisation, programmeYear }: Pick<ArchiveRow, 'organisation' | 'programmeYear'>,
  digests: ReadonlyMap<string, string>,
): string {
  return createHash('sha256')
    .update(archiveText(organisation.id, programmeYear, digests))
    .digest('hex')
}

/**
 * What anybody learns who has an archive's code, or its file: that it is registered, for whom, when, and how many of its
 * records have changed since. Nothing of what stands in it. Guessing is slowed down.
 */
export async function verifyArchive(
  context: RequestContext,
  asked: { code?: string | null | undefined; fileHash?: string | null | undefined },
): Promise<VerifiedArchiveRow | null> {
  await countTry(limitsOf(context.database).archiveByAddress, context.client.ip)
  const code = asked.code ? parseCertificateCode(asked.code) : null
  const fileHash = /^[\da-f]{64}$/.test(asked.fileHash ?? '') ? asked.fileHash : null
  const row =
    code !== null
      ? await findRegistered(context, { code })
      : fileHash
        ? await findRegistered(context, { fileHash })
        : null
  if (row === null) return null
  const registered = await rowsOf<{ id: string; digest: string }>(
    context.database.pool,
    sql`SELECT activity_id AS id, digest FROM archive_record WHERE city_code = ${context.city.code} AND archive_id = ${row.id}::uuid`,
  )
  const then = new Map(registered.map(({ id, digest }) => [id, digest]))
  const now = await digestsNow(context, row)
  return {
    ...row,
    changedRecords: changedSince(then, now),
    contentHashNow: contentHashOf(row, now),
  }
}
