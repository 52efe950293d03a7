import { builder } from '../../platform/schema-builder.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { longWaiting } from './long-waiting.ts'
import type { LongWaitingRow } from './long-waiting.ts'

const LongWaiting = builder.objectRef<LongWaitingRow>('LongWaiting').implement({
  description: 'An organisation with which records have waited 14 days and longer.',
  fields: (t) => ({
    organisation: t.expose('organisation', { type: Organisation }),
    records: t.exposeInt('records'),
    oldestDays: t.exposeInt('oldestDays'),
    officerTold: t.exposeInt('officerTold'),
    aboveTold: t.exposeInt('aboveTold'),
  }),
})

builder.queryField('longWaiting', (t) =>
  t.field({
    type: [LongWaiting],
    description: 'With whom records in sight have waited 14 days and longer, the longest first.',
    authScopes: { operation: 'longWaiting' },
    args: { organisationId: t.arg.id(), zoneId: t.arg.id() },
    resolve: (_root, filter, context) => longWaiting(context, filter),
  }),
)
