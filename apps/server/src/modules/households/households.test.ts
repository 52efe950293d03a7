import { isOperation, scopeOf } from '@gongjian/domain/permission-matrix'
import { ROLES } from '@gongjian/domain/vocabulary'
import type { Role } from '@gongjian/domain/vocabulary'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { callHousehold, family, householdInput, wrongFields } from '../../testing/households.ts'
import { call, contentFor, newId, problemsOf } from '../../testing/recording.ts'
import type { Content } from '../../testing/recording.ts'

let city: TestCity
let community: Actor
let recorder: Actor
beforeAll(async () => {
  city = await openTestCity()
  community = await city.as('community')
  recorder = await city.as('recorder')
})
afterAll(() => city.close())

const firstOf = async (query: string, ...values: unknown[]): Promise<string> => {
  const { rows } = await city.database.pool.query<{ id: string }>(query, values)
  const id = rows[0]?.id
  if (id === undefined) throw new Error(`nothing found: ${query}`)
  return id
}
const branchId = () => firstOf(`SELECT id FROM organisation WHERE code = 'A001-01'`)
const listed = async (actor: Actor, filter: Record<string, unknown> = {}, more = '') => {
  const data = await actor.ask(
    `query ($filter: HouseholdFilter) { households(first: 100, filter: $filter ${more}) { edges { node { id number status keeper { code } lastVisitDay pairings { active branch { code } } } } pageInfo { hasNextPage endCursor } } }`,
    { filter },
  )
  return z
    .object({
      households: z.object({
        edges: z.array(
          z.object({
            node: z.object({
              id: z.string(),
              number: z.string(),
              status: z.string(),
              keeper: z.object({ code: z.string() }),
              lastVisitDay: z.string().nullable(),
              pairings: z.array(
                z.object({ active: z.boolean(), branch: z.object({ code: z.string() }) }),
              ),
            }),
          }),
        ),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    })
    .parse(data).households
}
/** A case of the community that the branch of the tour looks after. */
async function pairedCase(): Promise<{ id: string; version: number }> {
  const made = await callHousehold(community, 'saveHousehold', householdInput())
  const paired = await callHousehold(community, 'pairHousehold', {
    id: newId(),
    householdId: made.id,
    branchId: await branchId(),
    validFrom: '2008-09-01',
  })
  expect(paired.__typename).toBe('Household')
  return { id: made.id ?? '', version: paired.version ?? 0 }
}

describe('a case', () => {
  test('is refused with all that is wrong, each at its field', async () => {
    const refused = await callHousehold(
      community,
      'saveHousehold',
      householdInput({
        situation: '找慕容虚构',
        membersCount: '0',
        personal: { ...family, phone: '123', identityNumber: '230199196002290012' },
      }),
    )
    expect(wrongFields(refused)).toEqual([
      'personal.phone: PHONE_SHAPE',
      'personal.identityNumber: IDENTITY_CHECK_DIGIT',
      'situation: HOLDS_PERSONAL_DATA',
      'membersCount: MUST_BE_POSITIVE',
    ])
  })

  test('is kept with a number of its own, and shown masked', async () => {
    const input = householdInput()
    const made = await callHousehold(community, 'saveHousehold', input)
    expect(made).toMatchObject({
      __typename: 'Household',
      status: 'OPEN',
      masked: {
        isReadable: true,
        name: '慕**',
        address: '******',
        phone: '1*********6',
        identityNumber: '2****************1',
      },
    })
    expect(made.number).toMatch(/^230102001001-\d{4}$/)
    expect((await callHousehold(community, 'saveHousehold', input)).number).toBe(made.number)
  })

  test('takes a number of its own, of however many at the same moment', async () => {
    const made = await Promise.all(
      [1, 2, 3, 4].map(() => callHousehold(community, 'saveHousehold', householdInput())),
    )
    expect(new Set(made.map(({ number }) => number)).size).toBe(4)
  })

  test('keeps what a change does not name, and takes out what it empties', async () => {
    const made = await callHousehold(community, 'saveHousehold', householdInput())
    const changed = await callHousehold(
      community,
      'saveHousehold',
      householdInput({ id: made.id, version: 1, personal: { phone: '' }, membersCount: '4' }),
    )
    expect(changed).toMatchObject({
      version: 2,
      membersCount: 4,
      masked: { name: '慕**', phone: null },
    })
    const revealed = await callHousehold(community, 'revealHousehold', {
      id: made.id,
      reason: '核对救助申请材料',
      fields: ['name', 'address', 'phone', 'identityNumber'],
    })
    expect(revealed).toMatchObject({ ...family, phone: null })
  })

  test('changed by somebody meanwhile is not overwritten', async () => {
    const made = await callHousehold(community, 'saveHousehold', householdInput())
    const change = () =>
      callHousehold(
        community,
        'saveHousehold',
        householdInput({ id: made.id, version: 1, personal: {} }),
      )
    const [one, two] = await Promise.all([change(), change()])
    expect([one.code, two.code].toSorted()).toEqual(['HOUSEHOLD_CHANGED', undefined])
  })

  test('of another community cannot be taken over by its id', async () => {
    const made = await callHousehold(community, 'saveHousehold', householdInput())
    const other = await city.as('street', { role: 'COMMUNITY_OFFICER' })
    const taken = await callHousehold(other, 'saveHousehold', householdInput({ id: made.id }))
    expect(taken.code).toBe('NOT_FOUND')
  })
})

describe('a look', () => {
  test('needs a reason that says nothing of the family, and fields', async () => {
    const { id } = await pairedCase()
    const look = async (reason: string, fields = ['name']) =>
      wrongFields(await callHousehold(recorder, 'revealHousehold', { id, reason, fields }))
    expect(await look('  ')).toEqual(['reason: REQUIRED'])
    expect(await look('由'.repeat(10_000))).toEqual(['reason: TOO_LONG'])
    expect(await look('去看慕容虚构')).toEqual(['reason: HOLDS_PERSONAL_DATA'])
    expect(await look('走访', [])).toEqual(['fields: REQUIRED'])
  })

  test('gives what was asked for and no more, and the keeper and the auditor see it', async () => {
    const { id } = await pairedCase()
    expect(
      await callHousehold(recorder, 'revealHousehold', {
        id,
        reason: '上门走访',
        fields: ['name', 'phone'],
      }),
    ).toMatchObject({
      name: family.name,
      phone: family.phone,
      address: null,
      identityNumber: null,
      visibleForSeconds: 60,
    })
    const looks = `query ($id: ID, $search: String, $dayFrom: Date, $dayTo: Date) { householdLooks(filter: { householdId: $id, search: $search, dayFrom: $dayFrom, dayTo: $dayTo }) { edges { node { byName organisationName fields reason number } } } }`
    for (const account of ['community', 'street', 'auditor']) {
      const actor = await city.as(account)
      expect(await actor.ask(looks, { id })).toMatchObject({
        householdLooks: { edges: [{ node: { fields: ['name', 'phone'], reason: '上门走访' } }] },
      })
    }
    const street = await city.as('street')
    const found = async (narrowed: Record<string, string>) =>
      JSON.stringify(await street.ask(looks, { id, ...narrowed })).includes('上门走访')
    const { today } = await street.context()
    for (const narrowed of [{ search: '上门' }, { dayFrom: today }, { dayTo: today }])
      expect(await found(narrowed)).toBe(true)
    for (const narrowed of [
      { search: '陪同就医' },
      { dayFrom: '2031-01-01' },
      { dayTo: '2001-01-01' },
    ])
      expect(await found(narrowed)).toBe(false)
    const elsewhere = await city.as('street', { role: 'COMMUNITY_OFFICER' })
    expect(await elsewhere.ask(looks, { id })).toEqual({ householdLooks: { edges: [] } })
  })

  test('has reasons ready, and keeps one’s own, but none that holds a number', async () => {
    const ready = await recorder.ask('{ phrases(use: REVEAL) { text } }')
    expect(JSON.stringify(ready)).toContain('上门走访')
    const keep = async (text: string) =>
      (
        await recorder.ask(
          `mutation ($input: SavePhraseInput!) { savePhrase(input: $input) { __typename ... on InvalidInput { fieldErrors { path code } } } }`,
          { input: { id: newId(), use: 'REVEAL', text } },
        )
      ).savePhrase
    expect(await keep('联系 14000123456 13912345678')).toMatchObject({
      fieldErrors: [{ path: 'text', code: 'HOLDS_PERSONAL_DATA' }],
    })
    expect(await keep('陪同就医')).toMatchObject({ __typename: 'Phrase' })
  })

  test('is not had while the audit cannot be written', async () => {
    const { id } = await pairedCase()
    const owner = new pg.Client({ connectionString: city.database.url })
    await owner.connect()
    await owner.query(
      `ALTER TABLE audit_event ADD CONSTRAINT no_looks CHECK (action <> 'household.reveal') NOT VALID`,
    )
    try {
      const { data, errors } = await recorder.answer(
        `mutation ($input: RevealHouseholdInput!) { revealHousehold(input: $input) { ... on RevealedHousehold { name } } }`,
        { input: { id, reason: '上门走访', fields: ['name'] } },
      )
      expect(errors).toHaveLength(1)
      expect(JSON.stringify(data)).not.toContain(family.name)
    } finally {
      await owner.query('ALTER TABLE audit_event DROP CONSTRAINT no_looks')
      await owner.end()
    }
  })
})

describe('who reaches a case', () => {
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
  const reaches: Record<Role, { own: boolean; otherBranch: boolean; foreign: boolean }> = {
    BRANCH_RECORDER: { own: true, otherBranch: false, foreign: false },
    AGENCY_SECRETARY: { own: true, otherBranch: false, foreign: false },
    COMMUNITY_OFFICER: { own: true, otherBranch: true, foreign: false },
    STREET_SECRETARY: { own: true, otherBranch: true, foreign: false },
    ZONE_LEAD: { own: false, otherBranch: false, foreign: false },
    DISTRICT_COMMITTEE: { own: false, otherBranch: false, foreign: false },
    MUNICIPAL_ANALYST: { own: false, otherBranch: false, foreign: false },
    AUDITOR: { own: false, otherBranch: false, foreign: false },
    ADMINISTRATOR: { own: false, otherBranch: false, foreign: false },
  }
  const cases = async () => ({
    own: (await pairedCase()).id,
    otherBranch: (await callHousehold(community, 'saveHousehold', householdInput())).id ?? '',
    foreign: await firstOf(
      `SELECT h.id FROM household h JOIN organisation k ON k.id = h.keeper_id WHERE k.path NOT LIKE '2301/230102/%' AND h.closed_on IS NULL ORDER BY h.id LIMIT 1`,
    ),
  })
  test.each(ROLES)('%s', async (role) => {
    const actor = await city.as(accountOf[role], { role })
    const found: Record<string, boolean> = {}
    for (const [distance, id] of Object.entries(await cases())) {
      const read = await actor.answer(`query ($id: ID!) { household(id: $id) { id } }`, { id })
      const reveal = await actor.answer(
        `mutation ($input: RevealHouseholdInput!) { revealHousehold(input: $input) { __typename } }`,
        { input: { id, reason: '走访', fields: ['name'] } },
      )
      const mayRead = JSON.stringify(read.data ?? null).includes(id)
      expect(JSON.stringify(reveal.data ?? null).includes('RevealedHousehold')).toBe(mayRead)
      found[distance] = mayRead
    }
    expect(found).toEqual(reaches[role])
  })

  /** What each operation on a case takes, well formed; on a case out of reach it is as if there were none. */
  const operations: Record<string, (id: string) => Promise<Record<string, unknown>>> = {
    saveHousehold: async (id) => householdInput({ id, version: 1 }),
    pairHousehold: async (id) => ({
      id: newId(),
      householdId: id,
      branchId: await branchId(),
      validFrom: '2008-09-20',
    }),
    endHouseholdPairing: async (id) => ({
      id: await firstOf('SELECT id FROM household_pairing WHERE household_id = $1', id),
      validTo: '2008-09-26',
      reason: '对子调整',
    }),
    closeHousehold: async (id) => ({ id, version: 1, reason: '困难已解除' }),
    eraseHousehold: async (id) => ({ id, version: 1, reason: '本人申请' }),
    revealHousehold: async (id) => ({ id, reason: '走访', fields: ['name'] }),
    decideHouseholdDuplicate: async (id) => ({
      householdId: id,
      otherId: newId(),
      decision: 'SAME_HOUSEHOLD',
    }),
    recordHouseholdVisit: async (id) => ({
      id: newId(),
      householdId: id,
      day: '2008-09-24',
      visitors: '3人',
    }),
    closeHouseholdFollowUp: async (id) => ({
      visitId: await firstOf('SELECT id FROM household_visit WHERE household_id = $1', id),
    }),
  }
  const writers = Object.keys(operations).flatMap((operation) =>
    ROLES.filter((role) => isOperation(operation) && scopeOf(operation, role) !== 'NONE').map(
      (role) => [operation, role] as const,
    ),
  )
  test.each(writers)('%s as %s finds no case of somebody else', async (operation, role) => {
    const foreign = await firstOf(
      `SELECT h.id FROM household h JOIN organisation k ON k.id = h.keeper_id WHERE k.path NOT LIKE '2301/230102/%' AND h.closed_on IS NULL AND EXISTS (SELECT FROM household_visit w WHERE w.household_id = h.id) ORDER BY h.id LIMIT 1`,
    )
    const before = await firstOf(
      `SELECT md5(h::text) AS id FROM household h WHERE id = $1`,
      foreign,
    )
    const actor = await city.as(accountOf[role], { role })
    const outcome = await callHousehold(
      actor,
      operation,
      (await operations[operation]?.(foreign)) ?? {},
    )
    expect(outcome.code).toBe('NOT_FOUND')
    expect(await firstOf(`SELECT md5(h::text) AS id FROM household h WHERE id = $1`, foreign)).toBe(
      before,
    )
  })

  test('a branch sees a case from the first day of its pairing to the last', async () => {
    const made = await callHousehold(community, 'saveHousehold', householdInput())
    const sees = async () => {
      const { household } = await recorder.ask(`query ($id: ID!) { household(id: $id) { id } }`, {
        id: made.id,
      })
      return household !== null
    }
    expect(await sees()).toBe(false)
    const pairing = newId()
    const pair = {
      id: pairing,
      householdId: made.id,
      branchId: await branchId(),
      validFrom: '2008-09-20',
    }
    await callHousehold(community, 'pairHousehold', pair)
    expect(await sees()).toBe(true)
    expect(
      wrongFields(await callHousehold(community, 'pairHousehold', { ...pair, id: newId() })),
    ).toEqual(['branchId: ALREADY_PAIRED'])
    await callHousehold(community, 'endHouseholdPairing', {
      id: pairing,
      validTo: '2008-09-24',
      reason: '对子调整',
    })
    expect(await sees()).toBe(false)
  })

  test('a branch without a pairing with the community cannot be chosen', async () => {
    const made = await callHousehold(community, 'saveHousehold', householdInput())
    const stranger = await firstOf(
      `SELECT id FROM organisation o WHERE kind = 'BRANCH' AND NOT EXISTS (SELECT FROM pairing p JOIN organisation c ON c.id = p.community_side_id WHERE p.agency_side_id = o.id AND c.code = '230102001001') LIMIT 1`,
    )
    const refused = await callHousehold(community, 'pairHousehold', {
      id: newId(),
      householdId: made.id,
      branchId: stranger,
      validFrom: '2008-09-20',
    })
    expect(wrongFields(refused)).toEqual(['branchId: BRANCH_NOT_PAIRED_WITH_COMMUNITY'])
  })
})

describe('the list', () => {
  test('goes by key through every order, each case once', async () => {
    const whole = await listed(community)
    for (const order of ['NUMBER', 'NEWEST', 'LONGEST_UNVISITED', 'LAST_VISITED']) {
      const seen: string[] = []
      for (let after: string | null = null; ;) {
        const data = await community.ask(
          `query ($after: String) { households(first: 3, after: $after, order: ${order}) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
          { after },
        )
        const page = z
          .object({
            households: z.object({
              edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
              pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
            }),
          })
          .parse(data).households
        seen.push(...page.edges.map(({ node }) => node.id))
        if (!page.pageInfo.hasNextPage) break
        after = page.pageInfo.endCursor
      }
      expect(seen.toSorted()).toEqual(whole.edges.map(({ node }) => node.id).toSorted())
    }
  })

  test('is narrowed by state, branch, number and days without a visit', async () => {
    const { id } = await pairedCase()
    const branch = await listed(community, { organisationId: await branchId() })
    expect(branch.edges.length).toBeGreaterThan(4)
    for (const { node } of branch.edges)
      expect(
        node.pairings.some(({ active, branch: { code } }) => active && code === 'A001-01'),
      ).toBe(true)
    const closed = await listed(community, { statuses: ['CLOSED'] })
    expect(closed.edges.map(({ node }) => node.status)).toContain('CLOSED')
    expect(closed.edges.every(({ node }) => node.status === 'CLOSED')).toBe(true)
    const silent = await listed(community, { notVisitedForDays: 30, statuses: ['OPEN'] })
    expect(silent.edges.map(({ node }) => node.id)).toContain(id)
    expect(
      silent.edges.every(
        ({ node }) => node.lastVisitDay === null || node.lastVisitDay < '2008-08-27',
      ),
    ).toBe(true)
    const [first] = branch.edges
    expect((await listed(community, { search: first?.node.number })).edges).toHaveLength(1)
    expect((await listed(community, { search: family.name })).edges).toHaveLength(0)
    expect(
      (await listed(community, { unpaired: true })).edges.map(({ node }) => node.id),
    ).not.toContain(id)
  })

  test('of a page is a bounded number of statements', async () => {
    const count = async (first: number) => {
      city.statements()
      await community.ask(
        `{ households(first: ${first}) { edges { node { number masked { name } pairings { branch { name } } visits { day } } } } }`,
      )
      return city.statements().length
    }
    expect(await count(3)).toBe(await count(20))
  })

  test('counts for who may see no case, and nothing of an organisation tree below districts', async () => {
    const analyst = await city.as('municipal')
    const { householdCounts } = await analyst.ask(
      `{ householdCounts { open paired visited closed erased visits kinds { kind open } districts { organisation { kind } open } } }`,
    )
    const counts = z
      .object({
        open: z.number(),
        paired: z.number(),
        kinds: z.array(z.object({ open: z.number() })),
        districts: z.array(
          z.object({ organisation: z.object({ kind: z.literal('DISTRICT') }), open: z.number() }),
        ),
      })
      .parse(householdCounts)
    const sum = (rows: { open: number }[]) => rows.reduce((total, { open }) => total + open, 0)
    expect(counts.open).toBeGreaterThan(250)
    expect(sum(counts.kinds)).toBe(counts.open)
    expect(sum(counts.districts)).toBe(counts.open)
    expect(counts.paired).toBeLessThan(counts.open)
  })
})

test('two cases with an equal field are pointed out to their keeper, never blocked, and decided once', async () => {
  const one = await callHousehold(
    community,
    'saveHousehold',
    householdInput({
      personal: {
        ...family,
        name: '欧阳样例',
        address: '演示路1号',
        phone: '140-0099-9001',
        identityNumber: '',
      },
    }),
  )
  const other = await city.as('street', { role: 'COMMUNITY_OFFICER' })
  const two = await callHousehold(
    other,
    'saveHousehold',
    householdInput({
      personal: {
        name: '欧阳 样例',
        address: '演示路 1号',
        phone: '１４０００９９９００１',
        identityNumber: '',
      },
    }),
  )
  expect(two).toMatchObject({
    __typename: 'Household',
    duplicates: [
      {
        householdId: one.id,
        number: one.number,
        matches: ['PHONE', 'NAME_AND_ADDRESS'],
        decision: null,
      },
    ],
  })
  const waiting = await listed(other, { possibleDuplicate: true })
  expect(waiting.edges.map(({ node }) => node.id)).toContain(two.id)
  const decided = await callHousehold(other, 'decideHouseholdDuplicate', {
    householdId: two.id,
    otherId: one.id,
    decision: 'DIFFERENT_HOUSEHOLDS',
  })
  expect(decided).toMatchObject({ duplicates: [{ decision: 'DIFFERENT_HOUSEHOLDS' }] })
  expect(
    (await listed(other, { possibleDuplicate: true })).edges.map(({ node }) => node.id),
  ).not.toContain(two.id)
  const stranger = await callHousehold(other, 'decideHouseholdDuplicate', {
    householdId: two.id,
    otherId: newId(),
    decision: 'SAME_HOUSEHOLD',
  })
  expect(stranger.code).toBe('NOT_FOUND')
})

describe('a visit', () => {
  const visit = (householdId: string, changes: Record<string, unknown> = {}) => ({
    id: newId(),
    householdId,
    day: '2008-09-24',
    visitors: '支部书记等3人',
    minutes: '40',
    agreed: '送药,量血压。',
    nextStep: '陪同复查',
    nextStepDue: '2008-10-10',
    ...changes,
  })

  test('is refused with all that is wrong', async () => {
    const { id } = await pairedCase()
    const refused = await callHousehold(
      recorder,
      'recordHouseholdVisit',
      visit(id, {
        visitors: '',
        minutes: '1e3',
        agreed: '慕容虚构同意',
        nextStepDue: '明天',
        day: '2008-09-27',
      }),
    )
    expect(wrongFields(refused)).toEqual([
      'day: DAY_IN_THE_FUTURE',
      'visitors: REQUIRED',
      'agreed: HOLDS_PERSONAL_DATA',
      'minutes: NOT_A_WHOLE_NUMBER',
      'nextStepDue: NOT_A_DAY',
    ])
    expect(
      wrongFields(
        await callHousehold(recorder, 'recordHouseholdVisit', visit(id, { day: '2008-08-31' })),
      ),
    ).toEqual(['day: OUTSIDE_THE_PAIRING'])
  })

  test('is kept once however often it is sent, and its next step is closed by either side', async () => {
    const { id } = await pairedCase()
    const input = visit(id)
    await callHousehold(recorder, 'recordHouseholdVisit', input)
    const again = await callHousehold(recorder, 'recordHouseholdVisit', {
      ...input,
      agreed: '送药。',
    })
    expect(again).toMatchObject({ visitCount: 1, openFollowUps: 1, visits: [{ agreed: '送药。' }] })
    const done = await callHousehold(community, 'closeHouseholdFollowUp', { visitId: input.id })
    expect(done).toMatchObject({ openFollowUps: 0, visits: [{ nextStepDoneOn: '2008-09-26' }] })
    expect(
      (await callHousehold(recorder, 'closeHouseholdFollowUp', { visitId: input.id })).code,
    ).toBe('NOTHING_TO_FOLLOW_UP')
  })

  test('of a record shows the case by its number to who may not open the case', async () => {
    const data = await (
      await city.as('municipal')
    ).ask(
      `{ activities(first: 100, filter: { kinds: [VISIT] }) { edges { node { householdVisits { householdNumber inSight visitors agreed } } } } }`,
    )
    const text = JSON.stringify(data)
    expect(text).toMatch(
      /"householdNumber":"\d{12}-\d{4}","inSight":false,"visitors":"","agreed":""/,
    )
    expect(text).not.toContain('"inSight":true')
  })
})

describe('a record of a visit', () => {
  const pairingId = () =>
    firstOf(
      `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id WHERE a.code = 'A001-01' AND c.code = '230102001001'`,
    )
  const visiting = async (householdIds: string[], changes: Partial<Content> = {}) =>
    contentFor(await pairingId(), {
      kind: 'VISIT',
      area: null,
      day: '2008-09-24',
      outputs: [{ indicatorCode: 'visits.households', quantity: '1' }],
      householdIds,
      ...changes,
    })
  const visitsOf = async (actor: Actor, id: string) => {
    const { household } = await actor.ask(
      `query ($id: ID!) { household(id: $id) { visitCount visits { day activityId agreed } } }`,
      { id },
    )
    return household
  }

  test('goes only to cases that the branch looks after on the day', async () => {
    const { id } = await pairedCase()
    const unpaired = (await callHousehold(community, 'saveHousehold', householdInput())).id ?? ''
    for (const [ids, day] of [
      [[id, unpaired], '2008-09-24'],
      [[newId()], '2008-09-24'],
      [[id], '2008-08-31'],
    ] as const) {
      const refused = await call(recorder, 'submitActivity', {
        id: newId(),
        version: null,
        content: await visiting([...ids], { day }),
      })
      expect(problemsOf(refused)).toEqual(['householdIds: NOT_YOUR_HOUSEHOLD'])
    }
  })

  test('is a contact with each case once it is sent, however often it is sent', async () => {
    const [one, two] = [(await pairedCase()).id, (await pairedCase()).id]
    const activityId = newId()
    const draft = await call(recorder, 'saveActivityDraft', {
      id: activityId,
      version: null,
      content: await visiting([one, two]),
    })
    expect(draft.status).toBe('DRAFT')
    expect(await visitsOf(community, one)).toMatchObject({ visitCount: 0, visits: [] })
    const submit = async () =>
      call(recorder, 'submitActivity', {
        id: activityId,
        version: 1,
        content: await visiting([one]),
      })
    expect((await submit()).status).toBe('SUBMITTED')
    expect((await submit()).status).toBe('SUBMITTED')
    expect(await visitsOf(community, one)).toMatchObject({
      visitCount: 1,
      visits: [{ day: '2008-09-24', activityId }],
    })
    expect(await visitsOf(community, two)).toMatchObject({ visitCount: 0 })
    const taken = await call(recorder, 'withdrawActivity', { id: activityId, version: 2 })
    expect(taken.status).toBe('DRAFT')
    expect(await visitsOf(community, one)).toMatchObject({ visitCount: 0, visits: [] })
  })

  test('keeps its cases where a program sends it again without naming them, and what was said of one taken out', async () => {
    const { id } = await pairedCase()
    const activityId = newId()
    await call(recorder, 'saveActivityDraft', {
      id: activityId,
      version: null,
      content: await visiting([id]),
    })
    const { householdIds: _left, ...unnamed } = await visiting([])
    await call(recorder, 'saveActivityDraft', {
      id: activityId,
      version: 1,
      content: { ...unnamed, title: '走访困难家庭' },
    })
    const linked = async () =>
      (
        await recorder.ask(
          `query ($id: ID!) { activity(id: $id) { householdVisits { id householdId } } }`,
          { id: activityId },
        )
      ).activity
    expect(await linked()).toMatchObject({ householdVisits: [{ householdId: id }] })
    const visitId = await firstOf(
      `SELECT id FROM household_visit WHERE activity_id = $1`,
      activityId,
    )
    await callHousehold(recorder, 'recordHouseholdVisit', {
      id: visitId,
      householdId: id,
      activityId,
      day: '',
      visitors: '3人',
      agreed: '送药',
    })
    await call(recorder, 'saveActivityDraft', {
      id: activityId,
      version: 2,
      content: await visiting([]),
    })
    expect(await linked()).toEqual({ householdVisits: [] })
    expect(await visitsOf(community, id)).toMatchObject({
      visitCount: 1,
      visits: [{ activityId: null, agreed: '送药' }],
    })
  })
})

describe('a closed case', () => {
  test('is out of the branch’s sight, changed by nobody, and opened again with a reason', async () => {
    const { id, version } = await pairedCase()
    expect(
      wrongFields(await callHousehold(community, 'closeHousehold', { id, version, reason: '' })),
    ).toEqual(['reason: REQUIRED'])
    for (const operation of ['closeHousehold', 'eraseHousehold'])
      expect(
        wrongFields(
          await callHousehold(community, operation, { id, version, reason: `${family.name}要求` }),
        ),
      ).toEqual(['reason: HOLDS_PERSONAL_DATA'])
    const closed = await callHousehold(community, 'closeHousehold', {
      id,
      version,
      reason: '困难已解除',
    })
    expect(closed).toMatchObject({ status: 'CLOSED', pairings: [{ validTo: '2008-09-26' }] })
    expect(
      (
        await callHousehold(
          community,
          'saveHousehold',
          householdInput({ id, version: version + 1 }),
        )
      ).code,
    ).toBe('HOUSEHOLD_CLOSED')
    const opened = await callHousehold(community, 'reopenHousehold', {
      id,
      version: version + 1,
      reason: '又遇困难',
    })
    expect(opened.status).toBe('OPEN')
  })
})

test('an erased case keeps its number and its counts, and nothing that says who it was', async () => {
  const { id, version } = await pairedCase()
  await callHousehold(recorder, 'recordHouseholdVisit', {
    id: newId(),
    householdId: id,
    day: '2008-09-24',
    visitors: '3人',
    agreed: '送药',
  })
  const erased = await callHousehold(community, 'eraseHousehold', {
    id,
    version,
    reason: '本人申请删除',
  })
  expect(erased).toMatchObject({
    status: 'ERASED',
    situation: '',
    membersCount: 3,
    visitCount: 1,
    masked: { isReadable: true, name: null, address: null, phone: null, identityNumber: null },
    visits: [{ day: '2008-09-24', visitors: '', agreed: '' }],
  })
  const { rows } = await city.database.pool.query<{ row: string }>(
    `SELECT h::text AS row FROM household h WHERE id = $1`,
    [id],
  )
  expect(rows[0]?.row).not.toMatch(/test\.[\w-]{30}/)
  expect(
    (await callHousehold(community, 'revealHousehold', { id, reason: '核对', fields: ['name'] }))
      .code,
  ).toBe('HOUSEHOLD_ERASED')
  expect(
    (
      await callHousehold(community, 'reopenHousehold', {
        id,
        version: version + 1,
        reason: '误删',
      })
    ).code,
  ).toBe('HOUSEHOLD_ERASED')
})

test('plain text cannot be stored, whoever writes it', async () => {
  const id = (await pairedCase()).id
  await expect(
    city.database.pool.query(`UPDATE household SET name_sealed = '慕容虚构' WHERE id = $1`, [id]),
  ).rejects.toThrow('household_fields_are_sealed')
})
