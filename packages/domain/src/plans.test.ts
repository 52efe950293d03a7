import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Actor } from './activity-actions.ts'
import { daysBetween } from './calendar-day.ts'
import { sumDecimals } from './decimal-text.ts'
import {
  agreedInTimeUntil,
  checkPlan,
  directionsOf,
  dueDay,
  FULL_SHARE,
  lineShare,
  linesFromLastYear,
  lineState,
  PLAN_ACTIONS,
  PLAN_LIFE,
  planKey,
  planRefusal,
  planReminder,
  planShare,
  shareOut,
} from './plans.ts'
import type { PlanAction, PlanFacts, TypedPlanLine } from './plans.ts'
import { PLAN_STATES, ROLES } from './vocabulary.ts'
import type { PlanState } from './vocabulary.ts'

const facts = (changes: Partial<PlanFacts> = {}): PlanFacts => ({
  state: 'DRAFT',
  writingSide: 'AGENCY_SIDE',
  agencySidePath: '2301/A001/A001-01/',
  communitySidePath: '2301/D01/S001/S001-01/',
  writerIds: ['writer'],
  yearStatus: 'OPEN',
  ...changes,
})
const actor = (role: Actor['role'], scopePath: string, userId = 'somebody'): Actor => ({
  userId,
  deputyFor: null,
  role,
  scopePath,
})
const recorder = actor('BRANCH_RECORDER', '2301/A001/A001-01/')
const secretary = actor('AGENCY_SECRETARY', '2301/A001/')
const officer = actor('COMMUNITY_OFFICER', '2301/D01/S001/S001-01/')
const street = actor('STREET_SECRETARY', '2301/D01/S001/')

describe('the life of a plan', () => {
  /** From each state what each action leads to, spelt out. */
  const table: Record<PlanState, Partial<Record<PlanAction, PlanState>>> = {
    DRAFT: { SAVE: 'DRAFT', PROPOSE: 'PROPOSED', DISCARD: 'DISCARDED' },
    PROPOSED: { TAKE_BACK: 'DRAFT', AGREE: 'AGREED', RETURN: 'RETURNED' },
    RETURNED: { SAVE: 'RETURNED', PROPOSE: 'PROPOSED', DISCARD: 'DISCARDED' },
    AGREED: { REVISE: 'AGREED' },
    SUPERSEDED: {},
    DISCARDED: {},
  }
  test.each(PLAN_STATES)('from %s', (state) => {
    for (const action of PLAN_ACTIONS)
      expect([action, PLAN_LIFE[state][action]]).toEqual([action, table[state][action] ?? null])
  })

  test.each(PLAN_STATES)('%s: nothing is done that leads nowhere', (state) => {
    for (const action of PLAN_ACTIONS) {
      const decides = action === 'AGREE' || action === 'RETURN'
      const reason = planRefusal(action, facts({ state }), decides ? officer : recorder)
      expect([action, reason]).toEqual([
        action,
        table[state][action] === undefined ? 'PLAN_IN_OTHER_STATE' : null,
      ])
    }
  })

  test('who writes and who agrees are the two sides, each with whoever is above it', () => {
    const proposed = facts({ state: 'PROPOSED' })
    for (const one of [officer, street]) expect(planRefusal('AGREE', proposed, one)).toBe(null)
    for (const one of [recorder, secretary]) {
      expect(planRefusal('AGREE', proposed, one)).toBe('PLAN_IS_YOURS')
      expect(planRefusal('TAKE_BACK', proposed, one)).toBe(null)
    }
    expect(planRefusal('PROPOSE', facts(), officer)).toBe('PLAN_OF_OTHER_SIDE')
    const theirs = facts({ writingSide: 'COMMUNITY_SIDE' })
    expect(planRefusal('PROPOSE', theirs, officer)).toBe(null)
    expect(planRefusal('PROPOSE', theirs, recorder)).toBe('PLAN_OF_OTHER_SIDE')
  })

  test('either side may begin a new edition of what is agreed', () => {
    for (const one of [recorder, secretary, officer, street])
      expect(planRefusal('REVISE', facts({ state: 'AGREED' }), one)).toBe(null)
  })

  test('a stranger, and who holds a role without a side, does nothing', () => {
    const stranger = actor('COMMUNITY_OFFICER', '2301/D01/S002/S002-01/')
    for (const action of PLAN_ACTIONS)
      expect(planRefusal(action, facts({ state: 'PROPOSED' }), stranger)).toBe('PLAN_OF_OTHERS')
    for (const role of ROLES.filter(
      (one) =>
        !['BRANCH_RECORDER', 'AGENCY_SECRETARY', 'COMMUNITY_OFFICER', 'STREET_SECRETARY'].includes(
          one,
        ),
    ))
      for (const action of PLAN_ACTIONS)
        expect(planRefusal(action, facts({ state: 'PROPOSED' }), actor(role, '2301/'))).toBe(
          'ROLE_MAY_NOT',
        )
  })

  test('whoever wrote it does not agree, not in another role and not by a deputy', () => {
    const proposed = facts({ state: 'PROPOSED' })
    for (const action of ['AGREE', 'RETURN'] as const) {
      expect(planRefusal(action, proposed, { ...officer, userId: 'writer' })).toBe('OWN_PLAN')
      expect(planRefusal(action, proposed, { ...officer, deputyFor: 'writer' })).toBe('OWN_PLAN')
    }
  })

  test('of a year that is locked nothing moves; while it closes, it does', () => {
    for (const state of PLAN_STATES)
      for (const action of PLAN_ACTIONS) {
        const decides = action === 'AGREE' || action === 'RETURN'
        const who = decides ? officer : recorder
        const open = planRefusal(action, facts({ state }), who)
        expect(planRefusal(action, facts({ state, yearStatus: 'CLOSING' }), who)).toBe(open)
        expect(planRefusal(action, facts({ state, yearStatus: 'LOCKED' }), who)).toBe(
          open ?? 'PLAN_YEAR_LOCKED',
        )
      }
  })
})

