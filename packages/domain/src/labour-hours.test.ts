import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from './calendar-day.ts'
import { compareDecimals, multiplyDecimals, sumDecimals } from './decimal-text.ts'
import {
  correctedHours,
  hoursBetween,
  linesFromList,
  LONGEST_HOURS,
  sessionProblem,
  sourceOfEntry,
  sumHours,
  totalOf,
} from './labour-hours.ts'

const at = (text: string) => new Date(`${text}:00+08:00`)
const hours = fc.integer({ min: 0, max: 160 }).map((tenths) => String(tenths / 10))

test.each([
  ['2008-07-05T08:00', '2008-07-05T08:00', '0'],
  ['2008-07-05T08:00', '2008-07-05T08:02', '0'],
  ['2008-07-05T08:00', '2008-07-05T08:03', '0.1'],
  ['2008-07-05T08:00', '2008-07-05T10:27', '2.5'],
  ['2008-07-05T08:00', '2008-07-05T11:00', '3'],
  ['2008-07-05T22:00', '2008-07-06T02:00', '4'],
  ['2008-12-31T23:30', '2009-01-01T00:30', '1'],
  ['2008-07-05T08:00', '2008-07-06T00:00', '16'],
])('from %s to %s are %s hours', (from, to, expected) => {
  expect(hoursBetween(at(from), at(to))).toBe(expected)
})

test('a check-out before the check-in, or longer after it than anybody works, gives no hours', () => {
  expect(hoursBetween(at('2008-07-05T08:00'), at('2008-07-05T07:59'))).toBeNull()
  expect(hoursBetween(at('2008-07-05T08:00'), at('2008-07-06T00:01'))).toBeNull()
  expect(hoursBetween(at('2008-07-05T08:00'), at('2008-07-06T09:00'))).toBeNull()
})

test('hours never differ from the minutes by more than three of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: LONGEST_HOURS * 60 }), (minutes) => {
      const from = at('2008-07-05T21:17')
      const given = hoursBetween(from, new Date(from.getTime() + minutes * 60_000))
      expect(Math.abs(Number(given) * 60 - minutes)).toBeLessThanOrEqual(3.000_001)
    }),
  )
})

test('a session receives volunteers from the morning of its day until noon of the next, unless it was closed', () => {
  const zone = 'Asia/Shanghai'
  const problem = (instant: string, closedAt: string | null = null) =>
    sessionProblem(
      { day: '2008-07-05', closedAt: closedAt === null ? null : at(closedAt) },
      at(instant),
      zone,
    )
  expect(problem('2008-07-04T23:59')).toBe('SESSION_NOT_BEGUN')
  expect(problem('2008-07-05T00:00')).toBeNull()
  expect(problem('2008-07-05T23:59')).toBeNull()
  expect(problem('2008-07-06T11:59')).toBeNull()
  expect(problem('2008-07-06T12:00')).toBe('SESSION_CLOSED')
  expect(problem('2008-07-05T10:00', '2008-07-05T10:00')).toBe('SESSION_CLOSED')
  expect(problem('2008-07-05T09:59', '2008-07-05T10:00')).toBeNull()
})

test('what is entered on the day is on the spot, and later on any other day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), (days) => {
      const day = '2008-07-05'
      expect(sourceOfEntry(day, addDays(day, days))).toBe(days === 0 ? 'LISTED' : 'ADDED_LATER')
    }),
  )
})

test('a correction gives the hours that it says, and never more on the spot than were recorded there', () => {
  fc.assert(
    fc.property(hours, hours, hours, (recorded, added, total) => {
      const after = correctedHours({ recorded, added }, total)
      expect(totalOf(after)).toBe(total)
      expect(compareDecimals(after.recorded, recorded)).toBeLessThanOrEqual(0)
    }),
  )
})

test('sums keep both kinds apart', () => {
  expect(
    sumHours([
      { recorded: '2.5', added: '0' },
      { recorded: '0.1', added: '0.2' },
    ]),
  ).toEqual({ recorded: '2.6', added: '0.2' })
  expect(sumHours([])).toEqual({ recorded: '0', added: '0' })
})

test('the lines of a record say exactly what its list says', () => {
  const list = fc.array(fc.record({ label: fc.constantFrom('甲队', '乙队'), hours }))
  fc.assert(
    fc.property(list, (attendances) => {
      const lines = linesFromList(attendances)
      expect(lines.reduce((sum, { headCount }) => sum + headCount, 0)).toBe(attendances.length)
      expect(
        sumDecimals(
          lines.map(({ headCount, hoursEach }) => multiplyDecimals(hoursEach, String(headCount))),
        ),
      ).toBe(sumDecimals(attendances.map(({ hours }) => hours)))
      const keys = lines.map(({ label, hoursEach }) => `${label} ${hoursEach}`)
      expect(new Set(keys).size).toBe(keys.length)
    }),
  )
})
