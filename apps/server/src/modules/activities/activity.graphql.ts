import {
  ACTIVITY_ACTIONS,
  allRefusals,
  refusal,
  sidesToSign,
} from '@gongjian/domain/activity-actions'
import { waitingSince } from '@gongjian/domain/waiting'
import { connectionOf } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { StaleVersion } from '../../platform/failures.ts'
import { FailureInterface } from '../../platform/failures.graphql.ts'
import { builder } from '../../platform/schema-builder.ts'
import {
  ActivityActionEnum,
  ActivityKindEnum,
  ActivityStatusEnum,
  DirectionEnum,
  HelpAreaEnum,
  OpenQuestionEnum,
  PairingSideEnum,
  PeriodStatusEnum,
} from '../../platform/vocabulary.graphql.ts'
import { Campaign } from '../catalogue/catalogue.graphql.ts'
import { campaignsOf } from '../catalogue/catalogue-rows.ts'
import { loadNameOn } from '../organisations/name-on-day.ts'
import { loadOrganisationByCode } from '../organisations/organisation-row.ts'
import { Organisation, Zone } from '../organisations/organisations.graphql.ts'
import { loadZone } from '../organisations/zone-row.ts'
import { loadPairing } from '../pairings/pairing-row.ts'
import { Pairing } from '../pairings/pairings.graphql.ts'
import { loadActedFor } from './acted-for.ts'
import { changesSinceReturn, stepsOf } from './activity-history.ts'
import {
  loadCountersignatures,
  loadEvidence,
  loadOutputs,
  loadParticipations,
  loadUserName,
} from './activity-parts.ts'
import {
  ActionAnswer,
  ContentChange,
  Countersignature,
  Evidence,
  found,
  Output,
  Participation,
  Refusal,
  StepType,
  Waiting,
} from './activity-parts.graphql.ts'
import { actorOf, factsOf, loadActivity, loadSubmitters, periodStatusOf } from './activity-row.ts'
import type { ActivityRow } from './activity-row.ts'
import { Taken } from './taken.graphql.ts'
import { loadTakings, takenForReader } from './takings.ts'

function waitingOf(row: ActivityRow, { now, city }: RequestContext) {
  const since =
    row.status === 'SUBMITTED' ? row.submittedAt : row.status === 'RETURNED' ? row.decidedAt : null
  if (since === null) return null
  const side = row.status === 'SUBMITTED' ? sidesToSign(row)[0] : row.recordingSide
  const organisation = side === 'AGENCY_SIDE' ? row.agencySide : row.communitySide
  return { organisation, since, ...waitingSince(since, now, city.timeZone) }
}

/** What the rules need to know of a record that is only read. */
async function factsToShow(context: RequestContext, row: ActivityRow) {
  const [submitters, takings, actedFor] = await Promise.all([
    loadSubmitters(context, row.id),
    loadTakings(context, row.id),
    loadActedFor(context, row.id),
  ])
  return factsOf(context, row, {
    submitters: submitters ?? [],
    takings: takings ?? [],
    actedFor: actedFor ?? [],
  })
}

