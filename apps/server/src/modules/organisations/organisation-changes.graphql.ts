import { ORGANISATION_CHANGE_KINDS } from '@gongjian/domain/organisation-change'
import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { OrganisationKindEnum } from '../../platform/vocabulary.graphql.ts'
import { cancelOrganisationChange } from './cancel-organisation-change.ts'
import { changeOrganisations } from './change-organisations.ts'
import {
  listChanges,
  loadChangesOf,
  loadNames,
  ORGANISATION_CHANGE_STATES,
} from './list-changes.ts'
import type { ChangeRow, NameInTime } from './list-changes.ts'
import { loadOrganisation, wholeOrganisation } from './organisation-row.ts'
import { Organisation } from './organisations.graphql.ts'
import { previewChange } from './preview-change.ts'
import type { ChangePreview } from './preview-change.ts'

const KindEnum = builder.enumType('OrganisationChangeKind', {
  values: ORGANISATION_CHANGE_KINDS,
  description: 'What happens to organisations on a day.',
})
const StateEnum = builder.enumType('OrganisationChangeState', {
  values: ORGANISATION_CHANGE_STATES,
  description: 'Whether a change waits for its day, was carried out, or was cancelled before.',
})
const PartEnum = builder.enumType('OrganisationChangePartKind', {
  values: ['SUBJECT', 'ENDED', 'SUCCESSOR', 'FOUNDED', 'PARENT'] as const,
  description: 'What an organisation is in a change.',
})
const Part = builder.objectRef<ChangeRow['parts'][number]>('OrganisationChangePart').implement({
  description: 'An organisation that a change names.',
  fields: (t) => ({
    part: t.expose('part', { type: PartEnum, description: 'As what it is named.' }),
    name: t.exposeString('name', { description: 'Its name before the change.' }),
    organisation: t.field({
      type: Organisation,
      nullable: true,
      description: 'Null where it is only to be founded.',
      resolve: ({ organisationId, exists }, _args, context) =>
        exists ? loadOrganisation(context, organisationId) : null,
    }),
  }),
})
const Change = builder.objectRef<ChangeRow>('OrganisationChange').implement({
  description: 'A change of organisations, decided for a day.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.expose('kind', { type: KindEnum }),
    day: t.expose('day', { type: 'Date' }),
    reason: t.exposeString('reason'),
    state: t.expose('state', {
      type: StateEnum,
      description: 'Whether it waits, was carried out, or was cancelled.',
    }),
    registeredBy: t.exposeString('registeredBy', { description: 'Who decided it here.' }),
    registeredAt: t.expose('registeredAt', {
      type: 'DateTime',
      description: 'When it was decided here.',
    }),
    newName: t.exposeString('newName', {
      nullable: true,
      description: 'The name that it gives to the renamed or the founded one.',
    }),
    parts: t.expose('parts', { type: [Part], description: 'Whom it names.' }),
  }),
})
const NameInTimeType = builder.objectRef<NameInTime>('OrganisationName').implement({
  description: 'A name that an organisation has, or had, from a day on.',
  fields: (t) => ({
    name: t.exposeString('name'),
    from: t.expose('from', { type: 'Date', description: 'The first day of the name.' }),
  }),
})
const Preview = builder.objectRef<ChangePreview>('OrganisationChangePreview').implement({
  description: 'What a change will touch, before it is decided.',
  fields: (t) => ({
    children: t.exposeInt('children', {
      description: 'Organisations under those that it is about.',
    }),
    movedChildren: t.exposeInt('movedChildren', {
      description: 'Of them, those that get another parent.',
    }),
    pairings: t.exposeInt('pairings', { description: 'Pairings that hold on the day.' }),
    endedPairings: t.exposeInt('endedPairings', { description: 'Of them, those that end.' }),
    reopenedPairings: t.exposeInt('reopenedPairings', {
      description: 'Of those, the ones that are opened again with the successor.',
    }),
    openDrafts: t.exposeInt('openDrafts', { description: 'Drafts of its records.' }),
    openRecords: t.exposeInt('openRecords', { description: 'Records that wait or came back.' }),
    people: t.exposeInt('people', { description: 'People whose role there ends.' }),
    waitsForItsDay: t.exposeBoolean('waitsForItsDay', {
      description: 'Whether it happens only on a day to come.',
    }),
  }),
})

