import { addDays, dayIn } from '@gongjian/domain/calendar-day'
import type { CalendarDay } from '@gongjian/domain/calendar-day'
import type { DemoUser } from './accounts.ts'
import type { DemoRecord } from './history.ts'

/** 代理: an officer was on leave, and a colleague of the same street signed for them meanwhile. */
export type StandIn = { holder: DemoUser; deputy: DemoUser; from: CalendarDay; to: CalendarDay }

const holderAt = '230102001003'
const deputyAt = '230102001004'
const timeZone = 'Asia/Shanghai'
/** Autumn has come, and nothing is open of it any more. */
const latest = new Date('2008-09-12T00:00:00Z')

/** The leave of the demonstration: it begins the day before the officer's last signature of the summer. */
export function demoStandIn(
  records: readonly DemoRecord[],
  officerOf: ReadonlyMap<string, DemoUser>,
): StandIn {
  const officerAt = (code: string) =>
    [...officerOf.values()].find(({ roles }) => roles[0]?.organisation.code === code)
  const [holder, deputy] = [officerAt(holderAt), officerAt(deputyAt)]
  const signed = records
    .filter(
      ({ pairing, content }) =>
        pairing.communitySide.code === holderAt && content.direction === 'AGENCY_TO_COMMUNITY',
    )
    .flatMap(({ steps }) => steps)
    .filter(({ action, at }) => action === 'countersign' && at < latest)
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
  const [last] = signed
  if (holder === undefined || deputy === undefined || last === undefined)
    throw new Error('nobody of the demonstration signs for a colleague')
  const day = dayIn(last.at, timeZone)
  return { holder, deputy, from: addDays(day, -1), to: addDays(day, 5) }
}

/** Who signs for the officer at that moment: themselves, or their deputy. */
export function signerAt(
  { holder, deputy, from, to }: StandIn,
  officer: DemoUser,
  at: Date,
): { actor: DemoUser; deputyFor: DemoUser | null } {
  const day = dayIn(at, timeZone)
  return officer.id === holder.id && day >= from && day < to
    ? { actor: deputy, deputyFor: holder }
    : { actor: officer, deputyFor: null }
}
