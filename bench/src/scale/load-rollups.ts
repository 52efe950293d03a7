import type pg from 'pg'

const tables = [
  'activity_rollup',
  'output_rollup',
  'city_activity_rollup',
  'city_output_rollup',
  'node_activity_rollup',
  'node_year_rollup',
  'node_output_rollup',
  'node_year',
]
const activitySums =
  'countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds'
const outputSums = 'accepted, accepted_lines, claimed, claimed_lines'
const summed = (columns: string) =>
  columns
    .split(', ')
    .map((column) => `sum(${column})`)
    .join(', ')
const whole = "'00000000-0000-0000-0000-000000000000'"

/** What each year of a city takes: its lines from the records, and what these come to for the city. */
const STEPS = [
  `INSERT INTO activity_rollup SELECT r.* FROM generate_series(0, 11) m CROSS JOIN LATERAL recomputed_activity_rollup($1, $2, (make_date($2 - 1, 10, 1) + make_interval(months => m))::date) r`,
  `INSERT INTO output_rollup SELECT r.* FROM generate_series(0, 11) m CROSS JOIN LATERAL recomputed_output_rollup($1, $2, (make_date($2 - 1, 10, 1) + make_interval(months => m))::date) r`,
  `INSERT INTO city_activity_rollup (city_code, programme_year, month, kind, area, direction, part, ${activitySums})
     SELECT city_code, programme_year, month, kind, area, direction, ${whole}, ${summed(activitySums)} FROM activity_rollup WHERE city_code = $1 AND programme_year = $2 AND side = 'AGENCY_SIDE' GROUP BY city_code, programme_year, month, kind, area, direction`,
  `INSERT INTO city_output_rollup (city_code, programme_year, month, indicator_code, direction, part, ${outputSums})
     SELECT city_code, programme_year, month, indicator_code, direction, ${whole}, ${summed(outputSums)} FROM output_rollup WHERE city_code = $1 AND programme_year = $2 AND side = 'AGENCY_SIDE' GROUP BY city_code, programme_year, month, indicator_code, direction`,
] as const

/**
 * Makes the rollups of all cities anew, year by year and several years at once, into empty tables: what `rebuild_rollups`
 * comes to, which looks up each line since others write meanwhile. The years are months from October on, as they are here.
 */
export async function loadRollups(
  connect: () => Promise<pg.Client>,
  cities: readonly string[],
  years: { first: number; last: number },
  say: (line: string, passing?: boolean) => void,
  atOnce = 2,
): Promise<void> {
  const client = await connect()
  const indexes = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexname AS name, i.indexdef AS definition FROM pg_indexes i
     WHERE i.schemaname = 'public' AND i.tablename IN ('activity_rollup', 'output_rollup') AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)`,
  )
  for (const { name } of indexes.rows) await client.query(`DROP INDEX "${name}"`)
  await client.query(`TRUNCATE ${tables.join(', ')}`)
  const tasks: [string, number][] = []
  for (let year = years.last; year >= years.first; year -= 1)
    for (const city of cities) tasks.push([city, year])
  const inTurn = async (what: string, steps: readonly string[]) => {
    const left = tasks.values()
    const work = async () => {
      const worker = await connect()
      for (const [city, year] of left) {
        say(`${what} of ${city}, ${year}`, true)
        for (const step of steps) await worker.query(step, [city, year])
      }
      await worker.end()
    }
    await Promise.all(Array.from({ length: atOnce }, work))
  }
  // The planner knows nothing of what has just been loaded.
  await client.query('ANALYZE activity, output, organisation, organisation_placement')
  await inTurn('rollups', STEPS)
  await client.query('ANALYZE activity_rollup, output_rollup')
  await inTurn('sums of agencies and districts', ['SELECT rebuild_node_rollups($1, $2)'])
  for (const { definition } of indexes.rows) await client.query(definition)
  await client.end()
}
