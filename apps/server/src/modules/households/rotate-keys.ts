import { keyOfSealed } from '@gongjian/database/household-sealing'
import type { HouseholdKeyring } from '@gongjian/database/household-sealing'
import type { PersonalField } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { openPersonalWith, sealPersonalWith } from './personal-fields.ts'
import type { SealedColumns } from './personal-fields.ts'

export type Rotation = {
  /** The key that seals from now on. */
  key: string
  /** Cases that were sealed with another one when it began. */
  found: number
  rotated: number
  /** Cases whose key is not here: they stay as they are. */
  unreadable: number
}
type Row = { id: string; sealed: Record<PersonalField, string | null> }

const needsKey = (key: string) =>
  sql`(split_part(h.name_sealed, '.', 1) <> ${key} OR split_part(h.address_sealed, '.', 1) <> ${key} OR split_part(h.phone_sealed, '.', 1) <> ${key} OR split_part(h.identity_sealed, '.', 1) <> ${key})`

/**
 * Seals every case of the city anew with the newest key, a batch at a time, while the product goes on: a case that
 * somebody changes meanwhile is left to them, who seal it with the newest key too. Stopped in the middle, it goes on
 * where it was when it is started again.
 */
export async function rotateKeys(
  pool: pg.Pool,
  city: City,
  keyring: HouseholdKeyring,
  {
    batchSize = 200,
    onProgress = () => undefined,
  }: { batchSize?: number; onProgress?: (rotation: Rotation) => void } = {},
): Promise<Rotation> {
  const key = keyring[0].id
  const counted = await firstRowOf<{ count: number }>(
    pool,
    sql`SELECT count(*)::int AS count FROM household h WHERE h.city_code = ${city.code} AND ${needsKey(key)}`,
  )
  const rotation: Rotation = { key, found: counted?.count ?? 0, rotated: 0, unreadable: 0 }
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await rowsOf<Row>(
      pool,
      sql`SELECT h.id, json_build_object('name', h.name_sealed, 'address', h.address_sealed, 'phone', h.phone_sealed, 'identityNumber', h.identity_sealed) AS sealed
          FROM household h WHERE h.city_code = ${city.code} AND h.id > ${after}::uuid AND ${needsKey(key)} ORDER BY h.id LIMIT ${batchSize}::int`,
    )
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.id
    const anew = rows.flatMap((row) => {
      const sealed = sealedAnew(city, keyring, row)
      if (sealed === null) rotation.unreadable += 1
      return sealed === null ? [] : [{ row, sealed }]
    })
    rotation.rotated += await write(pool, city, anew)
    onProgress({ ...rotation })
  }
  if (rotation.rotated > 0) await tell(pool, city, rotation)
  return rotation
}

/** How many cases each key seals, to know which may be thrown away. */
export async function keysInUse(pool: pg.Pool, city: City): Promise<Map<string, number>> {
  const rows = await rowsOf<{ sealed: string }>(
    pool,
    sql`SELECT DISTINCT ON (split_part(x.sealed, '.', 1), h.id) x.sealed FROM household h, unnest(ARRAY[h.name_sealed, h.address_sealed, h.phone_sealed, h.identity_sealed]) AS x (sealed)
        WHERE h.city_code = ${city.code} AND x.sealed IS NOT NULL`,
  )
  const counts = new Map<string, number>()
  for (const { sealed } of rows) {
    const id = keyOfSealed(sealed)
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

function sealedAnew(city: City, keyring: HouseholdKeyring, row: Row): SealedColumns | null {
  try {
    return sealPersonalWith(keyring, city.code, row.id, openPersonalWith(keyring, city.code, row))
  } catch (problem) {
    if (problem instanceof Refused) return null
    throw problem
  }
}

async function write(
  pool: pg.Pool,
  city: City,
  anew: readonly { row: Row; sealed: SealedColumns }[],
): Promise<number> {
  const column = (value: (one: (typeof anew)[number]) => string | null) => anew.map(value)
  const rows = await rowsOf(
    pool,
    sql`UPDATE household h SET name_sealed = a.name, address_sealed = a.address, phone_sealed = a.phone, identity_sealed = a.identity,
          identity_index = a.identity_index, phone_index = a.phone_index, name_address_index = a.name_address_index
        FROM unnest(${column(({ row }) => row.id)}::uuid[], ${column(({ row }) => row.sealed.name)}::text[], ${column(({ row }) => row.sealed.address)}::text[], ${column(({ row }) => row.sealed.phone)}::text[], ${column(({ row }) => row.sealed.identityNumber)}::text[],
          ${column(({ sealed }) => sealed.name)}::text[], ${column(({ sealed }) => sealed.address)}::text[], ${column(({ sealed }) => sealed.phone)}::text[], ${column(({ sealed }) => sealed.identityNumber)}::text[],
          ${column(({ sealed }) => sealed.identityIndex)}::text[], ${column(({ sealed }) => sealed.phoneIndex)}::text[], ${column(({ sealed }) => sealed.nameAddressIndex)}::text[])
          AS a (id, old_name, old_address, old_phone, old_identity, name, address, phone, identity, identity_index, phone_index, name_address_index)
        WHERE h.city_code = ${city.code} AND h.id = a.id AND (h.name_sealed, h.address_sealed, h.phone_sealed, h.identity_sealed) IS NOT DISTINCT FROM (a.old_name, a.old_address, a.old_phone, a.old_identity)
        RETURNING h.id`,
  )
  return rows.length
}

async function tell(pool: pg.Pool, city: City, { key, rotated, unreadable }: Rotation) {
  const entry = auditCall(
    { city, viewer: null, now: cityTime(city).now },
    {
      action: 'household.rotateKeys',
      subjectKind: 'household',
      subjectId: 'all',
      detail: { key, rotated, unreadable },
      actor: { id: null, name: 'households:rotate-key' },
    },
  )
  await rowsOf(pool, sql`SELECT ${entry}`)
}
