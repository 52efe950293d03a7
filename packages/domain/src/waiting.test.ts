import { expect, test } from 'vitest'
import { waitingSince } from './waiting.ts'

const since = new Date('2008-09-01T02:00:00Z')
const at = (day: string) => waitingSince(since, new Date(`${day}T02:00:00Z`), 'Asia/Shanghai')

test.each([
  ['2008-09-01', 0, false],
  ['2008-09-08', 7, false],
  ['2008-09-15', 14, false],
  ['2008-09-16', 15, true],
])('on %s it has waited %i days; overdue: %s', (day, days, overdue) => {
  expect(at(day)).toEqual({ days, due: '2008-09-08', overdue })
})

test("days are the city's calendar days, not periods of 24 hours", () => {
  const evening = new Date('2008-09-01T15:59:00Z')
  const minuteAfterMidnight = new Date('2008-09-01T16:01:00Z')
  expect(waitingSince(evening, minuteAfterMidnight, 'Asia/Shanghai').days).toBe(1)
  expect(waitingSince(evening, minuteAfterMidnight, 'UTC').days).toBe(0)
})

test('a clock that was set back makes no negative days', () => {
  expect(waitingSince(since, new Date('2008-08-20T00:00:00Z'), 'Asia/Shanghai').days).toBe(0)
})
