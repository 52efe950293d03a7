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
  const rows = await rowsOf<
    Counted & { kind: HardshipKind | null; organisation: OrganisationBrief | null }
  >(
    context.database.pool,
    sql`WITH counted AS (
          SELECT h.hardship_kind AS kind, split_part(k.path, '/', 2) AS district, h.closed_on IS NULL AS is_open, h.erased_at IS NOT NULL AS is_erased,
            EXISTS (SELECT FROM household_pairing p WHERE p.city_code = h.city_code AND p.household_id = h.id AND p.valid_from <= ${today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${today}::date)) AS is_paired,
            v.last_day >= ${today}::date - ${RECENT_DAYS}::int AS is_visited, coalesce(v.visits, 0) AS visits
          FROM household h JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
            LEFT JOIN (
              SELECT w.household_id, max(w.day) AS last_day, count(*) AS visits FROM household_visit w WHERE w.city_code = ${city.code} AND ${hasTakenPlace} GROUP BY w.household_id
            ) v ON v.household_id = h.id
          WHERE h.city_code = ${city.code} AND ${visibleHouseholds(context, 'householdCounts')}
        ), sums AS (
          SELECT kind, district, (count(*) FILTER (WHERE is_open))::int AS open, (count(*) FILTER (WHERE is_open AND is_paired))::int AS paired, (count(*) FILTER (WHERE is_open AND is_visited))::int AS visited,
            (count(*) FILTER (WHERE NOT is_open AND NOT is_erased))::int AS closed, (count(*) FILTER (WHERE is_erased))::int AS erased, coalesce(sum(visits), 0)::int AS visits
          FROM counted GROUP BY GROUPING SETS ((), (kind), (district))
        )
        SELECT s.kind, s.open, s.paired, s.visited, s.closed, s.erased, s.visits, CASE WHEN d.id IS NOT NULL THEN ${organisationJson('d')} END AS organisation
        FROM sums s LEFT JOIN organisation d ON d.city_code = ${city.code} AND d.code = s.district ORDER BY s.kind, d.position, d.code`,
  )
  const all = rows.find(({ kind, organisation }) => kind === null && organisation === null)
  if (all === undefined) throw new Error('a row was expected')
  return {
    ...all,
    kinds: rows.flatMap(({ kind, open }) => (kind === null || open === 0 ? [] : [{ kind, open }])),
    districts: rows.flatMap(({ organisation, ...counts }) =>
      organisation === null ? [] : [{ ...counts, organisation }],
    ),
  }
}
