import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import type { SchemeContent } from '@gongjian/domain/scheme-content'
import sql, { raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { LEVELS_OF_KIND } from '../assessment/gather-inputs.ts'

type Question = {
  city: string
  jointId: string
  runId: string
  kind: AssessedKind
  content: SchemeContent
  period: { startsOn: string; endsOn: string }
}

/**
 * Lays out the sheets: who marks whom, for all levels in one statement. A district or street marks those whom it is paired
 * with, or who lie in it; a zone the agencies that belong to it; a counterpart the other side of its pairing. Nobody marks
 * themselves: not the lead agency in its zone, nor a street at the level of streets.
 */
export function sheetsStatement({ city, jointId, runId, kind, content, period }: Question): Sql {
  const { side, segment } = LEVELS_OF_KIND[kind]
  const isAgencySide = side === 'AGENCY_SIDE'
  const [own, other] = isAgencySide
    ? [raw('agency_side_id'), raw('community_side_id')]
    : [raw('community_side_id'), raw('agency_side_id')]
  const pairedAt = kind === 'AGENCY' || kind === 'STREET' ? 'AGENCY_STREET' : 'BRANCH_COMMUNITY'
  const isOfYear = (from: Sql, to: Sql) =>
    sql`${from} <= ${period.endsOn}::date AND (${to} IS NULL OR ${to} >= ${period.startsOn}::date)`
  const marked = content.indicators.flatMap(({ code, method }) =>
    method.kind === 'MARKS' ? method.levels.map(({ level }) => ({ code, level })) : [],
  )
  /** Of agencies the districts and streets of their pairings; of communities those that they lie in. */
  const territory = (level: 'DISTRICT' | 'STREET', at: number) =>
    isAgencySide
      ? sql`SELECT DISTINCT ${level}::marking_level, d.id, d.name, p.id FROM p JOIN organisation d ON d.city_code = ${city} AND d.kind = ${level}::organisation_kind AND d.code = split_part(p.path, '/', ${at}::int)`
      : sql`SELECT ${level}::marking_level, d.id, d.name, m.id FROM m JOIN organisation d ON d.city_code = ${city} AND d.kind = ${level}::organisation_kind AND d.code = split_part(m.path, '/', ${at}::int) AND d.id <> m.id`
  return sql`WITH m AS (SELECT i.organisation_id AS id, i.organisation_path AS path FROM assessment_input i WHERE i.city_code = ${city} AND i.run_id = ${runId}::uuid AND i.ranked),
    q AS (SELECT m.id, f.id AS other_id, f.name, f.path, w.id = m.id AND x.level = ${pairedAt}::pairing_level AS direct FROM pairing x
      JOIN organisation w ON w.city_code = x.city_code AND w.id = x.${own} JOIN organisation f ON f.city_code = x.city_code AND f.id = x.${other}
      JOIN m ON split_part(m.path, '/', ${segment}::int) = split_part(w.path, '/', ${segment}::int)
      WHERE x.city_code = ${city} AND ${isOfYear(sql`x.valid_from`, sql`x.valid_to`)}),
    p AS (SELECT id, path FROM q),
    s (level, body_id, body_name, organisation_id) AS (
      SELECT 'CITY'::marking_level, c.id, c.name, m.id FROM m JOIN organisation c ON c.city_code = ${city} AND c.kind = 'CITY_COMMITTEE'
      UNION ALL SELECT DISTINCT 'ZONE'::marking_level, z.id, z.name, m.id FROM m JOIN organisation a ON a.city_code = ${city} AND a.kind = 'AGENCY' AND a.code = split_part(m.path, '/', 2)
        JOIN zone_membership b ON b.city_code = a.city_code AND b.agency_id = a.id AND ${isOfYear(sql`b.valid_from`, sql`b.valid_to`)}
        JOIN zone z ON z.city_code = b.city_code AND z.id = b.zone_id AND z.lead_agency_id IS DISTINCT FROM a.id WHERE ${isAgencySide}
      UNION ALL ${territory('DISTRICT', 2)}
      UNION ALL ${territory('STREET', 3)}
      UNION ALL SELECT DISTINCT 'COUNTERPART'::marking_level, q.other_id, q.name, q.id FROM q WHERE q.direct),
    k AS (SELECT s.*, x.code FROM s JOIN unnest(${marked.map(({ level }) => level)}::marking_level[], ${marked.map(({ code }) => code)}::text[]) x (level, code) ON x.level = s.level),
    bodies AS (INSERT INTO joint_body (city_code, joint_id, level, body_id, body_name, state)
      SELECT ${city}, ${jointId}::uuid, k.level, k.body_id, min(k.body_name), 'MARKING' FROM k GROUP BY k.level, k.body_id)
    INSERT INTO joint_mark (city_code, joint_id, level, body_id, organisation_id, indicator_code, points, marked_by_name, marked_at)
    SELECT ${city}, ${jointId}::uuid, k.level, k.body_id, k.organisation_id, k.code, g.points, g.marked_by_name, g.marked_at FROM k
      LEFT JOIN assessment_mark g ON g.city_code = ${city} AND k.level = 'CITY' AND g.level = 'CITY' AND g.organisation_id = k.organisation_id AND g.indicator_code = k.code
        AND g.scheme_id = (SELECT j.scheme_id FROM joint_assessment j WHERE j.city_code = ${city} AND j.id = ${jointId}::uuid)`
}
