import { isEnumType, isInputType, Kind, parse, typeFromAST } from 'graphql'
import type { OperationDefinitionNode } from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { foldCitySums } from './modules/analysis/fold-city-sums.ts'
import { readConfig } from './platform/config.ts'
import { trustedDocuments } from './platform/trusted-documents.ts'
import { schema } from './schema.ts'
import { openTestCity } from './testing/city-under-test.ts'
import type { Actor, TestCity } from './testing/city-under-test.ts'
import { pretendNation } from './testing/nation-statistics.ts'
import { exampleOf } from './testing/example-call.ts'

/** What a page may cost by the planner's own measure, in which reading a row of a table costs 0.01 or more. */
const MOST = 5000

/** Pages that cost more, and what they may: they compute over a year's records, or the planner guesses far too much. */
const DEARER: Readonly<Record<string, number>> = {
  AssessmentChanges: 600_000,
  Breakdown: 60_000,
  CampaignPlans: 250_000,
  DiagnosisConcerns: 3_500_000,
  DonationGroups: 6_000_000,
  DonationLedger: 300_000,
  Explore: 120_000,
  HouseholdLooks: 80_000,
  LabourHours: 30_000,
  LateReports: 20_000,
  Pairings: 70_000,
  Plans: 250_000_000,
  Positions: 15_000,
  Records: 150_000,
  // Counted as if each pair were asked for its plan in each month; where all months are to be reported hardly any is.
  ReportRates: 30_000_000,
  WaitingRecords: 15_000,
}

let city: TestCity
let owner: pg.Client
let actors: [string, Actor][] = []
const values: Record<string, unknown> = { year: 2008, text: '社区' }
beforeAll(async () => {
  city = await openTestCity()
  owner = new pg.Client({ connectionString: city.database.url })
  await owner.connect()
  const run = await owner.query<{ id: string }>(
    `SELECT r.id FROM assessment_run r JOIN assessment_scheme s ON s.id = r.scheme_id ORDER BY s.kind LIMIT 1`,
  )
  values['runId'] = run.rows[0]?.id
  const joint = await owner.query<{ id: string }>('SELECT id FROM joint_assessment LIMIT 1')
  values['jointId'] = joint.rows[0]?.id
  await foldCitySums(city.database, '2301')
  await pretendNation(owner)
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

const planShape = z.tuple([z.object({ Plan: z.object({ 'Total Cost': z.number() }) })])

/** What the statement costs beside a nation's records. */
async function costOf(text: string, values: unknown[]): Promise<number> {
  const { rows } = await owner.query<Record<string, unknown>>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  )
  const [{ Plan: plan }] = planShape.parse(rows[0]?.['QUERY PLAN'])
  return plan['Total Cost']
}

/** The pages that list: those that can go on to a next page. */
const pages = trustedDocuments(readConfig({}).webDir)
  .texts()
  .filter((text) => text.includes('pageInfo') && text.startsWith('query'))
  .map((text): [string, string] => [operationOf(text).name?.value ?? '', text])

test('there are pages that list', () => {
  expect(pages.length).toBeGreaterThan(30)
})

test.each(pages)('%s is cheap beside ten million records', async (name, text) => {
  const costs = new Map<string, { cost: number; told: string }>()
  for (const [account, actor] of actors)
    for (const variables of variablesOf(text)) {
      city.calls()
      await actor.answer(text, variables)
      for (const { text: statement, values: sent } of city.calls()) {
        const key = `${account} ${statement}`
        if (!/^(SELECT|WITH)/i.test(statement) || costs.has(key)) continue
        const cost = await costOf(statement, sent)
        const told = `${account} ${JSON.stringify(variables)} costs ${cost}: ${statement.slice(0, 3000)}`
        costs.set(key, { cost, told })
      }
    }
  const dear = [...costs.values()].filter(({ cost }) => cost > (DEARER[name] ?? MOST))
  expect(dear.map(({ told }) => told)).toEqual([])
})
