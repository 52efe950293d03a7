import type { CalendarDay } from './calendar-day.ts'
import { cleanWords } from './clean-text.ts'
import type { FieldProblem } from './field-problem.ts'
import type { JointState } from './joint-actions.ts'

/** The life of an appeal (申诉): it is filed, may be taken back, and is answered once. */
export const APPEAL_STATES = ['FILED', 'UPHELD', 'PARTLY_UPHELD', 'REJECTED', 'WITHDRAWN'] as const
export type AppealState = (typeof APPEAL_STATES)[number]
export const APPEAL_ANSWERS = [
  'UPHELD',
  'PARTLY_UPHELD',
  'REJECTED',
] as const satisfies AppealState[]
export type AppealAnswer = (typeof APPEAL_ANSWERS)[number]

/** Lengths in code points. */
export const APPEAL_LIMITS = { reason: 1000, words: 1000, correction: 500 } as const

export type FilingRefusal = 'APPEALS_NOT_OPEN' | 'APPEAL_WINDOW_CLOSED'

/** A file supports the appeal, or its answer. */
export const APPEAL_FILE_PARTS = ['REASON', 'ANSWER'] as const
export type AppealFilePart = (typeof APPEAL_FILE_PARTS)[number]

/** What an answer carries is nobody's to see but who answers, until it is given. */
export const isAppealFileInSight = (
  part: AppealFilePart,
  { state }: { state: AppealState },
  { mayAnswer }: { mayAnswer: boolean },
): boolean => part === 'REASON' || mayAnswer || (state !== 'FILED' && state !== 'WITHDRAWN')

/** Why nobody may appeal now: the result is not published to them, or the days are over. */
export function filingRefusal(
  { state, appealsUntil }: { state: JointState; appealsUntil: CalendarDay | null },
  today: CalendarDay,
): FilingRefusal | null {
  if (state !== 'APPEALS' || appealsUntil === null) return 'APPEALS_NOT_OPEN'
  return appealsUntil < today ? 'APPEAL_WINDOW_CLOSED' : null
}

/** Why an appeal can be neither answered nor taken back; nobody answers their own. */
export function appealRefusal(
  action: 'WITHDRAW' | 'ANSWER',
  { state, filedById }: { state: AppealState; filedById: string },
  actor: { userId: string },
): 'APPEAL_CLOSED' | 'OWN_SUBMISSION' | null {
  if (state !== 'FILED') return 'APPEAL_CLOSED'
  return action === 'ANSWER' && filedById === actor.userId ? 'OWN_SUBMISSION' : null
}

type Checked<Content> = { ok: true; content: Content } | { ok: false; problems: FieldProblem[] }

function words(
  typed: string,
  path: string,
  { maximum, required }: { maximum: number; required: boolean },
  problems: FieldProblem[],
): string {
  const cleaned = cleanWords(typed, { maximum, required })
  if (cleaned.ok) return cleaned.value
  problems.push({ path, code: cleaned.code, values: { maximum } })
  return ''
}

/** Why somebody appeals, as typed. */
export function checkAppeal(typed: { reason: string }): Checked<{ reason: string }> {
  const problems: FieldProblem[] = []
  const reason = words(
    typed.reason,
    'reason',
    { maximum: APPEAL_LIMITS.reason, required: true },
    problems,
  )
  return problems.length > 0 ? { ok: false, problems } : { ok: true, content: { reason } }
}

/** An answer as typed: always with words, and where it upholds with what is corrected. */
export function checkAnswer(typed: {
  answer: AppealAnswer
  words: string
  correction: string
}): Checked<{ words: string; correction: string }> {
  const problems: FieldProblem[] = []
  const said = words(
    typed.words,
    'words',
    { maximum: APPEAL_LIMITS.words, required: true },
    problems,
  )
  const correction =
    typed.answer === 'REJECTED'
      ? ''
      : words(
          typed.correction,
          'correction',
          { maximum: APPEAL_LIMITS.correction, required: true },
          problems,
        )
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, content: { words: said, correction } }
}

/** What the committee does with the result of a joint assessment once the scoring is closed. */
export const RESULT_MOVES = ['PUBLISH', 'RERUN', 'DECIDE'] as const
export type ResultMove = (typeof RESULT_MOVES)[number]

/** From which state a move leads where. */
export const RESULT_LIFE = {
  PUBLISH: { from: 'CLOSED', to: 'APPEALS' },
  RERUN: { from: 'APPEALS', to: 'APPEALS' },
  DECIDE: { from: 'APPEALS', to: 'DECIDED' },
} as const satisfies Record<ResultMove, { from: JointState; to: JointState }>

const inOtherState = {
  SCORING: 'JOINT_SCORING_OPEN',
  CLOSED: 'APPEALS_NOT_OPEN',
  APPEALS: 'RESULT_PUBLISHED',
  DECIDED: 'JOINT_DECIDED',
} as const satisfies Record<JointState, string>

export type ResultRefusal =
  | (typeof inOtherState)[JointState]
  | 'RUN_NOT_DONE'
  | 'APPEALS_WAIT'
  | 'APPEAL_WINDOW_OPEN'
  | 'RERUN_NEEDED'

export type ResultFacts = {
  state: JointState
  /** Whether the run that holds now is computed. */
  isDone: boolean
  appealsUntil: CalendarDay | null
  /** Appeals without an answer. */
  waiting: number
  /** Whether an appeal was upheld since that run began: what it corrects is not in it. */
  isOutdated: boolean
}

/**
 * Why a move cannot be made, or null where it can. Nothing is run anew or decided over an appeal that waits; nothing is
 * decided before the days for appeals are over, nor on a result that an upheld appeal has not entered.
 */
export function resultRefusal(
  move: ResultMove,
  { state, isDone, appealsUntil, waiting, isOutdated }: ResultFacts,
  today: CalendarDay,
): ResultRefusal | null {
  if (state !== RESULT_LIFE[move].from) return inOtherState[state]
  if (!isDone) return 'RUN_NOT_DONE'
  if (move === 'PUBLISH') return null
  if (waiting > 0) return 'APPEALS_WAIT'
  if (move === 'RERUN') return null
  if (appealsUntil !== null && appealsUntil >= today) return 'APPEAL_WINDOW_OPEN'
  return isOutdated ? 'RERUN_NEEDED' : null
}
