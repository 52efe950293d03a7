import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { family, householdInput } from '../../testing/households.ts'

const save = `mutation ($input: SaveHouseholdInput!) { saveHousehold(input: $input) { __typename ... on Household { id number } } }`
const saved = z.object({ saveHousehold: z.object({ id: z.string(), number: z.string() }) })
const cellProblem = z.object({
  column: z.string(),
  index: z.number().nullable(),
  message: z.string(),
})
const sheetRow = z.object({
  rowNumber: z.number(),
  cells: z.array(z.string()),
  problems: z.array(cellProblem),
})
const answer = z.looseObject({
  id: z.string(),
  state: z.string(),
  goodRows: z.number(),
  badRows: z.number(),
  keptRows: z.number(),
  bad: z.array(sheetRow),
  good: z.array(sheetRow),
})

let open: AppUnderTest
let logged = ''
let recorder: string
let pairing = ''
const cases: Record<'paired' | 'silent' | 'unpaired', { id: string; number: string }> = {
  paired: { id: '', number: '' },
  silent: { id: '', number: '' },
  unpaired: { id: '', number: '' },
}
beforeAll(async () => {
  open = await openApp({ logTo: { write: (line) => void (logged += line) }, logLevel: 'trace' })
  recorder = await open.cookieOf('recorder')
  const make = async (changes: Record<string, unknown> = {}) =>
    saved.parse((await open.ask('community', save, { input: householdInput(changes) })).data)
      .saveHousehold
  const person = { ...family, identityNumber: null, phone: null }
  cases.paired = await make()
  cases.silent = await make({ consentPurposes: ['VISITS'], personal: person })
  cases.unpaired = await make({ personal: { ...person, name: '欧阳虚构' } })
  await open.database.pool.query(
    `INSERT INTO household_pairing (city_code, id, household_id, branch_id, valid_from)
     SELECT '2301', gen_random_uuid(), h.id, b.id, '2008-01-01' FROM organisation b, household h WHERE b.code = 'A001-01' AND h.id = ANY($1::uuid[])`,
    [[cases.paired.id, cases.silent.id]],
  )
  const { rows } = await open.database.pool.query<{ name: string }>(
    `SELECT a.name || ' — ' || c.name AS name FROM household h JOIN organisation c ON c.id = h.keeper_id
     JOIN pairing p ON p.community_side_id = c.id AND p.valid_to IS NULL JOIN organisation a ON a.id = p.agency_side_id AND a.code = 'A001-01' WHERE h.id = $1`,
    [cases.paired.id],
  )
  pairing = rows[0]?.name ?? ''
})
afterAll(() => open.close())

const headers = (cookie: string) => ({ 'x-requested-with': 'test', cookie })
const heads = [
  '标题',
  '日期',
  '共建对子',
  '说明',
  '捐赠1种类',
  '捐赠1物品或说明',
  '捐赠1价值(元)',
  '捐赠1接收方',
  '捐赠1帮扶家庭档案号',
  '备注',
]
type Given = Partial<Record<(typeof heads)[number], string>>
const line = (given: Given) => {
  const whole: Given = {
    日期: '2008-8-20',
    共建对子: pairing,
    捐赠1种类: '捐物',
    捐赠1物品或说明: '棉被',
    '捐赠1价值(元)': '300',
    ...given,
  }
  return heads.map((head) => whole[head] ?? null)
}

async function shown(id: string) {
  const response = await open.app.inject({ url: `/api/imports/${id}`, headers: headers(recorder) })
  return { ...answer.parse(response.json()), body: response.body }
}
async function settled(id: string) {
  let told = await shown(id)
  await expect
    .poll(async () => (told = await shown(id)).state, { timeout: 20_000, interval: 20 })
    .not.toMatch(/ING$/)
  return told
}
async function send(...rows: Given[]) {
  const bytes = await writeXlsx({ sheets: [{ name: '捐赠', rows: [heads, ...rows.map(line)] }] })
  const response = await open.app.inject({
    method: 'POST',
    url: '/api/imports?fileName=a.xlsx',
    headers: { 'content-type': 'application/octet-stream', ...headers(recorder) },
    payload: Buffer.from(bytes),
  })
  return settled(answer.parse(response.json()).id)
}
async function keep(id: string) {
  const response = await open.app.inject({
    method: 'POST',
    url: `/api/imports/${id}/keep`,
    headers: headers(recorder),
    payload: { as: 'SUBMITTED' },
  })
  expect(response.statusCode).toBe(202)
  return settled(id)
}
const linesOf = async (title: string) =>
  (
    await open.database.pool.query(
      `SELECT d.recipient, d.recipient_name AS name, h.number FROM donation d JOIN activity t ON t.id = d.activity_id LEFT JOIN household h ON h.id = d.household_id WHERE t.title = $1`,
      [title],
    )
  ).rows

