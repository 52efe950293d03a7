import { isInputType, Kind, parse, typeFromAST, validate } from 'graphql'
import type { ExecutionResult, OperationDefinitionNode } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../schema.ts'
import { openTestCity } from '../testing/city-under-test.ts'
import type { Actor, TestCity } from '../testing/city-under-test.ts'
import { exampleOf } from '../testing/example-call.ts'
import { compiledExecution, interpret } from './compiled-execution.ts'
import { readConfig } from './config.ts'
import { limitRules } from './query-limits.ts'
import { trustedDocuments } from './trusted-documents.ts'

let city: TestCity
let actors: Actor[] = []
beforeAll(async () => {
  city = await openTestCity()
  actors = await Promise.all(
    ['recorder', 'community', 'municipal', 'admin'].map((account) => city.as(account)),
  )
})
afterAll(() => city.close())

/** What both ways must agree in: the data, and of errors what, where and why. */
const comparable = ({ data, errors }: ExecutionResult) => ({
  data: JSON.parse(JSON.stringify(data ?? null)),
  errors: (errors ?? []).map(({ message, path, extensions }) => ({
    message,
    path,
    extensions: { ...extensions },
  })),
})

const execute = compiledExecution(schema)

async function bothWays(source: string, variables: Record<string, unknown>, actor: Actor) {
  const document = parse(source)
  const context = await actor.context()
  const call = () => ({
    document,
    operationName: null,
    variables,
    context: { ...context, loaders: new Map() },
  })
  const compiled = comparable(await execute(source, call()))
  const interpreted = comparable(await interpret(schema, call()))
  // Of several errors that leave no data, graphql-js tells the first, compiled execution all.
  const told = interpreted.errors.map(({ path }) => String(path))
  const errors = compiled.errors.filter(
    ({ path }) => compiled.data !== null || told.includes(String(path)),
  )
  return { compiled: { ...compiled, errors }, interpreted }
}

const documents = [
  '{ viewer { account today programmeYear waitingForMe permissions { operation scope } assignments { role organisation { name ancestors { name } } zone { name } } activeAssignment { role } } }',
  '{ organisations(first: 20) { edges { cursor node { id kind name parent { name } zone { name leadAgency { name } } children { name } ledZones { name } } } pageInfo { hasNextPage endCursor } } }',
  '{ zones { name agencies { name } } catalogue { code name unit area } periods { year status } campaigns { name day } }',
  '{ pairings(first: 20) { edges { node { level agencySide { name } communitySide { name } active lastActivityDay countersigned submitted } } } }',
  '{ activities(first: 30) { edges { node { ...Row outputs { indicator { name } claimed accepted } participations { headCount } steps { kind at byName } waiting { due overdue organisation { name } } actions { action refusal { code message } } refusal(action: SUBMIT) { code } countersignatures { decision words } } } } } fragment Row on Activity { id title status agencySide { name } communitySide { name } pairing { id } }',
  '{ countersigningInbox { edges { node { id title openQuestions changesSinceReturn { path before after } } } } }',
  '{ citySummary(year: 2008) { total { countersigned submitted personTimes hours averageUsefulness } areas { area total { countersigned } } months { month sixHelps labour visits } breakdown(by: ZONE) { edges { node { name total { countersigned } } } } } }',
  '{ auditCheck { verdict events } suggestions { edges { node { id } } } }',
  'query ($no: Boolean = false) { viewer { account @include(if: $no) name @skip(if: $no) ... on Viewer { id } } }',
  '{ organisations(first: 1000) { edges { cursor } } }',
  'mutation { withdrawActivity(input: { id: "01900000-0000-7000-8000-000000000000", version: 1 }) { __typename ... on Failure { code message } ... on Activity { id } } }',
]

