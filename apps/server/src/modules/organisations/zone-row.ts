import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

export type ZoneRow = {
  id: string
  code: string
  name: string
  position: number
  liaison: string
  leadAgencyId: string | null
}

export function zonesWhere(
  context: RequestContext,
  condition: Sql = sql`true`,
): Promise<ZoneRow[]> {
  return rowsOf<ZoneRow>(
    context.database.pool,
    sql`SELECT z.id, z.code, z.name, z.position, z.liaison, z.lead_agency_id AS "leadAgencyId"
        FROM zone z WHERE z.city_code = ${context.city.code} AND ${condition} ORDER BY z.position`,
  )
}

export function loadZone(context: RequestContext, id: string): Promise<ZoneRow | null> {
  return loaderOf<string, ZoneRow>(context, 'zone by id', async (ids) => {
    const rows = await zonesWhere(context, sql`z.id = ANY(${[...ids]}::uuid[])`)
    return new Map(rows.map((row) => [row.id, row]))
  }).load(id)
}

/** The zone that an agency is in on the city's day. */
export function loadZoneOfAgency(
  context: RequestContext,
  agencyId: string,
): Promise<ZoneRow | null> {
  return loaderOf<string, ZoneRow>(context, 'zone of agency', async (ids) => {
    const rows = await rowsOf<ZoneRow & { agencyId: string }>(
      context.database.pool,
      sql`SELECT m.agency_id AS "agencyId", z.id, z.code, z.name, z.position, z.liaison, z.lead_agency_id AS "leadAgencyId"
          FROM zone_membership m JOIN zone z ON z.city_code = m.city_code AND z.id = m.zone_id
          WHERE m.city_code = ${context.city.code} AND m.agency_id = ANY(${[...ids]}::uuid[])
            AND m.valid_from <= ${context.today}::date AND (m.valid_to IS NULL OR m.valid_to >= ${context.today}::date)`,
    )
    return new Map(rows.map((row) => [row.agencyId, row]))
  }).load(agencyId)
}

export function loadAgencyIdsOfZone(
  context: RequestContext,
  zoneId: string,
): Promise<string[] | null> {
  return loaderOf<string, string[]>(context, 'agencies of zone', async (ids) => {
    const rows = await rowsOf<{ zoneId: string; agencyId: string }>(
      context.database.pool,
      sql`SELECT m.zone_id AS "zoneId", m.agency_id AS "agencyId" FROM zone_membership m
          JOIN organisation o ON o.city_code = m.city_code AND o.id = m.agency_id
          WHERE m.city_code = ${context.city.code} AND m.zone_id = ANY(${[...ids]}::uuid[])
            AND m.valid_from <= ${context.today}::date AND (m.valid_to IS NULL OR m.valid_to >= ${context.today}::date)
          ORDER BY o.position`,
    )
    return new Map(
      ids.map((zone) => [
        zone,
        rows.filter((row) => row.zoneId === zone).map(({ agencyId }) => agencyId),
      ]),
    )
  }).load(zoneId)
}
