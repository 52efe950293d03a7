import type pg from 'pg'

/** In one statement, so that a million records are not one transaction of a million triggers. */
const batch = 50_000

/**
 * Adds countersigned records of the ten years up to 2008 to the demonstration city, a few per cent of them of the last
 * months still on their way, each with one output; some pairs do far more than others, and they are headed and told
 * like the demonstration's own; one in 20,000 tells of 孟母三迁. The index of words, which takes longest to enter, is made
 * anew afterwards, and so are the rollups and the planner's statistics.
 */
export async function addRecords(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `INSERT INTO period (city_code, year, starts_on, ends_on, status)
     SELECT '2301', year, make_date(year - 1, 10, 1), make_date(year, 9, 30), 'OPEN' FROM generate_series(1999, 2007) AS year
     ON CONFLICT DO NOTHING`,
  )
  await client.query(
    'CREATE TEMPORARY TABLE told AS SELECT row_number() OVER (ORDER BY id) - 1 AS number, title, words FROM activity',
  )
  const index = await client.query<{ definition: string }>(
    `SELECT pg_get_indexdef('activity_search_idx'::regclass) AS definition`,
  )
  await client.query('DROP INDEX activity_search_idx')
  // No triggers: some of the days lie in quarters that are locked.
  await client.query("SET session_replication_role = 'replica'")
  await client.query('SELECT setseed(0.2008)')
  for (let made = 0; made < count; made += batch) {
    await client.query(
      `WITH pair AS (
         SELECT row_number() OVER (ORDER BY p.id) - 1 AS number, count(*) OVER () AS pairs, p.id, a.id AS agency_id, a.path AS agency_path, c.id AS community_id, c.path AS community_path,
           (SELECT z.zone_id FROM zone_membership z JOIN organisation agency ON agency.id = z.agency_id WHERE a.path LIKE agency.path || '%' LIMIT 1) AS zone_id
         FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
         WHERE p.city_code = '2301' AND p.level <> 'AGENCY_STREET'
       ), drawn AS MATERIALIZED (
         SELECT gen_random_uuid() AS id, power(random(), 2) AS pair_share, date '1999-01-01' + (random() * 3550)::int AS day, random() AS fate, random() < 0.15 AS is_back, (random() * 20)::int AS people, random() AS told_share, random() < 0.00005 AS is_rare
         FROM generate_series(1, $1::int)
       ), record AS (
         SELECT d.*, p.id AS pairing_id, p.agency_id, p.agency_path, p.community_id, p.community_path, p.zone_id, d.day + time '10:00' AS sent_at,
           (CASE WHEN d.day < date '2008-06-01' OR d.fate < 0.85 THEN 'COUNTERSIGNED' WHEN d.fate < 0.93 THEN 'SUBMITTED' WHEN d.fate < 0.96 THEN 'RETURNED' ELSE 'DRAFT' END)::activity_status AS status
         FROM drawn d JOIN pair p ON p.number = floor(d.pair_share * p.pairs)
       ), made AS (
         INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, zone_id, programme_year, day, kind, area, direction, recording_side, title, words, status, version, person_times, hours, usefulness, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at, decided_by_id, decided_at)
         SELECT '2301', r.id, r.pairing_id, r.agency_id, r.agency_path, r.community_id, r.community_path, r.zone_id, extract(year FROM r.day + interval '3 months'), r.day, 'SIX_HELPS', 'CULTURE',
           CASE WHEN r.is_back THEN 'COMMUNITY_TO_AGENCY' ELSE 'AGENCY_TO_COMMUNITY' END::direction, CASE WHEN r.is_back THEN 'COMMUNITY_SIDE' ELSE 'AGENCY_SIDE' END::rollup_side,
           told.title, CASE WHEN r.is_rare THEN told.words || '讲了孟母三迁的故事。' ELSE told.words END, r.status, 1, r.people, r.people * 2, CASE WHEN r.status = 'COUNTERSIGNED' THEN 4 END, '{}', u.id, r.sent_at, r.sent_at + interval '3 days',
           CASE WHEN r.status <> 'DRAFT' THEN u.id END, CASE WHEN r.status <> 'DRAFT' THEN r.sent_at END,
           CASE WHEN r.status IN ('COUNTERSIGNED', 'RETURNED') THEN s.id END, CASE WHEN r.status IN ('COUNTERSIGNED', 'RETURNED') THEN r.sent_at + interval '3 days' END
         FROM record r JOIN told ON told.number = floor(r.told_share * (SELECT count(*) FROM told)), user_account u, user_account s WHERE u.account = 'recorder' AND s.account = 'community'
         RETURNING id, status)
       INSERT INTO output (city_code, activity_id, indicator_code, position, claimed, accepted)
       SELECT '2301', id, 'culture.trainings', 1, 1, CASE WHEN status = 'COUNTERSIGNED' THEN 1 END FROM made`,
      [Math.min(batch, count - made)],
    )
  }
  await client.query('RESET session_replication_role')
  await client.query('DROP TABLE told')
  await client.query("SET maintenance_work_mem = '512MB'")
  await client.query(index.rows[0]?.definition ?? '')
  await client.query('RESET maintenance_work_mem')
  await client.query(`UPDATE period SET status = 'LOCKED' WHERE city_code = '2301' AND year < 2008`)
  await client.query("SELECT rebuild_rollups('2301')")
  await client.query('VACUUM ANALYZE')
}