builder.objectFields(Organisation, (t) => ({
  successor: t.field({
    type: Organisation,
    nullable: true,
    description: 'Who carries on, where it was merged.',
    resolve: async (brief, _args, context) => {
      const { successorId } = await wholeOrganisation(context, brief)
      return successorId === null ? null : loadOrganisation(context, successorId)
    },
  }),
  names: t.field({
    type: [NameInTimeType],
    description: 'All names that it has had, the newest first.',
    resolve: async ({ id }, _args, context) => (await loadNames(context, id)) ?? [],
  }),
  changes: t.field({
    type: [Change],
    description: 'What happened to it, or will, the newest first; without what was cancelled.',
    resolve: async ({ id }, _args, context) => (await loadChangesOf(context, id)) ?? [],
  }),
}))

const ChangeInput = builder.inputType('OrganisationChangeInput', {
  description: 'A change as typed: which fields count, its kind says.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'Made by the client; a founded organisation bears it.',
    }),
    kind: t.field({ type: KindEnum, required: true }),
    day: t.string({ required: true, description: 'The first day on which it holds.' }),
    reason: t.string({ required: true, description: 'Also the reason for which pairings end.' }),
    organisationId: t.id({
      description: 'Renamed, moved, split, closed; of a merger the existing one that takes in.',
    }),
    organisationIds: t.idList({ description: 'Those that end by a merger.' }),
    parentId: t.id({ description: 'Where the moved or the founded one stands.' }),
    organisationKind: t.field({ type: OrganisationKindEnum, description: 'Of the founded one.' }),
    zoneId: t.id({ description: 'Of a founded agency.' }),
    name: t.string({ description: 'The new name, or that of the founded one.' }),
    code: t.string({ description: 'Of the founded one.' }),
    childIds: t.idList({ description: 'Of a split: those that go to the new one.' }),
    pairingIds: t.idList({
      description:
        'Of a split: pairings that go to the new one. Of a merger: those that end for good; all others go on with the successor.',
    }),
    movesRoles: t.boolean({
      description:
        'Of a merger: whether roles held there are held at the successor. Yes, if nothing is said.',
    }),
  }),
})
const CancelInput = builder.inputType('CancelOrganisationChangeInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
const ChangeConnection = connectionOf('OrganisationChange', Change)

builder.queryFields((t) => ({
  organisationChanges: t.field({
    type: ChangeConnection,
    description: 'All changes of organisations, the newest day first.',
    authScopes: { operation: 'organisationChanges' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      state: t.arg({ type: StateEnum }),
    },
    resolve: (_root, { state, ...page }, context) => listChanges(context, page, { state }),
  }),
  previewOrganisationChange: t.field({
    type: Preview,
    description: 'What the change would touch; refused as the change itself would be.',
    authScopes: { operation: 'previewOrganisationChange' },
    errors: { types: [InvalidInput], union: { name: 'PreviewOrganisationChangePayload' } },
    args: { input: t.arg({ type: ChangeInput, required: true }) },
    resolve: (_root, { input }, context) => previewChange(context, input),
  }),
}))
builder.mutationFields((t) => ({
  changeOrganisations: t.field({
    type: Change,
    description:
      'Renames, moves, founds, merges, splits or closes on a day; sent twice it happens once.',
    authScopes: { operation: 'changeOrganisations' },
    errors: { types: [InvalidInput], union: { name: 'ChangeOrganisationsPayload' } },
    args: { input: t.arg({ type: ChangeInput, required: true }) },
    resolve: (_root, { input }, context) => changeOrganisations(context, input),
  }),
  cancelOrganisationChange: t.field({
    type: Change,
    description: 'Takes back a change before its day.',
    authScopes: { operation: 'cancelOrganisationChange' },
    errors: { types: [NotFound, Refused], union: { name: 'CancelOrganisationChangePayload' } },
    args: { input: t.arg({ type: CancelInput, required: true }) },
    resolve: (_root, { input }, context) => cancelOrganisationChange(context, input.id),
  }),
}))
