import { connectionOf } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { builder } from '../../platform/schema-builder.ts'
import { RoleEnum } from '../../platform/vocabulary.graphql.ts'
import { Organisation, Zone } from '../organisations/organisations.graphql.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import { loadZone } from '../organisations/zone-row.ts'
import { listCandidates } from './candidates.ts'
import type { CandidateRow } from './candidates.ts'
import { readSheet } from './hand-over-sheet.ts'
import type { HandOverSheet } from './hand-over-sheet.ts'
import { listPositions, POSITION_ORDERS } from './list-positions.ts'
import { readMyPositions } from './my-positions.ts'
import type { MyPositionsRow } from './my-positions.ts'
import {
  isOn,
  loadDeputations,
  loadHandOvers,
  loadHoldings,
  loadPosition,
} from './position-rows.ts'
import type { DeputationRow, HandOverRow, HoldingRow, PositionRow } from './position-rows.ts'

/** Whoever refers to a position refers to one that is there. */
async function positionOf(context: RequestContext, id: string): Promise<PositionRow> {
  const position = await loadPosition(context, id)
  if (position === null) throw new Error('a position that is not there')
  return position
}

const HoldingType = builder.objectRef<HoldingRow>('Holding').implement({
  description: 'Who holds a position, from a day, until a day or open.',
  fields: (t) => ({
    id: t.exposeID('id'),
    userName: t.exposeString('userName'),
    account: t.exposeString('account'),
    validFrom: t.field({ type: 'Date', resolve: ({ validFrom }) => validFrom }),
    validTo: t.field({ type: 'Date', nullable: true, resolve: ({ validTo }) => validTo }),
    active: t.boolean({ resolve: (row, _args, { today }) => isOn(today, row) }),
  }),
})
export const DeputationType = builder.objectRef<DeputationRow>('Deputation')
const SheetType = builder.objectRef<HandOverSheet>('HandOverSheet').implement({
  description: '交接清单: how much of what is open with a position.',
  fields: (t) => ({
    drafts: t.exposeInt('drafts'),
    returned: t.exposeInt('returned'),
    waiting: t.exposeInt('waiting'),
    signUps: t.exposeInt('signUps'),
    households: t.exposeInt('households'),
    notifications: t.exposeInt('notifications'),
  }),
})
export const HandOverType = builder.objectRef<HandOverRow>('HandOver')
const Position = builder.objectRef<PositionRow>('Position').implement({
  description: '岗位: a role at an organisation; people hold it and pass it on, it continues.',
  fields: (t) => ({
    id: t.exposeID('id'),
    role: t.field({ type: RoleEnum, resolve: ({ role }) => role }),
    organisation: t.field({
      type: Organisation,
      resolve: async ({ organisationId }, _args, context) => {
        const organisation = await loadOrganisation(context, organisationId)
        if (organisation === null) throw new Error('a position at no organisation')
        return organisation
      },
    }),
    zone: t.field({
      type: Zone,
      nullable: true,
      resolve: ({ zoneId }, _args, context) => (zoneId === null ? null : loadZone(context, zoneId)),
    }),
    holders: t.field({
      type: [HoldingType],
      description: 'Who holds it today.',
      resolve: async ({ id }, _args, context) =>
        (await loadHoldings(context, id)).filter((row) => isOn(context.today, row)),
    }),
    holdings: t.field({
      type: [HoldingType],
      description: 'Who held it when, the newest first.',
      resolve: ({ id }, _args, context) => loadHoldings(context, id),
    }),
    deputies: t.field({
      type: [DeputationType],
      description: 'Who acts in it today for a holder on leave.',
      resolve: async ({ id }, _args, context) =>
        (await loadDeputations(context, id)).filter(
          (row) => row.endedAt === null && isOn(context.today, row),
        ),
    }),
    deputations: t.field({
      type: [DeputationType],
      description: 'Every leave with its deputy, the newest first.',
      resolve: ({ id }, _args, context) => loadDeputations(context, id),
    }),
    handOvers: t.field({
      type: [HandOverType],
      description: 'Every hand-over, the newest first.',
      resolve: ({ id }, _args, context) => loadHandOvers(context, id),
    }),
  }),
})
DeputationType.implement({
  description: '代理: a leave, with who acts for the holder meanwhile.',
  fields: (t) => ({
    id: t.exposeID('id'),
    position: t.field({
      type: Position,
      resolve: ({ positionId }, _args, context) => positionOf(context, positionId),
    }),
    holderName: t.exposeString('holderName'),
    deputyName: t.exposeString('deputyName'),
    validFrom: t.field({ type: 'Date', resolve: ({ validFrom }) => validFrom }),
    validTo: t.field({ type: 'Date', resolve: ({ validTo }) => validTo }),
    reason: t.exposeString('reason'),
    namedByName: t.exposeString('namedByName'),
    endedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ endedAt }) => endedAt }),
    active: t.boolean({
      resolve: (row, _args, { today }) => row.endedAt === null && isOn(today, row),
    }),
    mayEnd: t.boolean({
      description: 'Whether it is still to be ended: not over, and not ended before.',
      resolve: ({ endedAt, validTo }, _args, { today }) => endedAt === null && validTo >= today,
    }),
  }),
})
HandOverType.implement({
  description: '交接: a position passes from one person to another on a day.',
  fields: (t) => ({
    id: t.exposeID('id'),
    position: t.field({
      type: Position,
      resolve: ({ positionId }, _args, context) => positionOf(context, positionId),
    }),
    fromName: t.exposeString('fromName'),
    toName: t.exposeString('toName'),
    day: t.field({ type: 'Date', resolve: ({ day }) => day }),
    note: t.exposeString('note'),
    handedByName: t.exposeString('handedByName'),
    handedAt: t.field({ type: 'DateTime', resolve: ({ handedAt }) => handedAt }),
    confirmedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ confirmedAt }) => confirmedAt,
    }),
    toConfirm: t.boolean({
      description: 'Whether the reader is the receiver and has it to confirm today.',
      resolve: ({ toUserId, confirmedAt, day }, _args, { viewer, today }) =>
        confirmedAt === null && day <= today && toUserId === viewer?.userId,
    }),
  }),
})
const OpenHandOver = builder.objectRef<HandOverRow>('OpenHandOver').implement({
  description: 'A hand-over of the reader with its sheet.',
  fields: (t) => ({
    id: t.exposeID('id'),
    handOver: t.field({ type: HandOverType, resolve: (row) => row }),
    sheet: t.field({
      type: SheetType,
      description: 'As it was confirmed; until then what is open now.',
      resolve: async (row, _args, context) =>
        row.sheet ??
        readSheet(context.database.pool, context, {
          ...(await positionOf(context, row.positionId)),
          fromUserId: row.fromUserId,
        }),
    }),
  }),
})
const OwnHolding = builder.objectRef<HoldingRow>('OwnHolding').implement({
  description: 'A position that the reader holds.',
  fields: (t) => ({
    id: t.exposeID('id'),
    validFrom: t.field({ type: 'Date', resolve: ({ validFrom }) => validFrom }),
    validTo: t.field({ type: 'Date', nullable: true, resolve: ({ validTo }) => validTo }),
    position: t.field({
      type: Position,
      resolve: ({ positionId }, _args, context) => positionOf(context, positionId),
    }),
  }),
})
const MyPositions = builder.objectRef<MyPositionsRow>('MyPositions').implement({
  description: 'What the reader holds, who acts for them, for whom they act, and what passes.',
  fields: (t) => ({
    positions: t.field({ type: [OwnHolding], resolve: ({ holdings }) => holdings }),
    given: t.field({ type: [DeputationType], resolve: ({ given }) => given }),
    taken: t.field({ type: [DeputationType], resolve: ({ taken }) => taken }),
    handOvers: t.field({ type: [OpenHandOver], resolve: ({ handOvers }) => handOvers }),
  }),
})
const Candidate = builder.objectRef<CandidateRow>('PositionCandidate').implement({
  description: 'Whom the reader may name for a position.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    account: t.exposeString('account'),
    role: t.field({ type: RoleEnum, nullable: true, resolve: ({ role }) => role }),
    organisationName: t.exposeString('organisationName', { nullable: true }),
  }),
})
const Connection = connectionOf('Position', Position)
const OrderEnum = builder.enumType('PositionOrder', {
  values: POSITION_ORDERS,
  description: 'By place in the tree, or by role first.',
})
const Filter = builder.inputType('PositionFilter', {
  fields: (t) => ({
    search: t.string(),
    role: t.field({ type: RoleEnum }),
    organisationId: t.id(),
    vacant: t.boolean(),
    deputised: t.boolean(),
  }),
})

builder.queryFields((t) => ({
  positions: t.field({
    type: Connection,
    description: 'The positions of the city.',
    authScopes: { operation: 'positions' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: Filter }),
      order: t.arg({ type: OrderEnum, defaultValue: 'ORGANISATION' }),
    },
    resolve: (_root, { filter, order, ...page }, context) =>
      listPositions(context, page, filter ?? {}, order ?? 'ORGANISATION'),
  }),
  position: t.field({
    type: Position,
    nullable: true,
    authScopes: { operation: 'position' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadPosition(context, id),
  }),
  myPositions: t.field({
    type: MyPositions,
    description: 'What moves people and concerns the reader.',
    authScopes: { operation: 'myPositions' },
    resolve: (_root, _args, context) => readMyPositions(context),
  }),
  positionCandidates: t.field({
    type: [Candidate],
    description: 'Whom the reader may name for a holding, as deputy or receiver.',
    authScopes: { operation: 'positionCandidates' },
    args: { assignmentId: t.arg.id({ required: true }), search: t.arg.string() },
    resolve: (_root, { assignmentId, search }, context) =>
      listCandidates(context, assignmentId, search),
  }),
}))
