import type pg from 'pg'
import { addCity, loadOrganisations } from './load-organisations.ts'
import type { CitySize } from './load-organisations.ts'
import { copyRecords, FIRST_YEAR, LAST_YEAR, recordParts } from './load-records.ts'
import { loadRollups } from './load-rollups.ts'
import { placeNames } from './place-names.ts'

/** `search`: whether the index of words is made, which takes longer than all the others together. */
export type NationSize = { activities: number; organisations: number; search: boolean }
export type LoadResult = {
  names: string
  cities: number
  organisations: number
  activities: number
  outputs: number
  gigabytes: number
  seconds: { copy: number; indexes: number; rollups: number; statistics: number; whole: number }
}

export const isLoadResult = (value: unknown): value is LoadResult =>
  typeof value === 'object' &&
  value !== null &&
  ['names', 'cities', 'organisations', 'activities', 'outputs', 'gigabytes', 'seconds'].every(
    (key) => key in value,
  )

/** The city of the demonstration has four of five records and nearly all organisations: it is what is measured. */
const measured = '2301'
const others = [
  ['1101', '北京市'],
  ['3101', '上海市'],
  ['4401', '广州市'],
  ['5101', '成都市'],
] as const
const shareOfMeasured = 0.8

/**
 * Loads a nation beside the demonstration: so many communities in the measured city, each with its pairing, four other
 * cities of a fiftieth each, and so many records with their outputs. The indexes of records and outputs are made anew
 * afterwards, several at once, and so are the rollups and the planner's statistics.
 */
export async function loadNation(
  connect: () => Promise<pg.Client>,
  { activities, organisations, search }: NationSize,
  say: (line: string, passing?: boolean) => void,
): Promise<LoadResult> {
  const begun = performance.now()
  const client = await connect()
  const { streets, source } = placeNames(say)
  const taken = await client.query<{ code: string }>('SELECT code FROM organisation')
  const takenCodes = new Set(taken.rows.map(({ code }) => code))
  const names = streets
    .filter(
      ({ code, communities }) =>
        !takenCodes.has(code) && communities.every((one) => !takenCodes.has(one.code)),
    )
    .values()
  const parts = await recordParts(client)
  const sizeOf = (code: string, communities: number): CitySize => ({
    code,
    communities,
    agencies: Math.max(2, Math.round(communities / 250)),
    branchesEach: 10,
  })
  const sizes = [
    sizeOf(measured, organisations),
    ...others.map(([code]) => sizeOf(code, Math.max(5, Math.round(organisations / 50)))),
  ]
  for (const [code, name] of others) await addCity(client, code, name)
  for (const { code } of sizes)
    await client.query(
      `INSERT INTO period (city_code, year, starts_on, ends_on, status)
       SELECT $1, year, make_date(year - 1, 10, 1), make_date(year, 9, 30), 'OPEN' FROM generate_series($2::int, $3::int) AS year ON CONFLICT DO NOTHING`,
      [code, FIRST_YEAR, LAST_YEAR],
    )
  say(`makes the organisations, with the names of ${source}`)
  const cities = []
  for (const size of sizes)
    cities.push({ code: size.code, pairs: await loadOrganisations(client, size, names) })

  const indexes = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexname AS name, i.indexdef AS definition FROM pg_indexes i
     WHERE i.schemaname = 'public' AND i.tablename IN ('activity', 'output') AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)`,
  )
  for (const { name } of indexes.rows) await client.query(`DROP INDEX "${name}"`)
  // No triggers: most of the days lie in years that are locked, and a record's references are right as they are made.
  await client.query("SET session_replication_role = 'replica'")
  const copying = performance.now()
  let done = 0
  for (const [index, city] of cities.entries()) {
    const share = index === 0 ? shareOfMeasured : (1 - shareOfMeasured) / others.length
    const count = Math.round(activities * share)
    await copyRecords(client, { ...city, count, firstNumber: done }, parts, (made) => {
      const perSecond = (done + made) / ((performance.now() - copying) / 1000)
      say(`records ${done + made} of ${activities}, ${Math.round(perSecond)} a second`, true)
    })
    done += count
  }
  await client.query('RESET session_replication_role')
  const indexing = performance.now()
  const left = indexes.rows.values()
  await Promise.all(
    [0, 1].map(async () => {
      const worker = await connect()
      for (const { name, definition } of left) {
        if (name === 'activity_search_idx' && !search) continue
        say(`index ${name}`, true)
        await worker.query(definition)
      }
      await worker.end()
    }),
  )
  const rolling = performance.now()
  await client.query(`UPDATE period SET status = 'LOCKED' WHERE year < $1`, [LAST_YEAR])
  await loadRollups(
    connect,
    cities.map(({ code }) => code),
    { first: FIRST_YEAR, last: LAST_YEAR },
    say,
  )
  const analysing = performance.now()
  say("the planner's statistics", true)
  await client.query('VACUUM ANALYZE')
  await client.query('CHECKPOINT')
  const ended = performance.now()
  const counted = await client.query<
    Record<'organisations' | 'activities' | 'outputs' | 'bytes', string>
  >(
    `SELECT (SELECT count(*) FROM organisation) AS organisations, (SELECT count(*) FROM activity) AS activities, (SELECT count(*) FROM output) AS outputs, pg_database_size(current_database()) AS bytes`,
  )
  const row = counted.rows[0]
  await client.end()
  return {
    names: source,
    cities: cities.length,
    organisations: Number(row?.organisations),
    activities: Number(row?.activities),
    outputs: Number(row?.outputs),
    gigabytes: Number(row?.bytes) / 1024 ** 3,
    seconds: {
      copy: (indexing - copying) / 1000,
      indexes: (rolling - indexing) / 1000,
      rollups: (analysing - rolling) / 1000,
      statistics: (ended - analysing) / 1000,
      whole: (ended - begun) / 1000,
    },
  }
}
