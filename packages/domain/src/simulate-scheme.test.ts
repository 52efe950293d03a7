import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countedNumbers } from './assessment-measures.ts'
import { compileScheme } from './compile-scheme.ts'
import { evaluateOrganisation } from './score-organisations.ts'
import type { SchemeContent, SchemeIndicator } from './scheme-content.ts'
import { simulateScheme } from './simulate-scheme.ts'
import type { SimulatedSide, SimulationResult } from './simulate-scheme.ts'

const indicator = (code: string, changes: Partial<SchemeIndicator> = {}): SchemeIndicator => ({
  code,
  name: { zhCn: code, zhTw: code, en: code },
  role: 'SCORED',
  weight: '50',
  floor: '',
  formula: 'records.given',
  per: 'NOTHING',
  better: 'MORE',
  method: { kind: 'TARGET', target: '10' },
  basis: '',
  ...changes,
})
const given = indicator('given')
const received = indicator('received', { formula: 'records.received' })
const content = (indicators: readonly SchemeIndicator[], share: string): SchemeContent => ({
  title: '',
  kind: 'AGENCY',
  indicators,
  grades: [
    { grade: 'EXCELLENT', from: '90', share },
    { grade: 'GOOD', from: '75', share: '' },
    { grade: 'PASS', from: '60', share: '' },
  ],
  ties: [],
  previews: false,
  plansWithinMonths: 3,
})
type Row = { id: string; given: number; received: number; members?: number | null; place?: string }
const sideOf = (
  indicators: readonly SchemeIndicator[],
  rows: readonly Row[],
  share = '',
): SimulatedSide => {
  const scheme = compileScheme(content(indicators, share), { indicatorUnits: new Map() })
  return {
    scheme,
    organisations: rows.map((row) => ({
      evaluated: evaluateOrganisation(scheme, {
        id: row.id,
        ranked: true,
        counts: countedNumbers({
          'records.given': String(row.given),
          'records.received': String(row.received),
        }),
        marks: [],
      }),
      code: row.id,
      name: `单位${row.id}`,
      place: row.place ?? '',
      sizes: { MEMBER: row.members ?? null, UNIT: null, PAIRING: null },
    })),
  }
}
function simulate(side: SimulatedSide, other: SimulatedSide | null = null): SimulationResult {
  const work = simulateScheme(side, other)
  for (let before = 0; ;) {
    const step = work.next()
    if (step.done === true) return step.value
    expect(step.value).toBeGreaterThanOrEqual(before)
    expect(step.value).toBeLessThanOrEqual(1)
    before = step.value
  }
}
const rows = fc
  .array(
    fc.record({
      given: fc.integer({ min: 0, max: 14 }),
      received: fc.integer({ min: 0, max: 14 }),
      members: fc.option(fc.integer({ min: 1, max: 500 })),
      place: fc.constantFrom('道里', '道外'),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((all) =>
    all.map((row, index): Row => ({ id: `o${String(index).padStart(2, '0')}`, ...row })),
  )

describe('how the scores lie', () => {
  test('every ranked organisation is in one bin, one place and at most one size', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const { side } = simulate(sideOf([given, received], all))
        const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
        const of = (by: string) =>
          sum(side.groups.filter((group) => group.by === by).map(({ count }) => count))
        expect(sum(side.bins.map(({ count }) => count))).toBe(all.length)
        expect(of('PLACE')).toBe(all.length)
        expect(of('SIZE')).toBe(side.sizeMeasure === null ? 0 : all.length)
        for (const group of side.groups)
          expect(sum(group.grades.map(({ count }) => count))).toBe(group.count)
      }),
    )
  })
  test('the order of organisations does not matter', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const [there, back] = [all, all.toReversed()].map((one) =>
          simulate(sideOf([given, received], one), sideOf([given], one)),
        )
        expect(back).toEqual(there)
      }),
    )
  })
  test('thirds by size, and who is in the middle', () => {
    const all = [5, 10, 20, 40, 80, 160].map((members, index) => ({
      id: `o${index}`,
      given: 10,
      received: index,
      members,
    }))
    const { side } = simulate(sideOf([given, received], all))
    const sizes = side.groups.filter(({ by }) => by === 'SIZE')
    expect(sizes.map(({ key, count, sizes: range }) => [key, count, range])).toEqual([
      ['SMALL', 2, { from: 5, to: 10 }],
      ['MIDDLE', 2, { from: 20, to: 40 }],
      ['LARGE', 2, { from: 80, to: 160 }],
    ])
    expect(side.median).toMatchObject({
      id: 'o2',
      size: 20,
      total: 60,
      grade: 'PASS',
      rank: 4,
      parts: [
        { code: 'given', points: 50 },
        { code: 'received', points: 10 },
      ],
    })
  })
  test('of nobody there is nothing, and no sizes where they are known of fewer than half', () => {
    expect(simulate(sideOf([given], [])).side).toMatchObject({
      organisations: 0,
      groups: [],
      median: null,
      sizeMeasure: null,
    })
    const all = [1, 2, 3].map((n) => ({
      id: `o${n}`,
      given: n,
      received: n,
      members: n === 1 ? 5 : null,
    }))
    expect(simulate(sideOf([given], all)).side.sizeMeasure).toBeNull()
  })
})

