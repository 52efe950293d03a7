import { createHash } from 'node:crypto'
import { GENESIS_HASH, linkText } from '@gongjian/domain/audit-event'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { z } from 'zod'
import { rowsOf } from '../../platform/statement.ts'

export type AuditResult = {
  verdict: 'INTACT' | 'BROKEN'
  chains: number
  events: number
  /** SHA-256 over the heads of all chains in name order: a figure to print and keep elsewhere. */
  rootHash: string
  broken: { chain: string; seq: string; why: string } | null
}

type EventRow = {
  chain: string
  seq: string
  occurredAt: Date
  actorId: string | null
  actorName: string
  actorRole: string | null
  organisationId: string | null
  action: string
  subjectKind: string
  subjectId: string
  event: string
  previousHash: string
  hash: string
}

const eventShape = z.object({
  action: z.string(),
  actorId: z.string().nullable(),
  actorName: z.string(),
  actorRole: z.string().nullable(),
  at: z.string(),
  chain: z.string(),
  city: z.string(),
  organisationId: z.string().nullable(),
  subjectId: z.string(),
  subjectKind: z.string(),
})

/** What the columns say must be what the hashed text says: the columns are what people search and see. */
function disagreement(row: EventRow, city: string): string | null {
  const parsed = eventShape.safeParse(JSON.parse(row.event))
  if (!parsed.success) return 'the event is not readable'
  const { data } = parsed
  const same =
    data.city === city &&
    data.chain === row.chain &&
    data.at === row.occurredAt.toISOString() &&
    data.actorId === row.actorId &&
    data.actorName === row.actorName &&
    data.actorRole === row.actorRole &&
    data.organisationId === row.organisationId &&
    data.action === row.action &&
    data.subjectKind === row.subjectKind &&
    data.subjectId === row.subjectId
  return same ? null : 'the columns differ from the hashed event'
}

const batchSize = 5000

/**
 * Recomputes every link of every chain of the city, outside the database, and names the first that does not hold. Reads
 * one moment of the database, so that whoever writes meanwhile neither waits nor seems to break a chain.
 */
export async function verifyAudit(pool: pg.Pool, city: string): Promise<AuditResult> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return await verifyMoment(client, city)
  } finally {
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    )
  }
}

async function verifyMoment(client: pg.PoolClient, city: string): Promise<AuditResult> {
  const heads = new Map(
    (
      await rowsOf<{ chain: string; seq: string; hash: string }>(
        client,
        sql`SELECT chain, seq, hash FROM audit_chain WHERE city_code = ${city} ORDER BY chain`,
      )
    ).map((row) => [row.chain, row]),
  )
  const seen = new Map<string, { seq: bigint; hash: string }>()
  let events = 0
  let at: { chain: string; seq: string } = { chain: '', seq: '0' }
  const root = createHash('sha256')
  const broken = (chain: string, seq: string, why: string): AuditResult => ({
    verdict: 'BROKEN',
    chains: heads.size,
    events,
    rootHash: '',
    broken: { chain, seq, why },
  })

  for (;;) {
    const rows = await rowsOf<EventRow>(
      client,
      sql`SELECT chain, seq, occurred_at AS "occurredAt", actor_id AS "actorId", actor_name AS "actorName", actor_role AS "actorRole", organisation_id AS "organisationId",
            action, subject_kind AS "subjectKind", subject_id AS "subjectId", event, previous_hash AS "previousHash", hash
          FROM audit_event WHERE city_code = ${city} AND (chain, seq) > (${at.chain}, ${at.seq}::bigint) ORDER BY chain, seq LIMIT ${batchSize}`,
    )
    for (const row of rows) {
      const before = seen.get(row.chain) ?? { seq: 0n, hash: GENESIS_HASH }
      const seq = BigInt(row.seq)
      if (seq !== before.seq + 1n)
        return broken(row.chain, String(before.seq + 1n), 'an event is missing')
      if (row.previousHash !== before.hash)
        return broken(row.chain, row.seq, 'the link to the event before it does not hold')
      const hash = createHash('sha256')
        .update(linkText(row.previousHash, row.seq, row.event), 'utf8')
        .digest('hex')
      if (hash !== row.hash) return broken(row.chain, row.seq, 'the event was changed')
      const why = disagreement(row, city)
      if (why !== null) return broken(row.chain, row.seq, why)
      seen.set(row.chain, { seq, hash })
      events += 1
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < batchSize) break
    at = { chain: last.chain, seq: last.seq }
  }
  for (const [chain, head] of heads) {
    const end = seen.get(chain)
    if (end === undefined || String(end.seq) !== head.seq || end.hash !== head.hash)
      return broken(chain, head.seq, 'the newest event is missing')
  }
  for (const chain of seen.keys())
    if (!heads.has(chain)) return broken(chain, '1', 'the chain is not registered')
  for (const [chain, { hash }] of [...heads].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    root.update(`${chain}\n${hash}\n`)
  return {
    verdict: 'INTACT',
    chains: heads.size,
    events,
    rootHash: root.digest('hex'),
    broken: null,
  }
}
