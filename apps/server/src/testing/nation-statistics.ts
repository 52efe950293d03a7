import type pg from 'pg'

/**
 * How many rows each table has where a nation records: 10,000,000 records of a hundred thousand communities in ten years
 * (`npm run bench:scale`), and beside them what bench:scale does not load: about what so many records would leave behind.
 */
const ROWS: Readonly<Record<string, number>> = {
  organisation: 137_000,
  organisation_placement: 137_000,
  pairing: 110_000,
  position: 150_000,
  role_assignment: 150_000,
  user_account: 150_000,
  zone_membership: 2000,
  activity: 10_000_000,
  output: 15_500_000,
  activity_rollup: 13_000_000,
  output_rollup: 20_000_000,
  city_activity_rollup: 10_000,
  city_output_rollup: 40_000,
  node_activity_rollup: 900_000,
  node_year_rollup: 80_000,
  node_output_rollup: 4_000_000,
  countersignature: 10_000_000,
  participation: 30_000_000,
  evidence: 15_000_000,
  donation: 1_000_000,
  audit_event: 40_000_000,
  notification: 20_000_000,
  household: 1_000_000,
  household_pairing: 1_000_000,
  household_visit: 5_000_000,
  assessment_score: 1_000_000,
  assessment_input: 15_000_000,
  gaming_sign: 200_000,
  plan: 500_000,
  plan_line: 2_000_000,
  correction: 100_000,
  suggestion: 200_000,
  import_row: 5_000_000,
}
/** How many different values a column has, where more records do not bring more of them in the measure of the demonstration. */
const DISTINCT: Readonly<Record<string, number>> = {
  pairing_id: 110_000,
  agency_side_id: 4500,
  agency_side_path: 4500,
  community_side_id: 110_000,
  community_side_path: 110_000,
  organisation_id: 115_000,
  user_id: 150_000,
  created_by_id: 100_000,
  submitted_by_id: 100_000,
  decided_by_id: 100_000,
  programme_year: 10,
  day: 3650,
  month: 120,
  run_id: 10,
  scheme_id: 10,
  campaign_id: 500,
  drive_id: 200,
  plan_id: 500_000,
  'node_activity_rollup.code': 450,
  'node_year_rollup.code': 450,
  'node_output_rollup.code': 450,
}
/** Four of five rows are of the city that is asked. */
const measuredShare = 0.8

type Column = {
  table: string
  column: string
  type: string
  distinct: number
  nulls: number
  width: number
  pages: number
}

/**
 * Has the planner believe that the database holds a nation's records, so that it makes the plans that it would make there.
 * It takes a table's rows from what they were when it was last analysed and from its size today: what it is told here is a
 * very dense table. A statement is then dear by the rows that it reads, not by the pages that they lie on.
 */
export async function pretendNation(client: pg.Client): Promise<void> {
  await client.query('ANALYZE')
  const { rows } = await client.query<Column>(
    `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type, coalesce(s.n_distinct, -1)::float8 AS distinct,
       coalesce(s.null_frac, 0)::float8 AS nulls, coalesce(s.avg_width, 16) AS width, greatest(1, pg_relation_size(c.oid) / current_setting('block_size')::int)::int AS pages
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_stats s ON s.schemaname = 'public' AND s.tablename = c.relname AND s.attname = a.attname
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname = ANY($1)`,
    [Object.keys(ROWS)],
  )
  for (const { table, pages } of new Map(rows.map((row) => [row.table, row])).values()) {
    const count = ROWS[table] ?? 0
    await client.query(`ALTER TABLE "${table}" SET (autovacuum_enabled = false)`)
    await client.query(
      `SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', $1::text, 'relpages', $2::int, 'reltuples', $3::real, 'relallvisible', $2::int)`,
      [table, pages, count],
    )
  }
  for (const { table, column, type, distinct, nulls, width } of rows) {
    const isCity = column === 'city_code'
    const known = DISTINCT[`${table}.${column}`] ?? DISTINCT[column]
    // Of a few words the demonstration has all, and as often as a nation; what names something grows with the table.
    if (!isCity && known === undefined && distinct > 0 && type !== 'uuid') continue
    await client.query(`SELECT pg_clear_attribute_stats('public', $1::text, $2::text, false)`, [
      table,
      column,
    ])
    await client.query(
      `SELECT pg_restore_attribute_stats('schemaname', 'public', 'relname', $1::text, 'attname', $2::text, 'inherited', false,
         'null_frac', $3::real, 'avg_width', $4::int, 'n_distinct', $5::real${isCity ? `, 'most_common_vals', '{2301,1101,3101,4401,5101}'::text, 'most_common_freqs', $6::real[]` : ''})`,
      [
        table,
        column,
        nulls,
        width,
        isCity
          ? 5
          : known === undefined
            ? Math.min(distinct, -0.01)
            : Math.min(known, ROWS[table] ?? known),
        ...(isCity ? [[measuredShare, ...Array<number>(4).fill((1 - measuredShare) / 4)]] : []),
      ],
    )
  }
}
