import type { HouseholdStatus } from './vocabulary.ts'

/** What a keeper does with a case. Erasing is for ever: the number and the counts stay. */
export const HOUSEHOLD_ACTIONS = [
  'CHANGE',
  'PAIR',
  'CLOSE',
  'REOPEN',
  'ERASE',
  'REVEAL',
  'VISIT',
] as const
export type HouseholdAction = (typeof HOUSEHOLD_ACTIONS)[number]

export type HouseholdRefusal = 'HOUSEHOLD_CLOSED' | 'HOUSEHOLD_OPEN' | 'HOUSEHOLD_ERASED'

const closed = 'HOUSEHOLD_CLOSED'
const erased = 'HOUSEHOLD_ERASED'
const refusals = {
  OPEN: {
    CHANGE: null,
    PAIR: null,
    CLOSE: null,
    REOPEN: 'HOUSEHOLD_OPEN',
    ERASE: null,
    REVEAL: null,
    VISIT: null,
  },
  CLOSED: {
    CHANGE: closed,
    PAIR: closed,
    CLOSE: closed,
    REOPEN: null,
    ERASE: null,
    REVEAL: null,
    VISIT: closed,
  },
  ERASED: {
    CHANGE: erased,
    PAIR: erased,
    CLOSE: erased,
    REOPEN: erased,
    ERASE: erased,
    REVEAL: erased,
    VISIT: erased,
  },
} as const satisfies Record<HouseholdStatus, Record<HouseholdAction, HouseholdRefusal | null>>

export function householdStatus({
  closedOn,
  isErased,
}: {
  closedOn: string | null
  isErased: boolean
}): HouseholdStatus {
  if (isErased) return 'ERASED'
  return closedOn === null ? 'OPEN' : 'CLOSED'
}

/** Why the action is not possible in this state, or null. */
export function householdRefusal(
  action: HouseholdAction,
  status: HouseholdStatus,
): HouseholdRefusal | null {
  return refusals[status][action]
}