const year = { startsOn: '2007-10-01', endsOn: '2008-09-30' }
const indicators = [
  {
    code: 'culture.trainings',
    kind: 'SIX_HELPS',
    area: 'CULTURE',
    decimals: 0,
    validFrom: '2007-01-01',
    validTo: null,
  },
  {
    code: 'labour.wasteTonnes',
    kind: 'LABOUR',
    area: null,
    decimals: 1,
    validFrom: '2007-01-01',
    validTo: null,
  },
  {
    code: 'culture.old',
    kind: 'SIX_HELPS',
    area: 'CULTURE',
    decimals: 0,
    validFrom: '2005-01-01',
    validTo: '2006-12-31',
  },
] as const
const line = (changes: Partial<TypedPlanLine> = {}): TypedPlanLine => ({
  indicatorCode: 'culture.trainings',
  kind: 'SIX_HELPS',
  area: null,
  quantity: '3',
  dueMonth: '2008-06',
  side: 'AGENCY_SIDE',
  responsible: '',
  words: '',
  ...changes,
})
function problems(lines: TypedPlanLine[], words = ''): string[] {
  const checked = checkPlan({ words, lines }, { indicators, year })
  return checked.ok ? [] : checked.problems.map(({ path, code }) => `${path}: ${code}`)
}

describe('a plan as typed', () => {
  test('takes kind and area from its indicator, and is put into canonical form', () => {
    const checked = checkPlan(
      { words: ' 全年 ', lines: [line({ quantity: '３', responsible: ' 宣传委员 ' })] },
      { indicators, year },
    )
    expect(checked).toEqual({
      ok: true,
      content: {
        words: '全年',
        lines: [line({ area: 'CULTURE', quantity: '3', responsible: '宣传委员' })],
      },
    })
  })

  test('may plan a number of activities of an area, or of a kind that has none', () => {
    expect(problems([line({ indicatorCode: null, area: 'GREEN' })])).toEqual([])
    expect(problems([line({ indicatorCode: null, kind: 'VISIT' })])).toEqual([])
    expect(problems([line({ indicatorCode: null })])).toEqual(['lines.0.area: AREA_REQUIRED'])
    expect(problems([line({ indicatorCode: null, kind: 'VISIT', area: 'GREEN' })])).toEqual([
      'lines.0.area: AREA_NOT_FOR_THIS_KIND',
    ])
    expect(problems([line({ indicatorCode: null, kind: 'VISIT', quantity: '1.5' })])).toEqual([
      'lines.0.quantity: NOT_A_WHOLE_NUMBER',
    ])
  })

  test('says everything that is wrong at once', () => {
    expect(problems([])).toEqual(['lines: PLAN_EMPTY'])
    expect(
      problems(
        [
          line({ indicatorCode: 'none', quantity: '' }),
          line({ indicatorCode: 'culture.old', quantity: '0' }),
          line({ quantity: '-1', dueMonth: '' }),
          line({ dueMonth: '2008-10' }),
          line({ dueMonth: '2008-6' }),
          line({ responsible: '长'.repeat(41), words: '长'.repeat(201) }),
          line({ indicatorCode: 'labour.wasteTonnes', quantity: '0.55' }),
        ],
        '长'.repeat(501),
      ),
    ).toEqual([
      'words: TOO_LONG',
      'lines.0.indicatorCode: UNKNOWN_INDICATOR',
      'lines.0.quantity: REQUIRED',
      'lines.1.indicatorCode: INDICATOR_NOT_IN_FORCE',
      'lines.1.quantity: MUST_BE_POSITIVE',
      'lines.2.quantity: NEGATIVE',
      'lines.2.dueMonth: REQUIRED',
      'lines.3.dueMonth: OUTSIDE_THE_YEAR',
      'lines.4.dueMonth: OUTSIDE_THE_YEAR',
      'lines.5.responsible: TOO_LONG',
      'lines.5.words: TOO_LONG',
      'lines.6.quantity: TOO_MANY_DECIMALS',
    ])
  })

  test('has the same thing twice only for different months or different sides', () => {
    expect(problems([line(), line()])).toEqual(['lines.1.dueMonth: PLAN_LINE_TWICE'])
    expect(problems([line(), line({ dueMonth: '2008-09' })])).toEqual([])
    expect(problems([line(), line({ side: 'COMMUNITY_SIDE' })])).toEqual([])
  })

  test('has twenty lines at most', () => {
    const lines = Array.from({ length: 21 }, (_, index) =>
      line({
        dueMonth: `2008-0${1 + (index % 9)}`,
        side: index % 2 ? 'AGENCY_SIDE' : 'COMMUNITY_SIDE',
        indicatorCode: index < 18 ? 'culture.trainings' : 'labour.wasteTonnes',
      }),
    )
    expect(problems(lines)).toContain('lines: TOO_MANY_LINES')
    expect(problems(lines.slice(0, 20))).toEqual([])
  })
})