describe('who moves', () => {
  test('against itself nobody does', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const side = sideOf([given, received], all)
        expect(simulate(side, side).moves).toEqual({
          compared: all.length,
          up: 0,
          down: 0,
          betterGrade: 0,
          worseGrade: 0,
          movers: [],
        })
      }),
    )
  })
  test('by the part in which somebody gained more than all did', () => {
    const all = [
      { id: 'a', given: 9, received: 0 },
      { id: 'b', given: 8, received: 0 },
      { id: 'c', given: 7, received: 9 },
    ]
    const before = sideOf([indicator('given', { weight: '100' })], all)
    const { moves } = simulate(sideOf([given, received], all), before)
    expect(moves).toMatchObject({ compared: 3, up: 1, down: 2 })
    expect(moves?.movers[0]).toMatchObject({ id: 'c', rank: 1, otherRank: 3 })
    expect(moves?.movers[0]?.causes[0]).toEqual({ code: 'received', change: 45, usualChange: 15 })
    expect(moves?.movers.find(({ id }) => id === 'a')?.causes[0]).toMatchObject({
      code: 'received',
      change: 0,
    })
  })
  test('turned round, those who rose fall', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const [one, two] = [sideOf([given, received], all), sideOf([given], all)]
        const [there, back] = [simulate(one, two).moves, simulate(two, one).moves]
        expect(back).toMatchObject({
          up: there?.down,
          down: there?.up,
          betterGrade: there?.worseGrade,
          worseGrade: there?.betterGrade,
        })
      }),
    )
  })
  test('who is on one side only is not compared; a veto is said', () => {
    const all = [
      { id: 'a', given: 9, received: 0 },
      { id: 'b', given: 8, received: 2 },
      { id: 'c', given: 7, received: 9 },
    ]
    const veto = indicator('none', {
      role: 'VETO',
      weight: '20',
      formula: 'records.received < 1 record',
      method: { kind: 'POINTS' },
    })
    const whole = indicator('given', { weight: '100' })
    const { moves } = simulate(sideOf([whole, veto], all), sideOf([whole], all.slice(0, 2)))
    expect(moves?.compared).toBe(2)
    expect(moves?.movers.find(({ id }) => id === 'a')).toMatchObject({
      capChanged: true,
      total: 20,
      grade: 'FAIL',
      otherGrade: 'EXCELLENT',
    })
  })
})

describe('how firm the ranking is', () => {
  test('a single indicator cannot be weighed against another', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const [own] = simulate(sideOf([indicator('given', { weight: '100' })], all)).side
          .sensitivity
        for (const moved of [own?.less, own?.more]) {
          expect(moved?.gradeChanges).toBe(0)
          expect(moved?.tau === null || Math.abs(Number(moved?.tau) - 1) < 1e-12).toBe(true)
        }
      }),
    )
  })
  test('two that oppose each other turn the ranking; the grade changes are counted', () => {
    const all = [
      { id: 'a', given: 10, received: 8 },
      { id: 'b', given: 8, received: 10 },
    ]
    const { side } = simulate(sideOf([given, received], all))
    // 90 each: 55·1 + 45·0.8 = 91 and 55·0.8 + 45·1 = 89.
    expect(side.sensitivity[0]?.more).toEqual({ tau: null, gradeChanges: 1 })
    const uneven = [
      { id: 'a', given: 10, received: 8 },
      { id: 'b', given: 8, received: 10 },
      { id: 'c', given: 3, received: 3 },
      { id: 'd', given: 9, received: 8 },
    ]
    const { sensitivity } = simulate(sideOf([given, received], uneven)).side
    expect(sensitivity[1]?.more.tau).toBeLessThan(1)
  })
  test('where a grade is given to a share, who passes whom changes it', () => {
    const all = [
      { id: 'a', given: 10, received: 9 },
      { id: 'b', given: 9, received: 10 },
    ]
    const { groups, sensitivity } = simulate(sideOf([given, received], all, '50')).side
    // Both have 95, so that neither fits in the half; either way one of them gets ahead.
    expect(groups[0]?.grades[0]).toEqual({ grade: 'EXCELLENT', count: 0 })
    expect(sensitivity[0]?.more.gradeChanges).toBe(1)
    expect(sensitivity[1]?.more.gradeChanges).toBe(1)
  })
  test('two that count the same are named; two that oppose each other too', () => {
    const all = Array.from({ length: 9 }, (_, n) => ({ id: `o${n}`, given: n, received: 9 - n }))
    const same = indicator('again', { weight: '25' })
    const { pairs, correlations } = simulate(
      sideOf([indicator('given', { weight: '25' }), same, received], all),
    ).side
    expect(pairs).toEqual([
      { first: 'given', second: 'again', correlation: 1 },
      { first: 'given', second: 'received', correlation: -1 },
      { first: 'again', second: 'received', correlation: -1 },
    ])
    expect(correlations.rows[0]).toEqual([1, 1, -1])
  })
})
