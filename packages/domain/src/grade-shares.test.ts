import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CompiledGrade } from './compile-scheme.ts'
import { exactOf, exactOfWhole } from './exact-number.ts'
import { gradeAt, gradeBars, gradePlaces, placesAsked } from './grade-shares.ts'
import type { Standing } from './grade-shares.ts'
import { GRADES } from './scheme-content.ts'
import type { Grade } from './scheme-content.ts'
import { standingsOf } from './score-organisations.ts'

const rule = (grade: Grade, from: string, share: string): CompiledGrade => ({
  grade,
  from: exactOf(from),
  share: share === '' ? null : exactOf(share),
})
const keyed = (...keys: number[][]) =>
  standingsOf(new Map(keys.map((key, index) => [`o${index}`, key.map(exactOfWhole)])))
const gradesOf = (rules: readonly CompiledGrade[], standings: ReadonlyMap<string, Standing>) => {
  const places = gradePlaces(rules, standings.values())
  return new Map([...standings].map(([id, standing]) => [id, gradeAt(places, standing)]))
}
const shared = [
  rule('EXCELLENT', '85', '40'),
  rule('GOOD', '75', '40'),
  rule('PASS', '60', ''),
] as const

test('who shares a rank takes up all of its places', () => {
  expect([...keyed([90], [80, 1], [80, 1], [80, 0]).values()]).toMatchObject([
    { rank: 1, last: 1 },
    { rank: 2, last: 3 },
    { rank: 2, last: 3 },
    { rank: 4, last: 4 },
  ])
})

describe('a grade that is given to a share', () => {
  test('is given to no more; who is too many has the next one, behind those above', () => {
    const standings = keyed([95], [94], [93], [92], [91])
    expect([...gradesOf(shared, standings).values()]).toEqual([
      'EXCELLENT',
      'EXCELLENT',
      'GOOD',
      'GOOD',
      'PASS',
    ])
  })
  test('still asks for its points', () => {
    expect([...gradesOf(shared, keyed([84], [76], [75], [61], [59])).values()]).toEqual([
      'GOOD',
      'GOOD',
      'PASS',
      'PASS',
      'FAIL',
    ])
  })
  test('is given to none of those who are equal where not all of them fit', () => {
    expect([...gradesOf(shared, keyed([95], [90], [90], [70], [50])).values()]).toEqual([
      'EXCELLENT',
      'GOOD',
      'GOOD',
      'PASS',
      'FAIL',
    ])
    expect([...gradesOf(shared, keyed([95], [90, 2], [90, 1], [70], [50])).values()]).toEqual([
      'EXCELLENT',
      'EXCELLENT',
      'GOOD',
      'PASS',
      'FAIL',
    ])
  })
  test('is not given to who is not ranked', () => {
    const places = gradePlaces(shared, keyed([95]).values())
    expect(gradeAt(places, { total: exactOf('99'), last: null })).toBe('PASS')
  })
  test('is rounded down: twenty of a hundred are 19 of 96', () => {
    const many = keyed(...Array.from({ length: 96 }, (_, index) => [100 - index]))
    expect(gradePlaces([rule('EXCELLENT', '0', '20')], many.values())[0]?.through).toBe(19)
  })
})

describe('laws', () => {
  const rules = fc
    .tuple(
      fc.option(fc.integer({ min: 1, max: 100 })),
      fc.option(fc.integer({ min: 1, max: 100 })),
      fc.nat(30),
    )
    .map(([first, second, from]) => [
      rule('EXCELLENT', String(from + 20), first === null ? '' : String(first)),
      rule('GOOD', String(from + 10), second === null ? '' : String(second)),
      rule('PASS', String(from), ''),
    ])
  const cities = fc
    .array(fc.tuple(fc.nat(50), fc.nat(2)), { minLength: 1, maxLength: 30 })
    .map((keys) => ({
      keys: new Map(keys.map((key, index) => [`o${index}`, key.map(exactOfWhole)])),
      standings: keyed(...keys),
    }))
  const better = (a: Grade, b: Grade) => GRADES.indexOf(a) <= GRADES.indexOf(b)

  test('no grade is given to more than its share', () => {
    fc.assert(
      fc.property(rules, cities, (given, { standings }) => {
        const grades = [...gradesOf(given, standings).values()]
        const tooMany = given.filter(
          ({ grade, share }) =>
            share !== null &&
            exactOfWhole(100 * grades.filter((one) => one === grade).length) >
              share * BigInt(standings.size),
        )
        expect(tooMany).toEqual([])
      }),
    )
  })
  test('who stands higher has no worse grade, equals the same, and everybody has the points', () => {
    fc.assert(
      fc.property(rules, cities, (given, { standings }) => {
        const grades = gradesOf(given, standings)
        const all = [...standings].map(([id, standing]) => ({
          ...standing,
          grade: grades.get(id) ?? 'FAIL',
        }))
        const fromOf = (one: Grade) =>
          given.find(({ grade }) => grade === one)?.from ?? exactOf('0')
        expect(all.every(({ total, grade }) => total >= fromOf(grade))).toBe(true)
        const worse = all.flatMap((a) =>
          all.filter((b) => a.rank <= b.rank && !better(a.grade, b.grade)),
        )
        expect(worse).toEqual([])
      }),
    )
  })
  test('without shares the points alone decide', () => {
    fc.assert(
      fc.property(rules, cities, (given, { standings }) => {
        const byPoints = given.map((one) => ({ ...one, share: null }))
        const grades = gradesOf(byPoints, standings)
        for (const [id, { total }] of standings)
          expect(grades.get(id)).toBe(byPoints.find(({ from }) => total >= from)?.grade ?? 'FAIL')
      }),
    )
  })
  test('so many points would have given a grade, and none that has it is above who has not', () => {
    fc.assert(
      fc.property(rules, cities, fc.nat(29), (given, { keys, standings }, at) => {
        const all = [...standings]
        const [id, own] = all[at % all.length] ?? ['', null]
        if (own === null) return
        const grades = gradesOf(given, standings)
        const reached = (grade: Grade) => [...grades.values()].filter((one) => one === grade).length
        const sorted = all.map(([, { total }]) => total).sort((a, b) => (a < b ? 1 : -1))
        const asked = new Set(placesAsked(given, standings.size, reached))
        const bars = gradeBars(given, standings.size, reached, (place) => {
          expect(asked.has(place)).toBe(true)
          return sorted[place - 1] ?? null
        })
        const above = bars.slice(0, GRADES.indexOf(grades.get(id) ?? 'FAIL'))
        for (const { grade, least } of above) {
          if (least === null) continue
          expect(least > own.total).toBe(true)
          const risen = standingsOf(new Map(keys).set(id, [least]))
          expect(better(gradesOf(given, risen).get(id) ?? 'FAIL', grade)).toBe(true)
        }
      }),
    )
  })
})
