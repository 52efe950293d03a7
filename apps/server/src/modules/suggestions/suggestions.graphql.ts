import { cleanLine, cleanWords } from '@gongjian/domain/clean-text'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { likeLiteral } from '@gongjian/domain/search-text'
import type { SuggestionKind } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { auditCall } from '../../platform/audit.ts'
import { connectionOf, decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { actingViewer, signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Throttled } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { builder } from '../../platform/schema-builder.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { SuggestionKindEnum } from '../../platform/vocabulary.graphql.ts'
import { tell } from '../notifications/tell.ts'

export type SuggestionRow = {
  id: string
  kind: SuggestionKind
  words: string
  contact: string
  page: string
  byName: string | null
  createdAt: Date
  answer: string | null
  answeredAt: Date | null
  answeredByName: string | null
}
const LIMITS = { words: 1000, contact: 100, page: 300 } as const

const select = sql`SELECT s.id, s.kind, s.words, s.contact, s.page, u.name AS "byName", s.created_at AS "createdAt", s.answer, s.answered_at AS "answeredAt", a.name AS "answeredByName"
  FROM suggestion s LEFT JOIN user_account u ON u.id = s.user_id LEFT JOIN user_account a ON a.id = s.answered_by_id`

const Suggestion = builder.objectRef<SuggestionRow>('Suggestion').implement({
  description: '投诉建议: what somebody told the administrator, with the page it came from.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.field({ type: SuggestionKindEnum, resolve: ({ kind }) => kind }),
    words: t.exposeString('words'),
    contact: t.exposeString('contact'),
    page: t.exposeString('page'),
    byName: t.exposeString('byName', { nullable: true }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
    answer: t.exposeString('answer', { nullable: true }),
    answeredAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ answeredAt }) => answeredAt,
    }),
    answeredByName: t.exposeString('answeredByName', { nullable: true }),
  }),
})
const Connection = connectionOf('Suggestion', Suggestion)
const Filter = builder.inputType('SuggestionFilter', {
  fields: (t) => ({
    answered: t.boolean(),
    kind: t.field({ type: SuggestionKindEnum }),
    search: t.string(),
  }),
})
export type SuggestionFilter = {
  answered?: boolean | null | undefined
  kind?: SuggestionKind | null | undefined
  search?: string | null | undefined
}
const cursor = z.tuple([z.string(), z.uuid()])

