import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactOfWhole } from './exact-number.ts'
import { gradePlaces } from './grade-shares.ts'
import { RankingColumns } from './ranking-columns.ts'
import { standingsOf } from './score-organisations.ts'
import { allSteps } from './sort-in-steps.ts'

const grades = [
  { grade: 'EXCELLENT' as const, from: exactOfWhole(3), share: exactOfWhole(20) },
  { grade: 'GOOD' as const, from: exactOfWhole(2), share: exactOfWhole(40) },
  { grade: 'PASS' as const, from: exactOfWhole(1), share: null },
]
const number = fc.integer({ min: 0, max: 4 }).map(exactOfWhole)
const key = fc.option(fc.tuple(number, number))

function placed(keys: readonly (readonly [bigint, bigint] | null)[]) {
  const columns = new RankingColumns(2)
  for (const one of keys) columns.push(one)
  allSteps(columns.placeInSteps())
  return columns
}

test('places and grades as the rule does that holds all of it at once', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
      const columns = placed(keys)
      const standings = standingsOf(
        new Map(keys.flatMap((one, index) => (one === null ? [] : [[String(index), one]]))),
      )
      expect(keys.map((_, index) => columns.standingOf(index))).toEqual(
        keys.map((_, index) => standings.get(String(index)) ?? null),
      )
      expect(columns.gradePlaces(grades)).toEqual(gradePlaces(grades, standings.values()))
    }),
  )
})

test('of none and of many', () => {
  expect(placed([]).standingOf(0)).toBeNull()
  const many = placed(
    Array.from({ length: 9001 }, (_, index) => [exactOfWhole(index % 90), exactOfWhole(index)]),
  )
  expect(many.standingOf(9000)).toEqual({ total: 0n, rank: 8901, last: 8901 })
  expect(many.standingOf(89)?.rank).toBe(100)
})
