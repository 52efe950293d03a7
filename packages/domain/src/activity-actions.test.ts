import { describe, expect, test } from 'vitest'
import {
  ACTIVITY_ACTIONS,
  allRefusals,
  countersigningSides,
  directionsRecordedBy,
  recordingPath,
  refusal,
  sideOfRole,
  sidesToSign,
  statusAfter,
  TRANSITIONS,
} from './activity-actions.ts'
import type { ActivityAction, ActivityFacts, Actor } from './activity-actions.ts'
import {
  ACTIVITY_STATUSES,
  DIRECTIONS,
  PAIRING_SIDES,
  PERIOD_STATUSES,
  ROLES,
} from './vocabulary.ts'
import type { ActivityStatus, Direction, PairingSide, Role } from './vocabulary.ts'

/** Everything that may happen to a record; whatever is not written here may not. */
const LIFE: [ActivityStatus, ActivityAction, ActivityStatus][] = [
  ['DRAFT', 'SAVE', 'DRAFT'],
  ['DRAFT', 'SUBMIT', 'SUBMITTED'],
  ['DRAFT', 'WITHDRAW', 'WITHDRAWN'],
  ['SUBMITTED', 'WITHDRAW', 'DRAFT'],
  ['SUBMITTED', 'COUNTERSIGN', 'COUNTERSIGNED'],
  ['SUBMITTED', 'RETURN', 'RETURNED'],
  ['COUNTERSIGNED', 'REOPEN', 'RETURNED'],
  ['RETURNED', 'SAVE', 'RETURNED'],
  ['RETURNED', 'SUBMIT', 'SUBMITTED'],
  ['RETURNED', 'WITHDRAW', 'WITHDRAWN'],
]

/** Who records and signs, and for which side; the others do neither. */
const SIDE_OF: Record<Role, PairingSide | null> = {
  BRANCH_RECORDER: 'AGENCY_SIDE',
  AGENCY_SECRETARY: 'AGENCY_SIDE',
  COMMUNITY_OFFICER: 'COMMUNITY_SIDE',
  STREET_SECRETARY: 'COMMUNITY_SIDE',
  ZONE_LEAD: null,
  DISTRICT_COMMITTEE: null,
  MUNICIPAL_ANALYST: null,
  AUDITOR: null,
  ADMINISTRATOR: null,
}
const RECORDERS_ACTIONS: readonly ActivityAction[] = ['SAVE', 'SUBMIT', 'WITHDRAW']

/** Where the role is held, seen from the record: over it, beside it under the same parent, elsewhere. */
const WHERE: Record<Role, { own: string; sibling: string; foreign: string }> = {
  BRANCH_RECORDER: {
    own: '2301/A001/A001-01/',
    sibling: '2301/A001/A001-02/',
    foreign: '2301/A002/A002-01/',
  },
  AGENCY_SECRETARY: { own: '2301/A001/', sibling: '2301/A002/', foreign: '2302/A001/' },
  COMMUNITY_OFFICER: {
    own: '2301/230102/230102001/230102001001/',
    sibling: '2301/230102/230102001/230102001002/',
    foreign: '2301/230103/230103001/230103001001/',
  },
  STREET_SECRETARY: {
    own: '2301/230102/230102001/',
    sibling: '2301/230102/230102002/',
    foreign: '2301/230103/230103001/',
  },
  ZONE_LEAD: { own: '2301/A001/', sibling: '2301/A002/', foreign: '2302/A001/' },
  DISTRICT_COMMITTEE: { own: '2301/230102/', sibling: '2301/230103/', foreign: '2302/230202/' },
  MUNICIPAL_ANALYST: { own: '2301/', sibling: '2302/', foreign: '2303/' },
  AUDITOR: { own: '2301/', sibling: '2302/', foreign: '2303/' },
  ADMINISTRATOR: { own: '2301/', sibling: '2302/', foreign: '2303/' },
}

const facts: ActivityFacts = {
  status: 'SUBMITTED',
  direction: 'AGENCY_TO_COMMUNITY',
  recordingSide: 'AGENCY_SIDE',
  signedSide: null,
  firstSignedByIds: [],
  agencySidePath: '2301/A001/A001-01/',
  communitySidePath: '2301/230102/230102001/230102001001/',
  createdById: 'recorder',
  submittedByIds: ['recorder'],
  periodStatus: 'OPEN',
  takenBy: {},
}
const officer: Actor = {
  userId: 'officer',
  deputyFor: null,
  role: 'COMMUNITY_OFFICER',
  scopePath: facts.communitySidePath,
}
const recorder: Actor = {
  userId: 'recorder',
  deputyFor: null,
  role: 'BRANCH_RECORDER',
  scopePath: facts.agencySidePath,
}
const leadsTo = (status: ActivityStatus, action: ActivityAction) =>
  LIFE.find(([from, what]) => from === status && what === action)?.[2] ?? null

