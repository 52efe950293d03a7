import { signUpProblem } from '@gongjian/domain/campaign-plan'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { connectionOf } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { CampaignStateEnum } from '../../platform/vocabulary.graphql.ts'
import { Campaign, Indicator, loadIndicator } from '../catalogue/catalogue.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import {
  findCampaignPlan,
  listCampaignPlans,
  loadCampaignPlan,
  loadCampaignResult,
  loadInvitations,
} from './campaign-plan-row.ts'
import type {
  CampaignPlanRow,
  CampaignResultRow,
  InvitationRow,
  SignUpRow,
} from './campaign-plan-row.ts'
import {
  campaignInvitees,
  campaignRefusal,
  moveCampaign,
  saveCampaign,
  signUpForCampaign,
} from './save-campaign.ts'

const CampaignSignUp = builder.objectRef<SignUpRow>('CampaignSignUp').implement({
  description: 'How many an agency or a branch means to send; none: it cannot come.',
  fields: (t) => ({
    organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
    headCount: t.exposeInt('headCount'),
    words: t.exposeString('words'),
    signedUpAt: t.field({ type: 'DateTime', resolve: ({ signedUpAt }) => signedUpAt }),
  }),
})
const CampaignInvitation = builder.objectRef<InvitationRow>('CampaignInvitation').implement({
  description: 'An agency that is invited, and what it and its branches answered.',
  fields: (t) => ({
    agency: t.field({ type: Organisation, resolve: ({ agency }) => agency }),
    headCount: t.exposeInt('headCount', {
      nullable: true,
      description:
        "The agency's own figure, else the sum of its branches; null where nobody answered.",
    }),
    signUps: t.field({ type: [CampaignSignUp], resolve: ({ signUps }) => signUps }),
  }),
})
const CampaignOutput = builder
  .objectRef<CampaignResultRow['outputs'][number]>('CampaignOutput')
  .implement({
    description: 'What was achieved in one indicator.',
    fields: (t) => ({
      indicator: t.field({
        type: Indicator,
        nullable: true,
        resolve: ({ indicatorCode }, _args, context) => loadIndicator(context, indicatorCode),
      }),
      accepted: t.field({ type: 'Decimal', resolve: ({ accepted }) => accepted }),
    }),
  })
const CampaignResult = builder.objectRef<CampaignResultRow>('CampaignResult').implement({
  description: 'Sums of the countersigned activities of a campaign.',
  fields: (t) => ({
    records: t.exposeInt('records'),
    agencies: t.exposeInt('agencies'),
    personTimes: t.exposeInt('personTimes'),
    hours: t.field({ type: 'Decimal', resolve: ({ hours }) => hours }),
    outputs: t.field({ type: [CampaignOutput], resolve: ({ outputs }) => outputs }),
  }),
})

async function planOf(context: RequestContext, id: string): Promise<CampaignPlanRow> {
  const plan = await loadCampaignPlan(context, id)
  if (plan === null) throw new Error('a campaign without a row')
  return plan
}
const refusalText = (context: RequestContext, code: string | null) =>
  code === null ? null : context.text(`failure.${code}`)

