import { cancelRunRefusal, SCORING_VERSION } from '@gongjian/domain/run-actions'
import { schemeRefusal } from '@gongjian/domain/scheme-actions'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { startRunJob } from './run-jobs.ts'
import { takeUpSilentRuns } from './take-up-runs.ts'
import { findRun } from './run-row.ts'
import type { RunRow } from './run-row.ts'
import { findScheme, formulaNames } from './scheme-row.ts'
import type { SchemeRow } from './scheme-row.ts'
import { scoreRun } from './score-run.ts'

/** Begins a run of a scheme that is in force; sent twice, it is the same run. Of two at once one is refused. */
export async function startRun(
  context: RequestContext,
  { id, schemeId }: { id: string; schemeId: string },
): Promise<RunRow> {
  const repeated = await findRun(context, id)
  if (repeated !== null) return repeated
  const scheme = await findScheme(context, schemeId)
  if (scheme === null) throw new NotFound()
  const refusal = schemeRefusal('RUN', scheme.status)
  if (refusal !== null) throw new Refused(refusal)
  await takeUpSilentRuns(context)
  await inTransaction(context.database.pool, (client) => beginRun(client, context, { id, scheme }))
  return workOn(context, id, scheme)
}

/** Writes the run's row within what else is done; `workOn` follows once that holds. */
export async function beginRun(
  client: pg.ClientBase,
  context: RequestContext,
  { id, scheme, previousRunId }: { id: string; scheme: SchemeRow; previousRunId?: string | null },
): Promise<void> {
  const { userId, name } = actingViewer(context)
  const city = context.city.code
  const { id: schemeId } = scheme
  const { indicatorUnits } = await formulaNames(context)
  await rowsOf(client, sql`SELECT pg_advisory_xact_lock(hashtext(${`assessment ${city}`}))`)
  const underWay = await firstRowOf(
    client,
    sql`SELECT id FROM assessment_run WHERE city_code = ${city} AND scheme_id = ${schemeId}::uuid AND state IN ('GATHERING', 'SCORING')`,
  )
  if (underWay !== null) throw new Refused('RUN_UNDER_WAY')
  await rowsOf(
    client,
    sql`INSERT INTO assessment_run (city_code, id, scheme_id, programme_year, state, scoring_version, indicator_units, started_by_id, started_by_name, started_at, previous_run_id)
          VALUES (${city}, ${id}::uuid, ${schemeId}::uuid, ${scheme.programmeYear}, 'GATHERING', ${SCORING_VERSION}, ${JSON.stringify(Object.fromEntries(indicatorUnits))}::jsonb, ${userId}::uuid, ${name}, ${context.now}::timestamptz, ${previousRunId ?? null}::uuid)`,
  )
  await appendAudit(client, context, {
    action: 'assessment.startRun',
    subjectKind: 'assessmentRun',
    subjectId: id,
    detail: { schemeId, ...(previousRunId ? { previousRunId } : {}) },
  })
}

/** Has the work on a run done that was just begun. */
export async function workOn(
  context: RequestContext,
  id: string,
  scheme: SchemeRow,
): Promise<RunRow> {
  const run = await findRun(context, id)
  if (run === null) throw new Error('the run was just begun')
  void startRunJob(context, id, (job) => scoreRun(context, run, scheme, job))
  return run
}

/** Stops a run that is under way: nothing of it counts. */
export async function cancelRun(context: RequestContext, { id }: { id: string }): Promise<RunRow> {
  const run = await findRun(context, id)
  if (run === null) throw new NotFound()
  const refusal = cancelRunRefusal(run.state)
  if (refusal !== null) throw new Refused(refusal)
  await inTransaction(context.database.pool, async (client) => {
    const stopped = await firstRowOf(
      client,
      sql`UPDATE assessment_run SET state = 'CANCELLED', ended_at = ${context.now}::timestamptz WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state IN ('GATHERING', 'SCORING') RETURNING id`,
    )
    if (stopped === null) throw new Refused('RUN_HAS_ENDED')
    await appendAudit(client, context, {
      action: 'assessment.cancelRun',
      subjectKind: 'assessmentRun',
      subjectId: id,
    })
  })
  return { ...run, state: 'CANCELLED', endedAt: context.now }
}
