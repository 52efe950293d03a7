import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  ACTIVITY_KINDS,
  ACTIVITY_STATUSES,
  ATTENDANCE_MARKS,
  ATTENDANCE_SOURCES,
  CAMPAIGN_STATES,
  COUNTERSIGNING_DECISIONS,
  CONSENT_GIVERS,
  CONSENT_PURPOSES,
  DELIVERY_STATES,
  DIGESTS,
  DIRECTIONS,
  DONATION_KINDS,
  DONATION_RECIPIENTS,
  DUPLICATE_DECISIONS,
  HARDSHIP_KINDS,
  HELP_AREAS,
  NOTIFICATION_KINDS,
  OPEN_QUESTIONS,
  ORGANISATION_KIND_OF_ROLE,
  ORGANISATION_KINDS,
  PAIRING_LEVELS,
  PAIRING_SIDES,
  CORRECTION_STATUSES,
  PERIOD_STATUSES,
  PHRASE_USES,
  ROBOT_KINDS,
  ROLES,
  SUGGESTION_KINDS,
  TOKEN_SCOPES,
} from './vocabulary.ts'

const schemaFolder = new URL('../../../prisma/schema/', import.meta.url)
const schema = readdirSync(schemaFolder)
  .map((file) => readFileSync(new URL(file, schemaFolder), 'utf8'))
  .join('\n')

function valuesOf(enumName: string): string[] {
  const body = new RegExp(`^enum ${enumName} \\{([^}]*)\\}`, 'm').exec(schema)?.[1] ?? ''
  return body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^[A-Z]/.test(line))
}

const words = {
  Role: ROLES,
  OrganisationKind: ORGANISATION_KINDS,
  HelpArea: HELP_AREAS,
  ActivityKind: ACTIVITY_KINDS,
  Direction: DIRECTIONS,
  ActivityStatus: ACTIVITY_STATUSES,
  OpenQuestion: OPEN_QUESTIONS,
  CorrectionStatus: CORRECTION_STATUSES,
  PeriodStatus: PERIOD_STATUSES,
  PairingLevel: PAIRING_LEVELS,
  PairingSide: PAIRING_SIDES,
  CountersigningDecision: COUNTERSIGNING_DECISIONS,
  DonationKind: DONATION_KINDS,
  DonationRecipient: DONATION_RECIPIENTS,
  HardshipKind: HARDSHIP_KINDS,
  ConsentGiver: CONSENT_GIVERS,
  ConsentPurpose: CONSENT_PURPOSES,
  DuplicateDecision: DUPLICATE_DECISIONS,
  PhraseUse: PHRASE_USES,
  SuggestionKind: SUGGESTION_KINDS,
  NotificationKind: NOTIFICATION_KINDS,
  Digest: DIGESTS,
  RobotKind: ROBOT_KINDS,
  DeliveryState: DELIVERY_STATES,
  TokenScope: TOKEN_SCOPES,
  CampaignState: CAMPAIGN_STATES,
  AttendanceSource: ATTENDANCE_SOURCES,
  AttendanceMark: ATTENDANCE_MARKS,
}

test.each(Object.entries(words))('%s has the words of the data model', (name, list) => {
  expect([...list]).toEqual(valuesOf(name))
})

test('every role is held at one kind of organisation', () => {
  expect(Object.keys(ORGANISATION_KIND_OF_ROLE)).toEqual([...ROLES])
  for (const kind of Object.values(ORGANISATION_KIND_OF_ROLE)) {
    expect(ORGANISATION_KINDS).toContain(kind)
  }
})
