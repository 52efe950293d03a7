import sql from 'sql-template-tag'
import { askedFields } from '../../platform/asked-fields.ts'
import type { RequestContext } from '../../platform/context.ts'
import { Failure, InvalidInput, NotFound, Refused, StaleVersion } from '../../platform/failures.ts'
import { failureAsValue, FailureInterface } from '../../platform/failures.graphql.ts'
import { builder } from '../../platform/schema-builder.ts'
import { PhraseUseEnum } from '../../platform/vocabulary.graphql.ts'
import { Activity, ActivityConnection } from '../activities/activity.graphql.ts'
import type { ActivityRow } from '../activities/activity-row.ts'
import { activityConditions, pageOfActivities } from '../activities/list-activities.ts'
import { countersignActivity, reopenActivity, returnActivity } from './countersign-activity.ts'
import { listPhrases, removePhrase, savePhrase } from './phrases.ts'
import type { PhraseRow } from './phrases.ts'
import { waitsForSignatureOf } from './waiting-for.ts'

/** What waits for the signature of the viewer's side: never what they made or submitted themselves, or signed for the other. */
export async function inboxConditions(
  context: RequestContext,
  filter: {
    search?: string | null | undefined
    organisationId?: string | null | undefined
    withoutOpenQuestions?: boolean | null | undefined
  },
) {
  const { conditions } = await activityConditions(context, {
    search: filter.search,
    organisationId: filter.organisationId,
  })
  return [
    waitsForSignatureOf(context),
    ...conditions,
    ...(filter.withoutOpenQuestions ? [sql`t.open_questions = '{}'`] : []),
  ]
}

const InboxFilterInput = builder.inputType('InboxFilter', {
  fields: (t) => ({
    search: t.string(),
    withoutOpenQuestions: t.boolean(),
    organisationId: t.id(),
  }),
})
const Phrase = builder.objectRef<PhraseRow>('Phrase').implement({
  description: 'A sentence kept for use again.',
  fields: (t) => ({
    id: t.exposeID('id'),
    use: t.expose('use', { type: PhraseUseEnum }),
    text: t.exposeString('text'),
  }),
})

builder.queryFields((t) => ({
  countersigningInbox: t.field({
    type: ActivityConnection,
    description: 'What waits for the reader to sign, the oldest first.',
    authScopes: { operation: 'countersigningInbox' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: InboxFilterInput }),
    },
    resolve: async (_root, { filter, ...page }, context, info) =>
      pageOfActivities(
        context,
        page,
        'OLDEST_SUBMISSION',
        await inboxConditions(context, filter ?? {}),
        askedFields(info, ['edges', 'node']),
      ),
  }),
  phrases: t.field({
    type: [Phrase],
    authScopes: { operation: 'phrases' },
    args: { use: t.arg({ type: PhraseUseEnum }) },
    resolve: (_root, { use }, context) => listPhrases(context, use),
  }),
}))

