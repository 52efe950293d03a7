import { DIAGNOSIS_SIGNS } from '@gongjian/domain/diagnosis-signs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'

const signShape = z.object({
  sign: z.enum(DIAGNOSIS_SIGNS),
  value: z.number().nullable(),
  isLit: z.boolean().nullable(),
  judged: z.number(),
  concerned: z.number(),
  trend: z.array(z.object({ quarter: z.number(), value: z.number().nullable() })),
  figures: z.array(z.object({ name: z.string(), value: z.number().nullable() })),
  curves: z.array(
    z.object({
      of: z.string(),
      gini: z.number().nullable(),
      withNothing: z.number(),
      members: z.number(),
      points: z.array(z.object({ members: z.number(), amount: z.number() })),
    }),
  ),
  thresholds: z.array(
    z.object({
      name: z.string(),
      value: z.number(),
      revision: z.number(),
      changes: z.array(z.object({ reason: z.string(), setByName: z.string() })),
    }),
  ),
})
const diagnosisShape = z.object({
  pairings: z.number(),
  records: z.number(),
  hasBegun: z.boolean(),
  signs: z.array(signShape),
})
const document = `query ($year: Int!, $zoneId: ID) { diagnosis(year: $year, zoneId: $zoneId) { pairings records hasBegun signs {
  sign value isLit judged concerned trend { quarter value } figures { name value }
  curves { of gini withNothing members points { members amount } } thresholds { name value revision changes { reason setByName } } } } }`
const pageShape = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        id: z.string(),
        subjectId: z.string(),
        variant: z.string(),
        why: z.string(),
        records: z.number(),
        meantRecords: z.number(),
        revision: z.number(),
        pairingId: z.string().nullable(),
        organisation: z.object({ id: z.string(), name: z.string(), path: z.string() }),
        partner: z.object({ path: z.string() }).nullable(),
        followUp: z
          .object({ state: z.string(), note: z.string(), markedByName: z.string() })
          .nullable(),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
const listDocument = `query ($filter: DiagnosisConcernFilter!, $first: Int, $after: String, $order: DiagnosisOrder) { diagnosisConcerns(filter: $filter, first: $first, after: $after, order: $order) {
  edges { node { id subjectId variant why records meantRecords revision pairingId organisation { id name path } partner { path } followUp { state note markedByName } } } pageInfo { hasNextPage endCursor } } }`

let city: TestCity
let municipal: Actor
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
})
afterAll(() => city.close())

async function diagnosis(actor = municipal, variables: Record<string, unknown> = {}) {
  const data = await actor.ask(document, { year: 2008, ...variables })
  return diagnosisShape.parse(data['diagnosis'])
}
async function signNamed(sign: string, actor = municipal) {
  const found = (await diagnosis(actor)).signs.find((one) => one.sign === sign)
  if (found === undefined) throw new Error(`no sign ${sign}`)
  return found
}
async function list(
  sign: string,
  rest: Record<string, unknown> = {},
  filter: Record<string, unknown> = {},
  actor = municipal,
) {
  const data = await actor.ask(listDocument, {
    filter: { year: 2008, sign, ...filter },
    first: 100,
    ...rest,
  })
  const { edges, pageInfo } = pageShape.parse(data['diagnosisConcerns'])
  return { nodes: edges.map(({ node }) => node), pageInfo }
}
async function counted(text: string): Promise<number> {
  const { rows } = await city.database.pool.query<{ count: number }>(text)
  return rows[0]?.count ?? Number.NaN
}

