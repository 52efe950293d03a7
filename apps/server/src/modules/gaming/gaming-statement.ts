import { GAMING_LIMITS, TITLE_NOISE } from '@gongjian/domain/gaming-signs'
import type { GamingSign } from '@gongjian/domain/gaming-signs'
import { ACTIVITY_KINDS } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import type { Baselines } from './gaming-baselines.ts'

/** So many records are named behind a sign; how many there are is said beside them. */
export const NAMED_RECORDS = 100

/** The organisation that records (alias r), and the one that signs: the other side. */
const recorder = sql`CASE WHEN r.recording_side = 'AGENCY_SIDE' THEN r.agency_side_id ELSE r.community_side_id END`
const signer = sql`CASE WHEN r.recording_side = 'AGENCY_SIDE' THEN r.community_side_id ELSE r.agency_side_id END`

/** What all signs are rows of: which, of whom, with how many records, from when to when, and what its words name. */
const row = (
  sign: GamingSign,
  parts: { key: Sql; organisation: Sql; pairing: Sql; details: Sql },
) => sql`SELECT ${sign}::text AS sign, ${sign}::text || ':' || ${parts.key} AS key, ${parts.organisation} AS organisation_id, ${parts.pairing} AS pairing_id,
    count(*)::int AS records, min(r.day) AS first_day, max(r.day) AS last_day,
    (array_agg(r.id ORDER BY r.day DESC, r.id DESC))[1:${NAMED_RECORDS}] AS record_ids, array_agg(DISTINCT r.zone_id) AS zone_ids, ${parts.details} AS details`

/** Many records of one organisation under one pairing with few people and no quantity above the middle of its indicator. */
function manyTiny({ tinyAtMost }: Baselines): Sql {
  const few = ACTIVITY_KINDS.flatMap((kind) => {
    const most = tinyAtMost[kind]
    return most === null
      ? []
      : [sql`(r.kind = ${kind}::activity_kind AND r.person_times <= ${most})`]
  })
  const isFew = few.length === 0 ? sql`false` : sql`(${join(few, ' OR ')})`
  // Joined, since a subquery in an expression would be asked once for every record.
  const tiny = sql`(${isFew} AND a.activity_id IS NULL)`
  return sql`(WITH lines AS (SELECT o.activity_id, o.indicator_code, coalesce(o.accepted, o.claimed) AS quantity FROM sent r JOIN output o ON o.city_code = r.city_code AND o.activity_id = r.id),
      middle AS (SELECT l.indicator_code, percentile_disc(0.5) WITHIN GROUP (ORDER BY l.quantity) AS median FROM lines l GROUP BY 1),
      above AS MATERIALIZED (SELECT DISTINCT l.activity_id FROM lines l JOIN middle m ON m.indicator_code = l.indicator_code WHERE l.quantity > m.median),
      judged AS (SELECT r.*, ${recorder} AS recorder_id, ${tiny} AS tiny FROM sent r LEFT JOIN above a ON a.activity_id = r.id),
      r AS (SELECT j.*, count(*) OVER (PARTITION BY j.recorder_id, j.pairing_id) AS whole FROM judged j)
    ${row('MANY_TINY', {
      key: sql`r.recorder_id::text || r.pairing_id::text`,
      organisation: sql`r.recorder_id`,
      pairing: sql`r.pairing_id`,
      details: sql`jsonb_build_object('all', min(r.whole))`,
    })}
    FROM r WHERE r.tiny GROUP BY r.recorder_id, r.pairing_id HAVING count(*) >= ${GAMING_LIMITS.tinyRecords} AND count(*) * 2 >= min(r.whole))`
}

