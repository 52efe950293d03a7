import { describe, expect, test } from 'vitest'
import { sideOfRole } from './activity-actions.ts'
import {
  BEFORE_FIRST_PASSWORD_CHANGE,
  isOperation,
  mayCall,
  OPERATIONS,
  scopeOf,
  SCOPES,
  tokenScopeFor,
} from './permission-matrix.ts'
import type { Operation } from './permission-matrix.ts'
import { ROLES } from './vocabulary.ts'
import type { Role } from './vocabulary.ts'

const abbreviations = {
  P: 'PUBLIC',
  S: 'SELF',
  b: 'OWN_BRANCH',
  a: 'OWN_AGENCY',
  c: 'OWN_COMMUNITY',
  s: 'OWN_STREET',
  z: 'ZONE',
  d: 'DISTRICT',
  C: 'CITY',
  '-': 'NONE',
} as const

/** A letter a role, in the order of ROLES: recorder, secretary, community, street, zone, district, analyst, auditor, administrator. */
const TABLE: Record<Operation, string> = {
  viewer: 'PPPPPPPPP',
  signIn: 'PPPPPPPPP',
  sendSuggestion: 'PPPPPPPPP',
  checkInPlace: 'PPPPPPPPP',
  checkIn: 'PPPPPPPPP',
  verifyCertificate: 'PPPPPPPPP',
  campaignPlans: 'CCCCCCCCC',
  campaign: 'CCCCCCCCC',
  campaignInvitees: '---sz-C--',
  saveCampaign: '---sz-C--',
  moveCampaign: '---sz-C--',
  signUpForCampaign: 'ba-------',
  volunteerTeams: 'ba--z-CC-',
  volunteer: 'ba--z-CC-',
  volunteers: 'bacsz-CC-',
  saveVolunteerTeam: 'ba-------',
  saveVolunteer: 'ba-------',
  changeTeamMembership: 'ba-------',
  labourSessions: 'CCCCCCCC-',
  labourSession: 'CCCCCCCC-',
  openLabourSession: '--cs-----',
  closeLabourSession: '--cs-----',
  checkInCode: '--cs-----',
  labourAttendances: 'bacszdCC-',
  enterAttendances: 'bacs-----',
  correctAttendance: 'bacs-----',
  labourHours: 'ba--z-CC-',
  attendanceForRecord: 'ba-------',
  issueCertificate: 'ba-------',
  revokeCertificate: 'ba-------',
  readCertificate: 'ba--z-CC-',
  signOut: 'SSSSSSSSS',
  signOutEverywhere: 'SSSSSSSSS',
  changePassword: 'SSSSSSSSS',
  switchRole: 'SSSSSSSSS',
  setLocale: 'SSSSSSSSS',
  catalogue: 'CCCCCCCCC',
  periods: 'CCCCCCCCC',
  campaigns: 'CCCCCCCCC',
  organisations: 'CCCCCCCCC',
  organisation: 'CCCCCCCCC',
  zones: 'CCCCCCCCC',
  zone: 'CCCCCCCCC',
  pairings: 'CCCCCCCCC',
  pairing: 'CCCCCCCCC',
  activities: 'bacszdCC-',
  activity: 'bacszdCC-',
  activityMoved: 'bacszdCC-',
  readEvidence: 'bacszdCC-',
  citySummary: 'bacszdCCC',
  saveActivityDraft: 'bacs-----',
  submitActivity: 'bacs-----',
  withdrawActivity: 'bacs-----',
  addEvidence: 'bacs-----',
  removeEvidence: 'bacs-----',
  countersigningInbox: 'bacs-----',
  countersignActivity: 'bacs-----',
  countersignActivities: 'bacs-----',
  returnActivity: 'bacs-----',
  reopenActivity: 'bacs-----',
  phrases: 'SSSS-----',
  savePhrase: 'SSSS-----',
  removePhrase: 'SSSS-----',
  households: 'bacs-----',
  household: 'bacs-----',
  householdCounts: 'bacszdCC-',
  revealHousehold: 'bacs-----',
  householdLooks: '--cs---C-',
  saveHousehold: '--c------',
  pairHousehold: '--c------',
  endHouseholdPairing: '--c------',
  closeHousehold: '--c------',
  reopenHousehold: '--c------',
  eraseHousehold: '--c------',
  decideHouseholdDuplicate: '--c------',
  recordHouseholdVisit: 'ba-------',
  closeHouseholdFollowUp: 'bac------',
  auditEvents: '-------CC',
  auditCheck: '------CCC',
  saveIndicator: '------C-C',
  orderIndicators: '------C-C',
  removeIndicator: '------C-C',
  suggestions: '--------C',
  answerSuggestion: '--------C',
  userAccounts: '--------C',
  userAccount: '--------C',
  createUserAccount: '--------C',
  resetPassword: '--------C',
  setAccountDisabled: '--------C',
  grantRole: '--------C',
  revokeRole: '--------C',
  apiTokens: '--------C',
  createApiToken: '--------C',
  revokeApiToken: '--------C',
}

