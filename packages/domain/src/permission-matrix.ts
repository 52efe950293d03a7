import type { Role, TokenScope } from './vocabulary.ts'

/**
 * Whose data an operation reaches. The own organisation is the one at which the role is held; a scope is its subtree.
 * PUBLIC needs no account; SELF is one's own account, session and phrases.
 */
export const SCOPES = [
  'PUBLIC',
  'SELF',
  'OWN_BRANCH',
  'OWN_AGENCY',
  'OWN_COMMUNITY',
  'OWN_STREET',
  'ZONE',
  'DISTRICT',
  'CITY',
  'NONE',
] as const
export type Scope = (typeof SCOPES)[number]

type Row = Record<Role, Scope>

const everybody = (scope: Scope): Row => ({
  BRANCH_RECORDER: scope,
  AGENCY_SECRETARY: scope,
  COMMUNITY_OFFICER: scope,
  STREET_SECRETARY: scope,
  ZONE_LEAD: scope,
  DISTRICT_COMMITTEE: scope,
  MUNICIPAL_ANALYST: scope,
  AUDITOR: scope,
  ADMINISTRATOR: scope,
})
const nobody = everybody('NONE')

const ownSubtree: Row = {
  BRANCH_RECORDER: 'OWN_BRANCH',
  AGENCY_SECRETARY: 'OWN_AGENCY',
  COMMUNITY_OFFICER: 'OWN_COMMUNITY',
  STREET_SECRETARY: 'OWN_STREET',
  ZONE_LEAD: 'ZONE',
  DISTRICT_COMMITTEE: 'DISTRICT',
  MUNICIPAL_ANALYST: 'CITY',
  AUDITOR: 'CITY',
  ADMINISTRATOR: 'CITY',
}
/** An administrator keeps accounts and organisations and sees no records. */
const readsRecords: Row = { ...ownSubtree, ADMINISTRATOR: 'NONE' }
/**
 * Either side records what it does for the other, and countersigns what the other does for it: which of the two it is,
 * the record's direction says (activity-actions.ts).
 */
const eitherSide: Row = {
  ...nobody,
  BRANCH_RECORDER: 'OWN_BRANCH',
  AGENCY_SECRETARY: 'OWN_AGENCY',
  COMMUNITY_OFFICER: 'OWN_COMMUNITY',
  STREET_SECRETARY: 'OWN_STREET',
}
/** Who a household is: its keeper, the keeper's street, and the branch that looks after it. Nobody else, ever. */
const households: Row = eitherSide
const recordsHouseholds: Row = {
  ...nobody,
  BRANCH_RECORDER: 'OWN_BRANCH',
  AGENCY_SECRETARY: 'OWN_AGENCY',
}
const keepsHouseholds: Row = { ...nobody, COMMUNITY_OFFICER: 'OWN_COMMUNITY' }
/** Who brings records in from a workbook: for the own subtree. */
const imports: Row = {
  ...nobody,
  BRANCH_RECORDER: 'OWN_BRANCH',
  AGENCY_SECRETARY: 'OWN_AGENCY',
  COMMUNITY_OFFICER: 'OWN_COMMUNITY',
}
const signersOwn: Row = {
  ...nobody,
  BRANCH_RECORDER: 'SELF',
  AGENCY_SECRETARY: 'SELF',
  COMMUNITY_OFFICER: 'SELF',
  STREET_SECRETARY: 'SELF',
}
const administers: Row = { ...nobody, ADMINISTRATOR: 'CITY' }
const audits: Row = { ...nobody, AUDITOR: 'CITY', ADMINISTRATOR: 'CITY' }
/** The city committee decides what is counted. */
const keepsCatalogue: Row = { ...nobody, MUNICIPAL_ANALYST: 'CITY', ADMINISTRATOR: 'CITY' }
/**
 * The city committee decides when a period closes, for whom it is opened again, what is corrected afterwards, and how the
 * year is assessed.
 */
