import { isEnumType, isInputType, Kind, parse, typeFromAST } from 'graphql'
import type { OperationDefinitionNode } from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from './platform/config.ts'
import { trustedDocuments } from './platform/trusted-documents.ts'
import { schema } from './schema.ts'
import { openTestCity } from './testing/city-under-test.ts'
import type { Actor, TestCity } from './testing/city-under-test.ts'
import { exampleOf } from './testing/example-call.ts'

/** So many records, of ten years, that the planner would rather use an index than read them all. */
const RECORDS = 30_000
/** What grows with every record: no page may read one of these as a whole. */
const LARGE = ['activity', 'output']

/** Pages that compute over a whole year's quantities when they are looked at; each to be named here, with what it reads. */
const COMPUTED: Readonly<Record<string, string>> = { DiagnosisConcerns: 'output' }

let city: TestCity
let owner: pg.Client
let actors: [string, Actor][] = []
const values: Record<string, unknown> = { year: 2008, text: '社区' }
beforeAll(async () => {
  city = await openTestCity()
  owner = new pg.Client({ connectionString: city.database.url })
  await owner.connect()
  await addRecords()
  const run = await owner.query<{ id: string }>(
    `SELECT r.id FROM assessment_run r JOIN assessment_scheme s ON s.id = r.scheme_id ORDER BY s.kind LIMIT 1`,
  )
  values['runId'] = run.rows[0]?.id
  const joint = await owner.query<{ id: string }>('SELECT id FROM joint_assessment LIMIT 1')
  values['jointId'] = joint.rows[0]?.id
  actors = await Promise.all(
    ['municipal', 'admin', 'auditor', 'secretary', 'recorder', 'community', 'street', 'zone'].map(
      async (account): Promise<[string, Actor]> => [account, await city.as(account)],
    ),
  )
}, 300_000)
afterAll(async () => {
  await owner.end()
  await city.close()
})

/** Records of the demonstration's pairings over ten years, and as many of a second city, with an output each. */
async function addRecords(): Promise<void> {
  await owner.query("SET session_replication_role = 'replica'")
  await owner.query(
    `WITH pair AS (SELECT row_number() OVER (ORDER BY p.id) AS number, count(*) OVER () AS pairs, p.id, a.id AS agency_id, a.path AS agency_path, c.id AS community_id, c.path AS community_path
         FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id),
       made AS (
         INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, programme_year, day, kind, area, direction, recording_side, title, words, status, version, person_times, hours, usefulness, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at, decided_by_id, decided_at)
         SELECT CASE WHEN n % 2 = 0 THEN '2301' ELSE '9999' END, gen_random_uuid(), p.id, p.agency_id, p.agency_path, p.community_id, p.community_path, 1999 + n % 10, make_date(1999 + n % 10, 1 + n % 9, 1 + n % 28),
           'SIX_HELPS', 'CULTURE', 'AGENCY_TO_COMMUNITY', 'AGENCY_SIDE', '讲座' || n, '', (CASE n % 50 WHEN 0 THEN 'SUBMITTED' WHEN 1 THEN 'DRAFT' WHEN 2 THEN 'RETURNED' ELSE 'COUNTERSIGNED' END)::activity_status, 1, 5, 10, 4, '{}', gen_random_uuid(), now(), now(), gen_random_uuid(), now() - interval '9 days', gen_random_uuid(), now()
         FROM generate_series(1, $1::int) n JOIN pair p ON p.number = 1 + n % p.pairs RETURNING city_code, id)
     INSERT INTO output (city_code, activity_id, indicator_code, position, claimed, accepted) SELECT city_code, id, 'culture.trainings', 1, 1, 1 FROM made`,
    [RECORDS],
  )
  await owner.query('RESET session_replication_role')
  await owner.query('ANALYZE')
}

function operationOf(text: string): OperationDefinitionNode {
  const operation = parse(text).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('a document without operation')
  return operation
}

/** What a page sends: what it needs, and each of the orders that it offers. */
function variablesOf(text: string): Record<string, unknown>[] {
  const definitions = operationOf(text).variableDefinitions ?? []
  const needed = Object.fromEntries(
    definitions
      .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue)
      .map(({ variable, type: node }) => {
        const type = typeFromAST(schema, node)
        const { value: name } = variable.name
        return [name, isInputType(type) ? exampleOf(name, type, values) : null]
      }),
  )
  const orders = definitions.flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node)
    return isEnumType(type) && /^order/i.test(variable.name.value)
      ? type.getValues().map(({ name }) => ({ ...needed, [variable.name.value]: name }))
      : []
  })
  return orders.length > 0 ? orders : [needed]
}

type Plan = {
  'Node Type': string
  'Relation Name'?: string | undefined
  Plans?: Plan[] | undefined
}
const planShape: z.ZodType<Plan> = z.lazy(() =>
  z.looseObject({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    Plans: z.array(planShape).optional(),
  }),
)
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** The large tables that the statement reads as a whole, by the plan that the product would use. */
async function readWhole(statement: string): Promise<string[]> {
  const { rows } = await owner.query<Record<string, unknown>>(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${statement}`,
  )
  const [{ Plan: plan }] = z.tuple([z.object({ Plan: planShape })]).parse(rows[0]?.['QUERY PLAN'])
  return nodesOf(plan).flatMap((node) => {
    const table = node['Relation Name'] ?? ''
    return node['Node Type'].includes('Seq Scan') && LARGE.includes(table) ? [table] : []
  })
}

/** The pages that list: those that can go on to a next page. */
const pages = trustedDocuments(readConfig({}).webDir)
  .texts()
  .filter((text) => text.includes('pageInfo') && text.startsWith('query'))
  .map((text): [string, string] => [operationOf(text).name?.value ?? '', text])

test('there are pages that list', () => {
  expect(pages.length).toBeGreaterThan(30)
})

test.each(pages)('%s reads no large table as a whole', async (name, text) => {
  const found = new Map<string, string>()
  for (const [account, actor] of actors)
    for (const variables of variablesOf(text)) {
      city.statements()
      await actor.answer(text, variables)
      for (const statement of city.statements()) {
        if (!/^(SELECT|WITH)/i.test(statement) || found.has(statement)) continue
        const whole = (await readWhole(statement)).filter((table) => table !== COMPUTED[name])
        found.set(
          statement,
          whole.length > 0
            ? `${account} ${JSON.stringify(variables)} ${whole.join(' ')}: ${statement.slice(0, 3000)}`
            : '',
        )
      }
    }
  expect([...found.values()].filter(Boolean)).toEqual([])
})
