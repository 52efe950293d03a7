import { createHash } from 'node:crypto'
import { setImmediate as othersTurn } from 'node:timers/promises'
import { canonicalJson } from '@gongjian/domain/canonical-json'
import { compileScheme } from '@gongjian/domain/compile-scheme'
import type { CompiledScheme } from '@gongjian/domain/compile-scheme'
import { EvaluatedOrganisations } from '@gongjian/domain/evaluated-organisations'
import { decimalOf } from '@gongjian/domain/exact-number'
import { gradeAt } from '@gongjian/domain/grade-shares'
import type { GradePlaces, Standing } from '@gongjian/domain/grade-shares'
import {
  evaluateOrganisation,
  indicatorStatisticsInSteps,
  rankingKey,
  scoreOf,
} from '@gongjian/domain/score-organisations'
import type { EvaluatedOrganisation } from '@gongjian/domain/score-organisations'
import { RankingColumns } from '@gongjian/domain/ranking-columns'
import type { IndicatorStatistics } from '@gongjian/domain/score-methods'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { z } from 'zod'
import { appendAudit } from '../../platform/audit.ts'
import { cityTime } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { inputsStatement } from './gather-inputs.ts'
import { measuredFrom, partsJson, statisticsJson, storedCounts, storedMarks } from './input-json.ts'
import { RunStopped } from './run-jobs.ts'
import type { RunContext, RunJob } from './run-jobs.ts'
import type { RunRow } from './run-row.ts'
import type { SchemeRow } from './scheme-row.ts'

/**
 * So many organisations are read, computed and written together: what is held until they are written grows old, and old
 * garbage is collected late.
 */
const BATCH = 250
/** After so many it is said how far the work is, and looked whether it is to stop. */
const SAID = 1000
/** After so many organisations whoever else asks the server has a turn. */
const TURN = 100

/** What the steps come to; between two of them whoever else asks the server has a turn. */
async function inTurns<Result>(steps: Generator<undefined, Result>): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await othersTurn()
  }
}

const unitsJson = z.record(z.string(), z.string())

/** The scheme as the run computes with it: by the units that the catalogue had when it began. */
export function compiledFor(run: Pick<RunRow, 'indicatorUnits'>, scheme: SchemeRow) {
  const indicatorUnits = new Map(Object.entries(unitsJson.parse(run.indicatorUnits)))
  return compileScheme(scheme.content, { indicatorUnits })
}

/**
 * Does a run, from wherever it stands: freezes the inputs, then computes from what is frozen. Each of the two happens
 * wholly or not at all, so that a run that was broken off and taken up again is the same run. Throws where it is stopped.
 */
export async function scoreRun(
  context: RunContext,
  run: RunRow,
  scheme: SchemeRow,
  job: RunJob,
): Promise<void> {
  const compiled = compiledFor(run, scheme)
  if (run.state === 'GATHERING') await freezeInputs(context, run, scheme, compiled)
  await job.at(0)
  const { organisations, inputsHash } = await evaluateAll(context, run, scheme, compiled, job)
  const statistics: IndicatorStatistics[] = []
  for (const [index, indicator] of compiled.indicators.entries()) {
    await othersTurn()
    const values = organisations.rankedValues(index)
    statistics.push(await inTurns(indicatorStatisticsInSteps(indicator, values)))
  }
  const ranking = new RankingColumns(1 + compiled.ties.length)
  for (let index = 0; index < organisations.length; index += 1) {
    if (index % TURN === 0) await othersTurn()
    const one = organisations.at(index)
    ranking.push(one.ranked ? rankingKey(compiled, scoreOf(compiled, statistics, one)) : null)
  }
  await inTurns(ranking.placeInSteps())
  const places = ranking.gradePlaces(compiled.grades)
  const { now } = cityTime(context.city)
  await inTransaction(context.database.pool, async (client) => {
    const hash = createHash('sha256')
    hash.update(canonicalJson({ inputsHash, scoringVersion: run.scoringVersion }))
    for (let from = 0; from < organisations.length; from += BATCH) {
      if (from % SAID === 0) await job.at(Math.floor((organisations.length + from) / 2))
      const rows: WrittenScore[] = []
      for (let index = from; index < Math.min(from + BATCH, organisations.length); index += 1) {
        if (index % TURN === 0) await othersTurn()
        const one = organisations.at(index)
        const row = scoreRow(compiled, statistics, one, places, ranking.standingOf(index))
        hash.update(`\n${canonicalJson(row)}`)
        rows.push({ ...row, parts: JSON.stringify(row.parts) })
      }
      await insertScores(client, context, run, rows)
    }
    const resultHash = hash.digest('hex')
    const done = await firstRowOf(
      client,
      sql`UPDATE assessment_run SET state = 'DONE', done_organisations = ${organisations.length}, inputs_hash = ${inputsHash}, result_hash = ${resultHash},
            statistics = ${JSON.stringify(statisticsJson(statistics))}::jsonb, ended_at = ${now}::timestamptz
          WHERE city_code = ${context.city.code} AND id = ${run.id}::uuid AND state = 'SCORING' RETURNING id`,
    )
    if (done === null) throw new RunStopped()
    await appendAudit(
      client,
      { ...context, now },
      {
        action: 'assessment.runDone',
        subjectKind: 'assessmentRun',
        subjectId: run.id,
        actor: { id: run.startedById, name: run.startedByName },
        detail: {
          schemeId: scheme.id,
          organisations: organisations.length,
          inputsHash,
          resultHash,
        },
      },
    )
  })
}

