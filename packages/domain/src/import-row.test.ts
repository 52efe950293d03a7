import { describe, expect, test } from 'vitest'
import {
  columnOf,
  comparable,
  IMPORT_COLUMNS,
  namesOfColumns,
  readHeads,
} from './import-columns.ts'
import type { ImportColumn } from './import-columns.ts'
import { readImportRow } from './import-row.ts'
import type { ImportChoices } from './import-row.ts'

const named: Partial<Record<ImportColumn, readonly string[]>> = {
  day: ['日期', 'Day'],
  pairing: ['共建对子', 'Pairing'],
  title: ['标题', 'Title'],
  value1: ['捐赠1价值(元)'],
}
const names = namesOfColumns((column) => named[column] ?? [column])

test('each column is asked for its names by its own name', () => {
  expect(Object.entries(namesOfColumns((column) => [column]))).toEqual(
    IMPORT_COLUMNS.map((column) => [column, [column]]),
  )
})

const pairing = {
  id: 'p',
  validFrom: '2008-01-01',
  validTo: null,
  agencySide: { name: '支部', code: 'A001', path: '2301/A001/' },
  communitySide: { name: '社区', code: 'C001', path: '2301/D1/S1/C001/' },
  zoneId: 'zone',
}
const drive = (id: string, organiserPath: string, zoneId: string | null = null) => ({
  id,
  opensOn: '2008-05-12',
  closesOn: '2008-06-30',
  organiserPath,
  zoneId,
})
const household = (id: string) => ({
  id,
  keeperPath: '2301/D1/S1/C001/',
  takesDonations: true,
  branches: [{ path: '2301/A001/', validFrom: '2008-05-01', validTo: '2008-08-31' }],
})
const choices: ImportChoices = {
  pairings: new Map([
    [comparable('支部 — 社区'), [pairing]],
    [comparable('社区'), [pairing, { ...pairing, id: 'q', validFrom: '2008-09-01' }]],
  ]),
  kinds: new Map([['走访', 'VISIT']]),
  areas: new Map([['绿色社区', 'GREEN']]),
  directions: new Map([['双方共办', 'JOINT']]),
  indicators: new Map([
    ['种树', { code: 'trees', kind: 'SIX_HELPS', area: 'GREEN', units: ['棵'] }],
    [
      'relief.donatedvalue',
      { code: 'relief.donatedValue', kind: 'SIX_HELPS', area: 'RELIEF', units: ['元'] },
    ],
    ['党课', { code: 'lectures', kind: 'SIX_HELPS', area: 'PARTY_BUILDING', units: ['次'] }],
  ]),
  donations: new Map([
    ['捐款', 'CASH'],
    ['捐物', 'GOODS'],
  ]),
  drives: new Map([
    [
      '抗震救灾',
      [
        drive('other street', '2301/D1/S2/'),
        drive('street', '2301/D1/S1/'),
        drive('city', '2301/'),
      ],
    ],
    ['冬衣', [{ ...drive('old', '2301/'), opensOn: '2007-01-01' }, drive('zone', '', 'zone')]],
  ]),
  households: new Map([
    ['c001-0001', household('kept')],
    ['c001-0002', { ...household('silent'), takesDonations: false }],
    ['c002-0001', { ...household('of another community'), keeperPath: '2301/D1/S1/C002/' }],
    ['c001-0003', { ...household('of another branch'), branches: [] }],
  ] as const),
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
      lines: { outputs: [0], donations: [] },
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
      { column: 'pairing', code: 'UNKNOWN_PAIRING' },
      { column: 'kind', code: 'UNKNOWN_CHOICE' },
      { column: 'area', code: 'UNKNOWN_CHOICE' },
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

describe('donations of a row', () => {
  const given = { day: '2008-05-20', pairing: '支部-社区', title: '捐赠' }

  test('become lines as the form writes them: quantity and unit apart, the helped side as who received', () => {
    const { content, problems, lines } = row({
      ...given,
      donation1: '捐物',
      item1: '棉被',
      count1: '２０床',
      value1: '1,200元',
      recipient1: '社区',
      drive1: '抗震救灾',
      value2: '0.5万元',
      recipient2: '市儿童福利院',
      receipt2: '0013',
    })
    expect(content.donations).toEqual([
      {
        kind: 'GOODS',
        description: '棉被',
        quantity: '20',
        unit: '床',
        valueYuan: '1200',
        driveId: 'street',
        receiptNumber: '',
      },
      {
        kind: 'CASH',
        description: '',
        quantity: '',
        unit: '',
        valueYuan: '5000',
        driveId: null,
        recipient: 'OTHER',
        recipientName: '市儿童福利院',
        receiptNumber: '0013',
      },
    ])
    expect({ problems, lines }).toEqual({
      problems: [],
      lines: { outputs: [], donations: [0, 1] },
    })
  })

  test('alone make it a record of relief, and of the community where it gave', () => {
    const { content } = row({ ...given, value2: '100', recipient2: 'a001', direction: '双方共办' })
    expect(content).toMatchObject({ kind: 'SIX_HELPS', area: 'RELIEF' })
    expect(content.donations[0]).toMatchObject({ recipient: 'OTHER' })
    const cells: Partial<Record<ImportColumn, string>> = {
      ...given,
      value1: '100',
      recipient1: 'Ａ００１',
    }
    const back = readImportRow(
      IMPORT_COLUMNS.map((column) => cells[column] ?? ''),
      heads,
      { ...choices, direction: 'COMMUNITY_TO_AGENCY' },
    )
    expect(back.content.donations[0]).not.toHaveProperty('recipient')
  })

  test('to a household are by the number of its case, in its own column or as who received', () => {
    const line = { ...given, value1: '200' }
    for (const cells of [
      { ...line, household1: ' Ｃ００１－０００１ ' },
      { ...line, household1: 'C001-0001', recipient1: '社区' },
      { ...line, household1: 'C001-0001', recipient1: 'C001-0001' },
      { ...line, recipient1: 'C001-0001' },
    ]) {
      const { content, problems } = row(cells)
      expect(content.donations[0]).toMatchObject({ recipient: 'HOUSEHOLD', householdId: 'kept' })
      expect(content.donations[0]).not.toHaveProperty('recipientName')
      expect(problems).toEqual([])
    }
  })

  test.each([
    ['that nobody knows', { household1: '王某' }, 'household1: NOT_YOUR_HOUSEHOLD'],
    ['of another community', { household1: 'C002-0001' }, 'household1: NOT_YOUR_HOUSEHOLD'],
    ['of another branch', { household1: 'C001-0003' }, 'household1: NOT_YOUR_HOUSEHOLD'],
    [
      'of another branch, as who received',
      { recipient1: 'C001-0003' },
      'recipient1: NOT_YOUR_HOUSEHOLD',
    ],
    [
      'on a day before',
      { household1: 'C001-0001', day: '2008-4-30' },
      'household1: NOT_YOUR_HOUSEHOLD',
    ],
    [
      'on a day after',
      { household1: 'C001-0001', day: '2008-9-1' },
      'household1: NOT_YOUR_HOUSEHOLD',
    ],
    ['that takes nothing', { household1: 'C001-0002' }, 'household1: NO_CONSENT_TO_DONATIONS'],
    [
      'and to somebody else',
      { household1: 'C001-0001', recipient1: '市儿童福利院' },
      'recipient1: RECIPIENT_BESIDE_HOUSEHOLD',
    ],
    [
      'and to another',
      { household1: 'C001-0001', recipient1: 'C001-0002' },
      'recipient1: RECIPIENT_BESIDE_HOUSEHOLD',
    ],
  ])('to a household %s are refused at its cell', (_what, cells, problem) => {
    const { problems } = row({ ...given, value1: '200', ...cells })
    expect(problems.map(({ column, code }) => `${column}: ${code}`)).toEqual([problem])
  })

  test('to a household under a pairing or on a day that is not known yet are told of that alone', () => {
    const cells = { ...given, value1: '200', household1: 'C001-0001' }
    expect(row({ ...cells, day: '近日' }).problems).toEqual([])
    expect(row({ ...cells, pairing: '别处' }).problems).toEqual([
      { column: 'pairing', code: 'UNKNOWN_PAIRING' },
    ])
  })

  test('of drives of one name take the one for the pairing that is open on the day', () => {
    expect(row({ ...given, value1: '1', drive1: '冬衣' }).content.donations[0]?.driveId).toBe('old')
    expect(
      row({ ...given, day: '2008-09-01', value1: '1', drive1: '抗震救灾' }).content.donations[0]
        ?.driveId,
    ).toBe('street')
    expect(row({ ...given, value1: '1', drive1: '没有' }).problems).toEqual([
      { column: 'drive1', code: 'UNKNOWN_CHOICE' },
    ])
  })

  test('say what is wrong at the cell of their own line', () => {
    expect(
      row({ ...given, donation1: '捐钱', value1: '3斤', item2: '书', value2: '5' }).problems,
    ).toEqual([
      { column: 'donation1', code: 'UNKNOWN_CHOICE' },
      { column: 'value1', code: 'UNIT_DIFFERS', values: { unit: '元', typed: '斤' } },
      { column: 'donation2', code: 'REQUIRED' },
    ])
    expect(row({ ...given, donation1: '捐款', count1: '3', value1: '5' }).problems).toEqual([
      { column: 'count1', code: 'CASH_HAS_NO_QUANTITY' },
    ])
  })
})

test('each path of a record has its column, also where a line above it is empty', () => {
  const lines = { outputs: [0, 1, 2], donations: [0, 1] }
  expect(columnOf('day', heads, lines)).toBe('day')
  expect(columnOf('outputs', heads, lines)).toBe('indicator1')
  expect(columnOf('outputs.2.quantity', heads, lines)).toBe('quantity3')
  expect(columnOf('outputs.1.indicatorCode', heads, lines)).toBe('indicator2')
  expect(columnOf('outputs.0.quantity', heads, { ...lines, outputs: [3] })).toBe('quantity4')
  expect(columnOf('participations.0.headCount', heads, lines)).toBe('headCount')
  expect(columnOf('participations.0.hoursEach', heads, lines)).toBe('hoursEach')
  expect(columnOf('area', { title: 1 }, lines)).toBe('title')
  expect(columnOf('donations', heads, lines)).toBe('donation1')
  expect(columnOf('donations.1.valueYuan', heads, lines)).toBe('value2')
  expect(columnOf('donations.0.unit', heads, lines)).toBe('count1')
  expect(columnOf('donations.0.recipientName', heads, { ...lines, donations: [1] })).toBe(
    'recipient2',
  )
  expect(columnOf('donations.1.householdId', heads, lines)).toBe('household2')
})
