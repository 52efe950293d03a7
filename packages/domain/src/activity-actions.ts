import { periodRefusal } from './period-rules.ts'
import { scopeOf } from './permission-matrix.ts'
import type { Operation } from './permission-matrix.ts'
import { PAIRING_SIDES } from './vocabulary.ts'
import type { ActivityStatus, Direction, PairingSide, PeriodStatus, Role } from './vocabulary.ts'

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

/** Whether an action is the recording side's, or of whoever countersigns. */
const partOf = {
  SAVE: 'RECORDING',
  SUBMIT: 'RECORDING',
  WITHDRAW: 'RECORDING',
  COUNTERSIGN: 'COUNTERSIGNING',
  RETURN: 'COUNTERSIGNING',
  REOPEN: 'COUNTERSIGNING',
} as const satisfies Record<ActivityAction, 'RECORDING' | 'COUNTERSIGNING'>

/** For which side of a pairing somebody of this role records and signs; null for who does neither. */
export function sideOfRole(role: Role): PairingSide | null {
  switch (role) {
    case 'BRANCH_RECORDER':
    case 'AGENCY_SECRETARY':
      return 'AGENCY_SIDE'
    case 'COMMUNITY_OFFICER':
    case 'STREET_SECRETARY':
      return 'COMMUNITY_SIDE'
    default:
      return null
  }
}

/** What a side records: what it does for the other, and what both did together. */
export function directionsRecordedBy(side: PairingSide): readonly Direction[] {
  return side === 'AGENCY_SIDE'
    ? ['AGENCY_TO_COMMUNITY', 'JOINT']
    : ['COMMUNITY_TO_AGENCY', 'JOINT']
}

/** Who countersigns: the side that was helped; what both did together is signed by both. */
export function countersigningSides(direction: Direction): readonly PairingSide[] {
  switch (direction) {
    case 'AGENCY_TO_COMMUNITY':
      return ['COMMUNITY_SIDE']
    case 'COMMUNITY_TO_AGENCY':
      return ['AGENCY_SIDE']
    case 'JOINT':
      return PAIRING_SIDES
  }
}

/** The sides whose signature a record that waits still lacks; of a joint one the other side's comes first. */
export function sidesToSign({
  direction,
  recordingSide,
  signedSide,
}: Pick<ActivityFacts, 'direction' | 'recordingSide' | 'signedSide'>): PairingSide[] {
  return countersigningSides(direction)
    .filter((side) => side !== signedSide)
    .toSorted((a, b) => Number(a === recordingSide) - Number(b === recordingSide))
}

export const REFUSALS = [
  'ROLE_MAY_NOT',
  'OUT_OF_SCOPE',
  'NOT_IN_THIS_STATE',
  'OWN_SUBMISSION',
  'YOUR_SIDE_HAS_SIGNED',
  'SIGNED_FOR_THE_OTHER_SIDE',
  'PERIOD_CLOSING',
  'PERIOD_LOCKED',
  'TAKEN_BY_OTHER',
] as const
export type Refusal = (typeof REFUSALS)[number]

export type ActivityFacts = {
  status: ActivityStatus
  direction: Direction
  recordingSide: PairingSide
  /** Of a joint record that waits: the side that has signed already, and who signed for it, with whom they were deputy for. */
  signedSide: PairingSide | null
  firstSignedByIds: readonly string[]
  agencySidePath: string
  communitySidePath: string
  createdById: string
  /** Everybody who ever submitted it, or for whom a deputy did. */
  submittedByIds: readonly string[]
  /** That of the record's day, by the exceptions in force (period-rules.ts). */
  periodStatus: PeriodStatus
  /** Who has it open at this moment, for which side (taken-record.ts). */
  takenBy: Readonly<Partial<Record<PairingSide, string>>>
}

export type Actor = {
  userId: string
  /** For whom they act, as deputy of who is on leave. */
  deputyFor: string | null
  role: Role
  /** The path of the organisation at which the role is held: its subtree is the actor's own. */
  scopePath: string
}

