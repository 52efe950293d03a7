import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from './calendar-day.ts'
import {
  checkHandOverDay,
  checkLeave,
  mayStandIn,
  MOST_DAYS_AHEAD,
  overlap,
  unitPath,
} from './positions.ts'

const today = '2008-09-30'
const community = { kind: 'COMMUNITY', path: '2301/230102/230102001/230102001001/' } as const
const branch = { kind: 'BRANCH', path: '2301/A001/A001-01/' } as const

test('people stand in for each other within the street or the agency', () => {
  expect(unitPath(community)).toBe('2301/230102/230102001/')
  expect(unitPath(branch)).toBe('2301/A001/')
  expect(unitPath({ kind: 'AGENCY', path: '2301/A001/' })).toBe('2301/A001/')
})

test.each([
  ['another street', community, '2301/230102/230102002/', false],
  ['the district above', community, '2301/230102/', false],
  ['the other side', community, branch.path, false],
  ['a code that begins alike', branch, '2301/A0011/', false],
  ['the street', community, '2301/230102/230102001/', true],
  ['the neighbours of one street', community, '2301/230102/230102001/230102001002/', true],
  ['a colleague of the agency', branch, '2301/A001/A001-02/', true],
] as const)('%s', (_who, organisation, path, may) => {
  expect(mayStandIn(organisation, [path])).toBe(may)
})

test('for the committee stand in those of the committee, not the whole city', () => {
  const committee = { kind: 'CITY_COMMITTEE', path: '2301/' } as const
  expect(mayStandIn(committee, [branch.path, community.path])).toBe(false)
  expect(mayStandIn(committee, ['2301/'])).toBe(true)
  expect(mayStandIn(committee, [])).toBe(false)
})

test.each([
  ['', '2008-10-01', 'from: NOT_A_DAY'],
  ['2008-09-29', '2008-10-01', 'from: DAY_IN_THE_PAST'],
  ['2008-10-02', '2008-10-01', 'to: DAY_BEFORE_THE_FIRST'],
  ['2008-10-02', 'soon', 'to: NOT_A_DAY'],
  ['2008-10-02', '2010-10-01', 'to: DAY_TOO_LATE'],
])('a leave from %s to %s: %s', (from, to, problem) => {
  const checked = checkLeave({ from, to }, today)
  expect(checked.ok ? [] : checked.problems.map(({ path, code }) => `${path}: ${code}`)).toEqual([
    problem,
  ])
})

test('a leave of this very day is one', () => {
  expect(checkLeave({ from: today, to: today }, today)).toEqual({
    ok: true,
    from: today,
    to: today,
  })
})

test('a position is handed over today or on a day to come', () => {
  expect(checkHandOverDay('x', today)).toMatchObject({ code: 'NOT_A_DAY' })
  expect(checkHandOverDay('2008-09-29', today)).toMatchObject({ code: 'DAY_IN_THE_PAST' })
  expect(checkHandOverDay(addDays(today, MOST_DAYS_AHEAD + 1), today)).toMatchObject({
    code: 'DAY_TOO_LATE',
  })
  expect(checkHandOverDay(today, today)).toBe(today)
})

test('spans overlap whichever is named first, and exactly where a day is in both', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 10 }))
    .map(([start, length]) => ({ from: addDays(today, start), to: addDays(today, start + length) }))
  fc.assert(
    fc.property(span, span, (one, other) => {
      const days = Array.from({ length: 60 }, (_, index) => addDays(today, index))
      const common = days.some(
        (day) => one.from <= day && day <= one.to && other.from <= day && day <= other.to,
      )
      expect(overlap(one, other)).toBe(common)
      expect(overlap(other, one)).toBe(common)
    }),
  )
})