export async function listSuggestions(
  context: RequestContext,
  page: PageArguments,
  filter: SuggestionFilter,
): Promise<Page<SuggestionRow>> {
  const size = pageSize(page)
  const conditions: Sql[] = [sql`s.city_code = ${context.city.code}`]
  if (filter.answered === true) conditions.push(sql`s.answered_at IS NOT NULL`)
  if (filter.answered === false) conditions.push(sql`s.answered_at IS NULL`)
  if (filter.kind) conditions.push(sql`s.kind = ${filter.kind}::suggestion_kind`)
  if (filter.search) conditions.push(sql`s.words ILIKE ${`%${likeLiteral(filter.search)}%`}`)
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(sql`(s.created_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await rowsOf<SuggestionRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY s.created_at DESC, s.id DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.createdAt.toISOString(), row.id],
    (row) => row,
  )
}

/** A suggestion for who sent it, or for who answers them all; null of another's. */
function findSuggestion(context: RequestContext, id: string): Promise<SuggestionRow | null> {
  const { assignment, userId } = actingViewer(context)
  const isOwn = sql`s.user_id = ${userId}::uuid`
  const inSight = scopeOf('suggestion', assignment.role) === 'CITY' ? sql`true` : isOwn
  return firstRowOf<SuggestionRow>(
    context.database.pool,
    sql`${select} WHERE s.city_code = ${context.city.code} AND s.id = ${id}::uuid AND ${inSight}`,
  )
}

async function sendSuggestion(
  context: RequestContext,
  input: {
    id: string
    kind: SuggestionKind
    words: string
    contact?: string | null | undefined
    page: string
  },
): Promise<{ id: string }> {
  const words = cleanWords(input.words, { maximum: LIMITS.words, required: true })
  const contact = cleanLine(input.contact ?? '', { maximum: LIMITS.contact })
  const page = cleanLine(input.page.slice(0, LIMITS.page), { maximum: LIMITS.page })
  const problems = [
    ...(words.ok ? [] : [{ path: 'words', code: words.code, values: { maximum: words.maximum } }]),
    ...(contact.ok
      ? []
      : [{ path: 'contact', code: contact.code, values: { maximum: contact.maximum } }]),
  ]
  if (!words.ok || !contact.ok) throw new InvalidInput(problems)
  await countTry(
    limitsOf(context.database).suggestionByAddress,
    context.viewer?.userId ?? context.client.ip,
  )
  const entry = auditCall(context, {
    action: 'suggestion.send',
    subjectKind: 'suggestion',
    subjectId: input.id,
  })
  await rowsOf(
    context.database.pool,
    sql`WITH sent AS (
          INSERT INTO suggestion (city_code, id, kind, words, contact, page, user_id, created_at)
          VALUES (${context.city.code}, ${input.id}::uuid, ${input.kind}::suggestion_kind, ${words.value}, ${contact.value}, ${page.ok ? page.value : ''}, ${context.viewer?.userId ?? null}::uuid, ${context.now})
          ON CONFLICT DO NOTHING RETURNING id
        ) SELECT id, ${entry} FROM sent`,
  )
  return { id: input.id }
}

async function answerSuggestion(
  context: RequestContext,
  input: { id: string; answer: string },
): Promise<SuggestionRow> {
  const answer = cleanWords(input.answer, { maximum: LIMITS.words, required: true })
  if (!answer.ok)
    throw new InvalidInput([
      { path: 'answer', code: answer.code, values: { maximum: answer.maximum } },
    ])
  const entry = auditCall(context, {
    action: 'suggestion.answer',
    subjectKind: 'suggestion',
    subjectId: input.id,
    detail: { answer: answer.value },
  })
  const { userId } = signedInViewer(context)
  const words = answer.value
  const rows = await inTransaction(context.database.pool, async (client) => {
    const answered = await rowsOf<{ userId: string | null }>(
      client,
      sql`WITH answered AS (UPDATE suggestion SET answer = ${words}, answered_at = ${context.now}, answered_by_id = ${userId}::uuid WHERE city_code = ${context.city.code} AND id = ${input.id}::uuid RETURNING id, user_id) SELECT id, user_id AS "userId", ${entry} FROM answered`,
    )
    for (const { userId: writer } of answered)
      if (writer !== null && writer !== userId)
        await tell(
          client,
          context,
          { kind: 'SUGGESTION_ANSWERED', subjectId: input.id },
          sql`SELECT ${writer}::uuid AS user_id`,
        )
    return answered
  })
  const row =
    rows.length === 0
      ? null
      : await firstRowOf<SuggestionRow>(
          context.database.pool,
          sql`${select} WHERE s.city_code = ${context.city.code} AND s.id = ${input.id}::uuid`,
        )
  if (row === null) throw new NotFound()
  return row
}

builder.queryField('suggestion', (t) =>
  t.field({
    type: Suggestion,
    nullable: true,
    authScopes: { operation: 'suggestion' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => findSuggestion(context, id),
  }),
)
builder.queryField('suggestions', (t) =>
  t.field({
    type: Connection,
    authScopes: { operation: 'suggestions' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: Filter }),
    },
    resolve: (_root, { filter, ...page }, context) => listSuggestions(context, page, filter ?? {}),
  }),
)
const SendInput = builder.inputType('SendSuggestionInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    kind: t.field({ type: SuggestionKindEnum, required: true }),
    words: t.string({ required: true }),
    contact: t.string(),
    page: t.string({ required: true }),
  }),
})
const AnswerInput = builder.inputType('AnswerSuggestionInput', {
  fields: (t) => ({ id: t.id({ required: true }), answer: t.string({ required: true }) }),
})
const SuggestionSent = builder.objectRef<{ id: string }>('SuggestionSent').implement({
  description: 'It has reached the administrator.',
  fields: (t) => ({ id: t.exposeID('id') }),
})
builder.mutationFields((t) => ({
  sendSuggestion: t.field({
    type: SuggestionSent,
    description: 'Works without signing in.',
    authScopes: { operation: 'sendSuggestion' },
    errors: { types: [InvalidInput, Throttled], union: { name: 'SendSuggestionPayload' } },
    args: { input: t.arg({ type: SendInput, required: true }) },
    resolve: (_root, { input }, context) => sendSuggestion(context, input),
  }),
  answerSuggestion: t.field({
    type: Suggestion,
    authScopes: { operation: 'answerSuggestion' },
    errors: { types: [InvalidInput, NotFound], union: { name: 'AnswerSuggestionPayload' } },
    args: { input: t.arg({ type: AnswerInput, required: true }) },
    resolve: (_root, { input }, context) => answerSuggestion(context, input),
  }),
}))
