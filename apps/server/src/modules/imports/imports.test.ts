import { constants, deflateRawSync } from 'node:zlib'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { verifyAudit } from '../audit/verify-audit.ts'

const sheetRow = z.object({
  rowNumber: z.number(),
  cells: z.array(z.string()),
  problems: z.array(
    z.object({
      column: z.string(),
      index: z.number().nullable(),
      message: z.string(),
      recordId: z.string().optional(),
    }),
  ),
})
const answer = z
  .looseObject({
    id: z.string(),
    code: z.string(),
    message: z.string(),
    state: z.string(),
    goodRows: z.number(),
    badRows: z.number(),
    duplicateRows: z.number(),
    similarRows: z.number(),
    keptRows: z.number(),
    doneRows: z.number(),
    problem: z.object({ code: z.string() }).nullable(),
    bad: z.array(sheetRow),
    duplicate: z.array(sheetRow),
    similar: z.array(sheetRow),
  })
  .partial()
type Answer = z.infer<typeof answer>

let open: AppUnderTest
let recorder: string
let pairing: string
beforeAll(async () => {
  open = await openApp()
  recorder = await open.cookieOf('recorder')
  const { rows } = await open.database.pool.query<{ name: string }>(
    `SELECT a.name || ' — ' || c.name AS name FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
     WHERE a.path = '2301/A001/A001-01/' AND p.level = 'BRANCH_COMMUNITY' AND p.valid_to IS NULL ORDER BY p.valid_from LIMIT 1`,
  )
  pairing = rows[0]?.name ?? ''
})
afterAll(() => open.close())

