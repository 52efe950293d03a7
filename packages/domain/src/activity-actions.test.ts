import { describe, expect, test } from 'vitest'
import {
  ACTIVITY_ACTIONS,
  allRefusals,
  countersigningPath,
  recordingPath,
  refusal,
  TRANSITIONS,
} from './activity-actions.ts'
import type { ActivityAction, ActivityFacts, Actor } from './activity-actions.ts'
import { ACTIVITY_STATUSES, DIRECTIONS, PERIOD_STATUSES, ROLES } from './vocabulary.ts'
import type { ActivityStatus, Role } from './vocabulary.ts'

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

/** Who may act, each for their own side. */
const MAY: Record<Role, readonly ActivityAction[]> = {
  BRANCH_RECORDER: ['SAVE', 'SUBMIT', 'WITHDRAW'],
  AGENCY_SECRETARY: ['SAVE', 'SUBMIT', 'WITHDRAW'],
  COMMUNITY_OFFICER: ['COUNTERSIGN', 'RETURN', 'REOPEN'],
  STREET_SECRETARY: ['COUNTERSIGN', 'RETURN', 'REOPEN'],
  ZONE_LEAD: [],
  DISTRICT_COMMITTEE: [],
  MUNICIPAL_ANALYST: [],
  AUDITOR: [],
  ADMINISTRATOR: [],
}

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
  agencySidePath: '2301/A001/A001-01/',
  communitySidePath: '2301/230102/230102001/230102001001/',
  createdById: 'recorder',
  submittedByIds: ['recorder'],
  periodStatus: 'OPEN',
}
const officer: Actor = {
  userId: 'officer',
  role: 'COMMUNITY_OFFICER',
  scopePath: facts.communitySidePath,
}
const recorder: Actor = {
  userId: 'recorder',
  role: 'BRANCH_RECORDER',
  scopePath: facts.agencySidePath,
}
const leadsTo = (status: ActivityStatus, action: ActivityAction) =>
  LIFE.find(([from, what]) => from === status && what === action)?.[2] ?? null

describe.each(ACTIVITY_STATUSES)('a record that is %s', (status) => {
  test.each(ACTIVITY_ACTIONS)('goes by %s where the life of a record says', (action) => {
    expect(TRANSITIONS[status][action]).toBe(leadsTo(status, action))
  })

  describe.each(ROLES)('by %s', (role) => {
    test.each(ACTIVITY_ACTIONS)(
      '%s is allowed only in the own place and the right state',
      (action) => {
        const byScope = (scopePath: string) =>
          refusal(action, { ...facts, status }, { userId: 'somebody', role, scopePath })
        const { own, sibling, foreign } = WHERE[role]
        const roleMay = MAY[role].includes(action)
        const inState = leadsTo(status, action) === null ? 'NOT_IN_THIS_STATE' : null
        expect(byScope(own)).toBe(roleMay ? inState : 'ROLE_MAY_NOT')
        expect(byScope(sibling)).toBe(roleMay ? 'OUT_OF_SCOPE' : 'ROLE_MAY_NOT')
        expect(byScope(foreign)).toBe(roleMay ? 'OUT_OF_SCOPE' : 'ROLE_MAY_NOT')
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
    const actor = MAY.BRANCH_RECORDER.includes(action) ? recorder : officer
    expect(refusal(action, { ...facts, status, periodStatus: 'LOCKED' }, actor)).toBe(
      'PERIOD_LOCKED',
    )
  })

  test.each(PERIOD_STATUSES.filter((status) => status !== 'LOCKED'))(
    '%s: what waits is decided',
    (periodStatus) => {
      expect(refusal('COUNTERSIGN', { ...facts, periodStatus }, officer)).toBeNull()
    },
  )
})

describe('the side that records and the side that signs', () => {
  test.each(DIRECTIONS)('%s', (direction) => {
    const { agencySidePath: agency, communitySidePath: community } = facts
    const sides = { ...facts, direction }
    const [records, signs] =
      direction === 'COMMUNITY_TO_AGENCY' ? [community, agency] : [agency, community]
    expect(recordingPath(sides)).toBe(records)
    expect(countersigningPath(sides)).toBe(signs)
    expect(refusal('COUNTERSIGN', sides, officer)).toBe(signs === community ? null : 'OUT_OF_SCOPE')
    expect(refusal('WITHDRAW', sides, recorder)).toBe(records === agency ? null : 'OUT_OF_SCOPE')
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

test('the answers for all actions are the answer for each', () => {
  expect(allRefusals(facts, officer)).toEqual([
    { action: 'SAVE', refusal: 'ROLE_MAY_NOT' },
    { action: 'SUBMIT', refusal: 'ROLE_MAY_NOT' },
    { action: 'WITHDRAW', refusal: 'ROLE_MAY_NOT' },
    { action: 'COUNTERSIGN', refusal: null },
    { action: 'RETURN', refusal: null },
    { action: 'REOPEN', refusal: 'NOT_IN_THIS_STATE' },
  ])
})