/** Who countersigns what: the side that was helped, or both. */
const SIGNED_BY: Record<Direction, readonly PairingSide[]> = {
  AGENCY_TO_COMMUNITY: ['COMMUNITY_SIDE'],
  COMMUNITY_TO_AGENCY: ['AGENCY_SIDE'],
  JOINT: ['AGENCY_SIDE', 'COMMUNITY_SIDE'],
}
/** Every direction with who may have recorded it. */
const RECORDED: readonly [Direction, PairingSide][] = [
  ['AGENCY_TO_COMMUNITY', 'AGENCY_SIDE'],
  ['COMMUNITY_TO_AGENCY', 'COMMUNITY_SIDE'],
  ['JOINT', 'AGENCY_SIDE'],
  ['JOINT', 'COMMUNITY_SIDE'],
]

describe.each(ACTIVITY_STATUSES)('a record that is %s', (status) => {
  test.each(ACTIVITY_ACTIONS)('goes by %s where the life of a record says', (action) => {
    expect(TRANSITIONS[status][action]).toBe(leadsTo(status, action))
  })

  describe.each(ROLES)('by %s', (role) => {
    test.each(ACTIVITY_ACTIONS)(
      '%s is allowed only in the own place, for the own part, and in the right state',
      (action) => {
        for (const [direction, recordingSide] of RECORDED) {
          const byScope = (scopePath: string) =>
            refusal(
              action,
              { ...facts, direction, recordingSide, status },
              { userId: 'somebody', deputyFor: null, role, scopePath },
            )
          const side = SIDE_OF[role]
          const isOwnPart =
            side !== null &&
            (RECORDERS_ACTIONS.includes(action)
              ? side === recordingSide
              : SIGNED_BY[direction].includes(side))
          const elsewhere = side === null ? 'ROLE_MAY_NOT' : 'OUT_OF_SCOPE'
          const inState = leadsTo(status, action) === null ? 'NOT_IN_THIS_STATE' : null
          const { own, sibling, foreign } = WHERE[role]
          expect(byScope(own)).toBe(isOwnPart ? inState : elsewhere)
          expect(byScope(sibling)).toBe(elsewhere)
          expect(byScope(foreign)).toBe(elsewhere)
        }
      },
    )
  })
})

describe('separation of duties', () => {
  const decisions: [ActivityAction, ActivityStatus][] = [
    ['COUNTERSIGN', 'SUBMITTED'],
    ['RETURN', 'SUBMITTED'],
    ['REOPEN', 'COUNTERSIGNED'],
  ]

  test.each(decisions)('%s is refused to whoever made the record', (action, status) => {
    const made = { ...facts, status, createdById: 'officer' }
    expect(refusal(action, made, officer)).toBe('OWN_SUBMISSION')
  })

  test.each(decisions)('%s is refused to whoever ever submitted it', (action, status) => {
    const submitted = { ...facts, status, submittedByIds: ['officer', 'recorder'] }
    expect(refusal(action, submitted, officer)).toBe('OWN_SUBMISSION')
  })

  test.each(decisions)('%s is refused to them also as street secretary', (action, status) => {
    const actor: Actor = {
      userId: 'recorder',
      deputyFor: null,
      role: 'STREET_SECRETARY',
      scopePath: WHERE.STREET_SECRETARY.own,
    }
    expect(refusal(action, { ...facts, status }, actor)).toBe('OWN_SUBMISSION')
  })

  test('whoever submitted may take it back', () => {
    expect(refusal('WITHDRAW', facts, recorder)).toBeNull()
  })
})

