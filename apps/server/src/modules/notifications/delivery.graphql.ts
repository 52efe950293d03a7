import { builder } from '../../platform/schema-builder.ts'
import { DeliveryProblemEnum, DeliveryStateEnum } from '../../platform/vocabulary.graphql.ts'
import { deliveryProblem } from './deliver.ts'
import type { DeliveryRow } from './last-deliveries.ts'
import type { Tried } from './try-email.ts'

export const MessageDelivery = builder.objectRef<DeliveryRow>('MessageDelivery').implement({
  description: 'A message on its way out, sent, or given up.',
  fields: (t) => ({
    id: t.exposeID('id'),
    count: t.int({
      resolve: ({ counts }) => Object.values(counts).reduce((sum, one) => sum + one, 0),
    }),
    state: t.expose('state', { type: DeliveryStateEnum }),
    tries: t.exposeInt('tries'),
    problem: t.field({
      type: DeliveryProblemEnum,
      nullable: true,
      resolve: ({ problem }) => deliveryProblem(problem),
    }),
    madeAt: t.expose('madeAt', { type: 'DateTime' }),
    sentAt: t.expose('sentAt', { type: 'DateTime', nullable: true }),
    nextTryAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ state, nextTryAt }) => (state === 'PENDING' ? nextTryAt : null),
    }),
  }),
})

export const MessageTried = builder.objectRef<Tried>('MessageTried').implement({
  description: 'What came of a test message.',
  fields: (t) => ({
    problem: t.expose('problem', {
      type: DeliveryProblemEnum,
      nullable: true,
      description: 'Why it could not be sent; null where it was.',
    }),
  }),
})
