import type { Database } from '@gongjian/database'
import type { Logger } from 'pino'
import sql from 'sql-template-tag'
import { citiesOf } from '../../platform/every-city.ts'
import { regularly } from '../../platform/regularly.ts'
import type { RegularWork } from '../../platform/regularly.ts'
import { rowsOf } from '../../platform/statement.ts'
import { renewNodeSums } from './node-sums.ts'

/** At most so many seconds' changes lie beside the sums and are read with them. */
const EVERY_SECONDS = 30

/**
 * Adds what changed to the sums of a city and of its agencies and districts; of several that try at once one does it. Makes
 * those of agencies and districts anew for the years whose tree is another since.
 */
export async function foldCitySums({ pool }: Database, city: string): Promise<void> {
  await rowsOf(pool, sql`SELECT fold_city_rollups(${city})`)
  await renewNodeSums(pool, city)
}

/** Does so for every city from time to time; 0 seconds between other regular work: never. */
export function startFoldingCitySums(
  database: Database,
  sweepEverySeconds: number,
  log: Logger,
): RegularWork {
  return regularly(
    'fold sums of cities',
    async () => {
      for (const { code } of await citiesOf(database.pool)) await foldCitySums(database, code)
    },
    Math.min(EVERY_SECONDS, sweepEverySeconds),
    log,
  )
}