const AcceptedQuantityInput = builder.inputType('AcceptedQuantityInput', {
  fields: (t) => ({
    indicatorCode: t.string({ required: true }),
    quantity: t.string({ required: true }),
  }),
})
const CountersignInput = builder.inputType('CountersignActivityInput', {
  description:
    'accepted: only the corrected ones need be named; the others are accepted as claimed.',
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    accepted: t.field({ type: [AcceptedQuantityInput] }),
    usefulness: t.int({ required: true }),
    words: t.string(),
  }),
})
const FieldReasonInput = builder.inputType('FieldReasonInput', {
  fields: (t) => ({ path: t.string({ required: true }), reason: t.string({ required: true }) }),
})
const ReturnInput = builder.inputType('ReturnActivityInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    reason: t.string({ required: true }),
    fieldReasons: t.field({ type: [FieldReasonInput] }),
  }),
})
const ReopenInput = builder.inputType('ReopenActivityInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    reason: t.string({ required: true }),
  }),
})
const ManyItem = builder.inputType('CountersignManyItem', {
  fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
})
const ManyInput = builder.inputType('CountersignActivitiesInput', {
  description:
    'Several at once: only records without open questions; each is signed for itself, as claimed.',
  fields: (t) => ({
    items: t.field({ type: [ManyItem], required: true }),
    usefulness: t.int({ required: true }),
    words: t.string(),
  }),
})
const SavePhraseInput = builder.inputType('SavePhraseInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    use: t.field({ type: PhraseUseEnum, required: true }),
    text: t.string({ required: true }),
  }),
})
const RemovePhraseInput = builder.inputType('RemovePhraseInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
const PhraseRemoved = builder.objectRef<{ id: string }>('PhraseRemoved').implement({
  description: 'The phrase is no longer kept.',
  fields: (t) => ({ id: t.exposeID('id') }),
})

type Outcome = { id: string; activity: ActivityRow | null; failure: Failure | null }
const OutcomeType = builder.objectRef<Outcome>('CountersignManyOutcome').implement({
  description: 'What became of one of several records.',
  fields: (t) => ({
    id: t.exposeID('id'),
    activity: t.expose('activity', { type: Activity, nullable: true }),
    failure: t.field({
      type: FailureInterface,
      nullable: true,
      resolve: ({ failure }) => (failure === null ? null : failureAsValue(failure)),
    }),
  }),
})
const ManyResult = builder.objectRef<Outcome[]>('CountersignManyResult').implement({
  description: 'What became of several records signed at once.',
  fields: (t) => ({
    signed: t.int({
      resolve: (outcomes) => outcomes.filter(({ activity }) => activity !== null).length,
    }),
    outcomes: t.field({ type: [OutcomeType], resolve: (outcomes) => outcomes }),
  }),
})

const MOST_AT_ONCE = 100

async function countersignMany(
  context: RequestContext,
  input: (typeof ManyInput)['$inferInput'],
): Promise<Outcome[]> {
  const items = [...new Map(input.items.map((item) => [item.id, item])).values()]
  if (items.length === 0) throw new InvalidInput([{ path: 'items', code: 'REQUIRED' }])
  if (items.length > MOST_AT_ONCE)
    throw new InvalidInput([
      { path: 'items', code: 'TOO_MANY_LINES', values: { maximum: MOST_AT_ONCE } },
    ])
  const outcomes: Outcome[] = []
  for (const { id, version } of items) {
    try {
      const activity = await countersignActivity(context, {
        id,
        version,
        accepted: [],
        usefulness: input.usefulness,
        words: input.words ?? '',
        together: true,
      })
      outcomes.push({ id, activity, failure: null })
    } catch (failure) {
      // What was typed is the same for all: wrong once, wrong for all, and nothing has been signed yet.
      if (failure instanceof InvalidInput && outcomes.every(({ activity }) => activity === null))
        throw failure
      if (!(failure instanceof Failure)) throw failure
      outcomes.push({ id, activity: null, failure })
    }
  }
  return outcomes
}

const decideFailures = [InvalidInput, Refused, StaleVersion, NotFound]

builder.mutationFields((t) => ({
  countersignActivity: t.field({
    type: Activity,
    authScopes: { operation: 'countersignActivity' },
    errors: { types: decideFailures, union: { name: 'CountersignActivityPayload' } },
    args: { input: t.arg({ type: CountersignInput, required: true }) },
    resolve: (_root, { input }, context) =>
      countersignActivity(context, {
        ...input,
        accepted: input.accepted ?? [],
        words: input.words ?? '',
      }),
  }),
  countersignActivities: t.field({
    type: ManyResult,
    authScopes: { operation: 'countersignActivities' },
    errors: { types: [InvalidInput, Refused], union: { name: 'CountersignActivitiesPayload' } },
    args: { input: t.arg({ type: ManyInput, required: true }) },
    resolve: (_root, { input }, context) => countersignMany(context, input),
  }),
  returnActivity: t.field({
    type: Activity,
    authScopes: { operation: 'returnActivity' },
    errors: { types: decideFailures, union: { name: 'ReturnActivityPayload' } },
    args: { input: t.arg({ type: ReturnInput, required: true }) },
    resolve: (_root, { input }, context) =>
      returnActivity(context, { ...input, fieldReasons: input.fieldReasons ?? [] }),
  }),
  reopenActivity: t.field({
    type: Activity,
    authScopes: { operation: 'reopenActivity' },
    errors: { types: decideFailures, union: { name: 'ReopenActivityPayload' } },
    args: { input: t.arg({ type: ReopenInput, required: true }) },
    resolve: (_root, { input }, context) => reopenActivity(context, input),
  }),
  savePhrase: t.field({
    type: Phrase,
    authScopes: { operation: 'savePhrase' },
    errors: { types: [InvalidInput], union: { name: 'SavePhrasePayload' } },
    args: { input: t.arg({ type: SavePhraseInput, required: true }) },
    resolve: (_root, { input }, context) => savePhrase(context, input),
  }),
  removePhrase: t.field({
    type: PhraseRemoved,
    authScopes: { operation: 'removePhrase' },
    errors: { types: [NotFound], union: { name: 'RemovePhrasePayload' } },
    args: { input: t.arg({ type: RemovePhraseInput, required: true }) },
    resolve: (_root, { input }, context) => removePhrase(context, input.id),
  }),
}))
