import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import type { ArchiveScope } from './archived-records.ts'

export type ArchivedPairing = {
  agencySide: string
  communitySide: string
  validFrom: string
  validTo: string | null
}

/** The pairings of the archive's organisation, and of those below it, that held on some day of the year. */
export async function archivedPairings(
  { database, city }: RequestContext,
  { organisationPath, side }: ArchiveScope,
  period: PeriodRow | undefined,
): Promise<ArchivedPairing[]> {
  if (period === undefined) return []
  return rowsOf<ArchivedPairing>(
    database.pool,
    sql`SELECT g.name AS "agencySide", m.name AS "communitySide", p.valid_from AS "validFrom", p.valid_to AS "validTo"
        FROM pairing p JOIN organisation g ON g.city_code = p.city_code AND g.id = p.agency_side_id JOIN organisation m ON m.city_code = p.city_code AND m.id = p.community_side_id
        WHERE p.city_code = ${city.code} AND p.valid_from <= ${period.endsOn}::date AND (p.valid_to IS NULL OR p.valid_to >= ${period.startsOn}::date)
          AND ${isBelow(side === 'AGENCY_SIDE' ? sql`g.path` : sql`m.path`, organisationPath)}
        ORDER BY g.path, m.path, p.valid_from`,
  )
}
