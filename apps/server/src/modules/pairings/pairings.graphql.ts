import { daysBetween } from '@gongjian/domain/calendar-day'
import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { PairingLevelEnum } from '../../platform/vocabulary.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
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
    level: t.field({ type: PairingLevelEnum, resolve: ({ level }) => level }),
    agencySide: t.field({ type: Organisation, resolve: ({ agencySide }) => agencySide }),
    communitySide: t.field({ type: Organisation, resolve: ({ communitySide }) => communitySide }),
    purpose: t.exposeString('purpose', { nullable: true }),
    validFrom: t.field({ type: 'Date', resolve: ({ validFrom }) => validFrom }),
    validTo: t.field({ type: 'Date', nullable: true, resolve: ({ validTo }) => validTo }),
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
