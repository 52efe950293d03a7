import { describe, expect, test } from 'vitest'
import { campaignMoveProblem, headCountOf, signUpProblem } from './campaign-plan.ts'
import { CAMPAIGN_STATES } from './vocabulary.ts'

const day = '2008-07-05'

describe('a campaign moves only forward', () => {
  const allowed = ['PLANNED>OPEN', 'PLANNED>CANCELLED', 'OPEN>HELD', 'OPEN>CANCELLED']
  const cases = CAMPAIGN_STATES.flatMap((from) => CAMPAIGN_STATES.map((to) => ({ from, to })))
  test.each(cases)('$from to $to', ({ from, to }) => {
    expect(campaignMoveProblem({ state: from, day }, to, day)).toBe(
      allowed.includes(`${from}>${to}`) ? null : 'CAMPAIGN_STATE',
    )
  })

  test('it was not held before its day', () => {
    expect(campaignMoveProblem({ state: 'OPEN', day }, 'HELD', '2008-07-04')).toBe(
      'CAMPAIGN_DAY_TO_COME',
    )
  })
})

test.each(CAMPAIGN_STATES)('who is invited signs up while it is open: %s', (state) => {
  expect(signUpProblem({ state, day }, false, day)).toBe('NOT_INVITED')
  expect(signUpProblem({ state, day }, true, day)).toBe(
    state === 'OPEN' ? null : 'CAMPAIGN_NOT_OPEN',
  )
})
test('until the end of its day', () => {
  expect(signUpProblem({ state: 'OPEN', day }, true, '2008-07-06')).toBe('CAMPAIGN_OVER')
})

test("an agency's own figure stands for all of it; without one its branches add up; without any there is none", () => {
  expect(headCountOf(20, [5, 6])).toBe(20)
  expect(headCountOf(0, [5, 6])).toBe(0)
  expect(headCountOf(null, [5, 6])).toBe(11)
  expect(headCountOf(null, [])).toBeNull()
})
