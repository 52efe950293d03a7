import type pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import { rowsOf } from '../../platform/statement.ts'

const measures = {
  activity_rollup: [
    'countersigned',
    'person_times',
    'hours',
    'submitted',
    'submitted_person_times',
    'submitted_hours',
    'usefulness_sum',
    'usefulness_count',
    'signing_seconds',
  ],
  output_rollup: ['accepted', 'accepted_lines', 'claimed', 'claimed_lines'],
} as const

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

/** Of two that wait for each other the database ends one; it may try again. */
const isDeadlock = (problem: unknown) =>
  problem instanceof Error && 'code' in problem && problem.code === '40P01'
const attempts = 5

/** Puts the sums of a city right while others write; gives how many were not. */
export async function repairRollups(client: pg.Pool, city: string): Promise<number> {
  for (let attempt = 1; ; attempt += 1)
    try {
      const [row] = await rowsOf<{ repaired: string }>(
        client,
        sql`SELECT repair_rollups(${city}) AS repaired`,
      )
      return Number(row?.repaired ?? 0)
    } catch (problem) {
      if (!isDeadlock(problem) || attempt === attempts) throw problem
    }
}
