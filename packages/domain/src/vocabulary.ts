/** The words of the field, as in the database's enums and the API's; the server has a test that they are the same. */
export const ROLES = [
  'BRANCH_RECORDER',
  'AGENCY_SECRETARY',
  'COMMUNITY_OFFICER',
  'STREET_SECRETARY',
  'ZONE_LEAD',
  'DISTRICT_COMMITTEE',
  'MUNICIPAL_ANALYST',
  'AUDITOR',
  'ADMINISTRATOR',
] as const
export type Role = (typeof ROLES)[number]

export const ORGANISATION_KINDS = [
  'CITY_COMMITTEE',
  'AGENCY',
  'BRANCH',
  'DISTRICT',
  'STREET',
  'COMMUNITY',
] as const
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]

/** 六帮 */
export const HELP_AREAS = [
  'PARTY_BUILDING',
  'CULTURE',
  'PUBLIC_SERVICE',
  'GREEN',
  'SECURITY',
  'RELIEF',
] as const
export type HelpArea = (typeof HELP_AREAS)[number]

export const ACTIVITY_KINDS = ['SIX_HELPS', 'LABOUR', 'VISIT'] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

export const DIRECTIONS = ['AGENCY_TO_COMMUNITY', 'COMMUNITY_TO_AGENCY', 'JOINT'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** The two sides of a pairing. */
export const PAIRING_SIDES = ['AGENCY_SIDE', 'COMMUNITY_SIDE'] as const
export type PairingSide = (typeof PAIRING_SIDES)[number]

export const ACTIVITY_STATUSES = [
  'DRAFT',
  'SUBMITTED',
  'COUNTERSIGNED',
  'RETURNED',
  'WITHDRAWN',
] as const
export type ActivityStatus = (typeof ACTIVITY_STATUSES)[number]

export const OPEN_QUESTIONS = [
  'UNUSUAL_QUANTITY',
  'SAME_DAY_RECORD',
  'REPORTED_LATE',
  'RESUBMITTED',
  'RECEIPT_DIFFERS',
] as const
export type OpenQuestion = (typeof OPEN_QUESTIONS)[number]

export const PERIOD_STATUSES = ['OPEN', 'CLOSING', 'LOCKED'] as const
export const CORRECTION_STATUSES = ['PROPOSED', 'APPROVED', 'REFUSED', 'WITHDRAWN'] as const
export type CorrectionStatus = (typeof CORRECTION_STATUSES)[number]
export type PeriodStatus = (typeof PERIOD_STATUSES)[number]

/** The life of a pairing's plan for a year (plans.ts). */
export const PLAN_STATES = [
  'DRAFT',
  'PROPOSED',
  'RETURNED',
  'AGREED',
  'SUPERSEDED',
  'DISCARDED',
] as const
export type PlanState = (typeof PLAN_STATES)[number]

export const PAIRING_LEVELS = ['AGENCY_STREET', 'BRANCH_COMMUNITY'] as const
export type PairingLevel = (typeof PAIRING_LEVELS)[number]

export const COUNTERSIGNING_DECISIONS = ['ACCEPTED', 'CORRECTED', 'RETURNED', 'REOPENED'] as const
export type CountersigningDecision = (typeof COUNTERSIGNING_DECISIONS)[number]

export const DONATION_KINDS = ['CASH', 'GOODS'] as const
export type DonationKind = (typeof DONATION_KINDS)[number]

/** Who was given something: the side of the pairing that was helped, a case of the community's, another body. */
export const DONATION_RECIPIENTS = ['RECEIVING_SIDE', 'HOUSEHOLD', 'OTHER'] as const
export type DonationRecipient = (typeof DONATION_RECIPIENTS)[number]

export const EVIDENCE_KINDS = ['PHOTO', 'DOCUMENT'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

export const PHRASE_USES = ['COUNTERSIGN', 'RETURN', 'REVEAL'] as const
export type PhraseUse = (typeof PHRASE_USES)[number]

/** Why a family is in hardship (帮扶家庭). */
export const HARDSHIP_KINDS = [
  'MINIMUM_LIVING_ALLOWANCE',
  'NEAR_MINIMUM',
  'DISABILITY',
  'SERIOUS_ILLNESS',
  'ELDERLY_ALONE',
  'CHILD_IN_NEED',
  'UNEMPLOYMENT',
  'SUDDEN_DISASTER',
  'OTHER',
] as const
export type HardshipKind = (typeof HARDSHIP_KINDS)[number]

export const CONSENT_GIVERS = ['HOUSEHOLDER', 'ADULT_MEMBER', 'GUARDIAN'] as const
export type ConsentGiver = (typeof CONSENT_GIVERS)[number]

export const CONSENT_PURPOSES = ['VISITS', 'DONATIONS', 'REFERRAL'] as const
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number]

export const DUPLICATE_DECISIONS = ['SAME_HOUSEHOLD', 'DIFFERENT_HOUSEHOLDS'] as const
export type DuplicateDecision = (typeof DUPLICATE_DECISIONS)[number]

/** What says who a household is: sealed where it is stored, masked where it is shown. */
export const PERSONAL_FIELDS = ['name', 'address', 'phone', 'identityNumber'] as const
export type PersonalField = (typeof PERSONAL_FIELDS)[number]

/** OPEN: looked after. CLOSED: no longer. ERASED: closed, and nothing is kept that says who it was. */
export const HOUSEHOLD_STATUSES = ['OPEN', 'CLOSED', 'ERASED'] as const
export type HouseholdStatus = (typeof HOUSEHOLD_STATUSES)[number]

export const SUGGESTION_KINDS = ['COMPLAINT', 'SUGGESTION', 'QUESTION'] as const
export type SuggestionKind = (typeof SUGGESTION_KINDS)[number]

/** What a search finds, in the order in which it is shown. */
export const SEARCH_HIT_KINDS = [
  'ORGANISATION',
  'ACCOUNT',
  'VOLUNTEER',
  'HOUSEHOLD',
  'RECORD',
] as const
export type SearchHitKind = (typeof SEARCH_HIT_KINDS)[number]

export const TOKEN_SCOPES = ['READ', 'RECORD', 'COUNTERSIGN'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

export const LOCALES = ['zh-CN', 'zh-TW', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/** Where each role is held: a grant that does not fit is refused. */
export const ORGANISATION_KIND_OF_ROLE = {
  BRANCH_RECORDER: 'BRANCH',
  AGENCY_SECRETARY: 'AGENCY',
  COMMUNITY_OFFICER: 'COMMUNITY',
  STREET_SECRETARY: 'STREET',
  ZONE_LEAD: 'AGENCY',
  DISTRICT_COMMITTEE: 'DISTRICT',
  MUNICIPAL_ANALYST: 'CITY_COMMITTEE',
  AUDITOR: 'CITY_COMMITTEE',
  ADMINISTRATOR: 'CITY_COMMITTEE',
} as const satisfies Record<Role, OrganisationKind>

export const CAMPAIGN_STATES = ['PLANNED', 'OPEN', 'HELD', 'CANCELLED'] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]

export const ATTENDANCE_SOURCES = ['CHECKED_IN', 'LISTED', 'ADDED_LATER'] as const
export type AttendanceSource = (typeof ATTENDANCE_SOURCES)[number]

export const ATTENDANCE_MARKS = [
  'SENT_LATER',
  'CLOCK_DIFFERS',
  'SECOND_PHONE',
  'SHARED_PHONE',
  'FORGOTTEN_CHECK_OUT',
] as const
export type AttendanceMark = (typeof ATTENDANCE_MARKS)[number]

/** What somebody is told of. */
export const NOTIFICATION_KINDS = [
  'RECORD_WAITS',
  'RECORDS_WAIT',
  'RECORD_SIGNED',
  'RECORD_CORRECTED',
  'RECORD_RETURNED',
  'RECORD_REOPENED',
  'WAITS_3_DAYS',
  'WAITS_7_DAYS',
  'HOUSEHOLD_SEEN',
  'CAMPAIGN_INVITATION',
  'SUGGESTION_ANSWERED',
  'ROBOT_STOPPED',
  'JOINT_MARKS_WANTED',
  'JOINT_MARKS_DUE',
  'RESULT_PUBLISHED',
  'APPEAL_FILED',
  'APPEAL_ANSWERED',
  'HAND_OVER_WAITS',
  'HAND_OVER_CONFIRMED',
  'DEPUTY_NAMED',
  'LEAVE_ENDED',
  'PLAN_PROPOSED',
  'PLAN_RETURNED',
  'PLAN_AGREED',
  'PLAN_LINE_DUE',
  'PLAN_LINE_OVERDUE',
] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** When what is told outside the product is sent: as it comes, or gathered once a day. */
export const DIGESTS = ['AT_ONCE', 'DAILY'] as const
export type Digest = (typeof DIGESTS)[number]

/** Group chats with a robot that a message can be posted to. */
export const ROBOT_KINDS = ['WECOM', 'DINGTALK', 'FEISHU'] as const
export type RobotKind = (typeof ROBOT_KINDS)[number]

export const DELIVERY_STATES = ['PENDING', 'SENT', 'FAILED'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** Why something could not be sent out. */
export const DELIVERY_PROBLEMS = [
  'NOT_REACHED',
  'LOGIN_REFUSED',
  'RECIPIENT_REFUSED',
  'REFUSED',
  'NOT_ALLOWED',
  'NOBODY_THERE',
  'TOO_OFTEN',
  'SIGNATURE_REFUSED',
  'KEYWORD_MISSING',
  'KEYS_MISSING',
] as const
export type DeliveryProblem = (typeof DELIVERY_PROBLEMS)[number]

export const ARCHIVE_FORMATS = ['PDF', 'DOCX'] as const
export type ArchiveFormat = (typeof ARCHIVE_FORMATS)[number]

/** MAKING: it waits for its turn, or is being made. */
export const ARCHIVE_STATES = ['MAKING', 'MADE', 'FAILED', 'CANCELLED'] as const
export type ArchiveState = (typeof ARCHIVE_STATES)[number]