const decimal = fc
  .record({ whole: fc.nat(5000), tenths: fc.nat(9) })
  .map(({ whole, tenths }) => (tenths === 0 ? String(whole) : `${whole}.${tenths}`))
const planned = decimal.filter((one) => one !== '0')

describe('progress', () => {
  test('is what was accepted of what was planned, never more than all of it', () => {
    expect(lineShare('0', '4')).toBe(0)
    expect(lineShare('1', '4')).toBe(2500)
    expect(lineShare('4', '4')).toBe(FULL_SHARE)
    expect(lineShare('9', '4')).toBe(FULL_SHARE)
    expect(lineShare('0.5', '2')).toBe(2500)
  })

  test('is not full by rounding', () => {
    expect(lineShare('29999.9', '30000')).toBe(9999)
    expect(planShare([FULL_SHARE, FULL_SHARE, 9999])).toBe(9999)
  })

  test('of a plan is the mean of its lines; of none it is none', () => {
    expect(planShare([0, FULL_SHARE])).toBe(5000)
    expect(planShare([2500, 2500, 2501])).toBe(2500)
    expect(planShare([])).toBe(0)
  })

  test('lies between nothing and all, and grows with what is accepted', () => {
    fc.assert(
      fc.property(decimal, decimal, planned, (one, other, of) => {
        const [a, b] = [lineShare(one, of), lineShare(other, of)]
        expect(a >= 0 && a <= FULL_SHARE).toBe(true)
        expect(Number(one) > Number(other) || a <= b).toBe(true)
        expect(a === FULL_SHARE).toBe(Number(one) >= Number(of))
      }),
    )
  })

  test('of a plan is full only where every line is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(FULL_SHARE), { minLength: 1 }), (shares) => {
        expect(planShare(shares) === FULL_SHARE).toBe(shares.every((one) => one === FULL_SHARE))
        expect(planShare(shares)).toBeGreaterThanOrEqual(Math.min(...shares))
        expect(planShare(shares)).toBeLessThanOrEqual(Math.max(...shares))
      }),
    )
  })

  test('gives what was done to the line that is due first', () => {
    const lines = [
      line({ dueMonth: '2008-09', quantity: '2' }),
      line({ dueMonth: '2008-03', quantity: '3' }),
      line({ dueMonth: '2008-06', quantity: '1', side: 'COMMUNITY_SIDE' }),
    ]
    const accepted = (of: { side: string }) => (of.side === 'AGENCY_SIDE' ? '4' : '7')
    expect(shareOut(lines, accepted)).toEqual(['1', '3', '7'])
    expect(shareOut(lines, () => '2')).toEqual(['0', '2', '2'])
  })

  test('shares out all that was accepted, and none of it twice', () => {
    fc.assert(
      fc.property(fc.array(planned, { minLength: 1, maxLength: 9 }), decimal, (quantities, all) => {
        const lines = quantities.map((quantity, index) =>
          line({ quantity, dueMonth: `2008-0${index + 1}` }),
        )
        const shares = shareOut(lines, () => all)
        expect(sumDecimals(shares)).toBe(all)
        shares
          .slice(0, -1)
          .forEach((share, index) =>
            expect(Number(share)).toBeLessThanOrEqual(Number(quantities[index])),
          )
      }),
    )
  })

  test('counts what the side does, and what both do', () => {
    expect(directionsOf('AGENCY_SIDE')).toEqual(['AGENCY_TO_COMMUNITY', 'JOINT'])
    expect(directionsOf('COMMUNITY_SIDE')).toEqual(['COMMUNITY_TO_AGENCY', 'JOINT'])
  })
})

