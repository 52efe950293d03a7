import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isOperation, mayCall } from '@gongjian/domain/permission-matrix'
import { ROLES } from '@gongjian/domain/vocabulary'
import type { Role } from '@gongjian/domain/vocabulary'
import { getOperationAST, isInputType, Kind, OperationTypeNode, parse, typeFromAST } from 'graphql'
import type { GraphQLField } from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { schema } from './schema.ts'
import { openTestCity } from './testing/city-under-test.ts'
import type { Actor, TestCity } from './testing/city-under-test.ts'
import { tablesOfEveryCity, tellPlans, toldOfPlan } from './testing/city-in-plan.ts'
import { exampleCall, exampleOf } from './testing/example-call.ts'
import { call, contentFor, newId, pairingBetween } from './testing/recording.ts'

const accountOf = {
  BRANCH_RECORDER: 'recorder',
  AGENCY_SECRETARY: 'secretary',
  COMMUNITY_OFFICER: 'community',
  STREET_SECRETARY: 'street',
  ZONE_LEAD: 'zone',
  DISTRICT_COMMITTEE: 'district',
  MUNICIPAL_ANALYST: 'municipal',
  AUDITOR: 'auditor',
  ADMINISTRATOR: 'admin',
} as const satisfies Record<Role, string>

let city: TestCity
const actors = new Map<Role, Actor>()
/** Every text that went to the database while the product was asked, by whichever way it went there. */
const sent = new Set<string>()
const send = pg.Client.prototype.query
/** What functions and triggers asked inside the database, with the tables that they went through without a city. */
const inside = new Map<string, string[]>()
const heard = new WeakSet<pg.Client>()
function hear(client: pg.Client): void {
  if (heard.has(client)) return
  heard.add(client)
  client.on('notice', ({ message }) => {
    const told = toldOfPlan(message ?? '')
    if (told !== null && !sent.has(told.text)) inside.set(told.text, told.tables)
  })
}

const textShape = z.union([
  z.string(),
  z.looseObject({ text: z.string() }).transform(({ text }) => text),
])

beforeAll(async () => {
  city = await openTestCity()
  const owner = new pg.Client({ connectionString: city.database.url })
  await owner.connect()
  await tellPlans(owner)
  await owner.end()
  for (const role of ROLES) actors.set(role, await city.as(accountOf[role], { role }))
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...parts: unknown[]) {
      const text = textShape.safeParse(parts[0])
      if (text.success) sent.add(text.data)
      hear(this)
      return Reflect.apply(send, this, parts)
    },
  })
})
afterAll(async () => {
  Object.assign(pg.Client.prototype, { query: send })
  await city.close()
})

function actorOf(role: Role): Actor {
  const actor = actors.get(role)
  if (actor === undefined) throw new Error(`nobody is ${role}`)
  return actor
}

const rootFields = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ['query', field]),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ['mutation', field]),
] as ['query' | 'mutation', GraphQLField<unknown, unknown>][]

/** The documents of our own client: all that pages ask, as deep as they ask it. */
const documents = Object.values(
  z
    .record(z.string(), z.string())
    .parse(
      JSON.parse(
        readFileSync(
          join(import.meta.dirname, '../../web/src/generated/persisted-documents.json'),
          'utf8',
        ),
      ),
    ),
)

/** What a root field gives or changes, by its name: activity, saveRobot. */
const thingOf = (field: string): string => {
  const snake = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const isChange = schema.getMutationType()?.getFields()[field] !== undefined
  return isChange ? snake.replace(/^[a-z]+_/, '') : snake
}

/** An id of such a thing, where a table has its name. */
async function someId(field: string): Promise<string | null> {
  const table = thingOf(field)
  const { rows } = await city.database.pool.query<{ there: boolean }>(
    `SELECT EXISTS (SELECT FROM information_schema.columns WHERE table_name = $1 AND column_name = 'id') AS there`,
    [table],
  )
  if (!rows[0]?.there) return null
  const found = await city.database.pool.query<{ id: string }>(`SELECT id FROM ${table} LIMIT 1`)
  return found.rows[0]?.id ?? null
}

