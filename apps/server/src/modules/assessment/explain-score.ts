import { measureValue, numbersOf } from '@gongjian/domain/assessment-measures'
import type { MeasureRecords } from '@gongjian/domain/assessment-measures'
import { unitOfMeasure } from '@gongjian/domain/assessment-types'
import { unitText } from '@gongjian/domain/assessment-units'
import type { CompiledIndicator, CompiledScheme } from '@gongjian/domain/compile-scheme'
import { decimalOf, exactOf, roundTo } from '@gongjian/domain/exact-number'
import type { Exact } from '@gongjian/domain/exact-number'
import { gradeBars, placesAsked } from '@gongjian/domain/grade-shares'
import type { GradeBar } from '@gongjian/domain/grade-shares'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { CAPACITY_MEASURES } from '@gongjian/domain/scheme-content'
import type { Grade, MarkingLevel, SchemeIndicator } from '@gongjian/domain/scheme-content'
import { nextGrade, recordsBehind } from '@gongjian/domain/score-explanation'
import type { Way } from '@gongjian/domain/score-explanation'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import sql from 'sql-template-tag'
import { periodsOf } from '../periods/period-rows.ts'
import { directionOf, inputsStatement } from './gather-inputs.ts'
import { changedNumbers, measuredOf, statisticsFrom, storedCounts } from './input-json.ts'
import type { ChangedNumber, StoredPart } from './input-json.ts'
import { findRun } from './run-row.ts'
import { findScheme, formulaNames } from './scheme-row.ts'
import type { SchemeRow } from './scheme-row.ts'
import { compiledFor } from './score-run.ts'
import type { ScoreRow } from './score-row.ts'

/** Decimals in which a value is shown; it is computed with twelve. */
const SHOWN = 4
/** Told as the mean in days that it gives. */
const SECONDS = 'signing.seconds'

export type ExplainedNumber = {
  measure: string
  value: string
  unit: string
  records: {
    status: MeasureRecords['status']
    direction: ReturnType<typeof directionOf> | null
    kind: MeasureRecords['kind'] | null
    area: MeasureRecords['area'] | null
    late: boolean
    indicatorCode: string | null
  } | null
  /** What a mean, a share or a comparison is made of. */
  of: ExplainedNumber[]
}
export type ExplainedPart = {
  indicator: SchemeIndicator
  part: StoredPart
  best: string | null
  mean: string | null
  numbers: ExplainedNumber[]
  /** What each level gave, once the result is published to the judged. */
  marks: { level: MarkingLevel; points: string }[]
}
export type ExplainedWay = { measure: string; unit: string; now: string; needed: string }
export type ExplainedNextGrade = {
  grade: Grade
  from: string
  missing: string
  through: number | null
  ways: ExplainedWay[]
  together: { ways: ExplainedWay[]; total: string } | null
}
export type Explanation = {
  parts: ExplainedPart[]
  nextGrade: ExplainedNextGrade | null
  changes: ChangedNumber[]
}

const shown = (value: Exact) => decimalOf(roundTo(value, SHOWN))