test('a donation goes to a household by the number of its case', async () => {
  const checked = await send({ 标题: '捐给一户', 捐赠1帮扶家庭档案号: cases.paired.number })
  expect(checked).toMatchObject({ goodRows: 1, badRows: 0 })
  expect(await keep(checked.id)).toMatchObject({ state: 'KEPT', keptRows: 1 })
  expect(await linesOf('捐给一户')).toEqual([
    { recipient: 'HOUSEHOLD', name: '', number: cases.paired.number },
  ])
})

test('a case out of sight is as one that there is not; one that takes nothing is refused', async () => {
  const { rows } = await open.database.pool.query<{ number: string }>(
    `SELECT h.number FROM household h JOIN organisation k ON k.id = h.keeper_id WHERE h.closed_on IS NULL AND k.id <> (SELECT keeper_id FROM household WHERE id = $1) LIMIT 1`,
    [cases.paired.id],
  )
  const checked = await send(
    { 标题: '别处的', 捐赠1帮扶家庭档案号: rows[0]?.number ?? '' },
    { 标题: '没有的', 捐赠1帮扶家庭档案号: '230102001001-9999' },
    { 标题: '未结对的', 捐赠1帮扶家庭档案号: cases.unpaired.number },
    { 标题: '未同意的', 捐赠1帮扶家庭档案号: cases.silent.number },
  )
  expect(checked).toMatchObject({ goodRows: 0, badRows: 4 })
  const told = checked.bad.map(({ problems }) =>
    problems.map(({ column, message }) => `${column} ${message}`),
  )
  expect(told.slice(0, 3)).toEqual(
    Array.from({ length: 3 }, () => [
      expect.stringMatching(/^household1 所选家庭当日未与本支部结对/),
    ]),
  )
  expect(told[3]).toEqual([expect.stringMatching(/^household1 这户家庭没有同意接受捐助/)])
})

test('who a family is stands nowhere: not in what is kept aside, told, marked, exported or logged', async () => {
  const number = cases.paired.number
  const checked = await send(
    { 标题: '名在物品', 捐赠1物品或说明: `棉被(${family.name})`, 捐赠1帮扶家庭档案号: number },
    { 标题: `慰问${family.name}`, 捐赠1帮扶家庭档案号: number },
    { 标题: '名在档案号', 捐赠1帮扶家庭档案号: family.name },
    { 标题: '证件号在档案号', 捐赠1帮扶家庭档案号: family.identityNumber },
    { 标题: '电话在接收方', 捐赠1接收方: family.phone },
    { 标题: '名在价值', '捐赠1价值(元)': `300${family.name}`, 捐赠1帮扶家庭档案号: number },
    { 标题: '住址在说明', 说明: `送到${family.address}`, 捐赠1帮扶家庭档案号: number },
    { 标题: '都在备注', 备注: Object.values(family).join(' '), 捐赠1帮扶家庭档案号: number },
    { 标题: '号码在备注', 备注: `${family.phone} ${family.identityNumber}` },
  )
  expect(checked).toMatchObject({ goodRows: 2, badRows: 7 })
  expect(checked.bad.map(({ problems }) => problems.map(({ column }) => column))).toEqual([
    ['item1'],
    ['title'],
    ['household1'],
    ['household1'],
    ['recipient1'],
    ['value1'],
    ['words'],
  ])
  expect(checked.bad[0]?.cells).toContain('（已隐去）')
  expect(await keep(checked.id)).toMatchObject({ state: 'KEPT', keptRows: 2 })
  const marked = await open.app.inject({
    url: `/api/imports/${checked.id}/marked.xlsx`,
    headers: headers(recorder),
  })
  const { sheets } = await readXlsx(marked.rawPayload)
  const exported = await open.app.inject({
    url: '/api/exports/imports.csv',
    headers: headers(recorder),
  })
  const aside = await open.database.pool.query<{ row: string }>(
    'SELECT to_json(r)::text AS row FROM import_row r UNION ALL SELECT to_json(e)::text FROM audit_event e UNION ALL SELECT to_json(n)::text FROM notification n',
  )
  const everything = {
    shown: checked.body,
    marked: JSON.stringify(sheets),
    exported: exported.body,
    aside: aside.rows.map(({ row }) => row).join('\n'),
    logged,
  }
  for (const [place, text] of Object.entries(everything))
    expect([place, Object.values(family).filter((secret) => text.includes(secret))]).toEqual([
      place,
      [],
    ])
  expect(everything.marked).toContain('名在物品')
})

test('a case that is closed, or takes nothing any more, between the check and the keeping is not given anything', async () => {
  const checked = await send(
    { 标题: '后来不收', 捐赠1帮扶家庭档案号: cases.paired.number },
    { 标题: '照旧', 捐赠1物品或说明: '米' },
  )
  expect(checked).toMatchObject({ goodRows: 2, badRows: 0 })
  await open.database.pool.query(
    `UPDATE household SET consent_purposes = '{VISITS}' WHERE id = $1`,
    [cases.paired.id],
  )
  expect(await keep(checked.id)).toMatchObject({ state: 'KEPT', keptRows: 1 })
  expect(await linesOf('后来不收')).toEqual([])
  expect(await linesOf('照旧')).toHaveLength(1)
})
