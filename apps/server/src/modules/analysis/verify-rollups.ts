import type pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import { rowsOf } from '../../platform/statement.ts'
import { renewNodeSums } from './node-sums.ts'

const ofActivities = [
  'countersigned',
  'person_times',
  'hours',
  'submitted',
  'submitted_person_times',
  'submitted_hours',
  'usefulness_sum',
  'usefulness_count',
  'signing_seconds',
]
const ofOutputs = ['accepted', 'accepted_lines', 'claimed', 'claimed_lines']
const measures = {
  activity_rollup: ofActivities,
  output_rollup: ofOutputs,
  city_activity_total: ofActivities,
  city_output_total: ofOutputs,
  node_activity_total: ofActivities,
  node_year_total: ofActivities,
  node_output_total: ofOutputs,
}

/** Compares the stored sums with those recomputed from the records, in one snapshot; sums of zero may be stored or not. */
export async function verifyRollups(
  client: pg.Pool | pg.ClientBase,
  city: string,
): Promise<{ rows: number; differences: string[] }> {
  let rows = 0
  const differences: string[] = []
  for (const [table, columns] of Object.entries(measures)) {
    const isZero = raw(columns.map((column) => `${column} = 0`).join(' AND '))
    const listed = (source: string) =>
      raw(
        `to_jsonb(${source}) - '{${columns.join(',')}}'::text[] AS key, jsonb_build_array(${columns.map((column) => `trim_scale(${source}.${column}::numeric)`).join(', ')}) AS sums`,
      )
    const [counted] = await rowsOf<{ count: number }>(
      client,
      sql`SELECT count(*)::int AS count FROM ${raw(table)} WHERE city_code = ${city}`,
    )
    rows += counted?.count ?? 0
    const found = await rowsOf<{ key: unknown; stored: unknown; recomputed: unknown }>(
      client,
      sql`WITH stored AS (SELECT ${listed('r')} FROM ${raw(table)} r WHERE city_code = ${city} AND NOT (${isZero})),
          recomputed AS (SELECT ${listed('r')} FROM ${raw(`recomputed_${table}`)}(${city}) r WHERE NOT (${isZero}))
          SELECT coalesce(s.key, c.key) AS key, s.sums AS stored, c.sums AS recomputed FROM stored s FULL JOIN recomputed c ON c.key = s.key WHERE s.sums IS DISTINCT FROM c.sums LIMIT 20`,
    )
    for (const { key, stored, recomputed } of found)
      differences.push(
        `${table} ${JSON.stringify(key)}: stored ${JSON.stringify(stored)}, records say ${JSON.stringify(recomputed)}`,
      )
  }
  return { rows, differences }
}

/** It gave way to a transition that held a line: it may try again. */
const gaveWay = (problem: unknown) =>
  problem instanceof Error &&
  'code' in problem &&
  (problem.code === '55P03' || problem.code === '40P01')
const attempts = 50

/**
 * Puts the sums of a city right while others write; gives how many were not. Each month is a transaction of its own, so
 * that a line that was wrong is held for a moment only; where it is broken off, the months that were done are right.
 */
export async function repairRollups(client: pg.Pool, city: string): Promise<number> {
  let repaired = 0
  const months = await rowsOf<{ year: number; month: string }>(
    client,
    sql`SELECT programme_year AS year, month::text FROM rollup_months(${city}) ORDER BY 1, 2`,
  )
  for (const month of months) repaired += await repairMonth(client, city, month)
  // Those of agencies and districts are made of the lines, which are right now: all anew.
  await rowsOf(client, sql`SELECT node_sums_are_stale(${city})`)
  await renewNodeSums(client, city)
  return repaired
}

async function repairMonth(
  client: pg.Pool,
  city: string,
  { year, month }: { year: number; month: string },
): Promise<number> {
  for (let attempt = 1; ; attempt += 1)
    try {
      const [row] = await rowsOf<{ repaired: string }>(
        client,
        sql`SELECT repair_rollups(${city}, ${year}::int, ${month}::date) AS repaired`,
      )
      return Number(row?.repaired ?? 0)
    } catch (problem) {
      if (!gaveWay(problem) || attempt === attempts) throw problem
    }
}