/** Several records of the same title and indicators, day after day: what could be one. */
function split(): Sql {
  const { splitRecords, splitDays } = GAMING_LIMITS
  const same = sql`n.pairing_id, n.recorder_id, n.name, n.kind, n.area, n.direction, n.indicators`
  return sql`(WITH lines AS (SELECT o.activity_id, string_agg(o.indicator_code, ' ' ORDER BY o.indicator_code COLLATE "C") AS indicators FROM sent r JOIN output o ON o.city_code = r.city_code AND o.activity_id = r.id GROUP BY 1),
      named AS (SELECT r.id, r.pairing_id, ${recorder} AS recorder_id, r.zone_id, r.day, r.kind, r.area, r.direction, r.title, translate(lower(r.title), ${TITLE_NOISE}, '') COLLATE "C" AS name, coalesce(l.indicators, '') COLLATE "C" AS indicators
        FROM sent r LEFT JOIN lines l ON l.activity_id = r.id),
      alike AS (SELECT n.*, n.day - lag(n.day) OVER same AS gap FROM named n WHERE n.name <> '' WINDOW same AS (PARTITION BY ${same} ORDER BY n.day, n.id)),
      r AS (SELECT n.*, count(*) FILTER (WHERE n.gap IS NULL OR n.gap > ${splitDays}) OVER (PARTITION BY ${same} ORDER BY n.day, n.id) AS stretch FROM alike n)
    ${row('SPLIT', {
      key: sql`min(r.id::text)`,
      organisation: sql`r.recorder_id`,
      pairing: sql`r.pairing_id`,
      details: sql`jsonb_build_object('days', count(DISTINCT r.day), 'title', min(r.title))`,
    })}
    FROM r GROUP BY r.pairing_id, r.recorder_id, r.name, r.kind, r.area, r.direction, r.indicators, r.stretch HAVING count(DISTINCT r.day) >= ${splitRecords})`
}

/** Claimed quantities at the usual maximum or just over it, more often than not. */
function justOverCap(): Sql {
  const { capQuantities, capShare } = GAMING_LIMITS
  const over = sql`(r.claimed >= r.usual_maximum AND r.claimed <= r.usual_maximum * (1 + ${capShare}::numeric))`
  return sql`(WITH lines AS (SELECT r.*, ${recorder} AS recorder_id, o.indicator_code, o.claimed, i.usual_maximum FROM sent r JOIN output o ON o.city_code = r.city_code AND o.activity_id = r.id
        JOIN indicator i ON i.city_code = o.city_code AND i.code = o.indicator_code WHERE i.usual_maximum > 1),
      r AS (SELECT l.*, count(*) OVER (PARTITION BY l.recorder_id, l.indicator_code) AS whole FROM lines l)
    ${row('JUST_OVER_CAP', {
      key: sql`r.recorder_id::text || r.indicator_code`,
      organisation: sql`r.recorder_id`,
      pairing: sql`NULL::uuid`,
      details: sql`jsonb_build_object('indicator', r.indicator_code, 'maximum', trim_scale(min(r.usual_maximum))::text, 'all', min(r.whole))`,
    })}
    FROM r WHERE ${over} GROUP BY r.recorder_id, r.indicator_code HAVING count(*) >= ${capQuantities} AND count(*) * 2 >= min(r.whole))`
}

/** Both sides of a pairing give each other nothing but fives, more often than chance would. */
function mutualFives({ fewestFives }: Baselines): Sql {
  const by = (side: 'AGENCY_SIDE' | 'COMMUNITY_SIDE') =>
    sql`count(*) FILTER (WHERE r.recording_side = ${side}::rollup_side)`
  const each = GAMING_LIMITS.fivesEachSide
  return sql`(${row('MUTUAL_FIVES', {
    key: sql`r.pairing_id::text`,
    organisation: sql`(array_agg(r.agency_side_id ORDER BY r.day DESC, r.id DESC))[1]`,
    pairing: sql`r.pairing_id`,
    details: sql`jsonb_build_object('byCommunity', ${by('AGENCY_SIDE')}, 'byAgency', ${by('COMMUNITY_SIDE')})`,
  })}
    FROM sent r WHERE r.status = 'COUNTERSIGNED' AND r.usefulness IS NOT NULL AND r.direction <> 'JOINT' GROUP BY r.pairing_id
    HAVING min(r.usefulness) = 5 AND ${by('AGENCY_SIDE')} >= ${each} AND ${by('COMMUNITY_SIDE')} >= ${each} AND count(*) >= ${fewestFives}::int)`
}