describe('the signs of the demonstration year', () => {
  test('are all eight, each with a figure and with its quarters', async () => {
    const { signs, records } = await diagnosis()
    expect(signs.map(({ sign }) => sign)).toEqual(DIAGNOSIS_SIGNS)
    expect(records).toBe(
      await counted(
        `SELECT count(*)::int AS count FROM activity WHERE programme_year = 2008 AND status = 'COUNTERSIGNED'`,
      ),
    )
    for (const { value, judged, trend } of signs) {
      expect(value).not.toBeNull()
      expect(judged).toBeGreaterThan(50)
      expect(trend.map(({ quarter }) => quarter)).toEqual([1, 2, 3, 4])
    }
    expect(signs.filter(({ concerned }) => concerned > 0).length).toBeGreaterThanOrEqual(6)
  })
  test('one way only: as the records themselves say', async () => {
    const { concerned, judged } = await signNamed('ONE_WAY')
    const pairs = `SELECT pairing_id, count(*) AS records, count(DISTINCT direction) AS directions, bool_or(direction = 'JOINT') AS joint FROM activity WHERE programme_year = 2008 AND status = 'COUNTERSIGNED' GROUP BY 1 HAVING count(*) >= 3`
    expect(judged).toBe(await counted(`SELECT count(*)::int AS count FROM (${pairs}) p`))
    expect(concerned).toBe(
      await counted(
        `SELECT count(*)::int AS count FROM (${pairs}) p WHERE directions = 1 AND NOT joint`,
      ),
    )
  })
  test('uneven help: who received nothing, and the Gini coefficient, as the database counts them', async () => {
    const { curves } = await signNamed('IMBALANCE')
    const communities = `SELECT p.community_side_id, (SELECT count(*) FROM activity t JOIN pairing q ON q.id = t.pairing_id WHERE q.community_side_id = p.community_side_id AND t.programme_year = 2008 AND t.status = 'COUNTERSIGNED' AND t.direction <> 'COMMUNITY_TO_AGENCY') AS help
      FROM pairing p WHERE p.level = 'BRANCH_COMMUNITY' AND p.valid_from <= '2008-09-26' AND (p.valid_to IS NULL OR p.valid_to >= '2007-10-01') GROUP BY 1`
    const curve = curves.find(({ of }) => of === 'COMMUNITY')
    expect(curve?.members).toBe(
      await counted(`SELECT count(*)::int AS count FROM (${communities}) c`),
    )
    expect(curve?.withNothing).toBe(
      await counted(`SELECT count(*)::int AS count FROM (${communities}) c WHERE help = 0`),
    )
    expect(curve?.gini).toBeCloseTo(
      await counted(
        `SELECT (2 * sum(place * help) / (count(*) * sum(help)) - (count(*) + 1)::numeric / count(*))::float8 AS count FROM (SELECT help, row_number() OVER (ORDER BY help) AS place FROM (${communities}) c) r`,
      ),
      9,
    )
    expect(curve?.points.length).toBeLessThanOrEqual(61)
  })
  test('gifts alone, and signatures given at once: the list of records has as many as the sign counts', async () => {
    const filtered = async (pairingId: string | null, filter: Record<string, unknown>) => {
      const data = await municipal.ask(
        'query ($filter: ActivityFilter) { activities(first: 100, filter: $filter) { edges { node { id } } } }',
        { filter: { year: 2008, statuses: ['COUNTERSIGNED'], pairingId, ...filter } },
      )
      return z.object({ activities: z.object({ edges: z.array(z.unknown()) }) }).parse(data)
        .activities.edges.length
    }
    const listed = async (sign: string) => {
      const data = await municipal.ask(listDocument, { filter: { year: 2008, sign }, first: 100 })
      return pageShape.parse(data['diagnosisConcerns']).edges.map(({ node }) => node)
    }
    const gifts = await listed('GIFTS_ONLY')
    expect(gifts.length).toBeGreaterThan(0)
    for (const { pairingId, meantRecords } of gifts)
      expect(await filtered(pairingId, { giftsOnly: true })).toBe(meantRecords)
    const formOnly = await listed('FORM_ONLY')
    expect(formOnly.length).toBeGreaterThan(0)
    for (const { variant, meantRecords, pairingId } of formOnly) {
      const filter = variant === 'QUICK' ? { signedWithinSeconds: 30 } : {}
      expect(await filtered(pairingId, filter)).toBe(meantRecords)
    }
  })

  test('a standstill: pairings that hold, with nothing countersigned for ninety days', async () => {
    const { concerned, figures } = await signNamed('STALLED')
    const last = `SELECT p.id, p.valid_from, (SELECT max(day) FROM activity t WHERE t.pairing_id = p.id AND t.status = 'COUNTERSIGNED' AND t.day <= '2008-09-26') AS day FROM pairing p WHERE p.level = 'BRANCH_COMMUNITY' AND (p.valid_to IS NULL OR p.valid_to >= '2008-09-26') AND p.valid_from <= date '2008-09-26' - 90`
    expect(concerned).toBe(
      await counted(
        `SELECT count(*)::int AS count FROM (${last}) l WHERE coalesce(day, valid_from) <= date '2008-09-26' - 90`,
      ),
    )
    expect(figures).toEqual([
      {
        name: 'never',
        value: await counted(`SELECT count(*)::int AS count FROM (${last}) l WHERE day IS NULL`),
      },
    ])
  })
  test('of a year that has not begun: no figure, and nobody named as if they had done less than others', async () => {
    const { signs, records, hasBegun } = await diagnosis(municipal, { year: 2009 })
    expect([records, hasBegun]).toEqual([0, false])
    for (const { value, isLit, concerned, trend } of signs)
      expect([value, isLit, concerned, trend]).toEqual([null, null, 0, []])
  })
  test('of a year that is none, says so', async () => {
    const { errors } = await municipal.answer(document, { year: 1999 })
    expect(errors?.[0]?.extensions['code']).toBe('NO_SUCH_YEAR')
  })
})

