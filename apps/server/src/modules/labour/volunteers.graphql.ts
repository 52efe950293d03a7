import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused, Throttled } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import {
  issueCertificate,
  loadCertificates,
  numberOf,
  revokeCertificate,
  verifyCertificate,
} from './certificate-row.ts'
import type { CertificateRow, VerifiedRow } from './certificate-row.ts'
import { attendanceForRecord, HOURS_GROUPS, listHours } from './hours-ledger.ts'
import type { HoursRow, ListForRecord } from './hours-ledger.ts'
import { keepsTheListOf } from './own-organisations.ts'
import { changeTeamMembership, saveVolunteer, saveVolunteerTeam } from './save-volunteer.ts'
import {
  findVolunteer,
  listTeams,
  listVolunteers,
  loadMemberships,
  nameFor,
} from './volunteer-row.ts'
import type { MembershipRow, TeamRow, VolunteerRow } from './volunteer-row.ts'

const TeamMembership = builder.objectRef<MembershipRow>('TeamMembership').implement({
  description: 'From when until when a volunteer is in a team.',
  fields: (t) => ({
    teamId: t.exposeID('teamId'),
    teamName: t.exposeString('teamName'),
    joinedOn: t.field({ type: 'Date', resolve: ({ joinedOn }) => joinedOn }),
    leftOn: t.field({ type: 'Date', nullable: true, resolve: ({ leftOn }) => leftOn }),
  }),
})
const VolunteerCertificate = builder.objectRef<CertificateRow>('VolunteerCertificate').implement({
  description: '志愿服务记录证明: frozen when it was issued.',
  fields: (t) => ({
    id: t.exposeID('id'),
    number: t.string({ resolve: (row, _args, context) => numberOf(context, row) }),
    code: t.exposeString('code'),
    dayFrom: t.field({ type: 'Date', resolve: ({ dayFrom }) => dayFrom }),
    dayTo: t.field({ type: 'Date', resolve: ({ dayTo }) => dayTo }),
    recordedHours: t.field({ type: 'Decimal', resolve: ({ recordedHours }) => recordedHours }),
    addedHours: t.field({ type: 'Decimal', resolve: ({ addedHours }) => addedHours }),
    issuedAt: t.field({ type: 'DateTime', resolve: ({ issuedAt }) => issuedAt }),
    revokedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ revokedAt }) => revokedAt,
    }),
    revokeReason: t.exposeString('revokeReason', { nullable: true }),
  }),
})
export const Volunteer = builder.objectRef<VolunteerRow>('Volunteer').implement({
  description: '志愿者: who helps.',
  fields: (t) => ({
    id: t.exposeID('id'),
    shownName: t.string({
      description: "The name; 'volunteer 3' for others than who keeps the list, without consent.",
      resolve: (row, _args, context) => nameFor(context, row),
    }),
    consentsToNamed: t.exposeBoolean('consentsToNamed'),
    joinedOn: t.field({ type: 'Date', resolve: ({ joinedOn }) => joinedOn }),
    leftOn: t.field({ type: 'Date', nullable: true, resolve: ({ leftOn }) => leftOn }),
    version: t.exposeInt('version'),
    organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
    mayChange: t.boolean({
      resolve: ({ organisation }, _args, context) => keepsTheListOf(context, organisation.path),
    }),
    memberships: t.field({
      type: [TeamMembership],
      resolve: ({ id }, _args, context) => loadMemberships(context, id),
    }),
    certificates: t.field({
      type: [VolunteerCertificate],
      description: 'For who keeps the list; nobody else sees any.',
      resolve: ({ id, organisation }, _args, context) =>
        keepsTheListOf(context, organisation.path) ? loadCertificates(context, id) : [],
    }),
  }),
})
const VolunteerTeam = builder.objectRef<TeamRow>('VolunteerTeam').implement({
  description: '志愿服务队 of a branch or an agency.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    foundedOn: t.field({ type: 'Date', resolve: ({ foundedOn }) => foundedOn }),
    dissolvedOn: t.field({
      type: 'Date',
      nullable: true,
      resolve: ({ dissolvedOn }) => dissolvedOn,
    }),
    version: t.exposeInt('version'),
    members: t.exposeInt('members'),
    organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
    mayChange: t.boolean({
      resolve: ({ organisation }, _args, context) => keepsTheListOf(context, organisation.path),
    }),
  }),
})
const LabourHours = builder.objectRef<HoursRow>('LabourHours').implement({
  description: 'Hours of a person, a branch or an agency.',
  fields: (t) => ({
    volunteer: t.field({ type: Volunteer, nullable: true, resolve: ({ volunteer }) => volunteer }),
    organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
    volunteers: t.exposeInt('volunteers'),
    services: t.exposeInt('services'),
    recordedHours: t.field({ type: 'Decimal', resolve: ({ recordedHours }) => recordedHours }),
    addedHours: t.field({ type: 'Decimal', resolve: ({ addedHours }) => addedHours }),
  }),
})
const HoursGroupEnum = builder.enumType('LabourHoursGroup', {
  values: HOURS_GROUPS,
  description: 'A line for each person, branch or agency.',
})
const RecordLine = builder.objectRef<ListForRecord['lines'][number]>('RecordLine').implement({
  description: 'A participation line that says what the list says.',
  fields: (t) => ({
    label: t.exposeString('label'),
    headCount: t.exposeInt('headCount'),
    hoursEach: t.field({ type: 'Decimal', resolve: ({ hoursEach }) => hoursEach }),
  }),
})
const AttendanceForRecord = builder.objectRef<ListForRecord>('AttendanceForRecord').implement({
  description: "What the day's lists say of the agency side's volunteers.",
  fields: (t) => ({
    people: t.exposeInt('people'),
    hours: t.field({ type: 'Decimal', resolve: ({ hours }) => hours }),
    lines: t.field({ type: [RecordLine], resolve: ({ lines }) => lines }),
  }),
})
const VerifiedCertificate = builder.objectRef<VerifiedRow>('VerifiedCertificate').implement({
  description: 'What a certificate says, for whoever has its code.',
  fields: (t) => ({
    number: t.string({ resolve: (row, _args, context) => numberOf(context, row) }),
    maskedName: t.exposeString('maskedName'),
    organisationName: t.exposeString('organisationName'),
    issuerName: t.exposeString('issuerName'),
    dayFrom: t.field({ type: 'Date', resolve: ({ dayFrom }) => dayFrom }),
    dayTo: t.field({ type: 'Date', resolve: ({ dayTo }) => dayTo }),
    services: t.int({ resolve: ({ services }) => services.length }),
    recordedHours: t.field({ type: 'Decimal', resolve: ({ recordedHours }) => recordedHours }),
    addedHours: t.field({ type: 'Decimal', resolve: ({ addedHours }) => addedHours }),
    issuedAt: t.field({ type: 'DateTime', resolve: ({ issuedAt }) => issuedAt }),
    revokedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ revokedAt }) => revokedAt }),
  }),
})

