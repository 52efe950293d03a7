import { isUnderWay } from '@gongjian/domain/run-actions'
import type { RunState } from '@gongjian/domain/run-actions'
import { GRADES } from '@gongjian/domain/scheme-content'
import type { SchemeContent } from '@gongjian/domain/scheme-content'
import { SIZE_MEASURES } from '@gongjian/domain/simulate-scheme'
import type { SimulationResult } from '@gongjian/domain/simulate-scheme'
import sql from 'sql-template-tag'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { storedScheme } from './scheme-json.ts'

/** A scheme on a year, as it stood when the simulation was begun. */
const storedSide = z.object({
  schemeId: z.uuid(),
  version: z.number(),
  year: z.number(),
  /** Whose marks are counted: where a draft has none, those of the scheme in force. */
  marksOf: z.uuid().nullable(),
  content: storedScheme,
})
export type SimulationSide = Omit<z.infer<typeof storedSide>, 'content'> & {
  content: SchemeContent
}

const grade = z.enum(GRADES)
const spread = z.object({
  least: z.number(),
  firstQuartile: z.number(),
  median: z.number(),
  thirdQuartile: z.number(),
  most: z.number(),
  mean: z.number(),
})
const perturbation = z.object({ tau: z.number().nullable(), gradeChanges: z.number() })
const sideResult = z.object({
  organisations: z.number(),
  ranked: z.number(),
  sizeMeasure: z.enum(SIZE_MEASURES).nullable(),
  bins: z.array(z.object({ from: z.number(), to: z.number(), count: z.number() })),
  groups: z.array(
    z.object({
      by: z.enum(['ALL', 'SIZE', 'PLACE']),
      key: z.string(),
      sizes: z.object({ from: z.number(), to: z.number() }).nullable(),
      count: z.number(),
      spread,
      grades: z.array(z.object({ grade, count: z.number() })),
    }),
  ),
  sensitivity: z.array(z.object({ code: z.string(), less: perturbation, more: perturbation })),
  correlations: z.object({
    codes: z.array(z.string()),
    rows: z.array(z.array(z.number().nullable())),
  }),
  pairs: z.array(z.object({ first: z.string(), second: z.string(), correlation: z.number() })),
  median: z
    .object({
      id: z.string(),
      name: z.string(),
      size: z.number(),
      total: z.number(),
      grade,
      rank: z.number().nullable(),
      parts: z.array(z.object({ code: z.string(), points: z.number() })),
    })
    .nullable(),
})
const storedResult: z.ZodType<SimulationResult> = z.object({
  side: sideResult,
  other: sideResult.nullable(),
  moves: z
    .object({
      compared: z.number(),
      up: z.number(),
      down: z.number(),
      betterGrade: z.number(),
      worseGrade: z.number(),
      movers: z.array(
        z.object({
          id: z.string(),
          code: z.string(),
          name: z.string(),
          rank: z.number(),
          otherRank: z.number(),
          total: z.number(),
          otherTotal: z.number(),
          grade,
          otherGrade: grade,
          capChanged: z.boolean(),
          causes: z.array(
            z.object({ code: z.string(), change: z.number(), usualChange: z.number() }),
          ),
        }),
      ),
    })
    .nullable(),
})

export type SimulationRow = {
  id: string
  side: SimulationSide
  other: SimulationSide | null
  indicatorUnits: unknown
  state: RunState
  doneOrganisations: number
  totalOrganisations: number | null
  problem: string | null
  result: SimulationResult | null
  startedByName: string
  startedAt: Date
  endedAt: Date | null
}

const columns = (withResult: boolean) =>
  sql`m.id, m.side, m.other, m.indicator_units AS "indicatorUnits", m.state, m.done_organisations AS "doneOrganisations", m.total_organisations AS "totalOrganisations", m.problem,
    ${withResult ? sql`m.result` : sql`NULL::jsonb`} AS result, m.started_by_name AS "startedByName", m.started_at AS "startedAt", m.ended_at AS "endedAt"`

const parsed = (row: SimulationRow): SimulationRow => ({
  ...row,
  side: storedSide.parse(row.side),
  other: row.other === null ? null : storedSide.parse(row.other),
  result: row.result === null ? null : storedResult.parse(row.result),
})

export async function findSimulation(
  { database, city }: Pick<RequestContext, 'database' | 'city'>,
  id: string,
): Promise<SimulationRow | null> {
  const row = await firstRowOf<SimulationRow>(
    database.pool,
    sql`SELECT ${columns(true)} FROM assessment_simulation m WHERE m.city_code = ${city.code} AND m.id = ${id}::uuid`,
  )
  return row === null ? null : parsed(row)
}

/** So many simulations are kept of a scheme: they are tries, not documents. */
export const KEPT_SIMULATIONS = 20

/** The simulations of a scheme, the newest first, without what came of them. */
export async function listSimulations(
  { database, city }: RequestContext,
  schemeId: string,
): Promise<SimulationRow[]> {
  const rows = await rowsOf<SimulationRow>(
    database.pool,
    sql`SELECT ${columns(false)} FROM assessment_simulation m WHERE m.city_code = ${city.code} AND m.scheme_id = ${schemeId}::uuid ORDER BY m.started_at DESC, m.id DESC LIMIT ${KEPT_SIMULATIONS}`,
  )
  return rows.map(parsed)
}

export const isWorking = ({ state }: SimulationRow): boolean => isUnderWay(state)
