import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from './calendar-day.ts'
import {
  EXPECTED_FROM_DAYS,
  isReportExpected,
  reportMonth,
  reportMonths,
  reportShare,
  reportState,
  waitingBand,
  WAITING_BANDS,
} from './report-coverage.ts'

const anyMonth = fc
  .tuple(fc.integer({ min: 1990, max: 2090 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`)

describe('a month of reports', () => {
  test.each([
    ['2008-01', '2008-01-31', '2008-02-10'],
    ['2008-02', '2008-02-29', '2008-03-10'],
    ['2009-02', '2009-02-28', '2009-03-10'],
    ['2008-12', '2008-12-31', '2009-01-10'],
  ])('%s ends on %s and is due on %s', (month, endsOn, dueOn) => {
    expect(reportMonth(month)).toEqual({ month, startsOn: `${month}-01`, endsOn, dueOn })
  })
  test('is due ten days after its end, whatever its length', () => {
    fc.assert(
      fc.property(anyMonth, (name) => {
        const { endsOn, dueOn, startsOn } = reportMonth(name)
        expect(daysBetween(endsOn, dueOn)).toBe(10)
        expect(endsOn.slice(0, 7)).toBe(name)
        expect(addDays(endsOn, 1).endsWith('-01')).toBe(true)
        expect(daysBetween(startsOn, endsOn) + 1).toBeGreaterThanOrEqual(28)
      }),
    )
  })
  test('counts once it has begun, also of years that do not begin in January', () => {
    const year = { startsOn: '2007-10-01', endsOn: '2008-09-30' }
    const months = (today: string) => reportMonths(year, today).map(({ month }) => month)
    expect(months('2007-09-30')).toEqual([])
    expect(months('2007-10-01')).toEqual(['2007-10'])
    expect(months('2008-01-31')).toEqual(['2007-10', '2007-11', '2007-12', '2008-01'])
    expect(months('2010-01-01')).toHaveLength(12)
  })
})

describe('a report is expected', () => {
  const april = reportMonth('2008-04')
  test.each([
    ['2007-01-01', null, true],
    ['2008-04-01', '2008-04-30', true],
    ['2008-04-16', null, true],
    ['2008-04-17', null, false],
    ['2007-01-01', '2008-04-15', true],
    ['2007-01-01', '2008-04-14', false],
    ['2008-04-05', '2008-04-19', true],
    ['2008-04-05', '2008-04-18', false],
    ['2008-05-01', null, false],
    ['2007-01-01', '2008-03-31', false],
  ])('in April of a pairing from %s to %s: %s', (validFrom, validTo, isExpected) => {
    expect(isReportExpected({ validFrom, validTo }, april)).toBe(isExpected)
  })
  test('exactly where the pairing has so many days in the month, counted one by one', () => {
    fc.assert(
      fc.property(
        anyMonth,
        fc.integer({ min: -70, max: 70 }),
        fc.option(fc.integer({ min: 0, max: 90 })),
        (name, offset, length) => {
          const month = reportMonth(name)
          const validFrom = addDays(month.startsOn, offset)
          const validTo = length === null ? null : addDays(validFrom, length)
          let days = 0
          for (let day = month.startsOn; day <= month.endsOn; day = addDays(day, 1))
            if (validFrom <= day && (validTo === null || day <= validTo)) days += 1
          expect(isReportExpected({ validFrom, validTo }, month)).toBe(days >= EXPECTED_FROM_DAYS)
        },
      ),
    )
  })
})

describe('the state of a report', () => {
  const may = reportMonth('2008-05')
  test.each([
    ['2008-05-02', '2008-05-20', 'ON_TIME'],
    ['2008-06-10', '2008-06-30', 'ON_TIME'],
    ['2008-06-11', '2008-06-30', 'LATE'],
    [null, '2008-06-10', 'NOT_DUE'],
    [null, '2008-06-11', 'MISSING'],
  ] as const)('first sent on %s, seen on %s: %s', (sentOn, today, state) => {
    expect(reportState(may, sentOn, today)).toBe(state)
  })
})

describe('a share', () => {
  test('of nothing expected is none, not nought', () => {
    expect(reportShare(0, 0)).toBeNull()
    expect(reportShare(0, 4)).toBe(0)
    expect(reportShare(3, 4)).toBe(0.75)
  })
})

describe('bands of waiting', () => {
  test.each([
    [0, 'D0_3'],
    [3, 'D0_3'],
    [4, 'D4_7'],
    [7, 'D4_7'],
    [8, 'D8_14'],
    [14, 'D8_14'],
    [15, 'OVER_14'],
    [400, 'OVER_14'],
  ])('%i days: %s', (days, band) => {
    expect(waitingBand(days)).toBe(band)
  })
  test('hold every number of days exactly once', () => {
    fc.assert(
      fc.property(fc.nat(2000), (days) => {
        const holding = WAITING_BANDS.filter(
          ({ from, to }) => days >= from && (to === null || days <= to),
        )
        expect(holding.map(({ key }) => key)).toEqual([waitingBand(days)])
      }),
    )
  })
})
