import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  judgeScan,
  LATEST_MILLISECONDS,
  PROMPT_MILLISECONDS,
  readCode,
  STEP_MILLISECONDS,
  stepOf,
  writeCode,
} from './check-in-code.ts'

const signWith = (key: string) => (message: string) =>
  createHmac('sha256', key).update(message).digest('base64url')
const sign = signWith('key')
const instants = fc.integer({ min: 0, max: 4_102_444_800_000 })
const sessions = fc.uuid()

test('a code says its session and its step again', () => {
  fc.assert(
    fc.property(sessions, instants, (sessionId, instant) => {
      const code = writeCode({ cityCode: '2301', sessionId, instant }, sign)
      expect(readCode(code, '2301', sign)).toEqual({ sessionId, step: stepOf(instant) })
    }),
  )
})

test('no letter of a code can be changed, no other key or city reads it, and no other text is a code', () => {
  fc.assert(
    fc.property(sessions, instants, fc.nat(), fc.string(), (sessionId, instant, at, other) => {
      const code = writeCode({ cityCode: '2301', sessionId, instant }, sign)
      const index = at % code.length
      const letter = code.charAt(index) === 'a' ? 'b' : 'a'
      const altered = code.slice(0, index) + letter + code.slice(index + 1)
      expect(readCode(altered, '2301', sign)).toBeNull()
      expect(readCode(code, '2301', signWith('another'))).toBeNull()
      expect(readCode(code, '3701', sign)).toBeNull()
      expect(readCode(other, '2301', sign)).toBeNull()
      expect(readCode(`${code}${other}x`, '2301', sign)).toBeNull()
    }),
  )
})

const step = 20_000_000
const begin = step * STEP_MILLISECONDS
const judge = (now: number, scannedAgo = 0, phoneClock = now) =>
  judgeScan({ step, now, scannedAgo, phoneClock })

test('a code counts in its own minute and the next, and then has expired', () => {
  for (let seconds = 0; seconds < 120; seconds += 1)
    expect(judge(begin + seconds * 1000)).toMatchObject({ ok: true, sentLater: false })
  for (const seconds of [120, 121, 500])
    expect(judge(begin + seconds * 1000)).toEqual({ ok: false, code: 'CODE_EXPIRED' })
})

test('who takes a while to find their name is still in time, and not late', () => {
  expect(judge(begin + 300_000, 280_000)).toEqual({
    ok: true,
    scannedAt: begin + 20_000,
    sentLater: false,
    clockDiffers: false,
  })
})

test('what was kept without a network is taken for three days, as sent later, at the moment of the scan', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: PROMPT_MILLISECONDS + 1, max: LATEST_MILLISECONDS - 120_000 }),
      fc.integer({ min: 0, max: 119_999 }),
      (ago, after) => {
        expect(judge(begin + after + ago, ago)).toEqual({
          ok: true,
          scannedAt: begin + after,
          sentLater: true,
          clockDiffers: false,
        })
      },
    ),
  )
  expect(judge(begin + LATEST_MILLISECONDS + 1, LATEST_MILLISECONDS)).toEqual({
    ok: false,
    code: 'CODE_TOO_OLD',
  })
})

test('a clock that is wrong by a day is no matter, only remarked on; one that was moved meanwhile is refused', () => {
  const day = 86_400_000
  for (const wrong of [-day, day])
    expect(judge(begin + 10_000, 0, begin + 10_000 + wrong)).toMatchObject({
      ok: true,
      scannedAt: begin + 10_000,
      clockDiffers: true,
    })
  expect(judge(begin + 3_600_000, 3_600_000 + day)).toEqual({
    ok: false,
    code: 'CLOCK_DOES_NOT_AGREE',
  })
  expect(judge(begin + day, 3_600_000)).toEqual({ ok: false, code: 'CLOCK_DOES_NOT_AGREE' })
  expect(judge(begin + 10_000, -1)).toEqual({ ok: false, code: 'CLOCK_DOES_NOT_AGREE' })
})

test('whatever a phone claims, nobody was there before the code was shown or after it was sent', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000, max: 1_000_000_000 }),
      fc.integer({ min: -1_000_000, max: 1_000_000_000 }),
      fc.integer(),
      (sinceBegin, ago, phoneClock) => {
        const now = begin + sinceBegin
        const scan = judge(now, ago, phoneClock)
        if (!scan.ok || sinceBegin < 0) return
        expect(scan.scannedAt).toBeGreaterThanOrEqual(begin)
        expect(scan.scannedAt).toBeLessThan(begin + 2 * STEP_MILLISECONDS)
        expect(scan.scannedAt).toBeLessThanOrEqual(now)
      },
    ),
  )
})