const decidesPeriods: Row = { ...nobody, MUNICIPAL_ANALYST: 'CITY' }
/** Who keeps volunteers sees them, and whoever is above: not the communities, which see those who come to them. */
const readsVolunteers: Row = {
  ...nobody,
  BRANCH_RECORDER: 'OWN_BRANCH',
  AGENCY_SECRETARY: 'OWN_AGENCY',
  ZONE_LEAD: 'ZONE',
  MUNICIPAL_ANALYST: 'CITY',
  AUDITOR: 'CITY',
}
const keepsVolunteers: Row = {
  ...nobody,
  BRANCH_RECORDER: 'OWN_BRANCH',
  AGENCY_SECRETARY: 'OWN_AGENCY',
}
/** The community opens the place and shows its code. */
const receives: Row = {
  ...nobody,
  COMMUNITY_OFFICER: 'OWN_COMMUNITY',
  STREET_SECRETARY: 'OWN_STREET',
}
const callsCampaigns: Row = {
  ...nobody,
  STREET_SECRETARY: 'OWN_STREET',
  ZONE_LEAD: 'ZONE',
  MUNICIPAL_ANALYST: 'CITY',
}
/** The archive of a year is kept by whose year it is, and read by whoever reads all of its records. */
const keepsArchives: Row = {
  ...nobody,
  BRANCH_RECORDER: 'OWN_BRANCH',
  AGENCY_SECRETARY: 'OWN_AGENCY',
  COMMUNITY_OFFICER: 'OWN_COMMUNITY',
  STREET_SECRETARY: 'OWN_STREET',
  MUNICIPAL_ANALYST: 'CITY',
  AUDITOR: 'CITY',
}
/** A group chat is kept by who answers for the organisation that it belongs to. */
const keepsRobots: Row = {
  ...nobody,
  AGENCY_SECRETARY: 'OWN_AGENCY',
  STREET_SECRETARY: 'OWN_STREET',
  MUNICIPAL_ANALYST: 'CITY',
  ADMINISTRATOR: 'CITY',
}
/** The rules of the assessment are there for all who are judged by them to read. */
const readsRules: Row = { ...everybody('CITY'), ADMINISTRATOR: 'NONE' }
/** What is tried before it is decided, and what looks odd, is for who decides, and for who reads everything. */
const looksAhead: Row = { ...nobody, MUNICIPAL_ANALYST: 'CITY', AUDITOR: 'CITY' }
/** Where joint building may be there in form only is for those who answer for a part of the city, and for who reads everything. */
const diagnoses: Row = {
  ...nobody,
  ZONE_LEAD: 'ZONE',
  DISTRICT_COMMITTEE: 'DISTRICT',
  MUNICIPAL_ANALYST: 'CITY',
  AUDITOR: 'CITY',
}
/** A level marks on its own sheet and sees no other (joint-actions.ts); a counterpart is either side of a pairing. */
const marksJointly: Row = {
  ...eitherSide,
  ZONE_LEAD: 'ZONE',
  DISTRICT_COMMITTEE: 'DISTRICT',
  MUNICIPAL_ANALYST: 'CITY',
}
/** An appeal is between who is judged, who is above them, and the committee; a zone is above nobody. */
const readsAppeals: Row = { ...readsRecords, ZONE_LEAD: 'NONE' }
const self = everybody('SELF')
/** Everybody names a deputy for, and hands over, what they hold themselves; the administrator for all. */
const movesPeople: Row = { ...everybody('SELF'), ADMINISTRATOR: 'CITY' }
const readsPositions: Row = { ...audits, MUNICIPAL_ANALYST: 'CITY' }
const open = everybody('PUBLIC')
/** Names, codes and pairings are the city's directory: whoever works in it may look up whom to talk to. */
const directory = everybody('CITY')

