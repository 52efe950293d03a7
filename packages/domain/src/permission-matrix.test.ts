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
  archives: 'bacs--CC-',
  archive: 'bacs--CC-',
  makeArchive: 'bacs--CC-',
  cancelArchive: 'bacs--CC-',
  readArchive: 'bacs--CC-',
  verifyArchive: 'PPPPPPPPP',
  bulletins: 'CCCCCCCC-',
  bulletin: 'CCCCCCCC-',
  readBulletin: 'CCCCCCCC-',
  draftBulletin: '------C--',
  saveBulletin: '------C--',
  takeBulletinFigures: '------C--',
  moveBulletin: '------C--',
  verifyBulletin: 'PPPPPPPPP',
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
  notifications: 'SSSSSSSSS',
  notificationChoice: 'SSSSSSSSS',
  saveNotificationChoice: 'SSSSSSSSS',
  tryEmail: 'SSSSSSSSS',
  savedViews: 'SSSSSSSSS',
  saveView: 'SSSSSSSSS',
  removeView: 'SSSSSSSSS',
  longWaiting: 'bacszdCC-',
  reportCoverage: 'bacszdCC-',
  waitingRecords: 'bacszdCC-',
  pairingMatrix: 'bacszdCC-',
  readNotifications: 'SSSSSSSSS',
  robots: '-a-s--C-C',
  robot: '-a-s--C-C',
  robotDeliveries: '-a-s--C-C',
  saveRobot: '-a-s--C-C',
  removeRobot: '-a-s--C-C',
  tryRobot: '-a-s--C-C',
  live: 'SSSSSSSSS',
  figuresAsOf: 'SSSSSSSSS',
  catalogue: 'CCCCCCCCC',
  periods: 'CCCCCCCCC',
  periodChecklist: 'bacszdCC-',
  periodExceptions: 'bacszdCC-',
  corrections: 'bacszdCC-',
  countsNow: 'bacszdCC-',
  proposeCorrection: 'bacs-----',
  withdrawCorrection: 'bacs-----',
  decideCorrection: '------C--',
  openProgrammeYear: '------C-C',
  movePeriod: '------C--',
  assessmentSchemes: 'CCCCCCCC-',
  assessmentScheme: 'CCCCCCCC-',
  assessmentMeasures: 'CCCCCCCC-',
  assessmentFormula: '------C--',
  triedAssessmentScheme: '------C--',
  saveAssessmentScheme: '------C--',
  importAssessmentScheme: '------C--',
  moveAssessmentScheme: '------C--',
  giveAssessmentMark: '------C--',
  startAssessmentRun: '------C--',
  cancelAssessmentRun: '------C--',
  jointAssessments: 'CCCCCCCC-',
  jointAssessment: 'CCCCCCCC-',
  jointSheet: 'bacszdC--',
  publishJointResult: '------C--',
  rerunJoint: '------C--',
  decideJoint: '------C--',
  appeals: 'bacs-dCC-',
  appeal: 'bacs-dCC-',
  fileAppeal: 'bacs-----',
  withdrawAppeal: 'bacs-----',
  answerAppeal: '------C--',
  addAppealFile: 'bacs--C--',
  removeAppealFile: 'bacs--C--',
  assessmentMoves: 'bacszdCC-',
  assessmentChanges: '------CC-',
  saveJointMarks: 'bacszdC--',
  moveJointSheet: 'bacszdC--',
  openJointScoring: '------C--',
  remindJointBodies: '------C--',
  leaveOutJointBodies: '------C--',
  closeJointScoring: '------C--',
  designations: 'ba----CC-',
  decideDesignation: '------C--',
  assessmentSimulations: '------CC-',
  assessmentSimulation: '------CC-',
  startAssessmentSimulation: '------C--',
  cancelAssessmentSimulation: '------C--',
  gamingSigns: '------CC-',
  gamingRules: '------CC-',
  diagnosis: '----zdCC-',
  diagnosisByMonth: '----zdCC-',
  diagnosisConcerns: '----zdCC-',
  setDiagnosisThreshold: '------C--',
  followUpDiagnosis: '------C--',
  gamingReading: '------CC-',
  lookForGamingSigns: '------C--',
  assessmentRuns: 'bacszdCC-',
  assessmentRun: 'bacszdCC-',
  assessmentScores: 'bacszdCC-',
  assessmentScore: 'bacszdCC-',
  grantPeriodException: '------C--',
  setReportRule: '------C--',
  revokePeriodException: '------C--',
  plans: 'bacszdCC-',
  planCounts: 'bacszdCC-',
  pairingPlan: 'bacszdCC-',
  linesFromLastYear: 'bacs-----',
  savePlan: 'bacs-----',
  proposePlan: 'bacs-----',
  takeBackPlan: 'bacs-----',
  agreePlan: 'bacs-----',
  returnPlan: 'bacs-----',
  discardPlan: 'bacs-----',
  campaigns: 'CCCCCCCCC',
  organisations: 'CCCCCCCCC',
  organisation: 'CCCCCCCCC',
  zones: 'CCCCCCCCC',
  zone: 'CCCCCCCCC',
  search: 'CCCCCCCCC',
  pairings: 'CCCCCCCCC',
  pairing: 'CCCCCCCCC',
  activities: 'bacszdCC-',
  activitiesQuantity: 'bacszdCC-',
  activity: 'bacszdCC-',
  activityMoved: 'bacszdCC-',
  readEvidence: 'bacszdCC-',
  citySummary: 'bacszdCCC',
  explore: 'bacszdCCC',
  yearReport: '------CC-',
  saveActivityDraft: 'bacs-----',
  submitActivity: 'bacs-----',
  withdrawActivity: 'bacs-----',
  addEvidence: 'bacs-----',
  similarRecords: 'bacs-----',
  removeEvidence: 'bacs-----',
  readImportTemplate: 'bac------',
  readImports: 'bac------',
  sendImport: 'bac------',
  countersigningInbox: 'bacs-----',
  countersignActivity: 'bacs-----',
  countersignActivities: 'bacs-----',
  returnActivity: 'bacs-----',
  takeActivity: 'bacs-----',
  releaseActivity: 'bacs-----',
  reopenActivity: 'bacs-----',
  phrases: 'SSSS-----',
  savePhrase: 'SSSS-----',
  removePhrase: 'SSSS-----',
  donations: 'bacszdCC-',
  donationTotals: 'bacszdCC-',
  donationGroups: 'bacszdCC-',
  donationOutputs: 'bacszdCC-',
  donationDrives: 'CCCCCCCCC',
  saveDonationDrive: '---sz-C--',
  confirmDonations: 'bacs-----',
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
  organisationChanges: 'CCCCCCCCC',
  previewOrganisationChange: '--------C',
  changeOrganisations: '--------C',
  cancelOrganisationChange: '--------C',
  openPairing: '--------C',
  endPairing: '--------C',
  positions: '------CCC',
  position: '------CCC',
  myPositions: 'SSSSSSSSS',
  positionCandidates: 'SSSSSSSSC',
  nameDeputy: 'SSSSSSSSC',
  endDeputation: 'SSSSSSSSC',
  handOverPosition: 'SSSSSSSSC',
  confirmHandOver: 'SSSSSSSSS',
  suggestion: 'SSSSSSSSC',
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

