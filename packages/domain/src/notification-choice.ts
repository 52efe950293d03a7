import { addDays, dayIn, hourIn, instantIn } from './calendar-day.ts'
import type { Digest, NotificationKind } from './vocabulary.ts'

export type SendingTimes = {
  digest: Digest
  /** The hour (0–23) of a daily digest, in the city's time. */
  dailyHour: number
  /** From this hour to that one nothing is sent; over midnight where the first is the later. Null, or the same: never quiet. */
  quietFrom: number | null
  quietTo: number | null
}
export type NotificationChoice = SendingTimes & {
  /** Kinds that neither ring the bell nor stand in the inbox. */
  hiddenKinds: readonly NotificationKind[]
  emailKinds: readonly NotificationKind[]
  emailAddress: string | null
}

/** What holds for whoever has chosen nothing: all in the inbox, none by e-mail. */
export const DEFAULT_CHOICE: NotificationChoice = {
  digest: 'AT_ONCE',
  dailyHour: 8,
  quietFrom: 21,
  quietTo: 7,
  hiddenKinds: [],
  emailKinds: [],
  emailAddress: null,
}

/** Kinds that cannot be hidden: who keeps a household has to learn who looked at it. */
export const ALWAYS_SHOWN: readonly NotificationKind[] = ['HOUSEHOLD_SEEN']

/** Whether the hour lies in the quiet ones. */
export function isQuiet(
  { quietFrom, quietTo }: Pick<SendingTimes, 'quietFrom' | 'quietTo'>,
  hour: number,
): boolean {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return false
  return quietFrom < quietTo
    ? quietFrom <= hour && hour < quietTo
    : quietFrom <= hour || hour < quietTo
}

/**
 * The moment from which something that came about at this one may be sent: never earlier, never within the quiet hours;
 * of a daily digest the next time that it is its hour.
 */
export function whenToSend(choice: SendingTimes, madeAt: Date, timeZone: string): Date {
  const due = choice.digest === 'DAILY' ? nextTimeAt(choice.dailyHour, madeAt, timeZone) : madeAt
  if (choice.quietTo === null || !isQuiet(choice, hourIn(due, timeZone))) return due
  return nextTimeAt(choice.quietTo, due, timeZone)
}

/** The next moment, this one included, at which the hour begins. */
function nextTimeAt(hour: number, from: Date, timeZone: string): Date {
  const today = dayIn(from, timeZone)
  const moment = instantIn(today, hour, timeZone)
  return moment >= from ? moment : instantIn(addDays(today, 1), hour, timeZone)
}

const longestAddress = 120

/** The address as it is written to, or null: not one that mail can be sent to. */
export function parseEmailAddress(typed: string): string | null {
  const address = typed.normalize('NFKC').trim()
  const shape =
    /^[A-Za-z0-9](?:[\w.+-]{0,62}[A-Za-z0-9_])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$/
  return address.length <= longestAddress && shape.test(address) && !address.includes('..')
    ? address
    : null
}

/** How long (in minutes) after the first, second … try that failed it is tried again; after the last it is given up. */
export const RETRY_AFTER_MINUTES = [1, 5, 15, 60, 240] as const

/** When it is tried again after so many tries that failed, or null: no more. */
export function retryAt(tries: number, now: Date): Date | null {
  const minutes = RETRY_AFTER_MINUTES[tries - 1]
  return minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000)
}