describe('a sign by month', () => {
  const monthShape = z.array(
    z.object({
      month: z.string(),
      value: z.number().nullable(),
      concerned: z.number(),
      judged: z.number(),
    }),
  )
  async function byMonth(sign: string, year = 2008) {
    const data = await municipal.ask(
      'query ($year: Int!, $sign: DiagnosisSignKind!) { diagnosisByMonth(year: $year, sign: $sign) { month value concerned judged } }',
      { year, sign },
    )
    return monthShape.parse(data['diagnosisByMonth'])
  }
  test.each(DIAGNOSIS_SIGNS)('%s ends where the sign stands today', async (sign) => {
    const { value, concerned, judged } = await signNamed(sign)
    const months = await byMonth(sign)
    expect(months).toHaveLength(12)
    expect(months.at(-1)).toEqual({ month: '2008-09', value, concerned, judged })
  })
  test('judges a month by what lies between the first day of the year and its end', async () => {
    const oneWay = (await byMonth('ONE_WAY')).find(({ month }) => month === '2008-03')
    const pairs = `SELECT pairing_id, count(DISTINCT direction) AS directions, bool_or(direction = 'JOINT') AS joint FROM activity WHERE programme_year = 2008 AND status = 'COUNTERSIGNED' AND day <= '2008-03-31' GROUP BY 1 HAVING count(*) >= 3`
    expect(oneWay?.judged).toBe(await counted(`SELECT count(*)::int AS count FROM (${pairs}) p`))
    expect(oneWay?.concerned).toBe(
      await counted(
        `SELECT count(*)::int AS count FROM (${pairs}) p WHERE directions = 1 AND NOT joint`,
      ),
    )
    const stalled = (await byMonth('STALLED')).find(({ month }) => month === '2008-02')
    const last = `SELECT p.valid_from, (SELECT max(day) FROM activity t WHERE t.pairing_id = p.id AND t.status = 'COUNTERSIGNED' AND t.day <= '2008-02-29') AS day FROM pairing p WHERE p.level = 'BRANCH_COMMUNITY' AND (p.valid_to IS NULL OR p.valid_to >= '2008-02-29') AND p.valid_from <= date '2008-02-29' - 90`
    expect(stalled?.concerned).toBe(
      await counted(
        `SELECT count(*)::int AS count FROM (${last}) l WHERE coalesce(day, valid_from) <= date '2008-02-29' - 90`,
      ),
    )
  })
  test('says nothing of a year that has not begun', async () => {
    expect(await byMonth('STALLED', 2009)).toEqual([])
  })
})

