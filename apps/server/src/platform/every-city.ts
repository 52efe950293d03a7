import { openDatabase } from '@gongjian/database'
import { connectCityDatabase } from '@gongjian/database/open-city-database'
import { explainStartup } from '@gongjian/database/startup-problem'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { City } from './context.ts'
import { rowsOf } from './statement.ts'

/** Every city of the database. */
export function citiesOf(pool: pg.Pool): Promise<City[]> {
  return rowsOf<City>(
    pool,
    sql`SELECT code, name, time_zone AS "timeZone", demonstration, clock_offset_seconds AS "clockOffsetSeconds" FROM city ORDER BY code`,
  )
}

/** Does a command's work for every city of the database that the environment names; ends the process with 2 if there is none. */
export async function forEveryCity(
  work: (pool: pg.Pool, city: City) => Promise<void>,
): Promise<void> {
  const database = await connectCityDatabase(process.env).catch((problem: unknown) => {
    process.stderr.write(`${explainStartup(problem, {})?.message ?? String(problem)}\n`)
    process.exit(2)
  })
  const opened = await openDatabase(database.url, { max: 2 })
  try {
    for (const city of await citiesOf(opened.pool)) await work(opened.pool, city)
  } finally {
    await opened.close()
    await database.stop()
  }
}
