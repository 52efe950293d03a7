import {
  isReportExpected,
  reportMonth,
  reportMonths,
  reportState,
} from '@gongjian/domain/report-coverage'
import type { PlannedMonth, SetReportRule } from '@gongjian/domain/report-coverage'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { newId } from '../../testing/recording.ts'

const figures = z.object({ expected: z.number(), reported: z.number(), onTime: z.number() })
const coverageShape = z.object({
  countedMonths: z.array(z.string()),
  total: figures.extend({
    late: z.number(),
    missing: z.number(),
    reportingRate: z.number().nullable(),
    timeliness: z.number().nullable(),
  }),
  months: z.array(z.object({ month: z.string(), isDue: z.boolean(), figures })),
})
const organisationShape = z.object({
  edges: z.array(
    z.object({
      cursor: z.string(),
      node: z.object({
        id: z.string(),
        code: z.string(),
        figures,
        months: z.array(z.object({ month: z.string(), figures })),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
const reportShape = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        id: z.string(),
        pairingId: z.string(),
        month: z.string(),
        state: z.string(),
        sentOn: z.string().nullable(),
        daysLate: z.number(),
        agencySide: z.object({ path: z.string() }),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
const numbers = 'expected reported onTime'

let city: TestCity
let municipal: Actor
let today: string
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  today = (await municipal.context()).today
})
afterAll(() => city.close())

async function coverage(actor: Actor, filter: Record<string, unknown> = {}, year = 2008) {
  const { reportCoverage } = await actor.ask(
    `query ($year: Int!, $filter: CoverageFilter) { reportCoverage(year: $year, filter: $filter) { countedMonths total { ${numbers} late missing reportingRate timeliness } months { month isDue figures { ${numbers} } } } }`,
    { filter, year },
  )
  return coverageShape.parse(reportCoverage)
}
async function organisations(
  actor: Actor,
  args: Record<string, unknown>,
  filter: Record<string, unknown> = {},
) {
  const { reportCoverage } = await actor.ask(
    `query ($filter: CoverageFilter, $by: BreakdownBy!, $order: ReportOrder, $first: Int, $after: String, $search: String) { reportCoverage(year: 2008, filter: $filter) { organisations(by: $by, order: $order, first: $first, after: $after, search: $search) {
      edges { cursor node { id code figures { ${numbers} } months { month figures { ${numbers} } } } } pageInfo { hasNextPage endCursor } } } }`,
    { filter, ...args },
  )
  return z.object({ organisations: organisationShape }).parse(reportCoverage).organisations
}
async function reports(
  actor: Actor,
  args: Record<string, unknown> = {},
  filter: Record<string, unknown> = {},
) {
  const { reportCoverage } = await actor.ask(
    `query ($filter: CoverageFilter, $states: [ReportState!], $order: ExpectedReportOrder, $first: Int, $after: String) { reportCoverage(year: 2008, filter: $filter) { reports(states: $states, order: $order, first: $first, after: $after) {
      edges { node { id pairingId month state sentOn daysLate agencySide { path } } } pageInfo { hasNextPage endCursor } } } }`,
    { filter, ...args },
  )
  return z.object({ reports: reportShape }).parse(reportCoverage).reports
}

type Pairing = {
  id: string
  from: string
  to: string | null
  agencyPath: string
  communityPath: string
}
/** What was set of the reports of the year, as the test has set it. */
let set: SetReportRule[] = []
/** What the plans that were agreed say of a pairing's month. */
async function plannedMonths(): Promise<(pairingId: string, month: string) => PlannedMonth> {
  const { rows } = await city.database.pool.query<{
    pairingId: string
    agreedOn: string
    months: string[]
  }>(
    `SELECT p.pairing_id AS "pairingId", p.agreed_on::text AS "agreedOn", array(SELECT to_char(l.due_on, 'YYYY-MM') FROM plan_line l WHERE l.plan_id = p.id) AS months
     FROM plan p WHERE p.programme_year = 2008 AND p.state IN ('AGREED', 'SUPERSEDED') ORDER BY p.edition`,
  )
  return (pairingId, month) => {
    const held = rows.findLast(
      (one) => one.pairingId === pairingId && one.agreedOn <= reportMonth(month).endsOn,
    )
    if (held === undefined) return 'NO_PLAN'
    return held.months.includes(month) ? 'DUE' : 'NOT_DUE'
  }
}
/** The same counted again from the rules, pairing by pairing and month by month. */
async function countedAgain(keep: (pairing: Pairing) => boolean = () => true) {
  const { pool } = city.database
  const { rows: pairings } = await pool.query<Pairing>(
    `SELECT p.id, p.valid_from::text AS "from", p.valid_to::text AS "to", a.path AS "agencyPath", c.path AS "communityPath" FROM pairing p
     JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id WHERE p.level = 'BRANCH_COMMUNITY'`,
  )
  const { rows: records } = await pool.query<{
    pairingId: string
    month: string
    sent: string
    says: boolean
  }>(
    `SELECT t.pairing_id AS "pairingId", to_char(t.day, 'YYYY-MM') AS month, (t.submitted_at AT TIME ZONE 'Asia/Shanghai')::date::text AS sent,
       t.person_times > 0 OR EXISTS (SELECT FROM output u WHERE u.activity_id = t.id) AS says
     FROM activity t WHERE t.status IN ('SUBMITTED', 'COUNTERSIGNED')`,
  )
  const first = new Map<string, string>()
  for (const { pairingId, month, sent, says } of records) {
    const key = `${pairingId} ${month}`
    const known = first.get(key)
    if (says && (known === undefined || sent < known)) first.set(key, sent)
  }
  const months = reportMonths({ startsOn: '2007-10-01', endsOn: '2008-09-30' }, today, set)
  const planned = await plannedMonths()
  return pairings.filter(keep).flatMap(({ id, from, to, agencyPath, communityPath }) =>
    months
      .filter((month) =>
        isReportExpected({ validFrom: from, validTo: to }, month, planned(id, month.month)),
      )
      .map((month) => {
        const sentOn = first.get(`${id} ${month.month}`) ?? null
        return {
          id: `${id}:${month.month}`,
          agencyPath,
          communityPath,
          month: month.month,
          isDue: month.dueOn < today,
          state: reportState(month, sentOn, today),
        }
      }),
  )
}
const sumOf = (all: Awaited<ReturnType<typeof countedAgain>>) => ({
  expected: all.length,
  reported: all.filter(({ state }) => state === 'ON_TIME' || state === 'LATE').length,
  onTime: all.filter(({ state }) => state === 'ON_TIME').length,
})

/** A record under the pairing, as it stands after a life in the product. */
async function record(
  pairingId: string,
  day: string,
  submitted: string,
  { people = 12, status = 'SUBMITTED' } = {},
): Promise<string> {
  const id = newId()
  await city.database.pool.query(
    `INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, programme_year, day, kind, direction, recording_side, title, words, status, version, person_times, hours, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at)
     SELECT p.city_code, $1, p.id, a.id, a.path, m.id, m.path, 2008, $3::date, 'VISIT', 'AGENCY_TO_COMMUNITY', 'AGENCY_SIDE', '走访', '', $6::activity_status, 2, $5, 10, '{}', $7, $4, $4, $7, $4
     FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation m ON m.id = p.community_side_id WHERE p.id = $2`,
    [id, pairingId, day, submitted, people, status, newId()],
  )
  return id
}
/** A pairing without a record, of which nobody else knows. */
async function freshPairing(from: string, to: string | null): Promise<string> {
  const id = newId()
  await city.database.pool.query(
    `INSERT INTO pairing (city_code, id, level, agency_side_id, community_side_id, valid_from, valid_to, end_reason)
     SELECT p.city_code, $1, p.level, p.agency_side_id, p.community_side_id, $2::date, $3::date, CASE WHEN $3::date IS NULL THEN NULL ELSE '调整' END FROM pairing p WHERE p.level = 'BRANCH_COMMUNITY' LIMIT 1`,
    [id, from, to],
  )
  return id
}
async function statesOf(pairingId: string): Promise<Record<string, string>> {
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT agency_side_id AS id FROM pairing WHERE id = $1`,
    [pairingId],
  )
  const all = await reports(
    municipal,
    { states: ['ON_TIME', 'LATE', 'MISSING', 'NOT_DUE'], first: 100 },
    { organisationId: rows[0]?.id },
  )
  return Object.fromEntries(
    all.edges
      .filter(({ node }) => node.pairingId === pairingId)
      .map(({ node }) => [node.month, node.state]),
  )
}

describe('a report', () => {
  test('is on time until the tenth of the next month, late after it, and one however many records it has', async () => {
    const pairing = await freshPairing('2008-05-01', '2008-08-31')
    await record(pairing, '2008-05-04', '2008-06-10T15:59:00Z')
    await record(pairing, '2008-05-06', '2008-07-01T02:00:00Z')
    await record(pairing, '2008-06-04', '2008-07-10T16:00:00Z')
    expect(await statesOf(pairing)).toEqual({
      '2008-05': 'ON_TIME',
      '2008-06': 'LATE',
      '2008-07': 'MISSING',
      '2008-08': 'MISSING',
    })
  })
  test('is none where the record says nothing, is a draft, was returned or withdrawn', async () => {
    const pairing = await freshPairing('2008-03-01', '2008-06-30')
    await record(pairing, '2008-03-04', '2008-03-05T02:00:00Z', { people: 0 })
    await record(pairing, '2008-04-04', '2008-04-05T02:00:00Z', { status: 'RETURNED' })
    await record(pairing, '2008-05-04', '2008-05-05T02:00:00Z', { status: 'WITHDRAWN' })
    await record(pairing, '2008-06-04', '2008-06-05T02:00:00Z', { status: 'DRAFT' })
    expect(new Set(Object.values(await statesOf(pairing)))).toEqual(new Set(['MISSING']))
  })
  test('is expected only of months in which the pairing is in force for fifteen days', async () => {
    const pairing = await freshPairing('2008-02-16', '2008-04-15')
    expect(Object.keys(await statesOf(pairing)).toSorted()).toEqual(['2008-03', '2008-04'])
    // What was recorded in a month of which nothing is expected raises no rate.
    await record(pairing, '2008-02-20', '2008-02-21T02:00:00Z')
    expect(Object.keys(await statesOf(pairing)).toSorted()).toEqual(['2008-03', '2008-04'])
  })
})

describe('the rates', () => {
  test('are those of the rules, month by month, and never above one', async () => {
    const [{ months, total, countedMonths }, again] = [
      await coverage(municipal),
      await countedAgain(),
    ]
    expect(months.map(({ month }) => month)).toHaveLength(12)
    for (const { month, isDue, figures: found } of months) {
      expect({ month, ...found }).toEqual({
        month,
        ...sumOf(again.filter((one) => one.month === month)),
      })
      expect(found.reported).toBeLessThanOrEqual(found.expected)
      expect(isDue).toBe(reportMonth(month).dueOn < today)
    }
    expect(countedMonths).toEqual(months.filter(({ isDue }) => isDue).map(({ month }) => month))
    const due = sumOf(again.filter(({ isDue }) => isDue))
    expect(total).toEqual({
      ...due,
      late: due.reported - due.onTime,
      missing: due.expected - due.reported,
      reportingRate: due.reported / due.expected,
      timeliness: due.onTime / due.expected,
    })
    expect(due.reported).toBeGreaterThan(100)
  })
  test('are of the months that were chosen, also of one that is not due', async () => {
    const { months, total } = await coverage(municipal, {
      monthFrom: '2008-09',
      monthTo: '2008-09',
    })
    expect(months.map(({ month }) => month)).toEqual(['2008-09'])
    expect(total).toMatchObject(months[0]?.figures ?? {})
    expect(total.expected).toBeGreaterThan(0)
  })
  test('are none in a year of which no month has begun', async () => {
    const { months, total } = await coverage(municipal, {}, 2009)
    expect(months).toEqual([])
    expect(total).toMatchObject({ expected: 0, reportingRate: null, timeliness: null })
    await expect(coverage(municipal, {}, 1999)).rejects.toThrow('1999')
  })
})

describe('by organisation', () => {
  const levels = ['ZONE', 'AGENCY', 'BRANCH', 'DISTRICT', 'STREET', 'COMMUNITY'] as const
  test.each(levels)('%s: each adds up to the city, who sent nothing is there', async (by) => {
    const { total } = await coverage(municipal)
    const all: z.infer<typeof organisationShape>['edges'] = []
    for (let after: string | null = null; ;) {
      const page = await organisations(municipal, { by, first: 100, after })
      all.push(...page.edges)
      after = page.pageInfo.endCursor
      if (!page.pageInfo.hasNextPage) break
    }
    const sum = (key: keyof typeof total & keyof z.infer<typeof figures>) =>
      all.reduce((so, { node }) => so + node.figures[key], 0)
    expect({
      expected: sum('expected'),
      reported: sum('reported'),
      onTime: sum('onTime'),
    }).toEqual({ expected: total.expected, reported: total.reported, onTime: total.onTime })
    expect(new Set(all.map(({ node }) => node.id)).size).toBe(all.length)
    for (const { node } of all) expect(node.months).toHaveLength(12)
    // Of communities some have no pairing and some sent nothing: all are there.
    const silent = all.filter(({ node }) => node.figures.reported === 0).length
    expect(silent > 0).toBe(by === 'BRANCH' || by === 'COMMUNITY')
  })
  test.each(['ORGANISATION', 'LOWEST_RATE', 'MOST_MISSING'])(
    'goes page by page in the order %s',
    async (order) => {
      const whole = (await organisations(municipal, { by: 'AGENCY', first: 100, order })).edges
      const found: string[] = []
      for (let after: string | null = null; ;) {
        const page = await organisations(municipal, { by: 'AGENCY', first: 17, after, order })
        found.push(...page.edges.map(({ node }) => node.id))
        after = page.pageInfo.endCursor
        if (!page.pageInfo.hasNextPage) break
      }
      expect(found).toEqual(whole.map(({ node }) => node.id))
    },
  )
  test('has those first of whom most did not come, where that is asked', async () => {
    const { edges } = await organisations(municipal, {
      by: 'AGENCY',
      first: 100,
      order: 'MOST_MISSING',
    })
    const missing = edges.map(({ node }) => node.figures.expected - node.figures.reported)
    expect(missing).toEqual(missing.toSorted((a, b) => b - a))
  })
  test('is found by name, and asks the database once for however many', async () => {
    const named = await organisations(municipal, { by: 'AGENCY', search: 'A001' })
    expect(named.edges.map(({ node }) => node.code)).toEqual(['A001'])
    const asked = async (first: number) => {
      city.statements()
      await organisations(municipal, { by: 'BRANCH', first })
      return city.statements().length
    }
    await asked(2)
    expect(await asked(50)).toBe(await asked(2))
  })
})

describe('in sight is only what the role may see', () => {
  test.each([
    ['secretary', 'agencyPath'],
    ['recorder', 'agencyPath'],
    ['community', 'communityPath'],
    ['district', 'communityPath'],
  ] as const)('%s', async (account, side) => {
    const actor = await city.as(account)
    const own = await countedAgain((pairing) => pairing[side].startsWith(actor.organisationPath))
    const { total } = await coverage(actor)
    expect(total).toMatchObject(sumOf(own.filter(({ isDue }) => isDue)))
    expect(total.expected).toBeGreaterThan(0)
    const listed = await reports(actor, { first: 100 })
    const allowed = new Set(own.map(({ id }) => id))
    for (const { node } of listed.edges) expect(allowed.has(node.id)).toBe(true)
  })
  test('a zone lead sees the zone, and no other zone as a row', async () => {
    const zone = await city.as('zone')
    const { edges } = await organisations(zone, { by: 'ZONE' })
    expect(edges).toHaveLength(1)
    expect(edges[0]?.node.figures).toMatchObject({
      expected: (await coverage(zone)).total.expected,
    })
  })
})

describe('who is late with what', () => {
  test.each(['OLDEST_MONTH', 'NEWEST_MONTH', 'ORGANISATION'])(
    'goes page by page in the order %s, each report once',
    async (order) => {
      const filter = { monthFrom: '2008-06', monthTo: '2008-09', organisationId: await agency() }
      const whole = (await reports(municipal, { first: 100, order }, filter)).edges
      const found: string[] = []
      for (let after: string | null = null; ;) {
        const page = await reports(municipal, { first: 3, after, order }, filter)
        found.push(...page.edges.map(({ node }) => node.id))
        after = page.pageInfo.endCursor
        if (!page.pageInfo.hasNextPage) break
      }
      expect(found).toEqual(whole.map(({ node }) => node.id))
      expect(found.length).toBeGreaterThan(3)
      for (const { node } of whole) {
        expect(['LATE', 'MISSING']).toContain(node.state)
        expect(node.daysLate).toBeGreaterThan(0)
      }
    },
  )
  async function agency(): Promise<string> {
    const { edges } = await organisations(municipal, {
      by: 'AGENCY',
      order: 'MOST_MISSING',
      first: 1,
    })
    return edges[0]?.node.id ?? ''
  }
})

describe('plans and what was set for the year', () => {
  /** A plan of the pairing that was agreed on the day, with a line due in each of the months. */
  async function plan(pairingId: string, agreedOn: string, due: string[], edition = 1) {
    const id = newId()
    await city.database.pool.query(
      `INSERT INTO plan (city_code, id, pairing_id, programme_year, edition, state, version, side, words, writer_ids, created_at, updated_at, proposed_by_id, proposed_by_name, proposed_at, decided_by_name, decided_at, agreed_on, content_hash)
       SELECT city_code, $1, id, 2008, $4, 'AGREED', 2, 'AGENCY_SIDE', '', ARRAY[$5::uuid], $3::date, $3::date, $5::uuid, '测试', $3::date, '测试', $3::date, $3::date, '' FROM pairing WHERE id = $2`,
      [id, pairingId, agreedOn, edition, newId()],
    )
    for (const [index, month] of due.entries())
      await city.database.pool.query(
        `INSERT INTO plan_line (city_code, plan_id, position, kind, area, quantity, due_on, side, responsible, words)
         SELECT city_code, id, $2, 'SIX_HELPS', 'GREEN', 1, $3::date, 'AGENCY_SIDE', '青年委员', '' FROM plan WHERE id = $1`,
        [id, index + 1, reportMonth(month).endsOn],
      )
  }
  async function sameAsTheRules() {
    const again = await countedAgain()
    const { months } = await coverage(municipal)
    for (const { month, isDue, figures: found } of months) {
      const those = again.filter((one) => one.month === month)
      expect({ month, ...found }).toEqual({ month, ...sumOf(those) })
      expect(isDue).toBe(reportMonth(month, set).dueOn < today)
      expect(found.reported).toBeLessThanOrEqual(found.expected)
    }
    const byZone = (await organisations(municipal, { by: 'DISTRICT' })).edges
    const total = (await coverage(municipal)).total
    expect(byZone.reduce((sum, { node }) => sum + node.figures.expected, 0)).toBe(total.expected)
    return months
  }
  const set2008 = async (actor: Actor, input: Record<string, unknown>) => {
    const data = await actor.ask(
      `mutation ($input: SetReportRuleInput!) { setReportRule(input: $input) { __typename ... on Period { reportRule { dueDay expects revision holdsFrom changes { fromMonth dueDay reason setByName } } } ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } } }`,
      {
        input: { year: 2008, revision: 0, dueDay: 5, expects: 'EVERY_MONTH', reason: '', ...input },
      },
    )
    return z
      .looseObject({
        __typename: z.string(),
        code: z.string().optional(),
        fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
        reportRule: z.unknown().optional(),
      })
      .parse(data['setReportRule'])
  }

  test('a month in which a line falls due is expected also of a pairing that began at its end', async () => {
    const [planned, unplanned] = [
      await freshPairing('2008-07-28', null),
      await freshPairing('2008-07-28', null),
    ]
    await plan(planned, '2008-07-29', ['2008-07', '2008-09'])
    expect(await statesOf(planned)).toMatchObject({
      '2008-07': 'MISSING',
      '2008-08': 'MISSING',
    })
    expect(Object.keys(await statesOf(unplanned)).toSorted()).toEqual(['2008-08', '2008-09'])
    // A record that says nothing is no report; one that does is one.
    await record(planned, '2008-07-30', '2008-08-02T02:00:00Z', { people: 0 })
    expect((await statesOf(planned))['2008-07']).toBe('MISSING')
    await record(planned, '2008-07-31', '2008-08-02T02:00:00Z')
    expect((await statesOf(planned))['2008-07']).toBe('ON_TIME')
    await sameAsTheRules()
  })
  test('who wants only months of plans gets those, told as such', async () => {
    const data = await municipal.ask(
      `{ reportCoverage(year: 2008) { reports(planned: true, states: [MISSING, LATE, ON_TIME, NOT_DUE], first: 100) { edges { node { pairingId month isPlanned } } } } }`,
    )
    const { edges } = z
      .object({
        reports: z.object({
          edges: z.array(
            z.object({
              node: z.object({
                pairingId: z.string(),
                month: z.string(),
                isPlanned: z.boolean(),
              }),
            }),
          ),
        }),
      })
      .parse(data['reportCoverage']).reports
    const planned = await plannedMonths()
    expect(edges.length).toBeGreaterThan(20)
    for (const { node } of edges) {
      expect(node.isPlanned).toBe(true)
      expect(planned(node.pairingId, node.month)).toBe('DUE')
    }
  })
  test('is set by the committee alone, with a reason, a day that every month has, and what was read', async () => {
    expect((await set2008(municipal, { dueDay: 31 })).fieldErrors).toEqual([
      { path: 'dueDay', code: 'OUTSIDE_THRESHOLD' },
      { path: 'reason', code: 'REQUIRED' },
    ])
    expect(await set2008(municipal, { reason: '按月例会', revision: 4 })).toMatchObject({
      code: 'CHANGED_MEANWHILE',
    })
    expect(await set2008(municipal, { reason: '按月例会', year: 1999 })).toMatchObject({
      __typename: 'NotFound',
    })
    await expect(set2008(await city.as('zone'), { reason: '按月例会' })).rejects.toThrow(
      '您当前的角色不能进行此操作',
    )
  })
  test('holds from the month under way, is kept with who and why, and judges no month that is over', async () => {
    const before = (await coverage(municipal)).months
    const [one, other] = await Promise.all([
      set2008(municipal, { reason: '与月度例会同步', dueDay: 5, expects: 'PLAN_MONTHS' }),
      set2008(municipal, { reason: '两人同时', dueDay: 6 }),
    ])
    expect([one.code, other.code].filter(Boolean)).toEqual(['CHANGED_MEANWHILE'])
    const kept = one.code === undefined ? one : other
    expect(kept.reportRule).toMatchObject({ revision: 1, holdsFrom: '2008-09' })
    const final = await set2008(municipal, {
      revision: 1,
      reason: '有计划的按计划报',
      dueDay: 3,
      expects: 'PLAN_MONTHS',
    })
    expect(final.reportRule).toMatchObject({
      dueDay: 3,
      expects: 'PLAN_MONTHS',
      revision: 2,
      changes: [{ fromMonth: '2008-09', dueDay: 3, reason: '有计划的按计划报' }, {}],
    })
    set = [{ revision: 2, fromMonth: '2008-09', dueDay: 3, expects: 'PLAN_MONTHS' }]
    const after = await sameAsTheRules()
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1))
    expect(after.at(-1)?.figures.expected).toBeLessThan(before.at(-1)?.figures.expected ?? 0)
    const { rows } = await city.database.pool.query<{ subject: string }>(
      `SELECT subject_id AS subject FROM audit_event WHERE action = 'period.setReportRule'`,
    )
    expect(rows).toEqual([{ subject: '2008' }, { subject: '2008' }])
  })
  test('of months since when only those of plans count, all agree with the rules', async () => {
    // As if it had been set in spring: what is kept is never changed, so that it is written here.
    await city.database.pool.query(
      `INSERT INTO report_rule (city_code, year, revision, from_month, due_day, expects, reason, set_by_id, set_by_name, set_at)
       SELECT city_code, year, 3, '2008-03-01', 20, 'PLAN_MONTHS', '测试', set_by_id, '测试', set_at FROM report_rule WHERE year = 2008 AND revision = 1`,
    )
    await set2008(municipal, {
      revision: 3,
      reason: '读一遍',
      dueDay: 3,
      expects: 'PLAN_MONTHS',
    })
    set = [
      { revision: 3, fromMonth: '2008-03', dueDay: 20, expects: 'PLAN_MONTHS' },
      { revision: 4, fromMonth: '2008-09', dueDay: 3, expects: 'PLAN_MONTHS' },
    ]
    await sameAsTheRules()
    const data = await municipal.ask(
      '{ reportCoverage(year: 2008) { rules { fromMonth dueDay expects } } }',
    )
    expect(data['reportCoverage']).toEqual({
      rules: [
        { fromMonth: '2007-10', dueDay: 10, expects: 'EVERY_MONTH' },
        { fromMonth: '2008-03', dueDay: 20, expects: 'PLAN_MONTHS' },
        { fromMonth: '2008-09', dueDay: 3, expects: 'PLAN_MONTHS' },
      ],
    })
  })
})
