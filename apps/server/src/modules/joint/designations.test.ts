import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { newId } from '../../testing/recording.ts'
import { stopRunJobs } from '../assessment/run-jobs.ts'

const branch = z.object({
  organisationId: z.string(),
  state: z.string(),
  accepted: z.number(),
  mayGrant: z.boolean(),
  missing: z.array(z.object({ what: z.string() })),
})
const shape = z.object({
  edges: z.array(z.object({ node: branch })),
  pageInfo: z.object({ hasNextPage: z.boolean() }),
})

let city: TestCity
let municipal: Actor
let jointId: string
let openId: string

async function list(actor: Actor, filter: Record<string, unknown> = {}) {
  const data = await actor.ask(
    `query ($filter: DesignationFilter!) { designations(first: 100, filter: $filter) { edges { node { organisationId state accepted mayGrant missing { what } } } pageInfo { hasNextPage } } }`,
    { filter: { jointId, ...filter } },
  )
  return shape.parse(data['designations']).edges.map(({ node }) => node)
}
async function decide(organisationId: string, decision: string, reason = '', id = jointId) {
  const data = await municipal.ask(
    `mutation ($input: DecideDesignationInput!) { decideDesignation(input: $input) { __typename ... on Designation { state } ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } } }`,
    { input: { jointId: id, organisationId, decision, reason } },
  )
  return data['decideDesignation']
}

beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  // The runs that the demonstration begins are taken up by whoever asks for them.
  for (;;) {
    const data = await municipal.ask(`{ assessmentRuns { edges { node { state } } } }`)
    if (!/GATHERING|SCORING/.test(JSON.stringify(data))) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { rows } = await city.database.pool.query(`SELECT id, state FROM joint_assessment`)
  const idOf = (state: string) =>
    z
      .array(z.object({ id: z.string(), state: z.string() }))
      .parse(rows)
      .find((row) => row.state === state)?.id ?? ''
  jointId = idOf('APPEALS')
  openId = idOf('SCORING')
})
afterAll(async () => {
  await stopRunJobs(city.database)
  await city.close()
})

test('nobody is proposed, and nothing decided, while the levels still mark', async () => {
  expect(await list(municipal, { jointId: openId })).toEqual([])
  const [first] = await list(municipal)
  expect(await decide(first?.organisationId ?? '', 'REFUSED', 'x', openId)).toMatchObject({
    code: 'JOINT_SCORING_OPEN',
  })
})

test('the list and the rule agree: who is proposed misses nothing, who falls short something', async () => {
  const [proposed, short] = [
    await list(municipal, { states: ['PROPOSED'] }),
    await list(municipal, { states: ['SHORT'] }),
  ]
  expect(proposed.length).toBeGreaterThan(0)
  expect(short.length).toBeGreaterThan(0)
  expect(proposed.filter(({ missing }) => missing.length > 0)).toEqual([])
  expect(short.filter(({ missing }) => missing.length === 0)).toEqual([])
})

test('an agency sees its own branches', async () => {
  const secretary = await city.as('secretary')
  const { rows } = await city.database.pool.query(
    `SELECT id FROM organisation WHERE kind = 'BRANCH' AND path LIKE '2301/A001/%'`,
  )
  const own = new Set(rows.map((row: { id: string }) => row.id))
  const seen = await list(secretary)
  expect(seen.length).toBe(own.size)
  expect(seen.every(({ organisationId }) => own.has(organisationId))).toBe(true)
})

test('who falls short is not decided; nobody is granted without an archive, or refused without a reason', async () => {
  const [short] = await list(municipal, { states: ['SHORT'] })
  expect(await decide(short?.organisationId ?? '', 'GRANTED')).toMatchObject({
    code: 'BRANCH_FALLS_SHORT',
  })
  const proposed = (await list(municipal, { states: ['PROPOSED'] })).find(
    ({ mayGrant }) => !mayGrant,
  )
  expect(await decide(proposed?.organisationId ?? '', 'GRANTED')).toMatchObject({
    code: 'ARCHIVE_MISSING',
  })
  expect(await decide(proposed?.organisationId ?? '', 'REFUSED')).toMatchObject({
    fieldErrors: [{ path: 'reason', code: 'REQUIRED' }],
  })
})

test('what is granted rests on the archive, is decided once, and is in the audit', async () => {
  const { pool } = city.database
  const [proposed] = await list(municipal, { states: ['PROPOSED'] })
  const id = proposed?.organisationId ?? ''
  await pool.query(
    `INSERT INTO archive (city_code, id, organisation_id, organisation_name, organisation_path, side, programme_year, year, serial, code, format, state, content_hash, file_hash, made_by_id, made_by_name, requested_at, made_at)
     SELECT city_code, $1, id, name, path, 'AGENCY_SIDE', 2008, 2008, 9001, 'TESTCODE', 'PDF', 'MADE', repeat('a', 64), repeat('b', 64), $3, 'x', now(), now() FROM organisation WHERE id = $2`,
    [newId(), id, municipal.userId],
  )
  const both = await Promise.all([decide(id, 'GRANTED'), decide(id, 'REFUSED', 'x')])
  expect(both).toContainEqual({ __typename: 'Refused', code: 'DESIGNATION_DECIDED' })
  const { rows } = await pool.query(
    `SELECT d.archive_hash AS hash, count(e.*)::int AS events FROM designation d LEFT JOIN audit_event e ON e.subject_id = d.organisation_id::text AND e.action LIKE 'designation.%' GROUP BY 1`,
  )
  expect(rows).toEqual([{ hash: 'a'.repeat(64), events: 1 }])
  await expect(pool.query(`UPDATE designation SET reason = 'other'`)).rejects.toThrow(
    /denied|append|never/i,
  )
})