export const Activity = builder.objectRef<ActivityRow>('Activity').implement({
  description: '共建活动: one thing that happened under one pairing on one day.',
  fields: (t) => ({
    id: t.exposeID('id'),
    version: t.exposeInt('version', {
      description: 'Grows at every change; a writer says which one it read.',
    }),
    status: t.expose('status', { type: ActivityStatusEnum }),
    periodStatus: t.field({
      type: PeriodStatusEnum,
      nullable: true,
      description: 'Of its day, by the exceptions in force; null where it lies in no year.',
      resolve: (row, _args, context) => periodStatusOf(context, row),
    }),
    pairing: t.field({
      type: Pairing,
      resolve: ({ pairingId }, _args, context) => found(loadPairing(context, pairingId)),
    }),
    agencySide: t.expose('agencySide', { type: Organisation }),
    agencySideNameThen: t.string({
      nullable: true,
      description: 'Its name on the day of the record, where that was another than today.',
      resolve: ({ agencySide, day }, _args, context) => loadNameOn(context, agencySide.id, day),
    }),
    communitySideNameThen: t.string({
      nullable: true,
      description: 'Its name on the day of the record, where that was another than today.',
      resolve: ({ communitySide, day }, _args, context) =>
        loadNameOn(context, communitySide.id, day),
    }),
    agency: t.field({
      type: Organisation,
      description: 'The agency that the agency side is or belongs to.',
      resolve: ({ agencySide }, _args, context) =>
        agencySide.kind === 'AGENCY'
          ? agencySide
          : found(loadOrganisationByCode(context, agencySide.path.split('/')[1] ?? '')),
    }),
    communitySide: t.expose('communitySide', { type: Organisation }),
    zone: t.field({
      type: Zone,
      nullable: true,
      resolve: ({ zoneId }, _args, context) => (zoneId === null ? null : loadZone(context, zoneId)),
    }),
    campaign: t.field({
      type: Campaign,
      nullable: true,
      resolve: async ({ campaignId }, _args, context) =>
        campaignId === null
          ? null
          : ((await campaignsOf(context)).find(({ id }) => id === campaignId) ?? null),
    }),
    programmeYear: t.exposeInt('programmeYear'),
    day: t.expose('day', { type: 'Date' }),
    kind: t.expose('kind', { type: ActivityKindEnum }),
    area: t.expose('area', { type: HelpAreaEnum, nullable: true }),
    direction: t.expose('direction', { type: DirectionEnum }),
    recordingSide: t.expose('recordingSide', { type: PairingSideEnum }),
    signedSide: t.expose('signedSide', {
      type: PairingSideEnum,
      nullable: true,
      description: 'Of a joint record that waits: the side that has signed already.',
    }),
    title: t.exposeString('title'),
    words: t.exposeString('words'),
    outputs: t.field({
      type: [Output],
      resolve: (row, _args, context) => loadOutputs(context, row),
    }),
    participations: t.field({
      type: [Participation],
      resolve: async ({ id }, _args, context) => (await loadParticipations(context, id)) ?? [],
    }),
    evidence: t.field({
      type: [Evidence],
      resolve: async ({ id }, _args, context) => (await loadEvidence(context, id)) ?? [],
    }),
    evidenceCount: t.int({
      resolve: async ({ id }, _args, context) => (await loadEvidence(context, id))?.length ?? 0,
    }),
    personTimes: t.exposeInt('personTimes'),
    hours: t.expose('hours', { type: 'Decimal' }),
    usefulness: t.exposeInt('usefulness', { nullable: true }),
    openQuestions: t.expose('openQuestions', { type: [OpenQuestionEnum] }),
    createdByName: t.string({
      resolve: async ({ createdById }, _args, context) =>
        (await loadUserName(context, createdById)) ?? '',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    submittedByName: t.string({
      nullable: true,
      resolve: ({ submittedById }, _args, context) =>
        submittedById === null ? null : loadUserName(context, submittedById),
    }),
    submittedAt: t.expose('submittedAt', { type: 'DateTime', nullable: true }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true }),
    countersignatures: t.field({
      type: [Countersignature],
      resolve: async ({ id }, _args, context) => (await loadCountersignatures(context, id)) ?? [],
    }),
    returned: t.field({
      type: Countersignature,
      nullable: true,
      description:
        'The newest return or reopening, while the record is with the recorder for correction.',
      resolve: async ({ id, status }, _args, context) =>
        status === 'RETURNED' ? ((await loadCountersignatures(context, id))?.at(-1) ?? null) : null,
    }),
    changesSinceReturn: t.field({
      type: [ContentChange],
      description: 'What changed between the submission that was returned and the present one.',
      resolve: (row, _args, context) => changesSinceReturn(context, row),
    }),
    steps: t.field({ type: [StepType], resolve: ({ id }, _args, context) => stepsOf(context, id) }),
    taken: t.field({
      type: Taken,
      nullable: true,
      description: "Who has it open at this moment to sign or to write it, for the reader's side.",
      resolve: (row, _args, context) => takenForReader(context, row.id),
    }),
    waiting: t.field({
      type: Waiting,
      nullable: true,
      resolve: (row, _args, context) => waitingOf(row, context),
    }),
    refusal: t.field({
      type: Refusal,
      nullable: true,
      description: 'Why the reader may not do this to the record; null where they may.',
      args: { action: t.arg({ type: ActivityActionEnum, required: true }) },
      resolve: async (row, { action }, context) => {
        const actor = actorOf(context)
        return actor === null
          ? 'ROLE_MAY_NOT'
          : refusal(action, await factsToShow(context, row), actor)
      },
    }),
    actions: t.field({
      type: [ActionAnswer],
      resolve: async (row, _args, context) => {
        const actor = actorOf(context)
        if (actor === null)
          return ACTIVITY_ACTIONS.map((action) => ({ action, refusal: 'ROLE_MAY_NOT' as const }))
        return allRefusals(await factsToShow(context, row), actor)
      },
    }),
  }),
})

builder.objectType(StaleVersion, {
  name: 'StaleVersion',
  description: 'Somebody changed the record since it was read.',
  interfaces: [FailureInterface],
  isTypeOf: (value) => value instanceof StaleVersion,
  fields: (t) => ({
    current: t.field({
      type: Activity,
      resolve: ({ activityId }, _args, context) => found(loadActivity(context, activityId)),
    }),
  }),
})

export const ActivityConnection = connectionOf('Activity', Activity)
