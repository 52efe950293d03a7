import { NOTIFICATION_SUBJECTS } from '@gongjian/domain/notification-rules'
import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { NotificationKindEnum } from '../../platform/vocabulary.graphql.ts'
import { Viewer } from '../accounts/viewer.graphql.ts'
import { listNotifications, unreadNotifications } from './list-notifications.ts'
import type { NotificationRow } from './list-notifications.ts'
import { readNotifications } from './read-notifications.ts'

const SubjectKindEnum = builder.enumType('NotificationSubjectKind', {
  values: NOTIFICATION_SUBJECTS,
  description: 'What a notification is about, and so where it leads.',
})
const Subject = builder.objectRef<NotificationRow['subject']>('NotificationSubject').implement({
  description:
    'What a notification is about, as far as the reader may see it in their present role.',
  fields: (t) => ({
    kind: t.expose('kind', { type: SubjectKindEnum }),
    id: t.exposeID('id', {
      nullable: true,
      description: 'Null where it tells of several, or of what is out of sight.',
    }),
    title: t.exposeString('title', { nullable: true }),
    from: t.exposeString('from', { nullable: true }),
    answer: t.exposeString('answer', { nullable: true }),
  }),
})
const Notification = builder.objectRef<NotificationRow>('Notification').implement({
  description: '通知: one line to one person.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.expose('kind', { type: NotificationKindEnum }),
    count: t.exposeInt('count'),
    madeAt: t.expose('madeAt', { type: 'DateTime' }),
    readAt: t.expose('readAt', { type: 'DateTime', nullable: true }),
    subject: t.expose('subject', { type: Subject }),
  }),
})
const Connection = connectionOf('Notification', Notification)
const Filter = builder.inputType('NotificationFilter', {
  fields: (t) => ({ unread: t.boolean(), kind: t.field({ type: NotificationKindEnum }) }),
})

builder.objectField(Viewer, 'unreadNotifications', (t) =>
  t.int({ resolve: (_viewer, _args, context) => unreadNotifications(context) }),
)
builder.queryField('notifications', (t) =>
  t.field({
    type: Connection,
    description: "The reader's own notifications, the newest first.",
    authScopes: { operation: 'notifications' },
    args: {
      first: t.arg.int({ defaultValue: 30 }),
      after: t.arg.string(),
      filter: t.arg({ type: Filter }),
    },
    resolve: (_root, { filter, ...page }, context) =>
      listNotifications(context, page, filter ?? {}),
  }),
)

const ReadInput = builder.inputType('ReadNotificationsInput', {
  fields: (t) => ({ ids: t.idList(), all: t.boolean() }),
})
const NotificationsRead = builder.objectRef<{ unread: number }>('NotificationsRead').implement({
  description: 'They count as read.',
  fields: (t) => ({ unread: t.exposeInt('unread') }),
})
builder.mutationField('readNotifications', (t) =>
  t.field({
    type: NotificationsRead,
    authScopes: { operation: 'readNotifications' },
    errors: { types: [InvalidInput], union: { name: 'ReadNotificationsPayload' } },
    args: { input: t.arg({ type: ReadInput, required: true }) },
    resolve: (_root, { input }, context) => readNotifications(context, input),
  }),
)
