import { ARCHIVE_FORMATS, ARCHIVE_STATES } from '@gongjian/domain/vocabulary'
import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused, Throttled } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { settleBrokenArchives } from './archive-jobs.ts'
import { archiveNumber, findArchive, listArchives } from './archive-row.ts'
import type { ArchiveRow } from './archive-row.ts'
import { cancelArchive, makeArchive } from './make-archive.ts'
import { verifyArchive } from './verify-archive.ts'
import type { VerifiedArchiveRow } from './verify-archive.ts'

const ArchiveFormatEnum = builder.enumType('ArchiveFormat', {
  values: ARCHIVE_FORMATS,
  description: 'PDF, or Word.',
})
const ArchiveStateEnum = builder.enumType('ArchiveState', {
  values: ARCHIVE_STATES,
  description: 'Waiting for its turn or being made; made; failed; stopped.',
})
const Archive = builder.objectRef<ArchiveRow>('Archive').implement({
  description: "共建工作档案: an organisation's year as one document.",
  fields: (t) => ({
    id: t.exposeID('id'),
    number: t.string({ resolve: (row, _args, context) => archiveNumber(context, row) }),
    organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
    programmeYear: t.exposeInt('programmeYear'),
    code: t.exposeString('code'),
    format: t.field({ type: ArchiveFormatEnum, resolve: ({ format }) => format }),
    state: t.field({ type: ArchiveStateEnum, resolve: ({ state }) => state }),
    doneRecords: t.exposeInt('doneRecords'),
    totalRecords: t.exposeInt('totalRecords', { nullable: true }),
    signedRecords: t.exposeInt('signedRecords', { nullable: true }),
    problemMessage: t.string({
      nullable: true,
      resolve: ({ problem }, _args, { text }) =>
        problem === null ? null : text(`failure.${problem}`),
    }),
    fileBytes: t.exposeInt('fileBytes', { nullable: true }),
    contentHash: t.exposeString('contentHash', { nullable: true }),
    fileHash: t.exposeString('fileHash', { nullable: true }),
    madeByName: t.exposeString('madeByName'),
    requestedAt: t.field({ type: 'DateTime', resolve: ({ requestedAt }) => requestedAt }),
    madeAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ madeAt }) => madeAt }),
    url: t.string({
      nullable: true,
      description: 'Where its file is; null before it is made.',
      resolve: ({ id, format, state }) =>
        state === 'MADE' ? `/files/archives/${id}.${format.toLowerCase()}` : null,
    }),
    mayCancel: t.boolean({
      resolve: ({ state, madeById }, _args, { viewer }) =>
        state === 'MAKING' && madeById === viewer?.userId,
    }),
  }),
})
const VerifiedArchive = builder.objectRef<VerifiedArchiveRow>('VerifiedArchive').implement({
  description: 'What anybody learns of an archive who has its code or its file.',
  fields: (t) => ({
    number: t.string({ resolve: (row, _args, context) => archiveNumber(context, row) }),
    organisationName: t.exposeString('organisationName'),
    programmeYear: t.exposeInt('programmeYear'),
    format: t.field({ type: ArchiveFormatEnum, resolve: ({ format }) => format }),
    madeAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ madeAt }) => madeAt }),
    totalRecords: t.exposeInt('totalRecords', { nullable: true }),
    signedRecords: t.exposeInt('signedRecords', { nullable: true }),
    changedRecords: t.exposeInt('changedRecords'),
    code: t.exposeString('code'),
    contentHash: t.exposeString('contentHash', { nullable: true }),
    fileHash: t.exposeString('fileHash', { nullable: true }),
  }),
})
const ArchiveConnection = connectionOf('Archive', Archive)
const ArchiveFilterInput = builder.inputType('ArchiveFilter', {
  fields: (t) => ({
    programmeYear: t.int(),
    organisationId: t.id({ description: 'The organisation, with all below it.' }),
    states: t.field({ type: [ArchiveStateEnum] }),
  }),
})

builder.queryFields((t) => ({
  archives: t.field({
    type: ArchiveConnection,
    authScopes: { operation: 'archives' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: ArchiveFilterInput }),
    },
    resolve: async (_root, { filter, ...page }, context) => {
      await settleBrokenArchives(context)
      return listArchives(context, page, filter ?? {})
    },
  }),
  archive: t.field({
    type: Archive,
    nullable: true,
    authScopes: { operation: 'archive' },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      await settleBrokenArchives(context)
      return findArchive(context, 'archive', id)
    },
  }),
  verifyArchive: t.field({
    type: VerifiedArchive,
    nullable: true,
    description: 'Works without signing in; null where no archive has the code or the file.',
    authScopes: { operation: 'verifyArchive' },
    errors: { types: [NotFound, Throttled], union: { name: 'VerifyArchivePayload' } },
    args: { code: t.arg.string(), fileHash: t.arg.string() },
    resolve: (_root, asked, context) => verifyArchive(context, asked),
  }),
}))

const MakeInput = builder.inputType('MakeArchiveInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    organisationId: t.id({ required: true }),
    programmeYear: t.int({ required: true }),
    format: t.field({ type: ArchiveFormatEnum, required: true }),
  }),
})
const CancelInput = builder.inputType('CancelArchiveInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
builder.mutationFields((t) => ({
  makeArchive: t.field({
    type: Archive,
    authScopes: { operation: 'makeArchive' },
    errors: { types: [InvalidInput, Refused, NotFound], union: { name: 'MakeArchivePayload' } },
    args: { input: t.arg({ type: MakeInput, required: true }) },
    resolve: (_root, { input }, context) => makeArchive(context, input),
  }),
  cancelArchive: t.field({
    type: Archive,
    authScopes: { operation: 'cancelArchive' },
    errors: { types: [Refused, NotFound], union: { name: 'CancelArchivePayload' } },
    args: { input: t.arg({ type: CancelInput, required: true }) },
    resolve: (_root, { input }, context) => cancelArchive(context, input),
  }),
}))
