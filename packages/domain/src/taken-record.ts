import type { ActivityStatus, PairingSide } from './vocabulary.ts'

/** How long a record stays taken when whoever has it open says nothing more. */
export const TAKEN_FOR_MINUTES = 10
/** So often an open page says that it is still open: several times within that. */
export const TAKEN_AGAIN_EVERY_SECONDS = 180

/** Who has a record open for their side, until when. */
export type Taking = { side: PairingSide; takenById: string; until: Date }

export function takenUntil(now: Date): Date {
  return new Date(now.getTime() + TAKEN_FOR_MINUTES * 60_000)
}

/** Who has taken the record for each side at this moment: what has run out binds nobody. */
export function takenNow(
  takings: readonly Taking[],
  now: Date,
): Partial<Record<PairingSide, string>> {
  return Object.fromEntries(
    takings.filter(({ until }) => until > now).map(({ side, takenById }) => [side, takenById]),
  )
}

/** What a record is taken for: to be signed while it waits, to be written while it is with its recorder. */
export function takenFor(status: ActivityStatus): 'COUNTERSIGN' | 'SAVE' | null {
  if (status === 'SUBMITTED') return 'COUNTERSIGN'
  return status === 'DRAFT' || status === 'RETURNED' ? 'SAVE' : null
}
