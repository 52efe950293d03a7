import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { forgetCatalogue, indicatorsOf } from './catalogue-rows.ts'
import type { IndicatorRow } from './catalogue-rows.ts'

/**
 * Puts the named indicators into this order, in the places that they hold together; all others stay where they are.
 * Throws Refused where one of them is gone, as when somebody has just removed it.
 */
export async function orderIndicators(
  context: RequestContext,
  codes: readonly string[],
): Promise<IndicatorRow[]> {
  const wanted = [...new Set(codes)]
  const known = new Set((await indicatorsOf(context)).map(({ code }) => code))
  if (wanted.some((code) => !known.has(code))) throw new Refused('CHANGED_MEANWHILE')
  if (wanted.length > 1) {
    const entry = auditCall(context, {
      action: 'catalogue.order',
      subjectKind: 'catalogue',
      subjectId: context.city.code,
      detail: { codes: wanted },
    })
    await firstRowOf(
      context.database.pool,
      sql`WITH wanted AS (SELECT code, row_number() OVER (ORDER BY place) AS n FROM unnest(${wanted}::text[]) WITH ORDINALITY AS w (code, place)),
            places AS (SELECT position, row_number() OVER (ORDER BY position, code) AS n FROM indicator WHERE city_code = ${context.city.code} AND code = ANY(${wanted}::text[])),
            moved AS (UPDATE indicator i SET position = places.position FROM wanted JOIN places USING (n) WHERE i.city_code = ${context.city.code} AND i.code = wanted.code RETURNING i.code)
          SELECT ${entry} FROM (SELECT count(*) FROM moved) done`,
    )
    forgetCatalogue(context)
  }
  return indicatorsOf(context)
}
