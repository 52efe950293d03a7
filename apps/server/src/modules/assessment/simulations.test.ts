import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { newId } from '../../testing/recording.ts'
import { stopRunJobs } from './run-jobs.ts'
import { takeUpSilentSimulations } from './simulate.ts'

const side = z.object({
  title: z.string(),
  marksOfOther: z.boolean(),
  outcome: z
    .object({
      organisations: z.number(),
      ranked: z.number(),
      sizeMeasure: z.string().nullable(),
      bins: z.array(z.object({ count: z.number() })),
      groups: z.array(z.object({ by: z.string(), key: z.string(), count: z.number() })),
      sensitivity: z.array(
        z.object({ code: z.string(), more: z.object({ tau: z.number().nullable() }) }),
      ),
      pairs: z.array(z.object({ first: z.string(), second: z.string() })),
      medianOrganisation: z.object({ total: z.number() }).nullable(),
    })
    .nullable(),
})
const simulationShape = z.looseObject({
  __typename: z.string().optional(),
  code: z.string().optional(),
  state: z.string().optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
  side: side.optional(),
  other: side.nullable().optional(),
  moves: z
    .object({
      compared: z.number(),
      up: z.number(),
      down: z.number(),
      movers: z.array(z.object({ rank: z.number(), otherRank: z.number() })),
    })
    .nullable()
    .optional(),
})
const fields = `id state doneOrganisations totalOrganisations
  side { title marksOfOther outcome { organisations ranked sizeMeasure bins { count } groups { by key count } sensitivity { code more { tau } } pairs { first second } medianOrganisation { total } } }
  other { title marksOfOther outcome { organisations ranked sizeMeasure bins { count } groups { by key count } sensitivity { code more { tau } } pairs { first second } medianOrganisation { total } } }
  moves { compared up down movers { rank otherRank } }`

let city: TestCity
let municipal: Actor
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
})
afterAll(async () => {
  await stopRunJobs(city.database)
  await city.close()
})

