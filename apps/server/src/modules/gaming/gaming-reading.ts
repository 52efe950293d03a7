import { GAMING_SIGNS } from '@gongjian/domain/gaming-signs'
import { fewestFives } from '@gongjian/domain/gaming-signs'
import sql from 'sql-template-tag'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'
import type { Baselines } from './gaming-baselines.ts'

/** A look that has said nothing for so long is nobody's any more. */
export const SILENT_SECONDS = 60

/** When a year was last looked at, and how far a look is that is under way. */
export type GamingReading = {
  year: number
  computedAt: Date | null
  isComputing: boolean
  doneSigns: number
  totalSigns: number
}
type Asking = Pick<RequestContext, 'database' | 'city'>
type Row = Omit<GamingReading, 'totalSigns'> & { baselines: unknown }

const storedBaselines = z.object({
  shareOfFives: z.number().nullable(),
  tinyAtMost: z.object({
    SIX_HELPS: z.number().nullable(),
    LABOUR: z.number().nullable(),
    VISIT: z.number().nullable(),
  }),
})

function rowOf({ database, city }: Asking, year: number): Promise<Row | null> {
  return firstRowOf<Row>(
    database.pool,
    sql`SELECT programme_year AS year, computed_at AS "computedAt", done_signs AS "doneSigns", baselines,
          begun_at IS NOT NULL AND alive_at > now() - make_interval(secs => ${SILENT_SECONDS}) AS "isComputing"
        FROM gaming_reading WHERE city_code = ${city.code} AND programme_year = ${year}`,
  )
}

export async function readingOf(context: Asking, year: number): Promise<GamingReading> {
  const row = await rowOf(context, year)
  return {
    year,
    computedAt: row?.computedAt ?? null,
    isComputing: row?.isComputing ?? false,
    doneSigns: row?.doneSigns ?? 0,
    totalSigns: GAMING_SIGNS.length,
  }
}

/** What was usual in the year when it was last looked at. */
export async function readBaselines(context: Asking, year: number): Promise<Baselines> {
  const row = await rowOf(context, year)
  const { shareOfFives, tinyAtMost } = storedBaselines
    .catch({ shareOfFives: null, tinyAtMost: { SIX_HELPS: null, LABOUR: null, VISIT: null } })
    .parse(row?.baselines)
  return { year, shareOfFives, fewestFives: fewestFives(shareOfFives), tinyAtMost }
}
