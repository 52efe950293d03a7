import type { ActivityContentInput } from './activity-content.ts'
import { readDay } from './chinese-day.ts'
import { isUnit, plainText, readNumber } from './chinese-number.ts'
import type { CalendarDay } from './calendar-day.ts'
import type { FieldErrorCode } from './field-problem.ts'
import type { ActivityKind, Direction, HelpArea } from './vocabulary.ts'

/** The columns of the sheet of records, in the order of the template; output lines come in pairs. */
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
] as const
export type ImportColumn = (typeof IMPORT_COLUMNS)[number]
const outputColumns = [
  ['indicator1', 'quantity1'],
  ['indicator2', 'quantity2'],
  ['indicator3', 'quantity3'],
  ['indicator4', 'quantity4'],
] as const satisfies (readonly [ImportColumn, ImportColumn])[]
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

type Choice<Value> = ReadonlyMap<string, Value>
export type ImportedPairing = {
  id: string
  validFrom: CalendarDay
  validTo: CalendarDay | null
}
/** What the cells may name, by comparable text. */
export type ImportChoices = {
  pairings: Choice<readonly ImportedPairing[]>
  kinds: Choice<ActivityKind>
  areas: Choice<HelpArea>
  directions: Choice<Direction>
  indicators: Choice<{
    code: string
    kind: ActivityKind
    area: HelpArea | null
    units: readonly string[]
  }>
  /** What a record is where its row does not say. */
  direction: Direction
  period: { startsOn: CalendarDay; endsOn: CalendarDay } | null
}
export type CellProblem = {
  column: ImportColumn
  code: FieldErrorCode
  values?: Record<string, string | number>
}
export type ReadRow = {
  content: ActivityContentInput
  pairing: ImportedPairing | null
  /** The office's own number of the row: tells two rows apart that are otherwise the same. */
  number: string
  problems: CellProblem[]
}

/** Reads one row of the sheet into a record as typed; what a cell says that is no choice, is a problem of the cell. */
export function readImportRow(
  cells: readonly string[],
  heads: ImportHeads,
  choices: ImportChoices,
): ReadRow {
  const problems: CellProblem[] = []
  const at = (column: ImportColumn): string => {
    const index = heads[column]
    return index === undefined ? '' : (cells[index] ?? '').trim()
  }
  function chosen<Value>(column: ImportColumn, known: Choice<Value>): Value | null {
    const typed = at(column)
    if (typed === '') return null
    const value = known.get(comparable(typed))
    if (value === undefined) problems.push({ column, code: 'UNKNOWN_CHOICE' })
    return value ?? null
  }
  function amount(column: ImportColumn, units: readonly string[]): string {
    const typed = at(column)
    if (typed === '') return ''
    const read = readNumber(typed)
    if (read === null) return typed
    if (units.length > 0 && !isUnit(read.unit, units)) {
      problems.push({
        column,
        code: 'UNIT_DIFFERS',
        values: { unit: units[0] ?? '', typed: read.unit },
      })
    }
    return read.number
  }

  const typedDay = at('day')
  const day = readDay(typedDay, choices.period)
  const outputs = outputColumns.flatMap(([name, quantity]) => {
    if (at(name) === '' && at(quantity) === '') return []
    const indicator = chosen(name, choices.indicators)
    if (at(name) === '') problems.push({ column: name, code: 'REQUIRED' })
    return [
      {
        indicator,
        line: {
          indicatorCode: indicator?.code ?? '',
          quantity: amount(quantity, indicator?.units ?? []),
        },
      },
    ]
  })
  const first = outputs[0]?.indicator ?? null
  const kind =
    chosen('kind', choices.kinds) ??
    (at('kind') === '' ? (first?.kind ?? 'SIX_HELPS') : 'SIX_HELPS')
  const area = chosen('area', choices.areas)
  const headCount = amount('headCount', ['人', 'people'])
  const hoursEach = amount('hoursEach', ['小时'])
  return {
    content: {
      pairingId: '',
      day: day ?? typedDay,
      kind,
      area: area ?? (kind === 'SIX_HELPS' && at('area') === '' ? (first?.area ?? null) : null),
      direction: chosen('direction', choices.directions) ?? choices.direction,
      campaignId: null,
      title: at('title'),
      words: at('words'),
      outputs: outputs.map(({ line }) => line),
      participations:
        headCount === '' && hoursEach === ''
          ? []
          : [{ label: null, headCount: headCount, hoursEach }],
      donations: [],
    },
    pairing: pairingAt(at('pairing'), day, choices.pairings, problems),
    number: plainText(at('number')),
    problems,
  }
}

function pairingAt(
  typed: string,
  day: CalendarDay | null,
  known: ImportChoices['pairings'],
  problems: CellProblem[],
): ImportedPairing | null {
  const refuse = (code: FieldErrorCode) => {
    problems.push({ column: 'pairing', code })
    return null
  }
  if (typed === '') return refuse('REQUIRED')
  const named = known.get(comparable(typed)) ?? []
  const inForce = named.filter(
    ({ validFrom, validTo }) =>
      day === null || (validFrom <= day && (validTo === null || day <= validTo)),
  )
  const [one] = inForce.length > 0 ? inForce : named
  if (one === undefined) return refuse('UNKNOWN_PAIRING')
  return inForce.length > 1 ? refuse('AMBIGUOUS_PAIRING') : one
}

/** The column of the sheet in which a problem of the record stands ('outputs.0.quantity' is 'quantity1'). */
export function columnOf(path: string, heads: ImportHeads): ImportColumn {
  const [part, line, field] = path.split('.')
  if (part === 'outputs') {
    const pair = outputColumns[Number(line ?? 0)] ?? outputColumns[0]
    return field === 'quantity' ? pair[1] : pair[0]
  }
  if (part === 'participations') return field === 'hoursEach' ? 'hoursEach' : 'headCount'
  if (part === 'pairingId') return 'pairing'
  const column = IMPORT_COLUMNS.find((name) => name === part)
  return column !== undefined && heads[column] !== undefined ? column : 'title'
}
