import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused, Throttled } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import {
  DeliveryProblemEnum,
  DeliveryStateEnum,
  DigestEnum,
  RobotKindEnum,
} from '../../platform/vocabulary.graphql.ts'
import { deliveryProblem } from '../notifications/deliver.ts'
import { MessageDelivery } from '../notifications/delivery.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { findRobot, listRobotDeliveries, listRobots } from './robot-row.ts'
import type { RobotRow } from './robot-row.ts'
import { removeRobot, saveRobot } from './save-robot.ts'
import { tryRobot } from './try-robot.ts'
import type { RobotTried } from './try-robot.ts'

const Robot = builder.objectRef<RobotRow>('Robot').implement({
  description: '群机器人: a group chat of an organisation that is told numbers, never names.',
  fields: (t) => ({
    id: t.exposeID('id'),
    organisation: t.field({
      type: Organisation,
      resolve: ({ organisation }) => organisation,
    }),
    kind: t.field({ type: RobotKindEnum, resolve: ({ kind }) => kind }),
    name: t.exposeString('name'),
    addressHint: t.exposeString('addressHint'),
    hasSecret: t.exposeBoolean('hasSecret'),
    enabled: t.exposeBoolean('enabled'),
    stoppedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ stoppedAt }) => stoppedAt }),
    stoppedBy: t.field({
      type: DeliveryProblemEnum,
      nullable: true,
      resolve: ({ stoppedBy }) => deliveryProblem(stoppedBy),
    }),
    digest: t.field({ type: DigestEnum, resolve: ({ digest }) => digest }),
    dailyHour: t.exposeInt('dailyHour'),
    quietFrom: t.exposeInt('quietFrom', { nullable: true }),
    quietTo: t.exposeInt('quietTo', { nullable: true }),
    version: t.exposeInt('version'),
    savedAt: t.field({ type: 'DateTime', resolve: ({ savedAt }) => savedAt }),
  }),
})
const Connection = connectionOf('Robot', Robot)
const Deliveries = connectionOf('MessageDelivery', MessageDelivery)
const RobotFilterInput = builder.inputType('RobotFilter', {
  fields: (t) => ({ enabled: t.boolean() }),
})
const DeliveryFilterInput = builder.inputType('RobotDeliveryFilter', {
  fields: (t) => ({ robotId: t.id(), state: t.field({ type: DeliveryStateEnum }) }),
})

builder.queryFields((t) => ({
  robots: t.field({
    type: Connection,
    description: 'The robots in sight, by organisation.',
    authScopes: { operation: 'robots' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: RobotFilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) => listRobots(context, page, filter ?? {}),
  }),
  robot: t.field({
    type: Robot,
    nullable: true,
    authScopes: { operation: 'robot' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findRobot(context, 'robot', id),
  }),
  robotDeliveries: t.field({
    type: Deliveries,
    description: 'What went to robots in sight, or could not, the newest first.',
    authScopes: { operation: 'robotDeliveries' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: DeliveryFilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) =>
      listRobotDeliveries(context, page, filter ?? {}),
  }),
}))

const SaveInput = builder.inputType('SaveRobotInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    version: t.int({ description: 'The version that was read; none for a new one.' }),
    organisationId: t.id({ required: true, description: 'Whose group it is.' }),
    kind: t.field({ type: RobotKindEnum, required: true }),
    name: t.string({ required: true }),
    address: t.string(),
    secret: t.string(),
    enabled: t.boolean({ required: true }),
    digest: t.field({ type: DigestEnum, required: true }),
    dailyHour: t.int({ required: true }),
    quietFrom: t.int(),
    quietTo: t.int(),
  }),
})
const RemoveInput = builder.inputType('RemoveRobotInput', {
  fields: (t) => ({ id: t.id({ required: true }), version: t.int({ required: true }) }),
})
const RobotRemoved = builder.objectRef<{ id: string }>('RobotRemoved').implement({
  description: 'The robot is forgotten, with what was sent to it.',
  fields: (t) => ({ id: t.exposeID('id') }),
})
const TryInput = builder.inputType('TryRobotInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
const Tried = builder.objectRef<RobotTried>('RobotTried').implement({
  description: 'What came of a test.',
  fields: (t) => ({
    problem: t.field({
      type: DeliveryProblemEnum,
      nullable: true,
      description: 'Why it was not taken; null where it was.',
      resolve: ({ problem }) => problem,
    }),
    answer: t.exposeString('answer', { nullable: true }),
  }),
})
builder.mutationFields((t) => ({
  saveRobot: t.field({
    type: Robot,
    authScopes: { operation: 'saveRobot' },
    errors: { types: [InvalidInput, NotFound, Refused], union: { name: 'SaveRobotPayload' } },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) =>
      saveRobot(context, {
        ...input,
        quietFrom: input.quietFrom ?? null,
        quietTo: input.quietTo ?? null,
      }),
  }),
  removeRobot: t.field({
    type: RobotRemoved,
    authScopes: { operation: 'removeRobot' },
    errors: { types: [NotFound, Refused], union: { name: 'RemoveRobotPayload' } },
    args: { input: t.arg({ type: RemoveInput, required: true }) },
    resolve: (_root, { input }, context) => removeRobot(context, input),
  }),
  tryRobot: t.field({
    type: Tried,
    authScopes: { operation: 'tryRobot' },
    errors: { types: [NotFound, Refused, Throttled], union: { name: 'TryRobotPayload' } },
    args: { input: t.arg({ type: TryInput, required: true }) },
    resolve: (_root, { input }, context) => tryRobot(context, input.id),
  }),
}))
