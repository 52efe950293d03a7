import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { TestCity } from '../../testing/city-under-test.ts'
import { findSimilarToDraft, loadSimilarRecords } from '../evidence/similar-records.ts'
import { listActivities } from './list-activities.ts'
import type { ActivityFilter, ActivityOrder } from './list-activities.ts'

let city: TestCity
let owner: pg.Client
beforeAll(async () => {
  city = await openTestCity()
  owner = new pg.Client({ connectionString: city.database.url })
  await owner.connect()
  // Twenty years of the same life: with the demonstration's one year every plan is as good as another.
  await owner.query("SET session_replication_role = 'replica'")
  // Made anew afterwards: quicker than entering row by row.
  const { rows } = await owner.query<{ definition: string }>(
    `SELECT pg_get_indexdef('activity_search_idx'::regclass) AS definition`,
  )
  await owner.query('DROP INDEX activity_search_idx')
  await owner.query(`DO $$ BEGIN
    CREATE TEMPORARY TABLE older AS SELECT t.* FROM activity t WHERE t.status = 'COUNTERSIGNED';
    FOR years IN 1..20 LOOP
      UPDATE older SET id = gen_random_uuid(), day = day - 365, programme_year = programme_year - 1;
      INSERT INTO activity SELECT * FROM older;
    END LOOP;
  END $$`)
  await owner.query(rows[0]?.definition ?? '')
  await owner.query('ANALYZE activity')
  // As if to sort were dear: with a million records the planner thinks so, and walks where it may.
  await owner.query('SET enable_sort = off')
}, 300_000)
afterAll(async () => {
  await owner.end()
  await city.close()
})

/** The plan, for any values, of the one statement that the page is read with. */
async function planOf(
  account: string,
  filter: ActivityFilter,
  order: ActivityOrder = 'NEWEST_DAY',
): Promise<string> {
  const context = await (await city.as(account)).context()
  city.statements()
  await listActivities(context, { first: 50, after: null }, filter, order)
  const sent = city.statements()
  // A search first asks which organisations are called so, and whoever sees much asks how many records hold it.
  expect(sent.length).toBeLessThanOrEqual(filter.search === undefined ? 1 : 4)
  const { rows } = await owner.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN (GENERIC_PLAN, COSTS OFF) ${sent.at(-1) ?? ''}`,
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

const byDay = 'activity_city_code_day_id_idx'

test.each([
  ['municipal', {}],
  ['municipal', { areas: ['CULTURE'] }],
  ['municipal', { statuses: ['SUBMITTED', 'COUNTERSIGNED'] }],
  ['municipal', { search: '社区' }],
  ['municipal', { search: '党员 社区' }],
  ['municipal', { search: 'sq' }],
  ['zone', {}],
] satisfies [string, ActivityFilter][])(
  '%s reads the first page without a year %j by the index of days',
  async (account, filter) => {
    expect(await planOf(account, filter)).toContain(byDay)
    expect(await planOf(account, filter, 'OLDEST_DAY')).toContain(byDay)
  },
)

test.each([
  ['recorder', {}, 'city_code_agency_side_path'],
  ['recorder', { year: 2008 }, 'city_code_agency_side_path'],
  ['recorder', { statuses: ['DRAFT'] }, 'city_code_agency_side_path|city_code_status'],
  ['secretary', { search: '植树' }, 'search'],
  ['recorder', { search: '社区' }, 'search'],
  ['community', { search: '花' }, 'city_code_community_side_path'],
  ['community', { search: '花 植树' }, 'search'],
  ['street', { search: '植树', areas: ['GREEN'] }, 'search'],
  ['municipal', { search: '没有这样的话' }, 'search'],
  ['municipal', { search: '鼗', year: 2008 }, 'search'],
  ['district', { search: '孟母三迁' }, 'search'],
  ['municipal', { search: 'qqlyh' }, 'search'],
  ['recorder', { search: 'zs' }, 'search'],
  ['zone', { search: '孟母三迁' }, 'search'],
  ['community', { areas: ['GREEN'] }, 'city_code_community_side_path'],
  ['street', { directions: ['JOINT'] }, 'city_code_community_side_path'],
  ['municipal', { statuses: ['SUBMITTED'] }, 'waiting|city_code_status'],
  ['municipal', { statuses: ['DRAFT', 'RETURNED'] }, 'waiting|city_code_status'],
] satisfies [string, ActivityFilter, string][])(
  '%s gathers the little there is of %j, and walks nobody else’s records',
  async (account, filter, index) => {
    const plan = await planOf(account, filter)
    expect(plan).not.toContain(byDay)
    expect(plan).not.toContain('Seq Scan on activity')
    expect(plan).toMatch(new RegExp(`activity_(${index})`))
  },
)

test('the records of an organisation or of a pairing are found by index', async () => {
  const { rows } = await city.database.pool.query<{ organisation: string; pairing: string }>(
    `SELECT p.agency_side_id AS organisation, p.id AS pairing FROM pairing p WHERE p.level = 'AGENCY_STREET' ORDER BY p.id LIMIT 1`,
  )
  const [first] = rows
  for (const filter of [{ organisationId: first?.organisation }, { pairingId: first?.pairing }]) {
    const plan = await planOf('municipal', filter)
    expect(plan).not.toContain('Seq Scan on activity')
    expect(plan).toContain('activity_city_code_agency_side_path')
  }
})

test('records that are alike are found by index, for a page in one statement, and for a draft', async () => {
  const context = await (await city.as('recorder')).context()
  const { rows } = await city.database.pool.query<{ id: string; pairingId: string }>(
    `SELECT id, pairing_id AS "pairingId" FROM activity ORDER BY id LIMIT 20`,
  )
  const draft = { day: '2008-09-20', title: '植树', words: '', id: rows[0]?.id ?? '' }
  city.statements()
  await Promise.all(rows.map(({ id }) => loadSimilarRecords(context, id)))
  await findSimilarToDraft(context, { ...draft, pairingId: rows[0]?.pairingId ?? '' })
  const sent = city.statements()
  expect(sent).toHaveLength(2)
  for (const statement of sent) {
    const { rows: plan } = await owner.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (GENERIC_PLAN, COSTS OFF) ${statement}`,
    )
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).not.toContain('Seq Scan on activity')
    expect(text).toContain('activity_city_code_pairing_id_day_idx')
    expect(text).toContain('activity_city_code_agency_side_path_day_idx')
  }
})
