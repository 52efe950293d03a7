import {
  BULLETIN_ACTIONS,
  BULLETIN_MOVES,
  BULLETIN_STATES,
  bulletinRefusal,
} from '@gongjian/domain/bulletin-actions'
import { BULLETIN_ORDERS } from '@gongjian/domain/bulletin-content'
import { BULLETIN_FIGURES } from '@gongjian/domain/bulletin-figures'
import type { FigureChange } from '@gongjian/domain/bulletin-figures'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused, Throttled } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { AssessedKindEnum, GradeEnum } from '../assessment/assessment-vocabulary.graphql.ts'
import { Run } from '../assessment/runs.graphql.ts'
import { findRun } from '../assessment/run-row.ts'
import { findBulletin, listBulletins } from './bulletin-row.ts'
import type { BulletinRow } from './bulletin-row.ts'
import { moveBulletin } from './move-bulletin.ts'
import { changedFigures, newerRunOf, takeBulletinFigures } from './newer-figures.ts'
import { verifyBulletin } from './verify-bulletin.ts'
import { draftBulletinOf, saveBulletin } from './write-bulletin.ts'

const StateEnum = builder.enumType('BulletinState', {
  values: BULLETIN_STATES,
  description: 'Written on; waiting for a second person; published; superseded by another.',
})
const MoveEnum = builder.enumType('BulletinMove', {
  values: BULLETIN_MOVES,
  description: 'Proposes a draft, sends it back, publishes what somebody else proposed.',
})
const ActionEnum = builder.enumType('BulletinAction', {
  values: BULLETIN_ACTIONS,
  description: 'What can be done to a bulletin.',
})
const OrderEnum = builder.enumType('BulletinOrder', {
  values: BULLETIN_ORDERS,
  description: 'By rank, or in the fixed order of the organisations.',
})
type Brief = NonNullable<BulletinRow['replaces']>
const BriefType = builder.objectRef<Brief>('BulletinBrief').implement({
  description: 'Another bulletin, by name.',
  fields: (t) => ({
    id: t.exposeID('id'),
    documentNumber: t.exposeString('documentNumber'),
    title: t.exposeString('title'),
  }),
})
const FigureEnum = builder.enumType('BulletinFigure', {
  values: BULLETIN_FIGURES,
  description: 'What of a bulletin is a number of its run.',
})
const FigureChangeType = builder.objectRef<FigureChange>('BulletinFigureChange').implement({
  description: 'A figure that another run has otherwise.',
  fields: (t) => ({
    figure: t.field({ type: FigureEnum, resolve: ({ figure }) => figure }),
    before: t.exposeString('before'),
    after: t.exposeString('after'),
    inText: t.exposeBoolean('inText', { description: 'Whether the text still says what was.' }),
  }),
})
const Bulletin = builder.objectRef<BulletinRow>('Bulletin').implement({
  description: '通报: the published result of a run, an official document.',
  fields: (t) => ({
    id: t.exposeID('id'),
    run: t.field({
      type: Run,
      nullable: true,
      resolve: ({ runId }, _args, context) => findRun(context, runId),
    }),
    programmeYear: t.exposeInt('programmeYear'),
    kind: t.field({ type: AssessedKindEnum, resolve: ({ kind }) => kind }),
    state: t.field({ type: StateEnum, resolve: ({ state }) => state }),
    version: t.exposeInt('version'),
    issuer: t.string({ resolve: ({ content }) => content.issuer }),
    documentNumber: t.string({ resolve: ({ content }) => content.documentNumber }),
    title: t.string({ resolve: ({ content }) => content.title }),
    addressees: t.string({ resolve: ({ content }) => content.addressees }),
    body: t.string({ resolve: ({ content }) => content.body }),
    attachmentTitle: t.string({ resolve: ({ content }) => content.attachmentTitle }),
    copies: t.string({ resolve: ({ content }) => content.copies }),
    printedBy: t.string({ resolve: ({ content }) => content.printedBy }),
    issuedOn: t.field({ type: 'Date', resolve: ({ content }) => content.issuedOn }),
    order: t.field({ type: OrderEnum, resolve: ({ content }) => content.order }),
    grades: t.field({ type: [GradeEnum], resolve: ({ content }) => [...content.grades] }),
    code: t.exposeString('code'),
    replaces: t.field({ type: BriefType, nullable: true, resolve: ({ replaces }) => replaces }),
    replacedBy: t.field({
      type: BriefType,
      nullable: true,
      resolve: ({ replacedBy }) => replacedBy,
    }),
    changedAt: t.field({ type: 'DateTime', resolve: ({ changedAt }) => changedAt }),
    changedByName: t.exposeString('changedByName'),
    proposedByName: t.exposeString('proposedByName', { nullable: true }),
    publishedByName: t.exposeString('publishedByName', { nullable: true }),
    publishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ publishedAt }) => publishedAt,
    }),
    newerRun: t.field({
      type: Run,
      nullable: true,
      description:
        'Of a draft: the newest run of its scheme, where it has the figures of an earlier one.',
      resolve: async (bulletin, _args, context) => {
        const id = await newerRunOf(context, bulletin)
        return id === null ? null : findRun(context, id)
      },
    }),
    figureChanges: t.field({
      type: [FigureChangeType],
      description:
        'What a newer run has otherwise; of one that is on the newest, what its text still says as the run before had it.',
      resolve: (bulletin, _args, context) => changedFigures(context, bulletin),
    }),
    pdfUrl: t.string({ resolve: ({ id }) => `/files/bulletins/${id}.pdf` }),
    docxUrl: t.string({ resolve: ({ id }) => `/files/bulletins/${id}.docx` }),
    refusal: t.string({
      nullable: true,
      args: { action: t.arg({ type: ActionEnum, required: true }) },
      resolve: (bulletin, { action }, { viewer, text }) => {
        const role = viewer?.assignment?.role
        if (!viewer || role === undefined || scopeOf('moveBulletin', role) === 'NONE')
          return text('failure.FORBIDDEN')
        const refusal = bulletinRefusal(action, bulletin, viewer)
        return refusal === null ? null : text(`failure.${refusal}`)
      },
    }),
  }),
})
const VerifiedBulletin = builder.objectRef<BulletinRow>('VerifiedBulletin').implement({
  description: 'What anybody learns of a published bulletin who has its code or its file.',
  fields: (t) => ({
    issuer: t.string({ resolve: ({ content }) => content.issuer }),
    documentNumber: t.string({ resolve: ({ content }) => content.documentNumber }),
    title: t.string({ resolve: ({ content }) => content.title }),
    issuedOn: t.field({ type: 'Date', resolve: ({ content }) => content.issuedOn }),
    state: t.field({ type: StateEnum, resolve: ({ state }) => state }),
    code: t.exposeString('code'),
    publishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ publishedAt }) => publishedAt,
    }),
    supersededAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ supersededAt }) => supersededAt,
    }),
    supersededByNumber: t.string({
      nullable: true,
      resolve: ({ replacedBy }) => replacedBy?.documentNumber ?? null,
    }),
    fileHashes: t.stringList({ resolve: ({ files }) => files.map(({ hash }) => hash) }),
  }),
})
const Connection = connectionOf('Bulletin', Bulletin)
const FilterInput = builder.inputType('BulletinFilter', {
  fields: (t) => ({ programmeYear: t.int(), states: t.field({ type: [StateEnum] }) }),
})