async function askAsAll(text: string, ids: ReadonlyMap<string, string>): Promise<void> {
  const document = parse(text)
  const operation = getOperationAST(document)
  const root = operation?.selectionSet.selections
    .map((selection) => (selection.kind === Kind.FIELD ? selection.name.value : ''))
    .find((name) => isOperation(name))
  if (root === undefined || operation?.operation === OperationTypeNode.SUBSCRIPTION) return
  const id = ids.get(root)
  const values = { year: 2008, programmeYear: 2008, ...(id === undefined ? {} : { id }) }
  const variables = Object.fromEntries(
    (operation?.variableDefinitions ?? []).map(({ variable, type }) => {
      const known = typeFromAST(schema, type)
      const isRequired = type.kind === Kind.NON_NULL_TYPE
      const { value: name } = variable.name
      return [name, isRequired && isInputType(known) ? exampleOf(name, known, values) : undefined]
    }),
  )
  const roles = ROLES.filter((role) => isOperation(root) && mayCall(root, role, true))
  for (const role of operation?.operation === OperationTypeNode.MUTATION
    ? roles.slice(0, 1)
    : roles)
    await actorOf(role).answer(text, variables)
}

/** A record from its draft to the end, with a return, a signature and a reopening on the way. */
async function liveARecord(pairingId: string): Promise<void> {
  const [recorder, community] = [actorOf('BRANCH_RECORDER'), actorOf('COMMUNITY_OFFICER')]
  const content = contentFor(pairingId)
  const id = newId()
  const draft = await call(recorder, 'saveActivityDraft', { id, version: null, content })
  const sentOnce = await call(recorder, 'submitActivity', { id, version: draft.version, content })
  const reason = '数量请核对'
  const returned = await call(community, 'returnActivity', {
    id,
    version: sentOnce.version,
    reason,
    fieldReasons: [],
  })
  const sentAgain = await call(recorder, 'submitActivity', {
    id,
    version: returned.version,
    content,
  })
  const signed = await call(community, 'countersignActivity', {
    id,
    version: sentAgain.version,
    accepted: [],
    usefulness: 5,
    words: '',
  })
  const reopened = await call(community, 'reopenActivity', { id, version: signed.version, reason })
  const ended = await call(recorder, 'withdrawActivity', { id, version: reopened.version })
  expect(ended.status).toBe('WITHDRAWN')
}

describe('every statement of the product', () => {
  test('is asked by our pages, by the example of each operation, and by the life of a record', async () => {
    expect(documents.length).toBeGreaterThan(100)
    const pairingId = await pairingBetween(
      city,
      actorOf('BRANCH_RECORDER'),
      actorOf('COMMUNITY_OFFICER'),
    )
    const ids = new Map<string, string>()
    for (const [, { name }] of rootFields) {
      const id = await someId(name)
      if (id !== null) ids.set(name, id)
    }
    sent.clear()
    inside.clear()
    await liveARecord(pairingId)
    for (const text of documents) await askAsAll(text, ids)
    for (const [kind, field] of rootFields) {
      const role = ROLES.find((one) => isOperation(field.name) && mayCall(field.name, one, true))
      const id = ids.get(field.name)
      const { document, variables } = exampleCall(kind, field, id === undefined ? {} : { id })
      if (role !== undefined) await actorOf(role).answer(document, variables)
    }
    expect(sent.size).toBeGreaterThan(300)
  }, 1_200_000)

  test('finds its rows by the code of the city in each table that it reads', async () => {
    const statements = [...sent].filter((text) =>
      /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/i.test(text),
    )
    const client = new pg.Client({ connectionString: city.database.url })
    await client.connect()
    const found: string[] = []
    try {
      for (const text of statements) {
        const tables = await tablesOfEveryCity(client, text)
        if (tables.length > 0) found.push(`${tables.join(', ')}: ${text.replaceAll(/\s+/g, ' ')}`)
      }
    } finally {
      await client.end()
    }
    expect(found).toEqual([])
  }, 600_000)

  test('so do functions and triggers inside the database', () => {
    expect(inside.size).toBeGreaterThan(15)
    expect([...inside].filter(([, tables]) => tables.length > 0)).toEqual([])
  })
})
