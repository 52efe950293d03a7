import { deflateRawSync } from 'node:zlib'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'

const sheetRow = z.object({
  rowNumber: z.number(),
  problems: z.array(z.object({ column: z.string(), message: z.string() })),
})
const answer = z
  .looseObject({
    id: z.string(),
    code: z.string(),
    state: z.string(),
    goodRows: z.number(),
    badRows: z.number(),
    problem: z.object({ code: z.string() }).nullable(),
    bad: z.array(sheetRow),
  })
  .partial()

let open: AppUnderTest
let recorder: string
beforeAll(async () => {
  open = await openApp()
  recorder = await open.cookieOf('recorder')
})
afterAll(() => open.close())

const headers = () => ({ 'x-requested-with': 'test', cookie: recorder })
async function send(payload: Uint8Array, fileName = 'a.xlsx') {
  const response = await open.app.inject({
    method: 'POST',
    url: `/api/imports?fileName=${encodeURIComponent(fileName)}`,
    headers: { 'content-type': 'application/octet-stream', ...headers() },
    payload: Buffer.from(payload),
  })
  const first = answer.parse(response.json())
  const { id } = first
  let told = first
  await expect
    .poll(
      async () => {
        if (response.statusCode !== 202) return 'refused'
        told = answer.parse(
          (await open.app.inject({ url: `/api/imports/${id}`, headers: headers() })).json(),
        )
        return told.state
      },
      { timeout: 30_000, interval: 20 },
    )
    .not.toMatch(/ING$/)
  return { ...told, code: told.code ?? told.problem?.code }
}
async function contentsOf(id: string | undefined) {
  const { rows } = await open.database.pool.query<{
    title: string
    day: string
    quantity: string
    people: string
  }>(
    `SELECT content->>'title' AS title, content->>'day' AS day, content->'outputs'->0->>'quantity' AS quantity, content->'participations'->0->>'headCount' AS people
     FROM import_row WHERE import_id = $1 AND state = 'GOOD' ORDER BY row_number`,
    [id],
  )
  return rows
}

type Part = { name: string; text: string | Buffer; isStored?: boolean }
/** An archive of parts, deflated or stored. */
function zip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, text, isStored = false } of parts) {
    const plain = Buffer.from(text)
    const data = isStored ? plain : deflateRawSync(plain)
    const local = Buffer.alloc(30 + name.length)
    local.write('PK\u0003\u0004', 'latin1')
    local.writeUInt16LE(isStored ? 0 : 8, 8)
    local.writeUInt32LE(data.length, 18)
    local.writeUInt32LE(plain.length, 22)
    local.writeUInt16LE(name.length, 26)
    local.write(name, 30)
    const entry = Buffer.alloc(46 + name.length)
    entry.write('PK\u0001\u0002', 'latin1')
    entry.writeUInt16LE(isStored ? 0 : 8, 10)
    entry.writeUInt32LE(data.length, 20)
    entry.writeUInt32LE(plain.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    entry.write(name, 46)
    locals.push(local, data)
    directory.push(entry)
    at += local.length + data.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, ...directory, end])
}
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = (kind: string, targets: readonly string[]) =>
  `<Relationships>${targets.map((target, index) => `<Relationship Id="r${index + 1}" Type="${office}/${kind}" Target="${target}"/>`).join('')}</Relationships>`
type Sheet = { name: string; state?: string; rows: string }
/** A workbook written by hand: what no library of ours would write. */
const workbook = (sheets: readonly Sheet[], more: readonly Part[] = []): Buffer =>
  zip([
    { name: '[Content_Types].xml', text: '<Types/>' },
    { name: '_rels/.rels', text: relations('officeDocument', ['xl/workbook.xml']) },
    {
      name: 'xl/workbook.xml',
      text: `<workbook><sheets>${sheets.map(({ name, state }, index) => `<sheet name="${name}"${state === undefined ? '' : ` state="${state}"`} r:id="r${index + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `${relations(
        'worksheet',
        sheets.map((_sheet, index) => `sheet${index}.xml`),
      )}<Relationship Id="texts" Type="${office}/sharedStrings" Target="sharedStrings.xml"/>`,
    },
    ...sheets.map(({ rows }, index) => ({
      name: `xl/sheet${index}.xml`,
      text: `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    })),
    ...more,
  ])
const head = ['标题', '日期', '共建对子', '指标1', '数量1', '参加人数', '人均工时']
const told = (
  title: string,
  day: string | number = '2008-9-3',
  quantity: string | number = '1',
) => [title, day, '省报社社区', 'partyBuilding.lectures', quantity, '１２人', '1.5小时']
const xml = (rows: readonly (readonly (string | number)[])[]) =>
  rows
    .map(
      (cells) =>
        `<row>${cells.map((cell) => (typeof cell === 'number' ? `<c><v>${cell}</v></c>` : `<c t="inlineStr"><is><t>${cell}</t></is></c>`)).join('')}</row>`,
    )
    .join('')

