import { scopeOf } from './permission-matrix.ts'
import type { Operation } from './permission-matrix.ts'
import type { ActivityStatus, Direction, PeriodStatus, Role } from './vocabulary.ts'

/** The life of a record: which action leads from which state to which. */
export const ACTIVITY_ACTIONS = [
  'SAVE',
  'SUBMIT',
  'WITHDRAW',
  'COUNTERSIGN',
  'RETURN',
  'REOPEN',
] as const
export type ActivityAction = (typeof ACTIVITY_ACTIONS)[number]

/** Null: the action is not possible in this state. A withdrawn submission is a draft again until the other side acts. */
export const TRANSITIONS = {
  DRAFT: {
    SAVE: 'DRAFT',
    SUBMIT: 'SUBMITTED',
    WITHDRAW: 'WITHDRAWN',
    COUNTERSIGN: null,
    RETURN: null,
    REOPEN: null,
  },
  SUBMITTED: {
    SAVE: null,
    SUBMIT: null,
    WITHDRAW: 'DRAFT',
    COUNTERSIGN: 'COUNTERSIGNED',
    RETURN: 'RETURNED',
    REOPEN: null,
  },
  COUNTERSIGNED: {
    SAVE: null,
    SUBMIT: null,
    WITHDRAW: null,
    COUNTERSIGN: null,
    RETURN: null,
    REOPEN: 'RETURNED',
  },
  RETURNED: {
    SAVE: 'RETURNED',
    SUBMIT: 'SUBMITTED',
    WITHDRAW: 'WITHDRAWN',
    COUNTERSIGN: null,
    RETURN: null,
    REOPEN: null,
  },
  WITHDRAWN: {
    SAVE: null,
    SUBMIT: null,
    WITHDRAW: null,
    COUNTERSIGN: null,
    RETURN: null,
    REOPEN: null,
  },
} as const satisfies Record<ActivityStatus, Record<ActivityAction, ActivityStatus | null>>

const operationOf = {
  SAVE: 'saveActivityDraft',
  SUBMIT: 'submitActivity',
  WITHDRAW: 'withdrawActivity',
  COUNTERSIGN: 'countersignActivity',
  RETURN: 'returnActivity',
  REOPEN: 'reopenActivity',
} as const satisfies Record<ActivityAction, Operation>

/** Which side of the pairing an action belongs to; the direction says which side is the recording one. */
const sideOf = {
  SAVE: 'RECORDING',
  SUBMIT: 'RECORDING',
  WITHDRAW: 'RECORDING',
  COUNTERSIGN: 'COUNTERSIGNING',
  RETURN: 'COUNTERSIGNING',
  REOPEN: 'COUNTERSIGNING',
} as const satisfies Record<ActivityAction, 'RECORDING' | 'COUNTERSIGNING'>

export const REFUSALS = [
  'ROLE_MAY_NOT',
  'OUT_OF_SCOPE',
  'NOT_IN_THIS_STATE',
  'OWN_SUBMISSION',
  'PERIOD_LOCKED',
] as const
export type Refusal = (typeof REFUSALS)[number]

export type ActivityFacts = {
  status: ActivityStatus
  direction: Direction
  agencySidePath: string
  communitySidePath: string
  createdById: string
  /** Everybody who ever submitted it. */
  submittedByIds: readonly string[]
  periodStatus: PeriodStatus
}

export type Actor = {
  userId: string
  role: Role
  /** The path of the organisation at which the role is held: its subtree is the actor's own. */
  scopePath: string
}

export function recordingPath(
  facts: Pick<ActivityFacts, 'direction' | 'agencySidePath' | 'communitySidePath'>,
): string {
  return facts.direction === 'COMMUNITY_TO_AGENCY' ? facts.communitySidePath : facts.agencySidePath
}

export function countersigningPath(
  facts: Pick<ActivityFacts, 'direction' | 'agencySidePath' | 'communitySidePath'>,
): string {
  return facts.direction === 'COMMUNITY_TO_AGENCY' ? facts.agencySidePath : facts.communitySidePath
}

/**
 * Why the actor may not do this to the record, or null where they may: 'may I' and 'why not' in one answer.
 * Separation of duties: who made or ever submitted a record does not decide on it, whatever other role they hold.
 */
export function refusal(
  action: ActivityAction,
  facts: ActivityFacts,
  actor: Actor,
): Refusal | null {
  if (scopeOf(operationOf[action], actor.role) === 'NONE') return 'ROLE_MAY_NOT'
  const side = sideOf[action] === 'RECORDING' ? recordingPath(facts) : countersigningPath(facts)
  if (!side.startsWith(actor.scopePath)) return 'OUT_OF_SCOPE'
  if (TRANSITIONS[facts.status][action] === null) return 'NOT_IN_THIS_STATE'
  if (
    sideOf[action] === 'COUNTERSIGNING' &&
    (facts.createdById === actor.userId || facts.submittedByIds.includes(actor.userId))
  ) {
    return 'OWN_SUBMISSION'
  }
  if (facts.periodStatus === 'LOCKED') return 'PERIOD_LOCKED'
  return null
}

/** The answer for every action: what a page shows as buttons, and why some of them are not to be had. */
export function allRefusals(
  facts: ActivityFacts,
  actor: Actor,
): { action: ActivityAction; refusal: Refusal | null }[] {
  return ACTIVITY_ACTIONS.map((action) => ({ action, refusal: refusal(action, facts, actor) }))
}
