import { countersigningSides, sidesToSign, sideOfRole } from './activity-actions.ts'
import type { ActivityAction } from './activity-actions.ts'
import { addDays, startOfDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { scopeOf } from './permission-matrix.ts'
import type { Operation } from './permission-matrix.ts'
import { NOTIFICATION_KINDS, ROLES } from './vocabulary.ts'
import type {
  CountersigningDecision,
  Direction,
  NotificationKind,
  PairingSide,
  Role,
} from './vocabulary.ts'

/** What a notification is about, and so where it leads. */
export const NOTIFICATION_SUBJECTS = [
  'ACTIVITY',
  'IMPORT',
  'HOUSEHOLD',
  'CAMPAIGN',
  'SUGGESTION',
  'ROBOT',
  'JOINT',
  'APPEAL',
  'POSITION',
  'PLAN',
] as const
export type NotificationSubject = (typeof NOTIFICATION_SUBJECTS)[number]

export const subjectOf = {
  RECORD_WAITS: 'ACTIVITY',
  RECORDS_WAIT: 'IMPORT',
  RECORD_SIGNED: 'ACTIVITY',
  RECORD_CORRECTED: 'ACTIVITY',
  RECORD_RETURNED: 'ACTIVITY',
  RECORD_REOPENED: 'ACTIVITY',
  WAITS_3_DAYS: 'ACTIVITY',
  WAITS_7_DAYS: 'ACTIVITY',
  HOUSEHOLD_SEEN: 'HOUSEHOLD',
  CAMPAIGN_INVITATION: 'CAMPAIGN',
  SUGGESTION_ANSWERED: 'SUGGESTION',
  ROBOT_STOPPED: 'ROBOT',
  JOINT_MARKS_WANTED: 'JOINT',
  JOINT_MARKS_DUE: 'JOINT',
  RESULT_PUBLISHED: 'JOINT',
  APPEAL_FILED: 'APPEAL',
  APPEAL_ANSWERED: 'APPEAL',
  HAND_OVER_WAITS: 'POSITION',
  HAND_OVER_CONFIRMED: 'POSITION',
  DEPUTY_NAMED: 'POSITION',
  LEAVE_ENDED: 'POSITION',
  PLAN_PROPOSED: 'PLAN',
  PLAN_RETURNED: 'PLAN',
  PLAN_AGREED: 'PLAN',
  PLAN_LINE_DUE: 'PLAN',
  PLAN_LINE_OVERDUE: 'PLAN',
} as const satisfies Record<NotificationKind, NotificationSubject>

/** All that tell of such a subject. */
export function kindsAbout(subject: NotificationSubject): NotificationKind[] {
  return NOTIFICATION_KINDS.filter((kind) => subjectOf[kind] === subject)
}

/** Those that ask for something to be done with the record: the record's next move settles them, read or not. */
export const ASKING_KINDS = [
  'RECORD_WAITS',
  'WAITS_3_DAYS',
  'WAITS_7_DAYS',
  'RECORD_RETURNED',
  'RECORD_REOPENED',
] as const satisfies readonly NotificationKind[]

/** Who is told of a record: those nearest who may sign for a side, or who wrote and submitted it. */
export type Recipients =
  | { who: 'SIGNERS'; side: PairingSide; butNot: readonly string[] }
  | { who: 'PEOPLE'; userIds: readonly string[] }
export type Telling = { kind: NotificationKind; to: Recipients }

export type ToldFacts = {
  direction: Direction
  recordingSide: PairingSide
  createdById: string
  /** Who submitted it last. */
  submittedById: string | null
}
type ToldMove = {
  action: Exclude<ActivityAction, 'SAVE'>
  byId: string
  /** The side that has just signed while the other has not; null where nothing waits for a second signature. */
  signedSide?: PairingSide | null
  /** How it was signed, where it was. */
  decision?: CountersigningDecision
}

/**
 * Who is told what when a record moves. Nobody is told of what they did themselves, and nobody is asked for a signature
 * that separation of duties would refuse.
 */
export function tellingsOf(move: ToldMove, facts: ToldFacts): Telling[] {
  const people = [...new Set([facts.createdById, facts.submittedById ?? facts.createdById])]
  const recorders: Recipients = {
    who: 'PEOPLE',
    userIds: people.filter((id) => id !== move.byId),
  }
  switch (move.action) {
    case 'SUBMIT': {
      const [side] = sidesToSign({ ...facts, signedSide: null })
      const butNot = [...new Set([facts.createdById, move.byId])]
      return side === undefined
        ? []
        : [{ kind: 'RECORD_WAITS', to: { who: 'SIGNERS', side, butNot } }]
    }
    case 'COUNTERSIGN': {
      if (move.signedSide) {
        const [side] = sidesToSign({ ...facts, signedSide: move.signedSide })
        const butNot = [...new Set([...people, move.byId])]
        return side === undefined
          ? []
          : [{ kind: 'RECORD_WAITS', to: { who: 'SIGNERS', side, butNot } }]
      }
      return [
        {
          kind: move.decision === 'CORRECTED' ? 'RECORD_CORRECTED' : 'RECORD_SIGNED',
          to: recorders,
        },
      ]
    }
    case 'RETURN':
      return [{ kind: 'RECORD_RETURNED', to: recorders }]
    case 'REOPEN':
      return [{ kind: 'RECORD_REOPENED', to: recorders }]
    case 'WITHDRAW':
      return []
  }
}

/** The side whose turn it is to sign a record that waits: of a joint one the side that did not record it comes first. */
export function sideAsked(facts: {
  direction: Direction
  recordingSide: PairingSide
  signedSide: PairingSide | null
}): PairingSide | null {
  return sidesToSign(facts)[0] ?? null
}

/** The same of every kind of record, for a statement that asks it of many at once. */
export function sidesAsked(): {
  direction: Direction
  recordingSide: PairingSide
  signedSide: PairingSide | null
  side: PairingSide
}[] {
  const directions: readonly Direction[] = ['AGENCY_TO_COMMUNITY', 'COMMUNITY_TO_AGENCY', 'JOINT']
  const sides: readonly PairingSide[] = ['AGENCY_SIDE', 'COMMUNITY_SIDE']
  return directions.flatMap((direction) =>
    sides.flatMap((recordingSide) =>
      [null, ...countersigningSides(direction)].flatMap((signedSide) => {
        const side = sideAsked({ direction, recordingSide, signedSide })
        return side === null ? [] : [{ direction, recordingSide, signedSide, side }]
      }),
    ),
  )
}

/** The roles that sign for a side. */
export function signingRoles(side: PairingSide): Role[] {
  return ROLES.filter(
    (role) => sideOfRole(role) === side && scopeOf('countersignActivity', role) !== 'NONE',
  )
}

/**
 * The ladder: after so many days of waiting the officer is told, then the street (or the agency's secretary), then it
 * stands on the committee's page. No step ever signs.
 */
export const ESCALATION_STEPS = [
  { afterDays: 3, kind: 'WAITS_3_DAYS', tells: 'OFFICER' },
  { afterDays: 7, kind: 'WAITS_7_DAYS', tells: 'ABOVE' },
  { afterDays: 14, kind: null, tells: 'COMMITTEE' },
] as const satisfies readonly {
  afterDays: number
  kind: NotificationKind | null
  tells: 'OFFICER' | 'ABOVE' | 'COMMITTEE'
}[]
export type EscalationStep = (typeof ESCALATION_STEPS)[number]

/** Who waits since before this moment has waited for so many whole calendar days of the city. */
export function waitingBefore(afterDays: number, today: CalendarDay, timeZone: string): Date {
  return startOfDay(addDays(today, 1 - afterDays), timeZone)
}

/** The roles that may do this at all: of a household's keeper and of an invited agency these are told. */
export function holdersOfOperation(operation: Operation): Role[] {
  return ROLES.filter((role) => scopeOf(operation, role) !== 'NONE')
}

/** The side that a record's notification comes from: who asks for a signature is who recorded; all else the other side did. */
export function sideTellingOf(kind: NotificationKind, recordingSide: PairingSide): PairingSide {
  const other = recordingSide === 'AGENCY_SIDE' ? 'COMMUNITY_SIDE' : 'AGENCY_SIDE'
  return kind === 'RECORD_WAITS' || kind === 'WAITS_3_DAYS' || kind === 'WAITS_7_DAYS'
    ? recordingSide
    : other
}
