import type pg from 'pg'
import sql from 'sql-template-tag'
import { rowsOf } from '../../platform/statement.ts'

type Many = { city: string; ids: readonly string[] }

/** From here to the end of the transaction the triggers leave the rollups to `rollUp`, which adds a batch up at once. */
export async function rollUpInBatches(client: pg.PoolClient): Promise<void> {
  await rowsOf(client, sql`SELECT set_config('gongjian.skip_rollups', 'on', true)`)
}

/** Adds the records, as they are now, to the rollups (factor 1), or takes them out (factor -1). */
export async function rollUp(
  client: pg.PoolClient,
  { city, ids }: Many,
  factor: 1 | -1,
): Promise<void> {
  await rowsOf(client, sql`SELECT roll_up_many(${city}, ${[...ids]}::uuid[], ${factor}::int)`)
}

/** Says to open pages that the records moved. */
export async function tellMoved(
  client: pg.PoolClient,
  { city, ids }: Many,
  wasSent: boolean,
): Promise<void> {
  if (ids.length > 0)
    await rowsOf(client, sql`SELECT tell_moved(${city}, ${[...ids]}::uuid[], ${wasSent})`)
}
