import { sideOfRole } from '@gongjian/domain/activity-actions'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { nearestSigners, rolesOf, woken } from './tell.ts'

/** Tells the other side's signers of the records that an import submitted just now: each once, with how many wait for them. */
export async function tellOfImport(
  client: pg.PoolClient,
  context: RequestContext,
  importId: string,
): Promise<void> {
  const { city, now } = context
  const { userId, assignment } = actingViewer(context)
  const asked =
    sideOfRole(assignment.role) === 'AGENCY_SIDE'
      ? ({ column: sql`t.community_side_id`, roles: rolesOf('COMMUNITY_SIDE') } as const)
      : ({ column: sql`t.agency_side_id`, roles: rolesOf('AGENCY_SIDE') } as const)
  const signers = nearestSigners(context, {
    organisationId: sql`waiting.organisation_id`,
    roles: asked.roles,
    butNot: sql`ARRAY[${userId}::uuid]`,
  })
  await rowsOf(
    client,
    sql`WITH waiting AS (
          SELECT ${asked.column} AS organisation_id, count(*) AS records
          FROM import_row r JOIN activity t ON t.city_code = r.city_code AND t.id = r.activity_id
          WHERE r.city_code = ${city.code} AND r.import_id = ${importId}::uuid AND r.state = 'KEPT' AND t.submitted_at = ${now} GROUP BY 1
        ), told AS (
          INSERT INTO notification (city_code, recipient_id, made_at, id, kind, subject_id, count)
          SELECT ${city.code}, who.user_id, ${now}, gen_random_uuid(), 'RECORDS_WAIT', ${importId}::uuid, sum(waiting.records)::int
          FROM waiting, LATERAL (${signers}) who GROUP BY who.user_id
          RETURNING recipient_id
        ) ${woken(city.code)}`,
  )
}
