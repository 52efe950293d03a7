import { parseCertificateCode } from '@gongjian/domain/volunteer-name'
import type { RequestContext } from '../../platform/context.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { findPublished } from './bulletin-row.ts'
import type { BulletinRow } from './bulletin-row.ts'

/**
 * What anybody learns who has a bulletin's code, or its file: that it was published, by whom, when, and whether it
 * still holds. Nothing of what stands in it. Guessing is slowed down.
 */
export async function verifyBulletin(
  context: RequestContext,
  asked: { code?: string | null | undefined; fileHash?: string | null | undefined },
): Promise<BulletinRow | null> {
  await countTry(limitsOf(context.database).archiveByAddress, context.client.ip)
  const code = asked.code ? parseCertificateCode(asked.code) : null
  if (code !== null) return findPublished(context, { code })
  const fileHash = /^[\da-f]{64}$/.test(asked.fileHash ?? '') ? asked.fileHash : null
  return fileHash ? findPublished(context, { fileHash }) : null
}
