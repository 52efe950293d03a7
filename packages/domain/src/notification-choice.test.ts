import { describe, expect, test } from 'vitest'
import {
  DEFAULT_CHOICE,
  isQuiet,
  parseEmailAddress,
  retryAt,
  RETRY_AFTER_MINUTES,
  whenToSend,
} from './notification-choice.ts'
import type { SendingTimes } from './notification-choice.ts'

const zone = 'Asia/Shanghai'
/** A moment of 26 September 2008 in the city. */
const at = (time: string, day = '26') => new Date(`2008-09-${day}T${time}:00+08:00`)
const times = (changes: Partial<SendingTimes>): SendingTimes => ({
  digest: 'AT_ONCE',
  dailyHour: 8,
  quietFrom: null,
  quietTo: null,
  ...changes,
})
const hours = Array.from({ length: 24 }, (_, hour) => hour)

describe('when something is sent', () => {
  test.each([
    ['at once, never quiet', times({}), at('03:10'), at('03:10')],
    [
      'at once, outside the quiet hours',
      times({ quietFrom: 21, quietTo: 7 }),
      at('20:59'),
      at('20:59'),
    ],
    [
      'at once, as they begin',
      times({ quietFrom: 21, quietTo: 7 }),
      at('21:00'),
      at('07:00', '27'),
    ],
    ['at once, after midnight', times({ quietFrom: 21, quietTo: 7 }), at('02:30'), at('07:00')],
    ['at once, as they end', times({ quietFrom: 21, quietTo: 7 }), at('07:00'), at('07:00')],
    ['at once, quiet at noon', times({ quietFrom: 12, quietTo: 14 }), at('13:59'), at('14:00')],
    [
      'from an hour to the same: never quiet',
      times({ quietFrom: 5, quietTo: 5 }),
      at('05:30'),
      at('05:30'),
    ],
    ['daily, before its hour', times({ digest: 'DAILY' }), at('07:59'), at('08:00')],
    ['daily, at its hour', times({ digest: 'DAILY' }), at('08:00'), at('08:00')],
    ['daily, after its hour', times({ digest: 'DAILY' }), at('08:01'), at('08:00', '27')],
    [
      'daily, its hour quiet',
      times({ digest: 'DAILY', dailyHour: 6, quietFrom: 21, quietTo: 7 }),
      at('12:00'),
      at('07:00', '27'),
    ],
    [
      'daily at 23, quiet from 22 to 7',
      times({ digest: 'DAILY', dailyHour: 23, quietFrom: 22, quietTo: 7 }),
      at('12:00'),
      at('07:00', '27'),
    ],
  ] as const)('%s', (_name, choice, madeAt, expected) => {
    expect(whenToSend(choice, madeAt, zone).toISOString()).toBe(expected.toISOString())
  })

  test('every choice, at every half hour: the first moment that is not before, not quiet, and of a digest after its hour', () => {
    const others: unknown[] = []
    let looked = 0
    for (const quietFrom of hours)
      for (const quietTo of hours)
        for (const dailyHour of [null, 0, 6, 8, 13, 23])
          for (let minutes = 0; minutes < 24 * 60; minutes += 97) {
            const choice = times({
              quietFrom,
              quietTo,
              ...(dailyHour === null ? {} : { digest: 'DAILY', dailyHour }),
            })
            const madeAt = new Date(at('00:00').getTime() + minutes * 60_000)
            const sent = whenToSend(choice, madeAt, zone)
            // Found by walking from minute to minute, as a person would on a clock.
            let walked = minutes
            if (dailyHour !== null) while (walked % 1440 !== choice.dailyHour * 60) walked += 1
            while (isQuiet(choice, Math.floor((walked % 1440) / 60))) walked += 1
            if (sent.getTime() !== at('00:00').getTime() + walked * 60_000)
              others.push([choice, madeAt, sent])
            looked += 1
          }
    expect(others).toEqual([])
    expect(looked).toBe(24 * 24 * 6 * 15)
  })

  test('is always within two days', () => {
    for (const hour of hours) {
      const choice = times({
        digest: 'DAILY',
        dailyHour: hour,
        quietFrom: hour,
        quietTo: (hour + 23) % 24,
      })
      const waits = whenToSend(choice, at('11:11'), zone).getTime() - at('11:11').getTime()
      expect(waits).toBeLessThan(48 * 3_600_000)
      expect(waits).toBeGreaterThanOrEqual(0)
    }
  })

  test('who has chosen nothing is told in the product alone', () => {
    expect(DEFAULT_CHOICE).toMatchObject({ hiddenKinds: [], emailKinds: [], emailAddress: null })
  })
})

test('the quiet hours may go over midnight', () => {
  const night = { quietFrom: 22, quietTo: 6 }
  expect(hours.filter((hour) => isQuiet(night, hour))).toEqual([0, 1, 2, 3, 4, 5, 22, 23])
  expect(hours.filter((hour) => isQuiet({ quietFrom: null, quietTo: 6 }, hour))).toEqual([])
})

test.each([
  ['a.wang@hrb.gov.cn', 'a.wang@hrb.gov.cn'],
  [' wang@hrb.gov.cn ', 'wang@hrb.gov.cn'],
  ['wang@hrb.gov.cn', 'wang@hrb.gov.cn'],
  ['', null],
  ['wang', null],
  ['wang@localhost', null],
  ['wang..li@hrb.gov.cn', null],
  ['wang@hrb.gov.cn\r\nBcc: all@hrb.gov.cn', null],
  ['<wang@hrb.gov.cn>', null],
  ['wang@hrb.gov.cn,li@hrb.gov.cn', null],
  [`${'w'.repeat(130)}@hrb.gov.cn`, null],
])('%j as an address is %j', (typed, address) => {
  expect(parseEmailAddress(typed)).toBe(address)
})

test('what failed is tried again later each time, and given up after the sixth', () => {
  const now = at('10:00')
  const waits = [1, 2, 3, 4, 5, 6].map((tries) => retryAt(tries, now)?.getTime() ?? null)
  expect(waits).toEqual([...RETRY_AFTER_MINUTES.map((one) => now.getTime() + one * 60_000), null])
})