describe('what is in sight', () => {
  test('a zone lead sees the agencies of the zone, a district what its communities receive', async () => {
    const [zone, district] = [await city.as('zone'), await city.as('district')]
    const whole = await diagnosis()
    for (const actor of [zone, district]) {
      const part = await diagnosis(actor)
      expect(part.pairings).toBeGreaterThan(0)
      expect(part.pairings).toBeLessThan(whole.pairings)
    }
    const { nodes } = await list('STALLED', {}, {}, district)
    expect(nodes.length).toBeGreaterThan(0)
    for (const { partner } of nodes)
      expect(partner?.path.startsWith(district.organisationPath)).toBe(true)
    const { rows } = await city.database.pool.query<{ path: string }>(
      `SELECT a.path FROM zone_membership m JOIN organisation a ON a.id = m.agency_id WHERE m.zone_id = (SELECT zone_id FROM role_assignment WHERE user_id = $1 AND zone_id IS NOT NULL LIMIT 1)`,
      [zone.userId],
    )
    const ofZone = await list('STALLED', {}, {}, zone)
    expect(ofZone.nodes.length).toBeGreaterThan(0)
    for (const { organisation } of ofZone.nodes)
      expect(rows.some(({ path }) => organisation.path.startsWith(path))).toBe(true)
  })
  test.each(['recorder', 'secretary', 'community', 'street', 'admin'])(
    '%s sees nothing of it',
    async (account) => {
      const actor = await city.as(account)
      const { errors } = await actor.answer(document, { year: 2008 })
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
    },
  )
})

describe('the list', () => {
  test.each(['MOST', 'FEWEST_RECORDS', 'MOST_RECORDS', 'ORGANISATION'])(
    'goes page by page in the order %s, each once',
    async (order) => {
      const whole: string[] = []
      for (let after: string | null = null; ;) {
        const { nodes, pageInfo } = await list('STALLED', { order, after })
        whole.push(...nodes.map(({ id }) => id))
        after = pageInfo.endCursor
        if (!pageInfo.hasNextPage) break
      }
      expect(whole.length).toBeGreaterThan(100)
      expect(new Set(whole).size).toBe(whole.length)
      expect(whole.length).toBe((await signNamed('STALLED')).concerned)
    },
  )
  test('is of one zone, or of a name, and says why of each', async () => {
    const all = (await list('ONE_WAY')).nodes
    const { rows } = await city.database.pool.query<{ id: string }>('SELECT id FROM zone')
    const byZone = await Promise.all(
      rows.map(async ({ id }) => (await list('ONE_WAY', {}, { zoneId: id })).nodes.length),
    )
    expect(byZone.reduce((sum, number) => sum + number, 0)).toBe(
      (await signNamed('ONE_WAY')).concerned,
    )
    const one = all[0]
    const named = (await list('ONE_WAY', {}, { search: one?.organisation.name })).nodes
    expect(named.map(({ id }) => id)).toContain(one?.id)
    expect(named.length).toBeLessThan(all.length)
    for (const sign of DIAGNOSIS_SIGNS)
      for (const { why } of (await list(sign)).nodes) {
        expect(why).not.toMatch(/[{}]|why_|NaN|undefined|null/)
        expect(why.length).toBeGreaterThan(8)
      }
  })
  test('asks the database as often for twenty as for two', async () => {
    const asked = async (first: number) => {
      city.statements()
      await list('STALLED', { first })
      return city.statements().length
    }
    await asked(2)
    expect(await asked(20)).toBe(await asked(2))
  })
})

