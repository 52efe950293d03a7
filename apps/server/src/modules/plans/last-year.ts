import { canonical } from '@gongjian/domain/decimal-text'
import { linesFromLastYear } from '@gongjian/domain/plans'
import type { LastYear } from '@gongjian/domain/plans'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { loadPairing } from '../pairings/pairing-row.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { sideOfReader } from './plan-row.ts'

export type ProposedLine = ReturnType<typeof linesFromLastYear>[number]

/**
 * Lines for a plan of the year, from the countersigned records of the pairing's year before; where there are none, from
 * those of the year itself, so that a plan that is written late starts from what was done. Indicators that are not in
 * force any more are left out. Throws NotFound for a pairing of others.
 */
export async function linesFromRecords(
  context: RequestContext,
  pairingId: string,
  year: number,
): Promise<{ fromYear: number | null; lines: ProposedLine[] }> {
  const pairing = await loadPairing(context, pairingId)
  const period = (await periodsOf(context)).find((one) => one.year === year)
  if (pairing === null || period === undefined || sideOfReader(context, pairing) === null)
    throw new NotFound()
  for (const fromYear of [year - 1, year]) {
    const lines = linesFromLastYear(await doneIn(context, pairing, fromYear, period), period)
    if (lines.length > 0) return { fromYear, lines }
  }
  return { fromYear: null, lines: [] }
}

async function doneIn(
  { database, city }: RequestContext,
  pairing: {
    id: string
    level: string
    agencySide: { path: string }
    communitySide: { path: string }
  },
  year: number,
  { startsOn, endsOn }: { startsOn: string; endsOn: string },
): Promise<LastYear[]> {
  const { agencySide, communitySide } = pairing
  const below = (path: string) => `${path.slice(0, -1)}0`
  const records =
    pairing.level === 'BRANCH_COMMUNITY'
      ? sql`t.pairing_id = ${pairing.id}::uuid`
      : sql`t.agency_side_path ~>=~ ${agencySide.path} AND t.agency_side_path ~<~ ${below(agencySide.path)} AND t.community_side_path ~>=~ ${communitySide.path} AND t.community_side_path ~<~ ${below(communitySide.path)}`
  const rows = await rowsOf<LastYear>(
    database.pool,
    sql`WITH done AS MATERIALIZED (
          SELECT t.id, t.kind, t.area, t.day, CASE t.direction WHEN 'JOINT' THEN t.recording_side WHEN 'AGENCY_TO_COMMUNITY' THEN 'AGENCY_SIDE' ELSE 'COMMUNITY_SIDE' END AS side
          FROM activity t WHERE t.city_code = ${city.code} AND t.programme_year = ${year} AND t.status = 'COUNTERSIGNED' AND ${records}),
        brought AS (
          SELECT d.id, d.day, d.side, u.indicator_code, u.accepted FROM done d JOIN output u ON u.city_code = ${city.code} AND u.activity_id = d.id WHERE u.accepted > 0)
        SELECT b.indicator_code AS "indicatorCode", i.kind, i.area, b.side, sum(b.accepted)::text AS quantity, count(*)::int AS records, to_char(max(b.day), 'YYYY-MM') AS month
        FROM brought b JOIN indicator i ON i.city_code = ${city.code} AND i.code = b.indicator_code
        WHERE i.valid_from <= ${endsOn}::date AND (i.valid_to IS NULL OR i.valid_to >= ${startsOn}::date)
        GROUP BY b.indicator_code, i.kind, i.area, b.side
        UNION ALL
        SELECT NULL, d.kind, d.area, d.side, count(*)::text, count(*)::int, to_char(max(d.day), 'YYYY-MM') FROM done d
        WHERE NOT EXISTS (SELECT FROM brought b WHERE b.id = d.id) GROUP BY d.kind, d.area, d.side`,
  )
  return rows.map((row) => ({ ...row, quantity: canonical(row.quantity) }))
}
