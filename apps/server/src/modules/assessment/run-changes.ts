import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { inputsStatement } from './gather-inputs.ts'
import { changedNumbers, storedCounts } from './input-json.ts'
import type { ChangedNumber } from './input-json.ts'
import { findRun } from './run-row.ts'
import { findScheme } from './scheme-row.ts'
import { compiledFor } from './score-run.ts'

export const CHANGE_KINDS = ['CHANGED', 'NEW', 'GONE'] as const
type Stored = {
  organisationId: string
  organisationName: string
  organisationPath: string
  kind: (typeof CHANGE_KINDS)[number]
  frozen: unknown
  now: unknown
  marksChanged: boolean
}
export type ChangeRow = Omit<Stored, 'frozen' | 'now'> & { numbers: ChangedNumber[] }
export type ChangeFilter = { runId: string; search?: string | null | undefined }
const cursor = z.tuple([z.string()])

/**
 * Whose inputs would be others today than those that a run was frozen with: a record was signed, reopened, withdrawn or
 * corrected since, a mark was given, or the organisation is new or gone. All in one statement.
 */
export async function listChanges(
  context: RequestContext,
  page: PageArguments,
  { runId, search }: ChangeFilter,
): Promise<Page<ChangeRow>> {
  const size = pageSize(page)
  const run = await findRun(context, runId)
  const scheme = run && (await findScheme(context, run.schemeId))
  const period = (await periodsOf(context)).find(({ year }) => year === run?.programmeYear)
  if (run === null || scheme === null || period === undefined) throw new NotFound()
  const { numbers } = compiledFor(run, scheme)
  const inputs = inputsStatement(context, {
    kind: scheme.kind,
    period,
    numbers,
    schemeId: scheme.id,
    plansWithinMonths: scheme.content.plansWithinMonths,
  })
  const conditions = [sql`${run.frozenAt !== null}`]
  const words = parseSearch(search ?? '')
  if (words !== null)
    conditions.push(sql`x."organisationName" ILIKE ${`%${likeLiteral(words.text)}%`}`)
  const after = decodeCursor(page.after, cursor)
  if (after) conditions.push(sql`x."organisationPath" COLLATE "C" > ${after[0]}`)
  const rows = await rowsOf<Stored>(
    context.database.pool,
    sql`SELECT x.* FROM (
          SELECT coalesce(f.organisation_id, n.id) AS "organisationId", coalesce(f.organisation_name, n.name) AS "organisationName", coalesce(f.organisation_path, n.path) AS "organisationPath",
            CASE WHEN f.organisation_id IS NULL THEN 'NEW' WHEN n.id IS NULL THEN 'GONE' ELSE 'CHANGED' END AS kind,
            coalesce(f.counts, '{}') AS frozen, coalesce(n.counts, '{}') AS now, coalesce(f.marks, '[]') <> coalesce(n.marks, '[]') AS "marksChanged"
          FROM (${inputs}) n FULL JOIN (SELECT * FROM assessment_input i WHERE i.city_code = ${context.city.code} AND i.run_id = ${runId}::uuid) f ON f.organisation_id = n.id) x
        WHERE (x.kind <> 'CHANGED' OR x."marksChanged" OR (x.frozen <> x.now AND EXISTS (
            SELECT FROM jsonb_each_text(x.frozen) a (name, value) FULL JOIN jsonb_each_text(x.now) b (name, value) ON b.name = a.name WHERE coalesce(a.value, '0') <> coalesce(b.value, '0'))))
          AND ${join(conditions, ' AND ')}
        ORDER BY x."organisationPath" COLLATE "C" LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.organisationPath],
    ({ frozen, now, ...row }) => ({
      ...row,
      numbers: changedNumbers(numbers, storedCounts.parse(frozen), storedCounts.parse(now)),
    }),
  )
}