describe('a line and its day', () => {
  test('is due on the last day of its month', () => {
    expect(['2008-02', '2007-02', '2008-12', '2008-09'].map(dueDay)).toEqual([
      '2008-02-29',
      '2007-02-28',
      '2008-12-31',
      '2008-09-30',
    ])
  })

  test.each([
    ['2008-06-16', 'DUE_SOON', 'PLAN_LINE_DUE'],
    ['2008-06-15', 'LATER', null],
    ['2008-06-30', 'DUE_SOON', 'PLAN_LINE_DUE'],
    ['2008-07-01', 'OVERDUE', 'PLAN_LINE_OVERDUE'],
    ['2008-07-14', 'OVERDUE', 'PLAN_LINE_OVERDUE'],
    ['2008-07-15', 'OVERDUE', null],
  ] as const)('on %s one of June is %s', (today, state, reminder) => {
    const open = { dueMonth: '2008-06', share: 9999 }
    expect(lineState(open, today)).toBe(state)
    expect(planReminder(open, today)).toBe(reminder)
    expect(lineState({ ...open, share: FULL_SHARE }, today)).toBe('DONE')
    expect(planReminder({ ...open, share: FULL_SHARE }, today)).toBe(null)
  })

  test('is overdue exactly from the day after', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2007-10-01'), max: new Date('2009-12-31'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 12 }),
        (date, month) => {
          const today = date.toISOString().slice(0, 10)
          const dueMonth = `2008-${String(month).padStart(2, '0')}`
          expect(lineState({ dueMonth, share: 0 }, today) === 'OVERDUE').toBe(
            daysBetween(dueDay(dueMonth), today) > 0,
          )
        },
      ),
    )
  })
})

test('plans of a year are in time until the end of its third month', () => {
  expect(agreedInTimeUntil('2007-10-01')).toBe('2007-12-31')
  expect(agreedInTimeUntil('2008-12-01')).toBe('2009-02-28')
  expect(agreedInTimeUntil('2009-01-01')).toBe('2009-03-31')
  expect(agreedInTimeUntil('2009-01-01', 1)).toBe('2009-01-31')
  expect(agreedInTimeUntil('2007-10-01', 12)).toBe('2008-09-30')
})

describe('lines from last year', () => {
  const done = (changes = {}) => ({
    indicatorCode: 'culture.trainings',
    kind: 'SIX_HELPS' as const,
    area: 'CULTURE' as const,
    side: 'AGENCY_SIDE' as const,
    quantity: '4',
    records: 2,
    month: '2007-05',
    ...changes,
  })
  test('plan the same quantity in the same month of the new year', () => {
    expect(
      linesFromLastYear([done(), done({ side: 'COMMUNITY_SIDE', month: '2006-11' })], year),
    ).toEqual([
      {
        indicatorCode: 'culture.trainings',
        kind: 'SIX_HELPS',
        area: 'CULTURE',
        side: 'COMMUNITY_SIDE',
        quantity: '4',
        dueMonth: '2007-11',
      },
      {
        indicatorCode: 'culture.trainings',
        kind: 'SIX_HELPS',
        area: 'CULTURE',
        side: 'AGENCY_SIDE',
        quantity: '4',
        dueMonth: '2008-05',
      },
    ])
  })

  test('are eight at most, those on most records; of nothing there is none', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      done({ indicatorCode: `culture.${index}`, records: index }),
    )
    const codes = linesFromLastYear(many, year).map(({ indicatorCode }) => indicatorCode)
    expect(codes.toSorted()).toEqual([
      'culture.10',
      'culture.11',
      'culture.4',
      'culture.5',
      'culture.6',
      'culture.7',
      'culture.8',
      'culture.9',
    ])
    expect(linesFromLastYear([done({ quantity: '0' })], year)).toEqual([])
  })

  test('fall on the last month of a year that has no such month', () => {
    const short = { startsOn: '2009-01-01', endsOn: '2009-03-31' }
    expect(linesFromLastYear([done()], short)[0]?.dueMonth).toBe('2009-03')
  })

  test('count the same where they have the same key', () => {
    expect(planKey(line({ indicatorCode: null, area: 'GREEN' }))).not.toBe(
      planKey(line({ indicatorCode: null, area: 'SECURITY' })),
    )
  })
})
