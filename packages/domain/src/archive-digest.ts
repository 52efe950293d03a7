import { canonicalJson } from './canonical-json.ts'
import type { ActivityStatus, CountersigningDecision } from './vocabulary.ts'

/** Of a record, what an archive answers for: if any of it differs later, the record has changed since. */
export type ArchivedFacts = {
  id: string
  version: number
  status: ActivityStatus
  outputs: readonly { indicatorCode: string; claimed: string; accepted: string | null }[]
  countersignatures: readonly {
    id: string
    decision: CountersigningDecision
    usefulness: number | null
    words: string
    reason: string | null
  }[]
}

/** What is hashed (SHA-256, hexadecimal) as the digest of a record: the same facts give the same text, in any order. */
export function archivedRecordText({
  id,
  version,
  status,
  outputs,
  countersignatures,
}: ArchivedFacts): string {
  return canonicalJson({
    id,
    version,
    status,
    outputs: outputs
      .map(({ indicatorCode, claimed, accepted }) => ({ indicatorCode, claimed, accepted }))
      .sort((a, b) => (a.indicatorCode < b.indicatorCode ? -1 : 1)),
    countersignatures: countersignatures
      .map((one) => ({
        id: one.id,
        decision: one.decision,
        usefulness: one.usefulness,
        words: one.words,
        reason: one.reason,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  })
}

/** What is hashed as the digest of an archive: whose year it is, and the digest of each of its records. */
export function archiveText(
  organisationId: string,
  programmeYear: number,
  digests: ReadonlyMap<string, string>,
): string {
  const records = [...digests].sort(([a], [b]) => (a < b ? -1 : 1))
  return canonicalJson({ organisationId, programmeYear, records })
}

/** How many records were added, taken out or changed since the archive was made. */
export function changedSince(
  then: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): number {
  const ids = new Set([...then.keys(), ...now.keys()])
  return [...ids].filter((id) => then.get(id) !== now.get(id)).length
}
