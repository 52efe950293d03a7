import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused, Throttled } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { AttendanceMarkEnum, AttendanceSourceEnum } from '../../platform/vocabulary.graphql.ts'
import { Campaign } from '../catalogue/catalogue.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { listAttendances, loadCorrections } from './attendance-row.ts'
import type { AttendanceRow, CorrectionRow } from './attendance-row.ts'
import { checkIn } from './check-in.ts'
import type { CheckInRow } from './check-in.ts'
import { checkInPlace } from './check-in-place.ts'
import type { CheckInPlaceRow } from './check-in-place.ts'
import { correctAttendance, enterAttendances, mayCorrect } from './enter-attendances.ts'
import { checkInCode, closeLabourSession, leadsSession, openLabourSession } from './open-session.ts'
import type { ShownCode } from './open-session.ts'
import { findSession, listSessions } from './session-row.ts'
import type { SessionRow } from './session-row.ts'
import { Volunteer } from './volunteers.graphql.ts'

const LabourSession = builder.objectRef<SessionRow>('LabourSession').implement({
  description: '劳动场次: one place on one day at which a community receives volunteers.',
  fields: (t) => ({
    id: t.exposeID('id'),
    day: t.field({ type: 'Date', resolve: ({ day }) => day }),
    title: t.exposeString('title'),
    place: t.exposeString('place'),
    plannedHours: t.field({ type: 'Decimal', resolve: ({ plannedHours }) => plannedHours }),
    community: t.field({ type: Organisation, resolve: ({ community }) => community }),
    campaign: t.field({ type: Campaign, nullable: true, resolve: ({ campaign }) => campaign }),
    openedAt: t.field({ type: 'DateTime', resolve: ({ openedAt }) => openedAt }),
    closedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ closedAt }) => closedAt }),
    present: t.exposeInt('present'),
    notLeft: t.exposeInt('notLeft'),
    leads: t.boolean({ resolve: (session, _args, context) => leadsSession(context, session) }),
  }),
})
const AttendanceCorrection = builder.objectRef<CorrectionRow>('AttendanceCorrection').implement({
  description: 'What the hours were, what they became, and why.',
  fields: (t) => ({
    recordedBefore: t.field({ type: 'Decimal', resolve: ({ recordedBefore }) => recordedBefore }),
    addedBefore: t.field({ type: 'Decimal', resolve: ({ addedBefore }) => addedBefore }),
    recordedAfter: t.field({ type: 'Decimal', resolve: ({ recordedAfter }) => recordedAfter }),
    addedAfter: t.field({ type: 'Decimal', resolve: ({ addedAfter }) => addedAfter }),
    reason: t.exposeString('reason'),
    correctedByName: t.exposeString('correctedByName'),
    correctedAt: t.field({ type: 'DateTime', resolve: ({ correctedAt }) => correctedAt }),
  }),
})
const AttendedSession = builder.objectRef<AttendanceRow['session']>('AttendedSession').implement({
  description: 'Where and when somebody was there.',
  fields: (t) => ({
    id: t.exposeID('id'),
    day: t.field({ type: 'Date', resolve: ({ day }) => day }),
    title: t.exposeString('title'),
    plannedHours: t.field({ type: 'Decimal', resolve: ({ plannedHours }) => plannedHours }),
    community: t.field({ type: Organisation, resolve: ({ community }) => community }),
  }),
})
const LabourAttendance = builder.objectRef<AttendanceRow>('LabourAttendance').implement({
  description:
    'One volunteer at one session: hours recorded on the spot and hours added later, kept apart.',
  fields: (t) => ({
    id: t.exposeID('id'),
    source: t.field({ type: AttendanceSourceEnum, resolve: ({ source }) => source }),
    checkedInAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ checkedInAt }) => checkedInAt,
    }),
    checkedOutAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ checkedOutAt }) => checkedOutAt,
    }),
    recordedHours: t.field({ type: 'Decimal', resolve: ({ recordedHours }) => recordedHours }),
    addedHours: t.field({ type: 'Decimal', resolve: ({ addedHours }) => addedHours }),
    marks: t.field({ type: [AttendanceMarkEnum], resolve: ({ marks }) => marks }),
    version: t.exposeInt('version'),
    volunteer: t.field({ type: Volunteer, resolve: ({ volunteer }) => volunteer }),
    session: t.field({ type: AttendedSession, resolve: ({ session }) => session }),
    mayCorrect: t.boolean({
      resolve: (attendance, _args, context) => mayCorrect(context, attendance),
    }),
    corrections: t.field({
      type: [AttendanceCorrection],
      resolve: ({ id }, _args, context) => loadCorrections(context, id),
    }),
  }),
})
const CheckInCode = builder.objectRef<ShownCode>('CheckInCode').implement({
  description: 'The code that the community shows now.',
  fields: (t) => ({
    code: t.exposeString('code'),
    renewAt: t.field({ type: 'DateTime', resolve: ({ renewAt }) => renewAt }),
  }),
})
const ExpectedName = builder.objectRef<{ id: string; name: string }>('ExpectedName').implement({
  description: 'An organisation or a volunteer, to pick from.',
  fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name') }),
})
const CheckInPlace = builder.objectRef<CheckInPlaceRow>('CheckInPlace').implement({
  description: 'What a phone sees that has just scanned a code.',
  fields: (t) => ({
    title: t.string({ resolve: ({ session }) => session.title }),
    community: t.string({ resolve: ({ session }) => session.community.name }),
    place: t.string({ resolve: ({ session }) => session.place }),
    day: t.field({ type: 'Date', resolve: ({ session }) => session.day }),
    organisations: t.field({ type: [ExpectedName], resolve: ({ organisations }) => organisations }),
    names: t.field({
      type: [ExpectedName],
      description: 'Of the organisation that is asked for: who agreed to be named.',
      resolve: ({ names }) => names,
    }),
  }),
})
const CheckInDirection = builder.enumType('CheckInDirection', {
  values: ['IN', 'OUT'] as const,
  description: 'Coming or leaving.',
})
const CheckInDone = builder.objectRef<CheckInRow>('CheckInDone').implement({
  description: 'It is on the list.',
  fields: (t) => ({
    direction: t.field({ type: CheckInDirection, resolve: ({ direction }) => direction }),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => at }),
    hours: t.field({ type: 'Decimal', nullable: true, resolve: ({ hours }) => hours }),
    sentLater: t.exposeBoolean('sentLater'),
    sessionTitle: t.exposeString('sessionTitle'),
  }),
})