describe('a day is the same day', () => {
  const written: readonly (string | number)[] = [
    '2008年9月3日',
    '2008 年 9 月 3 日',
    '２００８年９月３日',
    '二〇〇八年九月三日',
    '2008.9.3',
    '２００８．０９．０３',
    '2008-09-03',
    '2008/9/3 0:00:00',
    '20080903',
    20_080_903,
    '39694',
    39_694,
    39_694.5,
    '9月3日',
    '2008年9月3日 星期三',
  ]
  test.each([
    [
      'in a workbook',
      (rows: (string | number)[][]) => writeXlsx({ sheets: [{ name: 'a', rows }] }),
      'a.xlsx',
    ],
    [
      'in a text file',
      (rows: (string | number)[][]) =>
        Promise.resolve(Buffer.from(rows.map((cells) => cells.join(',')).join('\n'))),
      'a.csv',
    ],
  ])('%s, however it is written', async (place, made, name) => {
    const rows = written.map((day, index) => told(`${place}${index}`, day))
    const checked = await send(await made([head, ...rows]), name)
    expect(checked).toMatchObject({ goodRows: written.length, badRows: 0 })
    expect((await contentsOf(checked.id)).map(({ day }) => day)).toEqual(
      written.map(() => '2008-09-03'),
    )
  })

  test('and what is none is told at its cell', async () => {
    const none = ['近日', '2008年2月30日', '20081301', '2008', 3, '2008.9', '上半年']
    const checked = await send(
      await writeXlsx({
        sheets: [{ name: 'a', rows: [head, ...none.map((day, at) => told(`无日${at}`, day))] }],
      }),
    )
    expect(checked).toMatchObject({ goodRows: 0, badRows: none.length })
    expect(checked.bad?.map(({ problems }) => problems.map(({ column }) => column))).toEqual(
      none.map(() => ['day']),
    )
  })
})

test('a number is the same number, be it text, full-width, with its unit or grouped', async () => {
  const written = [1200, '1200', '１２００', '1,200', '１，２００', ' 1200 ', '1200场', '1200.0']
  const checked = await send(
    await writeXlsx({
      sheets: [
        {
          name: 'a',
          rows: [head, ...written.map((quantity, at) => told(`数${at}`, '2008-9-3', quantity))],
        },
      ],
    }),
  )
  expect(checked).toMatchObject({ goodRows: written.length, badRows: 0 })
  const contents = await contentsOf(checked.id)
  expect(contents.map(({ quantity, people }) => [quantity, people])).toEqual(
    written.map(() => ['1200', '12']),
  )
})

