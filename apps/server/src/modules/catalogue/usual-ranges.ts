import { usualRange } from '@gongjian/domain/usual-range'
import type { UsualRange } from '@gongjian/domain/usual-range'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { indicatorsOf } from './catalogue-rows.ts'

/** The latest lines of an indicator that are looked at: found by index, so that the cost does not grow with the city. */
const latestLines = 400
/** What is usual moves slowly: it is worked out again after so many minutes, by whoever asks next. */
const keptForMinutes = 10

type Ranges = ReadonlyMap<string, UsualRange>
type Kept = { readAt: number; ranges: Promise<Ranges> }
const kept = new WeakMap<object, Map<string, Kept>>()

/** Between what the accepted quantities of each indicator usually lie, by its code; none where too few were accepted. */
export function usualRangesOf(context: RequestContext): Promise<Ranges> {
  const cities = kept.get(context.database) ?? new Map<string, Kept>()
  kept.set(context.database, cities)
  const known = cities.get(context.city.code)
  if (known !== undefined && Date.now() - known.readAt < keptForMinutes * 60_000)
    return known.ranges
  const ranges = readRanges(context)
  cities.set(context.city.code, { readAt: Date.now(), ranges })
  // A failed reading is not kept.
  ranges.catch(() => cities.delete(context.city.code))
  return ranges
}

async function readRanges(context: RequestContext): Promise<Ranges> {
  const { database, city } = context
  const indicators = await indicatorsOf(context)
  // Ids are made in the order of time (UUIDv7): the last of the index are the latest.
  const rows = await rowsOf<{ code: string; accepted: number[] }>(
    database.pool,
    sql`SELECT i.code, array_agg(line.accepted::float8) AS accepted
        FROM indicator i
        CROSS JOIN LATERAL (SELECT o.activity_id, o.accepted FROM output o WHERE o.city_code = ${city.code} AND o.indicator_code = i.code
          ORDER BY o.activity_id DESC LIMIT ${latestLines}) line
        JOIN activity a ON a.city_code = ${city.code} AND a.id = line.activity_id
        WHERE i.city_code = ${city.code} AND a.status = 'COUNTERSIGNED' AND line.accepted > 0
        GROUP BY i.code`,
  )
  const decimalsOf = new Map(indicators.map(({ code, decimals }) => [code, decimals]))
  return new Map(
    rows.flatMap(({ code, accepted }) => {
      const range = usualRange(accepted, decimalsOf.get(code) ?? 0)
      return range === null ? [] : [[code, range] as const]
    }),
  )
}
