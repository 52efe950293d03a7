import { fewestFives, tinyAtMost } from '@gongjian/domain/gaming-signs'
import { ACTIVITY_KINDS } from '@gongjian/domain/vocabulary'
import type { ActivityKind } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'

/** What is usual in the year, by which is told what is not. Of the whole city, whatever is filtered. */
export type Baselines = {
  year: number
  shareOfFives: number | null
  fewestFives: number | null
  /** Up to how many person-times a record of a kind is tiny; null where none is. */
  tinyAtMost: Record<ActivityKind, number | null>
}

type Row = { shareOfFives: number | null } & Record<ActivityKind, number | null>

/** One statement over the year's records that were sent. */
export async function baselinesOf(
  context: Pick<RequestContext, 'database' | 'city'>,
  year: number,
): Promise<Baselines> {
  const medians = ACTIVITY_KINDS.map(
    (kind) =>
      sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY t.person_times) FILTER (WHERE t.kind = ${kind}::activity_kind)`,
  )
  const [sixHelps, labour, visits] = medians
  const row = await firstRowOf<Row>(
    context.database.pool,
    sql`SELECT (count(*) FILTER (WHERE t.usefulness = 5))::float8 / nullif(count(t.usefulness), 0) AS "shareOfFives",
          ${sixHelps ?? sql`NULL`} AS "SIX_HELPS", ${labour ?? sql`NULL`} AS "LABOUR", ${visits ?? sql`NULL`} AS "VISIT"
        FROM activity t WHERE t.city_code = ${context.city.code} AND t.programme_year = ${year} AND t.status IN ('SUBMITTED', 'COUNTERSIGNED')`,
  )
  const shareOfFives = row?.shareOfFives ?? null
  return {
    year,
    shareOfFives,
    fewestFives: fewestFives(shareOfFives),
    tinyAtMost: {
      SIX_HELPS: tinyAtMost(row?.SIX_HELPS ?? null),
      LABOUR: tinyAtMost(row?.LABOUR ?? null),
      VISIT: tinyAtMost(row?.VISIT ?? null),
    },
  }
}
