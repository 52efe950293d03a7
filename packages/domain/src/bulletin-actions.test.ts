import { describe, expect, test } from 'vitest'
import {
  BULLETIN_ACTIONS,
  BULLETIN_LIFE,
  BULLETIN_STATES,
  bulletinRefusal,
} from './bulletin-actions.ts'

const [one, other] = [{ userId: 'one' }, { userId: 'other' }]

test('nobody publishes what they themselves proposed; another may', () => {
  const proposed = { state: 'PROPOSED', proposedById: 'one' } as const
  expect(bulletinRefusal('PUBLISH', proposed, one)).toBe('BULLETIN_NEEDS_TWO')
  expect(bulletinRefusal('PUBLISH', proposed, other)).toBeNull()
  expect(bulletinRefusal('SEND_BACK', proposed, one)).toBeNull()
})

describe.each(BULLETIN_STATES)('%s', (state) => {
  const allowed: readonly string[] = {
    DRAFT: ['SAVE', 'PROPOSE'],
    PROPOSED: ['SEND_BACK', 'PUBLISH'],
    PUBLISHED: ['SUPERSEDE'],
    SUPERSEDED: [],
  }[state]
  test.each(BULLETIN_ACTIONS)('%s', (action) => {
    const refusal = bulletinRefusal(action, { state, proposedById: 'one' }, other)
    expect(refusal === null).toBe(allowed.includes(action))
  })
})

test('what was published is never written on again, by whatever way', () => {
  const reached = new Set(['PUBLISHED'])
  for (let round = 0; round < BULLETIN_STATES.length; round += 1)
    for (const { from, to } of Object.values(BULLETIN_LIFE)) if (reached.has(from)) reached.add(to)
  expect([...reached]).toEqual(['PUBLISHED', 'SUPERSEDED'])
})
