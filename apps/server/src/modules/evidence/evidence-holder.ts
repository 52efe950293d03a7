import { communityChain } from '@gongjian/domain/audit-event'
import { EVIDENCE_LIMITS } from '@gongjian/domain/evidence-files'
import type { AppealFilePart } from '@gongjian/domain/appeal-actions'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { lockAppealForFiles } from '../appeals/appeal-files.ts'
import { lockRecordForEvidence } from './record-of-evidence.ts'

/** What a photo or document is added to. */
export type EvidenceHolder = { kind: 'RECORD' | 'APPEAL'; id: string }

/** A holder that is locked, and may be added to. */
export type LockedHolder = {
  activityId: string | null
  appealId: string | null
  appealPart: AppealFilePart | null
  /** Where what happens with its files is written down. */
  audit: { chain?: string; subjectKind: 'activity' | 'appeal'; subjectId: string }
}

/** Of a row, which has the one or the other. */
export function holderOf(row: {
  activityId: string | null
  appealId: string | null
}): EvidenceHolder {
  if (row.appealId !== null) return { kind: 'APPEAL', id: row.appealId }
  if (row.activityId !== null) return { kind: 'RECORD', id: row.activityId }
  throw new Error('a file that belongs to nothing')
}

export const isSameHolder = (one: EvidenceHolder, other: EvidenceHolder): boolean =>
  one.kind === other.kind && one.id === other.id

/** Locks what the file is added to and asks its rules whether it may be. Throws NotFound, Refused. */
export async function lockHolder(
  client: pg.PoolClient,
  context: RequestContext,
  { kind, id }: EvidenceHolder,
): Promise<LockedHolder> {
  if (kind === 'APPEAL') {
    const appealPart = await lockAppealForFiles(client, context, 'addAppealFile', id)
    return {
      activityId: null,
      appealId: id,
      appealPart,
      audit: { subjectKind: 'appeal', subjectId: id },
    }
  }
  const record = await lockRecordForEvidence(client, context, id)
  return {
    activityId: id,
    appealId: null,
    appealPart: null,
    audit: {
      chain: communityChain(record.communitySide.code),
      subjectKind: 'activity',
      subjectId: id,
    },
  }
}

/** Throws Refused where what is locked has as many photos and documents as it takes, but for the one of this id. */
export async function refuseBeyondHolder(
  context: RequestContext,
  client: pg.PoolClient,
  id: string,
  { activityId, appealId, appealPart }: LockedHolder,
): Promise<void> {
  const held =
    appealId === null
      ? sql`activity_id = ${activityId}::uuid`
      : sql`appeal_id = ${appealId}::uuid AND appeal_part = ${appealPart}::appeal_file_part`
  const counted = await firstRowOf<{ count: number }>(
    client,
    sql`SELECT count(*)::int AS count FROM evidence WHERE city_code = ${context.city.code} AND ${held} AND removed_at IS NULL AND id <> ${id}::uuid`,
  )
  if ((counted?.count ?? 0) >= EVIDENCE_LIMITS.eachRecord)
    throw new Refused('TOO_MANY_FILES', { maximum: EVIDENCE_LIMITS.eachRecord })
}
