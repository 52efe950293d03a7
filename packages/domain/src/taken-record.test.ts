import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  TAKEN_AGAIN_EVERY_SECONDS,
  TAKEN_FOR_MINUTES,
  takenFor,
  takenNow,
  takenUntil,
} from './taken-record.ts'
import { ACTIVITY_STATUSES } from './vocabulary.ts'

const now = new Date('2008-09-20T08:00:00Z')

test('a taking runs out by itself: whenever it was made, after its time nobody is kept out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), (milliseconds) => {
      const later = new Date(now.getTime() + milliseconds)
      const taken = {
        side: 'COMMUNITY_SIDE',
        takenById: 'officer',
        until: takenUntil(now),
      } as const
      expect(takenNow([taken], later)).toEqual(
        milliseconds < TAKEN_FOR_MINUTES * 60_000 ? { COMMUNITY_SIDE: 'officer' } : {},
      )
    }),
  )
})

test('each side has its own', () => {
  const until = takenUntil(now)
  expect(
    takenNow(
      [
        { side: 'AGENCY_SIDE', takenById: 'secretary', until },
        { side: 'COMMUNITY_SIDE', takenById: 'officer', until: now },
      ],
      now,
    ),
  ).toEqual({ AGENCY_SIDE: 'secretary' })
})

test('an open page speaks up at least twice before its taking runs out', () => {
  expect(TAKEN_AGAIN_EVERY_SECONDS * 2).toBeLessThan(TAKEN_FOR_MINUTES * 60)
})

test('what is signed or withdrawn is not taken', () => {
  expect(ACTIVITY_STATUSES.map((status) => [status, takenFor(status)])).toEqual([
    ['DRAFT', 'SAVE'],
    ['SUBMITTED', 'COUNTERSIGN'],
    ['COUNTERSIGNED', null],
    ['RETURNED', 'SAVE'],
    ['WITHDRAWN', null],
  ])
})
