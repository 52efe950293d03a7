import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { newId } from '../../testing/recording.ts'
import { stopRunJobs } from './run-jobs.ts'

const outcome = z.looseObject({
  __typename: z.string(),
  id: z.string().optional(),
  code: z.string().optional(),
  state: z.string().optional(),
  status: z.string().optional(),
  version: z.number().optional(),
  revision: z.number().optional(),
  problems: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
const runShape = z.object({
  id: z.string(),
  state: z.string(),
  totalOrganisations: z.number().nullable(),
  inputsHash: z.string().nullable(),
  resultHash: z.string().nullable(),
  scheme: z.object({ id: z.string(), kind: z.string() }),
})
const scoresShape = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        total: z.string(),
        rank: z.number().nullable(),
        grade: z.string(),
        organisation: z.object({ id: z.string(), code: z.string() }),
      }),
    }),
  ),
})

let city: TestCity
let municipal: Actor
let secretary: Actor
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  secretary = await city.as('secretary')
})
afterAll(async () => {
  await stopRunJobs(city.database)
  await city.close()
})

const runFields = 'id state totalOrganisations inputsHash resultHash scheme { id kind }'
async function runs(actor: Actor = municipal) {
  const data = await actor.ask(`{ assessmentRuns { edges { node { ${runFields} } } } }`)
  return z
    .object({ edges: z.array(z.object({ node: runShape })) })
    .parse(data['assessmentRuns'])
    .edges.map(({ node }) => node)
}
async function ended(id?: string) {
  for (;;) {
    const all = await runs()
    const asked = id === undefined ? all : all.filter((one) => one.id === id)
    if (asked.every(({ state }) => !['GATHERING', 'SCORING'].includes(state))) return asked
  }
}
async function runOf(kind: string) {
  const run = (await ended()).find(({ scheme, state }) => scheme.kind === kind && state === 'DONE')
  if (run === undefined) throw new Error(`no run of ${kind}`)
  return run
}
async function scores(actor: Actor, runId: string, rest: Record<string, unknown> = {}) {
  const data = await actor.ask(
    `query ($filter: AssessmentScoreFilter!, $order: ScoreOrder) { assessmentScores(first: 100, filter: $filter, order: $order) { edges { node { total rank grade organisation { id code } } } } }`,
    { filter: { runId, ...rest } },
  )
  return scoresShape.parse(data['assessmentScores']).edges.map(({ node }) => node)
}
async function change(operation: string, input: Record<string, unknown>, actor = municipal) {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`
  const isRun = operation.endsWith('Run')
  const data = await actor.ask(
    `mutation ($input: ${type}!) { ${operation}(input: $input) { __typename ${isRun ? '... on AssessmentRun { id state }' : '... on AssessmentScheme { id status version revision problems { path code } } ... on InvalidInput { fieldErrors { path code } }'} ... on Failure { code } } }`,
    { input },
  )
  return outcome.parse(data[operation])
}
const indicator = (changes: Record<string, unknown> = {}) => ({
  code: 'help',
  name: { zhCn: '帮建', zhTw: '幫建', en: 'Help' },
  role: 'SCORED',
  weight: '100',
  floor: '',
  formula: 'records.given',
  per: 'NOTHING',
  better: 'MORE',
  method: { kind: 'PROPORTIONAL' },
  basis: '工作要点',
  ...changes,
})
const scheme = (changes: Record<string, unknown> = {}) => ({
  id: newId(),
  version: null,
  programmeYear: 2008,
  kind: 'STREET',
  title: '街道考评方案',
  indicators: [indicator()],
  grades: [{ grade: 'GOOD', from: '75' }],
  ties: [],
  ...changes,
})

describe('schemes', () => {
  test('a draft is kept with what is wrong, comes into force without, and is then never changed', async () => {
    const draft = scheme({ indicators: [indicator({ formula: 'records.givn', weight: '90' })] })
    const saved = await change('saveAssessmentScheme', draft)
    expect(saved).toMatchObject({ status: 'DRAFT', version: 1, revision: 1 })
    expect(saved.problems?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'indicators.0.formula FORMULA_UNKNOWN_NAME',
      'indicators WEIGHTS_DO_NOT_SUM',
    ])
    const force = (version: number) =>
      change('moveAssessmentScheme', { id: draft.id, version, move: 'PUT_IN_FORCE' })
    expect((await force(1)).fieldErrors).toHaveLength(2)
    expect(await change('startAssessmentRun', { id: newId(), schemeId: draft.id })).toMatchObject({
      code: 'SCHEME_NOT_IN_FORCE',
    })
    expect(await change('saveAssessmentScheme', scheme())).toMatchObject({
      code: 'SCHEME_DRAFT_EXISTS',
    })
    expect(
      await change('saveAssessmentScheme', { ...scheme(), id: draft.id, version: 7 }),
    ).toMatchObject({
      code: 'CHANGED_MEANWHILE',
    })
    expect(
      await change('saveAssessmentScheme', { ...scheme(), id: draft.id, version: 1 }),
    ).toMatchObject({
      version: 2,
      problems: [],
    })
    expect(await force(1)).toMatchObject({ code: 'CHANGED_MEANWHILE' })
    expect(await force(2)).toMatchObject({ status: 'IN_FORCE', version: 3 })
    expect(
      await change('saveAssessmentScheme', { ...scheme(), id: draft.id, version: 3 }),
    ).toMatchObject({
      code: 'SCHEME_NOT_A_DRAFT',
    })
    await expect(
      city.database.pool.query(`UPDATE assessment_scheme SET title = 'x' WHERE id = $1`, [
        draft.id,
      ]),
    ).rejects.toThrow(/never changed/)
    const next = scheme()
    expect(await change('saveAssessmentScheme', next)).toMatchObject({ revision: 2 })
    expect(
      await change('moveAssessmentScheme', { id: next.id, version: 1, move: 'PUT_IN_FORCE' }),
    ).toMatchObject({ status: 'IN_FORCE' })
    const { rows } = await city.database.pool.query(
      `SELECT status FROM assessment_scheme WHERE kind = 'STREET' ORDER BY revision`,
    )
    expect(rows.map(({ status }) => status)).toEqual(['RETIRED', 'IN_FORCE'])
  })

  test('a draft is not there for the judged', async () => {
    const draft = scheme({ kind: 'BRANCH' })
    await change('saveAssessmentScheme', draft)
    const look = async (actor: Actor) =>
      (await actor.ask('query ($id: ID!) { assessmentScheme(id: $id) { id } }', { id: draft.id }))[
        'assessmentScheme'
      ]
    expect(await look(secretary)).toBeNull()
    expect(await look(municipal)).toMatchObject({ id: draft.id })
    expect(
      await change('moveAssessmentScheme', { id: draft.id, version: 1, move: 'DISCARD' }),
    ).toMatchObject({ status: 'DRAFT' })
    expect(await look(municipal)).toBeNull()
  })
})

describe('runs', () => {
  test('what was left under way is taken up and done: every agency has a score, also who reported nothing', async () => {
    const { id: before } = await runOf('AGENCY')
    const id = newId()
    const { pool } = city.database
    await pool.query(
      `INSERT INTO assessment_run (city_code, id, scheme_id, programme_year, state, alive_at, scoring_version, indicator_units, started_by_id, started_by_name, started_at)
       SELECT city_code, $1, scheme_id, programme_year, 'GATHERING', 'epoch', scoring_version, indicator_units, started_by_id, started_by_name, started_at FROM assessment_run WHERE id = $2`,
      [id, before],
    )
    expect((await ended(id))[0]).toMatchObject({ state: 'DONE', totalOrganisations: 96 })
    const all = await scores(municipal, id)
    expect(all).toHaveLength(96)
    expect(all[0]?.rank).toBe(1)
    const { rows } = await pool.query(
      `SELECT count(*)::int AS n FROM audit_event WHERE action = 'assessment.runDone' AND subject_id = $1`,
      [id],
    )
    expect(rows[0]).toEqual({ n: 1 })
  })

  test('those of the demonstration are done, and one of them takes the place of another after appeals', async () => {
    const { rows } = await city.database.pool.query(
      `SELECT r.state, (SELECT count(*)::int FROM assessment_score s JOIN assessment_score q ON q.run_id = r.previous_run_id AND q.organisation_id = s.organisation_id WHERE s.run_id = r.id AND q.total <> s.total) AS moved
       FROM assessment_run r WHERE r.id IN (SELECT result_run_id FROM joint_assessment UNION SELECT opening_run_id FROM joint_assessment) ORDER BY moved`,
    )
    expect(rows).toEqual([
      { state: 'DONE', moved: 0 },
      { state: 'DONE', moved: 0 },
      { state: 'DONE', moved: 2 },
    ])
  })

  test('the same inputs give the same bytes; two at once: one is refused; sent twice it is the same', async () => {
    const before = await runOf('AGENCY')
    const input = { id: newId(), schemeId: before.scheme.id }
    expect(await change('startAssessmentRun', input)).toMatchObject({ __typename: 'AssessmentRun' })
    expect(await change('startAssessmentRun', { ...input, id: newId() })).toMatchObject({
      code: 'RUN_UNDER_WAY',
    })
    expect(await change('startAssessmentRun', input)).toMatchObject({ id: input.id })
    const [after] = await ended(input.id)
    expect(after).toMatchObject({
      state: 'DONE',
      inputsHash: before.inputsHash,
      resultHash: before.resultHash,
    })
    expect(await change('cancelAssessmentRun', { id: input.id })).toMatchObject({
      code: 'RUN_HAS_ENDED',
    })
    await expect(
      city.database.pool.query(`UPDATE assessment_score SET total = 100 WHERE run_id = $1`, [
        input.id,
      ]),
    ).rejects.toThrow(/assessment_score/)
  })

  test('one that is stopped has no scores', async () => {
    const { scheme: of } = await runOf('COMMUNITY')
    const id = newId()
    await change('startAssessmentRun', { id, schemeId: of.id })
    expect(await change('cancelAssessmentRun', { id })).toMatchObject({ state: 'CANCELLED' })
    expect((await ended(id))[0]?.state).toBe('CANCELLED')
    await change('startAssessmentRun', { id: newId(), schemeId: of.id })
    await ended()
    const { rows } = await city.database.pool.query(
      'SELECT count(*)::int AS n FROM assessment_score WHERE run_id = $1',
      [id],
    )
    expect(rows[0]).toEqual({ n: 0 })
  })

  test('one that was broken off after its inputs were frozen ends as it would have', async () => {
    const before = await runOf('AGENCY')
    const id = newId()
    const { pool } = city.database
    await pool.query(
      `INSERT INTO assessment_run (city_code, id, scheme_id, programme_year, state, alive_at, frozen_at, total_organisations, scoring_version, indicator_units, started_by_id, started_by_name, started_at)
       SELECT city_code, $1, scheme_id, programme_year, 'SCORING', 'epoch', frozen_at, total_organisations, scoring_version, indicator_units, started_by_id, started_by_name, started_at FROM assessment_run WHERE id = $2`,
      [id, before.id],
    )
    await pool.query(
      `INSERT INTO assessment_input SELECT city_code, $1, organisation_id, organisation_code, organisation_name, organisation_path, position, ranked, counts, marks FROM assessment_input WHERE run_id = $2`,
      [id, before.id],
    )
    expect((await ended(id))[0]).toMatchObject({ state: 'DONE', resultHash: before.resultHash })
  })
})

describe('scores', () => {
  const explained = z.object({
    score: z.object({ total: z.string(), grade: z.string() }),
    parts: z.array(
      z.object({
        points: z.string(),
        indicator: z.object({ code: z.string() }),
        numbers: z.array(
          z.object({
            measure: z.string(),
            value: z.string(),
            records: z.object({ direction: z.string().nullable() }).nullable(),
          }),
        ),
      }),
    ),
    nextGrade: z.object({ grade: z.string(), missing: z.string() }).nullable(),
    changes: z.array(z.object({ number: z.string(), frozen: z.string(), now: z.string() })),
  })
  const open = async (actor: Actor, runId: string, organisationId: string) => {
    const data = await actor.ask(
      `query ($runId: ID!, $organisationId: ID!) { assessmentScore(runId: $runId, organisationId: $organisationId) { score { total grade } parts { points indicator { code } numbers { measure value records { direction } } } nextGrade { grade missing } changes { number frozen now } } }`,
      { runId, organisationId },
    )
    return explained.nullable().parse(data['assessmentScore'])
  }

  test('the judged see theirs, others do not', async () => {
    const run = await runOf('AGENCY')
    expect((await scores(secretary, run.id)).map(({ organisation }) => organisation.code)).toEqual([
      'A001',
    ])
    expect(await scores(await city.as('community'), run.id)).toEqual([])
    const other = (await scores(municipal, run.id)).find(
      ({ organisation }) => organisation.code !== 'A001',
    )
    expect(await open(secretary, run.id, other?.organisation.id ?? '')).toBeNull()
    const zone = await scores(await city.as('zone'), run.id)
    // Who leads a zone is judged too: of the others it sees nothing before it is published.
    expect(zone).toHaveLength(1)
  })

  test('open into parts that add up and numbers that are those of the list of records', async () => {
    const run = await runOf('AGENCY')
    const [own] = await scores(secretary, run.id)
    const score = await open(secretary, run.id, own?.organisation.id ?? '')
    const sum = (score?.parts ?? []).reduce(
      (all, { points }) => all + Math.round(Number(points) * 100),
      0,
    )
    expect(sum / 100).toBe(Number(score?.score.total))
    const given = score?.parts
      .flatMap(({ numbers }) => numbers)
      .find(({ measure }) => measure === 'records.given')
    const { rows } = await city.database.pool.query(
      `SELECT count(*)::text AS n FROM activity WHERE agency_side_path LIKE '2301/A001/%' AND programme_year = 2008 AND status = 'COUNTERSIGNED' AND direction = 'AGENCY_TO_COMMUNITY'`,
    )
    expect(given).toMatchObject({
      value: rows[0]?.n,
      records: { direction: 'AGENCY_TO_COMMUNITY' },
    })
    expect(score?.changes).toEqual([])
  })

  test('a share says what it is made of, marks by level once published, and the next grade names what could have been done', async () => {
    const { rows } = await city.database.pool.query<{ id: string; owner: string }>(
      `SELECT p.run_id AS id, (SELECT id FROM organisation WHERE code = 'A001') AS owner FROM run_publication p`,
    )
    const [published] = rows
    const data = await secretary.ask(
      `query ($runId: ID!, $organisationId: ID!) { assessmentScore(runId: $runId, organisationId: $organisationId) {
        score { mayOpen }
        parts { indicator { code } marks { level points } numbers { measure of { measure value records { waiting } } } }
        nextGrade { ways { measure } together { total ways { measure } } }
      } }`,
      { runId: published?.id, organisationId: published?.owner },
    )
    const { score, parts, nextGrade } = z
      .object({
        score: z.object({ mayOpen: z.boolean() }),
        parts: z.array(
          z.object({
            indicator: z.object({ code: z.string() }),
            marks: z.array(z.unknown()),
            numbers: z.array(z.object({ measure: z.string(), of: z.array(z.looseObject({})) })),
          }),
        ),
        nextGrade: z.object({ ways: z.array(z.unknown()), together: z.unknown() }),
      })
      .parse(data['assessmentScore'])
    expect(score.mayOpen).toBe(true)
    const share = parts
      .flatMap(({ numbers }) => numbers)
      .find(({ measure }) => measure === 'share.countersigned')
    expect(share?.of).toMatchObject([
      { measure: 'records.accepted', records: { waiting: false } },
      { measure: 'records.waiting', records: { waiting: true } },
    ])
    expect(
      parts.find(({ indicator: { code } }) => code === 'committeeMark')?.marks.length,
    ).toBeGreaterThan(0)
    expect(nextGrade.ways.length > 0 || nextGrade.together !== null).toBe(true)
  })

  test('what a bulletin published of others is to be read, not to be opened', async () => {
    const { rows } = await city.database.pool.query<{ id: string }>(
      `SELECT run_id AS id FROM run_publication`,
    )
    const data = await secretary.ask(
      `query ($filter: AssessmentScoreFilter!) { assessmentScores(first: 100, filter: $filter) { edges { node { mayOpen organisation { code } } } } }`,
      { filter: { runId: rows[0]?.id } },
    )
    const { edges } = z
      .object({
        edges: z.array(
          z.object({
            node: z.object({ mayOpen: z.boolean(), organisation: z.object({ code: z.string() }) }),
          }),
        ),
      })
      .parse(data['assessmentScores'])
    expect(edges.length).toBeGreaterThan(1)
    expect(edges.flatMap(({ node }) => (node.mayOpen ? [node.organisation.code] : []))).toEqual([
      'A001',
    ])
  })

  test('what changed after the run is said, and the run stays as it is', async () => {
    const run = await runOf('AGENCY')
    const [own] = await scores(secretary, run.id)
    const id = own?.organisation.id ?? ''
    const before = await open(secretary, run.id, id)
    const { pool } = city.database
    await pool.query(
      `UPDATE activity SET status = 'SUBMITTED', version = version + 1 WHERE id = (SELECT id FROM activity WHERE agency_side_path LIKE '2301/A001/%' AND programme_year = 2008 AND status = 'COUNTERSIGNED' AND direction = 'AGENCY_TO_COMMUNITY' AND day > '2008-07-10' ORDER BY id LIMIT 1)`,
    )
    const after = await open(secretary, run.id, id)
    expect(after?.score).toEqual(before?.score)
    const given = after?.changes.find(({ number }) => number === 'records.given')
    expect(Number(given?.frozen) - Number(given?.now)).toBe(1)
  })
})

describe('formulas', () => {
  const ask = async (text: string, use = 'QUANTITY') => {
    const { rows } = await city.database.pool.query(
      `SELECT id FROM organisation WHERE code = 'A002'`,
    )
    const data = await municipal.ask(
      `query ($text: String!, $use: FormulaUse!, $organisationId: ID) { assessmentFormula(text: $text, use: $use, kind: AGENCY, programmeYear: 2008, organisationId: $organisationId) { ... on TriedFormula { unit value holds problem { code from message } measures { measure value unit } } } }`,
      { text, use, organisationId: rows[0]?.id },
    )
    return data['assessmentFormula']
  }
  test('say where they are wrong, or what they give for a real organisation', async () => {
    expect(await ask('records.given + people.hours')).toMatchObject({
      value: null,
      problem: { code: 'FORMULA_UNITS', from: 16 },
    })
    expect(await ask('capacity.units * 2')).toMatchObject({
      unit: 'organisation',
      problem: null,
      measures: [{ measure: 'capacity.units', unit: 'organisation' }],
    })
    expect(await ask('records.given > 0', 'CONDITION')).toMatchObject({ holds: true, value: null })
  })
  test('name every measure', async () => {
    const data = await secretary.ask('{ assessmentMeasures { key unit name } }')
    expect(data['assessmentMeasures']).toContainEqual({
      key: 'records.given',
      unit: 'record',
      name: null,
    })
  })
})