const VolunteerConnection = connectionOf('Volunteer', Volunteer)
const TeamConnection = connectionOf('VolunteerTeam', VolunteerTeam)
const HoursConnection = connectionOf('LabourHours', LabourHours)
const VolunteerFilterInput = builder.inputType('VolunteerFilter', {
  fields: (t) => ({
    organisationId: t.id({ description: 'The organisation, with all below it.' }),
    teamId: t.id(),
    sessionId: t.id({ description: 'Who may be expected at the session.' }),
    active: t.boolean({ description: 'Only those who have not left, or who have.' }),
    search: t.string({ description: 'A part of a name that is shown, or of the organisation.' }),
  }),
})
const TeamFilterInput = builder.inputType('VolunteerTeamFilter', {
  fields: (t) => ({ organisationId: t.id(), dissolved: t.boolean(), search: t.string() }),
})
const HoursFilterInput = builder.inputType('LabourHoursFilter', {
  fields: (t) => ({
    group: t.field({ type: HoursGroupEnum }),
    organisationId: t.id({ description: 'The organisation, with all below it.' }),
    campaignId: t.id(),
    dayFrom: t.field({ type: 'Date' }),
    dayTo: t.field({ type: 'Date' }),
    search: t.string({ description: 'A part of a name that is shown, or of the organisation.' }),
  }),
})

