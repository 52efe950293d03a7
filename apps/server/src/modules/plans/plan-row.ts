import { ownSide, planRefusal } from '@gongjian/domain/plans'
import type { PlanAction, PlanFacts, PlanRefusal } from '@gongjian/domain/plans'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { canonical } from '@gongjian/domain/decimal-text'
import { monthOf } from '@gongjian/domain/calendar-day'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { ActivityKind, HelpArea, PairingSide, PlanState } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { actorOf, isBelow } from '../activities/activity-row.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { standingOf } from './plan-standing.ts'

export type PlanLineRow = {
  position: number
  indicatorCode: string | null
  kind: ActivityKind
  area: HelpArea | null
  quantity: string
  /** 'YYYY-MM' */
  dueMonth: string
  side: PairingSide
  responsible: string
  words: string
  /** What countersigned records of the pairing brought for it. */
  accepted: string
  /** Of FULL_SHARE. */
  share: number
}
export type PlanRow = {
  id: string
  pairingId: string
  programmeYear: number
  edition: number
  state: PlanState
  version: number
  side: PairingSide
  words: string
  writerIds: string[]
  proposedById: string | null
  proposedByName: string | null
  proposedAt: Date | null
  decidedByName: string | null
  decidedAt: Date | null
  decisionWords: string
  agreedOn: string | null
  contentHash: string
  agencySide: { id: string; path: string }
  communitySide: { id: string; path: string; code: string }
  lines: PlanLineRow[]
}

/** Pairings (with their sides, aliases a and c) of which the viewer has the plans in sight. */
export function pairingsInSight(context: Pick<RequestContext, 'viewer' | 'city' | 'today'>): Sql {
  const assignment = context.viewer?.assignment
  if (!assignment) return sql`false`
  switch (scopeOf('plans', assignment.role)) {
    case 'OWN_BRANCH':
    case 'OWN_AGENCY':
      return sql`(${isBelow(sql`a.path`, assignment.path)})`
    case 'OWN_COMMUNITY':
    case 'OWN_STREET':
    case 'DISTRICT':
      return sql`(${isBelow(sql`c.path`, assignment.path)})`
    case 'ZONE':
      return sql`(${ofZone(context, assignment.zoneId)})`
    case 'CITY':
      return sql`true`
    default:
      return sql`false`
  }
}

/** Pairings of agencies (alias a) that belong to the zone today. */
export const ofZone = (
  { city, today }: Pick<RequestContext, 'city' | 'today'>,
  zoneId: string | null,
): Sql =>
  sql`split_part(a.path, '/', 2) IN (SELECT z.code FROM zone_membership y JOIN organisation z ON z.city_code = y.city_code AND z.id = y.agency_id
    WHERE y.city_code = ${city.code} AND y.zone_id = ${zoneId}::uuid AND y.valid_from <= ${today}::date AND (y.valid_to IS NULL OR y.valid_to >= ${today}::date))`

/** A plan (alias) that may be seen where its pairing is: what one side still writes is its own. */
export function isShown({ viewer }: Pick<RequestContext, 'viewer'>, plan: Sql): Sql {
  const side = viewer?.assignment ? sideOfRole(viewer.assignment.role) : null
  return sql`(${plan}.state IN ('PROPOSED', 'RETURNED', 'AGREED', 'SUPERSEDED') OR (${plan}.state = 'DRAFT' AND ${plan}.side = ${side}::rollup_side))`
}

/** Plans by id, with their lines and how far each is; those in sight only, all that a page asks in one statement. */
export function loadPlan(context: RequestContext, id: string): Promise<PlanRow | null> {
  return loaderOf<string, PlanRow>(context, 'plan by id', async (ids) => {
    const city = context.city.code
    const rows = await rowsOf<PlanRow>(
      context.database.pool,
      sql`WITH chosen AS MATERIALIZED (
            SELECT h.*, json_build_object('id', a.id, 'path', a.path) AS agency_side, json_build_object('id', c.id, 'path', c.path, 'code', c.code) AS community_side
            FROM plan h JOIN pairing p ON p.city_code = h.city_code AND p.id = h.pairing_id
              JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
            WHERE h.city_code = ${city} AND h.id = ANY(${[...ids]}::uuid[]) AND ${pairingsInSight(context)} AND ${isShown(context, sql`h`)}),
          ${standingOf(city)}
          SELECT h.id, h.pairing_id AS "pairingId", h.programme_year AS "programmeYear", h.edition, h.state, h.version, h.side, h.words, h.writer_ids AS "writerIds",
            h.proposed_by_id AS "proposedById", h.proposed_by_name AS "proposedByName", h.proposed_at AS "proposedAt", h.decided_by_name AS "decidedByName", h.decided_at AS "decidedAt",
            h.decision_words AS "decisionWords", h.agreed_on::text AS "agreedOn", h.content_hash AS "contentHash", h.agency_side AS "agencySide", h.community_side AS "communitySide",
            (SELECT coalesce(json_agg(json_build_object('position', l.position, 'indicatorCode', l.indicator_code, 'kind', l.kind, 'area', l.area, 'quantity', l.quantity::text, 'dueMonth', l.due_on::text,
                'side', l.side, 'responsible', l.responsible, 'words', l.words, 'accepted', g.accepted::text, 'share', g.share) ORDER BY l.position), '[]')
              FROM plan_line l JOIN standing g ON g.plan_id = l.plan_id AND g.position = l.position WHERE l.city_code = ${city} AND l.plan_id = h.id) AS lines
          FROM chosen h`,
    )
    return new Map(
      rows.map((row) => [
        row.id,
        {
          ...row,
          lines: row.lines.map((line) => ({
            ...line,
            quantity: canonical(line.quantity),
            accepted: canonical(line.accepted),
            dueMonth: monthOf(line.dueMonth),
          })),
        },
      ]),
    )
  }).load(id)
}

/** What the rules need to know of a plan. */
export async function planFacts(context: RequestContext, row: PlanRow): Promise<PlanFacts> {
  const year = (await periodsOf(context)).find((one) => one.year === row.programmeYear)
  return {
    state: row.state,
    writingSide: row.side,
    agencySidePath: row.agencySide.path,
    communitySidePath: row.communitySide.path,
    writerIds: row.writerIds,
    // Of a year that there is not, nothing moves.
    yearStatus: year?.status ?? 'LOCKED',
  }
}

/** Why the reader may not do this to the plan, or null where they may. */
export async function refusalOf(
  context: RequestContext,
  action: PlanAction,
  row: PlanRow,
): Promise<PlanRefusal | null> {
  const actor = actorOf(context)
  return actor === null ? 'ROLE_MAY_NOT' : planRefusal(action, await planFacts(context, row), actor)
}

/** The side of the pairing that the reader writes and agrees for; null: neither. */
export function sideOfReader(
  context: RequestContext,
  sides: { agencySide: { path: string }; communitySide: { path: string } },
): PairingSide | null {
  const actor = actorOf(context)
  if (actor === null || scopeOf('savePlan', actor.role) === 'NONE') return null
  return ownSide(
    { agencySidePath: sides.agencySide.path, communitySidePath: sides.communitySide.path },
    actor,
  )
}
