import { addDays } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { compareDecimals, parseQuantity } from './decimal-text.ts'
import type { FieldProblem } from './field-problem.ts'
import type { MarkingLevel } from './scheme-content.ts'
import type { Role } from './vocabulary.ts'

/**
 * The life of a joint assessment. It begins from a run that is done (computed); levels mark unseen by each other; closed,
 * their marks enter the joint run; published to the judged, it is open to their appeals; then it is decided.
 */
export const JOINT_STATES = ['SCORING', 'CLOSED', 'APPEALS', 'DECIDED'] as const
export type JointState = (typeof JOINT_STATES)[number]
/** Marks are typed, delivered, or done without. */
export const JOINT_BODY_STATES = ['MARKING', 'DELIVERED', 'LEFT_OUT'] as const
export type JointBodyState = (typeof JOINT_BODY_STATES)[number]

export const SHEET_MOVES = ['DELIVER', 'TAKE_BACK'] as const
export type SheetMove = (typeof SHEET_MOVES)[number]
type BodyAction = 'MARK' | SheetMove | 'LEAVE_OUT'

const allows = {
  MARKING: { MARK: true, DELIVER: true, TAKE_BACK: false, LEAVE_OUT: true },
  DELIVERED: { MARK: false, DELIVER: false, TAKE_BACK: true, LEAVE_OUT: false },
  LEFT_OUT: { MARK: false, DELIVER: false, TAKE_BACK: false, LEAVE_OUT: false },
} as const satisfies Record<JointBodyState, Record<BodyAction, boolean>>

const refusedIn = {
  MARKING: 'SHEET_NOT_DELIVERED',
  DELIVERED: 'SHEET_DELIVERED',
  LEFT_OUT: 'LEVEL_LEFT_OUT',
} as const satisfies Record<JointBodyState, string>

export type SheetRefusal =
  | 'JOINT_SCORING_CLOSED'
  | (typeof refusedIn)[JointBodyState]
  | 'MARKS_MISSING'

/** Why a sheet cannot be treated so, or null where it can. `missing`: how many marks are not given yet. */
export function sheetRefusal(
  action: BodyAction,
  { state, bodyState, missing }: { state: JointState; bodyState: JointBodyState; missing: number },
): SheetRefusal | null {
  if (state !== 'SCORING') return 'JOINT_SCORING_CLOSED'
  if (!allows[bodyState][action]) return refusedIn[bodyState]
  return action === 'DELIVER' && missing > 0 ? 'MARKS_MISSING' : null
}

export type CloseRefusal = 'JOINT_SCORING_CLOSED' | 'BODIES_STILL_MARK'

/** Closing waits for everybody, but for those whose share is left out with a reason. */
export function closeRefusal(
  state: JointState,
  bodies: readonly { state: JointBodyState }[],
): CloseRefusal | null {
  if (state !== 'SCORING') return 'JOINT_SCORING_CLOSED'
  return bodies.some((body) => body.state === 'MARKING') ? 'BODIES_STILL_MARK' : null
}

/** Whether marks of others may be read: until it is closed nobody reads any, the committee neither. */
export const marksAreOpen = (state: JointState): boolean => state !== 'SCORING'

const levelsOf = {
  BRANCH_RECORDER: ['COUNTERPART'],
  AGENCY_SECRETARY: ['COUNTERPART'],
  COMMUNITY_OFFICER: ['COUNTERPART'],
  STREET_SECRETARY: ['STREET', 'COUNTERPART'],
  ZONE_LEAD: ['ZONE'],
  DISTRICT_COMMITTEE: ['DISTRICT'],
  MUNICIPAL_ANALYST: ['CITY'],
  AUDITOR: [],
  ADMINISTRATOR: [],
} as const satisfies Record<Role, readonly MarkingLevel[]>

/** At which levels somebody of this role marks for their own organisation, or zone. */
export const levelsOfRole = (role: Role): readonly MarkingLevel[] => levelsOf[role]

/** A mark as typed: 0 to the weight with at most two decimals; nothing typed takes the mark back. */
export function checkJointMark(
  typed: string,
  { maximum, path }: { maximum: string; path: string },
): { ok: true; points: string | null } | { ok: false; problem: FieldProblem } {
  if (typed.trim() === '') return { ok: true, points: null }
  const points = parseQuantity(typed, { decimals: 2 })
  if (!points.ok)
    return { ok: false, problem: { path, code: points.code, values: { decimals: 2 } } }
  return compareDecimals(points.value, maximum) > 0
    ? { ok: false, problem: { path, code: 'ABOVE_WEIGHT', values: { maximum } } }
    : { ok: true, points: points.value }
}

/** Cells as a spreadsheet copies them: lines, in each the columns between tabs; a last empty line is none. */
export function pastedCells(text: string): string[][] {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  return lines.map((line) => line.split('\t').map((cell) => cell.trim()))
}

/** So many days before the last day for marks, and on it, whoever still marks is reminded. */
export const JOINT_REMINDER_DAYS = [3, 0] as const

/**
 * Which reminder is due today, in days before the last day for marks; null where none is. What was missed is not made
 * up for by an earlier one's words: on and after the last day only that of the last day is. Nobody is reminded on the
 * day on which they were asked.
 */
export function jointReminderDue(
  { openedOn, dueOn }: { openedOn: CalendarDay; dueOn: CalendarDay },
  today: CalendarDay,
): (typeof JOINT_REMINDER_DAYS)[number] | null {
  const reached = JOINT_REMINDER_DAYS.filter((days) => addDays(dueOn, -days) <= today).at(-1)
  if (reached === undefined || openedOn >= addDays(dueOn, -reached)) return null
  return reached
}
