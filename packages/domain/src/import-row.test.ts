import { describe, expect, test } from 'vitest'
import {
  columnOf,
  comparable,
  IMPORT_COLUMNS,
  namesOfColumns,
  readHeads,
  readImportRow,
} from './import-row.ts'
import type { ImportChoices, ImportColumn } from './import-row.ts'

const names: Record<ImportColumn, readonly string[]> = {
  number: ['编号'],
  day: ['日期', 'Day'],
  pairing: ['共建对子', 'Pairing'],
  kind: ['类别'],
  area: ['六帮'],
  direction: ['帮扶方向'],
  title: ['标题', 'Title'],
  words: ['说明'],
  headCount: ['参加人数'],
  hoursEach: ['人均工时'],
  indicator1: ['指标1'],
  quantity1: ['数量1'],
  indicator2: ['指标2'],
  quantity2: ['数量2'],
  indicator3: ['指标3'],
  quantity3: ['数量3'],
  indicator4: ['指标4'],
  quantity4: ['数量4'],
}
test('each column is asked for its names by its own name', () => {
  expect(Object.entries(namesOfColumns((column) => [column]))).toEqual(
    IMPORT_COLUMNS.map((column) => [column, [column]]),
  )
})

const pairing = { id: 'p', validFrom: '2008-01-01', validTo: null }
const choices: ImportChoices = {
  pairings: new Map([
    [comparable('支部 — 社区'), [pairing]],
    [comparable('社区'), [pairing, { id: 'q', validFrom: '2008-09-01', validTo: null }]],
  ]),
  kinds: new Map([['走访', 'VISIT']]),
  areas: new Map([['绿色社区', 'GREEN']]),
  directions: new Map([['双方共办', 'JOINT']]),
  indicators: new Map([
    ['种树', { code: 'trees', kind: 'SIX_HELPS', area: 'GREEN', units: ['棵'] }],
    ['党课', { code: 'lectures', kind: 'SIX_HELPS', area: 'PARTY_BUILDING', units: ['次'] }],
  ]),
  direction: 'AGENCY_TO_COMMUNITY',
  period: { startsOn: '2008-01-01', endsOn: '2008-12-31' },
}
const heads = Object.fromEntries(IMPORT_COLUMNS.map((column, index) => [column, index]))
const row = (cells: Partial<Record<ImportColumn, string>>) =>
  readImportRow(
    IMPORT_COLUMNS.map((column) => cells[column] ?? ''),
    heads,
    choices,
  )

describe('heads', () => {
  test('are found in any order, with marks and notes, full-width, in another language', () => {
    expect(readHeads(['Title', '', ' 日 期 *', '共建对子（必填）'], names)).toEqual({
      title: 0,
      day: 2,
      pairing: 3,
    })
  })
  test('a row without one of the necessary ones is none', () => {
    expect(readHeads(['日期', '标题'], names)).toBeNull()
    expect(readHeads([], names)).toBeNull()
  })
})

describe('a row', () => {
  test('becomes a record as typed: what the row leaves out follows from its first indicator', () => {
    expect(
      row({
        day: '9月3日',
        pairing: '支部—社区',
        title: '植树',
        headCount: '１２人',
        hoursEach: '1.5小时',
        indicator1: '种树',
        quantity1: '1,200棵',
      }),
    ).toEqual({
      content: {
        pairingId: '',
        day: '2008-09-03',
        kind: 'SIX_HELPS',
        area: 'GREEN',
        direction: 'AGENCY_TO_COMMUNITY',
        campaignId: null,
        title: '植树',
        words: '',
        outputs: [{ indicatorCode: 'trees', quantity: '1200' }],
        participations: [{ label: null, headCount: '12', hoursEach: '1.5' }],
        donations: [],
      },
      pairing,
      number: '',
      problems: [],
    })
  })

  test('says of each cell what is wrong with it', () => {
    expect(
      row({
        day: '2008.9.3',
        pairing: '别的社区',
        kind: '开会',
        area: '六',
        indicator1: '种树',
        quantity1: '3米',
        indicator2: '唱歌',
        quantity3: '4',
      }).problems,
    ).toEqual([
      { column: 'quantity1', code: 'UNIT_DIFFERS', values: { unit: '棵', typed: '米' } },
      { column: 'indicator2', code: 'UNKNOWN_CHOICE' },
      { column: 'indicator3', code: 'REQUIRED' },
      { column: 'kind', code: 'UNKNOWN_CHOICE' },
      { column: 'area', code: 'UNKNOWN_CHOICE' },
      { column: 'pairing', code: 'UNKNOWN_PAIRING' },
    ])
  })

  test('of two pairings of one name takes the one in force on the day; two in force are a problem', () => {
    expect(row({ day: '2008-08-01', pairing: '社区' }).pairing?.id).toBe('p')
    expect(row({ day: '2008-09-03', pairing: '社区' }).problems).toEqual([
      { column: 'pairing', code: 'AMBIGUOUS_PAIRING' },
    ])
  })

  test('keeps what is no number or day as it is typed, so that the check can name it', () => {
    const { content } = row({ day: '近日', pairing: '支部-社区', headCount: '若干' })
    expect(content.day).toBe('近日')
    expect(content.participations[0]?.headCount).toBe('若干')
  })
})

test('each path of a record has its column', () => {
  expect(columnOf('day', heads)).toBe('day')
  expect(columnOf('outputs', heads)).toBe('indicator1')
  expect(columnOf('outputs.2.quantity', heads)).toBe('quantity3')
  expect(columnOf('outputs.1.indicatorCode', heads)).toBe('indicator2')
  expect(columnOf('participations.0.headCount', heads)).toBe('headCount')
  expect(columnOf('participations.0.hoursEach', heads)).toBe('hoursEach')
  expect(columnOf('area', { title: 1 })).toBe('title')
})
