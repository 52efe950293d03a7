import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTIVITY_ACTIONS } from './activity-actions.ts'
import { addDays, daysBetween } from './calendar-day.ts'
import {
  checkNewYear,
  checkUntil,
  isInForce,
  MOST_EXCEPTION_DAYS,
  PERIOD_ALLOWS,
  PERIOD_MOVES,
  PERIOD_TRANSITIONS,
  periodMoveRefusal,
  periodRefusal,
  quartersFrom,
  statusFor,
  statusOn,
} from './period-rules.ts'
import type { KnownException, KnownYear, RecordStep } from './period-rules.ts'
import { PERIOD_STATUSES } from './vocabulary.ts'
import type { PeriodStatus } from './vocabulary.ts'

const STEPS: readonly RecordStep[] = ['BEGIN', ...ACTIVITY_ACTIONS]

describe('the life of a period', () => {
  const LIFE = [
    ['OPEN', 'BEGIN_CLOSING', 'CLOSING'],
    ['CLOSING', 'REOPEN', 'OPEN'],
    ['CLOSING', 'LOCK', 'LOCKED'],
  ] as const

  test.each(PERIOD_STATUSES.flatMap((from) => PERIOD_MOVES.map((move) => [from, move] as const)))(
    'what is %s goes by %s only where that is its life',
    (from, move) => {
      const to = LIFE.find(([status, what]) => status === from && what === move)?.[2] ?? null
      expect(PERIOD_TRANSITIONS[from][move]).toBe(to)
      const over = { status: from, endsOn: '2008-03-31' }
      expect(periodMoveRefusal(move, over, '2008-04-01')).toBe(
        to === null ? 'NOT_IN_THIS_STATE' : null,
      )
    },
  )

  test('only what is over is locked; it may close before', () => {
    const closing = { status: 'CLOSING' as const, endsOn: '2008-03-31' }
    expect(periodMoveRefusal('LOCK', closing, '2008-03-31')).toBe('PERIOD_NOT_OVER')
    expect(periodMoveRefusal('LOCK', closing, '2008-04-01')).toBeNull()
    expect(
      periodMoveRefusal('BEGIN_CLOSING', { status: 'OPEN', endsOn: '2008-03-31' }, '2008-03-01'),
    ).toBeNull()
    expect(periodMoveRefusal('LOCK', { ...closing, status: 'OPEN' }, '2008-03-31')).toBe(
      'NOT_IN_THIS_STATE',
    )
  })

  test('nothing leads out of the lock', () => {
    expect(PERIOD_MOVES.map((move) => PERIOD_TRANSITIONS.LOCKED[move])).toEqual([null, null, null])
  })
})

describe('what a period allows', () => {
  const FORBIDDEN: Record<PeriodStatus, readonly RecordStep[]> = {
    OPEN: [],
    CLOSING: ['BEGIN', 'REOPEN'],
    LOCKED: STEPS,
  }

  test.each(PERIOD_STATUSES.flatMap((status) => STEPS.map((step) => [status, step] as const)))(
    '%s: %s',
    (status, step) => {
      const isForbidden = FORBIDDEN[status].includes(step)
      expect(PERIOD_ALLOWS[status][step]).toBe(!isForbidden)
      expect(periodRefusal(step, status)).toBe(isForbidden ? `PERIOD_${status}` : null)
    },
  )

  test('a stricter state never allows more', () => {
    const [open, closing, locked] = PERIOD_STATUSES.map((status) =>
      STEPS.filter((step) => PERIOD_ALLOWS[status][step]),
    )
    expect(open).toEqual(expect.arrayContaining(closing ?? []))
    expect(closing).toEqual(expect.arrayContaining(locked ?? []))
  })
})

