import { expect, test } from 'vitest'
import { DESIGNATION_STATES, designationRefusal, shortfalls } from './designation-rule.ts'

const enough = { accepted: 4, months: 3, areas: 3, waiting: 0 }

test('a branch with enough of everything is proposed', () => {
  expect(shortfalls(enough, 'PASS')).toEqual([])
})

test.each([
  [{ accepted: 3 }, 'accepted', 4],
  [{ months: 2 }, 'months', 3],
  [{ areas: 2 }, 'areas', 3],
  [{ waiting: 1 }, 'waiting', 0],
] as const)('with %o it falls short of it, and of nothing else', (less, what, needs) => {
  const facts = { ...enough, ...less }
  expect(shortfalls(facts, 'GOOD')).toEqual([{ what, has: facts[what], needs }])
})

test('an agency that failed, or has no score, proposes nobody', () => {
  const missing = [{ what: 'agencyGrade', has: null, needs: null }]
  expect(shortfalls(enough, 'FAIL')).toEqual(missing)
  expect(shortfalls(enough, null)).toEqual(missing)
})

test('is granted to who is proposed, once, and on an archive', () => {
  for (const state of DESIGNATION_STATES)
    expect(designationRefusal('GRANTED', { state, hasArchive: true })).toBe(
      {
        PROPOSED: null,
        SHORT: 'BRANCH_FALLS_SHORT',
        GRANTED: 'DESIGNATION_DECIDED',
        REFUSED: 'DESIGNATION_DECIDED',
      }[state],
    )
  expect(designationRefusal('GRANTED', { state: 'PROPOSED', hasArchive: false })).toBe(
    'ARCHIVE_MISSING',
  )
  expect(designationRefusal('REFUSED', { state: 'PROPOSED', hasArchive: false })).toBeNull()
})
