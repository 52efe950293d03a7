import { communityChain } from '@gongjian/domain/audit-event'
import type { AuditEventContent } from '@gongjian/domain/audit-event'
import type pg from 'pg'
import { cityCode } from './organisations.ts'
import { programmeYear } from './year-plan.ts'

/** A number from 0 to 99 that a text always has: the same pairing always has the same plan. */
const chance = (text: string) => `(('x' || substr(md5(${text}), 1, 6))::bit(24)::int % 100)`
/** The same name always has the same id. */
const idOf = (text: string) =>
  `overlay(overlay(md5(${text}) PLACING '8' FROM 13) PLACING 'a' FROM 17)::uuid`

/**
 * The plans of the demonstration year, from what the pairings did in it: most have one that was agreed in its first
 * months and that fits what they did; some planned more than they did, or something that they never began; some have
 * none, a few one that still waits or was returned. For the year to come some wait for the community of
 * the tour. Gives what the chains say of it.
 */
export async function loadPlans(
  client: pg.Client,
  tour: { branchId: string; communityId: string },
): Promise<AuditEventContent[]> {
  await client.query(
    `CREATE TEMP TABLE demo_done ON COMMIT DROP AS
     SELECT p.id AS pairing_id, x.side, o.indicator_code, i.kind, i.area, i.decimals, sum(o.accepted) AS quantity, count(*) AS records, max(t.day) AS last_day
     FROM pairing p JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
       JOIN activity t ON t.city_code = p.city_code AND t.status = 'COUNTERSIGNED' AND t.programme_year = $2
         AND CASE p.level WHEN 'BRANCH_COMMUNITY' THEN t.pairing_id = p.id ELSE split_part(t.agency_side_path, '/', 2) = a.code AND split_part(t.community_side_path, '/', 3) = c.code END
       JOIN output o ON o.city_code = t.city_code AND o.activity_id = t.id AND o.accepted > 0 JOIN indicator i ON i.city_code = o.city_code AND i.code = o.indicator_code
       CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, 'AGENCY_TO_COMMUNITY'), ('AGENCY_SIDE', 'JOINT'), ('COMMUNITY_SIDE', 'COMMUNITY_TO_AGENCY')) x (side, direction)
     WHERE p.city_code = $1 AND x.direction = t.direction::text AND (p.valid_to IS NULL OR p.valid_to > '2008-06-30')
     GROUP BY 1, 2, 3, 4, 5, 6`,
    [cityCode, programmeYear],
  )
  const holder = (organisation: string, roles: string) =>
    `(SELECT jsonb_build_object('id', u.id, 'name', u.name, 'role', r.role) FROM role_assignment r JOIN user_account u ON u.id = r.user_id WHERE r.city_code = p.city_code AND r.organisation_id = ${organisation} AND r.role IN (${roles}) ORDER BY u.account LIMIT 1)`
  await client.query(
    `CREATE TEMP TABLE demo_plan ON COMMIT DROP AS
     SELECT ${idOf(`'plan' || p.id || y.year`)} AS id, p.id AS pairing_id, y.year, y.state, ${chance(`'day' || p.id`)} AS n,
       ${holder('p.agency_side_id', "'BRANCH_RECORDER', 'AGENCY_SECRETARY'")} AS proposer, ${holder('p.community_side_id', "'COMMUNITY_OFFICER', 'STREET_SECRETARY'")} AS decider
     FROM pairing p CROSS JOIN LATERAL (
       SELECT $2::int AS year, CASE WHEN m.n < 9 AND NOT m.tour THEN NULL WHEN m.n < 11 AND NOT m.tour THEN 'PROPOSED' WHEN m.n < 12 AND NOT m.tour THEN 'RETURNED' ELSE 'AGREED' END AS state
       FROM (SELECT ${chance(`'plan' || p.id`)} AS n, p.agency_side_id = $3 AND p.community_side_id = $4 AS tour) m
       UNION ALL
       SELECT $2::int + 1, 'PROPOSED' WHERE p.community_side_id = $4 AND p.agency_side_id <> $3) y
     WHERE p.city_code = $1 AND y.state IS NOT NULL AND (p.valid_to IS NULL OR (p.valid_to > '2008-06-30' AND y.year = $2)) AND EXISTS (SELECT FROM demo_done d WHERE d.pairing_id = p.id)`,
    [cityCode, programmeYear, tour.branchId, tour.communityId],
  )
  await client.query(
    `INSERT INTO plan (city_code, id, pairing_id, programme_year, edition, state, version, side, words, writer_ids, created_at, updated_at, proposed_by_id, proposed_by_name, proposed_at, decided_by_name, decided_at, decision_words, agreed_on, content_hash)
     SELECT $1, q.id, q.pairing_id, q.year, 1, q.state::plan_state, CASE q.state WHEN 'PROPOSED' THEN 1 ELSE 2 END, 'AGENCY_SIDE', '', ARRAY[(q.proposer ->> 'id')::uuid], w.at, coalesce(w.decided, w.at), (q.proposer ->> 'id')::uuid, q.proposer ->> 'name', w.at,
       CASE WHEN w.decided IS NOT NULL THEN q.decider ->> 'name' END, w.decided, CASE q.state WHEN 'RETURNED' THEN '请补充一项环境整治方面的内容，并明确责任人。' ELSE '' END, CASE q.state WHEN 'AGREED' THEN (w.decided AT TIME ZONE 'Asia/Shanghai')::date END, md5(q.id::text)
     FROM demo_plan q CROSS JOIN LATERAL (SELECT s.at, CASE WHEN q.state <> 'PROPOSED' THEN s.at + make_interval(days => 1 + q.n % 6, hours => q.n % 5) END AS decided
       FROM (SELECT CASE WHEN q.year > $2 THEN '2008-09-22T02:10:00Z'::timestamptz WHEN q.state = 'AGREED' THEN '2007-10-16T01:30:00Z'::timestamptz + make_interval(days => q.n % 40, mins => q.n * 3) ELSE '2008-09-08T02:20:00Z'::timestamptz + make_interval(days => q.n % 9) END AS at) s) w
     WHERE q.proposer IS NOT NULL AND q.decider IS NOT NULL`,
    [cityCode, programmeYear],
  )
  // What stood on most records: done by most as it was planned, by some not quite, and due with the month after the last of it.
  await client.query(
    `INSERT INTO plan_line (city_code, plan_id, position, indicator_code, kind, area, quantity, due_on, side, responsible, words)
     SELECT $1, l.plan_id, row_number() OVER (PARTITION BY l.plan_id ORDER BY l.due_on, l.indicator_code NULLS LAST), l.indicator_code, l.kind, l.area, l.quantity, l.due_on, l.side, l.responsible, ''
     FROM (
       SELECT q.id AS plan_id, d.indicator_code, d.kind, d.area, d.side,
         greatest(round(d.quantity * CASE WHEN r.n < 80 THEN 1 WHEN r.n < 95 THEN 0.8 ELSE 1.6 END, d.decimals), 1) AS quantity,
         (least(date_trunc('month', d.last_day) + make_interval(months => CASE WHEN r.n >= 92 THEN 1 ELSE 2 END), make_date($2, 10, 1)) - interval '1 day' + make_interval(years => q.year - $2))::date AS due_on,
         CASE d.side WHEN 'AGENCY_SIDE' THEN (ARRAY['组织委员', '宣传委员', '青年委员', '支部书记'])[1 + r.n % 4] ELSE (ARRAY['社区书记', '社区主任', '网格员'])[1 + r.n % 3] END AS responsible
       FROM demo_plan q JOIN plan h ON h.city_code = $1 AND h.id = q.id
         JOIN LATERAL (SELECT d.*, row_number() OVER (ORDER BY d.records DESC, d.indicator_code, d.side) AS place FROM demo_done d WHERE d.pairing_id = q.pairing_id) d ON d.place <= 5
         CROSS JOIN LATERAL (SELECT ${chance('q.id::text || d.indicator_code || d.side::text')} AS n) r
       UNION ALL
       SELECT q.id, NULL, 'SIX_HELPS', 'GREEN', 'AGENCY_SIDE', 1, make_date(q.year, 6, 30), '青年委员' FROM demo_plan q JOIN plan h ON h.city_code = $1 AND h.id = q.id WHERE q.n % 9 = 4
     ) l`,
    [cityCode, programmeYear],
  )
  // What is near or over already has been told.
  await client.query(
    `INSERT INTO plan_reminder (city_code, plan_id, position, kind, reminded_at)
     SELECT $1, l.plan_id, l.position, k.kind, '2008-09-16T17:00:00Z' FROM plan_line l CROSS JOIN (VALUES ('PLAN_LINE_DUE'::notification_kind), ('PLAN_LINE_OVERDUE')) k (kind) WHERE l.city_code = $1 AND l.due_on BETWEEN '2008-08-01' AND '2008-09-30'`,
    [cityCode],
  )
  return planEvents(client)
}

