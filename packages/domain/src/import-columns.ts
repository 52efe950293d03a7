import { plainText } from './chinese-number.ts'

/** The columns of the sheet of records, in the order of the template; outputs and donations come in numbered lines. */
export const IMPORT_COLUMNS = [
  'number',
  'day',
  'pairing',
  'kind',
  'area',
  'direction',
  'title',
  'words',
  'headCount',
  'hoursEach',
  'indicator1',
  'quantity1',
  'indicator2',
  'quantity2',
  'indicator3',
  'quantity3',
  'indicator4',
  'quantity4',
  'donation1',
  'item1',
  'count1',
  'value1',
  'recipient1',
  'household1',
  'drive1',
  'receipt1',
  'donation2',
  'item2',
  'count2',
  'value2',
  'recipient2',
  'household2',
  'drive2',
  'receipt2',
] as const
export type ImportColumn = (typeof IMPORT_COLUMNS)[number]
export const outputColumns = [
  ['indicator1', 'quantity1'],
  ['indicator2', 'quantity2'],
  ['indicator3', 'quantity3'],
  ['indicator4', 'quantity4'],
] as const satisfies (readonly [ImportColumn, ImportColumn])[]
export type DonationColumns = Record<
  | 'kind'
  | 'description'
  | 'quantity'
  | 'valueYuan'
  | 'recipientName'
  | 'householdId'
  | 'driveId'
  | 'receiptNumber',
  ImportColumn
>
/** Where each field of a donation line stands. */
export const donationColumns: readonly DonationColumns[] = [
  {
    kind: 'donation1',
    description: 'item1',
    quantity: 'count1',
    valueYuan: 'value1',
    recipientName: 'recipient1',
    householdId: 'household1',
    driveId: 'drive1',
    receiptNumber: 'receipt1',
  },
  {
    kind: 'donation2',
    description: 'item2',
    quantity: 'count2',
    valueYuan: 'value2',
    recipientName: 'recipient2',
    householdId: 'household2',
    driveId: 'drive2',
    receiptNumber: 'receipt2',
  },
]
const ofDonations: readonly ImportColumn[] = donationColumns.flatMap((line) => Object.values(line))
export const isOfDonations = (column: ImportColumn): boolean => ofDonations.includes(column)
/** Without these a row is no head of ours. */
const necessary: readonly ImportColumn[] = ['day', 'pairing', 'title']

/** The names of each column, each asked for once. */
export function namesOfColumns(
  of: (column: ImportColumn) => readonly string[],
): Record<ImportColumn, readonly string[]> {
  return {
    number: of('number'),
    day: of('day'),
    pairing: of('pairing'),
    kind: of('kind'),
    area: of('area'),
    direction: of('direction'),
    title: of('title'),
    words: of('words'),
    headCount: of('headCount'),
    hoursEach: of('hoursEach'),
    indicator1: of('indicator1'),
    quantity1: of('quantity1'),
    indicator2: of('indicator2'),
    quantity2: of('quantity2'),
    indicator3: of('indicator3'),
    quantity3: of('quantity3'),
    indicator4: of('indicator4'),
    quantity4: of('quantity4'),
    donation1: of('donation1'),
    item1: of('item1'),
    count1: of('count1'),
    value1: of('value1'),
    recipient1: of('recipient1'),
    household1: of('household1'),
    drive1: of('drive1'),
    receipt1: of('receipt1'),
    donation2: of('donation2'),
    item2: of('item2'),
    count2: of('count2'),
    value2: of('value2'),
    recipient2: of('recipient2'),
    household2: of('household2'),
    drive2: of('drive2'),
    receipt2: of('receipt2'),
  }
}

/** Where each column stands in the sheet, from 0. */
export type ImportHeads = Partial<Record<ImportColumn, number>>

/** A head or a choice as it is compared: without marks and spaces, whether it is full-width or not. */
export function comparable(text: string): string {
  return plainText(text)
    .replaceAll(/[—–―]/g, '-')
    .replaceAll(/[\s*:]/g, '')
    .toLowerCase()
}

/** A head without the note in brackets behind it. */
function comparableHead(text: string): string {
  return comparable(plainText(text).replaceAll(/\([^)]*\)/g, ''))
}

/** The columns by their names in any language and any order, or null where the row is not our head row. */
export function readHeads(
  cells: readonly string[],
  names: Record<ImportColumn, readonly string[]>,
): ImportHeads | null {
  const heads: ImportHeads = {}
  const written = cells.map(comparableHead)
  for (const column of IMPORT_COLUMNS) {
    const known = names[column].map(comparableHead)
    const index = written.findIndex((head) => known.includes(head))
    if (index >= 0) heads[column] = index
  }
  return necessary.every((column) => heads[column] !== undefined) ? heads : null
}

/** In which line of the sheet, from 0, each output and donation of a record stands: lines may be left empty. */
export type ImportLines = Record<'outputs' | 'donations', readonly number[]>

/** The column of the sheet in which a problem of the record stands ('outputs.0.quantity' is 'quantity1'). */
export function columnOf(path: string, heads: ImportHeads, lines: ImportLines): ImportColumn {
  const [part, index, field] = path.split('.')
  if (part === 'outputs') {
    const pair = outputColumns[lines.outputs[Number(index ?? 0)] ?? 0] ?? outputColumns[0]
    return field === 'quantity' ? pair[1] : pair[0]
  }
  if (part === 'donations') return donationColumn(lines.donations[Number(index ?? 0)] ?? 0, field)
  if (part === 'participations') return field === 'hoursEach' ? 'hoursEach' : 'headCount'
  if (part === 'pairingId') return 'pairing'
  const column = IMPORT_COLUMNS.find((name) => name === part)
  return column !== undefined && heads[column] !== undefined ? column : 'title'
}

function donationColumn(line: number, field: string | undefined): ImportColumn {
  const columns = donationColumns[line]
  // The unit stands behind the quantity.
  const name = field === 'unit' ? 'quantity' : field
  const known = Object.entries(columns ?? {}).find(([key]) => key === name)
  return known?.[1] ?? columns?.kind ?? 'donation1'
}
