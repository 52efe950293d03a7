import type { Database } from '@gongjian/database'
import { GAMING_SIGNS } from '@gongjian/domain/gaming-signs'
import type { Logger } from 'pino'
import sql from 'sql-template-tag'
import { cityTime } from '../../platform/context.ts'
import type { City, RequestContext } from '../../platform/context.ts'
import { citiesOf } from '../../platform/every-city.ts'
import { regularly } from '../../platform/regularly.ts'
import type { RegularWork } from '../../platform/regularly.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { baselinesOf } from './gaming-baselines.ts'
import { SILENT_SECONDS } from './gaming-reading.ts'
import { gamingStatement } from './gaming-statement.ts'

type Looking = Pick<RequestContext, 'database' | 'city' | 'now'>
const beatMilliseconds = 10_000
/** The hour of the city's night from which a new look is due. */
const nightHour = 2

/**
 * Looks through a year's records for all signs and puts what it finds in the place of what was found before, all at once.
 * False where somebody else is looking.
 */
export async function lookForSigns(context: Looking, year: number): Promise<boolean> {
  if (!(await begin(context, year))) return false
  await work(context, year)
  return true
}

/** Takes the look upon itself, for one process of all; true where it is ours. */
export async function begin({ database, city, now }: Looking, year: number): Promise<boolean> {
  const row = await firstRowOf(
    database.pool,
    sql`INSERT INTO gaming_reading AS r (city_code, programme_year, begun_at, alive_at, done_signs)
        VALUES (${city.code}, ${year}, ${now}::timestamptz, now(), 0)
        ON CONFLICT (city_code, programme_year) DO UPDATE SET begun_at = excluded.begun_at, alive_at = now(), done_signs = 0
          WHERE r.begun_at IS NULL OR r.alive_at < now() - make_interval(secs => ${SILENT_SECONDS})
        RETURNING city_code`,
  )
  return row !== null
}

/** The look itself, once `begin` has said that it is ours. */
export async function work({ database, city, now }: Looking, year: number): Promise<void> {
  const { pool } = database
  const own = sql`city_code = ${city.code} AND programme_year = ${year}`
  const beat = setInterval(() => {
    void rowsOf(pool, sql`UPDATE gaming_reading SET alive_at = now() WHERE ${own}`).catch(
      () => undefined,
    )
  }, beatMilliseconds)
  beat.unref()
  try {
    const baselines = await baselinesOf({ database, city }, year)
    await inTransaction(pool, async (client) => {
      await rowsOf(client, sql`DELETE FROM gaming_sign WHERE ${own}`)
      for (const [index, sign] of GAMING_SIGNS.entries()) {
        await rowsOf(
          client,
          sql`INSERT INTO gaming_sign (city_code, programme_year, key, sign, organisation_id, pairing_id, records, first_day, last_day, record_ids, zone_ids, details)
              SELECT ${city.code}, ${year}, f.key, f.sign, f.organisation_id, f.pairing_id, f.records, f.first_day, f.last_day, f.record_ids, array_remove(f.zone_ids, NULL), f.details
              FROM (${gamingStatement({ city }, baselines, [sign])}) f`,
        )
        // Outside of the transaction, so that it is seen at once.
        if (index + 1 < GAMING_SIGNS.length)
          await rowsOf(pool, sql`UPDATE gaming_reading SET done_signs = ${index + 1} WHERE ${own}`)
      }
      const { shareOfFives, tinyAtMost } = baselines
      await rowsOf(
        client,
        sql`UPDATE gaming_reading SET computed_at = ${now}::timestamptz, begun_at = NULL, done_signs = ${GAMING_SIGNS.length}, baselines = ${JSON.stringify({ shareOfFives, tinyAtMost })}::jsonb WHERE ${own}`,
      )
    })
  } catch (problem) {
    await rowsOf(pool, sql`UPDATE gaming_reading SET begun_at = NULL WHERE ${own}`).catch(
      () => undefined,
    )
    throw problem
  } finally {
    clearInterval(beat)
  }
}

/** Every night each year that may still change, and once each year that may not. */
export function startLookingForSigns(
  database: Database,
  everySeconds: number,
  log: Logger,
): RegularWork {
  return regularly(
    'look for signs',
    async () => {
      for (const city of await citiesOf(database.pool)) await lookWhereDue(database, city)
    },
    everySeconds,
    log,
  )
}

export async function lookWhereDue(database: Database, city: City): Promise<void> {
  const time = cityTime(city)
  const years = (await periodsOf({ database, city, ...time })).filter(
    ({ startsOn }) => startsOn <= time.today,
  )
  for (const { year, status } of years) {
    const last = await firstRowOf(
      database.pool,
      sql`SELECT FROM gaming_reading WHERE city_code = ${city.code} AND programme_year = ${year} AND computed_at IS NOT NULL
          AND (${status === 'LOCKED'} OR computed_at >= (date_trunc('day', ${time.now}::timestamptz AT TIME ZONE ${city.timeZone} - make_interval(hours => ${nightHour})) + make_interval(hours => ${nightHour})) AT TIME ZONE ${city.timeZone})`,
    )
    if (last === null) await lookForSigns({ database, city, now: time.now }, year)
  }
}
