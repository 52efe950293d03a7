import { describe, expect, test } from 'vitest'
import { ASSESSED_KINDS, countedNumbers } from './assessment-measures.ts'
import { checkScheme } from './check-scheme.ts'
import { compileScheme } from './compile-scheme.ts'
import { decimalOf, exactOf } from './exact-number.ts'
import { marks } from './scheme-content.ts'
import type { SchemeContent } from './scheme-content.ts'
import { indicatorFrom, SCHEME_PATTERNS } from './scheme-patterns.ts'
import type { SchemePattern } from './scheme-patterns.ts'
import { scoreOrganisations } from './score-organisations.ts'

const names = { indicatorUnits: new Map([['relief.donatedValue', '元']]) }
const schemeOf = (
  indicators: SchemeContent['indicators'],
  kind: SchemeContent['kind'] = 'AGENCY',
): SchemeContent => ({
  title: '方案',
  kind,
  indicators,
  grades: [{ grade: 'PASS', from: '60', share: '' }],
  ties: [],
  previews: false,
  plansWithinMonths: 3,
})

describe.each(ASSESSED_KINDS)('for %s', (kind) => {
  test.each(SCHEME_PATTERNS)('the pattern %s is sound as it is', (pattern) => {
    const checked = checkScheme(schemeOf([indicatorFrom(pattern, kind, 'one')], kind), names)
    const wrong = checked.ok ? [] : checked.problems.filter(({ path }) => path !== 'indicators')
    expect(wrong).toEqual([])
  })
  test('whoever is asked for marks can give them, and their shares make the whole', () => {
    const { method } = indicatorFrom('MARKS', kind, 'one')
    const levels = method.kind === 'MARKS' ? method.levels : []
    expect(levels.every(({ level }) => marks(kind, level))).toBe(true)
    expect(levels.reduce((sum, { share }) => sum + Number(share), 0)).toBe(100)
  })
})

/** The points that organisations with these numbers have by a pattern, in their order. */
function points(pattern: SchemePattern, all: readonly Record<string, string>[]): number[] {
  const compiled = compileScheme(schemeOf([indicatorFrom(pattern, 'AGENCY', 'one')]), names)
  const { scores } = scoreOrganisations(
    compiled,
    all.map(({ mark, ...counts }, index) => ({
      id: `o${index}`,
      ranked: true,
      counts: countedNumbers(counts),
      marks:
        mark === undefined
          ? []
          : [{ indicatorCode: 'one', level: 'CITY' as const, points: exactOf(mark) }],
    })),
  )
  return scores.map(({ parts }) => Number(decimalOf(parts[0]?.points ?? 0n)))
}
const each = (key: string, ...values: number[]) => values.map((value) => ({ [key]: String(value) }))

describe('what offices do comes out as they say', () => {
  test('ranks 1 to 5 have 60, 57, 54, 51 and 48, the others 45', () => {
    expect(points('BANDS', each('records.accepted', 9, 8, 7, 6, 5, 4, 3))).toEqual([
      60, 57, 54, 51, 48, 45, 45,
    ])
  })
  test('the first has 6, the others in proportion', () => {
    expect(points('TO_THE_BEST', each('people.hours', 120, 60, 30, 0))).toEqual([6, 3, 1.5, 0])
  })
  test('half a point less for each day over the mean', () => {
    const days = (...of: number[]) =>
      of.map((one) => ({ 'signing.seconds': String(one * 86_400), 'records.received': '1' }))
    expect(points('STEPS', days(1, 3, 8))).toEqual([10, 10, 8])
  })
  test('what is divided by the members does not favour the large', () => {
    const size = (members: number, personTimes: number) => ({
      'capacity.members': String(members),
      'people.personTimes': String(personTimes),
    })
    expect(points('PER_HEAD', [size(10, 20), size(100, 100)])).toEqual([10, 5])
  })
  test('never below the floor, never above the cap', () => {
    expect(points('FLOOR_AND_CAP', each('records.visits', 0, 10, 99))).toEqual([2, 5, 10])
  })
  test('a bonus with a reason is what was marked; without a mark there is none', () => {
    expect(points('BONUS_WITH_REASON', [{ mark: '5' }, { mark: '15' }, {}])).toEqual([5, 15, 0])
  })
  test('a counted bonus and a deduction end at the most', () => {
    expect(points('BONUS_COUNTED', each('outputs.relief.donatedValue', 10_000, 1e6))).toEqual([
      0.5, 2,
    ])
    expect(points('DEDUCTION', each('records.reportedLate', 0, 3, 99))).toEqual([0, -0.6, -2])
  })
  test('a plan that is agreed in time counts in proportion', () => {
    expect(points('PLANS', [{ 'plans.inTime': '1', 'plans.expected': '2' }])).toEqual([5])
  })
})
