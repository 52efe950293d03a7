import type { BulletinFigures } from '@gongjian/domain/bulletin-draft'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import type { BulletinContent } from '@gongjian/domain/bulletin-content'
import type { Grade } from '@gongjian/domain/scheme-content'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'

export type RankedRow = { name: string; total: string; grade: Grade; rank: number }

/** The lines of a bulletin's table: who was ranked in the run, of the grades that it shows, in its order. */
export function rankingOf(
  context: RequestContext,
  runId: string,
  { order, grades }: Pick<BulletinContent, 'order' | 'grades'>,
): Promise<RankedRow[]> {
  const by = {
    RANK: sql`s.rank, i.organisation_path COLLATE "C"`,
    ORGANISATION: sql`i.organisation_path COLLATE "C"`,
  }[order]
  return rowsOf<RankedRow>(
    context.database.pool,
    sql`SELECT i.organisation_name AS name, s.total::text AS total, s.grade, s.rank
        FROM assessment_score s JOIN assessment_input i ON i.city_code = s.city_code AND i.run_id = s.run_id AND i.organisation_id = s.organisation_id
        WHERE s.city_code = ${context.city.code} AND s.run_id = ${runId}::uuid AND s.rank IS NOT NULL AND s.grade = ANY(${[...grades]}::grade[]) ORDER BY ${by}`,
  )
}

type Frozen = { programmeYear: number; kind: AssessedKind }

/** What a run says, for the first draft; null where it is not done. */
export async function figuresOf(
  context: RequestContext,
  runId: string,
): Promise<BulletinFigures | null> {
  const city = context.city.code
  const run = await firstRowOf<Frozen>(
    context.database.pool,
    sql`SELECT r.programme_year AS "programmeYear", s.kind FROM assessment_run r JOIN assessment_scheme s ON s.city_code = r.city_code AND s.id = r.scheme_id
        WHERE r.city_code = ${city} AND r.id = ${runId}::uuid AND r.result_hash IS NOT NULL`,
  )
  if (run === null) return null
  const sums = await firstRowOf<
    Omit<BulletinFigures, 'year' | 'kind' | 'grades' | 'first'> & {
      grades: Partial<Record<Grade, number>>
    }
  >(
    context.database.pool,
    sql`WITH line AS (
          SELECT s.total, s.grade, s.rank, i.organisation_name AS name, i.organisation_path AS path, coalesce((i.counts->>'records.accepted')::numeric, 0) AS records, coalesce((i.counts->>'people.personTimes')::numeric, 0) AS people
          FROM assessment_score s JOIN assessment_input i ON i.city_code = s.city_code AND i.run_id = s.run_id AND i.organisation_id = s.organisation_id
          WHERE s.city_code = ${city} AND s.run_id = ${runId}::uuid AND s.rank IS NOT NULL
        )
        SELECT count(*)::int AS ranked, coalesce(round(avg(total), 2), 0)::text AS mean, trim_scale(coalesce(sum(records), 0))::text AS records, trim_scale(coalesce(sum(people), 0))::text AS "personTimes",
          coalesce(array_agg(name ORDER BY path COLLATE "C") FILTER (WHERE records = 0), '{}') AS silent,
          (SELECT coalesce(json_object_agg(grade, many), '{}') FROM (SELECT grade, count(*)::int AS many FROM line GROUP BY 1) g) AS grades
        FROM line`,
  )
  const best = await rowsOf<{ name: string; total: string }>(
    context.database.pool,
    sql`SELECT i.organisation_name AS name, s.total::text AS total FROM assessment_score s JOIN assessment_input i ON i.city_code = s.city_code AND i.run_id = s.run_id AND i.organisation_id = s.organisation_id
        WHERE s.city_code = ${city} AND s.run_id = ${runId}::uuid AND s.rank <= 3 ORDER BY s.rank, i.organisation_path COLLATE "C" LIMIT 3`,
  )
  if (sums === null) return null
  return {
    ...sums,
    year: run.programmeYear,
    kind: run.kind,
    grades: { EXCELLENT: 0, GOOD: 0, PASS: 0, FAIL: 0, ...sums.grades },
    first: best,
  }
}
