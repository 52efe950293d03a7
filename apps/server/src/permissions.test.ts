import {
  isOperation,
  mayCall,
  OPERATIONS,
  scopeOf,
  tokenScopeFor,
} from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import { ROLES, TOKEN_SCOPES } from '@gongjian/domain/vocabulary'
import type { Role, TokenScope } from '@gongjian/domain/vocabulary'
import { execute, parse, subscribe } from 'graphql'
import type { GraphQLField } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { RequestContext } from './platform/context.ts'
import { schema } from './schema.ts'
import { openTestCity } from './testing/city-under-test.ts'
import type { Actor, TestCity } from './testing/city-under-test.ts'
import { exampleCall } from './testing/example-call.ts'

/** Who holds which role in the demonstration city. */
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

/** Not of the API: the routes for files. */
const routes: readonly Operation[] = [
  'addEvidence',
  'addAppealFile',
  'readEvidence',
  'readCertificate',
  'readArchive',
  'readBulletin',
  'readImportTemplate',
  'readImports',
  'sendImport',
]

type RootKind = 'query' | 'mutation' | 'subscription'
const rootFields: [RootKind, GraphQLField<unknown, unknown>][] = (
  [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const
).flatMap(([kind, type]) =>
  Object.values(type?.getFields() ?? {}).map((field): [RootKind, typeof field] => [kind, field]),
)

let city: TestCity
const actors = new Map<Role, Actor>()
beforeAll(async () => {
  city = await openTestCity()
  for (const role of ROLES) actors.set(role, await city.as(accountOf[role], { role }))
})
afterAll(() => city.close())

function actorOf(role: Role): Actor {
  const actor = actors.get(role)
  if (actor === undefined) throw new Error(`nobody is ${role}`)
  return actor
}

/** The code with which the operation is refused as a whole, or null where it was let through. */
async function refusedWith(
  kind: RootKind,
  field: GraphQLField<unknown, unknown>,
  contextValue: RequestContext,
): Promise<string | null> {
  const { document, variables } = exampleCall(kind, field)
  const call = { schema, document: parse(document), variableValues: variables, contextValue }
  const result = kind === 'subscription' ? await subscribe(call) : await execute(call)
  if (Symbol.asyncIterator in result) return null
  const codes = (result.errors ?? []).map(({ extensions }) => extensions['code'])
  const refusals = ['UNAUTHENTICATED', 'FORBIDDEN', 'MUST_CHANGE_PASSWORD']
  return refusals.find((code) => codes.includes(code)) ?? null
}

describe('the matrix and the API name the same operations', () => {
  test('every root field is an operation of the matrix', () => {
    expect(rootFields.map(([, { name }]) => name).filter((name) => !isOperation(name))).toEqual([])
  })

  test('every operation of the matrix is a root field or a route for files', () => {
    const names = new Set(rootFields.map(([, { name }]) => name))
    expect(OPERATIONS.filter((name) => !names.has(name) && !routes.includes(name))).toEqual([])
  })
})

describe.each(rootFields)('%s $name', (kind, field) => {
  const operation = field.name
  if (!isOperation(operation)) throw new Error(`${operation} is in no row of the matrix`)

  test('answers nobody who has not signed in, but where the matrix says so', async () => {
    const nobody = { ...(await actorOf('AUDITOR').context()), viewer: null }
    const expected = mayCall(operation, null, false) ? null : 'UNAUTHENTICATED'
    expect(await refusedWith(kind, field, nobody)).toBe(expected)
  })

  test.each(ROLES)('is let through for %s exactly where the matrix gives a scope', async (role) => {
    const expected = mayCall(operation, role, true) ? null : 'FORBIDDEN'
    expect(await refusedWith(kind, field, await actorOf(role).context())).toBe(expected)
  })

  test('waits for the change of a first password, but for what leads to it', async () => {
    const role = ROLES.find((one) => mayCall(operation, one, true)) ?? 'AUDITOR'
    const context = await actorOf(role).context()
    const viewer = context.viewer && { ...context.viewer, mustChangePassword: true }
    const before = [
      'viewer',
      'signIn',
      'signOut',
      'signOutEverywhere',
      'changePassword',
      'setLocale',
      'sendSuggestion',
      'checkInPlace',
      'checkIn',
      'verifyCertificate',
      'verifyArchive',
      'verifyBulletin',
    ]
    const expected = before.includes(operation) ? null : 'MUST_CHANGE_PASSWORD'
    expect(await refusedWith(kind, field, { ...context, viewer })).toBe(expected)
  })

  test.each(TOKEN_SCOPES)(
    'is open to a token of scope %s exactly where it is named',
    async (scope) => {
      const role = ROLES.find((one) => mayCall(operation, one, true)) ?? 'AUDITOR'
      const context = await actorOf(role).context()
      const scopes: TokenScope[] = [scope]
      const viewer = context.viewer && { ...context.viewer, sessionHash: null, tokenScopes: scopes }
      const expected = tokenScopeFor(operation) === scope ? null : 'FORBIDDEN'
      expect(await refusedWith(kind, field, { ...context, viewer })).toBe(expected)
    },
  )
})

type Distance = 'own' | 'sibling' | 'foreign'

/** Where a record lies for somebody, by scope: their own, one of the next house, one far away. */
const lies: Partial<Record<string, Record<Distance, string>>> = {
  OWN_BRANCH: {
    own: `agency_side_path = $1`,
    sibling: `agency_side_path LIKE split_part($1, '/', 1) || '/' || split_part($1, '/', 2) || '/%' AND agency_side_path <> $1`,
    foreign: `split_part(agency_side_path, '/', 2) <> split_part($1, '/', 2)`,
  },
  OWN_AGENCY: {
    own: `agency_side_path LIKE $1 || '%'`,
    sibling: `zone_id = (SELECT zone_id FROM zone_membership m JOIN organisation o ON o.id = m.agency_id WHERE o.path = $1 LIMIT 1) AND agency_side_path NOT LIKE $1 || '%'`,
    foreign: `agency_side_path NOT LIKE $1 || '%'`,
  },
  OWN_COMMUNITY: {
    own: `community_side_path = $1`,
    sibling: `community_side_path LIKE split_part($1, '/', 1) || '/' || split_part($1, '/', 2) || '/' || split_part($1, '/', 3) || '/%' AND community_side_path NOT LIKE $1 || '%'`,
    foreign: `split_part(community_side_path, '/', 2) <> split_part($1, '/', 2)`,
  },
  OWN_STREET: {
    own: `community_side_path LIKE $1 || '%'`,
    sibling: `community_side_path LIKE split_part($1, '/', 1) || '/' || split_part($1, '/', 2) || '/%' AND community_side_path NOT LIKE $1 || '%'`,
    foreign: `split_part(community_side_path, '/', 2) <> split_part($1, '/', 2)`,
  },
  DISTRICT: {
    own: `community_side_path LIKE $1 || '%'`,
    sibling: `community_side_path NOT LIKE $1 || '%'`,
    foreign: `community_side_path NOT LIKE $1 || '%' AND agency_side_path NOT LIKE '2301/A001/%'`,
  },
  ZONE: {
    own: `zone_id = $2 AND $1 <> ''`,
    sibling: `zone_id <> $2 AND $1 <> ''`,
    foreign: `zone_id <> $2 AND community_side_path NOT LIKE '2301/230102/%' AND $1 <> ''`,
  },
  CITY: {
    own: `community_side_path LIKE '2301/230102/%' AND $1 <> ''`,
    sibling: `community_side_path LIKE '2301/230103/%' AND $1 <> ''`,
    foreign: `community_side_path LIKE '2301/230104/%' AND $1 <> ''`,
  },
}

/** A countersigned record at that distance: everybody may see those of their scope. */
async function recordAt(actor: Actor, scope: string, distance: Distance) {
  const where = lies[scope]?.[distance]
  if (where === undefined) throw new Error(`no ${distance} for ${scope}`)
  const { viewer } = await actor.context()
  const values = [actor.organisationPath, ...(scope === 'ZONE' ? [viewer?.assignment?.zoneId] : [])]
  const { rows } = await city.database.pool.query<{
    id: string
    version: number
    pairingId: string
  }>(
    `SELECT id, version, pairing_id AS "pairingId" FROM activity WHERE status = 'COUNTERSIGNED' AND ${where} ORDER BY id LIMIT 1`,
    values,
  )
  const [record] = rows
  if (record === undefined) throw new Error(`no ${distance} record for ${scope}`)
  return record
}

const notFound = z.object({ __typename: z.literal('NotFound') })
const isFound = (answer: unknown) => answer !== null && !notFound.safeParse(answer).success

const onRecords = [
  'activity',
  'saveActivityDraft',
  'submitActivity',
  'withdrawActivity',
  'countersignActivity',
  'returnActivity',
  'reopenActivity',
] as const
const cases = onRecords.flatMap((operation) =>
  ROLES.filter((role) => scopeOf(operation, role) !== 'NONE').flatMap((role) =>
    (['foreign', 'sibling', 'own'] as const).map((distance) => ({ operation, role, distance })),
  ),
)

test.each(cases)(
  '$operation as $role on a record that is $distance',
  async ({ operation, role, distance }) => {
    const entry = rootFields.find(([, { name }]) => name === operation)
    if (entry === undefined) throw new Error(`${operation} is no root field`)
    const actor = actorOf(role)
    const scope = scopeOf(operation, role)
    const record = await recordAt(actor, scope, distance)
    const { document, variables } = exampleCall(...entry, { ...record, reason: '测试退回' })
    const { data, errors } = await actor.answer(document, variables)
    expect(errors).toBeUndefined()
    const answer = data?.[operation]
    const inSight = distance === 'own' || scope === 'CITY'
    expect(isFound(answer)).toBe(inSight)
  },
)