builder.objectFields(Campaign, (t) => ({
  plan: t.string({ resolve: async ({ id }, _args, context) => (await planOf(context, id)).plan }),
  wantedHeadCount: t.int({
    nullable: true,
    resolve: async ({ id }, _args, context) => (await planOf(context, id)).wantedHeadCount,
  }),
  state: t.field({
    type: CampaignStateEnum,
    resolve: async ({ id }, _args, context) => (await planOf(context, id)).state,
  }),
  stateReason: t.string({
    nullable: true,
    resolve: async ({ id }, _args, context) => (await planOf(context, id)).stateReason,
  }),
  organiser: t.field({
    type: Organisation,
    nullable: true,
    resolve: async ({ id }, _args, context) => (await planOf(context, id)).organiser,
  }),
  version: t.int({
    resolve: async ({ id }, _args, context) => (await planOf(context, id)).version,
  }),
  invitations: t.field({
    type: [CampaignInvitation],
    resolve: ({ id }, _args, context) => loadInvitations(context, id),
  }),
  invitedAgencies: t.int({
    resolve: async ({ id }, _args, context) => (await loadInvitations(context, id)).length,
  }),
  signedUpHeadCount: t.int({
    resolve: async ({ id }, _args, context) =>
      (await loadInvitations(context, id)).reduce((sum, one) => sum + (one.headCount ?? 0), 0),
  }),
  result: t.field({
    type: CampaignResult,
    resolve: ({ id }, _args, context) => loadCampaignResult(context, id),
  }),
  changeRefusal: t.string({
    nullable: true,
    resolve: async ({ id }, _args, context) =>
      refusalText(context, campaignRefusal(context, await planOf(context, id))),
  }),
  signUpRefusal: t.string({
    nullable: true,
    resolve: async ({ id }, _args, context) => {
      const assignment = context.viewer?.assignment
      if (!assignment || scopeOf('signUpForCampaign', assignment.role) === 'NONE')
        return refusalText(context, 'ROLE_MAY_NOT')
      const invitations = await loadInvitations(context, id)
      const isInvited = invitations.some(({ agency }) => assignment.path.startsWith(agency.path))
      return refusalText(
        context,
        signUpProblem(await planOf(context, id), isInvited, context.today),
      )
    },
  }),
}))

const CampaignConnection = connectionOf('Campaign', Campaign)
const CampaignFilterInput = builder.inputType('CampaignFilter', {
  fields: (t) => ({
    year: t.int(),
    states: t.field({ type: [CampaignStateEnum] }),
    search: t.string({ description: 'A part of the name or the place.' }),
    invited: t.boolean({ description: "Only those to which the reader's agency is invited." }),
  }),
})
const SaveInput = builder.inputType('SaveCampaignInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int(),
    name: t.string({ required: true }),
    day: t.field({ type: 'Date', required: true }),
    place: t.string({ required: true }),
    plan: t.string({ required: true }),
    wantedHeadCount: t.string(),
    agencyIds: t.idList({ required: true }),
  }),
})
const MoveInput = builder.inputType('MoveCampaignInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    state: t.field({ type: CampaignStateEnum, required: true }),
    reason: t.string(),
  }),
})
const SignUpInput = builder.inputType('SignUpForCampaignInput', {
  fields: (t) => ({
    campaignId: t.id({ required: true }),
    headCount: t.string({ required: true }),
    words: t.string(),
  }),
})

builder.queryFields((t) => ({
  campaignPlans: t.field({
    type: CampaignConnection,
    description: 'Campaigns with their plans and results, the newest day first.',
    authScopes: { operation: 'campaignPlans' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: CampaignFilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) =>
      listCampaignPlans(context, page, filter ?? {}),
  }),
  campaign: t.field({
    type: Campaign,
    nullable: true,
    authScopes: { operation: 'campaign' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findCampaignPlan(context, id),
  }),
  campaignInvitees: t.field({
    type: [Organisation],
    description: 'The agencies whom the reader may invite to a campaign.',
    authScopes: { operation: 'campaignInvitees' },
    resolve: (_root, _args, context) => campaignInvitees(context),
  }),
}))

const failures = [InvalidInput, Refused, NotFound]
builder.mutationFields((t) => ({
  saveCampaign: t.field({
    type: Campaign,
    authScopes: { operation: 'saveCampaign' },
    errors: { types: failures, union: { name: 'SaveCampaignPayload' } },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) => saveCampaign(context, input),
  }),
  moveCampaign: t.field({
    type: Campaign,
    authScopes: { operation: 'moveCampaign' },
    errors: { types: failures, union: { name: 'MoveCampaignPayload' } },
    args: { input: t.arg({ type: MoveInput, required: true }) },
    resolve: (_root, { input }, context) => moveCampaign(context, input),
  }),
  signUpForCampaign: t.field({
    type: Campaign,
    authScopes: { operation: 'signUpForCampaign' },
    errors: { types: failures, union: { name: 'SignUpForCampaignPayload' } },
    args: { input: t.arg({ type: SignUpInput, required: true }) },
    resolve: (_root, { input }, context) => signUpForCampaign(context, input),
  }),
}))
