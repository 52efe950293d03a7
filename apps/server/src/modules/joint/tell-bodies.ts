import { levelsOfRole } from '@gongjian/domain/joint-actions'
import { ROLES } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { tell } from '../notifications/tell.ts'

/** Tells those who mark for a body that has not delivered, but never whoever is asking. */
export function tellBodies(
  client: pg.ClientBase,
  context: Pick<RequestContext, 'city' | 'now' | 'today' | 'viewer'>,
  jointId: string,
  kind: 'JOINT_MARKS_WANTED' | 'JOINT_MARKS_DUE' = 'JOINT_MARKS_WANTED',
): Promise<void> {
  const marks = ROLES.flatMap((role) => levelsOfRole(role).map((level) => ({ role, level })))
  return tell(
    client,
    context,
    { kind, subjectId: jointId },
    sql`SELECT DISTINCT a.user_id FROM joint_body b
        JOIN unnest(${marks.map(({ role }) => role)}::role[], ${marks.map(({ level }) => level)}::marking_level[]) r (role, level) ON r.level = b.level
        JOIN role_assignment a ON a.city_code = b.city_code AND a.role = r.role AND b.body_id = CASE WHEN b.level = 'ZONE' THEN a.zone_id ELSE a.organisation_id END
          AND a.valid_from <= ${context.today}::date AND (a.valid_to IS NULL OR a.valid_to >= ${context.today}::date)
        JOIN user_account u ON u.id = a.user_id AND u.disabled_at IS NULL
        WHERE b.city_code = ${context.city.code} AND b.joint_id = ${jointId}::uuid AND b.state = 'MARKING' AND a.user_id IS DISTINCT FROM ${context.viewer?.userId ?? null}::uuid`,
  )
}