const SessionConnection = connectionOf('LabourSession', LabourSession)
const AttendanceConnection = connectionOf('LabourAttendance', LabourAttendance)
const SessionFilterInput = builder.inputType('LabourSessionFilter', {
  fields: (t) => ({
    campaignId: t.id(),
    organisationId: t.id({ description: 'The community, or one above it.' }),
    dayFrom: t.field({ type: 'Date' }),
    dayTo: t.field({ type: 'Date' }),
    open: t.boolean({ description: 'Only those that are not closed, or that are.' }),
    mine: t.boolean({
      description: "At the reader's communities, or where the reader's volunteers may come.",
    }),
  }),
})
const AttendanceFilterInput = builder.inputType('LabourAttendanceFilter', {
  fields: (t) => ({
    sessionId: t.id(),
    volunteerId: t.id(),
    marked: t.boolean({ description: 'Only those with a mark, or without.' }),
  }),
})

builder.queryFields((t) => ({
  labourSessions: t.field({
    type: SessionConnection,
    authScopes: { operation: 'labourSessions' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: SessionFilterInput }),
    },
    resolve: (_root, { filter, ...rest }, context) => listSessions(context, rest, filter ?? {}),
  }),
  labourSession: t.field({
    type: LabourSession,
    nullable: true,
    authScopes: { operation: 'labourSession' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findSession(context, id),
  }),
  labourAttendances: t.field({
    type: AttendanceConnection,
    authScopes: { operation: 'labourAttendances' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: AttendanceFilterInput }),
    },
    resolve: (_root, { filter, ...rest }, context) => listAttendances(context, rest, filter ?? {}),
  }),
  checkInCode: t.field({
    type: CheckInCode,
    authScopes: { operation: 'checkInCode' },
    errors: { types: [Refused, NotFound], union: { name: 'CheckInCodePayload' } },
    args: { sessionId: t.arg.id({ required: true }) },
    resolve: (_root, { sessionId }, context) => checkInCode(context, sessionId),
  }),
  checkInPlace: t.field({
    type: CheckInPlace,
    description: 'For whoever has just scanned a code, without signing in.',
    authScopes: { operation: 'checkInPlace' },
    errors: { types: [Refused, Throttled], union: { name: 'CheckInPlacePayload' } },
    args: {
      code: t.arg.string({ required: true }),
      organisationId: t.arg.id(),
      scannedAgo: t.arg.int({ defaultValue: 0 }),
    },
    resolve: (_root, { code, organisationId, scannedAgo }, context) =>
      checkInPlace(context, {
        code,
        organisationId: organisationId ?? null,
        scannedAgo: scannedAgo ?? 0,
      }),
  }),
}))

