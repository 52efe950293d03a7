import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { lockQuarter } from '../../testing/periods.ts'
import { call, contentFor, newId, pairingBetween } from '../../testing/recording.ts'
import { stopRunJobs } from './run-jobs.ts'

const kinds = ['AGENCY', 'COMMUNITY'] as const
type Kind = (typeof kinds)[number]
type Changed = Record<string, { frozen: string; now: string }>

let city: TestCity
let municipal: Actor
let recorder: Actor
let community: Actor
let pairingId = ''
/** Who is judged by a record of both, and by which scheme. */
const judged = { AGENCY: '', COMMUNITY: '' }
const schemes = { AGENCY: newId(), COMMUNITY: newId() }

const indicator = (code: string, weight: string, formula: string) => ({
  code,
  name: { zhCn: code, zhTw: code, en: code },
  role: 'SCORED',
  weight,
  floor: '',
  formula,
  per: 'NOTHING',
  better: 'MORE',
  method: { kind: 'PROPORTIONAL' },
  basis: '工作要点',
})
async function change(operation: string, input: Record<string, unknown>, actor = municipal) {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`
  const data = await actor.ask(
    `mutation ($input: ${type}!) { ${operation}(input: $input) { __typename } }`,
    { input },
  )
  expect(JSON.stringify(data[operation])).toMatch(/"(AssessmentScheme|AssessmentRun|Correction)"/)
}

beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  recorder = await city.as('recorder')
  community = await city.as('community')
  pairingId = await pairingBetween(city, recorder, community)
  const { rows } = await city.database.pool.query<{ id: string; kind: Kind }>(
    `SELECT id, kind FROM organisation WHERE (kind = 'AGENCY' AND starts_with($1, path)) OR path = $2`,
    [recorder.organisationPath, community.organisationPath],
  )
  for (const { id, kind } of rows) judged[kind] = id
  for (const kind of kinds) {
    await change('saveAssessmentScheme', {
      id: schemes[kind],
      version: null,
      programmeYear: 2008,
      kind,
      title: '按记录',
      indicators: [
        indicator('records', '40', 'records.accepted'),
        indicator('people', '30', 'people.personTimes'),
        indicator('signed', '30', 'share.countersigned'),
      ],
      grades: [{ grade: 'GOOD', from: '75' }],
      ties: [],
    })
    await change('moveAssessmentScheme', { id: schemes[kind], version: 1, move: 'PUT_IN_FORCE' })
  }
})
afterAll(async () => {
  await stopRunJobs(city.database)
  await city.close()
})

const stateShape = z.object({ state: z.string() })
/** Runs both schemes to their end. */
async function runBoth(): Promise<Record<Kind, string>> {
  const ids = { AGENCY: newId(), COMMUNITY: newId() }
  for (const kind of kinds) {
    await change('startAssessmentRun', { id: ids[kind], schemeId: schemes[kind] })
    await expect
      .poll(
        async () => {
          const data = await municipal.ask(
            'query ($id: ID!) { assessmentRun(id: $id) { state } }',
            {
              id: ids[kind],
            },
          )
          return stateShape.parse(data['assessmentRun']).state
        },
        { timeout: 30_000 },
      )
      .toBe('DONE')
  }
  return ids
}

const changesShape = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        organisationId: z.string(),
        kind: z.string(),
        numbers: z.array(z.object({ number: z.string(), frozen: z.string(), now: z.string() })),
      }),
    }),
  ),
})
const byNumber = (numbers: { number: string; frozen: string; now: string }[]): Changed =>
  Object.fromEntries(numbers.map(({ number, frozen, now }) => [number, { frozen, now }]))
/** Whose numbers would be others today than in a run, by organisation. */
async function changesSince(runId: string): Promise<Record<string, Changed>> {
  const data = await municipal.ask(
    `query ($filter: AssessmentChangeFilter!) { assessmentChanges(first: 100, filter: $filter) { edges { node { organisationId kind numbers { number frozen now } } } } }`,
    { filter: { runId } },
  )
  return Object.fromEntries(
    changesShape
      .parse(data['assessmentChanges'])
      .edges.map(({ node }) => [node.organisationId, byNumber(node.numbers)]),
  )
}
const scoreShape = z.object({
  score: z.object({ total: z.string() }),
  parts: z.array(
    z.object({ numbers: z.array(z.object({ measure: z.string(), value: z.string() })) }),
  ),
  changes: z.array(z.object({ number: z.string(), frozen: z.string(), now: z.string() })),
})
async function opened(runId: string, kind: Kind) {
  const data = await municipal.ask(
    `query ($runId: ID!, $organisationId: ID!) { assessmentScore(runId: $runId, organisationId: $organisationId) { score { total } parts { numbers { measure value } } changes { number frozen now } } }`,
    { runId, organisationId: judged[kind] },
  )
  const { score, parts, changes } = scoreShape.parse(data['assessmentScore'])
  const values = Object.fromEntries(
    parts.flatMap(({ numbers }) => numbers).map(({ measure, value }) => [measure, value]),
  )
  return { total: score.total, values, changes: byNumber(changes) }
}
/** All that runs have written until now, as it lies there. */
async function written(): Promise<Record<string, string>> {
  const { rows } = await city.database.pool.query<{ id: string; digest: string }>(
    `SELECT r.id, md5(concat(r.inputs_hash, r.result_hash, (SELECT string_agg(s::text, '|' ORDER BY s.organisation_id) FROM assessment_score s WHERE s.run_id = r.id), (SELECT string_agg(i::text, '|' ORDER BY i.organisation_id) FROM assessment_input i WHERE i.run_id = r.id))) AS digest
     FROM assessment_run r WHERE r.state = 'DONE'`,
  )
  return Object.fromEntries(rows.map(({ id, digest }) => [id, digest]))
}

/** What a step does to the numbers of both who are judged by the record, and to none else. */
async function expectMoved(
  step: () => Promise<unknown>,
  moved: Record<string, number>,
): Promise<void> {
  const before = await runBoth()
  const closed = await written()
  for (const kind of kinds) expect(await changesSince(before[kind])).toEqual({})
  await step()
  const after = await runBoth()
  for (const kind of kinds) {
    const changes = await changesSince(before[kind])
    expect(Object.keys(changes)).toEqual([judged[kind]])
    const then = await opened(before[kind], kind)
    const next = await opened(after[kind], kind)
    for (const numbers of [changes[judged[kind]] ?? {}, then.changes])
      expect(
        Object.fromEntries(
          Object.entries(numbers).map(([number, { frozen, now }]) => [
            number,
            Number(now) - Number(frozen),
          ]),
        ),
      ).toEqual(moved)
    for (const number of Object.keys(moved).filter((one) => one in next.values))
      expect(next.values[number]).toBe(then.changes[number]?.now)
    expect(next.values).not.toEqual(then.values)
    expect(next.changes).toEqual({})
  }
  expect(await written()).toMatchObject(closed)
}

test('a record signed, reopened, withdrawn or corrected changes the next score of both sides, and no run that was done', async () => {
  const id = newId()
  await expectMoved(
    () => call(recorder, 'submitActivity', { id, content: contentFor(pairingId) }),
    {
      'records.waiting': 1,
    },
  )
  await expectMoved(
    () => call(community, 'countersignActivity', { id, version: 1, usefulness: 5 }),
    {
      'records.accepted': 1,
      'records.waiting': -1,
      'people.personTimes': 12,
    },
  )
  await expectMoved(
    () => call(community, 'reopenActivity', { id, version: 2, reason: '数量仍有出入' }),
    { 'records.accepted': -1, 'people.personTimes': -12 },
  )
  await expectMoved(
    () => call(recorder, 'submitActivity', { id, version: 3, content: contentFor(pairingId) }),
    { 'records.waiting': 1 },
  )
  await expectMoved(
    async () => {
      await call(community, 'returnActivity', { id, version: 4, reason: '请更正数量' })
      await call(recorder, 'withdrawActivity', { id, version: 5 })
    },
    { 'records.waiting': -1 },
  )
  const { rows } = await city.database.pool.query(`SELECT status FROM activity WHERE id = $1`, [id])
  expect(rows).toEqual([{ status: 'WITHDRAWN' }])
}, 120_000)

test('a correction after the lock counts once it is approved, not before', async () => {
  await lockQuarter(municipal, 1)
  const { rows } = await city.database.pool.query<{ id: string; people: number; hours: string }>(
    `SELECT id, person_times AS people, hours::text FROM activity WHERE agency_side_path = $1 AND community_side_path = $2 AND day < '2008-04-01' AND status = 'COUNTERSIGNED' ORDER BY id LIMIT 1`,
    [recorder.organisationPath, community.organisationPath],
  )
  const [record] = rows
  const id = newId()
  const before = await runBoth()
  await change(
    'proposeCorrection',
    {
      id,
      activityId: record?.id,
      reason: '当时少记了人次',
      personTimes: String((record?.people ?? 0) + 5),
      hours: record?.hours,
      outputs: [],
    },
    recorder,
  )
  for (const kind of kinds) expect(await changesSince(before[kind])).toEqual({})
  await expectMoved(
    () => change('decideCorrection', { id, version: 1, approve: true, words: '' }),
    { 'people.personTimes': 5 },
  )
}, 120_000)
