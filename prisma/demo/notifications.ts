import { sidesAsked, signingRoles } from '@gongjian/domain/notification-rules'
import type pg from 'pg'
import { cityCode } from './organisations.ts'
import { loadedAt } from './year-plan.ts'

/** What was signed before that many days has been read; what was signed since may not have been. */
const unreadDays = 4
const rememberedDays = 45

/**
 * Tells the city's people of its records as the product would have told them: what waits and what was returned, unread;
 * what was signed lately, read but for the last days; who is invited to a campaign. From the rows that are there already.
 */
export async function tellOfRecords(client: pg.Client): Promise<void> {
  const asked = sidesAsked().map(
    ({ direction, recordingSide, signedSide, side }) =>
      `(t.direction = '${direction}' AND t.recording_side = '${recordingSide}' AND t.signed_side IS NOT DISTINCT FROM ${signedSide === null ? 'NULL' : `'${signedSide}'`} AND w.side = '${side}')`,
  )
  await client.query(
    `INSERT INTO notification (city_code, recipient_id, made_at, id, kind, subject_id, count)
     SELECT DISTINCT ON (t.id, who.user_id) t.city_code, who.user_id, coalesce(CASE WHEN t.signed_side IS NOT NULL THEN t.decided_at END, t.submitted_at), gen_random_uuid(), 'RECORD_WAITS'::notification_kind, t.id, 1
     FROM activity t
       JOIN (VALUES ('AGENCY_SIDE', $2::role[]), ('COMMUNITY_SIDE', $3::role[])) w (side, roles) ON ${asked.join(' OR ')}
       CROSS JOIN LATERAL (SELECT a.user_id, rank() OVER (ORDER BY length(o.path) DESC) AS nearness
         FROM organisation own JOIN organisation o ON o.city_code = own.city_code AND o.id IN (own.id, own.parent_id)
           JOIN role_assignment a ON a.city_code = o.city_code AND a.organisation_id = o.id
         WHERE own.city_code = t.city_code AND own.id = CASE w.side WHEN 'AGENCY_SIDE' THEN t.agency_side_id ELSE t.community_side_id END
           AND a.role = ANY(w.roles) AND a.user_id <> t.created_by_id AND a.user_id <> t.submitted_by_id AND (t.signed_side IS NULL OR a.user_id <> t.decided_by_id)) who
     WHERE t.city_code = $1 AND t.status = 'SUBMITTED' AND who.nearness = 1`,
    [cityCode, signingRoles('AGENCY_SIDE'), signingRoles('COMMUNITY_SIDE')],
  )
  await client.query(
    `INSERT INTO notification (city_code, recipient_id, made_at, id, kind, subject_id, count, read_at)
     SELECT t.city_code, t.created_by_id, t.decided_at, gen_random_uuid(),
       (CASE WHEN t.status = 'RETURNED' THEN 'RECORD_RETURNED' WHEN s.decision = 'CORRECTED' THEN 'RECORD_CORRECTED' ELSE 'RECORD_SIGNED' END)::notification_kind, t.id, 1,
       CASE WHEN t.status = 'COUNTERSIGNED' AND t.decided_at < $2::timestamptz - make_interval(days => $3) THEN t.decided_at + interval '20 hours' END
     FROM activity t JOIN LATERAL (SELECT decision FROM countersignature s WHERE s.city_code = t.city_code AND s.activity_id = t.id ORDER BY s.signed_at DESC LIMIT 1) s ON true
     WHERE t.city_code = $1 AND (t.status = 'RETURNED' OR (t.status = 'COUNTERSIGNED' AND t.decided_at > $2::timestamptz - make_interval(days => $4)))`,
    [cityCode, loadedAt, unreadDays, rememberedDays],
  )
  await client.query(
    `INSERT INTO notification (city_code, recipient_id, made_at, id, kind, subject_id, count)
     SELECT c.city_code, a.user_id, i.invited_at, gen_random_uuid(), 'CAMPAIGN_INVITATION', c.id, 1
     FROM campaign c JOIN campaign_invitation i ON i.city_code = c.city_code AND i.campaign_id = c.id
       JOIN role_assignment a ON a.city_code = i.city_code AND a.organisation_id = i.agency_id AND a.role = 'AGENCY_SECRETARY'
     WHERE c.city_code = $1 AND c.state = 'OPEN'`,
    [cityCode],
  )
}