describe('the period', () => {
  test.each(LIFE)('locked: a record that is %s does not move by %s', (status, action) => {
    const actor = RECORDERS_ACTIONS.includes(action) ? recorder : officer
    expect(refusal(action, { ...facts, status, periodStatus: 'LOCKED' }, actor)).toBe(
      'PERIOD_LOCKED',
    )
  })

  test.each(LIFE)(
    'closing: a record that is %s is finished by %s, but not reopened',
    (status, action) => {
      const actor = RECORDERS_ACTIONS.includes(action) ? recorder : officer
      expect(refusal(action, { ...facts, status, periodStatus: 'CLOSING' }, actor)).toBe(
        action === 'REOPEN' ? 'PERIOD_CLOSING' : null,
      )
    },
  )

  test.each(PERIOD_STATUSES)('%s: what the record itself forbids is said first', (periodStatus) => {
    const signed: ActivityFacts = { ...facts, status: 'COUNTERSIGNED', periodStatus }
    expect(refusal('COUNTERSIGN', signed, officer)).toBe('NOT_IN_THIS_STATE')
    expect(refusal('REOPEN', signed, recorder)).toBe('OUT_OF_SCOPE')
  })
})

describe('the side that records and the side that signs', () => {
  test('each role stands on its side', () => {
    expect(Object.fromEntries(ROLES.map((role) => [role, sideOfRole(role)]))).toEqual(SIDE_OF)
  })

  test.each(DIRECTIONS)('%s is recorded and signed by whom it concerns', (direction) => {
    expect(countersigningSides(direction)).toEqual(SIGNED_BY[direction])
    expect(PAIRING_SIDES.filter((side) => directionsRecordedBy(side).includes(direction))).toEqual(
      RECORDED.filter(([of]) => of === direction).map(([, side]) => side),
    )
  })

  test.each(PAIRING_SIDES)('what %s recorded lies below its path', (recordingSide) => {
    expect(recordingPath({ ...facts, recordingSide })).toBe(
      recordingSide === 'AGENCY_SIDE' ? facts.agencySidePath : facts.communitySidePath,
    )
  })

  test('a record between agency and street is not for branch or community', () => {
    const high = {
      ...facts,
      agencySidePath: '2301/A001/',
      communitySidePath: '2301/230102/230102001/',
    }
    expect(refusal('WITHDRAW', high, recorder)).toBe('OUT_OF_SCOPE')
    expect(refusal('COUNTERSIGN', high, officer)).toBe('OUT_OF_SCOPE')
    expect(
      refusal('COUNTERSIGN', high, {
        ...officer,
        role: 'STREET_SECRETARY',
        scopePath: high.communitySidePath,
      }),
    ).toBeNull()
    expect(
      refusal('WITHDRAW', high, {
        ...recorder,
        role: 'AGENCY_SECRETARY',
        scopePath: high.agencySidePath,
      }),
    ).toBeNull()
  })

  test('a code that begins like another is another place', () => {
    const actor = { ...recorder, scopePath: '2301/A001/A001-0/' }
    expect(refusal('WITHDRAW', facts, actor)).toBe('OUT_OF_SCOPE')
  })
})

describe('what somebody has open is theirs for a while', () => {
  const taken: ActivityFacts = { ...facts, takenBy: { COMMUNITY_SIDE: 'colleague' } }
  const colleague = { ...officer, userId: 'colleague' }

  test.each(['COUNTERSIGN', 'RETURN'] as const)('%s is for who took it alone', (action) => {
    expect(refusal(action, taken, officer)).toBe('TAKEN_BY_OTHER')
    expect(refusal(action, taken, colleague)).toBeNull()
  })

  test.each(['SAVE', 'SUBMIT', 'WITHDRAW'] as const)('%s of a returned one too', (action) => {
    const returned: ActivityFacts = {
      ...facts,
      status: 'RETURNED',
      takenBy: { AGENCY_SIDE: 'colleague' },
    }
    expect(refusal(action, returned, recorder)).toBe('TAKEN_BY_OTHER')
    expect(refusal(action, returned, { ...recorder, userId: 'colleague' })).toBeNull()
  })

  test('the other side is not kept out', () => {
    expect(refusal('WITHDRAW', taken, recorder)).toBeNull()
    expect(
      refusal('COUNTERSIGN', { ...facts, takenBy: { AGENCY_SIDE: 'recorder' } }, officer),
    ).toBeNull()
  })

  test('what was sent or signed may be taken back whoever looks at it', () => {
    const sent: ActivityFacts = { ...facts, takenBy: { AGENCY_SIDE: 'colleague' } }
    expect(refusal('WITHDRAW', sent, recorder)).toBeNull()
    expect(refusal('REOPEN', { ...taken, status: 'COUNTERSIGNED' }, officer)).toBeNull()
  })
})

