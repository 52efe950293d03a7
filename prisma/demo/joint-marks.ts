import type pg from 'pg'
import { cityCode, demoId } from './organisations.ts'
import { programmeYear } from './year-plan.ts'

/** Who marks an agency or a community, and at which level: as the product lays the sheets out. */
const sheets = {
  AGENCY: `SELECT 'CITY' AS level, c.id AS body, c.name, m.id FROM m JOIN organisation c ON c.city_code = $1 AND c.kind = 'CITY_COMMITTEE'
    UNION ALL SELECT 'ZONE', z.id, z.name, m.id FROM m JOIN zone_membership b ON b.city_code = $1 AND b.agency_id = m.id JOIN zone z ON z.city_code = $1 AND z.id = b.zone_id AND z.lead_agency_id <> m.id
    UNION ALL SELECT DISTINCT 'DISTRICT', d.id, d.name, m.id FROM m JOIN organisation w ON w.city_code = $1 AND split_part(w.path, '/', 2) = m.code
      JOIN pairing p ON p.city_code = $1 AND p.agency_side_id = w.id JOIN organisation f ON f.city_code = $1 AND f.id = p.community_side_id
      JOIN organisation d ON d.city_code = $1 AND d.kind = 'DISTRICT' AND d.code = split_part(f.path, '/', 2)`,
  COMMUNITY: `SELECT 'STREET' AS level, d.id AS body, d.name, m.id FROM m JOIN organisation d ON d.city_code = $1 AND d.id = m.parent_id
    UNION ALL SELECT 'DISTRICT', d.id, d.name, m.id FROM m JOIN organisation s ON s.city_code = $1 AND s.id = m.parent_id JOIN organisation d ON d.city_code = $1 AND d.id = s.parent_id`,
} as const

/**
 * Two joint assessments: that of the agencies is closed, with the marks of three levels; that of the communities is open,
 * some of its sheets delivered, others begun, most still empty.
 */
export async function loadJointMarks(
  client: pg.Client,
  {
    decidedBy,
    schemeId,
    runId,
  }: {
    decidedBy: { id: string; name: string }
    schemeId: (kind: string) => string
    runId: (kind: string) => string
  },
): Promise<void> {
  for (const kind of ['AGENCY', 'COMMUNITY'] as const) {
    const jointId = demoId(`joint assessment ${kind}`)
    const isClosed = kind === 'AGENCY'
    await client.query(
      `INSERT INTO joint_assessment (city_code, id, scheme_id, programme_year, state, version, due_on, opening_run_id, result_run_id, opened_by_name, opened_at, closed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '2008-09-12T01:00:00Z', $11)`,
      [
        cityCode,
        jointId,
        schemeId(kind),
        programmeYear,
        isClosed ? 'CLOSED' : 'SCORING',
        isClosed ? 2 : 1,
        isClosed ? '2008-09-20' : '2008-10-05',
        runId(kind),
        isClosed ? runId(kind) : null,
        decidedBy.name,
        isClosed ? '2008-09-21T02:00:00Z' : null,
      ],
    )
    const laid = `WITH m AS (SELECT id, code, parent_id, position FROM organisation WHERE city_code = $1 AND kind = '${kind}'), s AS (${sheets[kind]})`
    // What was delivered cannot be written on: the marks come first, then their bodies are moved.
    await client.query(
      `${laid} INSERT INTO joint_body (city_code, joint_id, level, body_id, body_name, state) SELECT DISTINCT $1, $2::uuid, s.level::marking_level, s.body, s.name, 'MARKING'::joint_body_state FROM s`,
      [cityCode, jointId],
    )
    // Of those that are open a part is marked; those of the demonstration's own accounts wait for them.
    const isMarked = isClosed
      ? 'true'
      : `(ascii(right(s.name, 3)) + length(s.level)) % 3 = 0 AND s.body NOT IN (SELECT id FROM organisation WHERE city_code = $1 AND code IN ('230102', '230102001'))`
    const indicator = isClosed ? 'committeeMark' : 'levels'
    const points = isClosed
      ? `3 + (o.position * 7 + length(s.level) * 3) % 9 * 0.25`
      : `6 + (o.position * 7 + length(s.level)) % 9 * 0.5`
    await client.query(
      `${laid} INSERT INTO joint_mark (city_code, joint_id, level, body_id, organisation_id, indicator_code, points, marked_by_name, marked_at)
       SELECT $1, $2::uuid, s.level::marking_level, s.body, s.id, $3, CASE WHEN ${isMarked} THEN ${points} END, CASE WHEN ${isMarked} THEN s.name END, CASE WHEN ${isMarked} THEN '2008-09-18T06:00:00Z'::timestamptz END
       FROM s JOIN organisation o ON o.city_code = $1 AND o.id = s.id`,
      [cityCode, jointId, indicator],
    )
    await client.query(
      `UPDATE joint_body b SET state = 'DELIVERED', delivered_at = '2008-09-19T06:00:00Z', delivered_by_name = b.body_name
       WHERE b.city_code = $1 AND b.joint_id = $2 AND NOT EXISTS (SELECT FROM joint_mark k WHERE k.city_code = $1 AND k.joint_id = $2 AND k.level = b.level AND k.body_id = b.body_id AND k.points IS NULL)`,
      [cityCode, jointId],
    )
  }
  await client.query(
    `INSERT INTO assessment_mark (city_code, scheme_id, organisation_id, indicator_code, level, points, reason, marked_by_id, marked_by_name, marked_at)
     SELECT $1, $2, k.organisation_id, k.indicator_code, k.level, avg(k.points), string_agg(b.body_name, ', ' ORDER BY b.body_name), $4, $5, '2008-09-21T02:00:00Z'
     FROM joint_mark k JOIN joint_body b ON b.city_code = k.city_code AND b.joint_id = k.joint_id AND b.level = k.level AND b.body_id = k.body_id
     WHERE k.city_code = $1 AND k.joint_id = $3 GROUP BY k.organisation_id, k.indicator_code, k.level`,
    [cityCode, schemeId('AGENCY'), demoId('joint assessment AGENCY'), decidedBy.id, decidedBy.name],
  )
}