const OpenInput = builder.inputType('OpenLabourSessionInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    communityId: t.id({ required: true }),
    campaignId: t.id(),
    day: t.field({ type: 'Date', required: true }),
    title: t.string({ required: true }),
    place: t.string({ required: true }),
    plannedHours: t.string({ required: true }),
  }),
})
const CloseInput = builder.inputType('CloseLabourSessionInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
const EnterInput = builder.inputType('EnterAttendancesInput', {
  fields: (t) => ({
    sessionId: t.id({ required: true }),
    volunteerIds: t.idList({ required: true }),
    hours: t.string({ required: true, description: 'Of each of them.' }),
  }),
})
const CorrectInput = builder.inputType('CorrectAttendanceInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    hours: t.string({ required: true, description: 'All hours, as they should be.' }),
    reason: t.string({ required: true }),
  }),
})
const CheckInInputType = builder.inputType('CheckInInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    code: t.string({ required: true }),
    direction: t.field({ type: CheckInDirection, required: true }),
    scannedAgo: t.int({ required: true }),
    phoneClock: t.field({ type: 'DateTime', required: true }),
    phone: t.string({ required: true }),
    volunteerId: t.id(),
    organisationId: t.id(),
    name: t.string(),
  }),
})
const failures = [InvalidInput, Refused, NotFound]
builder.mutationFields((t) => ({
  openLabourSession: t.field({
    type: LabourSession,
    authScopes: { operation: 'openLabourSession' },
    errors: { types: failures, union: { name: 'OpenLabourSessionPayload' } },
    args: { input: t.arg({ type: OpenInput, required: true }) },
    resolve: (_root, { input }, context) => openLabourSession(context, input),
  }),
  closeLabourSession: t.field({
    type: LabourSession,
    authScopes: { operation: 'closeLabourSession' },
    errors: { types: failures, union: { name: 'CloseLabourSessionPayload' } },
    args: { input: t.arg({ type: CloseInput, required: true }) },
    resolve: (_root, { input }, context) => closeLabourSession(context, input),
  }),
  enterAttendances: t.field({
    type: LabourSession,
    authScopes: { operation: 'enterAttendances' },
    errors: { types: failures, union: { name: 'EnterAttendancesPayload' } },
    args: { input: t.arg({ type: EnterInput, required: true }) },
    resolve: (_root, { input }, context) => enterAttendances(context, input),
  }),
  correctAttendance: t.field({
    type: LabourAttendance,
    authScopes: { operation: 'correctAttendance' },
    errors: { types: failures, union: { name: 'CorrectAttendancePayload' } },
    args: { input: t.arg({ type: CorrectInput, required: true }) },
    resolve: (_root, { input }, context) => correctAttendance(context, input),
  }),
  checkIn: t.field({
    type: CheckInDone,
    description: 'Works without signing in, for whoever has the code of the place.',
    authScopes: { operation: 'checkIn' },
    errors: { types: [InvalidInput, Refused, Throttled], union: { name: 'CheckInPayload' } },
    args: { input: t.arg({ type: CheckInInputType, required: true }) },
    resolve: (_root, { input }, context) => checkIn(context, input),
  }),
}))
