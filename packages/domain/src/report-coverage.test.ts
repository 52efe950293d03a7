import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from './calendar-day.ts'
import {
  EXPECTED_FROM_DAYS,
  checkReportRule,
  DUE_DAYS,
  isReportExpected,
  REPORT_EXPECTATIONS,
  reportMonth,
  reportMonths,
  reportShare,
  reportState,
  ruleHoldsFrom,
  ruleOfMonth,
  STANDARD_REPORT_RULE,
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
    expect(reportMonth(month)).toEqual({
      month,
      startsOn: `${month}-01`,
      endsOn,
      dueOn,
      expects: 'EVERY_MONTH',
    })
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

describe('a plan that both sides agreed on', () => {
  const april = reportMonth('2008-04')
  const byPlan = {
    ...reportMonth('2008-04'),
    expects: 'PLAN_MONTHS',
  } as const
  const open = { validFrom: '2007-01-01', validTo: null }
  const fromTheEnd = { validFrom: '2008-04-29', validTo: null }
  const endedBefore = { validFrom: '2008-04-20', validTo: '2008-04-29' }
  test.each([
    ['every month', april, open, 'NO_PLAN', true],
    ['every month', april, open, 'NOT_DUE', true],
    ['every month', april, open, 'DUE', true],
    ['every month', april, fromTheEnd, 'NO_PLAN', false],
    ['every month', april, fromTheEnd, 'DUE', true],
    ['every month', april, endedBefore, 'DUE', false],
    ['months of the plan', byPlan, open, 'NO_PLAN', true],
    ['months of the plan', byPlan, open, 'NOT_DUE', false],
    ['months of the plan', byPlan, open, 'DUE', true],
    ['months of the plan', byPlan, fromTheEnd, 'NO_PLAN', false],
    ['months of the plan', byPlan, fromTheEnd, 'DUE', true],
    ['months of the plan', byPlan, endedBefore, 'DUE', false],
  ] as const)('by %s, %o of %o, %s: %s', (_rule, month, pairing, planned, isExpected) => {
    expect(isReportExpected(pairing, month, planned)).toBe(isExpected)
  })
  test('never takes a month away where every month is to be reported, and never adds one outside the pairing', () => {
    fc.assert(
      fc.property(
        anyMonth,
        fc.integer({ min: -70, max: 70 }),
        fc.option(fc.integer({ min: 0, max: 90 })),
        fc.constantFrom('DUE', 'NOT_DUE', 'NO_PLAN'),
        fc.constantFrom(...REPORT_EXPECTATIONS),
        (name, offset, length, planned, expects) => {
          const month = { ...reportMonth(name), expects }
          const validFrom = addDays(month.startsOn, offset)
          const validTo = length === null ? null : addDays(validFrom, length)
          const pairing = { validFrom, validTo }
          const withPlan = isReportExpected(pairing, month, planned)
          const without = isReportExpected(pairing, month)
          const touches =
            validFrom <= month.endsOn && (validTo === null || validTo >= month.startsOn)
          expect(withPlan && !touches).toBe(false)
          expect(expects === 'EVERY_MONTH' && without && !withPlan).toBe(false)
          expect(planned === 'NO_PLAN' && withPlan !== without).toBe(false)
        },
      ),
    )
  })
})

describe('the rule of a month', () => {
  const set = [
    { revision: 1, fromMonth: '2008-03', dueDay: 5, expects: 'EVERY_MONTH' },
    { revision: 2, fromMonth: '2008-06', dueDay: 20, expects: 'PLAN_MONTHS' },
    { revision: 3, fromMonth: '2008-06', dueDay: 15, expects: 'EVERY_MONTH' },
  ] as const
  test.each([
    ['2008-02', STANDARD_REPORT_RULE],
    ['2008-03', { dueDay: 5, expects: 'EVERY_MONTH' }],
    ['2008-05', { dueDay: 5, expects: 'EVERY_MONTH' }],
    ['2008-06', { dueDay: 15, expects: 'EVERY_MONTH' }],
    ['2009-01', { dueDay: 15, expects: 'EVERY_MONTH' }],
  ])('%s is judged by what held then', (month, rule) => {
    expect(ruleOfMonth(month, set)).toEqual(rule)
    expect(ruleOfMonth(month, set.toReversed())).toEqual(rule)
  })
  test('says when its report is due', () => {
    expect(reportMonth('2008-04', set).dueOn).toBe('2008-05-05')
    expect(reportMonth('2008-07', set).dueOn).toBe('2008-08-15')
  })
  const year = { startsOn: '2007-10-01', endsOn: '2008-09-30' }
  test.each([
    ['2007-05-04', '2007-10'],
    ['2007-10-01', '2007-10'],
    ['2008-03-31', '2008-03'],
    ['2008-09-30', '2008-09'],
    ['2008-10-01', null],
  ])('set on %s it holds from %s', (today, month) => {
    expect(ruleHoldsFrom(year, today)).toBe(month)
  })
  test('set today judges no month that is over, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 364 }),
        fc.integer({ min: DUE_DAYS.least, max: DUE_DAYS.most }),
        fc.constantFrom(...REPORT_EXPECTATIONS),
        (day, dueDay, expects) => {
          const today = addDays('2007-10-01', day)
          const fromMonth = ruleHoldsFrom(year, today)
          if (fromMonth === null) return
          const [before, after] = [
            reportMonths(year, today, []),
            reportMonths(year, today, [{ revision: 1, fromMonth, dueDay, expects }]),
          ]
          const over = (month: { endsOn: string }) => month.endsOn < today
          expect(after.filter(over)).toEqual(before.filter(over))
        },
      ),
    )
  })
  test.each([
    [10, true],
    [1, true],
    [28, true],
    [0, false],
    [29, false],
    [9.5, false],
    [Number.NaN, false],
  ])('a due day of %s is one every month has: %s', (dueDay, ok) => {
    expect(checkReportRule({ dueDay, expects: 'EVERY_MONTH' }).ok).toBe(ok)
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
