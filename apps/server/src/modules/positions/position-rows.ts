import type { Role } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { sheetSchema } from './hand-over-sheet.ts'
import type { HandOverSheet } from './hand-over-sheet.ts'

export type PositionRow = {
  id: string
  role: Role
  organisationId: string
  organisationCode: string
  organisationName: string
  zoneId: string | null
}
export type HoldingRow = {
  id: string
  positionId: string
  userId: string
  userName: string
  account: string
  validFrom: string
  validTo: string | null
}
export type DeputationRow = {
  id: string
  positionId: string
  assignmentId: string
  holderId: string
  holderName: string
  deputyId: string
  deputyName: string
  validFrom: string
  validTo: string
  reason: string
  namedByName: string
  namedAt: Date
  endedAt: Date | null
}
export type HandOverRow = {
  id: string
  positionId: string
  fromUserId: string
  fromName: string
  toUserId: string
  toName: string
  day: string
  note: string
  handedByName: string
  handedAt: Date
  confirmedAt: Date | null
  sheet: HandOverSheet | null
}

export const holdingColumns = sql`a.id, a.position_id AS "positionId", a.user_id AS "userId", u.name AS "userName", u.account, a.valid_from AS "validFrom", a.valid_to AS "validTo"`
const deputationColumns = sql`d.id, a.position_id AS "positionId", d.assignment_id AS "assignmentId", d.holder_id AS "holderId", h.name AS "holderName", d.deputy_id AS "deputyId", u.name AS "deputyName",
  d.valid_from AS "validFrom", d.valid_to AS "validTo", d.reason, d.named_by_name AS "namedByName", d.named_at AS "namedAt", d.ended_at AS "endedAt"`
const handOverColumns = sql`v.id, v.position_id AS "positionId", v.from_user_id AS "fromUserId", f.name AS "fromName", v.to_user_id AS "toUserId", r.name AS "toName", v.day, v.note,
  v.handed_by_name AS "handedByName", v.handed_at AS "handedAt", v.confirmed_at AS "confirmedAt", v.sheet`

/** Leaves with their deputies, those that end last first; `where` on the leave (d) and the role it is from (a). */
export const deputationsWhere = (
  { database, city }: RequestContext,
  where: Sql,
): Promise<DeputationRow[]> =>
  rowsOf(
    database.pool,
    sql`SELECT ${deputationColumns} FROM deputation d JOIN role_assignment a ON a.city_code = d.city_code AND a.id = d.assignment_id
        JOIN user_account h ON h.id = d.holder_id JOIN user_account u ON u.id = d.deputy_id
        WHERE d.city_code = ${city.code} AND ${where} ORDER BY d.valid_to DESC, d.id DESC`,
  )

/** Hand-overs, the newest first; `where` on the hand-over (v). */
export async function handOversWhere(
  { database, city }: RequestContext,
  where: Sql,
): Promise<HandOverRow[]> {
  const rows = await rowsOf<Omit<HandOverRow, 'sheet'> & { sheet: unknown }>(
    database.pool,
    sql`SELECT ${handOverColumns} FROM hand_over v JOIN user_account f ON f.id = v.from_user_id JOIN user_account r ON r.id = v.to_user_id
        WHERE v.city_code = ${city.code} AND ${where} ORDER BY v.day DESC, v.id DESC`,
  )
  return rows.map((row) => ({ ...row, sheet: sheetSchema.nullable().parse(row.sheet) }))
}

const byPosition = <Row extends { positionId: string }>(
  name: string,
  read: (context: RequestContext, positionIds: readonly string[]) => Promise<Row[]>,
) =>
  async function load(context: RequestContext, positionId: string): Promise<Row[]> {
    const loader = loaderOf<string, Row[]>(context, name, async (ids) =>
      Map.groupBy(await read(context, ids), (row) => row.positionId),
    )
    return (await loader.load(positionId)) ?? []
  }

/** Who held a position when, the newest first. */
export const loadHoldings = byPosition<HoldingRow>('holdings', ({ database, city }, ids) =>
  rowsOf(
    database.pool,
    sql`SELECT ${holdingColumns} FROM role_assignment a JOIN user_account u ON u.id = a.user_id
        WHERE a.city_code = ${city.code} AND a.position_id = ANY(${[...ids]}::uuid[]) ORDER BY a.valid_from DESC, a.id DESC`,
  ),
)
export const loadDeputations = byPosition<DeputationRow>('deputations', (context, ids) =>
  deputationsWhere(context, sql`a.position_id = ANY(${[...ids]}::uuid[])`),
)
export const loadHandOvers = byPosition<HandOverRow>('hand-overs', (context, ids) =>
  handOversWhere(context, sql`v.position_id = ANY(${[...ids]}::uuid[])`),
)

/** A position for whoever it concerns; who may list them all looks at any. */
export function loadPosition(context: RequestContext, id: string): Promise<PositionRow | null> {
  return loaderOf<string, PositionRow>(context, 'positions', async (ids) => {
    const rows = await rowsOf<PositionRow>(
      context.database.pool,
      sql`SELECT ${positionColumns} FROM position p JOIN organisation o ON o.city_code = p.city_code AND o.id = p.organisation_id
          WHERE p.city_code = ${context.city.code} AND p.id = ANY(${[...ids]}::uuid[])`,
    )
    return new Map(rows.map((row) => [row.id, row]))
  }).load(id)
}

export const positionColumns = sql`p.id, p.role, p.organisation_id AS "organisationId", o.code AS "organisationCode", o.name AS "organisationName", p.zone_id AS "zoneId"`

/** Holds (a role, a leave) on this day. */
export const isOn = (
  day: string,
  { validFrom, validTo }: { validFrom: string; validTo: string | null },
): boolean => validFrom <= day && (validTo === null || validTo >= day)
