import { ASKING_KINDS } from '@gongjian/domain/notification-rules'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import type { Role } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { isBelowThat } from '../activities/activity-row.ts'

export const sheetSchema = z.object({
  drafts: z.number(),
  returned: z.number(),
  waiting: z.number(),
  signUps: z.number(),
  households: z.number(),
  notifications: z.number(),
})
/** 交接清单: how much of what is open with a position. */
export type HandOverSheet = z.infer<typeof sheetSchema>

/** What is open with the position now, in one statement: its side's records, its households and sign-ups, its holder's notices. */
export async function readSheet(
  client: pg.Pool | pg.ClientBase,
  { city }: RequestContext,
  position: { role: Role; organisationId: string; fromUserId: string },
): Promise<HandOverSheet> {
  const side = sideOfRole(position.role)
  const records = side !== null
  const column = side === 'AGENCY_SIDE' ? sql`t.agency_side_path` : sql`t.community_side_path`
  const path = sql`(SELECT o.path FROM organisation o WHERE o.city_code = ${city.code} AND o.id = ${position.organisationId}::uuid)`
  const below = sql`t.city_code = ${city.code} AND ${records}::boolean AND ${isBelowThat(column, path)}`
  const recorded = sql`t.recording_side = ${side}::rollup_side`
  const waitsForSide =
    side === 'AGENCY_SIDE'
      ? sql`t.direction <> 'AGENCY_TO_COMMUNITY'`
      : sql`t.direction <> 'COMMUNITY_TO_AGENCY'`
  const row = await firstRowOf<HandOverSheet>(
    client,
    sql`SELECT
      (SELECT count(*)::int FROM activity t WHERE ${below} AND ${recorded} AND t.status = 'DRAFT' AND t.created_by_id = ${position.fromUserId}::uuid) AS drafts,
      (SELECT count(*)::int FROM activity t WHERE ${below} AND ${recorded} AND t.status = 'RETURNED') AS returned,
      (SELECT count(*)::int FROM activity t WHERE ${below} AND ${waitsForSide} AND t.status = 'SUBMITTED' AND t.signed_side IS DISTINCT FROM ${side}::rollup_side) AS waiting,
      (SELECT count(*)::int FROM campaign_sign_up s JOIN campaign c ON c.city_code = s.city_code AND c.id = s.campaign_id
        WHERE s.city_code = ${city.code} AND s.organisation_id = ${position.organisationId}::uuid AND c.state IN ('PLANNED', 'OPEN')) AS "signUps",
      (SELECT count(*)::int FROM household h WHERE h.city_code = ${city.code} AND h.closed_on IS NULL
        AND (h.keeper_id = ${position.organisationId}::uuid OR EXISTS (SELECT FROM household_pairing b WHERE b.city_code = h.city_code AND b.household_id = h.id AND b.branch_id = ${position.organisationId}::uuid AND b.valid_to IS NULL))) AS households,
      (SELECT count(*)::int FROM notification n WHERE n.city_code = ${city.code} AND n.recipient_id = ${position.fromUserId}::uuid AND n.read_at IS NULL AND n.kind = ANY(${[...ASKING_KINDS]}::notification_kind[])) AS notifications`,
  )
  return sheetSchema.parse(row)
}
