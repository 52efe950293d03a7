import type { HardshipKind } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import { hasTakenPlace } from './link-visits.ts'
import { visibleHouseholds } from './household-row.ts'

type Counted = {
  open: number
  paired: number
  visited: number
  closed: number
  erased: number
  visits: number
}
export type HouseholdCounts = Counted & {
  kinds: { kind: HardshipKind; open: number }[]
  districts: (Counted & { organisation: OrganisationBrief })[]
}

/** How many days back a contact counts as a recent one. */
const RECENT_DAYS = 90

/** How many cases there are within the viewer's scope: numbers alone, by kind of hardship and by district. */
export async function countHouseholds(context: RequestContext): Promise<HouseholdCounts> {
  const { city, today } = context
  const scope = visibleHouseholds(context, 'householdCounts')
  const counted = sql`
    count(*) FILTER (WHERE h.closed_on IS NULL)::int AS open,
    count(*) FILTER (WHERE h.closed_on IS NULL AND EXISTS (SELECT FROM household_pairing p WHERE p.city_code = h.city_code AND p.household_id = h.id AND p.valid_from <= ${today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${today}::date)))::int AS paired,
    count(*) FILTER (WHERE h.closed_on IS NULL AND v.last_day >= ${today}::date - ${RECENT_DAYS}::int)::int AS visited,
    count(*) FILTER (WHERE h.closed_on IS NOT NULL AND h.erased_at IS NULL)::int AS closed,
    count(*) FILTER (WHERE h.erased_at IS NOT NULL)::int AS erased,
    coalesce(sum(v.visits), 0)::int AS visits`
  const tables = sql`household h JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
    CROSS JOIN LATERAL (SELECT max(w.day) AS last_day, count(*) AS visits FROM household_visit w WHERE w.city_code = h.city_code AND w.household_id = h.id AND ${hasTakenPlace}) v`
  const where = sql`h.city_code = ${city.code} AND ${scope}`
  const [totals, kinds, districts] = await Promise.all([
    rowsOf<Counted>(context.database.pool, sql`SELECT ${counted} FROM ${tables} WHERE ${where}`),
    rowsOf<HouseholdCounts['kinds'][number]>(
      context.database.pool,
      sql`SELECT h.hardship_kind AS kind, count(*)::int AS open FROM ${tables} WHERE ${where} AND h.closed_on IS NULL GROUP BY h.hardship_kind ORDER BY h.hardship_kind`,
    ),
    rowsOf<HouseholdCounts['districts'][number]>(
      context.database.pool,
      sql`SELECT ${organisationJson('d')} AS organisation, c.* FROM (
            SELECT split_part(k.path, '/', 2) AS code, ${counted} FROM ${tables} WHERE ${where} GROUP BY 1
          ) c JOIN organisation d ON d.city_code = ${city.code} AND d.code = c.code ORDER BY d.position, d.code`,
    ),
  ])
  const [all] = totals
  if (all === undefined) throw new Error('a row was expected')
  return { ...all, kinds, districts }
}
