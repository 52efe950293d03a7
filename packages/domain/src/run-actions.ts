/** GATHERING: inputs are being frozen. SCORING: computed from the frozen inputs. Then it has ended and never changes. */
export const RUN_STATES = ['GATHERING', 'SCORING', 'DONE', 'FAILED', 'CANCELLED'] as const
export type RunState = (typeof RUN_STATES)[number]

/** A run that is under way and of which nothing was heard for so long is taken up again by whoever notices. */
export const RUN_SILENT_SECONDS = 60

export const isUnderWay = (state: RunState): boolean => state === 'GATHERING' || state === 'SCORING'

/** Why a run cannot be stopped, or null where it can. */
export function cancelRunRefusal(state: RunState): 'RUN_HAS_ENDED' | null {
  return isUnderWay(state) ? null : 'RUN_HAS_ENDED'
}

/** Grows where the same inputs would give another result: part of what a run is frozen with. */
export const SCORING_VERSION = '1'
