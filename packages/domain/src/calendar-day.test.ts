import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  dayIn,
  daysBetween,
  monthOf,
  monthsBetween,
  parseDay,
  parseMonth,
} from './calendar-day.ts'

describe('a day as typed', () => {
  test.each([
    '',
    'today',
    '2008-2-3',
    '2008/02/03',
    '20080203',
    '2008-02-30',
    '2007-02-29',
    '1900-02-29',
    '2008-13-01',
    '2008-00-10',
    '2008-01-00',
    '2008-04-31',
    '0000-00-00',
    '0050-01-01x',
    '-2008-01-01',
    '2008-01-01T00:00:00Z',
    '２００８-01-01',
  ])('%j is no day', (text) => {
    expect(parseDay(text)).toBeNull()
  })

  test.each(['2008-02-29', '2000-02-29', '2007-10-01', '2008-12-31'])('%s is one', (text) => {
    expect(parseDay(text)).toBe(text)
    expect(parseDay(` ${text} `)).toBe(text)
  })
})

describe('a month as typed', () => {
  test.each([
    '',
    '2008',
    '2008-9',
    '2008-00',
    '2008-13',
    '2008-09-01',
    ' 2008-09',
    '0000-01',
    '２００８-09',
  ])('%j is no month', (text) => {
    expect(parseMonth(text)).toBeNull()
  })

  test.each(['2008-01', '2008-09', '2008-12'])('%s is one', (text) => {
    expect(parseMonth(text)).toBe(text)
  })
})

describe('the day that it is', () => {
  test('at one instant differs between time zones', () => {
    const instant = new Date('2008-09-30T16:30:00Z')
    expect(dayIn(instant, 'Asia/Shanghai')).toBe('2008-10-01')
    expect(dayIn(instant, 'UTC')).toBe('2008-09-30')
    expect(dayIn(instant, 'America/New_York')).toBe('2008-09-30')
  })

  test('changes in Shanghai at 16:00 UTC', () => {
    expect(dayIn(new Date('2008-09-30T15:59:59.999Z'), 'Asia/Shanghai')).toBe('2008-09-30')
    expect(dayIn(new Date('2008-09-30T16:00:00.000Z'), 'Asia/Shanghai')).toBe('2008-10-01')
  })

  test('is asked anew for another second and another zone', () => {
    const last = new Date('2008-09-30T15:59:59.999Z')
    const next = new Date('2008-09-30T16:00:00.000Z')
    for (const [instant, zone, expected] of [
      [last, 'Asia/Shanghai', '2008-09-30'],
      [last, 'Asia/Tokyo', '2008-10-01'],
      [last, 'Asia/Shanghai', '2008-09-30'],
      [next, 'Asia/Shanghai', '2008-10-01'],
      [last, 'Asia/Shanghai', '2008-09-30'],
    ] as const)
      expect(dayIn(instant, zone)).toBe(expected)
  })

  test('is read the same where summer time made a day shorter', () => {
    expect(dayIn(new Date('1988-04-10T03:00:00Z'), 'Asia/Shanghai')).toBe('1988-04-10')
  })
})

const day = fc
  .integer({ min: Date.UTC(1950, 0, 1) / 86_400_000, max: Date.UTC(2150, 0, 1) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))

describe('counting', () => {
  test('goes over the ends of months and leap years', () => {
    expect(addDays('2008-02-28', 1)).toBe('2008-02-29')
    expect(addDays('2007-12-31', 1)).toBe('2008-01-01')
    expect(addDays('2008-03-01', -1)).toBe('2008-02-29')
    expect(daysBetween('2007-10-01', '2008-09-30')).toBe(365)
    expect(daysBetween('2008-01-02', '2008-01-01')).toBe(-1)
  })

  test('days added are the days between, and days sort as text', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (from, days) => {
        const to = addDays(from, days)
        expect(parseDay(to)).toBe(to)
        expect(daysBetween(from, to)).toBe(days)
        expect(Math.sign(days)).toBe(from < to ? 1 : from > to ? -1 : 0)
      }),
    )
  })

  test('the months of a programme year are twelve, in order', () => {
    expect(monthOf('2008-09-30')).toBe('2008-09')
    const months = monthsBetween('2007-10-01', '2008-09-30')
    expect(months).toHaveLength(12)
    expect(months[0]).toBe('2007-10')
    expect(months[3]).toBe('2008-01')
    expect(months.at(-1)).toBe('2008-09')
    expect(monthsBetween('2008-05-03', '2008-05-04')).toEqual(['2008-05'])
    expect(monthsBetween('2008-06-01', '2008-05-01')).toEqual([])
  })
})