/** Signed sooner after the submission than anybody can have read it. */
function quickSigning(): Sql {
  const { quickRecords, quickSeconds } = GAMING_LIMITS
  const seconds = sql`extract(epoch FROM r.decided_at - r.submitted_at)`
  return sql`(${row('QUICK_SIGNING', {
    key: sql`(${signer})::text`,
    organisation: signer,
    pairing: sql`NULL::uuid`,
    details: sql`jsonb_build_object('fastest', floor(min(${seconds}))::int)`,
  })}
    FROM sent r WHERE r.status = 'COUNTERSIGNED' AND ${seconds} BETWEEN 0 AND ${quickSeconds} GROUP BY ${signer} HAVING count(*) >= ${quickRecords})`
}

/** One signature after the other, each within seconds. What was signed together is one signature. */
function signedInARow(): Sql {
  const { rowSignatures, rowSeconds } = GAMING_LIMITS
  return sql`(WITH signatures AS (SELECT r.decided_by_id, r.decided_at FROM sent r WHERE r.status = 'COUNTERSIGNED' GROUP BY 1, 2),
      gaps AS (SELECT s.*, extract(epoch FROM s.decided_at - lag(s.decided_at) OVER (PARTITION BY s.decided_by_id ORDER BY s.decided_at)) AS gap FROM signatures s),
      stretches AS (SELECT g.*, count(*) FILTER (WHERE g.gap IS NULL OR g.gap > ${rowSeconds}) OVER (PARTITION BY g.decided_by_id ORDER BY g.decided_at) AS stretch FROM gaps g),
      long AS (SELECT s.decided_by_id, min(s.decided_at) AS begun, max(s.decided_at) AS ended, count(*) AS signatures FROM stretches s GROUP BY s.decided_by_id, s.stretch HAVING count(*) >= ${rowSignatures}),
      r AS (SELECT t.*, ${sql`CASE WHEN t.recording_side = 'AGENCY_SIDE' THEN t.community_side_id ELSE t.agency_side_id END`} AS signer_id, g.begun, g.ended, g.signatures
        FROM sent t JOIN long g ON g.decided_by_id = t.decided_by_id AND t.decided_at BETWEEN g.begun AND g.ended WHERE t.status = 'COUNTERSIGNED')
    ${row('SIGNED_IN_A_ROW', {
      key: sql`r.decided_by_id::text || floor(extract(epoch FROM r.begun))::bigint::text`,
      organisation: sql`(array_agg(r.signer_id ORDER BY r.decided_at))[1]`,
      pairing: sql`NULL::uuid`,
      details: sql`jsonb_build_object('signatures', min(r.signatures), 'seconds', ceil(extract(epoch FROM min(r.ended) - min(r.begun)))::int)`,
    })}
    FROM r GROUP BY r.decided_by_id, r.begun)`
}

const statements = {
  MANY_TINY: manyTiny,
  SPLIT: split,
  JUST_OVER_CAP: justOverCap,
  MUTUAL_FIVES: mutualFives,
  QUICK_SIGNING: quickSigning,
  SIGNED_IN_A_ROW: signedInARow,
} as const satisfies Record<GamingSign, (baselines: Baselines) => Sql>

/**
 * The signs of a year, a row a sign, of the kinds that are asked: one statement that reads the year's records once.
 * Columns: sign, key, organisation_id, pairing_id, records, first_day, last_day, record_ids, zone_ids, details.
 */
export function gamingStatement(
  { city }: Pick<RequestContext, 'city'>,
  baselines: Baselines,
  signs: readonly GamingSign[],
): Sql {
  return sql`WITH sent AS MATERIALIZED (SELECT t.city_code, t.id, t.pairing_id, t.agency_side_id, t.community_side_id, t.zone_id, t.day, t.kind, t.area, t.direction, t.recording_side, t.title, t.status, t.person_times, t.usefulness, t.submitted_at, t.decided_at, t.decided_by_id
      FROM activity t WHERE t.city_code = ${city.code} AND t.programme_year = ${baselines.year} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED'))
    ${join(
      signs.map((sign) => sql`SELECT * FROM ${statements[sign](baselines)} s`),
      ' UNION ALL ',
    )}`
}
