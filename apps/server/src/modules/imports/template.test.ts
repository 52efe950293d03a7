import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'

let open: AppUnderTest
beforeAll(async () => {
  open = await openApp()
})
afterAll(() => open.close())

const template = async (account: string | null, language = 'zh-CN', kind = '') =>
  open.app.inject({
    method: 'GET',
    url: `/api/imports/template.xlsx${kind}`,
    headers: {
      'accept-language': language,
      ...(account === null ? {} : { cookie: await open.cookieOf(account) }),
    },
  })

test('is for those who record by side, and nobody else', async () => {
  expect((await template(null)).statusCode).toBe(401)
  for (const account of ['auditor', 'municipal', 'admin', 'zone'])
    expect((await template(account)).statusCode).toBe(403)
})

test('holds the catalogue and the own pairings as drop-downs, units, notes, a protected head', async () => {
  const response = await template('recorder')
  expect(response.statusCode).toBe(200)
  const { sheets } = await readXlsx(response.rawPayload, { readStyles: true })
  const [sheet, choices, notes] = sheets
  expect(sheets.map(({ name }) => name)).toEqual(['共建活动', '选项', '填表说明'])
  expect(sheet?.rows[0]?.slice(0, 3)).toEqual(['编号', '日期 *', '共建对子 *'])
  expect(sheet?.rows[1]?.[0]).toBe('示例')
  expect(sheet?.protection?.sheet).toBe(true)
  expect(sheet?.cells?.get('0,1')?.comment?.text).toContain('2008年9月3日')
  expect(sheet?.cells?.get('5,1')?.style?.protection?.locked).toBe(false)
  // Pairing, kind, area, direction, four indicators, the kind, the household and the drive of two donations.
  expect(sheet?.dataValidations).toHaveLength(14)
  expect(sheet?.rows[0]?.slice(-8)).toEqual([
    '捐赠2种类',
    '捐赠2物品或说明',
    '捐赠2数量',
    '捐赠2价值\uFF08元\uFF09',
    '捐赠2接收方',
    '捐赠2帮扶家庭档案号',
    '捐赠2专项',
    '捐赠2收据号',
  ])
  const { rows } = await open.database.pool.query<{ own: number }>(
    `SELECT count(*)::int AS own FROM pairing p JOIN organisation a ON a.id = p.agency_side_id WHERE a.path LIKE '2301/A001/A001-01/%' AND p.level = 'BRANCH_COMMUNITY'`,
  )
  const listed =
    choices?.rows
      .slice(1)
      .map(([pairing]) => pairing)
      .filter(Boolean) ?? []
  expect(listed).toHaveLength(Number(rows[0]?.own))
  expect(notes?.rows.flat()).toContain('平方米')
})

test('lists of the cases in sight that take donations their numbers, and nothing of the families', async () => {
  const listed = async (account: string) => {
    const { sheets } = await readXlsx((await template(account)).rawPayload)
    const [heads = [], ...lines] = sheets[1]?.rows ?? []
    const column = heads.indexOf('帮扶家庭档案号')
    return lines.flatMap((line) => line[column] ?? [])
  }
  const { rows } = await open.database.pool.query<{ number: string }>(
    `SELECT h.number FROM household h WHERE h.closed_on IS NULL AND 'DONATIONS' = ANY(h.consent_purposes) AND EXISTS (
       SELECT FROM household_pairing w JOIN organisation b ON b.id = w.branch_id
       WHERE w.household_id = h.id AND w.valid_to IS NULL AND b.path LIKE '2301/A001/A001-01/%') ORDER BY 1`,
  )
  expect(rows.length).toBeGreaterThan(0)
  expect(await listed('recorder')).toEqual(rows.map(({ number }) => number))
})

test('speaks the language of its reader', async () => {
  const { sheets } = await readXlsx((await template('community', 'en')).rawPayload)
  expect(sheets[0]?.rows[0]?.slice(0, 3)).toEqual(['Number', 'Day *', 'Pairing *'])
  expect(sheets[1]?.rows[1]?.[3]).toBe('Community to agency')
})

test('of one kind holds the indicators of that kind only, and columns for areas and donations only where there are any', async () => {
  expect((await template('recorder', 'zh-CN', '?kind=PARTY')).statusCode).toBe(404)
  const indicatorsOf = async (kind: string) => {
    const { sheets } = await readXlsx(
      (await template('community', 'en', `?kind=${kind}`)).rawPayload,
    )
    const [head, choices] = [sheets[0]?.rows[0] ?? [], sheets[1]?.rows ?? []]
    return {
      hasAreas: head.includes('Help area'),
      hasDonations: head.includes('Donation 1 value (yuan)'),
      kinds: choices.slice(1).flatMap(([, one]) => one ?? []),
      indicators: choices.slice(1).flatMap((row) => row[4] ?? []).length,
    }
  }
  const { rows } = await open.database.pool.query<{ kind: string; n: number }>(
    `SELECT kind, count(*)::int AS n FROM indicator WHERE valid_to IS NULL GROUP BY 1`,
  )
  for (const { kind, n } of rows)
    expect(await indicatorsOf(kind)).toMatchObject({
      hasAreas: kind === 'SIX_HELPS',
      hasDonations: kind === 'SIX_HELPS',
      kinds: [expect.any(String)],
      indicators: n,
    })
  expect(rows).toHaveLength(3)
})
