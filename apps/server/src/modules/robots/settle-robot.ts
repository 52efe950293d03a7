import { FAILURES_BEFORE_OFF } from '@gongjian/domain/robot-rules'
import { holdersOfOperation } from '@gongjian/domain/notification-rules'
import type { DeliveryProblem } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { holdersOf, tell } from '../notifications/tell.ts'

/**
 * Counts how often in a row what went to a robot was given up; after some times it is switched off, and who keeps it is
 * told. `problem` is null where it was sent.
 */
export async function settleRobot(
  pool: pg.Pool,
  city: City,
  robotId: string,
  problem: DeliveryProblem | null,
  { now, today } = cityTime(city),
): Promise<void> {
  const row = sql`city_code = ${city.code} AND id = ${robotId}::uuid`
  if (problem === null) {
    await rowsOf(pool, sql`UPDATE robot SET failures = 0 WHERE ${row} AND failures > 0`)
    return
  }
  await inTransaction(pool, async (client) => {
    const robot = await firstRowOf<{ failures: number; organisationId: string; savedById: string }>(
      client,
      sql`UPDATE robot SET failures = failures + 1 WHERE ${row} AND enabled RETURNING failures, organisation_id AS "organisationId", saved_by_id AS "savedById"`,
    )
    if (robot === null || robot.failures < FAILURES_BEFORE_OFF) return
    await rowsOf(
      client,
      sql`UPDATE robot SET enabled = false, stopped_at = ${now}, stopped_by = ${problem}, version = version + 1 WHERE ${row}`,
    )
    const entry = auditCall(
      { city, viewer: null, now },
      {
        action: 'robot.stop',
        subjectKind: 'robot',
        subjectId: robotId,
        detail: { problem, failures: robot.failures },
        actor: { id: null, name: 'robots' },
      },
    )
    await rowsOf(client, sql`SELECT ${entry}`)
    await tell(
      client,
      { city, now },
      { kind: 'ROBOT_STOPPED', subjectId: robotId },
      sql`SELECT a.user_id FROM organisation o ${holdersOf({ today })} WHERE o.city_code = ${city.code} AND o.id = ${robot.organisationId}::uuid AND a.role = ANY(${holdersOfOperation('saveRobot')}::role[])
          UNION SELECT u.id FROM user_account u WHERE u.city_code = ${city.code} AND u.id = ${robot.savedById}::uuid AND u.disabled_at IS NULL`,
    )
  })
}
