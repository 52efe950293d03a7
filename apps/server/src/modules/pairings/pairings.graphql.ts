import { daysBetween } from '@gongjian/domain/calendar-day'
import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { PairingLevelEnum } from '../../platform/vocabulary.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { endPairing, openPairing } from './open-pairing.ts'
import {
  listPairings,
  loadPairing,
  loadPairingsOfOrganisation,
  recordsOfPairing,
} from './pairing-row.ts'
import type { PairingRow } from './pairing-row.ts'

const isActive = ({ validFrom, validTo }: PairingRow, today: string) =>
  validFrom <= today && (validTo === null || validTo >= today)

export const Pairing = builder.objectRef<PairingRow>('Pairing').implement({
  description:
    '共建对子: one agency side and one community side, from a day, until a day or open. Never deleted.',
  fields: (t) => ({
    id: t.exposeID('id'),
    level: t.expose('level', { type: PairingLevelEnum }),
    agencySide: t.expose('agencySide', { type: Organisation }),
    communitySide: t.expose('communitySide', { type: Organisation }),
    purpose: t.exposeString('purpose', { nullable: true }),
    validFrom: t.expose('validFrom', { type: 'Date' }),
    validTo: t.expose('validTo', { type: 'Date', nullable: true }),
    endReason: t.exposeString('endReason', { nullable: true }),
    active: t.boolean({ resolve: (pairing, _args, { today }) => isActive(pairing, today) }),
    lastActivityDay: t.field({
      type: 'Date',
      nullable: true,
      description: 'Day of the last activity submitted or countersigned under it.',
      resolve: async (pairing, _args, context) =>
        (await recordsOfPairing(context, pairing)).lastActivityDay,
    }),
    daysSinceLastActivity: t.int({
      nullable: true,
      resolve: async (pairing, _args, context) => {
        const { lastActivityDay } = await recordsOfPairing(context, pairing)
        return lastActivityDay === null ? null : daysBetween(lastActivityDay, context.today)
      },
    }),
    countersigned: t.int({
      description: 'Countersigned records of the present programme year.',
      resolve: async (pairing, _args, context) =>
        (await recordsOfPairing(context, pairing)).countersigned,
    }),
    submitted: t.int({
      description: 'Records of the present programme year that wait.',
      resolve: async (pairing, _args, context) =>
        (await recordsOfPairing(context, pairing)).submitted,
    }),
  }),
})

builder.objectField(Organisation, 'pairings', (t) =>
  t.field({
    type: [Pairing],
    args: { includeEnded: t.arg.boolean({ defaultValue: true }) },
    resolve: async ({ id }, { includeEnded }, context) => {
      const pairings = (await loadPairingsOfOrganisation(context, id)) ?? []
      return includeEnded === false
        ? pairings.filter((pairing) => isActive(pairing, context.today))
        : pairings
    },
  }),
)

const OpenInput = builder.inputType('OpenPairingInput', {
  fields: (t) => ({
    id: t.id({ required: true, description: 'Made by the client.' }),
    agencySideId: t.id({ required: true, description: 'An agency or a branch.' }),
    communitySideId: t.id({
      required: true,
      description: 'A street for an agency, a community for a branch.',
    }),
    validFrom: t.string({ required: true, description: 'The first day on which it holds.' }),
    purpose: t.string({ required: true }),
  }),
})
const EndInput = builder.inputType('EndPairingInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    validTo: t.string({ required: true, description: 'The last day on which it holds.' }),
    reason: t.string({ required: true }),
  }),
})
builder.mutationFields((t) => ({
  openPairing: t.field({
    type: Pairing,
    description: 'Pairs an agency with a street, or a branch with a community, from a day on.',
    authScopes: { operation: 'openPairing' },
    errors: { types: [InvalidInput], union: { name: 'OpenPairingPayload' } },
    args: { input: t.arg({ type: OpenInput, required: true }) },
    resolve: (_root, { input }, context) => openPairing(context, input),
  }),
  endPairing: t.field({
    type: Pairing,
    description: 'Ends a pairing; it stays with what was done under it.',
    authScopes: { operation: 'endPairing' },
    errors: { types: [InvalidInput, NotFound], union: { name: 'EndPairingPayload' } },
    args: { input: t.arg({ type: EndInput, required: true }) },
    resolve: (_root, { input }, context) => endPairing(context, input),
  }),
}))

const PairingConnection = connectionOf('Pairing', Pairing)
const PairingFilterInput = builder.inputType('PairingFilter', {
  fields: (t) => ({
    level: t.field({ type: PairingLevelEnum }),
    organisationId: t.id({ description: 'On either side, with all below it.' }),
    zoneId: t.id(),
    search: t.string({ description: 'Name, code or pinyin initials of either side.' }),
    active: t.boolean(),
    nothingForDays: t.int({ description: 'Only pairings that have had nothing for so many days.' }),
    mayRecord: t.boolean({
      description: 'Only pairings under which the reader may record, the last used first.',
    }),
  }),
})

builder.queryFields((t) => ({
  pairings: t.field({
    type: PairingConnection,
    authScopes: { operation: 'pairings' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: PairingFilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) => listPairings(context, page, filter ?? {}),
  }),
  pairing: t.field({
    type: Pairing,
    nullable: true,
    authScopes: { operation: 'pairing' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadPairing(context, id),
  }),
}))