type Sides = Pick<ActivityFacts, 'agencySidePath' | 'communitySidePath'>

export function pathOfSide(side: PairingSide, facts: Sides): string {
  return side === 'AGENCY_SIDE' ? facts.agencySidePath : facts.communitySidePath
}

export function recordingPath(facts: Sides & Pick<ActivityFacts, 'recordingSide'>): string {
  return pathOfSide(facts.recordingSide, facts)
}

/** The side for which the actor may decide on the record, or null where both sides are somebody else's. */
function sideDecidedFor(facts: ActivityFacts, actor: Actor): PairingSide | null {
  return (
    countersigningSides(facts.direction).find(
      (side) =>
        side === sideOfRole(actor.role) && pathOfSide(side, facts).startsWith(actor.scopePath),
    ) ?? null
  )
}

/**
 * Why the actor may not do this to the record, or null where they may: 'may I' and 'why not' in one answer.
 * Separation of duties: who made or ever submitted a record does not decide on it, whatever other role they hold, and
 * nobody signs for both sides.
 */
export function refusal(
  action: ActivityAction,
  facts: ActivityFacts,
  actor: Actor,
): Refusal | null {
  if (scopeOf(operationOf[action], actor.role) === 'NONE') return 'ROLE_MAY_NOT'
  const side =
    partOf[action] === 'COUNTERSIGNING'
      ? sideDecidedFor(facts, actor)
      : sideOfRole(actor.role) === facts.recordingSide &&
          recordingPath(facts).startsWith(actor.scopePath)
        ? facts.recordingSide
        : null
  if (side === null) return 'OUT_OF_SCOPE'
  if (TRANSITIONS[facts.status][action] === null) return 'NOT_IN_THIS_STATE'
  if (
    partOf[action] === 'COUNTERSIGNING' &&
    hasHandIn(actor, [facts.createdById, ...facts.submittedByIds])
  ) {
    return 'OWN_SUBMISSION'
  }
  if (action === 'COUNTERSIGN' && facts.signedSide !== null) {
    if (facts.signedSide === side) return 'YOUR_SIDE_HAS_SIGNED'
    if (hasHandIn(actor, facts.firstSignedByIds)) return 'SIGNED_FOR_THE_OTHER_SIDE'
  }
  return periodRefusal(action, facts.periodStatus) ?? takenRefusal(action, side, facts, actor)
}

/** A deputy and who is on leave count as one: what either did the other does not decide on. */
export function hasHandIn({ userId, deputyFor }: Actor, people: readonly string[]): boolean {
  return people.includes(userId) || (deputyFor !== null && people.includes(deputyFor))
}

/** Two do not sign, nor write, one record at once. What was sent or signed may be taken back whoever looks at it. */
function takenRefusal(
  action: ActivityAction,
  side: PairingSide,
  { status, takenBy }: ActivityFacts,
  { userId }: Actor,
): 'TAKEN_BY_OTHER' | null {
  if (action === 'REOPEN' || (action === 'WITHDRAW' && status === 'SUBMITTED')) return null
  return (takenBy[side] ?? userId) === userId ? null : 'TAKEN_BY_OTHER'
}

/** The state after an action that may be done: a joint record still waits after the first of its two signatures. */
export function statusAfter(
  action: ActivityAction,
  facts: Pick<ActivityFacts, 'status' | 'direction' | 'recordingSide' | 'signedSide'>,
): ActivityStatus | null {
  const target = TRANSITIONS[facts.status][action]
  return target === 'COUNTERSIGNED' && sidesToSign(facts).length > 1 ? 'SUBMITTED' : target
}

/** The answer for every action: what a page shows as buttons, and why some of them are not to be had. */
export function allRefusals(
  facts: ActivityFacts,
  actor: Actor,
): { action: ActivityAction; refusal: Refusal | null }[] {
  return ACTIVITY_ACTIONS.map((action) => ({ action, refusal: refusal(action, facts, actor) }))
}