const yearOf = (status: PeriodStatus, ofQuarters: readonly PeriodStatus[]): KnownYear => ({
  year: 2008,
  startsOn: '2007-10-01',
  endsOn: '2008-09-30',
  status,
  quarters: quartersFrom('2007-10-01').map((quarter, index) => ({
    ...quarter,
    status: ofQuarters[index] ?? 'OPEN',
  })),
})

describe('the state of a day', () => {
  test.each(PERIOD_STATUSES.flatMap((year) => PERIOD_STATUSES.map((one) => [year, one] as const)))(
    'in a year that is %s and a quarter that is %s is the stricter of both',
    (year, quarter) => {
      const expected =
        PERIOD_STATUSES[Math.max(PERIOD_STATUSES.indexOf(year), PERIOD_STATUSES.indexOf(quarter))]
      expect(statusOn('2008-02-29', [yearOf(year, ['OPEN', quarter])])).toBe(expected)
      expect(statusOn('2008-04-01', [yearOf(year, ['OPEN', quarter])])).toBe(year)
    },
  )

  test('outside of any year there is none', () => {
    const years = [yearOf('OPEN', [])]
    expect(statusOn('2007-09-30', years)).toBeNull()
    expect(statusOn('2008-10-01', years)).toBeNull()
  })
})

describe('exceptions', () => {
  const locked = [yearOf('OPEN', ['LOCKED', 'CLOSING'])]
  const record = {
    id: 'record',
    day: '2007-12-31',
    agencySidePath: '2301/A001/A001-01/',
    communitySidePath: '2301/230102/230102001/230102001001/',
  }
  const exception: KnownException = {
    year: 2008,
    quarter: 1,
    organisationPath: null,
    activityId: null,
    until: '2008-09-26',
  }
  const today = '2008-09-26'
  const state = (parts: Partial<KnownException>, on = today, day = record.day) =>
    statusFor({ ...record, day }, locked, [{ ...exception, ...parts }], on)

  test.each([
    ['for the record itself', { activityId: 'record' }],
    ['for the branch', { organisationPath: '2301/A001/A001-01/' }],
    ['for its agency', { organisationPath: '2301/A001/' }],
    ['for the community', { organisationPath: '2301/230102/230102001/230102001001/' }],
    ['for its district', { organisationPath: '2301/230102/' }],
    ['for the whole year', { activityId: 'record', quarter: null }],
  ])('one %s opens the record', (_what, parts) => {
    expect(state(parts)).toBe('OPEN')
  })

  test.each([
    ['of nobody', {}],
    ['for another record', { activityId: 'other' }],
    ['for another branch of the agency', { organisationPath: '2301/A001/A001-02/' }],
    ['for a code that only begins alike', { organisationPath: '2301/A001/A001-0/' }],
    ['for another quarter', { activityId: 'record', quarter: 2 }],
    ['for another year', { activityId: 'record', year: 2007, quarter: null }],
    ['that ended yesterday', { activityId: 'record', until: '2008-09-25' }],
  ])('one %s opens nothing', (_what, parts) => {
    expect(state(parts)).toBe('LOCKED')
  })

  test('counts to the end of its last day and closes by itself the day after', () => {
    expect(isInForce(exception, '2008-09-26')).toBe(true)
    expect(isInForce(exception, '2008-09-27')).toBe(false)
    expect(state({ activityId: 'record' }, '2008-09-27')).toBe('LOCKED')
  })

  test('opens what is closing too', () => {
    expect(state({ organisationPath: '2301/A001/', quarter: 2 }, today, '2008-01-01')).toBe('OPEN')
  })

  test('changes nothing for days that are open or in no year', () => {
    expect(state({}, today, '2008-05-01')).toBe('OPEN')
    expect(state({ activityId: 'record', quarter: null }, today, '2009-05-01')).toBeNull()
  })

  test.each([
    ['', 'REQUIRED'],
    [' ', 'REQUIRED'],
    ['soon', 'NOT_A_DAY'],
    ['2008-02-30', 'NOT_A_DAY'],
    ['2008-09-25', 'DAY_IN_THE_PAST'],
    [addDays(today, MOST_EXCEPTION_DAYS + 1), 'DAY_TOO_LATE'],
    ['9999-12-31', 'DAY_TOO_LATE'],
  ])('until %j is refused as %s', (until, code) => {
    expect(checkUntil(until, today)).toMatchObject({ ok: false, problem: { path: 'until', code } })
  })

  test('may end today or on the latest day', () => {
    for (const until of [today, addDays(today, MOST_EXCEPTION_DAYS)])
      expect(checkUntil(until, today)).toEqual({ ok: true, until })
  })
})