builder.queryFields((t) => ({
  volunteers: t.field({
    type: VolunteerConnection,
    authScopes: { operation: 'volunteers' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: VolunteerFilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) => listVolunteers(context, page, filter ?? {}),
  }),
  volunteer: t.field({
    type: Volunteer,
    nullable: true,
    authScopes: { operation: 'volunteer' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findVolunteer(context, id),
  }),
  volunteerTeams: t.field({
    type: TeamConnection,
    authScopes: { operation: 'volunteerTeams' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: TeamFilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) => listTeams(context, page, filter ?? {}),
  }),
  labourHours: t.field({
    type: HoursConnection,
    description: 'The ledger of hours, by organisation and name: persons are not ranked.',
    authScopes: { operation: 'labourHours' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: HoursFilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) => listHours(context, page, filter ?? {}),
  }),
  attendanceForRecord: t.field({
    type: AttendanceForRecord,
    nullable: true,
    authScopes: { operation: 'attendanceForRecord' },
    args: {
      pairingId: t.arg.id({ required: true }),
      day: t.arg({ type: 'Date', required: true }),
      campaignId: t.arg.id(),
    },
    resolve: (_root, { pairingId, day, campaignId }, context) =>
      attendanceForRecord(context, { pairingId, day, campaignId: campaignId ?? null }),
  }),
  verifyCertificate: t.field({
    type: VerifiedCertificate,
    nullable: true,
    description: 'Works without signing in; null where no certificate has the code.',
    authScopes: { operation: 'verifyCertificate' },
    errors: { types: [NotFound, Throttled], union: { name: 'VerifyCertificatePayload' } },
    args: { code: t.arg.string({ required: true }) },
    resolve: (_root, { code }, context) => verifyCertificate(context, code),
  }),
}))

const SaveVolunteerInput = builder.inputType('SaveVolunteerInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int(),
    organisationId: t.id({ required: true }),
    name: t.string({ required: true }),
    consentsToNamed: t.boolean({ required: true }),
    joinedOn: t.string({ required: true }),
    leftOn: t.string(),
  }),
})
const SaveTeamInput = builder.inputType('SaveVolunteerTeamInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int(),
    organisationId: t.id({ required: true }),
    name: t.string({ required: true }),
    foundedOn: t.string({ required: true }),
    dissolvedOn: t.string(),
  }),
})
const MembershipInput = builder.inputType('ChangeTeamMembershipInput', {
  fields: (t) => ({
    teamId: t.id({ required: true }),
    volunteerId: t.id({ required: true }),
    member: t.boolean({ required: true, description: 'Whether they are in it from today.' }),
  }),
})
const IssueInput = builder.inputType('IssueCertificateInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    volunteerId: t.id({ required: true }),
    dayFrom: t.field({ type: 'Date', required: true }),
    dayTo: t.field({ type: 'Date', required: true }),
  }),
})
const RevokeInput = builder.inputType('RevokeCertificateInput', {
  fields: (t) => ({ id: t.id({ required: true }), reason: t.string({ required: true }) }),
})
const failures = [InvalidInput, Refused, NotFound]
builder.mutationFields((t) => ({
  saveVolunteer: t.field({
    type: Volunteer,
    authScopes: { operation: 'saveVolunteer' },
    errors: { types: failures, union: { name: 'SaveVolunteerPayload' } },
    args: { input: t.arg({ type: SaveVolunteerInput, required: true }) },
    resolve: (_root, { input }, context) => saveVolunteer(context, input),
  }),
  saveVolunteerTeam: t.field({
    type: VolunteerTeam,
    authScopes: { operation: 'saveVolunteerTeam' },
    errors: { types: failures, union: { name: 'SaveVolunteerTeamPayload' } },
    args: { input: t.arg({ type: SaveTeamInput, required: true }) },
    resolve: (_root, { input }, context) => saveVolunteerTeam(context, input),
  }),
  changeTeamMembership: t.field({
    type: Volunteer,
    authScopes: { operation: 'changeTeamMembership' },
    errors: { types: failures, union: { name: 'ChangeTeamMembershipPayload' } },
    args: { input: t.arg({ type: MembershipInput, required: true }) },
    resolve: (_root, { input }, context) => changeTeamMembership(context, input),
  }),
  issueCertificate: t.field({
    type: VolunteerCertificate,
    authScopes: { operation: 'issueCertificate' },
    errors: { types: failures, union: { name: 'IssueCertificatePayload' } },
    args: { input: t.arg({ type: IssueInput, required: true }) },
    resolve: (_root, { input }, context) => issueCertificate(context, input),
  }),
  revokeCertificate: t.field({
    type: VolunteerCertificate,
    authScopes: { operation: 'revokeCertificate' },
    errors: { types: failures, union: { name: 'RevokeCertificatePayload' } },
    args: { input: t.arg({ type: RevokeInput, required: true }) },
    resolve: (_root, { input }, context) => revokeCertificate(context, input),
  }),
}))