const headers = (cookie: string | null) => ({
  'x-requested-with': 'test',
  ...(cookie === null ? {} : { cookie }),
})
async function send(
  payload: Uint8Array | string,
  fileName = 'a.xlsx',
  cookie: string | null = recorder,
) {
  const response = await open.app.inject({
    method: 'POST',
    url: `/api/imports?fileName=${encodeURIComponent(fileName)}`,
    headers: { 'content-type': 'application/octet-stream', ...headers(cookie) },
    payload: Buffer.from(payload),
  })
  return settled(response.statusCode, answer.parse(response.json()), cookie)
}
/** The import when the work on it has ended. */
async function settled(status: number, first: Answer, cookie: string | null) {
  let told = first
  await expect
    .poll(
      async () => {
        if (status !== 202) return 'refused'
        told = await shown(told.id, cookie)
        return told.state ?? ''
      },
      { timeout: 20_000, interval: 20 },
    )
    .not.toMatch(/ING$/)
  return { status, ...told, code: told.code ?? told.problem?.code }
}
async function shown(id: string | undefined, cookie: string | null): Promise<Answer> {
  const response = await open.app.inject({ url: `/api/imports/${id}`, headers: headers(cookie) })
  return answer.parse(response.json())
}
async function decide(
  id: string | undefined,
  what: 'keep' | 'undo' | 'stop',
  as = 'DRAFT',
  cookie = recorder,
) {
  const response = await open.app.inject({
    method: 'POST',
    url: `/api/imports/${id}/${what}`,
    headers: headers(cookie),
    ...(what === 'keep' ? { payload: { as } } : {}),
  })
  return settled(response.statusCode, answer.parse(response.json()), cookie)
}
const count = async (where: string) => {
  const { rows } = await open.database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM activity WHERE ${where}`,
  )
  return rows[0]?.n
}

/** An archive of one deflated entry. */
function archive(name: string, deflated: Buffer): Buffer {
  const local = Buffer.alloc(30 + name.length)
  local.write('PK\u0003\u0004', 'latin1')
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(deflated.length, 18)
  local.writeUInt16LE(name.length, 26)
  local.write(name, 30)
  const directory = Buffer.alloc(46 + name.length)
  directory.write('PK\u0001\u0002', 'latin1')
  directory.writeUInt16LE(8, 10)
  directory.writeUInt32LE(deflated.length, 20)
  directory.writeUInt32LE(1000, 24)
  directory.writeUInt16LE(name.length, 28)
  directory.write(name, 46)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(local.length + deflated.length, 16)
  return Buffer.concat([local, deflated, directory, end])
}
/** As Excel in an office saves .csv: GB 18030, of which no encoder ships with Node. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, number[]>()
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1)
      if (second !== 0x7f) codes.set(decoder.decode(Uint8Array.of(first, second)), [first, second])
  return Buffer.from([...text].flatMap((sign) => codes.get(sign) ?? [...Buffer.from(sign)]))
}

const head = ['标题', '日期*', '共建对子', '指标1', '数量1', '参加人数', '人均工时']
const row = (
  title: string,
  day: string | number,
  quantity: string | number = '3场',
  to = pairing,
) => [title, day, to, 'partyBuilding.lectures', quantity, '１２人', '1.5小时']
const sheet = (rows: (string | number | null)[][], more: object = {}) =>
  writeXlsx({
    sheets: [
      { name: '无关', rows: [['别的']] },
      { name: 'Sheet7', rows: [['某某单位一览'], head, ...rows], ...more },
    ],
  })

const old = Buffer.from('d0cf11e0a1b11ae1', 'hex')

describe('a file is refused and told why', () => {
  test.each([
    ['of an old Excel', old, 'a.xls', 'WORKBOOK_IS_OLD'],
    ['that is none', Buffer.from('%PDF-1.4'), 'a.pdf', 'NOT_A_WORKBOOK'],
    ['broken', Buffer.from('PK\u0003\u0004 and no more'), 'a.xlsx', 'NOT_A_WORKBOOK'],
    ['empty', Buffer.alloc(0), 'a.xlsx', 'WORKBOOK_EMPTY'],
    [
      'that is an archive of something else',
      archive('[Content_Types].xml', deflateRawSync('<Types/>')),
      'a.xlsx',
      'WORKBOOK_UNREADABLE',
    ],
    [
      'of more rows than are taken',
      `${head.join(',')}\n${'一\n'.repeat(100_001)}`,
      'a.csv',
      'TOO_MANY_ROWS',
    ],
    [
      'with a password',
      Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')]),
      'a.xlsx',
      'WORKBOOK_HAS_PASSWORD',
    ],
    ['without our head row', Buffer.from('甲,乙\n1,2\n'), 'a.csv', 'NO_HEAD_ROW'],
  ])('%s', async (_what, bytes, name, code) => {
    expect((await send(bytes, name)).code).toBe(code)
  })

  test('of more bytes than are taken', async () => {
    expect((await send(Buffer.alloc(201 * 1024 * 1024))).code).toBe('WORKBOOK_TOO_LARGE')
  })

  test('that unpacks to more than a gigabyte, whatever it says of itself', async () => {
    const million = deflateRawSync(Buffer.alloc(1024 * 1024), {
      finishFlush: constants.Z_FULL_FLUSH,
    })
    const bomb = Buffer.concat([...Array.from({ length: 1025 }, () => million), deflateRawSync('')])
    expect((await send(archive('[Content_Types].xml', bomb))).code).toBe('WORKBOOK_UNSAFE')
  })

  test('with macros', async () => {
    const bytes = await writeXlsx({
      sheets: [{ name: 'a', rows: [head] }],
      vbaProject: new Uint8Array(16),
    })
    expect((await send(bytes)).code).toBe('WORKBOOK_HAS_MACROS')
  })

  test('that is the template with nothing filled in', async () => {
    const template = await open.app.inject({
      url: '/api/imports/template.xlsx',
      headers: headers(recorder),
    })
    expect((await send(template.rawPayload)).code).toBe('WORKBOOK_EMPTY')
  })

  test('of nobody, and of one who records nothing', async () => {
    expect((await send('', 'a.csv', null)).status).toBe(401)
    expect((await send('', 'a.csv', await open.cookieOf('auditor'))).status).toBe(403)
  })
})

test('bad rows are told cell by cell and come back marked; good ones become drafts only when told, once, and are undone as a whole', async () => {
  const before = await count('true')
  const file = await sheet([
    row('导入一', '2008年9月3日'),
    row('导入二', '２００８．９．４', 2),
    row('导入三', 39696),
    row('导入一', '20080903'),
    row('导入四', '近日'),
    row('导入五', '2008-9-5', '3米'),
    row('导入六', '2008-9-5', 1, '别处'),
  ])
  const checked = await send(file)
  expect(checked).toMatchObject({ status: 202, state: 'CHECKED', goodRows: 3, badRows: 3 })
  expect(checked.duplicate).toMatchObject([
    { rowNumber: 6, problems: [{ column: 'title', message: expect.stringContaining('第 3 行') }] },
  ])
  expect(checked.duplicateRows).toBe(1)
  expect(
    checked.bad?.map(({ rowNumber, problems }) => [
      rowNumber,
      problems.map(({ column }) => column),
    ]),
  ).toEqual([
    [7, ['day']],
    [8, ['quantity1']],
    [9, ['pairing']],
  ])
  expect(await count('true')).toBe(before)

  const stranger = await open.cookieOf('community')
  expect((await decide(checked.id, 'keep', 'DRAFT', stranger)).status).toBe(404)
  expect(await decide(checked.id, 'keep')).toMatchObject({
    status: 202,
    state: 'KEPT',
    keptRows: 3,
  })
  expect((await decide(checked.id, 'keep')).code).toBe('IMPORT_STATE')
  expect(await count(`title LIKE '导入%' AND status = 'DRAFT' AND day = '2008-09-05'`)).toBe(1)
  expect(await count(`title LIKE '导入%' AND person_times = 12 AND hours = 18`)).toBe(3)

  const again = await send(file)
  expect(again).toMatchObject({ goodRows: 0, badRows: 3, duplicateRows: 4 })
  expect((await decide(again.id, 'keep')).code).toBe('NOTHING_TO_KEEP')

  const marked = await open.app.inject({
    method: 'GET',
    url: `/api/imports/${checked.id}/marked.xlsx`,
    headers: headers(recorder),
  })
  expect(marked.statusCode).toBe(200)
  const back = await send(marked.rawPayload)
  expect(back).toMatchObject({ goodRows: 0, badRows: 3, duplicateRows: 0 })

  expect(await decide(checked.id, 'undo')).toMatchObject({
    status: 202,
    state: 'UNDONE',
    keptRows: 0,
  })
  expect(await count(`title LIKE '导入%' AND status = 'WITHDRAWN'`)).toBe(3)
  expect((await send(file)).goodRows).toBe(3)
})

test('submitted ones stand in the totals, each with its event; one that is signed forbids the undoing', async () => {
  const events = async () =>
    (
      await open.database.pool.query<{ action: string }>(
        `SELECT action FROM audit_event WHERE action IN ('activity.submit', 'import.keep') ORDER BY occurred_at DESC LIMIT 3`,
      )
    ).rows
  const checked = await send(
    `\uFEFF${head.join(',')}\n${row('提交一', '2008/9/8').join(',')}\n${row('提交二', '9月9日').join(',')}\n`,
    'a.csv',
  )
  expect(checked).toMatchObject({ goodRows: 2, badRows: 0 })
  expect((await decide(checked.id, 'keep', 'SUBMITTED')).state).toBe('KEPT')
  expect((await events()).map(({ action }) => action).toSorted()).toEqual([
    'activity.submit',
    'activity.submit',
    'import.keep',
  ])
  const { rows: differing } = await open.database.pool.query(
    `(SELECT * FROM activity_rollup EXCEPT SELECT * FROM recomputed_activity_rollup('2301')) LIMIT 5`,
  )
  expect(differing).toEqual([])
  await open.database.pool.query(
    `UPDATE activity SET signed_side = 'COMMUNITY_SIDE', direction = 'JOINT' WHERE title = '提交一'`,
  )
  expect((await decide(checked.id, 'undo')).code).toBe('IMPORT_SIGNED')
  expect(await count(`title LIKE '提交%' AND status = 'SUBMITTED'`)).toBe(2)
  await open.database.pool.query(
    `UPDATE activity SET signed_side = NULL, direction = 'AGENCY_TO_COMMUNITY' WHERE title = '提交一'`,
  )
})

test('what somebody has submitted already is no mistake but there, unless it has a number of its own', async () => {
  const numbered = async (...numbers: string[]) =>
    send(
      `\uFEFF${['编号', ...head].join(',')}\n${numbers
        .map((number) => [number, ...row('再一次', '2008-9-19')].join(','))
        .join('\n')}\n`,
      'a.csv',
    )
  const first = await numbered('1')
  expect((await decide(first.id, 'keep', 'SUBMITTED')).state).toBe('KEPT')
  const again = await numbered('', '1', '2', '2')
  expect(again).toMatchObject({ goodRows: 1, badRows: 0, duplicateRows: 3 })
  expect(again.duplicate?.map(({ problems }) => problems[0]?.message)).toEqual([
    expect.stringContaining('内容完全相同的记录'),
    expect.stringContaining('已经导入过'),
    expect.stringContaining('第 4 行'),
  ])
  const rows = async (query: string, cookie = recorder) =>
    open.app.inject({ url: `/api/imports/${again.id}/rows?${query}`, headers: headers(cookie) })
  expect(
    answer.parse({ bad: (await rows('sort=duplicate&after=2')).json().rows }).bad,
  ).toHaveLength(2)
  expect((await rows('sort=all&after=0')).statusCode).toBe(404)
  expect((await rows('sort=bad&after=0', await open.cookieOf('community'))).statusCode).toBe(404)
  const marked = await open.app.inject({
    url: `/api/imports/${again.id}/marked.xlsx`,
    headers: headers(recorder),
  })
  const { sheets } = await readXlsx(marked.rawPayload)
  expect(JSON.stringify(sheets[1]?.rows)).toContain('标题：')
  expect(sheets.map(({ name, rows: written }) => [name, written.length])).toEqual([
    ['待更正', 1],
    ['重复', 4],
    ['相像', 2],
  ])
})

test('a good row that is like a record in sight, or like a row above it, is told of it and stays good', async () => {
  const heads = ['标题', '日期', '共建对子', '说明', '指标1', '数量1']
  const words = '机关党支部书记为社区党员讲解党的十七大精神，四十二名党员参加。'
  const told = (title: string, day: string, said: string) =>
    [title, day, pairing, said, 'partyBuilding.lectures', '1'].join(',')
  const sent = (...rows: string[]) =>
    send(`\uFEFF${heads.join(',')}\n${rows.join('\n')}\n`, 'a.csv')
  const first = await sent(told('相像一', '2008-8-8', words))
  expect(first).toMatchObject({ goodRows: 1, similarRows: 0, similar: [] })
  expect((await decide(first.id, 'keep')).state).toBe('KEPT')

  const again = await sent(
    told('相像二', '2008-8-9', `${words}居民反映较好。`),
    told('另一回事', '2008-8-9', '在社区庭院栽植丁香二百株，并与居民约定养护办法，机关青年参加。'),
    told('相像三', '2008-8-10', words.replace('四十二名', '42名')),
    told('相像四', '2008-8-20', words),
  )
  expect(again).toMatchObject({ goodRows: 4, badRows: 0, duplicateRows: 0, similarRows: 2 })
  const { rows } = await open.database.pool.query<{ id: string }>(
    `SELECT id FROM activity WHERE title = '相像一'`,
  )
  expect(again.similar).toMatchObject([
    {
      rowNumber: 2,
      problems: [
        {
          column: 'title',
          index: 0,
          message: expect.stringMatching(/^与前一天的记录“相像一”相像（\d\d%）/),
          recordId: rows[0]?.id,
        },
      ],
    },
    {
      rowNumber: 4,
      problems: [{ message: expect.stringMatching(/^与前一天的第 2 行相像（\d\d%）/) }],
    },
  ])
  const next = await open.app.inject({
    url: `/api/imports/${again.id}/rows?sort=similar&after=2`,
    headers: headers(recorder),
  })
  expect(answer.parse({ similar: next.json().rows }).similar).toHaveLength(1)
  const marked = await open.app.inject({
    url: `/api/imports/${again.id}/marked.xlsx`,
    headers: headers(recorder),
  })
  const { sheets } = await readXlsx(marked.rawPayload)
  expect(sheets.map(({ name, rows: written }) => [name, written.length])).toEqual([
    ['待更正', 1],
    ['相像', 3],
  ])
  expect(JSON.stringify(sheets[1]?.rows)).toContain('记录“相像一”')

  // The community, which may import too, does not see the agency's draft.
  const community = await open.cookieOf('community')
  const theirs = await send(
    `\uFEFF${heads.join(',')}\n${told('相像五', '2008-8-8', words)}\n`,
    'theirs.csv',
    community,
  )
  expect(theirs).toMatchObject({ goodRows: 1, similarRows: 0 })
  expect(await decide(again.id, 'keep')).toMatchObject({ state: 'KEPT', keptRows: 4 })
  expect((await shown(again.id, recorder)).similar).toHaveLength(2)
  expect((await decide(again.id, 'undo')).state).toBe('UNDONE')
  expect((await decide(first.id, 'undo')).state).toBe('UNDONE')
})

test('a hidden row is told and not taken; what is merged says the same of each of its rows', async () => {
  const file = await sheet(
    [
      row('藏', '2008-9-10'),
      row('并一', '2008-9-11'),
      ['并二', null, null, 'partyBuilding.lectures', 2, 3, 1],
    ],
    {
      rowDefs: new Map([[2, { hidden: true }]]),
      merges: [
        { startRow: 3, endRow: 4, startCol: 1, endCol: 1 },
        { startRow: 3, endRow: 4, startCol: 2, endCol: 2 },
      ],
    },
  )
  const checked = await send(file)
  expect(checked).toMatchObject({ goodRows: 2, badRows: 1 })
  expect(checked.bad?.[0]?.problems[0]?.message).toContain('隐藏')
})

test('a formula is what it last gave, and days of a Macintosh’s workbook are the same days', async () => {
  const cells = new Map([['1,4', { formula: 'SUM(1,2)', formulaResult: 3 }]])
  const computed = await writeXlsx({
    sheets: [{ name: 'a', rows: [head, row('公式', '2008-9-17', 0)], cells }],
  })
  const checked = await send(computed)
  expect(checked).toMatchObject({ goodRows: 1, badRows: 0 })
  const macintosh = await writeXlsx({
    dateSystem: '1904',
    sheets: [
      {
        name: 'a',
        rows: [head, ['一九〇四', new Date('2008-09-18T00:00:00Z'), ...row('', '').slice(2)]],
      },
    ],
  })
  const fromMacintosh = await send(macintosh)
  expect(fromMacintosh).toMatchObject({ goodRows: 1, badRows: 0 })
  const written = new Date('2008-09-21T00:00:00Z')
  const cellsOfDays = new Map(
    ['yyyy"年"m"月"d"日"', '[$-804]m/d/yyyy', 'yyyy/m/d;@'].map((numFmt, index) => [
      `${index + 1},1`,
      { value: written, style: { numFmt } },
    ]),
  )
  const shownAsDays = await send(
    await writeXlsx({
      sheets: [
        {
          name: 'a',
          rows: [head, ...['甲', '乙', '丙'].map((title) => row(`格式${title}`, ''))],
          cells: cellsOfDays,
        },
      ],
    }),
  )
  expect(shownAsDays).toMatchObject({ goodRows: 3, badRows: 0 })
  const { rows } = await open.database.pool.query(
    `SELECT cells[2] AS written, content->>'day' AS day, content->'outputs'->0->>'quantity' AS quantity FROM import_row WHERE import_id = ANY($1::uuid[]) ORDER BY 2`,
    [[checked.id, fromMacintosh.id, shownAsDays.id]],
  )
  expect(rows).toEqual([
    { written: '2008-9-17', day: '2008-09-17', quantity: '3' },
    { written: '2008-09-18', day: '2008-09-18', quantity: '3' },
    ...Array.from({ length: 3 }, () => ({
      written: '2008-09-21',
      day: '2008-09-21',
      quantity: '3',
    })),
  ])
})

test('a text file as an office saves it, in GB 18030', async () => {
  const lines = [head, row('国标', '2008年9月12日')].map((cells) => cells.join(','))
  expect(await send(gb18030(lines.join('\r\n')), 'a.csv')).toMatchObject({
    goodRows: 1,
    badRows: 0,
  })
})

test('the keeping stops after the batch under way, is gone on with, and undone, without a row twice; what waits behind it can be stopped too', async () => {
  const many = await sheet(
    Array.from({ length: 700 }, (_, index) => row(`成批${index}`, '2008-9-15')),
  )
  const { pool } = open.database
  const checked = await send(many)
  expect(checked).toMatchObject({ state: 'CHECKED', goodRows: 700 })
  const post = async (url: string, payload?: object) =>
    answer.parse(
      (
        await open.app.inject({
          method: 'POST',
          url,
          headers: headers(recorder),
          ...(payload === undefined ? {} : { payload }),
        })
      ).json(),
    )

  // The first batch waits for the chain of its community for as long as somebody else has it.
  const other = await pool.connect()
  await other.query('BEGIN')
  await other.query('SELECT FROM audit_chain FOR UPDATE')
  expect((await post(`/api/imports/${checked.id}/keep`, { as: 'SUBMITTED' })).state).toBe('KEEPING')
  expect((await decide(checked.id, 'undo')).code).toBe('IMPORT_STATE')
  const behind = await open.app.inject({
    method: 'POST',
    url: '/api/imports?fileName=behind.xlsx',
    headers: { 'content-type': 'application/octet-stream', ...headers(recorder) },
    payload: Buffer.from(many),
  })
  const second = answer.parse(behind.json())
  expect(second.state).toBe('READING')
  expect((await post(`/api/imports/${second.id}/stop`)).state).toBe('READING')
  expect((await post(`/api/imports/${checked.id}/stop`)).state).toBe('KEEPING')
  await other.query('COMMIT')
  other.release()

  expect(await settled(202, checked, recorder)).toMatchObject({ state: 'STOPPED', keptRows: 500 })
  expect(await settled(202, second, recorder)).toMatchObject({ state: 'CANCELLED', goodRows: 0 })
  expect((await decide(checked.id, 'stop')).code).toBe('IMPORT_STATE')
  expect(await count(`title LIKE '成批%'`)).toBe(500)
  expect(await decide(checked.id, 'keep', 'SUBMITTED')).toMatchObject({
    state: 'KEPT',
    keptRows: 700,
  })
  expect(await count(`title LIKE '成批%' AND status = 'SUBMITTED'`)).toBe(700)
  expect(await decide(checked.id, 'undo')).toMatchObject({ state: 'UNDONE', doneRows: 700 })
  expect(await count(`title LIKE '成批%' AND status = 'WITHDRAWN'`)).toBe(700)
  const { rows: differing } = await pool.query(
    `(SELECT * FROM activity_rollup EXCEPT SELECT * FROM recomputed_activity_rollup('2301')) LIMIT 5`,
  )
  expect(differing).toEqual([])
  expect(await verifyAudit(pool, '2301')).toMatchObject({ broken: null })
})

test('an import whose server is gone can be gone on with', async () => {
  const checked = await send(await sheet([row('中断', '2008-9-16')]))
  await open.database.pool.query(
    `UPDATE import SET state = 'KEEPING', alive_at = now() - interval '2 minutes' WHERE id = $1`,
    [checked.id],
  )
  expect(await shown(checked.id, recorder)).toMatchObject({
    state: 'CHECKED',
    problem: { code: 'IMPORT_BROKEN' },
  })
  expect((await decide(checked.id, 'keep')).state).toBe('KEPT')
  expect((await shown(checked.id, recorder)).problem).toBe(null)
})

test('donations come with their record, their sum is its donated value; what does not agree is told at its cell', async () => {
  const drive = (
    await open.database.pool.query<{ name: string }>(
      `SELECT v.name FROM donation_drive v JOIN organisation w ON w.id = v.organiser_id WHERE w.path = '2301/' AND '2008-05-20' BETWEEN opens_on AND closes_on LIMIT 1`,
    )
  ).rows[0]?.name
  const heads = [
    '标题',
    '日期',
    '共建对子',
    '指标1',
    '数量1',
    '捐赠1种类',
    '捐赠1物品或说明',
    '捐赠1数量',
    '捐赠1价值(元)',
    '捐赠1专项',
    '捐赠2价值',
    '捐赠2接收方',
    '捐赠2收据号',
  ]
  const given = (title: string, ...cells: (string | number | null)[]) => [
    title,
    '2008-5-20',
    pairing,
    ...cells,
  ]
  const quilts = ['捐物', '棉被', '２０床', '1,200元']
  const checked = await send(
    await writeXlsx({
      sheets: [
        {
          name: '捐赠',
          rows: [
            heads,
            given('捐甲', null, null, ...quilts, drive ?? null, 300.5, '市儿童福利院', '0013'),
            given('捐乙', 'relief.donatedValue', 1200, ...quilts),
            given('捐丙', 'relief.donatedValue', 1000, ...quilts),
            given('捐丁', null, null, '捐物', null, null, '-5', '没有的专项'),
            given('捐戊', null, null, null, null, null, null, null, null, '市儿童福利院'),
          ],
        },
      ],
    }),
  )
  expect(drive).toBeDefined()
  expect(checked).toMatchObject({ goodRows: 2, badRows: 3 })
  expect(
    checked.bad?.map(({ problems }) => problems.map(({ column }) => column).toSorted()),
  ).toEqual([['quantity1'], ['drive1', 'item1', 'value1'], ['value2']])
  expect((await decide(checked.id, 'keep', 'SUBMITTED')).state).toBe('KEPT')
  const { rows } = await open.database.pool.query(
    `SELECT t.title, t.area, o.claimed::text AS sum, (SELECT json_agg(json_build_array(d.kind, d.description, trim_scale(d.quantity)::text, d.unit, trim_scale(d.value_yuan)::text, d.recipient, d.recipient_name, d.receipt_number, v.name) ORDER BY d.position)
       FROM donation d LEFT JOIN donation_drive v ON v.id = d.drive_id WHERE d.activity_id = t.id) AS lines
     FROM activity t JOIN output o ON o.activity_id = t.id AND o.indicator_code = 'relief.donatedValue' WHERE t.title IN ('捐甲', '捐乙') ORDER BY t.title DESC`,
  )
  const line = ['GOODS', '棉被', '20', '床', '1200', 'RECEIVING_SIDE', '', '']
  expect(rows).toEqual([
    {
      title: '捐甲',
      area: 'RELIEF',
      sum: expect.stringMatching(/^1500.50*$/),
      lines: [
        [...line, drive],
        ['CASH', '', null, '', '300.5', 'OTHER', '市儿童福利院', '0013', null],
      ],
    },
    {
      title: '捐乙',
      area: 'RELIEF',
      sum: expect.stringMatching(/^1200(?:.0*)?$/),
      lines: [[...line, null]],
    },
  ])
  expect(await decide(checked.id, 'undo')).toMatchObject({ state: 'UNDONE' })
})

test('the own imports are listed page by page, also those of one state alone, and exported', async () => {
  const listed = z.object({
    imports: z.array(z.object({ id: z.string(), state: z.string() })),
    next: z.string().nullable(),
  })
  const page = async (query: string, cookie = recorder) => {
    const response = await open.app.inject({
      url: `/api/imports?${query}`,
      headers: headers(cookie),
    })
    return listed.parse(response.json())
  }
  await open.database.pool.query(
    `INSERT INTO import (city_code, id, created_by_id, scope_path, side, file_name, file_hash, heads, state, good_rows, bad_rows, similar_rows, created_at)
     SELECT city_code, gen_random_uuid(), created_by_id, scope_path, side, 'many.csv', '', '{}', 'FAILED', 0, 0, 7, '2008-09-01' FROM (SELECT i.* FROM import i JOIN user_account u ON u.id = i.created_by_id WHERE u.account = 'recorder' LIMIT 1) i, generate_series(1, 25)`,
  )
  const first = await page('state=FAILED')
  const second = await page(`state=FAILED&after=${first.next}`)
  const ids = new Set([...first.imports, ...second.imports].map(({ id }) => id))
  const { rows } = await open.database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM import WHERE state = 'FAILED'`,
  )
  expect(first.imports).toHaveLength(20)
  expect([second.next, ids.size]).toEqual([null, rows[0]?.n])
  expect((await page('state=FAILED', await open.cookieOf('community'))).imports).toEqual([])
  const exported = await open.app.inject({
    url: '/api/exports/imports.csv?states=FAILED',
    headers: headers(recorder),
  })
  expect(exported.body.match(/many\.csv/g)).toHaveLength(25)
  const [head = '', ...lines] = exported.body.split('\r\n')
  const line = lines.find((one) => one.startsWith('many.csv')) ?? ''
  expect(line.split(',')[head.split(',').indexOf('相像行数')]).toBe('7')
})