/** Every operation of the product, the API's root fields and the routes for files, and whose data it reaches for whom. */
export const PERMISSION_MATRIX = {
  viewer: open,
  signIn: open,
  sendSuggestion: open,

  signOut: self,
  signOutEverywhere: self,
  changePassword: self,
  switchRole: self,
  setLocale: self,

  notifications: self,
  readNotifications: self,
  notificationChoice: self,
  saveNotificationChoice: self,
  tryEmail: self,
  live: self,
  figuresAsOf: self,
  robots: keepsRobots,
  robot: keepsRobots,
  robotDeliveries: keepsRobots,
  saveRobot: keepsRobots,
  removeRobot: keepsRobots,
  tryRobot: keepsRobots,

  catalogue: directory,
  periods: directory,
  campaigns: directory,
  organisations: directory,
  organisation: directory,
  zones: directory,
  zone: directory,
  /** Each kind of thing by its own row: records by activities, people by userAccounts and volunteers, cases by households. */
  search: directory,
  pairings: directory,
  pairing: directory,

  activities: readsRecords,
  activitiesQuantity: readsRecords,
  activity: readsRecords,
  activityMoved: readsRecords,
  readEvidence: readsRecords,
  citySummary: ownSubtree,
  explore: ownSubtree,
  /** Filters under a name, one's own and those that others share; what they open onto is explore's. */
  savedViews: self,
  saveView: self,
  removeView: self,
  yearReport: { ...nobody, MUNICIPAL_ANALYST: 'CITY', AUDITOR: 'CITY' },
  longWaiting: readsRecords,
  reportCoverage: readsRecords,
  waitingRecords: readsRecords,
  pairingMatrix: readsRecords,

  saveActivityDraft: eitherSide,
  submitActivity: eitherSide,
  withdrawActivity: eitherSide,
  addEvidence: eitherSide,
  similarRecords: eitherSide,
  removeEvidence: eitherSide,

  readImportTemplate: imports,
  readImports: imports,
  sendImport: imports,

  countersigningInbox: eitherSide,
  countersignActivity: eitherSide,
  countersignActivities: eitherSide,
  returnActivity: eitherSide,
  takeActivity: eitherSide,
  releaseActivity: eitherSide,
  reopenActivity: eitherSide,
  phrases: signersOwn,
  savePhrase: signersOwn,
  removePhrase: signersOwn,

  donations: readsRecords,
  donationTotals: readsRecords,
  donationGroups: readsRecords,
  donationOutputs: readsRecords,
  donationDrives: directory,
  saveDonationDrive: callsCampaigns,
  confirmDonations: eitherSide,

  households,
  household: households,
  householdCounts: readsRecords,
  revealHousehold: households,
  householdLooks: {
    ...nobody,
    COMMUNITY_OFFICER: 'OWN_COMMUNITY',
    STREET_SECRETARY: 'OWN_STREET',
    AUDITOR: 'CITY',
  },
  saveHousehold: keepsHouseholds,
  pairHousehold: keepsHouseholds,
  endHouseholdPairing: keepsHouseholds,
  closeHousehold: keepsHouseholds,
  reopenHousehold: keepsHouseholds,
  eraseHousehold: keepsHouseholds,
  decideHouseholdDuplicate: keepsHouseholds,
  recordHouseholdVisit: recordsHouseholds,
  closeHouseholdFollowUp: { ...recordsHouseholds, COMMUNITY_OFFICER: 'OWN_COMMUNITY' },
  campaignPlans: directory,
  campaign: directory,
  campaignInvitees: callsCampaigns,
  saveCampaign: callsCampaigns,
  moveCampaign: callsCampaigns,
  signUpForCampaign: keepsVolunteers,
  volunteerTeams: readsVolunteers,
  volunteer: readsVolunteers,
  volunteers: {
    ...readsVolunteers,
    COMMUNITY_OFFICER: 'OWN_COMMUNITY',
    STREET_SECRETARY: 'OWN_STREET',
  },
  saveVolunteerTeam: keepsVolunteers,
  saveVolunteer: keepsVolunteers,
  changeTeamMembership: keepsVolunteers,
  labourSessions: { ...directory, ADMINISTRATOR: 'NONE' },
  labourSession: { ...directory, ADMINISTRATOR: 'NONE' },
  openLabourSession: receives,
  closeLabourSession: receives,
  checkInCode: receives,
  checkInPlace: open,
  checkIn: open,
  labourAttendances: readsRecords,
  enterAttendances: eitherSide,
  correctAttendance: eitherSide,
  labourHours: readsVolunteers,
  attendanceForRecord: keepsVolunteers,
  issueCertificate: keepsVolunteers,
  revokeCertificate: keepsVolunteers,
  readCertificate: readsVolunteers,
  verifyCertificate: open,

  archives: keepsArchives,
  archive: keepsArchives,
  makeArchive: keepsArchives,
  cancelArchive: keepsArchives,
  readArchive: keepsArchives,
  verifyArchive: open,

  bulletins: readsRules,
  bulletin: readsRules,
  readBulletin: readsRules,
  draftBulletin: decidesPeriods,
  saveBulletin: decidesPeriods,
  takeBulletinFigures: decidesPeriods,
  moveBulletin: decidesPeriods,
  verifyBulletin: open,

  periodChecklist: readsRecords,
  periodExceptions: readsRecords,
  corrections: readsRecords,
  countsNow: readsRecords,
  proposeCorrection: eitherSide,
  withdrawCorrection: eitherSide,
  decideCorrection: decidesPeriods,
  openProgrammeYear: keepsCatalogue,
  movePeriod: decidesPeriods,
  grantPeriodException: decidesPeriods,
  revokePeriodException: decidesPeriods,
  setReportRule: decidesPeriods,

  assessmentSchemes: readsRules,
  assessmentScheme: readsRules,
  assessmentMeasures: readsRules,
  assessmentFormula: decidesPeriods,
  triedAssessmentScheme: decidesPeriods,
  saveAssessmentScheme: decidesPeriods,
  importAssessmentScheme: decidesPeriods,
  moveAssessmentScheme: decidesPeriods,
  giveAssessmentMark: decidesPeriods,
  startAssessmentRun: decidesPeriods,
  cancelAssessmentRun: decidesPeriods,
  assessmentSimulations: looksAhead,
  assessmentSimulation: looksAhead,
  startAssessmentSimulation: decidesPeriods,
  cancelAssessmentSimulation: decidesPeriods,
  gamingSigns: looksAhead,
  gamingRules: looksAhead,
  diagnosis: diagnoses,
  diagnosisByMonth: diagnoses,
  diagnosisConcerns: diagnoses,
  setDiagnosisThreshold: decidesPeriods,
  followUpDiagnosis: decidesPeriods,
  gamingReading: looksAhead,
  lookForGamingSigns: decidesPeriods,
  assessmentRuns: readsRecords,
  assessmentRun: readsRecords,
  assessmentScores: readsRecords,
  assessmentScore: readsRecords,
  assessmentMoves: readsRecords,
  assessmentChanges: { ...nobody, MUNICIPAL_ANALYST: 'CITY', AUDITOR: 'CITY' },
  jointAssessments: readsRules,
  jointAssessment: readsRules,
  jointSheet: marksJointly,
  saveJointMarks: marksJointly,
  moveJointSheet: marksJointly,
  openJointScoring: decidesPeriods,
  remindJointBodies: decidesPeriods,
  leaveOutJointBodies: decidesPeriods,
  closeJointScoring: decidesPeriods,
  publishJointResult: decidesPeriods,
  rerunJoint: decidesPeriods,
  decideJoint: decidesPeriods,
  appeals: readsAppeals,
  appeal: readsAppeals,
  fileAppeal: eitherSide,
  withdrawAppeal: eitherSide,
  answerAppeal: decidesPeriods,
  /** By who appeals, to the appeal; by who answers, to the answer. */
  addAppealFile: { ...eitherSide, MUNICIPAL_ANALYST: 'CITY' },
  removeAppealFile: { ...eitherSide, MUNICIPAL_ANALYST: 'CITY' },
  designations: { ...keepsArchives, COMMUNITY_OFFICER: 'NONE', STREET_SECRETARY: 'NONE' },
  decideDesignation: decidesPeriods,

  /** Pairings with how far their plan is: the plan itself where it is in sight. */
  plans: readsRecords,
  planCounts: readsRecords,
  pairingPlan: readsRecords,
  linesFromLastYear: eitherSide,
  savePlan: eitherSide,
  proposePlan: eitherSide,
  takeBackPlan: eitherSide,
  agreePlan: eitherSide,
  returnPlan: eitherSide,
  discardPlan: eitherSide,

  auditEvents: audits,
  auditCheck: { ...audits, MUNICIPAL_ANALYST: 'CITY' },

  saveIndicator: keepsCatalogue,
  orderIndicators: keepsCatalogue,
  removeIndicator: keepsCatalogue,

  organisationChanges: directory,
  previewOrganisationChange: administers,
  changeOrganisations: administers,
  cancelOrganisationChange: administers,
  openPairing: administers,
  endPairing: administers,

  positions: readsPositions,
  position: readsPositions,
  myPositions: self,
  positionCandidates: movesPeople,
  nameDeputy: movesPeople,
  endDeputation: movesPeople,
  handOverPosition: movesPeople,
  confirmHandOver: self,

  /** Who sent it reads it with its answer. */
  suggestion: movesPeople,
  suggestions: administers,
  answerSuggestion: administers,
  userAccounts: administers,
  userAccount: administers,
  createUserAccount: administers,
  resetPassword: administers,
  setAccountDisabled: administers,
  grantRole: administers,
  revokeRole: administers,
  apiTokens: administers,
  createApiToken: administers,
  revokeApiToken: administers,
} as const satisfies Record<string, Row>

