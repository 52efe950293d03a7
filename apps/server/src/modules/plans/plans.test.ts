import { FULL_SHARE, lineShare, planShare, shareOut } from '@gongjian/domain/plans'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call as callRecord, contentFor, newId, pairingBetween } from '../../testing/recording.ts'
import { countedNumbers, measureValue } from '@gongjian/domain/assessment-measures'
import { decimalOf } from '@gongjian/domain/exact-number'
import { rowsOf } from '../../platform/statement.ts'
import { inputsStatement } from '../assessment/gather-inputs.ts'
import { verifyAudit } from '../audit/verify-audit.ts'

const outcome = z.looseObject({
  __typename: z.string(),
  id: z.string().optional(),
  code: z.string().optional(),
  state: z.string().optional(),
  version: z.number().optional(),
  edition: z.number().optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
const lineShape = z.object({
  accepted: z.string(),
  quantity: z.string(),
  progress: z.number(),
  state: z.string(),
  dueMonth: z.string(),
  side: z.enum(['AGENCY_SIDE', 'COMMUNITY_SIDE']),
  kind: z.enum(['SIX_HELPS', 'LABOUR', 'VISIT']),
  area: z
    .enum(['PARTY_BUILDING', 'CULTURE', 'PUBLIC_SERVICE', 'GREEN', 'SECURITY', 'RELIEF'])
    .nullable(),
  indicator: z.object({ code: z.string() }).nullable(),
})
const planShape = z.object({
  id: z.string(),
  state: z.string(),
  version: z.number(),
  edition: z.number(),
  progress: z.number(),
  decisionWords: z.string(),
  lines: z.array(lineShape),
  actions: z.array(z.object({ action: z.string(), refusal: z.string().nullable() })),
})
const yearShape = z
  .object({
    standing: z.string(),
    progress: z.number().nullable(),
    overdueLines: z.number(),
    lineCount: z.number(),
    agreed: planShape.nullable(),
    written: planShape.nullable(),
    earlier: z.array(planShape),
  })
  .nullable()
const planFields = `id state version edition progress decisionWords lines { accepted quantity progress state dueMonth side kind area indicator { code } } actions { action refusal }`

let city: TestCity
let recorder: Actor
let secretary: Actor
let community: Actor
let street: Actor
let municipal: Actor
let zone: Actor
let owner: pg.Client
let pairingId = ''
beforeAll(async () => {
  city = await openTestCity()
  owner = new pg.Client({ connectionString: city.database.url })
  await owner.connect()
  recorder = await city.as('recorder')
  secretary = await city.as('secretary')
  community = await city.as('community', { role: 'COMMUNITY_OFFICER' })
  street = await city.as('street', { role: 'STREET_SECRETARY' })
  municipal = await city.as('municipal')
  zone = await city.as('zone')
  pairingId = await pairingBetween(city, recorder, community)
})
afterAll(async () => {
  await owner.end()
  await city.close()
})
beforeEach(async () => {
  await owner.query("SET session_replication_role = 'replica'")
  for (const table of ['plan_reminder', 'plan_line', 'plan'])
    await owner.query(`DELETE FROM ${table}`)
  await owner.query('RESET session_replication_role')
  await city.database.pool.query(`DELETE FROM notification WHERE kind::text LIKE 'PLAN%'`)
})

const line = (changes = {}) => ({
  indicatorCode: 'partyBuilding.lectures',
  kind: 'SIX_HELPS',
  area: null,
  quantity: '4',
  dueMonth: '2008-06',
  side: 'AGENCY_SIDE',
  responsible: '组织委员',
  words: '',
  ...changes,
})
const typed = (changes = {}) => ({
  id: newId(),
  version: null,
  pairingId,
  year: 2008,
  words: '',
  lines: [line()],
  ...changes,
})
const rejecting = ['savePlan', 'proposePlan', 'returnPlan']
async function change(actor: Actor, operation: string, input: Record<string, unknown>) {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`
  const invalid = rejecting.includes(operation)
    ? '... on InvalidInput { fieldErrors { path code } }'
    : ''
  const data = await actor.ask(
    `mutation ($input: ${type}!) { ${operation}(input: $input) { __typename ... on Plan { id state version edition } ... on Failure { code } ${invalid} } }`,
    { input },
  )
  return outcome.parse(data[operation])
}
async function yearOf(actor: Actor, year = 2008) {
  const { pairingPlan } = await actor.ask(
    `query ($pairingId: ID, $year: Int) { pairingPlan(pairingId: $pairingId, year: $year) { standing progress overdueLines lineCount agreed { ${planFields} } written { ${planFields} } earlier { ${planFields} } } }`,
    { pairingId, year },
  )
  return yearShape.parse(pairingPlan)
}
async function propose(actor: Actor, changes = {}) {
  const input = typed(changes)
  expect(await change(actor, 'proposePlan', input)).toMatchObject({ state: 'PROPOSED' })
  return input.id
}
async function agreed(changes = {}) {
  const id = await propose(recorder, changes)
  const version = (await yearOf(community))?.written?.version
  expect(await change(community, 'agreePlan', { id, version })).toMatchObject({ state: 'AGREED' })
  return id
}
async function told(actor: Actor, kind: string): Promise<number> {
  const { rows } = await city.database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM notification WHERE kind::text = $2 AND recipient_id = $1 AND read_at IS NULL`,
    [actor.userId, kind],
  )
  return rows[0]?.count ?? 0
}

describe('a plan is not written', () => {
  test('by who is on neither side, nor for a pairing of others', async () => {
    for (const actor of [municipal, zone]) {
      const refused = await change(actor, 'savePlan', typed()).catch(() => 'forbidden')
      expect(refused).toBe('forbidden')
    }
    const { rows } = await city.database.pool.query<{ id: string }>(
      `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id WHERE NOT starts_with(a.path, $1) LIMIT 1`,
      [recorder.organisationPath.split('/').slice(0, 2).join('/')],
    )
    expect(await change(recorder, 'savePlan', typed({ pairingId: rows[0]?.id }))).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await change(recorder, 'savePlan', typed({ pairingId: newId() }))).toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('with what is wrong in it, all said at once, nor for a year that there is not', async () => {
    const { fieldErrors } = await change(
      recorder,
      'proposePlan',
      typed({
        lines: [line({ quantity: 'x' }), line({ indicatorCode: 'none', dueMonth: '2010-01' })],
      }),
    )
    expect(fieldErrors).toEqual([
      { path: 'lines.0.quantity', code: 'NOT_A_NUMBER' },
      { path: 'lines.1.indicatorCode', code: 'UNKNOWN_INDICATOR' },
      { path: 'lines.1.dueMonth', code: 'OUTSIDE_THE_YEAR' },
    ])
    expect((await change(recorder, 'savePlan', typed({ year: 1990 }))).fieldErrors).toEqual([
      { path: 'year', code: 'NOT_A_YEAR' },
    ])
  })

  test('twice for one year, while the first is not settled', async () => {
    await change(recorder, 'savePlan', typed())
    expect(await change(secretary, 'savePlan', typed())).toMatchObject({
      code: 'PLAN_BEING_WRITTEN',
    })
    const two = await Promise.all([
      change(recorder, 'savePlan', typed({ year: 2009, lines: [line({ dueMonth: '2009-01' })] })),
      change(secretary, 'savePlan', typed({ year: 2009, lines: [line({ dueMonth: '2009-01' })] })),
    ])
    expect(two.map(({ __typename }) => __typename).toSorted()).toEqual(['Plan', 'Refused'])
  })
})

test('the same sent again is the same plan; a stale version is refused', async () => {
  const input = typed()
  const first = await change(recorder, 'savePlan', input)
  expect(first).toMatchObject({ state: 'DRAFT', version: 1, edition: 1 })
  expect(await change(recorder, 'savePlan', input)).toMatchObject({ id: input.id, version: 1 })
  const next = { ...input, version: 1, words: '全年三项' }
  expect(await change(recorder, 'proposePlan', next)).toMatchObject({ version: 2 })
  expect(await change(recorder, 'proposePlan', next)).toMatchObject({ version: 2 })
  expect(await change(recorder, 'savePlan', { ...next, words: '四项' })).toMatchObject({
    code: 'PLAN_IN_OTHER_STATE',
  })
  expect(await change(recorder, 'takeBackPlan', { id: input.id, version: 1 })).toMatchObject({
    code: 'CHANGED_MEANWHILE',
  })
  expect(await change(recorder, 'takeBackPlan', { id: input.id, version: 2 })).toMatchObject({
    state: 'DRAFT',
    version: 3,
  })
  expect(await change(recorder, 'savePlan', { ...next, version: 1 })).toMatchObject({
    code: 'CHANGED_MEANWHILE',
  })
})

test('a draft is seen by the side that writes it alone', async () => {
  await change(recorder, 'savePlan', typed())
  expect((await yearOf(recorder))?.written?.state).toBe('DRAFT')
  expect((await yearOf(secretary))?.written?.state).toBe('DRAFT')
  for (const actor of [community, street, municipal])
    expect(await yearOf(actor)).toMatchObject({ standing: 'NONE', written: null })
  const id = (await yearOf(recorder))?.written?.id
  expect(await change(community, 'agreePlan', { id, version: 1 })).toMatchObject({
    code: 'NOT_FOUND',
  })
})

describe('between the sides', () => {
  test('who proposed does not agree; the other side agrees once', async () => {
    const id = await propose(recorder)
    expect(await told(community, 'PLAN_PROPOSED')).toBe(1)
    expect(await told(recorder, 'PLAN_PROPOSED')).toBe(0)
    for (const actor of [recorder, secretary])
      expect(await change(actor, 'agreePlan', { id, version: 1 })).toMatchObject({
        code: 'PLAN_IS_YOURS',
      })
    const both = await Promise.all([
      change(community, 'agreePlan', { id, version: 1 }),
      change(street, 'agreePlan', { id, version: 1 }),
    ])
    const states = both.map(({ state, code }) => state ?? code)
    expect(states.filter((one) => one === 'AGREED')).toHaveLength(1)
    expect((await yearOf(municipal))?.standing).toBe('AGREED')
    expect(await told(community, 'PLAN_PROPOSED')).toBe(0)
    expect(await told(recorder, 'PLAN_AGREED')).toBe(1)
    expect((await verifyAudit(city.database.pool, '2301')).broken).toBe(null)
  })

  test('a return has a reason, and comes back corrected', async () => {
    const id = await propose(recorder)
    expect(
      (await change(community, 'returnPlan', { id, version: 1, reason: ' ' })).fieldErrors,
    ).toEqual([{ path: 'reason', code: 'REQUIRED' }])
    expect(
      await change(community, 'returnPlan', { id, version: 1, reason: '请加一项环境整治' }),
    ).toMatchObject({ state: 'RETURNED', version: 2 })
    expect(await told(recorder, 'PLAN_RETURNED')).toBe(1)
    expect((await yearOf(recorder))?.written?.decisionWords).toBe('请加一项环境整治')
    const lines = [line(), line({ indicatorCode: null, area: 'GREEN', quantity: '2' })]
    expect(await change(secretary, 'proposePlan', typed({ id, version: 2, lines }))).toMatchObject({
      state: 'PROPOSED',
      version: 3,
    })
    expect(await told(recorder, 'PLAN_RETURNED')).toBe(0)
    expect(await change(community, 'agreePlan', { id, version: 3 })).toMatchObject({
      state: 'AGREED',
    })
  })

  test('the community proposes as well, and the agency agrees', async () => {
    const id = await propose(community, { lines: [line({ side: 'COMMUNITY_SIDE' })] })
    expect(await change(street, 'agreePlan', { id, version: 1 })).toMatchObject({
      code: 'PLAN_IS_YOURS',
    })
    expect(await change(secretary, 'agreePlan', { id, version: 1 })).toMatchObject({
      state: 'AGREED',
    })
  })

  test('a change of what is agreed is a new edition; the old one holds until then and stays readable', async () => {
    const id = await agreed()
    const next = await propose(community, { lines: [line({ quantity: '9' })] })
    expect(await yearOf(municipal)).toMatchObject({
      standing: 'AGREED',
      agreed: { id, edition: 1 },
      written: { id: next, edition: 2, state: 'PROPOSED' },
    })
    await change(recorder, 'agreePlan', { id: next, version: 1 })
    expect(await yearOf(municipal)).toMatchObject({
      agreed: { id: next, edition: 2 },
      written: null,
      earlier: [{ id, edition: 1, state: 'SUPERSEDED', lines: [{ quantity: '4' }] }],
    })
    await expect(
      city.database.pool.query(`UPDATE plan_line SET quantity = 1 WHERE plan_id = $1`, [id]),
    ).rejects.toThrow('not changed')
    await expect(
      city.database.pool.query(`UPDATE plan SET words = 'x' WHERE id = $1`, [next]),
    ).rejects.toThrow('not changed')
  })

  test('what is given up is gone, and another may be written', async () => {
    const input = typed()
    await change(recorder, 'savePlan', input)
    expect(await change(recorder, 'discardPlan', { id: input.id, version: 1 })).toMatchObject({
      state: 'DISCARDED',
    })
    expect((await yearOf(recorder))?.standing).toBe('NONE')
    expect(await change(recorder, 'savePlan', typed())).toMatchObject({ edition: 2 })
  })
})

describe('progress', () => {
  const lines = [
    line({ indicatorCode: 'partyBuilding.lectures', quantity: '1', dueMonth: '2007-12' }),
    line({ indicatorCode: 'partyBuilding.lectures', quantity: '500', dueMonth: '2008-08' }),
    line({ indicatorCode: null, kind: 'SIX_HELPS', area: 'CULTURE', quantity: '1' }),
    line({ indicatorCode: null, kind: 'LABOUR', quantity: '90', dueMonth: '2008-09' }),
    line({ indicatorCode: null, kind: 'VISIT', quantity: '1', side: 'COMMUNITY_SIDE' }),
  ]

  test('is what the rules say of what was countersigned, to the record', async () => {
    await agreed({ lines })
    const { rows } = await city.database.pool.query<{
      kind: string
      area: string | null
      side: string
      records: string
      lectures: string
    }>(
      `SELECT t.kind, t.area, s.side, count(*)::text AS records, coalesce(sum((SELECT sum(o.accepted) FROM output o WHERE o.activity_id = t.id AND o.indicator_code = 'partyBuilding.lectures')), 0)::int::text AS lectures
       FROM activity t JOIN (VALUES ('AGENCY_SIDE', 'AGENCY_TO_COMMUNITY'), ('AGENCY_SIDE', 'JOINT'), ('COMMUNITY_SIDE', 'COMMUNITY_TO_AGENCY'), ('COMMUNITY_SIDE', 'JOINT')) s (side, direction) ON s.direction = t.direction::text
       WHERE t.pairing_id = $1 AND t.status = 'COUNTERSIGNED' AND t.programme_year = 2008 GROUP BY 1, 2, 3`,
      [pairingId],
    )
    expect(rows.length).toBeGreaterThan(2)
    const plan = (await yearOf(recorder))?.agreed
    const shown = (plan?.lines ?? []).map((one) => ({
      ...one,
      indicatorCode: one.indicator?.code ?? null,
    }))
    const accepted = shareOut(shown, (of) => {
      const fitting = rows.filter(({ side }) => side === of.side)
      if (of.indicatorCode !== null)
        return String(fitting.reduce((sum, { lectures }) => sum + Number(lectures), 0))
      return fitting.find(({ kind, area }) => kind === of.kind && area === of.area)?.records ?? '0'
    })
    expect(shown.map((one) => one.accepted)).toEqual(accepted)
    const shares = shown.map(({ quantity }, index) => lineShare(accepted[index] ?? '0', quantity))
    expect(shown.map(({ progress }) => Math.round(progress * FULL_SHARE))).toEqual(shares)
    expect(Math.round((plan?.progress ?? 0) * FULL_SHARE)).toBe(planShare(shares))
    const year = await yearOf(municipal)
    expect(Math.round((year?.progress ?? 0) * FULL_SHARE)).toBe(planShare(shares))
    expect(year?.lineCount).toBe(5)
    expect(year?.overdueLines).toBe(shown.filter(({ state }) => state === 'OVERDUE').length)
  })

  test('moves with a countersignature, not before', async () => {
    await agreed({ lines: [line({ quantity: '500', dueMonth: '2008-09' })] })
    const before = Number((await yearOf(recorder))?.agreed?.lines[0]?.accepted)
    const id = newId()
    await callRecord(recorder, 'submitActivity', {
      id,
      content: contentFor(pairingId, { title: '计划之内的党课' }),
    })
    expect((await yearOf(recorder))?.agreed?.lines[0]?.accepted).toBe(String(before))
    await callRecord(community, 'countersignActivity', { id, version: 1, usefulness: 4, words: '' })
    expect((await yearOf(recorder))?.agreed?.lines[0]?.accepted).toBe(String(before + 3))
  })
})

describe('the list', () => {
  const page = z.object({
    edges: z.array(
      z.object({
        node: z.object({
          standing: z.string(),
          progress: z.number().nullable(),
          overdueLines: z.number(),
          pairing: z.object({ id: z.string() }),
        }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  })
  async function all(actor: Actor, filter: Record<string, unknown>, order = 'PAIRING') {
    const nodes: z.infer<typeof page>['edges'][number]['node'][] = []
    for (let after: string | null = null, more = true; more;) {
      const { plans } = await actor.ask(
        `query ($after: String, $filter: PlanFilter, $order: PlanOrder) { plans(first: 40, after: $after, filter: $filter, order: $order) { edges { node { standing progress overdueLines pairing { id } } } pageInfo { hasNextPage endCursor } } }`,
        { after, filter, order },
      )
      const { edges, pageInfo } = page.parse(plans)
      nodes.push(...edges.map(({ node }) => node))
      after = pageInfo.endCursor
      more = pageInfo.hasNextPage
    }
    return nodes
  }
  async function counts(actor: Actor) {
    const { planCounts } = await actor.ask(
      '{ planCounts { pairings agreed proposed returned drafts none behind waitsForReader } }',
    )
    return z.record(z.string(), z.number()).parse(planCounts)
  }

  test('has every pairing once, also those without a plan, and the counts are those of the list', async () => {
    await agreed({ lines: [line({ quantity: '500' })] })
    const everything = await all(municipal, {})
    expect(new Set(everything.map(({ pairing }) => pairing.id)).size).toBe(everything.length)
    for (const order of ['LEAST_PROGRESS', 'MOST_PROGRESS', 'MOST_OVERDUE'])
      expect(new Set((await all(municipal, {}, order)).map(({ pairing }) => pairing.id))).toEqual(
        new Set(everything.map(({ pairing }) => pairing.id)),
      )
    const of = await counts(municipal)
    expect(of).toMatchObject({ pairings: everything.length, agreed: 1, behind: 1 })
    expect((await all(municipal, { states: ['NONE'] })).length).toBe(of['none'])
    expect((await all(municipal, { states: ['AGREED'] })).length).toBe(1)
    const behind = await all(municipal, { behind: true })
    expect(behind.map(({ pairing }) => pairing.id)).toEqual([pairingId])
    expect((await all(municipal, {}, 'MOST_OVERDUE'))[0]?.pairing.id).toBe(pairingId)
  })

  test('shows each their own', async () => {
    const everything = await all(municipal, {})
    for (const actor of [recorder, secretary, community, street, zone]) {
      const own = await all(actor, {})
      expect(own.length).toBeGreaterThan(0)
      expect(own.length).toBeLessThan(everything.length)
    }
    const stranger = await city.as('district')
    expect((await all(stranger, {})).length).toBeGreaterThan(0)
  })

  test('names what waits for the reader', async () => {
    await propose(recorder)
    expect((await all(community, { mayAgree: true })).map(({ pairing }) => pairing.id)).toEqual([
      pairingId,
    ])
    expect(await all(recorder, { mayAgree: true })).toEqual([])
    expect((await counts(community))['waitsForReader']).toBe(1)
    expect(await community.ask('{ viewer { plansToAgree { year count } } }')).toEqual({
      viewer: { plansToAgree: [{ year: 2008, count: 1 }] },
    })
    expect(await recorder.ask('{ viewer { plansToAgree { year count } } }')).toEqual({
      viewer: { plansToAgree: [] },
    })
  })

  test('takes few statements, however long it is', async () => {
    await all(municipal, {})
    city.statements()
    await all(municipal, {}, 'LEAST_PROGRESS')
    const pages = Math.ceil((await counts(municipal))['pairings'] ?? 0) / 40 + 1
    expect(city.statements().length).toBeLessThanOrEqual(pages + 3)
  })
})

test('lines are proposed from last year, or from what this year brought; never of a pairing of others', async () => {
  const ask = async (actor: Actor, id: string, year: number) => {
    const { linesFromLastYear } = await actor.ask(
      'query ($id: ID!, $year: Int!) { linesFromLastYear(pairingId: $id, year: $year) { fromYear lines { quantity dueMonth side kind area indicator { code } } } }',
      { id, year },
    )
    return z
      .object({
        fromYear: z.number().nullable(),
        lines: z.array(
          z.looseObject({
            dueMonth: z.string(),
            indicator: z.object({ code: z.string() }).nullable(),
          }),
        ),
      })
      .nullable()
      .parse(linesFromLastYear)
  }
  const next = await ask(recorder, pairingId, 2009)
  expect(next?.fromYear).toBe(2008)
  expect(next?.lines.length).toBeGreaterThan(2)
  const lines = (next?.lines ?? []).map(({ indicator, ...rest }) => ({
    ...rest,
    indicatorCode: indicator?.code ?? null,
    responsible: '',
    words: '',
  }))
  expect(await change(recorder, 'savePlan', typed({ year: 2009, lines }))).toMatchObject({
    state: 'DRAFT',
  })
  expect((await ask(recorder, pairingId, 2008))?.fromYear).toBe(2008)
  expect(await ask(recorder, newId(), 2009)).toBe(null)
})

test('the assessment has the same numbers: how many plans are agreed, in time, and how far they are', async () => {
  const lines = [
    line({ quantity: '1' }),
    line({ indicatorCode: null, area: 'GREEN', quantity: '999' }),
  ]
  const id = await agreed({ lines })
  const progress = (await yearOf(recorder))?.progress ?? 0
  expect(progress).toBeGreaterThan(0)
  expect(progress).toBeLessThan(1)
  const numbers = ['plans.expected', 'plans.agreed', 'plans.inTime', 'plans.progressSum']
  const context = await municipal.context()
  async function numbersOf(kind: 'AGENCY' | 'BRANCH' | 'STREET' | 'COMMUNITY', path: string) {
    const rows = await rowsOf<{ path: string; counts: Record<string, string> }>(
      city.database.pool,
      inputsStatement(context, {
        kind,
        period: { year: 2008, startsOn: '2007-10-01', endsOn: '2008-09-30' },
        numbers,
        schemeId: null,
        plansWithinMonths: 3,
      }),
    )
    return rows.find((row) => row.path === path)?.counts ?? {}
  }
  const up = (path: string) => `${path.split('/').slice(0, -2).join('/')}/`
  for (const [kind, path] of [
    ['BRANCH', recorder.organisationPath],
    ['AGENCY', up(recorder.organisationPath)],
    ['COMMUNITY', community.organisationPath],
    ['STREET', up(community.organisationPath)],
  ] as const) {
    const of = await numbersOf(kind, path)
    const { rows } = await city.database.pool.query<{ count: string }>(
      `SELECT count(*)::text AS count FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
       WHERE (starts_with(a.path, $1) OR starts_with(c.path, $1)) AND p.valid_from <= '2008-09-26' AND (p.valid_to IS NULL OR p.valid_to >= '2008-09-26')`,
      [path],
    )
    expect([kind, of]).toEqual([
      kind,
      {
        'plans.expected': rows[0]?.count,
        'plans.agreed': '1',
        'plans.inTime': '0',
        'plans.progressSum': String(progress),
      },
    ])
    const shareOfAgreed = measureValue('plans.agreedShare', countedNumbers(of))
    expect(Number(decimalOf(shareOfAgreed))).toBeCloseTo(1 / Number(rows[0]?.count), 9)
  }
  await owner.query("SET session_replication_role = 'replica'")
  await owner.query(`UPDATE plan SET agreed_on = '2007-12-31' WHERE id = $1`, [id])
  await owner.query('RESET session_replication_role')
  expect((await numbersOf('BRANCH', recorder.organisationPath))['plans.inTime']).toBe('1')
})
