import { likeLiteral } from '@gongjian/domain/search-text'
import type { Role } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { connectionOf, decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { builder } from '../../platform/schema-builder.ts'
import { rowsOf } from '../../platform/statement.ts'
import { RoleEnum } from '../../platform/vocabulary.graphql.ts'
import { verifyAudit } from './verify-audit.ts'
import type { AuditResult } from './verify-audit.ts'

export type AuditEventRow = {
  chain: string
  seq: string
  occurredAt: Date
  actorName: string
  actorRole: Role | null
  organisationName: string | null
  action: string
  subjectKind: string
  subjectId: string
  event: string
  previousHash: string
  hash: string
}
const AuditEvent = builder.objectRef<AuditEventRow>('AuditEvent').implement({
  description: 'One transition: who, as what, when, what. Chained by hash, never changed.',
  fields: (t) => ({
    chain: t.exposeString('chain'),
    seq: t.exposeString('seq'),
    occurredAt: t.field({ type: 'DateTime', resolve: ({ occurredAt }) => occurredAt }),
    actorName: t.exposeString('actorName'),
    actorRole: t.field({ type: RoleEnum, nullable: true, resolve: ({ actorRole }) => actorRole }),
    organisationName: t.exposeString('organisationName', { nullable: true }),
    action: t.exposeString('action'),
    subjectKind: t.exposeString('subjectKind'),
    subjectId: t.exposeString('subjectId'),
    event: t.exposeString('event', {
      description: 'The canonical event, exactly as it was hashed.',
    }),
    previousHash: t.exposeString('previousHash'),
    hash: t.exposeString('hash'),
  }),
})
const Connection = connectionOf('AuditEvent', AuditEvent)
const Filter = builder.inputType('AuditFilter', {
  fields: (t) => ({
    action: t.string({ description: "An action, or its beginning ('activity.')." }),
    actor: t.string(),
    subjectId: t.string(),
    chain: t.string(),
    dayFrom: t.field({ type: 'Date' }),
    dayTo: t.field({ type: 'Date' }),
  }),
})
export type AuditFilter = {
  [Key in 'action' | 'actor' | 'subjectId' | 'chain' | 'dayFrom' | 'dayTo']?:
    | string
    | null
    | undefined
}
const cursor = z.tuple([z.string(), z.string(), z.string()])

/** The newest events first. An administrator sees those of accounts, not those of records. */
export async function listAuditEvents(
  context: RequestContext,
  page: PageArguments,
  filter: AuditFilter,
): Promise<Page<AuditEventRow>> {
  const size = pageSize(page)
  const { timeZone, code } = context.city
  const conditions: Sql[] = [sql`e.city_code = ${code}`]
  if (context.viewer?.assignment?.role === 'ADMINISTRATOR') conditions.push(sql`e.chain = 'city'`)
  if (filter.action) conditions.push(sql`e.action LIKE ${`${likeLiteral(filter.action)}%`}`)
  if (filter.actor) conditions.push(sql`e.actor_name ILIKE ${`%${likeLiteral(filter.actor)}%`}`)
  if (filter.subjectId) conditions.push(sql`e.subject_id = ${filter.subjectId}`)
  if (filter.chain) conditions.push(sql`e.chain = ${filter.chain}`)
  if (filter.dayFrom)
    conditions.push(
      sql`e.occurred_at >= (${filter.dayFrom}::date)::timestamp AT TIME ZONE ${timeZone}`,
    )
  if (filter.dayTo)
    conditions.push(
      sql`e.occurred_at < (${filter.dayTo}::date + 1)::timestamp AT TIME ZONE ${timeZone}`,
    )
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(
      sql`(e.occurred_at < ${after[0]}::timestamptz OR (e.occurred_at = ${after[0]}::timestamptz AND (e.chain, e.seq) > (${after[1]}, ${after[2]}::bigint)))`,
    )
  const rows = await rowsOf<AuditEventRow>(
    context.database.pool,
    sql`SELECT e.chain, e.seq, e.occurred_at AS "occurredAt", e.actor_name AS "actorName", e.actor_role AS "actorRole", o.name AS "organisationName", e.action,
          e.subject_kind AS "subjectKind", e.subject_id AS "subjectId", e.event, e.previous_hash AS "previousHash", e.hash
        FROM audit_event e LEFT JOIN organisation o ON o.city_code = e.city_code AND o.id = e.organisation_id
        WHERE ${join(conditions, ' AND ')} ORDER BY e.occurred_at DESC, e.chain, e.seq LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.occurredAt.toISOString(), row.chain, row.seq],
    (row) => row,
  )
}

const Verdict = builder.enumType('AuditVerdict', {
  values: ['INTACT', 'BROKEN'] as const,
  description: 'Whether every link holds.',
})
const AuditCheck = builder.objectRef<AuditResult & { checkedAt: Date }>('AuditCheck').implement({
  description: 'Every link of every chain, recomputed now.',
  fields: (t) => ({
    verdict: t.field({ type: Verdict, resolve: ({ verdict }) => verdict }),
    chains: t.exposeInt('chains'),
    events: t.exposeInt('events'),
    rootHash: t.exposeString('rootHash', {
      description: 'Over the heads of all chains: to be printed and kept elsewhere.',
    }),
    brokenChain: t.string({ nullable: true, resolve: ({ broken }) => broken?.chain ?? null }),
    brokenSeq: t.string({ nullable: true, resolve: ({ broken }) => broken?.seq ?? null }),
    checkedAt: t.field({ type: 'DateTime', resolve: ({ checkedAt }) => checkedAt }),
  }),
})
builder.queryFields((t) => ({
  auditEvents: t.field({
    type: Connection,
    authScopes: { operation: 'auditEvents' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: Filter }),
    },
    resolve: (_root, { filter, ...page }, context) => listAuditEvents(context, page, filter ?? {}),
  }),
  auditCheck: t.field({
    type: AuditCheck,
    authScopes: { operation: 'auditCheck' },
    resolve: async (_root, _args, context) => ({
      ...(await verifyAudit(context.database.pool, context.city.code)),
      checkedAt: context.now,
    }),
  }),
}))