export type Operation = keyof typeof PERMISSION_MATRIX
export const OPERATIONS = Object.keys(PERMISSION_MATRIX).filter(isOperation)

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(PERMISSION_MATRIX, name)
}

export function scopeOf(operation: Operation, role: Role): Scope {
  return PERMISSION_MATRIX[operation][role]
}

/** Whether somebody with this role (null: nobody signed in, or without a role) may call the operation at all. */
export function mayCall(operation: Operation, role: Role | null, signedIn: boolean): boolean {
  const row: Row = PERMISSION_MATRIX[operation]
  if (row.AUDITOR === 'PUBLIC') return true
  if (!signedIn) return false
  if (row.AUDITOR === 'SELF' && row.ADMINISTRATOR === 'SELF') return true
  return role !== null && row[role] !== 'NONE'
}

/** What works while a first password has not been changed yet. */
export const BEFORE_FIRST_PASSWORD_CHANGE: readonly Operation[] = [
  'viewer',
  'signIn',
  'signOut',
  'signOutEverywhere',
  'changePassword',
  'setLocale',
  'sendSuggestion',
  'checkInPlace',
  'checkIn',
  'verifyCertificate',
  'verifyArchive',
  'verifyBulletin',
]

/** What another system's token must hold for an operation; null: never by token. */
export function tokenScopeFor(operation: Operation): TokenScope | null {
  switch (operation) {
    case 'saveActivityDraft':
    case 'submitActivity':
    case 'withdrawActivity':
    case 'addEvidence':
    case 'removeEvidence':
      return 'RECORD'
    case 'countersignActivity':
    case 'countersignActivities':
    case 'returnActivity':
    case 'reopenActivity':
      return 'COUNTERSIGN'
    case 'viewer':
    case 'catalogue':
    case 'periods':
    case 'campaigns':
    case 'organisations':
    case 'organisation':
    case 'zones':
    case 'zone':
    case 'pairings':
    case 'pairing':
    case 'activities':
    case 'activitiesQuantity':
    case 'activity':
    case 'activityMoved':
    case 'readEvidence':
    case 'similarRecords':
    case 'citySummary':
    case 'explore':
    case 'figuresAsOf':
    case 'yearReport':
    case 'longWaiting':
    case 'reportCoverage':
    case 'waitingRecords':
    case 'pairingMatrix':
    case 'countersigningInbox':
    case 'plans':
    case 'planCounts':
    case 'pairingPlan':
    case 'auditEvents':
    case 'auditCheck':
      return 'READ'
    default:
      return null
  }
}
