import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'

let open: AppUnderTest
beforeAll(async () => {
  open = await openApp()
})
afterAll(() => open.close())

const document = `query ($first: Int, $after: String, $filter: AuditFilter) { auditEvents(first: $first, after: $after, filter: $filter) {
  edges { node { chain seq occurredAt actorName action subjectId organisationName } } pageInfo { hasNextPage endCursor } } }`
const page = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        chain: z.string(),
        seq: z.string(),
        occurredAt: z.string(),
        actorName: z.string(),
        action: z.string(),
        subjectId: z.string(),
        organisationName: z.string().nullable(),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
async function eventsBy(filter: Record<string, unknown>, first = 100, after: string | null = null) {
  const { data, errors } = await open.ask('auditor', document, { first, after, filter })
  expect(errors).toBeUndefined()
  return page.parse(data?.['auditEvents'])
}

test('the list visits every event of a chain exactly once, newest first', async () => {
  const chain = 'community:230102001001'
  const seen: string[] = []
  const times: string[] = []
  for (let after: string | null = null, more = true; more;) {
    const { edges, pageInfo } = await eventsBy({ chain }, 7, after)
    seen.push(...edges.map(({ node }) => node.seq))
    times.push(...edges.map(({ node }) => node.occurredAt))
    after = pageInfo.endCursor
    more = pageInfo.hasNextPage
  }
  const { rows } = await open.database.pool.query<{ seq: string }>(
    'SELECT seq FROM audit_event WHERE chain = $1',
    [chain],
  )
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.toSorted()).toEqual(rows.map(({ seq }) => seq).toSorted())
  expect(times).toEqual(times.toSorted().toReversed())
})

test('it is found by action, by who did it, by record and by day in the city', async () => {
  const { edges } = await eventsBy({ action: 'activity.countersign' }, 5)
  expect(edges.map(({ node }) => node.action)).toEqual(
    Array.from({ length: 5 }, () => 'activity.countersign'),
  )
  const [first] = edges
  const one = first?.node
  expect(one?.organisationName).toBeTruthy()
  const ofRecord = await eventsBy({ subjectId: one?.subjectId })
  expect(new Set(ofRecord.edges.map(({ node }) => node.subjectId))).toEqual(
    new Set([one?.subjectId]),
  )
  const byActor = await eventsBy({ actor: one?.actorName })
  expect(byActor.edges.every(({ node }) => node.actorName.includes(one?.actorName ?? '?'))).toBe(
    true,
  )
  const ofDay = await eventsBy({ dayFrom: '2008-06-01', dayTo: '2008-06-01' })
  const days = ofDay.edges.map(({ node }) =>
    new Date(Date.parse(node.occurredAt) + 8 * 3_600_000).toISOString().slice(0, 10),
  )
  expect(new Set(days)).toEqual(new Set(['2008-06-01']))
})
