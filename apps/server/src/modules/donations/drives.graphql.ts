import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { listDrives } from './drive-row.ts'
import type { DriveRow } from './drive-row.ts'
import { driveRefusal, saveDrive } from './save-drive.ts'

const DonationDrive = builder.objectRef<DriveRow>('DonationDrive').implement({
  description:
    '捐赠专项: a named collection over a period that donations of several records belong to.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    purpose: t.exposeString('purpose'),
    opensOn: t.expose('opensOn', { type: 'Date' }),
    closesOn: t.expose('closesOn', { type: 'Date' }),
    organiser: t.expose('organiser', { type: Organisation }),
    version: t.exposeInt('version'),
    changeRefusal: t.string({
      nullable: true,
      resolve: (row, _args, context) => {
        const code = driveRefusal(context, row)
        return code === null ? null : context.text(`failure.${code}`)
      },
    }),
  }),
})
const DriveConnection = connectionOf('DonationDrive', DonationDrive)
const FilterInput = builder.inputType('DonationDriveFilter', {
  fields: (t) => ({
    search: t.string({ description: 'A part of the name.' }),
    openOn: t.field({ type: 'Date' }),
    pairingId: t.id({ description: 'Only those that donations under the pairing may belong to.' }),
  }),
})
const SaveInput = builder.inputType('SaveDonationDriveInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int(),
    name: t.string({ required: true }),
    purpose: t.string({ required: true }),
    opensOn: t.string({ required: true }),
    closesOn: t.string({ required: true }),
  }),
})

builder.queryFields((t) => ({
  donationDrives: t.field({
    type: DriveConnection,
    description: 'Drives, the latest first.',
    authScopes: { operation: 'donationDrives' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) => listDrives(context, page, filter ?? {}),
  }),
}))
builder.mutationFields((t) => ({
  saveDonationDrive: t.field({
    type: DonationDrive,
    authScopes: { operation: 'saveDonationDrive' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'SaveDonationDrivePayload' },
    },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) => saveDrive(context, input),
  }),
}))
