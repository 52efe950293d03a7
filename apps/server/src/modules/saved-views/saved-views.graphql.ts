import {
  mayChangeSavedView,
  mayRemoveSavedView,
  SAVED_VIEW_ROUTES,
  SAVED_VIEW_SHARINGS,
} from '@gongjian/domain/saved-view'
import { connectionOf } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { removeView } from './remove-view.ts'
import { saveView } from './save-view.ts'
import { listSavedViews, outdatedIn, SAVED_VIEW_ORDERS } from './saved-view-row.ts'
import type { SavedViewRow } from './saved-view-row.ts'

const RouteEnum = builder.enumType('SavedViewRoute', {
  values: SAVED_VIEW_ROUTES,
  description: 'The page whose filters are kept.',
})
const SharingEnum = builder.enumType('SavedViewSharing', {
  values: SAVED_VIEW_SHARINGS,
  description: 'Who finds a view: its owner, those of its organisation, or the whole city.',
})
const OrderEnum = builder.enumType('SavedViewOrder', {
  values: SAVED_VIEW_ORDERS,
  description: 'By name, or what was kept last first.',
})
const Part = builder.objectRef<{ field: string; value: string }>('SavedViewPart').implement({
  description: 'One of the fields of an address.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Which, by its name in the address.' }),
    value: t.exposeString('value', { description: 'As it stands in the address.' }),
  }),
})
const readerOf = ({ viewer }: RequestContext) =>
  viewer?.assignment ? { userId: viewer.userId, role: viewer.assignment.role } : null
const SavedView = builder.objectRef<SavedViewRow>('SavedView').implement({
  description: '视图: the filters of a page under a name. Whoever opens it sees what they may see.',
  fields: (t) => ({
    id: t.exposeID('id'),
    route: t.field({
      type: RouteEnum,
      description: 'The page that it opens.',
      resolve: ({ route }) => route,
    }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    search: t.field({
      type: [Part],
      description: 'What stands in the address of the page.',
      resolve: ({ search }) => Object.entries(search).map(([field, value]) => ({ field, value })),
    }),
    outdated: t.stringList({
      description: 'Fields that mean nothing any more, as a measure that was removed.',
      resolve: (row, _args, context) => outdatedIn(context, row),
    }),
    sharing: t.field({
      type: SharingEnum,
      description: 'Who finds it.',
      resolve: ({ sharing }) => sharing,
    }),
    organisation: t.field({
      type: Organisation,
      description: 'In which organisation its owner acted when it was kept.',
      resolve: ({ organisation }) => organisation,
    }),
    ownerName: t.exposeString('ownerName', { description: 'Whose it is.' }),
    isMine: t.boolean({
      description: 'Whether it is of who asks.',
      resolve: ({ ownerId }, _args, { viewer }) => viewer?.userId === ownerId,
    }),
    mayChange: t.boolean({
      description: 'Whether who asks may rename and share it.',
      resolve: (row, _args, context) => {
        const reader = readerOf(context)
        return reader !== null && mayChangeSavedView(row, reader)
      },
    }),
    mayRemove: t.boolean({
      description: 'Whether who asks may forget it.',
      resolve: (row, _args, context) => {
        const reader = readerOf(context)
        return reader !== null && mayRemoveSavedView(row, reader)
      },
    }),
    version: t.exposeInt('version'),
    updatedAt: t.field({ type: 'DateTime', resolve: ({ updatedAt }) => updatedAt }),
  }),
})
const Connection = connectionOf('SavedView', SavedView)
const FilterInput = builder.inputType('SavedViewFilter', {
  fields: (t) => ({
    route: t.field({ type: RouteEnum, description: 'Only those of this page.' }),
    mine: t.boolean({ description: "Only one's own, or only those of others." }),
    search: t.string({ description: 'A part of the name.' }),
  }),
})
builder.queryField('savedViews', (t) =>
  t.field({
    type: Connection,
    description: "One's own views and those that others share.",
    authScopes: { operation: 'savedViews' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
      order: t.arg({ type: OrderEnum, defaultValue: 'NAME' }),
    },
    resolve: (_root, { filter, ...page }, context) => listSavedViews(context, page, filter ?? {}),
  }),
)

const PartInput = builder.inputType('SavedViewPartInput', {
  fields: (t) => ({
    field: t.string({ required: true, description: 'Which, by its name in the address.' }),
    value: t.string({ required: true, description: 'As it stands in the address.' }),
  }),
})
const SaveInput = builder.inputType('SaveViewInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ description: 'The version that was read; none for a new one.' }),
    route: t.field({ type: RouteEnum, required: true, description: 'The page.' }),
    name: t.string({ required: true, description: 'What it is called.' }),
    search: t.field({
      type: [PartInput],
      required: true,
      description: 'What stands in the address of the page.',
    }),
    sharing: t.field({ type: SharingEnum, required: true, description: 'Who finds it.' }),
  }),
})
const RemoveInput = builder.inputType('RemoveViewInput', {
  fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
})
const Removed = builder.objectRef<{ id: string }>('ViewRemoved').implement({
  description: 'The view is forgotten.',
  fields: (t) => ({ id: t.exposeID('id') }),
})
builder.mutationFields((t) => ({
  saveView: t.field({
    type: SavedView,
    description: 'Keeps the filters of a page under a name, for oneself or shared.',
    authScopes: { operation: 'saveView' },
    errors: { types: [InvalidInput, NotFound, Refused], union: { name: 'SaveViewPayload' } },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) => saveView(context, input),
  }),
  removeView: t.field({
    type: Removed,
    description: 'Forgets a view.',
    authScopes: { operation: 'removeView' },
    errors: { types: [NotFound, Refused], union: { name: 'RemoveViewPayload' } },
    args: { input: t.arg({ type: RemoveInput, required: true }) },
    resolve: (_root, { input }, context) => removeView(context, input),
  }),
}))
