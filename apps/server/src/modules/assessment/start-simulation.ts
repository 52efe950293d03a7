import { setTimeout as wait } from 'node:timers/promises'
import { checkScheme } from '@gongjian/domain/check-scheme'
import { cancelRunRefusal } from '@gongjian/domain/run-actions'
import type { FieldProblem } from '@gongjian/domain/field-problem'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { problemsFor } from './readers-units.ts'
import { findScheme, formulaNames, schemeInForce } from './scheme-row.ts'
import { workOnSimulation } from './simulate.ts'
import { findSimulation, KEPT_SIMULATIONS } from './simulation-row.ts'
import type { SimulationRow, SimulationSide } from './simulation-row.ts'

/** What is done by then is answered at once; what takes longer says how far it is. */
const answerMilliseconds = 1000

export type StartSimulationInput = {
  id: string
  schemeId: string
  programmeYear: number
  otherSchemeId?: string | null | undefined
  otherYear?: number | null | undefined
}

/** Begins a simulation of a scheme, also of a draft, and gives it done where it is quick; sent twice, it is the same one. */
export async function startSimulation(
  context: RequestContext,
  input: StartSimulationInput,
): Promise<SimulationRow> {
  const { id, schemeId, programmeYear, otherSchemeId, otherYear } = input
  const repeated = await findSimulation(context, id)
  if (repeated !== null) return repeated
  const side = await sideOf(context, { schemeId, year: programmeYear }, 'programmeYear')
  const other = otherSchemeId
    ? await sideOf(
        context,
        { schemeId: otherSchemeId, year: otherYear ?? programmeYear },
        'otherYear',
      )
    : null
  if (other !== null) {
    const problem = otherProblem(side, other)
    if (problem !== null) throw new InvalidInput([{ path: 'otherSchemeId', code: problem }])
  }
  const { indicatorUnits } = await formulaNames(context)
  const { userId, name } = actingViewer(context)
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(
      client,
      sql`INSERT INTO assessment_simulation (city_code, id, scheme_id, side, other, indicator_units, state, started_by_id, started_by_name, started_at)
          VALUES (${city}, ${id}::uuid, ${schemeId}::uuid, ${JSON.stringify(side)}::jsonb, ${other && JSON.stringify(other)}::jsonb, ${JSON.stringify(Object.fromEntries(indicatorUnits))}::jsonb, 'GATHERING', ${userId}::uuid, ${name}, ${context.now}::timestamptz)
          ON CONFLICT DO NOTHING`,
    )
    await rowsOf(
      client,
      sql`DELETE FROM assessment_simulation WHERE city_code = ${city} AND state NOT IN ('GATHERING', 'SCORING') AND id IN (
            SELECT m.id FROM assessment_simulation m WHERE m.city_code = ${city} AND m.scheme_id = ${schemeId}::uuid ORDER BY m.started_at DESC, m.id DESC OFFSET ${KEPT_SIMULATIONS})`,
    )
  })
  const impatient = new AbortController()
  await Promise.race([
    workOnSimulation(context, id),
    wait(answerMilliseconds, null, { signal: impatient.signal }).catch(() => null),
  ])
  impatient.abort()
  const begun = await findSimulation(context, id)
  if (begun === null) throw new NotFound()
  return begun
}

/** One scheme on one year as it stands now: only one with nothing wrong in it can be computed. */
async function sideOf(
  context: RequestContext,
  { schemeId, year }: { schemeId: string; year: number },
  yearPath: string,
): Promise<SimulationSide> {
  const scheme = await findScheme(context, schemeId)
  if (scheme === null) throw new NotFound()
  if (!(await periodsOf(context)).some((one) => one.year === year))
    throw new InvalidInput([{ path: yearPath, code: 'UNKNOWN_PROGRAMME_YEAR' }])
  const checked = checkScheme(scheme.content, await formulaNames(context))
  if (!checked.ok) throw new InvalidInput(problemsFor(context, checked.problems))
  const { id, version, kind, status, programmeYear } = scheme
  const inForce =
    status === 'DRAFT' || programmeYear !== year
      ? await schemeInForce(context, { programmeYear: year, kind })
      : scheme
  return { schemeId: id, version, year, marksOf: inForce?.id ?? null, content: scheme.content }
}

function otherProblem(side: SimulationSide, other: SimulationSide): FieldProblem['code'] | null {
  if (side.content.kind !== other.content.kind) return 'SCHEME_OF_ANOTHER_KIND'
  return side.schemeId === other.schemeId && side.year === other.year
    ? 'SAME_SCHEME_AND_YEAR'
    : null
}

/** Stops a simulation that is under way. */
export async function cancelSimulation(
  context: RequestContext,
  { id }: { id: string },
): Promise<SimulationRow> {
  const simulation = await findSimulation(context, id)
  if (simulation === null) throw new NotFound()
  const refusal = cancelRunRefusal(simulation.state)
  if (refusal !== null) throw new Refused(refusal)
  const stopped = await firstRowOf(
    context.database.pool,
    sql`UPDATE assessment_simulation SET state = 'CANCELLED', ended_at = ${context.now}::timestamptz WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state IN ('GATHERING', 'SCORING') RETURNING id`,
  )
  if (stopped === null) throw new Refused('RUN_HAS_ENDED')
  return { ...simulation, state: 'CANCELLED', endedAt: context.now }
}
