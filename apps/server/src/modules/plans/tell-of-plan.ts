import type { NotificationKind, PairingSide } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { nearestSigners, rolesOf, tell } from '../notifications/tell.ts'

/**
 * Tells a side of a plan: those at its organisation who sign for it, and where nobody there does, those above; and who
 * proposed it, where that is named. Never whoever is doing it now.
 */
export async function tellOfPlan(
  client: pg.ClientBase,
  context: RequestContext,
  what: {
    kind: Extract<NotificationKind, `PLAN_${string}`>
    planId: string
    /** The side's organisation. */
    toSide: string
    side: PairingSide
    proposedById?: string | null
  },
): Promise<void> {
  const { userId } = actingViewer(context)
  const nearest = nearestSigners(context, {
    organisationId: sql`${what.toSide}::uuid`,
    roles: rolesOf(what.side),
    butNot: sql`${[userId]}::uuid[]`,
  })
  await tell(
    client,
    context,
    { kind: what.kind, subjectId: what.planId },
    sql`SELECT user_id FROM (${nearest}) near UNION SELECT u.id FROM user_account u WHERE u.id = ${what.proposedById ?? null}::uuid AND u.id <> ${userId}::uuid AND u.disabled_at IS NULL`,
  )
}

/** What asked for something to be done with the plan asks no more. */
export async function settlePlan(
  client: pg.ClientBase,
  { city, now }: RequestContext,
  planId: string,
): Promise<void> {
  await rowsOf(
    client,
    sql`UPDATE notification SET read_at = ${now} WHERE city_code = ${city.code} AND subject_id = ${planId}::uuid AND read_at IS NULL AND kind IN ('PLAN_PROPOSED', 'PLAN_RETURNED')`,
  )
}