async function freezeInputs(
  context: RunContext,
  run: RunRow,
  scheme: SchemeRow,
  compiled: CompiledScheme,
): Promise<void> {
  const city = context.city.code
  const period = (await periodsOf(context)).find(({ year }) => year === run.programmeYear)
  if (period === undefined) throw new Error('a run of a year that is none')
  const inputs = inputsStatement(context, {
    kind: scheme.kind,
    period,
    numbers: compiled.numbers,
    schemeId: scheme.id,
    plansWithinMonths: scheme.content.plansWithinMonths,
  })
  const { now } = cityTime(context.city)
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(
      client,
      sql`INSERT INTO assessment_input (city_code, run_id, organisation_id, organisation_code, organisation_name, organisation_path, position, ranked, counts, marks)
          SELECT ${city}, ${run.id}::uuid, i.* FROM (${inputs}) i`,
    )
    const frozen = await firstRowOf(
      client,
      sql`UPDATE assessment_run SET state = 'SCORING', frozen_at = coalesce(frozen_at, ${now}::timestamptz), period_status = ${period.status}::period_status,
            total_organisations = (SELECT count(*) FROM assessment_input i WHERE i.city_code = ${city} AND i.run_id = ${run.id}::uuid)
          WHERE city_code = ${city} AND id = ${run.id}::uuid AND state = 'GATHERING' RETURNING id`,
    )
    if (frozen === null) throw new RunStopped()
  })
}

type InputRow = { id: string; code: string; ranked: boolean; counts: unknown; marks: unknown }

/**
 * Reads the frozen inputs by the organisations' codes and keeps of each only what the formulas give. Of the way that the
 * page shows this is the first half, and what follows the second.
 */
async function evaluateAll(
  context: RunContext,
  run: RunRow,
  scheme: SchemeRow,
  compiled: CompiledScheme,
  job: RunJob,
): Promise<{ organisations: EvaluatedOrganisations; inputsHash: string }> {
  const hash = createHash('sha256')
  hash.update(canonicalJson({ scheme: scheme.content, year: scheme.programmeYear }))
  const organisations = new EvaluatedOrganisations(compiled.indicators.length)
  for (let after = ''; ;) {
    job.signal.throwIfAborted()
    const rows = await rowsOf<InputRow>(
      context.database.pool,
      sql`SELECT organisation_id AS id, organisation_code AS code, ranked, counts, marks FROM assessment_input
          WHERE city_code = ${context.city.code} AND run_id = ${run.id}::uuid AND organisation_code COLLATE "C" > ${after} ORDER BY organisation_code COLLATE "C" LIMIT ${BATCH}`,
    )
    for (const [index, row] of rows.entries()) {
      if (index % TURN === 0) await othersTurn()
      const [counts, marks] = [storedCounts.parse(row.counts), storedMarks.parse(row.marks)]
      const { id, code, ranked } = row
      hash.update(`\n${canonicalJson({ id, code, ranked, counts, marks })}`)
      organisations.push(
        evaluateOrganisation(compiled, measuredFrom({ id, ranked, counts, marks })),
      )
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < BATCH)
      return { organisations, inputsHash: hash.digest('hex') }
    after = last.code
    if (organisations.length % SAID === 0) await job.at(Math.floor(organisations.length / 2))
  }
}

function scoreRow(
  compiled: CompiledScheme,
  statistics: readonly IndicatorStatistics[],
  organisation: EvaluatedOrganisation,
  places: readonly GradePlaces[],
  standing: Standing | null,
) {
  const { id, total, cappedAt, parts } = scoreOf(compiled, statistics, organisation)
  return {
    id,
    total: decimalOf(total),
    grade: gradeAt(places, { total, last: standing?.last ?? null }),
    rank: standing?.rank ?? null,
    cappedAt: cappedAt === null ? null : decimalOf(cappedAt),
    parts: partsJson(parts),
  }
}

type WrittenScore = Omit<ReturnType<typeof scoreRow>, 'parts'> & { parts: string }

async function insertScores(
  client: pg.ClientBase,
  { city }: RunContext,
  run: RunRow,
  rows: readonly WrittenScore[],
): Promise<void> {
  await rowsOf(
    client,
    sql`INSERT INTO assessment_score (city_code, run_id, organisation_path, organisation_id, total, grade, rank, capped_at, parts)
        SELECT ${city.code}, ${run.id}::uuid, i.organisation_path, s.* FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ total }) => total)}::numeric[], ${rows.map(({ grade }) => grade)}::grade[],
          ${rows.map(({ rank }) => rank)}::int[], ${rows.map(({ cappedAt }) => cappedAt)}::numeric[], ${rows.map(({ parts }) => parts)}::jsonb[]) s (id, total, grade, rank, capped_at, parts)
          JOIN assessment_input i ON i.city_code = ${city.code} AND i.run_id = ${run.id}::uuid AND i.organisation_id = s.id`,
  )
}