test('the table names every operation', () => {
  expect(Object.keys(TABLE).sort()).toEqual([...OPERATIONS].sort())
  expect(Object.values(abbreviations).sort()).toEqual([...SCOPES].sort())
})

describe.each(Object.entries(TABLE))('%s (%s)', (name, letters) => {
  test.each(ROLES.map((role, at) => [role, letters.charAt(at)] as const))(
    '%s: %s',
    (role, letter) => {
      expect(isOperation(name) && scopeOf(name, role)).toBe(
        new Map<string, string>(Object.entries(abbreviations)).get(letter),
      )
    },
  )

  test('is called by those who reach something with it', () => {
    expect(isOperation(name)).toBe(true)
    const operation = OPERATIONS.find((known) => known === name) ?? 'viewer'
    const [isPublic, isSelf] = [letters === 'PPPPPPPPP', letters === 'SSSSSSSSS']
    expect(mayCall(operation, null, false)).toBe(isPublic)
    expect(mayCall(operation, null, true)).toBe(isPublic || isSelf)
    for (const [at, role] of ROLES.entries()) {
      expect(mayCall(operation, role, true)).toBe(letters.charAt(at) !== '-')
      expect(mayCall(operation, role, false)).toBe(isPublic)
    }
  })
})

/** Calling a campaign is the committee's own work, not a change of what others recorded. */
const changesSomething = OPERATIONS.filter((name) => name !== 'saveCampaign').filter((name) =>
  /^(save|submit|withdraw|countersign(?!ingInbox)|return|reopen|add|remove|answer|create|reset|set(?!Locale)|grant|revoke)/.test(
    name,
  ),
)

test('who only reads changes nothing', () => {
  const readers: Role[] = ['AUDITOR', 'DISTRICT_COMMITTEE', 'ZONE_LEAD']
  expect(changesSomething.length).toBeGreaterThan(15)
  for (const role of readers) {
    expect(changesSomething.filter((operation) => mayCall(operation, role, true))).toEqual([])
  }
})

test('an analyst decides what is counted, and changes no record', () => {
  const changes = changesSomething.filter((one) => mayCall(one, 'MUNICIPAL_ANALYST', true))
  expect(changes).toEqual(['saveIndicator', 'removeIndicator'])
})

test('who stands on a side records for it and signs for it; nobody else does either', () => {
  for (const role of ROLES) {
    const onASide = sideOfRole(role) !== null
    expect(mayCall('submitActivity', role, true)).toBe(onASide)
    expect(mayCall('countersignActivity', role, true)).toBe(onASide)
  }
})

test('with a first password one can change it, leave or complain, and what needs no account', () => {
  expect([...BEFORE_FIRST_PASSWORD_CHANGE].sort()).toEqual([
    'changePassword',
    'checkIn',
    'checkInPlace',
    'sendSuggestion',
    'setLocale',
    'signIn',
    'signOut',
    'signOutEverywhere',
    'verifyCertificate',
    'viewer',
  ])
})

describe('a token', () => {
  test('never signs in, never administers, never keeps accounts or tokens', () => {
    const never = OPERATIONS.filter((operation) => tokenScopeFor(operation) === null).filter(
      (operation) =>
        !/household|campaign(?!s)|volunteer|team|labour|checkin|attendance|certificate/i.test(
          operation,
        ),
    )
    expect(never.sort().join(' ')).toBe(
      'answerSuggestion apiTokens changePassword createApiToken createUserAccount grantRole orderIndicators phrases ' +
        'removeIndicator removePhrase resetPassword revokeApiToken revokeRole saveIndicator savePhrase sendSuggestion setAccountDisabled ' +
        'setLocale signIn signOut signOutEverywhere suggestions switchRole userAccount userAccounts',
    )
  })

  test('never reaches a household', () => {
    const ofHouseholds = OPERATIONS.filter((operation) => /household/i.test(operation))
    expect(ofHouseholds.length).toBeGreaterThan(10)
    expect(ofHouseholds.filter((operation) => tokenScopeFor(operation) !== null)).toEqual([])
  })

  test('changes nothing by READ', () => {
    expect(changesSomething.filter((operation) => tokenScopeFor(operation) === 'READ')).toEqual([])
  })

  test.each([
    ['submitActivity', 'RECORD'],
    ['addEvidence', 'RECORD'],
    ['countersignActivity', 'COUNTERSIGN'],
    ['reopenActivity', 'COUNTERSIGN'],
    ['activities', 'READ'],
    ['readEvidence', 'READ'],
  ] as const)('%s takes %s', (operation, scope) => {
    expect(tokenScopeFor(operation)).toBe(scope)
  })
})

test('what is no operation is none, whatever its name', () => {
  for (const name of ['toString', '__proto__', 'constructor', 'dropEverything', '']) {
    expect(isOperation(name)).toBe(false)
  }
})