describe('who stands in for somebody counts as both', () => {
  const deputy: Actor = { ...officer, userId: 'deputy', deputyFor: 'officer' }

  test('who submitted a record does not sign it as a deputy of the other side', () => {
    expect(refusal('COUNTERSIGN', facts, { ...deputy, userId: 'recorder' })).toBe('OWN_SUBMISSION')
  })

  test('a deputy does not sign what the one on leave submitted', () => {
    const own: ActivityFacts = { ...facts, submittedByIds: ['officer'] }
    expect(refusal('COUNTERSIGN', own, deputy)).toBe('OWN_SUBMISSION')
    expect(refusal('RETURN', own, deputy)).toBe('OWN_SUBMISSION')
  })

  test('nobody signs a joint record for both sides, also not one side as a deputy', () => {
    const joint: ActivityFacts = {
      ...facts,
      direction: 'JOINT',
      signedSide: 'AGENCY_SIDE',
      firstSignedByIds: ['secretary', 'absent'],
    }
    for (const people of [
      { userId: 'secretary', deputyFor: 'officer' },
      { userId: 'deputy', deputyFor: 'absent' },
      { userId: 'absent', deputyFor: null },
    ])
      expect(refusal('COUNTERSIGN', joint, { ...officer, ...people })).toBe(
        'SIGNED_FOR_THE_OTHER_SIDE',
      )
  })

  test('a deputy signs what the one on leave would sign', () => {
    expect(refusal('COUNTERSIGN', facts, deputy)).toBeNull()
  })
})

describe('what both did together is signed by both', () => {
  const joint: ActivityFacts = { ...facts, direction: 'JOINT' }
  const halfSigned: ActivityFacts = {
    ...joint,
    signedSide: 'COMMUNITY_SIDE',
    firstSignedByIds: ['officer'],
  }
  const secretary: Actor = {
    userId: 'secretary',
    deputyFor: null,
    role: 'AGENCY_SECRETARY',
    scopePath: WHERE.AGENCY_SECRETARY.own,
  }

  test('after the first signature it waits on, after the second it is countersigned', () => {
    expect(statusAfter('COUNTERSIGN', joint)).toBe('SUBMITTED')
    expect(statusAfter('COUNTERSIGN', halfSigned)).toBe('COUNTERSIGNED')
    expect(statusAfter('COUNTERSIGN', facts)).toBe('COUNTERSIGNED')
    expect(statusAfter('RETURN', halfSigned)).toBe('RETURNED')
  })

  test('the other side is asked first, then the one that recorded', () => {
    expect(sidesToSign(joint)).toEqual(['COMMUNITY_SIDE', 'AGENCY_SIDE'])
    expect(sidesToSign({ ...joint, recordingSide: 'COMMUNITY_SIDE' })).toEqual([
      'AGENCY_SIDE',
      'COMMUNITY_SIDE',
    ])
    expect(sidesToSign(halfSigned)).toEqual(['AGENCY_SIDE'])
  })

  test('the recording side signs by another person than the one who submitted', () => {
    expect(refusal('COUNTERSIGN', joint, recorder)).toBe('OWN_SUBMISSION')
    expect(refusal('COUNTERSIGN', joint, secretary)).toBeNull()
  })

  test('a side signs once, and nobody signs for both', () => {
    expect(refusal('COUNTERSIGN', halfSigned, officer)).toBe('YOUR_SIDE_HAS_SIGNED')
    expect(refusal('COUNTERSIGN', halfSigned, secretary)).toBeNull()
    expect(refusal('COUNTERSIGN', halfSigned, { ...secretary, userId: 'officer' })).toBe(
      'SIGNED_FOR_THE_OTHER_SIDE',
    )
  })

  test('who has signed may still send it back while it waits', () => {
    expect(refusal('RETURN', halfSigned, officer)).toBeNull()
  })
})

test('the answers for all actions are the answer for each', () => {
  expect(allRefusals(facts, officer)).toEqual([
    { action: 'SAVE', refusal: 'OUT_OF_SCOPE' },
    { action: 'SUBMIT', refusal: 'OUT_OF_SCOPE' },
    { action: 'WITHDRAW', refusal: 'OUT_OF_SCOPE' },
    { action: 'COUNTERSIGN', refusal: null },
    { action: 'RETURN', refusal: null },
    { action: 'REOPEN', refusal: 'NOT_IN_THIS_STATE' },
  ])
})
