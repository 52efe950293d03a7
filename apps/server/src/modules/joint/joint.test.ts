import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { newId } from '../../testing/recording.ts'
import { stopRunJobs } from '../assessment/run-jobs.ts'

const outcome = z.looseObject({
  __typename: z.string(),
  id: z.string().optional(),
  code: z.string().optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
const bodyShape = z.object({
  level: z.string(),
  bodyId: z.string(),
  state: z.string(),
  given: z.number(),
  wanted: z.number(),
  isMine: z.boolean(),
})
const jointShape = z.object({
  id: z.string(),
  state: z.string(),
  resultRun: z.object({ id: z.string(), state: z.string() }).nullable(),
  bodies: z.array(bodyShape),
})
const sheetShape = z.object({
  lines: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          organisationId: z.string(),
          marks: z.array(z.object({ indicatorCode: z.string(), points: z.string().nullable() })),
        }),
      }),
    ),
  }),
})
type Body = z.infer<typeof bodyShape>

let city: TestCity
let municipal: Actor
let district: Actor
let jointId: string
/** A scheme of streets, marked by the city and by the districts; its run is done. */
const [schemeId, runId] = [newId(), newId()]

const joints = '... on JointAssessment { id }'
const invalid = '... on InvalidInput { fieldErrors { path code } }'
const gives: Record<string, string> = {
  openJointScoring: `${joints} ${invalid}`,
  leaveOutJointBodies: invalid,
  saveJointMarks: invalid,
  giveAssessmentMark: invalid,
}
async function change(actor: Actor, name: string, input: Record<string, unknown>) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const data = await actor.ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${gives[name] ?? ''} ... on Failure { code } } }`,
    { input },
  )
  return outcome.parse(data[name])
}
async function joint(actor: Actor = municipal, id: string = jointId) {
  const data = await actor.ask(
    `query ($id: ID!) { jointAssessment(id: $id) { id state resultRun { id state } bodies { level bodyId state given wanted isMine } } }`,
    { id },
  )
  return jointShape.parse(data['jointAssessment'])
}
async function sheet(actor: Actor, { level, bodyId }: Body) {
  const data = await actor.ask(
    `query ($jointId: ID!, $level: MarkingLevel!, $bodyId: ID!) { jointSheet(jointId: $jointId, level: $level, bodyId: $bodyId) { lines { edges { node { organisationId marks { indicatorCode points } } } } } }`,
    { jointId, level, bodyId },
  )
  return (
    sheetShape
      .nullable()
      .parse(data['jointSheet'])
      ?.lines.edges.map(({ node }) => node) ?? null
  )
}
async function bodyOf(level: string, actor: Actor): Promise<Body> {
  const body = (await joint(actor)).bodies.find((one) => one.level === level && one.isMine)
  if (body === undefined) throw new Error(`nobody marks at ${level}`)
  return body
}
async function runIsDone(id: string) {
  for (;;) {
    const data = await municipal.ask(`query ($id: ID!) { assessmentRun(id: $id) { state } }`, {
      id,
    })
    const { state } = z.object({ state: z.string() }).parse(data['assessmentRun'])
    if (state === 'DONE') return
    if (state === 'FAILED') throw new Error('the run failed')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
async function marksFor(actor: Actor, body: Body, points: (index: number) => string) {
  const lines = (await sheet(actor, body)) ?? []
  return lines.map(({ organisationId }, index) => ({
    organisationId,
    indicatorCode: 'levels',
    points: points(index),
  }))
}
const named = ({ level, bodyId }: Body) => ({ jointId, level, bodyId })

beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  district = await city.as('district')
  const { pool } = city.database
  await pool.query(
    `INSERT INTO assessment_scheme (city_code, id, programme_year, kind, revision, status, version, title, content, changed_at, changed_by_name, in_force_at)
     SELECT city_code, $1, programme_year, 'STREET', 1, 'IN_FORCE', 1, title, jsonb_set(replace(content::text, '"STREET"', '"CITY"')::jsonb, '{kind}', '"STREET"'), changed_at, changed_by_name, in_force_at FROM assessment_scheme WHERE kind = 'COMMUNITY'`,
    [schemeId],
  )
  await change(municipal, 'startAssessmentRun', { id: runId, schemeId })
  await runIsDone(runId)
  jointId = newId()
})
afterAll(async () => {
  await stopRunJobs(city.database)
  await city.close()
})

test('scoring is not opened into the past, nor from a run that is not there', async () => {
  expect(
    (await change(municipal, 'openJointScoring', { id: jointId, runId, dueOn: '2008-09-01' }))
      .fieldErrors,
  ).toEqual([{ path: 'dueOn', code: 'DAY_IN_THE_PAST' }])
  expect(
    await change(municipal, 'openJointScoring', {
      id: jointId,
      runId: newId(),
      dueOn: '2008-10-10',
    }),
  ).toMatchObject({ code: 'NOT_FOUND' })
})

test("the committee's own mark is from 0 to the weight, and has a reason", async () => {
  const { rows } = await city.database.pool.query(
    `SELECT organisation_id AS id FROM assessment_input WHERE run_id = $1 LIMIT 1`,
    [runId],
  )
  const mark = { schemeId, organisationId: rows[0]?.id, indicatorCode: 'levels', points: '4.5' }
  expect(
    (await change(municipal, 'giveAssessmentMark', { ...mark, points: '11', reason: '' }))
      .fieldErrors,
  ).toEqual([
    { path: 'points', code: 'TOO_LARGE' },
    { path: 'reason', code: 'REQUIRED' },
  ])
  const words = { ...mark, reason: '台账齐全' }
  expect(
    (await change(municipal, 'giveAssessmentMark', { ...words, indicatorCode: 'given' }))
      .fieldErrors,
  ).toEqual([{ path: 'indicatorCode', code: 'UNKNOWN_INDICATOR' }])
  expect(await change(municipal, 'giveAssessmentMark', words)).toMatchObject({
    __typename: 'AssessmentScheme',
  })
})

test('scoring is opened once, and who is to mark is told', async () => {
  const input = { runId, dueOn: '2008-10-10' }
  const both = await Promise.all([
    change(municipal, 'openJointScoring', { ...input, id: jointId }),
    change(municipal, 'openJointScoring', { ...input, id: newId() }),
  ])
  expect(both.filter(({ code }) => code === 'JOINT_EXISTS')).toHaveLength(1)
  jointId = both.find(({ code }) => code === undefined)?.id ?? ''
  const { bodies } = await joint()
  expect(new Set(bodies.map(({ level }) => level))).toEqual(new Set(['CITY', 'DISTRICT']))
  expect(bodies.every(({ state }) => state === 'MARKING')).toBe(true)
  // What the committee had marked before stands on its sheet.
  expect(bodies.find(({ level }) => level === 'CITY')?.given).toBe(1)
  const { rows } = await city.database.pool.query(
    `SELECT organisation_id AS id FROM assessment_input WHERE run_id = $1 LIMIT 1`,
    [runId],
  )
  expect(
    await change(municipal, 'giveAssessmentMark', {
      schemeId,
      organisationId: rows[0]?.id,
      indicatorCode: 'levels',
      points: '5',
      reason: '台账齐全',
    }),
  ).toMatchObject({ code: 'JOINT_EXISTS' })
  const told = await district.ask(
    `{ notifications(filter: { kind: JOINT_MARKS_WANTED }) { edges { node { subject { id } } } } }`,
  )
  expect(JSON.stringify(told)).toContain(jointId)
})

describe('a sheet', () => {
  test('is seen by who marks on it, and by nobody else before the closing', async () => {
    const own = await bodyOf('DISTRICT', district)
    expect((await joint(district)).bodies).toHaveLength(1)
    expect((await sheet(district, own))?.length).toBe(own.wanted)
    expect(await sheet(municipal, own)).toBeNull()
    expect(await sheet(district, await bodyOf('CITY', municipal))).toBeNull()
    expect(
      await change(municipal, 'saveJointMarks', {
        ...named(own),
        marks: await marksFor(district, own, () => '5'),
      }),
    ).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('keeps nothing of what holds one wrong mark', async () => {
    const own = await bodyOf('DISTRICT', district)
    const marks = await marksFor(district, own, (index) => (index === 1 ? '10.5' : '8'))
    expect(
      (await change(district, 'saveJointMarks', { ...named(own), marks })).fieldErrors,
    ).toEqual([{ path: 'marks.1', code: 'ABOVE_WEIGHT' }])
    expect((await bodyOf('DISTRICT', district)).given).toBe(0)
  })

  test('is delivered whole, then fixed, and may be taken back', async () => {
    const own = await bodyOf('DISTRICT', district)
    const marks = await marksFor(district, own, () => '8')
    await change(district, 'saveJointMarks', { ...named(own), marks: marks.slice(1) })
    expect(
      await change(district, 'moveJointSheet', { ...named(own), move: 'DELIVER' }),
    ).toMatchObject({ code: 'MARKS_MISSING' })
    await change(district, 'saveJointMarks', { ...named(own), marks })
    expect(
      await change(district, 'moveJointSheet', { ...named(own), move: 'DELIVER' }),
    ).toMatchObject({ __typename: 'JointSheet' })
    expect(await change(district, 'saveJointMarks', { ...named(own), marks })).toMatchObject({
      code: 'SHEET_DELIVERED',
    })
    await change(district, 'moveJointSheet', { ...named(own), move: 'TAKE_BACK' })
    expect((await bodyOf('DISTRICT', district)).state).toBe('MARKING')
    await change(district, 'moveJointSheet', { ...named(own), move: 'DELIVER' })
  })

  test('leaves no mark in the audit', async () => {
    const { rows } = await city.database.pool.query(
      `SELECT event FROM audit_event WHERE action = 'joint.deliver' LIMIT 1`,
    )
    expect(rows[0]?.event).toMatch(/"digest":"[0-9a-f]{64}"/)
    expect(rows[0]?.event).not.toContain('"points"')
  })
})

test('closing waits for everybody who is not left out with a reason', async () => {
  const close = { id: jointId, runId: newId() }
  expect(await change(municipal, 'closeJointScoring', close)).toMatchObject({
    code: 'BODIES_STILL_MARK',
  })
  const leave = { id: jointId, level: 'DISTRICT', bodyId: null }
  expect(
    (await change(municipal, 'leaveOutJointBodies', { ...leave, reason: ' ' })).fieldErrors,
  ).toEqual([{ path: 'reason', code: 'REQUIRED' }])
  expect(
    await change(municipal, 'leaveOutJointBodies', { ...leave, reason: '逾期未交' }),
  ).toMatchObject({ __typename: 'JointAssessment' })
  const own = await bodyOf('CITY', municipal)
  const marks = await marksFor(municipal, own, () => '6')
  await change(municipal, 'saveJointMarks', { ...named(own), marks })
  await change(municipal, 'moveJointSheet', { ...named(own), move: 'DELIVER' })
  const both = await Promise.all([
    change(municipal, 'closeJointScoring', close),
    change(municipal, 'closeJointScoring', { ...close, runId: newId() }),
  ])
  expect(both.filter(({ code }) => code === 'JOINT_SCORING_CLOSED')).toHaveLength(1)
})

test('the joint run weighs the levels that have marked; then sheets are open to the committee', async () => {
  const { resultRun, state } = await joint()
  expect(state).toBe('CLOSED')
  await runIsDone(resultRun?.id ?? '')
  const own = await bodyOf('DISTRICT', district)
  const [first] = (await sheet(municipal, own)) ?? []
  expect(first?.marks[0]?.points).toBe('8')
  const { rows } = await city.database.pool.query(
    `SELECT part ->> 'points' AS points, s.organisation_id AS id FROM assessment_score s, jsonb_array_elements(s.parts) part WHERE s.run_id = $1 AND part ->> 'code' = 'levels'`,
    [resultRun?.id],
  )
  // Shares 60 (city) and 40 (district): 6 and 8 give 6.8; where the district was left out the city's 6 alone counts.
  const pointsOf = (id: string) => rows.find((row: { id: string }) => row.id === id)?.points
  expect(Number(pointsOf(first?.organisationId ?? ''))).toBe(6.8)
  expect(new Set(rows.map(({ points }: { points: string }) => Number(points)))).toEqual(
    new Set([6, 6.8]),
  )
  expect(
    await change(district, 'moveJointSheet', { ...named(own), move: 'TAKE_BACK' }),
  ).toMatchObject({ code: 'JOINT_SCORING_CLOSED' })
})
