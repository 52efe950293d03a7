import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countersigningSides } from './activity-actions.ts'
import {
  ASKING_KINDS,
  ESCALATION_STEPS,
  holdersOfOperation,
  sideAsked,
  sidesAsked,
  sideTellingOf,
  signingRoles,
  subjectOf,
  tellingsOf,
  waitingBefore,
} from './notification-rules.ts'
import type { ToldFacts } from './notification-rules.ts'
import { dayIn } from './calendar-day.ts'
import { DIRECTIONS, NOTIFICATION_KINDS, PAIRING_SIDES } from './vocabulary.ts'
import { waitingSince } from './waiting.ts'

const given: ToldFacts = {
  direction: 'AGENCY_TO_COMMUNITY',
  recordingSide: 'AGENCY_SIDE',
  createdById: 'writer',
  submittedById: 'sender',
}

describe('who is told when a record moves', () => {
  test('a submission asks the signers of the other side, but never who wrote or sent it', () => {
    expect(tellingsOf({ action: 'SUBMIT', byId: 'sender' }, given)).toEqual([
      {
        kind: 'RECORD_WAITS',
        to: { who: 'SIGNERS', side: 'COMMUNITY_SIDE', butNot: ['writer', 'sender'] },
      },
    ])
    const back: ToldFacts = {
      ...given,
      direction: 'COMMUNITY_TO_AGENCY',
      recordingSide: 'COMMUNITY_SIDE',
    }
    expect(tellingsOf({ action: 'SUBMIT', byId: 'writer' }, back)).toEqual([
      { kind: 'RECORD_WAITS', to: { who: 'SIGNERS', side: 'AGENCY_SIDE', butNot: ['writer'] } },
    ])
  })

  test('the first signature of a joint record asks the other side, but not the one who has signed', () => {
    const joint: ToldFacts = { ...given, direction: 'JOINT' }
    expect(
      tellingsOf({ action: 'COUNTERSIGN', byId: 'officer', signedSide: 'COMMUNITY_SIDE' }, joint),
    ).toEqual([
      {
        kind: 'RECORD_WAITS',
        to: { who: 'SIGNERS', side: 'AGENCY_SIDE', butNot: ['writer', 'sender', 'officer'] },
      },
    ])
  })

  test.each([
    ['COUNTERSIGN', 'ACCEPTED', 'RECORD_SIGNED'],
    ['COUNTERSIGN', 'CORRECTED', 'RECORD_CORRECTED'],
    ['RETURN', 'RETURNED', 'RECORD_RETURNED'],
    ['REOPEN', 'REOPENED', 'RECORD_REOPENED'],
  ] as const)('%s (%s) tells who recorded: %s', (action, decision, kind) => {
    const told = tellingsOf({ action, byId: 'officer', signedSide: null, decision }, given)
    expect(told).toEqual([{ kind, to: { who: 'PEOPLE', userIds: ['writer', 'sender'] } }])
  })

  test('a withdrawal tells nobody', () => {
    expect(tellingsOf({ action: 'WITHDRAW', byId: 'writer' }, given)).toEqual([])
  })

  test('nobody is told of what they did themselves, nor asked twice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('SUBMIT', 'COUNTERSIGN', 'RETURN', 'REOPEN', 'WITHDRAW'),
        fc.constantFrom(...DIRECTIONS),
        fc.constantFrom(...PAIRING_SIDES),
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom('a', 'b', 'c'),
        fc.option(fc.constantFrom('a', 'b', 'c')),
        fc.option(fc.constantFrom(...PAIRING_SIDES)),
        (action, direction, recordingSide, byId, createdById, submittedById, signedSide) => {
          const facts = { direction, recordingSide, createdById, submittedById }
          for (const { to } of tellingsOf({ action, byId, signedSide }, facts)) {
            const named = to.who === 'PEOPLE' ? to.userIds : to.butNot
            expect(new Set(named).size).toBe(named.length)
            expect(named.includes(byId)).toBe(to.who === 'SIGNERS')
          }
        },
      ),
    )
  })
})

describe('whose turn it is', () => {
  test('every record that waits has one side that is asked, and it has not signed', () => {
    for (const { direction, recordingSide, signedSide, side } of sidesAsked()) {
      expect(side).not.toBe(signedSide)
      expect(countersigningSides(direction)).toContain(side)
      expect(sideAsked({ direction, recordingSide, signedSide })).toBe(side)
    }
    expect(sideAsked({ ...given, signedSide: 'COMMUNITY_SIDE' })).toBeNull()
    expect(sideAsked({ direction: 'JOINT', recordingSide: 'AGENCY_SIDE', signedSide: null })).toBe(
      'COMMUNITY_SIDE',
    )
  })

  test('only those sign for a side who belong to it', () => {
    expect(signingRoles('AGENCY_SIDE')).toEqual(['BRANCH_RECORDER', 'AGENCY_SECRETARY'])
    expect(signingRoles('COMMUNITY_SIDE')).toEqual(['COMMUNITY_OFFICER', 'STREET_SECRETARY'])
    expect(holdersOfOperation('saveHousehold')).toEqual(['COMMUNITY_OFFICER'])
  })

  test('what asks comes from who recorded, all else from the other side', () => {
    for (const kind of NOTIFICATION_KINDS) {
      const asks = kind === 'RECORD_WAITS' || kind === 'WAITS_3_DAYS' || kind === 'WAITS_7_DAYS'
      expect(sideTellingOf(kind, 'AGENCY_SIDE')).toBe(asks ? 'AGENCY_SIDE' : 'COMMUNITY_SIDE')
      expect(sideTellingOf(kind, 'COMMUNITY_SIDE')).toBe(asks ? 'COMMUNITY_SIDE' : 'AGENCY_SIDE')
    }
  })

  test('only what is about a record is settled by its next move', () => {
    for (const kind of ASKING_KINDS) expect(subjectOf[kind]).toBe('ACTIVITY')
  })
})

describe('the ladder', () => {
  test('goes up after 3, 7 and 14 days', () => {
    expect(ESCALATION_STEPS.map(({ afterDays, tells }) => [afterDays, tells])).toEqual([
      [3, 'OFFICER'],
      [7, 'ABOVE'],
      [14, 'COMMITTEE'],
    ])
  })

  test('counts whole calendar days of the city, at every hour and in every zone', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.constantFrom(3, 7, 14),
        fc.constantFrom('Asia/Shanghai', 'UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tehran'),
        (one, other, afterDays, timeZone) => {
          const [since, now] = one < other ? [one, other] : [other, one]
          const { days } = waitingSince(since, now, timeZone)
          const before = waitingBefore(afterDays, dayIn(now, timeZone), timeZone)
          expect(since < before).toBe(days >= afterDays)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('a record submitted late on a Monday has waited three days from Thursday at midnight', () => {
    expect(waitingBefore(3, '2008-09-25', 'Asia/Shanghai').toISOString()).toBe(
      '2008-09-22T16:00:00.000Z',
    )
  })
})
