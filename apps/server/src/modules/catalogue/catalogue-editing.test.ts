import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId, pairingBetween } from '../../testing/recording.ts'

let city: TestCity
let analyst: Actor
let admin: Actor
beforeAll(async () => {
  city = await openTestCity()
  analyst = await city.as('municipal')
  admin = await city.as('admin')
})
afterAll(() => city.close())

const concerts = {
  code: 'culture.concerts',
  version: null as number | null,
  kind: 'SIX_HELPS',
  area: 'CULTURE',
  decimals: '0',
  name: { zhCn: '文艺演出', zhTw: '文藝演出', en: 'Concerts' },
  unit: { zhCn: '场', zhTw: '場', en: 'concerts' },
  usualMaximum: '5',
  validFrom: '2007-10-01',
  validTo: '',
}
const failure = `... on Failure { code } ... on InvalidInput { fieldErrors { path code } }`
const save = async (actor: Actor, changes: object) =>
  (
    await actor.ask(
      `mutation ($input: SaveIndicatorInput!) { saveIndicator(input: $input) { __typename ... on Indicator { code version name names { zhTw } inUse } ${failure} } }`,
      { input: { ...concerts, ...changes } },
    )
  )['saveIndicator']
const remove = async (actor: Actor, code: string) =>
  (
    await actor.ask(
      `mutation ($input: RemoveIndicatorInput!) { removeIndicator(input: $input) { __typename ... on IndicatorRemoved { code } ${failure.split(' ... on InvalidInput')[0]} } }`,
      { input: { code } },
    )
  )['removeIndicator']
const listed = z.object({ catalogue: z.array(z.object({ code: z.string(), inUse: z.boolean() })) })
const catalogue = async () =>
  listed.parse(await analyst.ask('{ catalogue { code inUse } }')).catalogue

test('what is wrong is said at the field, and nothing is stored', async () => {
  expect(
    await save(admin, { code: 'concerts', area: null, decimals: '7', usualMaximum: '-1' }),
  ).toMatchObject({
    __typename: 'InvalidInput',
    fieldErrors: [
      { path: 'code', code: 'CODE_SHAPE' },
      { path: 'area', code: 'AREA_REQUIRED' },
      { path: 'decimals', code: 'DECIMALS_RANGE' },
      { path: 'usualMaximum', code: 'NEGATIVE' },
    ],
  })
  expect((await catalogue()).some(({ code }) => code === 'concerts')).toBe(false)
})

test('a new indicator is recorded, countersigned and counted without a change of code', async () => {
  expect(await save(analyst, {})).toMatchObject({
    code: 'culture.concerts',
    version: 1,
    inUse: false,
  })
  expect((await catalogue()).at(-1)).toEqual({ code: 'culture.concerts', inUse: false })
  expect(await save(analyst, {})).toMatchObject({
    fieldErrors: [{ path: 'code', code: 'CODE_TAKEN' }],
  })

  const [recorder, community] = [await city.as('recorder'), await city.as('community')]
  const pairingId = await pairingBetween(city, recorder, community)
  const id = newId()
  const content = contentFor(pairingId, {
    area: 'CULTURE',
    outputs: [{ indicatorCode: 'culture.concerts', quantity: '2' }],
  })
  expect(await call(recorder, 'submitActivity', { id, content })).toMatchObject({
    status: 'SUBMITTED',
  })
  await call(community, 'countersignActivity', { id, version: 1, usefulness: 5 })
  const { citySummary } = await analyst.ask(
    '{ citySummary(year: 2008) { indicators { indicator { code } accepted } } }',
  )
  expect(JSON.stringify(citySummary)).toContain(
    '{"indicator":{"code":"culture.concerts"},"accepted":"2"}',
  )
})

test('in use it keeps what its quantities mean, is retired and not removed', async () => {
  expect(await remove(admin, 'culture.concerts')).toMatchObject({
    __typename: 'Refused',
    code: 'INDICATOR_IN_USE',
  })
  expect(
    await save(admin, {
      version: 1,
      unit: { ...concerts.unit, zhCn: '次' },
      validTo: '2008-01-01',
    }),
  ).toMatchObject({
    fieldErrors: [
      { path: 'unit.zhCn', code: 'FIXED_IN_USE' },
      { path: 'validTo', code: 'RECORDS_AFTER' },
    ],
  })
  expect(
    await save(admin, {
      version: 1,
      name: { ...concerts.name, zhCn: '文艺汇演' },
      validTo: '2008-09-30',
    }),
  ).toMatchObject({ name: '文艺汇演', version: 2, inUse: true })
})

test('of two editors the second is told', async () => {
  const both = await Promise.all([
    save(admin, { version: 2, validTo: '', usualMaximum: '8' }),
    save(analyst, { version: 2, validTo: '', usualMaximum: '9' }),
  ])
  expect(
    both.map((one) => z.object({ __typename: z.string() }).parse(one).__typename).sort(),
  ).toEqual(['Indicator', 'Refused'])
  expect(await save(admin, { version: 99 })).toMatchObject({ code: 'CHANGED_MEANWHILE' })
})

test('an indicator that no record carries is removed', async () => {
  expect(await save(admin, { code: 'culture.chess' })).toMatchObject({ version: 1 })
  expect(await remove(analyst, 'culture.chess')).toEqual({
    __typename: 'IndicatorRemoved',
    code: 'culture.chess',
  })
  expect(await remove(analyst, 'culture.chess')).toMatchObject({ __typename: 'NotFound' })
})

test('indicators change places among themselves, and all others stay', async () => {
  const before = (await catalogue()).map(({ code }) => code)
  const [first = '', second = '', third = ''] = before
  const { orderIndicators } = await analyst.ask(
    `mutation ($input: OrderIndicatorsInput!) { orderIndicators(input: $input) { ... on CatalogueOrdered { catalogue { code } } } }`,
    { input: { codes: [third, first, second] } },
  )
  expect(orderIndicators).toEqual({
    catalogue: [third, first, second, ...before.slice(3)].map((code) => ({ code })),
  })
  const gone = await analyst.ask(
    `mutation ($input: OrderIndicatorsInput!) { orderIndicators(input: $input) { ... on Failure { code } } }`,
    { input: { codes: [first, 'culture.gone'] } },
  )
  expect(gone['orderIndicators']).toEqual({ code: 'CHANGED_MEANWHILE' })
})

test('each change is in the trail, with what it was and what it became', async () => {
  const { rows } = await city.database.pool.query<{ action: string }>(
    `SELECT action FROM audit_event WHERE action LIKE 'catalogue.%' ORDER BY seq`,
  )
  expect(rows.map(({ action }) => action)).toEqual([
    'catalogue.save',
    'catalogue.save',
    'catalogue.save',
    'catalogue.save',
    'catalogue.remove',
    'catalogue.order',
  ])
})