describe('a workbook', () => {
  test('is read from the first sheet that has our head, whatever the sheets are called', async () => {
    const checked = await send(
      await writeXlsx({
        sheets: [
          { name: '封面', rows: [['二〇〇八年共建活动']] },
          { name: '说明 (2)', rows: [['日期', '标题']] },
          { name: '新建工作表', rows: [['一览表'], [], [], head, told('随便的表名')] },
        ],
      }),
    )
    expect(await contentsOf(checked.id)).toMatchObject([{ title: '随便的表名' }])
  })

  test('gives nothing of a sheet that nobody sees', async () => {
    const of = (title: string) => xml([head, told(title)])
    const checked = await send(
      workbook([
        { name: '旧', state: 'hidden', rows: of('藏起来的') },
        { name: '更旧', state: 'veryHidden', rows: of('藏得更深的') },
        { name: '新', rows: of('看得见的') },
      ]),
    )
    expect(await contentsOf(checked.id)).toMatchObject([{ title: '看得见的' }])
  })

  test('with a merged title above, and one day, pairing and number for several rows, is read row by row', async () => {
    const row = (title: string) => [title, '', '', 'partyBuilding.lectures', '', '3', '1']
    const checked = await send(
      await writeXlsx({
        sheets: [
          {
            name: 'a',
            rows: [
              ['共建活动一览', '', '', '', '', '', ''],
              head,
              told('并甲', '2008-9-3', 7),
              row('并乙'),
              row('并丙'),
              told('不并', '2008-9-4', 8),
            ],
            merges: [
              { startRow: 0, endRow: 0, startCol: 0, endCol: 6 },
              ...[1, 2, 4].map((column) => ({
                startRow: 2,
                endRow: 4,
                startCol: column,
                endCol: column,
              })),
            ],
          },
        ],
      }),
    )
    expect(checked).toMatchObject({ goodRows: 4, badRows: 0 })
    expect(
      (await contentsOf(checked.id)).map(({ title, day, quantity }) => [title, day, quantity]),
    ).toEqual([
      ['并甲', '2008-09-03', '7'],
      ['并乙', '2008-09-03', '7'],
      ['并丙', '2008-09-03', '7'],
      ['不并', '2008-09-04', '8'],
    ])
  })

  test('of which rows were filtered out is told each of them, and takes none', async () => {
    const checked = await send(
      workbook([
        {
          name: 'a',
          rows: xml([head, told('筛去一'), told('留下'), told('筛去二')])
            .replace(/<row>(?=<c t="inlineStr"><is><t>筛去一)/, '<row hidden="1">')
            .replace(/<row>(?=<c t="inlineStr"><is><t>筛去二)/, '<row ht="0" hidden="true">'),
        },
      ]),
    )
    expect(checked).toMatchObject({ goodRows: 1, badRows: 2 })
    expect(
      checked.bad?.map(({ rowNumber, problems }) => [rowNumber, problems[0]?.message]),
    ).toEqual([2, 4].map((row) => [row, expect.stringContaining('隐藏')]))
  })

  test('of nearly 200 megabytes is read, however much of it is pictures', async () => {
    const picture = {
      name: 'xl/media/a.png',
      text: Buffer.alloc(190 * 1024 * 1024),
      isStored: true,
    }
    const checked = await send(
      workbook([{ name: 'a', rows: xml([head, told('带图')]) }], [picture]),
    )
    expect(checked).toMatchObject({ goodRows: 1, badRows: 0 })
  })

  test('whose text says that it is a text many times over, is not unfolded', async () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "大大大大大大大大"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData>'
    const rows = xml([head, told('&b;&b;')])
    const checked = await send(
      workbook([
        { name: 'a', rows: '' },
        { name: 'b', rows: `${bomb}${rows}` },
      ]),
    )
    expect(await contentsOf(checked.id)).toMatchObject([{ title: '&b;&b;' }])
  })
})

test('a text file as Excel saves it, "Unicode text", with tabs and in UTF-16', async () => {
  const lines = [head, told('万国码')].map((cells) => cells.join('\t')).join('\r\n')
  const checked = await send(Buffer.from(`\uFEFF${lines}`, 'utf16le'), 'a.txt')
  expect(checked).toMatchObject({ goodRows: 1, badRows: 0 })
})

describe('is refused and told why', () => {
  const small = xml([head, told('一')])
  test.each<[string, () => Buffer, string, string]>([
    [
      'a page that calls itself an old workbook',
      () => Buffer.from('<html><table><tr><td>日期</td></tr></table></html>'),
      'a.xls',
      'NOT_A_WORKBOOK',
    ],
    [
      'a workbook with a sheet of macros',
      () =>
        workbook([{ name: 'a', rows: small }], [{ name: 'xl/macrosheets/sheet1.xml', text: '' }]),
      'a.xlsx',
      'WORKBOOK_HAS_MACROS',
    ],
    [
      'a workbook with macros, whatever it is called',
      () => workbook([{ name: 'a', rows: small }], [{ name: 'xl/vbaProject.bin', text: 'x' }]),
      'a.xlsm',
      'WORKBOOK_HAS_MACROS',
    ],
    [
      'a binary workbook',
      () =>
        zip([
          { name: '[Content_Types].xml', text: '' },
          { name: 'xl/workbook.bin', text: 'x' },
        ]),
      'a.xlsb',
      'NOT_A_WORKBOOK',
    ],
    [
      'a sheet of another office',
      () =>
        zip([
          {
            name: 'mimetype',
            text: 'application/vnd.oasis.opendocument.spreadsheet',
            isStored: true,
          },
        ]),
      'a.ods',
      'NOT_A_WORKBOOK',
    ],
    [
      'an archive of more parts than any workbook has',
      () =>
        workbook(
          [{ name: 'a', rows: small }],
          Array.from({ length: 2001 }, (_, index) => ({ name: `xl/x${index}`, text: '' })),
        ),
      'a.xlsx',
      'WORKBOOK_UNSAFE',
    ],
    [
      'a workbook of which a row does not end',
      () => workbook([{ name: 'a', rows: `${small}<row><c><v>${'9'.repeat(9 * 1024 * 1024)}` }]),
      'a.xlsx',
      'WORKBOOK_UNREADABLE',
    ],
    [
      'an archive cut off in the middle',
      () => workbook([{ name: 'a', rows: small }]).subarray(0, 300),
      'a.xlsx',
      'NOT_A_WORKBOOK',
    ],
  ])('%s', async (_what, made, name, code) => {
    expect((await send(made(), name)).code).toBe(code)
  })
})
