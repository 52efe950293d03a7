import type { ActivityContent } from '@gongjian/domain/activity-content'
import { dayIn } from '@gongjian/domain/calendar-day'
import { addDecimals } from '@gongjian/domain/decimal-text'
import { openQuestions } from '@gongjian/domain/open-questions'
import type { ActivityStatus, OpenQuestion } from '@gongjian/domain/vocabulary'
import type { DemoPairing } from './organisations.ts'
import type { Random } from './random.ts'
import { indicatorRows } from './read-data.ts'
import { acceptedWords, correctedWords, returnReasons } from './titles.ts'
import { loadedAt } from './year-plan.ts'

export type DemoStep =
  | { action: 'save' | 'submit' | 'withdraw'; at: Date; content: ActivityContent }
  | { action: 'return'; at: Date; reason: string; fieldReasons: { path: string; reason: string }[] }
  | {
      action: 'countersign'
      at: Date
      usefulness: number
      words: string
      accepted: Map<string, string>
      corrected: boolean
      /** The first of the two signatures of a joint record. */
      isFirstOfTwo?: boolean
    }

export type DemoRecord = {
  id: string
  pairing: DemoPairing
  status: ActivityStatus
  content: ActivityContent
  /** What was accepted, where it was countersigned. */
  accepted: Map<string, string>
  openQuestions: OpenQuestion[]
  usefulness: number | null
  createdAt: Date
  steps: DemoStep[]
}

const minute = 60_000
const day = 86_400_000

/** A UUIDv7 whose time is the record's own and whose other bits come from the generator. */
export function recordId(random: Random, at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0')
  const digits = Array.from({ length: 18 }, () => random.between(0, 15).toString(16)).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-a${digits.slice(3, 6)}-${digits.slice(6)}`
}

/** An office hour on the day or so many days after it, in Harbin. */
export function officeTime(random: Random, calendarDay: string, daysLater: number): Date {
  return new Date(
    Date.parse(`${calendarDay}T00:00:00+08:00`) +
      daysLater * day +
      random.between(8 * 60 + 20, 17 * 60) * minute,
  )
}

/** The same day, within office hours: who signs or returns does so at work. */
export function atWork(at: Date): Date {
  const morning = Date.parse(`${dayIn(at, 'Asia/Shanghai')}T00:00:00+08:00`)
  const shareOfDay = (at.getTime() - morning) / day
  return new Date(morning + Math.round(8.5 * 60 + shareOfDay * 9 * 60) * minute)
}

export function questionsOf(
  content: ActivityContent,
  submittedAt: Date,
  more: { hasOtherSameDay?: boolean; cameBack?: boolean } = {},
) {
  return openQuestions({
    content,
    indicators: indicatorRows,
    hasOtherSameDay: more.hasOtherSameDay ?? false,
    submittedOn: dayIn(submittedAt, 'Asia/Shanghai'),
    cameBack: more.cameBack ?? false,
  })
}

/** Some communities take their time: each has a pace of its own, the same all year. */
export function paceOf(communityCode: string): number {
  const digit = Number(communityCode.slice(-2)) + Number(communityCode.slice(6, 9))
  return digit % 9 === 0 ? 14 : 2 + (digit % 5)
}

export function returning(random: Random, content: ActivityContent, at: Date): DemoStep {
  const reason = random.pick(returnReasons)
  const first = content.outputs[0]
  const path = reason.includes('人数')
    ? 'participations'
    : reason.includes('日期')
      ? 'day'
      : first
        ? `outputs.${first.indicatorCode}`
        : 'words'
  return { action: 'return', at, reason, fieldReasons: [{ path, reason }] }
}

/** The way of a record that ended countersigned: written, sent, perhaps returned and sent again, perhaps corrected, signed. */
export function addHistory(
  random: Random,
  content: ActivityContent,
  pairing: DemoPairing,
  index: number,
): DemoRecord {
  const accepted = new Map(
    content.outputs.map(({ indicatorCode, quantity }) => [indicatorCode, quantity]),
  )
  const correctable = content.outputs.filter(
    ({ indicatorCode }) => indicatorCode !== 'relief.donatedValue',
  )
  const corrected = index % 17 === 5 && correctable.length > 0
  const written: ActivityContent = corrected
    ? {
        ...content,
        outputs: content.outputs.map((output) =>
          output === correctable[0]
            ? {
                ...output,
                quantity: addDecimals(
                  output.quantity,
                  String(1 + Math.floor(Number(output.quantity) / 12)),
                ),
              }
            : output,
        ),
      }
    : content

  const latest = loadedAt.getTime() - 2 * 3_600_000
  const firstSubmission = officeTime(
    random,
    content.day,
    random.pickWeighted([0, 1, 2, 3, 5, 8], (n) => 6 - Math.min(n, 5)),
  )
  const submission = new Date(Math.min(firstSubmission.getTime(), latest - 3 * day))
  const steps: DemoStep[] = [{ action: 'submit', at: submission, content: written }]
  let finalContent = written
  const cameBack = index % 29 === 11
  let lastSubmission = submission
  if (cameBack && submission.getTime() + 5 * day < latest) {
    const returned = atWork(new Date(submission.getTime() + 1.2 * day))
    const again = atWork(new Date(submission.getTime() + 2.3 * day))
    steps.push(returning(random, written, returned))
    finalContent = { ...written, words: `${written.words}（已按社区意见核对更正）` }
    steps.push({ action: 'submit', at: again, content: finalContent })
    lastSubmission = again
  }
  const delay = paceOf(pairing.communitySide.code) * Math.exp((random.next() - 0.5) * 1.8) * day
  const signing = atWork(
    new Date(
      Math.min(
        lastSubmission.getTime() + Math.min(delay, 30 * day) + random.between(5, 400) * minute,
        latest - day,
      ),
    ),
  )
  const signedAt = new Date(Math.max(signing.getTime(), lastSubmission.getTime() + 20 * minute))
  const usefulness = random.pickWeighted([2, 3, 4, 5], (n) => [0, 0, 1, 3, 7, 5][n] ?? 1)
  const words = corrected ? random.pick(correctedWords) : random.pick(acceptedWords)
  steps.push({ action: 'countersign', at: signedAt, usefulness, words, accepted, corrected })
  return {
    id: recordId(random, submission),
    pairing,
    status: 'COUNTERSIGNED',
    content: finalContent,
    accepted,
    openQuestions: questionsOf(finalContent, lastSubmission, { cameBack: steps.length > 2 }),
    usefulness,
    createdAt: submission,
    steps,
  }
}
