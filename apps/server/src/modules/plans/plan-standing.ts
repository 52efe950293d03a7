import { directionsOf, FULL_SHARE } from '@gongjian/domain/plans'
import { PAIRING_SIDES } from '@gongjian/domain/vocabulary'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'

/** Pairs of a line's side and the direction of records that count for it, as the rules have them. */
const counting = join(
  PAIRING_SIDES.flatMap((side) =>
    directionsOf(side).map(
      (direction) => sql`(${raw(`'${side}'::rollup_side`)}, ${raw(`'${direction}'::direction`)})`,
    ),
  ),
  ', ',
)

/**
 * How far the plans are that the CTE `chosen` names (id, pairing_id, programme_year): CTEs, of which the last is
 * `standing`, one row a line, with what was accepted for it and its share of FULL_SHARE. What was accepted by
 * countersignature counts, with approved corrections; lines that count the same get it in the order in which they are
 * due. The rule is `shareOut` and `lineShare`; a test holds the two together. Records are found by the pairing's index.
 */
export function standingOf(city: string): Sql {
  const counted = sql`t.city_code = ${city} AND t.programme_year = s.programme_year AND t.status = 'COUNTERSIGNED'`
  const same = sql`PARTITION BY l.plan_id, l.side, l.indicator_code, CASE WHEN l.indicator_code IS NULL THEN l.kind END, CASE WHEN l.indicator_code IS NULL THEN l.area END ORDER BY l.due_on`
  const rest = sql`greatest(w.total - w.before, 0)`
  return sql`counting (side, direction) AS (VALUES ${counting}),
    sides AS MATERIALIZED (
      SELECT h.id AS plan_id, h.programme_year, p.id AS pairing_id, p.level, a.path AS agency_path, c.path AS community_path
      FROM chosen h JOIN pairing p ON p.city_code = ${city} AND p.id = h.pairing_id
        JOIN organisation a ON a.city_code = ${city} AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = ${city} AND c.id = p.community_side_id),
    done AS MATERIALIZED (
      SELECT s.plan_id, u.id, u.kind, u.area, u.direction FROM sides s CROSS JOIN LATERAL (
        SELECT t.id, t.kind, t.area, t.direction FROM activity t WHERE s.level = 'BRANCH_COMMUNITY' AND ${counted} AND t.pairing_id = s.pairing_id
        UNION ALL
        SELECT t.id, t.kind, t.area, t.direction FROM activity t WHERE s.level = 'AGENCY_STREET' AND ${counted}
          AND t.agency_side_path ~>=~ s.agency_path AND t.agency_side_path ~<~ (left(s.agency_path, -1) || '0')
          AND t.community_side_path ~>=~ s.community_path AND t.community_side_path ~<~ (left(s.community_path, -1) || '0')) u),
    made AS MATERIALIZED (
      SELECT d.plan_id, d.kind, d.area, g.side, count(*)::numeric AS records FROM done d JOIN counting g ON g.direction = d.direction GROUP BY 1, 2, 3, 4),
    brought AS MATERIALIZED (
      SELECT d.plan_id, u.indicator_code, g.side, sum(u.quantity) AS quantity
      FROM done d JOIN counting g ON g.direction = d.direction CROSS JOIN LATERAL (
        SELECT o.indicator_code, coalesce(o.accepted, 0) + coalesce(x.quantity, 0) AS quantity
        FROM output o LEFT JOIN output_correction_sum x ON x.city_code = o.city_code AND x.activity_id = o.activity_id AND x.indicator_code = o.indicator_code
        WHERE o.city_code = ${city} AND o.activity_id = d.id OFFSET 0) u
      GROUP BY 1, 2, 3),
    wanted AS (
      SELECT l.plan_id, l.position, l.quantity, l.due_on,
        coalesce(CASE WHEN l.indicator_code IS NULL THEN m.records ELSE b.quantity END, 0) AS total,
        coalesce(sum(l.quantity) OVER (${same} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before,
        lead(1) OVER (${same}) IS NULL AS is_last
      FROM chosen h JOIN plan_line l ON l.city_code = ${city} AND l.plan_id = h.id
        LEFT JOIN made m ON m.plan_id = l.plan_id AND m.kind = l.kind AND m.area IS NOT DISTINCT FROM l.area AND m.side = l.side
        LEFT JOIN brought b ON b.plan_id = l.plan_id AND b.indicator_code = l.indicator_code AND b.side = l.side),
    standing AS (
      SELECT w.plan_id, w.position, w.due_on, CASE WHEN w.is_last THEN ${rest} ELSE least(w.quantity, ${rest}) END AS accepted,
        div(${raw(String(FULL_SHARE))} * least(w.quantity, ${rest}), w.quantity)::int AS share
      FROM wanted w)`
}

/** The same in sums, a row a plan (CTE `progress`, after `standing`): its share, and how many lines are over their day. */
export const progressOf = (today: string): Sql => sql`progress AS (
    SELECT g.plan_id, floor(avg(g.share))::int AS share, count(*)::int AS lines,
      count(*) FILTER (WHERE g.share >= ${raw(String(FULL_SHARE))})::int AS done, count(*) FILTER (WHERE g.share < ${raw(String(FULL_SHARE))} AND g.due_on < ${today}::date)::int AS overdue
    FROM standing g GROUP BY 1)`