async function start(input: Record<string, unknown>) {
  const data = await municipal.ask(
    `mutation ($input: StartAssessmentSimulationInput!) { startAssessmentSimulation(input: $input) { __typename ... on AssessmentSimulation { ${fields} } ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } } }`,
    { input },
  )
  return simulationShape.parse(data['startAssessmentSimulation'])
}
async function ended(id: string) {
  for (;;) {
    const data = await municipal.ask(
      `query ($id: ID!) { assessmentSimulation(id: $id) { ${fields} } }`,
      { id },
    )
    const simulation = simulationShape.parse(data['assessmentSimulation'])
    if (!['GATHERING', 'SCORING'].includes(simulation.state ?? '')) return simulation
  }
}
async function schemeOf(kind: string, status = 'IN_FORCE'): Promise<string> {
  const { rows } = await city.database.pool.query<{ id: string }>(
    'SELECT id FROM assessment_scheme WHERE kind::text = $1 AND status::text = $2',
    [kind, status],
  )
  return rows[0]?.id ?? ''
}
const counted = async (what: string) => {
  const { rows } = await city.database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${what}`,
  )
  return rows[0]?.n
}
/** A draft of the agencies' scheme with another weight on two of its indicators. */
async function draft(changes: Record<string, { weight: string }>): Promise<string> {
  const id = newId()
  await city.database.pool.query(
    `INSERT INTO assessment_scheme (city_code, id, programme_year, kind, revision, status, version, title, content, changed_at, changed_by_name)
     SELECT city_code, $1, programme_year, kind, revision + 1, 'DRAFT', 1, '修订草案',
       jsonb_set(jsonb_set(content, '{title}', '"修订草案"'), '{indicators}', (SELECT jsonb_agg(i || coalesce($2::jsonb -> (i ->> 'code'), '{}')) FROM jsonb_array_elements(content -> 'indicators') i)), changed_at, changed_by_name
     FROM assessment_scheme WHERE kind = 'AGENCY' AND status = 'IN_FORCE'`,
    [id, JSON.stringify(changes)],
  )
  return id
}

describe('a simulation', () => {
  test('of a draft against what is in force shows who moves, and writes nothing that counts', async () => {
    const before = await Promise.all(
      ['assessment_run', 'assessment_input', 'assessment_score'].map(counted),
    )
    const schemeId = await draft({ help: { weight: '10' }, bothWays: { weight: '20' } })
    const inForce = await schemeOf('AGENCY')
    const id = newId()
    const begun = await start({ id, schemeId, programmeYear: 2008, otherSchemeId: inForce })
    expect(begun.__typename).toBe('AssessmentSimulation')
    const simulation = await ended(id)
    expect(simulation).toMatchObject({
      state: 'DONE',
      side: { title: '修订草案', marksOfOther: true },
      other: { marksOfOther: false },
    })
    const outcome = simulation.side?.outcome
    expect(outcome).toMatchObject({ organisations: 96, ranked: 96 })
    expect(outcome?.bins.reduce((sum, { count }) => sum + count, 0)).toBe(96)
    const zones = outcome?.groups.filter(({ by }) => by === 'PLACE') ?? []
    expect(zones).toHaveLength(8)
    expect(zones.reduce((sum, { count }) => sum + count, 0)).toBe(96)
    expect(outcome?.sensitivity.map(({ code }) => code)).not.toContain('nothing')
    expect(outcome?.medianOrganisation).not.toBeNull()
    expect(simulation.moves?.compared).toBe(96)
    expect(simulation.moves?.movers.length).toBe(
      (simulation.moves?.up ?? 0) + (simulation.moves?.down ?? 0),
    )
    expect(simulation.moves?.movers[0]?.rank).not.toBe(simulation.moves?.movers[0]?.otherRank)
    expect(
      await Promise.all(['assessment_run', 'assessment_input', 'assessment_score'].map(counted)),
    ).toEqual(before)
    // Sent twice, it is the same one.
    expect(await start({ id, schemeId, programmeYear: 2008 })).toMatchObject({ id, state: 'DONE' })
    expect(await counted(`assessment_simulation WHERE id = '${id}'`)).toBe(1)
  })

  test('of what is in force gives the totals that its run gave', async () => {
    const schemeId = await schemeOf('COMMUNITY')
    const id = newId()
    await start({ id, schemeId, programmeYear: 2008 })
    const { side: own, moves } = await ended(id)
    expect(moves).toBeNull()
    const { rows } = await city.database.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM organisation WHERE kind = 'COMMUNITY' AND valid_to IS NULL`,
    )
    expect(own?.outcome?.ranked).toBe(rows[0]?.n)
    const districts = own?.outcome?.groups.filter(({ by }) => by === 'PLACE') ?? []
    expect(districts.every(({ key }) => key !== '')).toBe(true)
  })

  test('is refused where the scheme has something wrong, or the other side does not fit', async () => {
    const [agency, community] = [await schemeOf('AGENCY'), await schemeOf('COMMUNITY')]
    const input = { id: newId(), schemeId: agency, programmeYear: 2008 }
    const codes = async (changes: Record<string, unknown>) =>
      (await start({ ...input, ...changes })).fieldErrors?.map(
        ({ path, code }) => `${path} ${code}`,
      )
    expect(await codes({ programmeYear: 1999 })).toEqual(['programmeYear UNKNOWN_PROGRAMME_YEAR'])
    expect(await codes({ otherSchemeId: agency, otherYear: 1999 })).toEqual([
      'otherYear UNKNOWN_PROGRAMME_YEAR',
    ])
    expect(await codes({ otherSchemeId: community })).toEqual([
      'otherSchemeId SCHEME_OF_ANOTHER_KIND',
    ])
    expect(await codes({ otherSchemeId: agency })).toEqual(['otherSchemeId SAME_SCHEME_AND_YEAR'])
    expect(await start({ ...input, schemeId: newId() })).toMatchObject({ code: 'NOT_FOUND' })
    await city.database.pool.query(`DELETE FROM assessment_scheme WHERE status = 'DRAFT'`)
    const wrong = await draft({ help: { weight: '10' } })
    expect(await codes({ schemeId: wrong })).toEqual(['indicators WEIGHTS_DO_NOT_SUM'])
  })

  test('that nobody works on any more is done again; one that was stopped stays so', async () => {
    const schemeId = await schemeOf('AGENCY')
    const done = newId()
    await start({ id: done, schemeId, programmeYear: 2008 })
    await ended(done)
    const [left, stopped] = [newId(), newId()]
    for (const id of [left, stopped])
      await city.database.pool.query(
        `INSERT INTO assessment_simulation (city_code, id, scheme_id, side, indicator_units, state, alive_at, started_by_id, started_by_name, started_at)
         SELECT city_code, $1, scheme_id, side, indicator_units, 'SCORING', 'epoch', started_by_id, started_by_name, started_at FROM assessment_simulation WHERE id = $2`,
        [id, done],
      )
    const data = await municipal.ask(
      'mutation ($input: CancelAssessmentSimulationInput!) { cancelAssessmentSimulation(input: $input) { ... on AssessmentSimulation { state } ... on Failure { code } } }',
      { input: { id: stopped } },
    )
    expect(data['cancelAssessmentSimulation']).toEqual({ state: 'CANCELLED' })
    await takeUpSilentSimulations(await municipal.context())
    expect((await ended(left)).state).toBe('DONE')
    expect((await ended(stopped)).state).toBe('CANCELLED')
    const again = await municipal.ask(
      'mutation ($input: CancelAssessmentSimulationInput!) { cancelAssessmentSimulation(input: $input) { ... on AssessmentSimulation { state } ... on Failure { code } } }',
      { input: { id: left } },
    )
    expect(again['cancelAssessmentSimulation']).toEqual({ code: 'RUN_HAS_ENDED' })
  })
})
