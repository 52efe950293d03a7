import type { OrganisationChange } from '@gongjian/domain/organisation-change'
import type { ChangeCircumstances } from '@gongjian/domain/organisation-change-rules'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

/** Pairings that hold on the day or begin later, of the organisations on either side (alias p). */
export const pairingsFrom = (city: string, ids: readonly string[], day: string) =>
  sql`p.city_code = ${city} AND (p.agency_side_id = ANY(${[...ids]}::uuid[]) OR p.community_side_id = ANY(${[...ids]}::uuid[])) AND (p.valid_to IS NULL OR p.valid_to >= ${day}::date)`

/** What the rules must know of the city, beside the tree, to judge the change. */
export async function circumstancesOf(
  client: pg.Pool | pg.ClientBase,
  { city: { code: city } }: Pick<RequestContext, 'city'>,
  change: OrganisationChange,
): Promise<ChangeCircumstances> {
  const ending =
    change.kind === 'MERGE'
      ? change.organisationIds
      : change.kind === 'CLOSE'
        ? [change.organisationId]
        : []
  const split = change.kind === 'SPLIT' ? change : null
  const lockedPeriods = await rowsOf<{ startsOn: string; endsOn: string }>(
    client,
    sql`SELECT starts_on AS "startsOn", ends_on AS "endsOn" FROM period WHERE city_code = ${city} AND status = 'LOCKED'
        UNION ALL SELECT starts_on, ends_on FROM period_quarter WHERE city_code = ${city} AND status = 'LOCKED'`,
  )
  const pending = await rowsOf<ChangeCircumstances['pending'][number]>(
    client,
    sql`SELECT p.organisation_id AS "organisationId", c.day, p.part, CASE WHEN p.part = 'FOUNDED' THEN coalesce(c.content->'founded'->>'code', c.content->'into'->'founded'->>'code') END AS code
        FROM organisation_change c JOIN organisation_change_part p ON p.city_code = c.city_code AND p.change_id = c.id
        WHERE c.city_code = ${city} AND c.carried_out_at IS NULL AND c.cancelled_at IS NULL AND c.id <> ${change.id}::uuid ORDER BY c.day`,
  )
  const leads = await rowsOf<{ id: string }>(
    client,
    sql`SELECT lead_agency_id AS id FROM zone WHERE city_code = ${city} AND lead_agency_id IS NOT NULL`,
  )
  // By path first: it has an index.
  const records = await rowsOf<{ id: string; day: string | null }>(
    client,
    sql`SELECT o.id, greatest(
          (SELECT max(t.day) FROM activity t WHERE t.city_code = o.city_code AND t.agency_side_path = o.path AND t.agency_side_id = o.id AND t.status <> 'WITHDRAWN'),
          (SELECT max(t.day) FROM activity t WHERE t.city_code = o.city_code AND t.community_side_path = o.path AND t.community_side_id = o.id AND t.status <> 'WITHDRAWN')) AS day
        FROM organisation o WHERE o.city_code = ${city} AND o.id = ANY(${[...ending]}::uuid[])
        UNION ALL
        SELECT p.id, (SELECT max(t.day) FROM activity t WHERE t.city_code = p.city_code AND t.pairing_id = p.id AND t.status <> 'WITHDRAWN')
        FROM pairing p WHERE p.city_code = ${city} AND p.id = ANY(${[...(split?.pairingIds ?? [])]}::uuid[])`,
  )
  const ends = await rowsOf<{ id: string; day: string }>(
    client,
    sql`SELECT o.id, max(p.valid_from) AS day FROM organisation o JOIN pairing p ON p.city_code = o.city_code AND (p.agency_side_id = o.id OR p.community_side_id = o.id)
        WHERE o.city_code = ${city} AND o.id = ANY(${[...ending]}::uuid[]) AND (p.valid_to IS NULL OR p.valid_to >= ${change.day}::date) GROUP BY o.id
        UNION ALL SELECT p.id, p.valid_from FROM pairing p WHERE p.city_code = ${city} AND p.id = ANY(${[...(split?.pairingIds ?? [])]}::uuid[])`,
  )
  const pairings = await rowsOf<{ id: string }>(
    client,
    sql`SELECT p.id FROM pairing p WHERE ${pairingsFrom(city, split === null ? [] : [split.organisationId], change.day)}`,
  )
  return {
    lockedPeriods,
    pending,
    zoneLeads: new Set(leads.map(({ id }) => id)),
    lastRecordDays: new Map(
      records.flatMap(({ id, day }) => (day === null ? [] : [[id, day] as const])),
    ),
    lastPairingBegins: new Map(ends.map(({ id, day }) => [id, day])),
    pairingIds: new Set(pairings.map(({ id }) => id)),
  }
}
