import { keyOfSealed } from '@gongjian/database/household-sealing'
import type { HouseholdKeyring } from '@gongjian/database/household-sealing'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { City } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { openRobotField, sealRobotField } from './robot-access.ts'

type Row = { id: string; address: string; secret: string | null }

const sealedRobots = (pool: pg.Pool, city: City): Promise<Row[]> =>
  rowsOf<Row>(
    pool,
    sql`SELECT id, sealed_address AS address, sealed_secret AS secret FROM robot WHERE city_code = ${city.code} ORDER BY id`,
  )

/** Seals the robots of the city anew with the newest key. One that somebody saves meanwhile is left to them. */
export async function rotateRobots(
  pool: pg.Pool,
  city: City,
  keyring: HouseholdKeyring,
): Promise<{ rotated: number; unreadable: number }> {
  const done = { rotated: 0, unreadable: 0 }
  for (const { id, address, secret } of await sealedRobots(pool, city)) {
    const isNew = (text: string | null) => text === null || keyOfSealed(text) === keyring[0].id
    if (isNew(address) && isNew(secret)) continue
    try {
      const anew = (field: 'robot.address' | 'robot.secret', sealed: string) =>
        sealRobotField(
          keyring,
          city.code,
          id,
          field,
          openRobotField(keyring, city.code, id, field, sealed),
        )
      // oxlint-disable-next-line no-await-in-loop -- there are few
      const changed = await rowsOf(
        pool,
        sql`UPDATE robot SET sealed_address = ${anew('robot.address', address)}, sealed_secret = ${secret === null ? null : anew('robot.secret', secret)}
            WHERE city_code = ${city.code} AND id = ${id}::uuid AND sealed_address = ${address} AND sealed_secret IS NOT DISTINCT FROM ${secret} RETURNING id`,
      )
      done.rotated += changed.length
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem
      done.unreadable += 1
    }
  }
  return done
}

/** The ids of the keys that seal robots. */
export async function robotKeysInUse(pool: pg.Pool, city: City): Promise<string[]> {
  const rows = await sealedRobots(pool, city)
  return rows.flatMap(({ address, secret }) =>
    [address, secret].flatMap((sealed) => (sealed === null ? [] : [keyOfSealed(sealed)])),
  )
}