/** Calling a campaign or a drive, marking and keeping a view are one's own work, not a change of what others recorded. */
const ownWork: readonly Operation[] = [
  'saveCampaign',
  'saveDonationDrive',
  'saveJointMarks',
  'savedViews',
  'saveView',
  'removeView',
]
const changesSomething = OPERATIONS.filter((name) => !ownWork.includes(name)).filter((name) =>
  /^(save(?!NotificationChoice)|submit|confirmDonations|withdraw|countersign(?!ingInbox)|return|reopen|add|remove|answer|create|reset|set(?!Locale)|grant|revoke)/.test(
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
  expect(changes).toEqual([
    'saveRobot',
    'removeRobot',
    'saveBulletin',
    'grantPeriodException',
    'revokePeriodException',
    'setReportRule',
    'saveAssessmentScheme',
    'setDiagnosisThreshold',
    'answerAppeal',
    'addAppealFile',
    'removeAppealFile',
    'saveIndicator',
    'removeIndicator',
  ])
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
    'verifyArchive',
    'verifyBulletin',
    'verifyCertificate',
    'viewer',
  ])
})

describe('a token', () => {
  test('never signs in, never administers, never keeps accounts or tokens', () => {
    const never = OPERATIONS.filter((operation) => tokenScopeFor(operation) === null).filter(
      (operation) =>
        !/import|household|campaign(?!s)|volunteer|team|labour|checkin|attendance|certificate|archive|assessment|gaming|diagnosis|joint|designation|appeal/i.test(
          operation,
        ),
    )
    expect(never.toSorted()).toEqual([
      'agreePlan',
      'answerSuggestion',
      'apiTokens',
      'bulletin',
      'bulletins',
      'cancelOrganisationChange',
      'changeOrganisations',
      'changePassword',
      'confirmDonations',
      'confirmHandOver',
      'corrections',
      'countsNow',
      'createApiToken',
      'createUserAccount',
      'decideCorrection',
      'discardPlan',
      'donationDrives',
      'donationGroups',
      'donationOutputs',
      'donationTotals',
      'donations',
      'draftBulletin',
      'endDeputation',
      'endPairing',
      'grantPeriodException',
      'grantRole',
      'handOverPosition',
      'linesFromLastYear',
      'live',
      'moveBulletin',
      'movePeriod',
      'myPositions',
      'nameDeputy',
      'notificationChoice',
      'notifications',
      'openPairing',
      'openProgrammeYear',
      'orderIndicators',
      'organisationChanges',
      'periodChecklist',
      'periodExceptions',
      'phrases',
      'position',
      'positionCandidates',
      'positions',
      'previewOrganisationChange',
      'proposeCorrection',
      'proposePlan',
      'readBulletin',
      'readNotifications',
      'releaseActivity',
      'removeIndicator',
      'removePhrase',
      'removeRobot',
      'removeView',
      'resetPassword',
      'returnPlan',
      'revokeApiToken',
      'revokePeriodException',
      'revokeRole',
      'robot',
      'robotDeliveries',
      'robots',
      'saveBulletin',
      'saveDonationDrive',
      'saveIndicator',
      'saveNotificationChoice',
      'savePhrase',
      'savePlan',
      'saveRobot',
      'saveView',
      'savedViews',
      'search',
      'sendSuggestion',
      'setAccountDisabled',
      'setLocale',
      'setReportRule',
      'signIn',
      'signOut',
      'signOutEverywhere',
      'suggestion',
      'suggestions',
      'switchRole',
      'takeActivity',
      'takeBackPlan',
      'takeBulletinFigures',
      'tryEmail',
      'tryRobot',
      'userAccount',
      'userAccounts',
      'verifyBulletin',
      'withdrawCorrection',
    ])
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
