import sql from 'sql-template-tag'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { deputationsWhere, handOversWhere, holdingColumns } from './position-rows.ts'
import type { DeputationRow, HandOverRow, HoldingRow } from './position-rows.ts'

export type MyPositionsRow = {
  holdings: HoldingRow[]
  given: DeputationRow[]
  taken: DeputationRow[]
  handOvers: HandOverRow[]
}

/** All that moves people and concerns the reader: of the past only what is not yet confirmed. */
export async function readMyPositions(context: RequestContext): Promise<MyPositionsRow> {
  const { userId } = signedInViewer(context)
  const { city, today, database } = context
  const notOver = sql`d.ended_at IS NULL AND d.valid_to >= ${today}::date`
  const [holdings, given, taken, handOvers] = await Promise.all([
    rowsOf<HoldingRow>(
      database.pool,
      sql`SELECT ${holdingColumns} FROM role_assignment a JOIN user_account u ON u.id = a.user_id
          WHERE a.city_code = ${city.code} AND a.user_id = ${userId}::uuid AND (a.valid_to IS NULL OR a.valid_to >= ${today}::date)
          ORDER BY array_position(enum_range(NULL::role), a.role), a.id`,
    ),
    deputationsWhere(context, sql`d.holder_id = ${userId}::uuid AND ${notOver}`),
    deputationsWhere(context, sql`d.deputy_id = ${userId}::uuid AND ${notOver}`),
    handOversWhere(
      context,
      sql`(v.to_user_id = ${userId}::uuid OR v.from_user_id = ${userId}::uuid) AND (v.confirmed_at IS NULL OR v.confirmed_at > ${context.now}::timestamptz - interval '30 days')`,
    ),
  ])
  return { holdings, given, taken, handOvers }
}
