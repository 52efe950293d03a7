import {
  ACTIVITY_KINDS,
  ACTIVITY_STATUSES,
  ATTENDANCE_MARKS,
  ATTENDANCE_SOURCES,
  CAMPAIGN_STATES,
  CORRECTION_STATUSES,
  COUNTERSIGNING_DECISIONS,
  DELIVERY_PROBLEMS,
  DELIVERY_STATES,
  DIGESTS,
  DIRECTIONS,
  DONATION_KINDS,
  DONATION_RECIPIENTS,
  EVIDENCE_KINDS,
  HELP_AREAS,
  NOTIFICATION_KINDS,
  OPEN_QUESTIONS,
  ORGANISATION_KINDS,
  PAIRING_LEVELS,
  PAIRING_SIDES,
  PERIOD_STATUSES,
  PLAN_STATES,
  PHRASE_USES,
  ROBOT_KINDS,
  ROLES,
  SEARCH_HIT_KINDS,
  SUGGESTION_KINDS,
  TOKEN_SCOPES,
} from '@gongjian/domain/vocabulary'
import { ACTIVITY_ACTIONS } from '@gongjian/domain/activity-actions'
import { builder } from './schema-builder.ts'

/** The words of the field as the API's enums: the same lists that the rules use. */
export const ActivityKindEnum = builder.enumType('ActivityKind', {
  values: ACTIVITY_KINDS,
  description: '六帮、义务献工、走访',
})
export const ActivityStatusEnum = builder.enumType('ActivityStatus', {
  values: ACTIVITY_STATUSES,
  description: 'Where a record is in its life.',
})
export const ActivityActionEnum = builder.enumType('ActivityAction', {
  values: ACTIVITY_ACTIONS,
  description: 'What may be done to a record.',
})
export const DecisionEnum = builder.enumType('CountersigningDecision', {
  values: COUNTERSIGNING_DECISIONS,
  description: 'What the community decided.',
})
export const DirectionEnum = builder.enumType('Direction', {
  values: DIRECTIONS,
  description: 'Who does something for whom.',
})
export const PairingSideEnum = builder.enumType('PairingSide', {
  values: PAIRING_SIDES,
  description: 'The two sides of a pairing.',
})
export const PlanStateEnum = builder.enumType('PlanState', {
  values: PLAN_STATES,
  description: 'Where a plan is in its life.',
})
export const DonationKindEnum = builder.enumType('DonationKind', {
  values: DONATION_KINDS,
  description: 'Cash or goods.',
})
export const DonationRecipientEnum = builder.enumType('DonationRecipient', {
  values: DONATION_RECIPIENTS,
  description: 'The side that was helped, a case of the community, or another body.',
})
export const EvidenceKindEnum = builder.enumType('EvidenceKind', {
  values: EVIDENCE_KINDS,
  description: 'A photo, or a document (PDF, Word, Excel, text).',
})
export const HelpAreaEnum = builder.enumType('HelpArea', {
  values: HELP_AREAS,
  description: '六帮',
})
export const OpenQuestionEnum = builder.enumType('OpenQuestion', {
  values: OPEN_QUESTIONS,
  description: 'What a countersigner has to look at singly.',
})
export const OrganisationKindEnum = builder.enumType('OrganisationKind', {
  values: ORGANISATION_KINDS,
  description: 'The levels of the one tree.',
})
export const PairingLevelEnum = builder.enumType('PairingLevel', {
  values: PAIRING_LEVELS,
  description: 'Agency and street, or branch and community.',
})
export const CorrectionStatusEnum = builder.enumType('CorrectionStatus', {
  values: CORRECTION_STATUSES,
  description: 'Where a correction is in its life.',
})
export const PeriodStatusEnum = builder.enumType('PeriodStatus', {
  values: PERIOD_STATUSES,
  description: 'Whether records of the period may still move.',
})
export const PhraseUseEnum = builder.enumType('PhraseUse', {
  values: PHRASE_USES,
  description: 'What a kept phrase is for.',
})
export const RoleEnum = builder.enumType('Role', {
  values: ROLES,
  description: 'What somebody is at an organisation.',
})
export const SuggestionKindEnum = builder.enumType('SuggestionKind', {
  values: SUGGESTION_KINDS,
  description: '投诉、建议、咨询',
})
export const SearchHitKindEnum = builder.enumType('SearchHitKind', {
  values: SEARCH_HIT_KINDS,
  description: '组织、账号、志愿者、帮扶家庭、共建活动',
})
export const TokenScopeEnum = builder.enumType('TokenScope', {
  values: TOKEN_SCOPES,
  description: 'What another system may do with its token.',
})
export const LocaleEnum = builder.enumType('Locale', {
  description: 'The languages of the product.',
  values: { ZH_CN: { value: 'zh-CN' }, ZH_TW: { value: 'zh-TW' }, EN: { value: 'en' } },
})
export const CampaignStateEnum = builder.enumType('CampaignState', {
  values: CAMPAIGN_STATES,
  description: 'Planned, open for sign-up, held, cancelled.',
})
export const AttendanceSourceEnum = builder.enumType('AttendanceSource', {
  values: ATTENDANCE_SOURCES,
  description: 'By the phone at the place, by a leader on the day, or afterwards.',
})
export const AttendanceMarkEnum = builder.enumType('AttendanceMark', {
  values: ATTENDANCE_MARKS,
  description: 'What a leader should know of an attendance; none refuses it.',
})
export const NotificationKindEnum = builder.enumType('NotificationKind', {
  values: NOTIFICATION_KINDS,
  description: 'What somebody is told of.',
})
export const DigestEnum = builder.enumType('Digest', {
  values: DIGESTS,
  description: 'As it comes, or gathered once a day.',
})
export const RobotKindEnum = builder.enumType('RobotKind', {
  values: ROBOT_KINDS,
  description: '企业微信, 钉钉, 飞书.',
})
export const DeliveryStateEnum = builder.enumType('DeliveryState', {
  values: DELIVERY_STATES,
  description: 'To be sent (again), sent, given up.',
})
export const DeliveryProblemEnum = builder.enumType('DeliveryProblem', {
  values: DELIVERY_PROBLEMS,
  description: 'Why something could not be sent out.',
})
