import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
})
afterAll(() => city.close())

const page = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: z.object({ id: z.string() }) })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
const document = `query ($first: Int, $after: String, $filter: ActivityFilter, $order: ActivityOrder) {
  activities(first: $first, after: $after, filter: $filter, order: $order) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`

async function walk(
  actor: Actor,
  variables: Record<string, unknown>,
  between: () => Promise<void> = async () => undefined,
): Promise<string[]> {
  const ids: string[] = []
  let after: string | null = null
  for (;;) {
    const { activities } = await actor.ask(document, { ...variables, after })
    const { edges, pageInfo } = page.parse(activities)
    ids.push(...edges.map(({ node }) => node.id))
    if (!pageInfo.hasNextPage) return ids
    after = pageInfo.endCursor
    await between()
  }
}
async function idsWhere(condition: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT t.id FROM activity t WHERE ${condition}`,
    values,
  )
  return rows.map(({ id }) => id)
}

const sent = `t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED')`

test('nobody sees more than their side of the tree', async () => {
  const expected: [string, string, string][] = [
    [
      'recorder',
      'BRANCH_RECORDER',
      `t.agency_side_path LIKE $1 || '%' AND (t.recording_side = 'AGENCY_SIDE' OR ${sent})`,
    ],
    [
      'secretary',
      'AGENCY_SECRETARY',
      `t.agency_side_path LIKE $1 || '%' AND (t.recording_side = 'AGENCY_SIDE' OR ${sent})`,
    ],
    [
      'community',
      'COMMUNITY_OFFICER',
      `t.community_side_path LIKE $1 || '%' AND (t.recording_side = 'COMMUNITY_SIDE' OR ${sent})`,
    ],
    [
      'street',
      'STREET_SECRETARY',
      `t.community_side_path LIKE $1 || '%' AND (t.recording_side = 'COMMUNITY_SIDE' OR ${sent})`,
    ],
    [
      'zone',
      'ZONE_LEAD',
      `$1::text IS NOT NULL AND t.zone_id = (SELECT r.zone_id FROM role_assignment r JOIN user_account u ON u.id = r.user_id WHERE u.account = 'zone' LIMIT 1) AND ${sent}`,
    ],
  ]
  for (const [account, role, condition] of expected) {
    const actor = await city.as(account, { role })
    const seen = await walk(actor, { first: 100 })
    expect(seen.toSorted()).toEqual(
      (await idsWhere(condition, [actor.organisationPath])).toSorted(),
    )
    expect(seen.length).toBeGreaterThan(0)
  }
  const administrator = await city.as('admin')
  await expect(administrator.ask(document, { first: 1 })).rejects.toMatchObject({
    extensions: { code: 'FORBIDDEN' },
  })
})

test.each(['NEWEST_DAY', 'OLDEST_DAY', 'NEWEST_CHANGE', 'OLDEST_SUBMISSION'])(
  'walking in the order %s meets each record exactly once while others are written',
  async (order) => {
    const actor = await city.as('secretary')
    const before = await idsWhere(
      `t.agency_side_path LIKE $1 || '%' AND (t.recording_side = 'AGENCY_SIDE' OR ${sent})${order === 'OLDEST_SUBMISSION' ? ' AND t.submitted_at IS NOT NULL' : ''}`,
      [actor.organisationPath],
    )
    const { rows } = await city.database.pool.query<{ id: string }>(
      'SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id WHERE a.path = $1 AND p.valid_to IS NULL',
      [recorder.organisationPath],
    )
    const pairingId = rows[0]?.id ?? ''
    let written = 0
    const seen = await walk(actor, { first: 7, order }, async () => {
      if (written >= 8) return
      written += 1
      await call(recorder, 'submitActivity', {
        id: newId(),
        content: contentFor(pairingId, { day: `2008-0${1 + written}-11` }),
      })
    })
    expect(new Set(seen).size).toBe(seen.length)
    for (const id of before) expect(seen).toContain(id)
  },
)

test.each([
  ['year', { year: 2008 }, 't.programme_year = 2008'],
  ['statuses', { statuses: ['RETURNED', 'DRAFT'] }, `t.status IN ('RETURNED', 'DRAFT')`],
  [
    'kinds and month',
    { kinds: ['LABOUR'], month: '2008-05' },
    `t.kind = 'LABOUR' AND to_char(t.day, 'YYYY-MM') = '2008-05'`,
  ],
  ['areas', { areas: ['GREEN', 'SECURITY'] }, `t.area IN ('GREEN', 'SECURITY')`],
  [
    'days',
    { dayFrom: '2008-03-01', dayTo: '2008-03-31' },
    `t.day BETWEEN '2008-03-01' AND '2008-03-31'`,
  ],
  [
    'an indicator',
    { indicatorCode: 'partyBuilding.lectures' },
    `EXISTS (SELECT FROM output o WHERE o.activity_id = t.id AND o.indicator_code = 'partyBuilding.lectures')`,
  ],
  [
    'an open question',
    { openQuestion: 'UNUSUAL_QUANTITY' },
    `'UNUSUAL_QUANTITY' = ANY (t.open_questions)`,
  ],
  ['words', { search: '党课' }, `(t.title LIKE '%党课%' OR t.words LIKE '%党课%')`],
  [
    'a percent sign, which is only itself',
    { search: '%' },
    `(t.title LIKE '%\\%%' OR t.words LIKE '%\\%%')`,
  ],
])('the filter by %s gives just those', async (_what, filter, condition) => {
  const actor = await city.as('secretary')
  const seen = await walk(actor, { first: 100, filter })
  const expected = await idsWhere(
    `t.agency_side_path LIKE $1 || '%' AND (t.recording_side = 'AGENCY_SIDE' OR ${sent}) AND ${condition}`,
    [actor.organisationPath],
  )
  expect(seen.toSorted()).toEqual(expected.toSorted())
})

test('a page is one statement, whatever its size', async () => {
  city.statements()
  await recorder.ask(
    `{ activities(first: 100) { edges { node { id title day status kind area hours personTimes agencySide { name } communitySide { name } waiting { days overdue } } } } }`,
  )
  expect(city.statements()).toHaveLength(1)
})

test('a bad cursor, and a page too small or too large, are refused by name', async () => {
  for (const after of [
    'x',
    Buffer.from('["2008-01-01"]').toString('base64url'),
    Buffer.from('["x","y"]').toString('base64url'),
  ]) {
    const { errors } = await recorder.answer(document, { after })
    expect(errors?.[0]?.extensions['code']).toBe('BAD_CURSOR')
  }
  for (const first of [0, -1, 101]) {
    const { errors } = await recorder.answer(document, { first })
    expect(errors?.[0]?.extensions['code']).toBe('BAD_PAGE_SIZE')
  }
})

test('a cursor with a day that is none is a bad cursor, not a broken server', async () => {
  const after = Buffer.from(JSON.stringify(['2008-13-45', newId()])).toString('base64url')
  const { errors } = await recorder.answer(document, { after })
  expect(errors?.[0]?.extensions['code']).toBe('BAD_CURSOR')
})
