import { testHouseholdKeys } from '@gongjian/database/testing'
import { keyOfSealed, parseHouseholdKeys } from '@gongjian/database/household-sealing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openApp } from '../../testing/app-under-test.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { TestCity } from '../../testing/city-under-test.ts'
import { callHousehold, family, householdInput } from '../../testing/households.ts'
import { verifyAudit } from '../audit/verify-audit.ts'
import { openPersonalWith } from './personal-fields.ts'
import { retainHouseholds } from './retain-households.ts'
import { keysInUse, rotateKeys } from './rotate-keys.ts'

const next = `next:${Buffer.alloc(32, 9).toString('base64')}`
const both = parseHouseholdKeys(`${next},${testHouseholdKeys}`)
const onlyNext = parseHouseholdKeys(next)

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const theCity = async () => (await (await city.as('admin')).context()).city
const sealedOf = async (id: string) => {
  const { rows } = await city.database.pool.query<
    Record<'name' | 'address' | 'phone' | 'identityNumber', string>
  >(
    `SELECT name_sealed AS name, address_sealed AS address, phone_sealed AS phone, identity_sealed AS "identityNumber" FROM household WHERE id = $1`,
    [id],
  )
  const [row] = rows
  if (row === undefined) throw new Error('no such case')
  return row
}

describe('a new key', () => {
  test('seals every case anew, which then opens without the old one, and says so in the audit', async () => {
    const made = await callHousehold(await city.as('community'), 'saveHousehold', householdInput())
    const id = made.id ?? ''
    const result = await rotateKeys(city.database.pool, await theCity(), both, { batchSize: 100 })
    expect(result.found).toBeGreaterThan(300)
    expect(result).toMatchObject({ key: 'next', rotated: result.found, unreadable: 0 })
    expect(openPersonalWith(onlyNext, '2301', { id, sealed: await sealedOf(id) })).toEqual(family)
    expect([...(await keysInUse(city.database.pool, await theCity())).keys()]).toEqual(['next'])
    const { rows } = await city.database.pool.query(
      `SELECT event FROM audit_event WHERE action = 'household.rotateKeys'`,
    )
    expect(rows).toHaveLength(1)
    const again = await rotateKeys(city.database.pool, await theCity(), both)
    expect(again).toMatchObject({ found: 0, rotated: 0 })
  })

  test('goes on where it was stopped, and two at once do the work once', async () => {
    const stop = new Error('stopped')
    const stopped = rotateKeys(city.database.pool, await theCity(), both, {
      batchSize: 50,
      onProgress: () => {
        throw stop
      },
    })
    await expect(stopped).rejects.toBe(stop)
    const [one, two] = await Promise.all([
      rotateKeys(city.database.pool, await theCity(), both, { batchSize: 40 }),
      rotateKeys(city.database.pool, await theCity(), both, { batchSize: 40 }),
    ])
    expect(one.found).toBeGreaterThan(250)
    expect(one.rotated + two.rotated).toBe(one.found)
  })

  test('changes nothing where the old key is not there', async () => {
    const result = await rotateKeys(city.database.pool, await theCity(), onlyNext)
    expect(result).toMatchObject({ rotated: 0, unreadable: result.found })
    expect([...(await keysInUse(city.database.pool, await theCity())).keys()]).toEqual(['test'])
  })

  test('leaves to its writer a case that is changed meanwhile', async () => {
    const made = await callHousehold(await city.as('community'), 'saveHousehold', householdInput())
    const id = made.id ?? ''
    let changing: Promise<unknown> | null = null
    await rotateKeys(city.database.pool, await theCity(), both, {
      batchSize: 20,
      onProgress: () => {
        changing ??= city.database.pool.query(
          `UPDATE household SET phone_sealed = NULL WHERE id = $1`,
          [id],
        )
      },
    })
    await changing
    const { name, phone } = await sealedOf(id)
    expect(phone).toBeNull()
    expect(['next', 'test']).toContain(keyOfSealed(name))
  })
})

