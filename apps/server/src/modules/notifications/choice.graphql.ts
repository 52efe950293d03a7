import { ALWAYS_SHOWN } from '@gongjian/domain/notification-choice'
import type { NotificationChoice } from '@gongjian/domain/notification-choice'
import sql from 'sql-template-tag'
import { signedInViewer } from '../../platform/context.ts'
import { InvalidInput, Refused, Throttled } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { DigestEnum, NotificationKindEnum } from '../../platform/vocabulary.graphql.ts'
import { choiceOf, saveChoice } from './choice.ts'
import { lastDeliveries } from './last-deliveries.ts'
import { MessageDelivery, MessageTried } from './delivery.graphql.ts'
import { tryEmail } from './try-email.ts'

const Choice = builder.objectRef<NotificationChoice>('NotificationChoice').implement({
  description: 'What the reader wants to be told of, where and when.',
  fields: (t) => ({
    hiddenKinds: t.field({
      type: [NotificationKindEnum],
      resolve: ({ hiddenKinds }) => [...hiddenKinds],
    }),
    alwaysShownKinds: t.field({ type: [NotificationKindEnum], resolve: () => [...ALWAYS_SHOWN] }),
    emailKinds: t.field({
      type: [NotificationKindEnum],
      resolve: ({ emailKinds }) => [...emailKinds],
    }),
    emailAddress: t.exposeString('emailAddress', { nullable: true }),
    emailAvailable: t.boolean({
      resolve: (_choice, _args, { config }) => config.smtpUrl !== null,
    }),
    digest: t.expose('digest', { type: DigestEnum }),
    dailyHour: t.exposeInt('dailyHour'),
    quietFrom: t.exposeInt('quietFrom', { nullable: true }),
    quietTo: t.exposeInt('quietTo', { nullable: true }),
    lastEmails: t.field({
      type: [MessageDelivery],
      resolve: (_choice, _args, context) =>
        lastDeliveries(context, sql`d.user_id = ${signedInViewer(context).userId}::uuid`),
    }),
  }),
})

builder.queryField('notificationChoice', (t) =>
  t.field({
    type: Choice,
    authScopes: { operation: 'notificationChoice' },
    resolve: (_root, _args, context) => choiceOf(context),
  }),
)

const SaveInput = builder.inputType('SaveNotificationChoiceInput', {
  fields: (t) => ({
    hiddenKinds: t.field({ type: [NotificationKindEnum], required: true }),
    emailKinds: t.field({ type: [NotificationKindEnum], required: true }),
    emailAddress: t.string(),
    digest: t.field({ type: DigestEnum, required: true }),
    dailyHour: t.int({ required: true }),
    quietFrom: t.int(),
    quietTo: t.int(),
  }),
})
const TryInput = builder.inputType('TryEmailInput', {
  fields: (t) => ({ emailAddress: t.string({ required: true }) }),
})
builder.mutationFields((t) => ({
  saveNotificationChoice: t.field({
    type: Choice,
    authScopes: { operation: 'saveNotificationChoice' },
    errors: { types: [InvalidInput], union: { name: 'SaveNotificationChoicePayload' } },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) =>
      saveChoice(context, {
        ...input,
        quietFrom: input.quietFrom ?? null,
        quietTo: input.quietTo ?? null,
      }),
  }),
  tryEmail: t.field({
    type: MessageTried,
    authScopes: { operation: 'tryEmail' },
    errors: { types: [InvalidInput, Refused, Throttled], union: { name: 'TryEmailPayload' } },
    args: { input: t.arg({ type: TryInput, required: true }) },
    resolve: (_root, { input }, context) => tryEmail(context, input),
  }),
}))
