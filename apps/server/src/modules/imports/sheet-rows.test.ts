import { describe, expect, test } from 'vitest'
import { measureSheet, sheetRows } from './sheet-rows.ts'
import type { CellContext } from './sheet-rows.ts'

const context: CellContext = {
  texts: ['共建对子', '党课'],
  isDay: [false, true],
  origin: '1899-12-30',
}
async function* stream(xml: string) {
  yield Buffer.from(`<worksheet><sheetData>${xml}</sheetData>`, 'utf8')
}
async function* merged(xml: string, ranges: readonly string[]) {
  yield* stream(xml)
  yield Buffer.from(ranges.map((range) => `<mergeCell ref="${range}"/>`).join(''), 'utf8')
}
async function gathered<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = []
  for await (const value of values) list.push(value)
  return list
}
const rowsOf = (xml: string) => gathered(sheetRows(stream(xml), context, []))

describe('a cell', () => {
  test.each([
    ['<c t="s"><v>1</v></c>', '党课'],
    ['<c t="s"><v>7</v></c>', ''],
    ['<c t="inlineStr"><is><t>甲</t></is></c>', '甲'],
    ['<c t="str"><f>A1&amp;"x"</f><v>乙&amp;</v></c>', '乙&'],
    ['<c t="b"><v>1</v></c>', 'true'],
    ['<c t="e"><v>#N/A</v></c>', '#N/A'],
    ['<c t="d"><v>2008-09-03T00:00:00</v></c>', '2008-09-03'],
    ['<c s="1"><v>39694</v></c>', '2008-09-03'],
    ['<c s="1"><v>39694.75</v></c>', '2008-09-03'],
    ['<c s="0"><v>39694</v></c>', '39694'],
    ['<c><v>0.30000000000000004</v></c>', '0.3'],
    ['<c><v>１２</v></c>', '１２'],
  ])('%s says %s', async (xml, said) => {
    const [row] = await rowsOf(`<row><c t="inlineStr"><is><t>x</t></is></c>${xml}</row>`)
    expect(row?.cells[1]).toBe(said)
  })
})

test('a row without a number is the next one, a cell without a place stands beside the one before', async () => {
  expect(
    await rowsOf(
      '<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row><row/><row><c r="AA5"><v>3</v></c><c r="ZZ5"><v>4</v></c></row><row hidden="true"><c><v>5</v></c></row>',
    ),
  ).toEqual([
    { rowNumber: 3, cells: ['', '1', '2'], isHidden: false },
    { rowNumber: 5, cells: [...Array.from({ length: 26 }, () => ''), '3'], isHidden: false },
    { rowNumber: 6, cells: ['5'], isHidden: true },
  ])
})

test('what is merged downwards is said of each of its rows, and stands behind them in the file', async () => {
  const xml = [2, 3, 4, 5].map((row) => `<row r="${row}"><c r="B${row}"><v>${row}</v></c></row>`)
  const measured = await measureSheet(
    merged(`${xml.join('')}<row r="6"><c r="A6" s="1"/></row>`, ['B2:B4', 'C1:D1', 'A1', 'B5:B99']),
  )
  expect(measured).toEqual({
    filled: 4,
    merges: [
      { from: 2, to: 4, column: 1 },
      { from: 5, to: 99, column: 1 },
    ],
  })
  const rows = await gathered(
    sheetRows(
      stream(`${xml.join('')}<row r="6"><c r="A6" s="1"/></row>`),
      context,
      measured.merges,
    ),
  )
  expect(rows.map(({ cells }) => cells[1])).toEqual(['2', '2', '2', '5', '5'])
})