builder.queryFields((t) => ({
  bulletins: t.field({
    type: Connection,
    authScopes: { operation: 'bulletins' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) => listBulletins(context, page, filter ?? {}),
  }),
  bulletin: t.field({
    type: Bulletin,
    nullable: true,
    authScopes: { operation: 'bulletin' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findBulletin(context, 'bulletin', id),
  }),
  verifyBulletin: t.field({
    type: VerifiedBulletin,
    nullable: true,
    description: 'Works without signing in; null where no bulletin has the code or the file.',
    authScopes: { operation: 'verifyBulletin' },
    errors: { types: [Throttled], union: { name: 'VerifyBulletinPayload' } },
    args: { code: t.arg.string(), fileHash: t.arg.string() },
    resolve: (_root, asked, context) => verifyBulletin(context, asked),
  }),
}))

const DraftInput = builder.inputType('DraftBulletinInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    runId: t.id({ required: true }),
    order: t.field({ type: OrderEnum, required: true }),
    replacesId: t.id(),
  }),
})
const SaveInput = builder.inputType('SaveBulletinInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    issuer: t.string({ required: true }),
    documentNumber: t.string({ required: true }),
    title: t.string({ required: true }),
    addressees: t.string({ required: true }),
    body: t.string({ required: true }),
    attachmentTitle: t.string({ required: true }),
    copies: t.string({ required: true }),
    printedBy: t.string({ required: true }),
    issuedOn: t.string({ required: true }),
    order: t.field({ type: OrderEnum, required: true }),
    grades: t.field({ type: [GradeEnum], required: true }),
  }),
})
const TakeFiguresInput = builder.inputType('TakeBulletinFiguresInput', {
  fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
})
const MoveInput = builder.inputType('MoveBulletinInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ required: true }),
    move: t.field({ type: MoveEnum, required: true }),
  }),
})
const failures = [InvalidInput, Refused, NotFound]
builder.mutationFields((t) => ({
  draftBulletin: t.field({
    type: Bulletin,
    authScopes: { operation: 'draftBulletin' },
    errors: { types: [Refused, NotFound], union: { name: 'DraftBulletinPayload' } },
    args: { input: t.arg({ type: DraftInput, required: true }) },
    resolve: (_root, { input }, context) => draftBulletinOf(context, input),
  }),
  saveBulletin: t.field({
    type: Bulletin,
    authScopes: { operation: 'saveBulletin' },
    errors: { types: failures, union: { name: 'SaveBulletinPayload' } },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) => saveBulletin(context, input),
  }),
  takeBulletinFigures: t.field({
    type: Bulletin,
    description: 'Sets a draft on the newest run of its scheme; its text stays as it was written.',
    authScopes: { operation: 'takeBulletinFigures' },
    errors: { types: [Refused, NotFound], union: { name: 'TakeBulletinFiguresPayload' } },
    args: { input: t.arg({ type: TakeFiguresInput, required: true }) },
    resolve: (_root, { input }, context) => takeBulletinFigures(context, input),
  }),
  moveBulletin: t.field({
    type: Bulletin,
    authScopes: { operation: 'moveBulletin' },
    errors: { types: failures, union: { name: 'MoveBulletinPayload' } },
    args: { input: t.arg({ type: MoveInput, required: true }) },
    resolve: (_root, { input }, context) => moveBulletin(context, input),
  }),
}))