const setDocument = `mutation ($input: SetDiagnosisThresholdInput!) { setDiagnosisThreshold(input: $input) { __typename ... on DiagnosisThreshold { value revision } ... on InvalidInput { fieldErrors { path code } } ... on Refused { code } ... on NotFound { code } } }`
async function setTo(value: number, rest: Record<string, unknown> = {}) {
  const input = {
    year: 2008,
    sign: 'STALLED',
    name: 'days',
    revision: 0,
    value,
    reason: '按季度活动的节奏',
    ...rest,
  }
  return (await municipal.ask(setDocument, { input }))['setDiagnosisThreshold']
}
describe('a threshold', () => {
  test('is set within its ends, with a reason, on what was read, and of a threshold there is', async () => {
    expect(await setTo(0, { reason: ' ' })).toMatchObject({
      fieldErrors: [
        { path: 'value', code: 'OUTSIDE_THRESHOLD' },
        { path: 'reason', code: 'REQUIRED' },
      ],
    })
    expect(await setTo(60, { name: 'toString' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await setTo(60, { year: 1999 })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await setTo(60, { revision: 4 })).toMatchObject({ code: 'CHANGED_MEANWHILE' })
  })
  test('changes what is named in that year, is kept with who and why, and audited', async () => {
    const before = await signNamed('STALLED')
    expect(await setTo(60)).toMatchObject({ value: 60, revision: 1 })
    const after = await signNamed('STALLED')
    expect(after.concerned).toBeGreaterThan(before.concerned)
    expect(after.thresholds.find(({ name }) => name === 'days')).toMatchObject({
      value: 60,
      revision: 1,
      changes: [{ reason: '按季度活动的节奏', setByName: expect.stringMatching(/./) }],
    })
    expect(
      await counted(
        `SELECT count(*)::int AS count FROM audit_event WHERE action = 'diagnosis.setThreshold' AND subject_id = '2008/STALLED/days'`,
      ),
    ).toBe(1)
    expect(await setTo(70)).toMatchObject({ code: 'CHANGED_MEANWHILE' })
  })
  test('of two at once one is kept', async () => {
    const both = await Promise.all([setTo(45, { year: 2009 }), setTo(50, { year: 2009 })])
    expect(
      both.map((one) => z.object({ __typename: z.string() }).parse(one).__typename).toSorted(),
    ).toEqual(['DiagnosisThreshold', 'Refused'])
  })
})

const followDocument = `mutation ($input: FollowUpDiagnosisInput!) { followUpDiagnosis(input: $input) { __typename ... on DiagnosisFollowUp { state revision } ... on InvalidInput { fieldErrors { path code } } ... on Refused { code } ... on NotFound { code } } }`
describe('a follow-up', () => {
  const mark = async (input: Record<string, unknown>) =>
    (
      await municipal.ask(followDocument, {
        input: { year: 2008, sign: 'ONE_WAY', revision: 0, state: 'FOLLOWING', note: '', ...input },
      })
    )['followUpDiagnosis']
  test('needs words, and somebody whom the sign names', async () => {
    const [one] = (await list('ONE_WAY')).nodes
    expect(await mark({ subjectId: one?.subjectId })).toMatchObject({
      fieldErrors: [{ path: 'note', code: 'REQUIRED' }],
    })
    expect(
      await mark({ subjectId: '01900000-0000-7000-8000-000000000000', note: '问过了' }),
    ).toMatchObject({ code: 'NOT_FOUND' })
  })
  test('is seen with who and when by whoever sees the sign, changes by revision, and can be taken away', async () => {
    const [one] = (await list('ONE_WAY')).nodes
    const subjectId = one?.subjectId
    expect(await mark({ subjectId, note: '已请协作区了解' })).toMatchObject({ revision: 1 })
    expect(await mark({ subjectId, note: '又一次' })).toMatchObject({ code: 'CHANGED_MEANWHILE' })
    const auditor = await city.as('auditor')
    const seen = (await list('ONE_WAY', {}, { followUp: 'FOLLOWING' }, auditor)).nodes
    expect(seen).toMatchObject([
      { subjectId, followUp: { state: 'FOLLOWING', note: '已请协作区了解' } },
    ])
    expect(
      await mark({ subjectId, revision: 1, state: 'UNDERSTOOD', note: '社区人手少' }),
    ).toMatchObject({ state: 'UNDERSTOOD', revision: 2 })
    expect(await mark({ subjectId, revision: 2, state: 'CLEARED' })).toMatchObject({ revision: 3 })
    const [again] = (await list('ONE_WAY', {}, { followUp: 'NONE' })).nodes
    expect(again).toMatchObject({ subjectId, followUp: null, revision: 3 })
    expect(
      await counted(
        `SELECT count(*)::int AS count FROM audit_event WHERE action = 'diagnosis.followUp'`,
      ),
    ).toBe(3)
  })
  test('stays as it was written', async () => {
    for (const table of ['diagnosis_follow_up', 'diagnosis_threshold'])
      await expect(city.database.pool.query(`DELETE FROM ${table}`)).rejects.toThrow(
        /permission denied|never changed/,
      )
  })
})
