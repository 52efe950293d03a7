import { sidesAsked } from '@gongjian/domain/notification-rules'
import sql, { empty, join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'

const word = (value: string): Sql => raw(`'${value}'`)

/** The side whose turn it is to sign the record (alias t) that waits; null where none is asked. */
export const sideAskedOf: Sql = sql`(CASE ${join(
  sidesAsked().map(
    ({ direction, recordingSide, signedSide, side }) =>
      sql`WHEN t.direction = ${word(direction)} AND t.recording_side = ${word(recordingSide)} AND ${signedSide === null ? sql`t.signed_side IS NULL` : sql`t.signed_side = ${word(signedSide)}`} THEN ${word(side)}`,
  ),
  ' ',
)} END)`

/** Since when the record (alias t) waits for that side: of a joint one, since the first of its two signatures. */
export const waitsSince = sql`(CASE WHEN t.signed_side IS NULL THEN t.submitted_at ELSE t.decided_at END)`

/**
 * Records that have waited since before this moment, with the side and the organisation that is asked: a select for a
 * CTE. Those of a locked period are none: nobody could sign them.
 */
export function recordsWaiting(city: string, before: Date, ...conditions: Sql[]): Sql {
  return sql`SELECT w.*, CASE w.side WHEN 'AGENCY_SIDE' THEN w.agency_side_id ELSE w.community_side_id END AS organisation_id
    FROM (SELECT t.id, t.version, t.agency_side_id, t.community_side_id, t.created_by_id, t.submitted_by_id, t.decided_by_id, t.signed_side, ${sideAskedOf} AS side, ${waitsSince} AS since
      FROM activity t JOIN period y ON y.city_code = t.city_code AND y.year = t.programme_year AND y.status <> 'LOCKED'
      WHERE t.city_code = ${city} AND t.status = 'SUBMITTED' AND t.submitted_at < ${before} ${conditions.length === 0 ? empty : sql`AND ${join(conditions, ' AND ')}`}) w
    WHERE w.since < ${before} AND w.side IS NOT NULL`
}
