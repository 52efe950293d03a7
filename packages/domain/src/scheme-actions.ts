/** A draft is written on; what is in force, and what was, is never changed: a new version is written instead. */
export const SCHEME_STATUSES = ['DRAFT', 'IN_FORCE', 'RETIRED'] as const
export type SchemeStatus = (typeof SCHEME_STATUSES)[number]
export const SCHEME_ACTIONS = ['SAVE', 'DISCARD', 'PUT_IN_FORCE', 'RETIRE', 'RUN'] as const
export type SchemeAction = (typeof SCHEME_ACTIONS)[number]

const allows = {
  DRAFT: { SAVE: true, DISCARD: true, PUT_IN_FORCE: true, RETIRE: false, RUN: false },
  IN_FORCE: { SAVE: false, DISCARD: false, PUT_IN_FORCE: false, RETIRE: true, RUN: true },
  RETIRED: { SAVE: false, DISCARD: false, PUT_IN_FORCE: false, RETIRE: false, RUN: false },
} as const satisfies Record<SchemeStatus, Record<SchemeAction, boolean>>

export type SchemeRefusal = 'SCHEME_NOT_A_DRAFT' | 'SCHEME_NOT_IN_FORCE'

/** Why a scheme in this state cannot be treated so, or null where it can. */
export function schemeRefusal(action: SchemeAction, status: SchemeStatus): SchemeRefusal | null {
  if (allows[status][action]) return null
  return action === 'RETIRE' || action === 'RUN' ? 'SCHEME_NOT_IN_FORCE' : 'SCHEME_NOT_A_DRAFT'
}
