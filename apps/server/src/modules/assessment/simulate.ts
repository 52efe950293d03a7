import { CAPACITY_MEASURES } from '@gongjian/domain/scheme-content'
import type { CompiledScheme } from '@gongjian/domain/compile-scheme'
import { compileScheme } from '@gongjian/domain/compile-scheme'
import { evaluateOrganisation } from '@gongjian/domain/score-organisations'
import { simulateScheme } from '@gongjian/domain/simulate-scheme'
import type { SimulatedOrganisation, SimulatedSide } from '@gongjian/domain/simulate-scheme'
import sql, { raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { cityTime } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { periodsOf } from '../periods/period-rows.ts'
import type { PeriodRow } from '../periods/period-rows.ts'
import { inputsStatement, LEVELS_OF_KIND } from './gather-inputs.ts'
import { measuredOf, storedCounts } from './input-json.ts'
import { claimSilentRuns, RunStopped, startRunJob } from './run-jobs.ts'
import type { RunContext, RunJob } from './run-jobs.ts'
import { findSimulation } from './simulation-row.ts'
import type { SimulationRow, SimulationSide } from './simulation-row.ts'

/** So many organisations are read together. */
const BATCH = 2000
const unitsJson = z.record(z.string(), z.string())

/** Has the work on a simulation done that was just begun; settled when it has ended. */
export function workOnSimulation(context: RunContext, id: string): Promise<void> {
  return startRunJob(
    context,
    id,
    async (job) => {
      const simulation = await findSimulation(context, id)
      if (simulation !== null) await simulate(context, simulation, job)
    },
    'assessment_simulation',
  )
}

/** Takes up what another server, or this one before it was started anew, has left undone. */
export async function takeUpSilentSimulations(context: RunContext): Promise<void> {
  for (const id of await claimSilentRuns(context, 'assessment_simulation'))
    void workOnSimulation(context, id)
}

/**
 * Computes a simulation from the inputs that a run would freeze now. They are read and let go: nothing is frozen, nothing
 * is scored for good, and a simulation that was broken off is simply done again.
 */
async function simulate(
  context: RunContext,
  { id, side, other, indicatorUnits }: SimulationRow,
  job: RunJob,
): Promise<void> {
  const units = new Map(Object.entries(unitsJson.parse(indicatorUnits)))
  const compiled = (one: SimulationSide) => compileScheme(one.content, { indicatorUnits: units })
  const own = await gather(context, side, compiled(side), job)
  const theirs = other && (await gather(context, other, compiled(other), job))
  const total = own.organisations.length + (theirs?.organisations.length ?? 0)
  const city = context.city.code
  const begun = await firstRowOf(
    context.database.pool,
    sql`UPDATE assessment_simulation SET state = 'SCORING', total_organisations = ${total} WHERE city_code = ${city} AND id = ${id}::uuid AND state IN ('GATHERING', 'SCORING') RETURNING id`,
  )
  if (begun === null) throw new RunStopped()
  const work = simulateScheme(own, theirs)
  for (;;) {
    const step = work.next()
    if (step.done !== true) {
      await job.at(Math.floor(step.value * total))
      continue
    }
    const { now } = cityTime(context.city)
    await rowsOf(
      context.database.pool,
      sql`UPDATE assessment_simulation SET state = 'DONE', done_organisations = ${total}, result = ${JSON.stringify(step.value)}::jsonb, ended_at = ${now}::timestamptz WHERE city_code = ${city} AND id = ${id}::uuid AND state = 'SCORING'`,
    )
    return
  }
}

type InputRow = {
  id: string
  code: string
  name: string
  ranked: boolean
  counts: unknown
  marks: unknown
  place: string
}

/** The inputs of one side, by the statement that a run freezes them with, through a cursor. */
async function gather(
  context: RunContext,
  { year, content, marksOf }: SimulationSide,
  scheme: CompiledScheme,
  job: RunJob,
): Promise<SimulatedSide> {
  const period = (await periodsOf(context)).find((one) => one.year === year)
  if (period === undefined) throw new Error('a simulation of a year that is none')
  const inputs = inputsStatement(context, {
    kind: content.kind,
    period,
    numbers: [...new Set([...scheme.numbers, ...Object.values(CAPACITY_MEASURES)])],
    schemeId: marksOf,
    plansWithinMonths: content.plansWithinMonths,
  })
  const organisations: SimulatedOrganisation[] = []
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(
      client,
      sql`DECLARE simulated NO SCROLL CURSOR FOR SELECT i.id, i.code, i.name, i.ranked, i.counts, i.marks, coalesce(p.name, '') AS place
          FROM (${inputs}) i LEFT JOIN (${placesStatement(context, content.kind, period)}) p ON p.code = split_part(i.path, '/', 2) ORDER BY i.code COLLATE "C"`,
    )
    for (;;) {
      job.signal.throwIfAborted()
      const rows = await rowsOf<InputRow>(client, sql`FETCH ${raw(String(BATCH))} FROM simulated`)
      for (const row of rows) organisations.push(simulated(scheme, row))
      if (rows.length < BATCH) return
    }
  })
  return { scheme, organisations }
}

/** Which part of the city an organisation belongs to, by the second segment of its path: its zone, or its district. */
function placesStatement(
  { city, today }: RunContext,
  kind: SimulationSide['content']['kind'],
  { endsOn }: PeriodRow,
): Sql {
  if (LEVELS_OF_KIND[kind].side === 'COMMUNITY_SIDE')
    return sql`SELECT d.code, d.name FROM organisation d WHERE d.city_code = ${city.code} AND d.kind = 'DISTRICT'`
  const day = endsOn < today ? endsOn : today
  return sql`SELECT DISTINCT ON (a.code) a.code, z.name FROM zone_membership m JOIN organisation a ON a.city_code = m.city_code AND a.id = m.agency_id JOIN zone z ON z.city_code = m.city_code AND z.id = m.zone_id
    WHERE m.city_code = ${city.code} AND m.valid_from <= ${day}::date ORDER BY a.code, m.valid_from DESC`
}

function simulated(scheme: CompiledScheme, row: InputRow): SimulatedOrganisation {
  const counts = storedCounts.parse(row.counts)
  const sizeOf = (measure: string) => Number(counts[measure] ?? 0) || null
  const { code, name, place } = row
  return {
    evaluated: evaluateOrganisation(scheme, measuredOf(row)),
    code,
    name,
    place,
    sizes: {
      MEMBER: sizeOf(CAPACITY_MEASURES.MEMBER),
      UNIT: sizeOf(CAPACITY_MEASURES.UNIT),
      PAIRING: sizeOf(CAPACITY_MEASURES.PAIRING),
    },
  }
}
