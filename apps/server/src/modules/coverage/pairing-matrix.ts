import sql, { join } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { membersOf } from '../analysis/breakdown.ts'
import { recordConditions, yearsTree } from '../analysis/measures.ts'
import { pairingInSight } from './coverage-question.ts'
import type { CoverageQuestion } from './coverage-question.ts'

/** An agency or a street at the edge of the matrix; its group is the zone or the district. */
export type MatrixSide = { id: string; code: string; name: string; groupName: string | null }
/** An agency and a street that are paired, or that met. */
export type MatrixCell = {
  agencyId: string
  streetId: string
  /** Whether they, or a branch and a community below them, are paired on a day that was chosen. */
  isPaired: boolean
  /** That pairing, the newest; of branches and communities one of theirs where they are not paired themselves. */
  pairingId: string | null
  /** Countersigned records of what lies between the two. */
  meetings: number
  personTimes: number
  hours: string
  lastDay: string | null
}
export type PairingMatrix = { agencies: MatrixSide[]; streets: MatrixSide[]; cells: MatrixCell[] }

/** Who is paired with whom and how often they met: one statement each for the cells and the two edges. */
export async function pairingMatrixOf(
  context: RequestContext,
  question: CoverageQuestion,
): Promise<PairingMatrix> {
  const [cells, agencies, streets] = await Promise.all([
    cellsOf(context, question),
    edgeOf(context, question, 'AGENCY'),
    edgeOf(context, question, 'STREET'),
  ])
  // Whoever chose one side, or stands on it, sees all of that side, and of the other those that have to do with it.
  const isOpen = (side: string) =>
    question.constraints.every((constraint) => constraint.side === side)
  const agenciesMet = new Set(cells.map(({ agencyId }) => agencyId))
  const streetsMet = new Set(cells.map(({ streetId }) => streetId))
  const shownAgencies = agencies.filter(({ id }) => isOpen('AGENCY_SIDE') || agenciesMet.has(id))
  const shownStreets = streets.filter(({ id }) => isOpen('COMMUNITY_SIDE') || streetsMet.has(id))
  const shown = new Set([...shownAgencies, ...shownStreets].map(({ id }) => id))
  return {
    agencies: shownAgencies,
    streets: shownStreets,
    cells: cells.filter(({ agencyId, streetId }) => shown.has(agencyId) && shown.has(streetId)),
  }
}

function cellsOf(context: RequestContext, question: CoverageQuestion): Promise<MatrixCell[]> {
  const city = context.city.code
  const tree = yearsTree(context, question)
  const agency = sql`split_part(a.path, '/', 2)`
  const street = sql`split_part(c.path, '/', 3)`
  // The records are summed by their sides first: the tree is then asked for some hundred pairs, not for each record.
  return rowsOf<MatrixCell>(
    context.database.pool,
    sql`WITH tree AS MATERIALIZED ${tree},
        paired AS (
          SELECT ${agency} AS agency, ${street} AS street, (array_agg(p.id ORDER BY p.level = 'AGENCY_STREET' DESC, p.valid_from DESC, p.id))[1] AS pairing_id FROM pairing p JOIN tree a ON a.id = p.agency_side_id JOIN tree c ON c.id = p.community_side_id
          WHERE p.city_code = ${city} AND p.valid_from <= ${question.to}::date AND (p.valid_to IS NULL OR p.valid_to >= ${question.from}::date) AND ${join([sql`true`, ...pairingInSight(context, question)], ' AND ')} GROUP BY 1, 2),
        sums AS MATERIALIZED (
          SELECT t.agency_side_id, t.community_side_id, count(*) AS meetings, sum(t.person_times) AS person_times, sum(t.hours) AS hours, max(t.day) AS last_day
          FROM activity t WHERE ${join(recordConditions(context, question), ' AND ')} AND t.status = 'COUNTERSIGNED' AND t.day BETWEEN ${question.from}::date AND ${question.to}::date GROUP BY 1, 2),
        met AS (
          SELECT ${agency} AS agency, ${street} AS street, sum(s.meetings)::int AS meetings, sum(s.person_times)::int AS person_times, trim_scale(sum(s.hours)) AS hours, max(s.last_day)::text AS last_day
          FROM sums s JOIN tree a ON a.id = s.agency_side_id JOIN tree c ON c.id = s.community_side_id GROUP BY 1, 2)
        SELECT g.id AS "agencyId", h.id AS "streetId", p.agency IS NOT NULL AS "isPaired", p.pairing_id AS "pairingId", coalesce(m.meetings, 0) AS meetings, coalesce(m.person_times, 0) AS "personTimes", coalesce(m.hours, 0) AS hours, m.last_day AS "lastDay"
        FROM paired p FULL JOIN met m USING (agency, street) JOIN tree g ON g.code = agency JOIN tree h ON h.code = street
        ORDER BY g.path COLLATE "C", h.path COLLATE "C"`,
  )
}

function edgeOf(
  context: RequestContext,
  question: CoverageQuestion,
  by: 'AGENCY' | 'STREET',
): Promise<MatrixSide[]> {
  const city = context.city.code
  const day = question.treeOfDay ?? context.today
  const group =
    by === 'AGENCY'
      ? sql`(SELECT z.name FROM zone_membership y JOIN zone z ON z.city_code = y.city_code AND z.id = y.zone_id WHERE y.city_code = ${city} AND y.agency_id = m.id AND y.valid_from <= ${day}::date AND (y.valid_to IS NULL OR y.valid_to >= ${day}::date) ORDER BY z.position LIMIT 1)`
      : sql`(SELECT d.name FROM organisation d WHERE d.city_code = ${city} AND d.code = split_part(m.sort_key, '/', 2))`
  return rowsOf<MatrixSide>(
    context.database.pool,
    sql`WITH m AS (${membersOf(context, question, by, null)}) SELECT m.id, m.code, m.name, ${group} AS "groupName" FROM m ORDER BY m.sort_key COLLATE "C"`,
  )
}
