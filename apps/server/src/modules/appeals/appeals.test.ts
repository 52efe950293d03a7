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
  state: z.string().optional(),
  version: z.number().optional(),
  mayAnswer: z.boolean().optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
const nodes = <Node>(node: z.ZodType<Node>) =>
  z
    .object({ edges: z.array(z.object({ node })) })
    .transform(({ edges }) => edges.map((edge) => edge.node))

let city: TestCity
let municipal: Actor
let street: Actor
/** Another street's secretary, who is judged by the same scheme. */
let other: Actor
let streetId: string
const [schemeId, firstRunId, jointId, runId, rerunId] = [
  newId(),
  newId(),
  newId(),
  newId(),
  newId(),
]
const invalid = '... on InvalidInput { fieldErrors { path code } }'
const withFields = new Set([
  'openJointScoring',
  'leaveOutJointBodies',
  'publishJointResult',
  'fileAppeal',
  'answerAppeal',
])
async function change(actor: Actor, name: string, input: Record<string, unknown>) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const given = name.endsWith('Appeal') ? '... on Appeal { id state version mayAnswer }' : ''
  const data = await actor.ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${given} ${withFields.has(name) ? invalid : ''} ... on Failure { code } } }`,
    { input },
  )
  return outcome.parse(data[name])
}
async function isDone(id: string) {
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
async function scoresOf(actor: Actor, id: string): Promise<number> {
  const data = await actor.ask(
    `query ($filter: AssessmentScoreFilter!) { assessmentScores(first: 100, filter: $filter) { edges { node { total } } } }`,
    { filter: { runId: id } },
  )
  return nodes(z.unknown()).parse(data['assessmentScores']).length
}
const appealShape = z.object({ id: z.string(), state: z.string(), points: z.string() })
async function appealsOf(actor: Actor, filter: Record<string, unknown> = {}, order = 'NEWEST') {
  const data = await actor.ask(
    `query ($filter: AppealFilter, $order: AppealOrder) { appeals(filter: $filter, order: $order) { edges { node { id state points } } } }`,
    { filter, order },
  )
  return nodes(appealShape).parse(data['appeals'])
}
async function told(actor: Actor, kind: string, unread = false): Promise<number> {
  const data = await actor.ask(
    `query ($filter: NotificationFilter) { notifications(filter: $filter) { edges { node { id } } } }`,
    { filter: { kind, ...(unread ? { unread } : {}) } },
  )
  return nodes(z.unknown()).parse(data['notifications']).length
}
const appeal = (changes: Record<string, unknown> = {}) => ({
  id: newId(),
  jointId,
  organisationId: streetId,
  indicatorCode: 'levels',
  reason: '街道评分有误',
  ...changes,
})
async function passDays() {
  await city.database.pool.query(
    `UPDATE joint_assessment SET appeals_until = '2008-09-01' WHERE id = $1`,
    [jointId],
  )
}

beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  street = await city.as('street')
  const { pool } = city.database
  const { rows } = await pool.query<{ id: string; account: string }>(
    `SELECT o.id, (SELECT u.account FROM role_assignment a JOIN user_account u ON u.id = a.user_id WHERE a.role = 'STREET_SECRETARY' AND a.organisation_id <> o.id ORDER BY u.account LIMIT 1) AS account
     FROM organisation o WHERE o.path = $1`,
    [street.organisationPath],
  )
  streetId = rows[0]?.id ?? ''
  other = await city.as(rows[0]?.account ?? '')
  await pool.query(
    `INSERT INTO assessment_scheme (city_code, id, programme_year, kind, revision, status, version, title, content, changed_at, changed_by_name, in_force_at)
     SELECT city_code, $1, programme_year, 'STREET', 1, 'IN_FORCE', 1, title, jsonb_set(jsonb_set(replace(content::text, '"STREET"', '"CITY"')::jsonb, '{kind}', '"STREET"'), '{previews}', 'false'), changed_at, changed_by_name, in_force_at FROM assessment_scheme WHERE kind = 'COMMUNITY'`,
    [schemeId],
  )
  await change(municipal, 'startAssessmentRun', { id: firstRunId, schemeId })
  await isDone(firstRunId)
  await change(municipal, 'openJointScoring', {
    id: jointId,
    runId: firstRunId,
    dueOn: '2008-10-10',
  })
  for (const level of ['CITY', 'DISTRICT'])
    await change(municipal, 'leaveOutJointBodies', {
      id: jointId,
      level,
      bodyId: null,
      reason: '逾期未交',
    })
  await change(municipal, 'closeJointScoring', { id: jointId, runId })
  await isDone(runId)
})
afterAll(async () => {
  await stopRunJobs(city.database)
  await city.close()
})

test('before the publication the judged see nothing where the scheme shows no preview, and cannot appeal', async () => {
  expect(await scoresOf(street, runId)).toBe(0)
  const data = await street.ask(`query ($id: ID!) { assessmentRun(id: $id) { id } }`, { id: runId })
  expect(data['assessmentRun']).toBeNull()
  expect(await scoresOf(municipal, runId)).toBeGreaterThan(1)
  expect(await change(street, 'fileAppeal', appeal())).toMatchObject({ code: 'APPEALS_NOT_OPEN' })
  expect(await change(municipal, 'rerunJoint', { id: jointId, runId: rerunId })).toMatchObject({
    code: 'APPEALS_NOT_OPEN',
  })
})

test('a result is published once, not into the past, and who is judged is told and sees their own', async () => {
  expect(
    (await change(municipal, 'publishJointResult', { id: jointId, appealsUntil: '2008-09-01' }))
      .fieldErrors,
  ).toEqual([{ path: 'appealsUntil', code: 'DAY_IN_THE_PAST' }])
  const input = { id: jointId, appealsUntil: '2008-10-20' }
  const both = await Promise.all([
    change(municipal, 'publishJointResult', input),
    change(municipal, 'publishJointResult', input),
  ])
  expect(both.filter(({ code }) => code === 'RESULT_PUBLISHED')).toHaveLength(1)
  expect(await told(street, 'RESULT_PUBLISHED')).toBe(1)
  expect(await scoresOf(street, runId)).toBe(1)
  expect(await scoresOf(other, runId)).toBe(1)
})

describe('an appeal', () => {
  test('is about a part that there is, has a reason, and is by whom it concerns', async () => {
    expect(
      (await change(street, 'fileAppeal', appeal({ indicatorCode: 'none', reason: ' ' })))
        .fieldErrors,
    ).toEqual([
      { path: 'indicatorCode', code: 'UNKNOWN_INDICATOR' },
      { path: 'reason', code: 'REQUIRED' },
    ])
    expect(await change(other, 'fileAppeal', appeal())).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('is filed once about a part, tells the committee, and is seen by nobody else', async () => {
    const before = await told(municipal, 'APPEAL_FILED')
    const input = appeal()
    const filed = await change(street, 'fileAppeal', input)
    expect(filed).toMatchObject({ state: 'FILED', mayAnswer: false })
    expect(await change(street, 'fileAppeal', input)).toMatchObject({ id: input.id })
    expect(await change(street, 'fileAppeal', appeal())).toMatchObject({ code: 'APPEAL_EXISTS' })
    expect(await told(municipal, 'APPEAL_FILED')).toBe(before + 1)
    expect((await appealsOf(street)).map(({ id }) => id)).toEqual([input.id])
    expect((await appealsOf(municipal, { jointId })).map(({ id }) => id)).toEqual([input.id])
    expect(await appealsOf(other)).toEqual([])
  })

  test('may be taken back while it has no answer, and filed again', async () => {
    const input = appeal({ indicatorCode: '' })
    await change(street, 'fileAppeal', input)
    expect(await change(street, 'withdrawAppeal', { id: input.id, version: 9 })).toMatchObject({
      code: 'CHANGED_MEANWHILE',
    })
    expect(await change(street, 'withdrawAppeal', { id: input.id, version: 1 })).toMatchObject({
      state: 'WITHDRAWN',
    })
    expect(await change(street, 'withdrawAppeal', { id: input.id, version: 2 })).toMatchObject({
      code: 'APPEAL_CLOSED',
    })
    expect(await appealsOf(street, { states: ['WITHDRAWN'] })).toHaveLength(1)
    // The other one still waits; this one asks for nothing any more.
    expect(await told(municipal, 'APPEAL_FILED', true)).toBe(1)
    const [oldest] = await appealsOf(street, {}, 'OLDEST')
    expect(oldest?.state).toBe('FILED')
  })

  test('holds up the decision until it is answered, with words and what is corrected', async () => {
    const [filed] = await appealsOf(municipal, { jointId, states: ['FILED'] })
    expect(await change(municipal, 'rerunJoint', { id: jointId, runId: rerunId })).toMatchObject({
      code: 'APPEALS_WAIT',
    })
    const answer = {
      id: filed?.id,
      version: 1,
      answer: 'UPHELD',
      words: '经核实，漏记市级评分',
      correction: '市级评分改为9分',
      mark: { level: 'CITY', points: '9' },
    }
    expect(
      (
        await change(municipal, 'answerAppeal', {
          ...answer,
          words: '',
          correction: '',
          mark: { level: 'ZONE', points: '11' },
        })
      ).fieldErrors,
    ).toEqual([
      { path: 'words', code: 'REQUIRED' },
      { path: 'correction', code: 'REQUIRED' },
      { path: 'mark.level', code: 'UNKNOWN_INDICATOR' },
    ])
    expect(
      (
        await change(municipal, 'answerAppeal', {
          ...answer,
          mark: { level: 'CITY', points: '11' },
        })
      ).fieldErrors,
    ).toEqual([{ path: 'mark.points', code: 'ABOVE_WEIGHT' }])
    const both = await Promise.all([
      change(municipal, 'answerAppeal', answer),
      change(municipal, 'answerAppeal', answer),
    ])
    expect(both.filter(({ state }) => state === 'UPHELD')).toHaveLength(1)
    expect(await told(street, 'APPEAL_ANSWERED')).toBe(1)
    expect(await told(municipal, 'APPEAL_FILED', true)).toBe(0)
    await expect(
      city.database.pool.query(`UPDATE appeal SET reason = 'x' WHERE id = $1`, [filed?.id]),
    ).rejects.toThrow(/answered, once/)
  })
})

test('what changed since the run was frozen names whom the answer concerns', async () => {
  const data = await municipal.ask(
    `query ($filter: AssessmentChangeFilter!) { assessmentChanges(filter: $filter) { edges { node { organisationId kind marksChanged numbers { number } } } } }`,
    { filter: { runId } },
  )
  expect(nodes(z.unknown()).parse(data['assessmentChanges'])).toEqual([
    { organisationId: streetId, kind: 'CHANGED', marksChanged: true, numbers: [] },
  ])
})

test('after an upheld appeal it is run again before it is decided, and who moved is shown with the part', async () => {
  await passDays()
  expect(await change(street, 'fileAppeal', appeal({ indicatorCode: 'spread' }))).toMatchObject({
    code: 'APPEAL_WINDOW_CLOSED',
  })
  expect(await change(municipal, 'decideJoint', { id: jointId })).toMatchObject({
    code: 'RERUN_NEEDED',
  })
  const both = await Promise.all([
    change(municipal, 'rerunJoint', { id: jointId, runId: rerunId }),
    change(municipal, 'rerunJoint', { id: jointId, runId: newId() }),
  ])
  expect(both.filter(({ __typename }) => __typename === 'JointAssessment')).toHaveLength(1)
  const data = await municipal.ask(
    `query ($id: ID!) { jointAssessment(id: $id) { resultRun { id previousRunId } } }`,
    { id: jointId },
  )
  const { resultRun } = z
    .object({ resultRun: z.object({ id: z.string(), previousRunId: z.string() }) })
    .parse(data['jointAssessment'])
  expect(resultRun.previousRunId).toBe(runId)
  await isDone(resultRun.id)

  const moves = async (actor: Actor) =>
    nodes(
      z.object({
        organisationId: z.string(),
        totalBefore: z.string(),
        total: z.string(),
        parts: z.array(z.object({ before: z.string(), after: z.string() })),
      }),
    ).parse(
      (
        await actor.ask(
          `query ($filter: AssessmentMoveFilter!) { assessmentMoves(filter: $filter) { edges { node { organisationId totalBefore total parts { before after } } } } }`,
          { filter: { runId: resultRun.id } },
        )
      )['assessmentMoves'],
    )
  const [first] = await moves(municipal)
  expect(first).toMatchObject({ organisationId: streetId, parts: [{ before: '0', after: '9' }] })
  expect(Number(first?.total) - Number(first?.totalBefore)).toBeCloseTo(9)
  // Until it is decided the judged see the published run alone.
  expect(await scoresOf(street, resultRun.id)).toBe(0)
  expect(await change(municipal, 'decideJoint', { id: jointId })).toMatchObject({
    __typename: 'JointAssessment',
  })
  expect(await change(municipal, 'decideJoint', { id: jointId })).toMatchObject({
    code: 'JOINT_DECIDED',
  })
  expect(await scoresOf(street, resultRun.id)).toBe(1)
  expect(await moves(street)).toHaveLength(1)
  const { rows } = await city.database.pool.query<{ action: string }>(
    `SELECT DISTINCT action FROM audit_event WHERE action LIKE 'appeal.%' OR action IN ('joint.publish', 'joint.rerun', 'joint.decide') ORDER BY 1`,
  )
  expect(rows.map(({ action }) => action)).toEqual([
    'appeal.answer',
    'appeal.file',
    'appeal.withdraw',
    'joint.decide',
    'joint.publish',
    'joint.rerun',
  ])
})

test('a scheme that shows previews shows no run after appeals before it is decided', async () => {
  const copyOf = async (previousRunId: string | null) => {
    const id = newId()
    await city.database.pool.query(
      `INSERT INTO assessment_run SELECT (jsonb_populate_record(r, jsonb_build_object('id', $1::text, 'previous_run_id', $2::text,
         'scheme_id', (SELECT k.id FROM assessment_scheme k WHERE k.kind = 'COMMUNITY' AND (k.content ->> 'previews')::boolean LIMIT 1)))).* FROM assessment_run r WHERE r.id = $3`,
      [id, previousRunId, runId],
    )
    const data = await street.ask(`query ($id: ID!) { assessmentRun(id: $id) { id } }`, { id })
    return data['assessmentRun']
  }
  expect(await copyOf(null)).not.toBeNull()
  expect(await copyOf(runId)).toBeNull()
})