/** A score opened into its parts, each part into numbers, each number into the records behind it. */
export async function explainScore(context: RequestContext, score: ScoreRow): Promise<Explanation> {
  const run = await findRun(context, score.runId)
  const scheme = run && (await findScheme(context, run.schemeId))
  if (run === null || scheme === null) throw new Error('a score without its run')
  const compiled = compiledFor(run, scheme)
  const statistics = statisticsFrom(run.statistics)
  const role = context.viewer?.assignment?.role
  const seesOthers =
    run.isPublished || (role !== undefined && scopeOf('assessmentScore', role) === 'CITY')
  const organisation = measuredOf({ ...score, id: score.organisation.id })
  const names = await formulaNames(context)
  const unit = (measure: string) => unitText(unitOfMeasure(measure, names) ?? new Map())

  const numberOf = (measure: string): ExplainedNumber => {
    const records = recordsBehind(measure)
    const of = numbersOf(measure).filter((number) => number !== measure && number !== SECONDS)
    return {
      measure,
      value: shown(measureValue(measure, organisation.counts)),
      unit: unit(measure),
      records: records && {
        status: records.status,
        direction: records.direction ? directionOf(scheme.kind, records.direction) : null,
        kind: records.kind ?? null,
        area: records.area ?? null,
        late: records.late ?? false,
        indicatorCode: records.indicatorCode ?? null,
      },
      of: of.map(numberOf),
    }
  }
  const wayOf = ({ measure, now, needed }: Way): ExplainedWay => ({
    measure,
    unit: unit(measure),
    now: shown(now),
    needed: shown(needed),
  })
  const numbersFor = ({ formula, per }: CompiledIndicator) => [
    ...(formula?.measures ?? []),
    ...(per === 'NOTHING' ? [] : [CAPACITY_MEASURES[per]]),
  ]
  const parts = score.parts.flatMap((part): ExplainedPart[] => {
    const index = compiled.indicators.findIndex(({ code }) => code === part.code)
    const [indicator, own, known] = [
      scheme.content.indicators[index],
      compiled.indicators[index],
      statistics[index],
    ]
    if (indicator === undefined || own === undefined || known === undefined) return []
    return [
      {
        indicator,
        part,
        best: known.best === null || !seesOthers ? null : shown(known.best),
        mean: seesOthers ? shown(known.mean) : null,
        numbers: [...new Set(numbersFor(own))].map(numberOf),
        marks: seesOthers
          ? organisation.marks
              .filter(({ indicatorCode }) => indicatorCode === part.code)
              .map(({ level, points }) => ({ level, points: shown(points) }))
          : [],
      },
    ]
  })
  // What others have told of a grade that is given to a share is theirs until it is published.
  const bars = (await barsOf(context, score.runId, compiled)).filter(
    ({ through }) => through === null || seesOthers,
  )
  const next = nextGrade(compiled, statistics, organisation, { grade: score.grade, bars })
  return {
    parts,
    nextGrade: next && {
      grade: next.grade,
      from: decimalOf(next.from),
      missing: decimalOf(next.missing),
      through: next.through,
      ways: next.ways.slice(0, 5).map(wayOf),
      together: next.together && {
        ways: next.together.ways.map(wayOf),
        total: shown(next.together.total),
      },
    },
    changes: await changesSince(context, score, scheme, compiled.numbers),
  }
}

/** What each grade asks for among those who are ranked in the run. */
async function barsOf(
  context: RequestContext,
  runId: string,
  { grades }: Pick<CompiledScheme, 'grades'>,
): Promise<GradeBar[]> {
  const ofRun = sql`s.city_code = ${context.city.code} AND s.run_id = ${runId}::uuid AND s.rank IS NOT NULL`
  if (grades.every(({ share }) => share === null))
    return gradeBars(
      grades,
      0,
      () => 0,
      () => null,
    )
  const counts = await rowsOf<{ grade: Grade; many: number }>(
    context.database.pool,
    sql`SELECT s.grade, count(*)::int AS many FROM assessment_score s WHERE ${ofRun} GROUP BY 1`,
  )
  const ranked = counts.reduce((sum, { many }) => sum + many, 0)
  const reached = (grade: Grade) => counts.find((one) => one.grade === grade)?.many ?? 0
  const totals = await rowsOf<{ place: number; total: string }>(
    context.database.pool,
    sql`SELECT p.place, x.total::text AS total FROM unnest(${placesAsked(grades, ranked, reached)}::int[]) p (place),
          LATERAL (SELECT s.total FROM assessment_score s WHERE ${ofRun} ORDER BY s.rank OFFSET p.place - 1 LIMIT 1) x`,
  )
  const totalAt = new Map(totals.map(({ place, total }) => [place, exactOf(total)]))
  return gradeBars(grades, ranked, reached, (place) => totalAt.get(place) ?? null)
}

/** Which of the frozen numbers would be another today: a record was signed, reopened, withdrawn or corrected since. */
async function changesSince(
  context: RequestContext,
  score: ScoreRow,
  scheme: SchemeRow,
  numbers: readonly string[],
): Promise<Explanation['changes']> {
  const period = (await periodsOf(context)).find(({ year }) => year === scheme.programmeYear)
  if (period === undefined) return []
  const rows = await rowsOf<{ id: string; counts: unknown }>(
    context.database.pool,
    inputsStatement(context, {
      kind: scheme.kind,
      period,
      numbers,
      schemeId: scheme.id,
      plansWithinMonths: scheme.content.plansWithinMonths,
      organisationId: score.organisation.id,
    }),
  )
  const row = rows.find(({ id }) => id === score.organisation.id)
  if (row === undefined) return []
  return changedNumbers(numbers, storedCounts.parse(score.counts), storedCounts.parse(row.counts))
}
