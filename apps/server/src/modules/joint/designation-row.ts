import { AREA_MEASURES } from '@gongjian/domain/assessment-measures'
import { AGREED_WITHIN_MONTHS } from '@gongjian/domain/plans'
import { DESIGNATION_FACTS, DESIGNATION_RULE, shortfalls } from '@gongjian/domain/designation-rule'
import type {
  DesignationDecision,
  DesignationFacts,
  DesignationState,
  Shortfall,
} from '@gongjian/domain/designation-rule'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Grade } from '@gongjian/domain/scheme-content'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { isBelow } from '../activities/activity-row.ts'
import { inputsStatement } from '../assessment/gather-inputs.ts'
import { periodsOf } from '../periods/period-rows.ts'
import type { JointRow } from './joint-row.ts'
import { jointIn } from './move-joint.ts'

export type DesignationRow = DesignationFacts & {
  jointId: string
  organisationId: string
  name: string
  path: string
  agencyName: string
  agencyGrade: Grade | null
  archiveId: string | null
  archiveHash: string | null
  archiveNumber: string | null
  decision: DesignationDecision | null
  reason: string | null
  decidedByName: string | null
  decidedAt: Date | null
  state: DesignationState
  missing: Shortfall[]
}
export type DesignationFilter = {
  jointId: string
  states?: readonly DesignationState[] | null | undefined
  search?: string | null | undefined
}

/** Of what the rule measures, the rollups' numbers. */
const numbers = [
  'records.accepted',
  'records.waiting',
  'months.active',
  ...HELP_AREAS.map((area) => AREA_MEASURES[area]),
]
const countOf = (number: string) => sql`(i.counts ->> ${number}::text)::numeric`
const facts: Record<keyof DesignationFacts, Sql> = {
  accepted: countOf('records.accepted'),
  waiting: countOf('records.waiting'),
  months: countOf('months.active'),
  areas: join(
    HELP_AREAS.map((area) => sql`(${countOf(AREA_MEASURES[area])} > 0)::int`),
    ' + ',
  ),
}

/** Who sees whom: the judged their own, zones and districts none, the committee and the auditor all. */
function inSight({ viewer }: RequestContext): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  const scope = scopeOf('designations', assignment.role)
  if (scope === 'NONE') return sql`false`
  return scope === 'CITY' ? sql`true` : sql`(${isBelow(sql`i.path`, assignment.path)})`
}

/** The rule as the database asks it: the same table that says what is missing. */
const isProposed = join(
  [
    ...DESIGNATION_FACTS.map((fact) => {
      const { atLeast, atMost } = DESIGNATION_RULE[fact]
      return atLeast === null
        ? sql`x.${raw(fact)} <= ${atMost}::numeric`
        : sql`x.${raw(fact)} >= ${atLeast}::numeric`
    }),
    sql`x."agencyGrade" IS NOT NULL AND x."agencyGrade" <> 'FAIL'`,
  ],
  ' AND ',
)
const stateOf = sql`CASE WHEN x.decision IS NOT NULL THEN x.decision::text WHEN ${isProposed} THEN 'PROPOSED' ELSE 'SHORT' END`

/** All branches of the year with what the rule asks and what was decided, in one statement. */
async function branches(
  context: RequestContext,
  joint: JointRow,
  { conditions, limit }: { conditions: readonly Sql[]; limit: number },
): Promise<DesignationRow[]> {
  const city = context.city.code
  const period = (await periodsOf(context)).find(({ year }) => year === joint.programmeYear)
  if (period === undefined) throw new NotFound()
  const inputs = inputsStatement(context, {
    kind: 'BRANCH',
    period,
    numbers,
    schemeId: joint.schemeId,
    plansWithinMonths: AGREED_WITHIN_MONTHS,
  })
  const measured = join(
    DESIGNATION_FACTS.map((fact) => sql`${facts[fact]} AS ${raw(fact)}`),
    ', ',
  )
  const rows = await rowsOf<DesignationRow>(
    context.database.pool,
    sql`SELECT x.*, ${stateOf} AS state FROM (
        SELECT i.id AS "organisationId", i.name, i.path, ${measured}, a.name AS "agencyName", s.grade AS "agencyGrade", d.decision, d.reason, d.decided_by_name AS "decidedByName", d.decided_at AS "decidedAt",
          coalesce(d.archive_id, v.id) AS "archiveId", coalesce(d.archive_hash, v.content_hash) AS "archiveHash", v.code AS "archiveNumber"
        FROM (${inputs}) i
          JOIN organisation a ON a.city_code = ${city} AND a.kind = 'AGENCY' AND a.code = split_part(i.path, '/', 2)
          LEFT JOIN assessment_score s ON s.city_code = ${city} AND s.run_id = ${joint.resultRunId}::uuid AND s.organisation_id = a.id
          LEFT JOIN designation d ON d.city_code = ${city} AND d.joint_id = ${joint.id}::uuid AND d.organisation_id = i.id
          LEFT JOIN LATERAL (SELECT v.id, v.content_hash, v.code FROM archive v WHERE v.city_code = ${city} AND v.organisation_id = i.id AND v.programme_year = ${joint.programmeYear} AND v.state = 'MADE'
            ORDER BY v.requested_at DESC LIMIT 1) v ON true
        WHERE i.ranked AND ${inSight(context)}) x
      WHERE ${join([sql`true`, ...conditions], ' AND ')} ORDER BY x.path COLLATE "C" LIMIT ${limit}`,
  )
  return rows.map((row) => {
    const measuredFacts = {
      accepted: Number(row.accepted),
      months: Number(row.months),
      areas: Number(row.areas),
      waiting: Number(row.waiting),
    }
    return {
      ...row,
      ...measuredFacts,
      jointId: joint.id,
      missing: shortfalls(measuredFacts, row.agencyGrade),
    }
  })
}

/** The joint assessment of agencies that is closed: before that nobody is proposed. */
export async function closedJoint(context: RequestContext, id: string): Promise<JointRow> {
  const joint = await jointIn(context, id)
  if (joint.state === 'SCORING') throw new Refused('JOINT_SCORING_OPEN')
  return joint
}

const cursor = z.tuple([z.string()])

export async function listDesignations(
  context: RequestContext,
  page: PageArguments,
  { jointId, states, search }: DesignationFilter,
): Promise<Page<DesignationRow>> {
  const size = pageSize(page)
  const joint = await jointIn(context, jointId)
  const conditions: Sql[] = [sql`${joint.state !== 'SCORING'}`]
  if (states?.length) conditions.push(sql`${stateOf} = ANY(${[...states]}::text[])`)
  const words = parseSearch(search ?? '')
  if (words !== null) {
    const anywhere = `%${likeLiteral(words.text)}%`
    conditions.push(sql`(x.name ILIKE ${anywhere} OR x."agencyName" ILIKE ${anywhere})`)
  }
  const after = decodeCursor(page.after, cursor)
  if (after) conditions.push(sql`x.path COLLATE "C" > ${after[0]}`)
  const rows = await branches(context, joint, { conditions, limit: size + 1 })
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.path],
    (row) => row,
  )
}

export async function findDesignation(
  context: RequestContext,
  joint: JointRow,
  organisationId: string,
): Promise<DesignationRow | null> {
  const conditions = [sql`x."organisationId" = ${organisationId}::uuid`]
  return (await branches(context, joint, { conditions, limit: 1 }))[0] ?? null
}