describe.each([
  ['no key', null, 'HOUSEHOLD_KEYS_MISSING'],
  ['a malformed key', { text: 'k1:abc' }, 'HOUSEHOLD_KEYS_MALFORMED'],
  ['another key', { text: next }, 'HOUSEHOLD_KEY_DOES_NOT_OPEN'],
])('with %s', (_what, householdKeys, code) => {
  test('the family is neither shown nor changed, in one clear sentence, and all else goes on', async () => {
    const open = await openApp({ householdKeys })
    try {
      const list = await open.ask(
        'community',
        '{ households(first: 1) { edges { node { id version number situation masked { isReadable name } } } } countersigningInbox(first: 1) { edges { node { id } } } }',
      )
      expect(list.errors).toBeUndefined()
      expect(JSON.stringify(list.data)).toContain('"masked":{"isReadable":false,"name":null}')
      const id = /"id":"([^"]+)"/.exec(JSON.stringify(list.data))?.[1]
      const revealed = await open.ask(
        'community',
        'mutation ($input: RevealHouseholdInput!) { revealHousehold(input: $input) { __typename ... on Failure { code message } } }',
        { input: { id, reason: '走访', fields: ['name'] } },
      )
      expect(revealed.data).toMatchObject({ revealHousehold: { __typename: 'Refused', code } })
      expect(JSON.stringify(revealed.data)).toMatch(/密钥.*不受影响。/)
      const version = Number(/"version":(\d+)/.exec(JSON.stringify(list.data))?.[1])
      const erased = await open.ask(
        'community',
        'mutation ($input: EraseHouseholdInput!) { eraseHousehold(input: $input) { __typename ... on Household { status } } }',
        { input: { id, version, reason: '本人申请删除' } },
      )
      expect(erased.data).toMatchObject({ eraseHousehold: { status: 'ERASED' } })
    } finally {
      await open.close()
    }
  })
})

describe('the rule of retention', () => {
  const closed = async () => {
    const { rows } = await city.database.pool.query<{ number: string }>(
      `SELECT number FROM household WHERE closed_on IS NOT NULL AND erased_at IS NULL AND closed_on <= '2008-03-26' ORDER BY number`,
    )
    return rows.map(({ number }) => number)
  }

  test('names what is due and changes nothing, until it is told to', async () => {
    const due = await closed()
    expect(due.length).toBeGreaterThan(3)
    const rule = { months: 6, apply: false }
    expect(await retainHouseholds(city.database.pool, await theCity(), rule)).toEqual({
      due,
      erased: [],
    })
    expect(await closed()).toEqual(due)
    expect(
      await retainHouseholds(city.database.pool, await theCity(), { ...rule, apply: true }),
    ).toEqual({ due, erased: due })
    expect(await closed()).toEqual([])
    expect(await retainHouseholds(city.database.pool, await theCity(), rule)).toEqual({
      due: [],
      erased: [],
    })
    const { rows } = await city.database.pool.query<{ kept: number }>(
      'SELECT num_nonnulls(name_sealed, address_sealed, phone_sealed, identity_sealed, identity_index, phone_index, name_address_index) AS kept FROM household WHERE number = ANY($1)',
      [due],
    )
    expect(rows.map(({ kept }) => kept)).toEqual(due.map(() => 0))
    expect((await verifyAudit(city.database.pool, '2301')).verdict).toBe('INTACT')
  })

  test('touches no open case, however long it is kept', async () => {
    const { due } = await retainHouseholds(city.database.pool, await theCity(), {
      months: 0,
      apply: true,
    })
    expect(due.length).toBeGreaterThan(3)
    const { rows } = await city.database.pool.query(
      `SELECT FROM household WHERE erased_at IS NOT NULL AND number <> ALL($1)`,
      [due],
    )
    expect(rows).toHaveLength(0)
  })
})