type Move = {
  id: string
  at: Date
  chain: string
  actorId: string
  actorName: string
  actorRole: AuditEventContent['actorRole']
  organisationId: string
  action: 'plan.propose' | 'plan.agree' | 'plan.return'
  detail: AuditEventContent['detail']
}

/** Each proposal and each decision, as the product itself would have written it. */
async function planEvents(client: pg.Client): Promise<AuditEventContent[]> {
  const { rows } = await client.query<Move>(
    `SELECT h.id, x.at, c.code AS chain, x.actor ->> 'id' AS "actorId", x.actor ->> 'name' AS "actorName", x.actor ->> 'role' AS "actorRole", x.organisation_id AS "organisationId", x.action,
       jsonb_build_object('pairingId', h.pairing_id, 'year', h.programme_year) || x.detail AS detail
     FROM demo_plan q JOIN plan h ON h.city_code = $1 AND h.id = q.id JOIN pairing p ON p.city_code = $1 AND p.id = q.pairing_id JOIN organisation c ON c.city_code = $1 AND c.id = p.community_side_id
       CROSS JOIN LATERAL (
         SELECT h.proposed_at AS at, q.proposer AS actor, p.agency_side_id AS organisation_id, 'plan.propose' AS action, jsonb_build_object('version', 1, 'words', h.words, 'lines', (
           SELECT coalesce(jsonb_agg(jsonb_build_object('indicatorCode', l.indicator_code, 'kind', l.kind, 'area', l.area, 'quantity', trim_scale(l.quantity)::text, 'dueMonth', to_char(l.due_on, 'YYYY-MM'), 'side', l.side, 'responsible', l.responsible, 'words', l.words) ORDER BY l.position), '[]')
           FROM plan_line l WHERE l.city_code = $1 AND l.plan_id = h.id)) AS detail
         UNION ALL
         SELECT h.decided_at, q.decider, p.community_side_id, CASE q.state WHEN 'AGREED' THEN 'plan.agree' ELSE 'plan.return' END,
           jsonb_build_object('from', 'PROPOSED', 'to', q.state) || CASE h.decision_words WHEN '' THEN '{}' ELSE jsonb_build_object('reason', h.decision_words) END
         WHERE h.decided_at IS NOT NULL) x
     ORDER BY x.at, h.id`,
    [cityCode],
  )
  return rows.map(({ id, chain, ...event }) => ({
    ...event,
    city: cityCode,
    chain: communityChain(chain),
    subjectKind: 'plan',
    subjectId: id,
  }))
}