describe('a new year', () => {
  const known = [
    { year: 2008, startsOn: '2007-10-01', endsOn: '2008-09-30' },
    { year: 2009, startsOn: '2008-10-01', endsOn: '2009-09-30' },
  ]
  const codes = (year: string, startsOn: string, years = known) => {
    const checked = checkNewYear({ year, startsOn }, years)
    return checked.ok ? checked.year : checked.problems.map(({ path, code }) => `${path}: ${code}`)
  }

  test.each([
    ['', '2009-10-01', ['year: NOT_A_YEAR']],
    ['10', '2009-10-01', ['year: NOT_A_YEAR']],
    ['1948', '2009-10-01', ['year: NOT_A_YEAR']],
    ['2200', '2009-10-01', ['year: NOT_A_YEAR']],
    ['２０１０', '2009-10-01', ['year: NOT_A_YEAR']],
    ['2009', '2009-10-01', ['year: YEAR_TAKEN']],
    ['2010', '', ['startsOn: NOT_A_DAY']],
    ['2010', '2009-10-02', ['startsOn: NOT_FIRST_OF_A_MONTH']],
    ['2009', '1.10.2009', ['year: YEAR_TAKEN', 'startsOn: NOT_A_DAY']],
    ['2010', '2009-09-01', ['startsOn: OVERLAPS_A_YEAR']],
    ['2010', '2007-01-01', ['startsOn: OVERLAPS_A_YEAR']],
    ['2010', '2009-11-01', ['startsOn: LEAVES_A_GAP']],
    ['2006', '2005-10-01', ['startsOn: LEAVES_A_GAP']],
  ])('%j from %j: %j', (year, startsOn, problems) => {
    expect(codes(year, startsOn)).toEqual(problems)
  })

  test('joins the last one, or the first', () => {
    expect(codes('2010', '2009-10-01')).toEqual({
      year: 2010,
      startsOn: '2009-10-01',
      endsOn: '2010-09-30',
    })
    expect(codes('2007', '2006-10-01')).toMatchObject({ endsOn: '2007-09-30' })
    expect(codes('2026', '2026-01-01', [])).toMatchObject({ endsOn: '2026-12-31' })
  })

  test('has four quarters of three months that fill it, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1950, max: 2198 }),
        fc.integer({ min: 1, max: 12 }),
        (year, month) => {
          const startsOn = `${year}-${String(month).padStart(2, '0')}-01`
          const checked = checkNewYear({ year: String(year), startsOn }, [])
          expect(checked.ok).toBe(true)
          const quarters = quartersFrom(startsOn)
          expect(quarters.map(({ quarter }) => quarter)).toEqual([1, 2, 3, 4])
          expect(quarters[0]?.startsOn).toBe(startsOn)
          expect(quarters[3]?.endsOn).toBe(checked.ok ? checked.year.endsOn : '')
          for (const [index, quarter] of quarters.entries()) {
            expect(quarter.startsOn.slice(8)).toBe('01')
            expect(daysBetween(quarter.startsOn, quarter.endsOn)).toBeGreaterThanOrEqual(88)
            const next = quarters[index + 1]?.startsOn ?? addDays(quarter.endsOn, 1)
            expect(next).toBe(addDays(quarter.endsOn, 1))
          }
        },
      ),
    )
  })
})