describe('compiled and interpreted, every document answers the same', () => {
  test.each(documents)('%s', async (source) => {
    for (const actor of actors) {
      const { compiled, interpreted } = await bothWays(source, {}, actor)
      expect(compiled).toEqual(interpreted)
    }
  })

  test.each([
    [{ id: 'not an id' }],
    [{ id: 7 }],
    [{ id: null }],
    [{}],
    [{ id: ['01900000-0000-7000-8000-000000000000'] }],
  ])('with the variables %j', async (variables) => {
    for (const actor of actors) {
      const { compiled, interpreted } = await bothWays(
        'query ($id: ID!) { zone(id: $id) { name } }',
        variables,
        actor,
      )
      expect(compiled).toEqual(interpreted)
    }
  })

  test.each([
    [{ first: 1.5 }],
    [{ first: '3' }],
    [{ first: 2 ** 40 }],
    [{ filter: { kinds: ['NONE'] } }],
    [{ filter: { unknown: 1 } }],
  ])('with odd arguments %j', async (variables) => {
    const source =
      'query ($first: Int, $filter: OrganisationFilter) { organisations(first: $first, filter: $filter) { edges { cursor } } }'
    for (const actor of actors) {
      const { compiled, interpreted } = await bothWays(source, variables, actor)
      expect(compiled).toEqual(interpreted)
    }
  })
})

/** Of such a question one is allowed, but not many at once. */
const costly =
  'pairings(first: 20) { edges { node { agencySide { name ancestors { name children { name } } } communitySide { name ancestors { name children { name } } } } } }'

/** The documents of our own client, as its last build lists them: `npm test` builds it first. */
const texts = trustedDocuments(readConfig({}).webDir).texts()

test('the documents of our own client are valid, and within the limits', () => {
  const rules = limitRules({ production: false })
  expect(texts).not.toEqual([])
  for (const text of texts) {
    expect(validate(schema, parse(text))).toEqual([])
    // The limits are reported as mistakes of the document; nothing is thrown.
    const mistakes = validate(schema, parse(text), rules)
    expect({ text, mistakes }).toEqual({ text, mistakes: [] })
  }
})

test('a document that costs too much is found to', () => {
  const dear = `{ ${Array.from({ length: 20 }, (_, index) => `a${index}: ${costly}`).join(' ')} }`
  expect(validate(schema, parse(dear))).toEqual([])
  expect(validate(schema, parse(dear), limitRules({ production: false }))).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/cost limit/i) }),
  ])
})

function operationOf(text: string): OperationDefinitionNode {
  const operation = parse(text).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('a document without operation')
  return operation
}

/** What a query needs, with this id wherever it asks for one. */
function variablesFor(text: string, id: string): Record<string, unknown> {
  const needed = (operationOf(text).variableDefinitions ?? []).filter(
    ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
  )
  return Object.fromEntries(
    needed.map(({ variable, type: node }) => {
      const type = typeFromAST(schema, node)
      const { value: name } = variable.name
      return [name, isInputType(type) ? exampleOf(name, type, { id }) : null]
    }),
  )
}

// Every document as every actor, both ways: a busy machine takes its time.
test(
  'the queries of our own client can be compiled, and answer as interpreted',
  { timeout: 240_000 },
  async () => {
    const { rows } = await city.database.pool.query<{ id: string }>(
      `(SELECT id FROM activity WHERE community_side_path = '2301/230102/230102001/230102001001/' AND status = 'RETURNED' LIMIT 1)
     UNION ALL (SELECT id FROM organisation WHERE code = 'A001') UNION ALL (SELECT id FROM pairing ORDER BY id LIMIT 1)
     UNION ALL (SELECT id FROM zone WHERE code = 'Z1') UNION ALL (SELECT id FROM user_account WHERE account = 'recorder')`,
    )
    expect(rows).toHaveLength(5)
    for (const text of texts.filter((one) => operationOf(one).operation === 'query')) {
      const ids = text.includes('$id') ? rows.map(({ id }) => id) : ['']
      for (const id of ids) {
        for (const actor of actors) {
          const { compiled, interpreted } = await bothWays(text, variablesFor(text, id), actor)
          expect(compiled).toEqual(interpreted)
        }
      }
    }
  },
)
