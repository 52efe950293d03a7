import type { ActivityContentInput } from './activity-content.ts'
import { readDay } from './chinese-day.ts'
import { isUnit, plainText, readNumber } from './chinese-number.ts'
import type { CalendarDay } from './calendar-day.ts'
import { reachesPairing } from './donation-drive.ts'
import type { DriveReach, KnownDrive } from './donation-drive.ts'
import { DONATED_VALUE } from './donation-lines.ts'
import type { TypedDonation } from './donation-lines.ts'
import { receivingSide } from './donation-receipt.ts'
import type { FieldErrorCode } from './field-problem.ts'
import { comparable, donationColumns, outputColumns } from './import-columns.ts'
import type { DonationColumns, ImportColumn, ImportHeads, ImportLines } from './import-columns.ts'
import type { ActivityKind, Direction, DonationKind, HelpArea } from './vocabulary.ts'

type Choice<Value> = ReadonlyMap<string, Value>
type PairedSide = { name: string; code: string; path: string }
export type ImportedPairing = {
  id: string
  validFrom: CalendarDay
  validTo: CalendarDay | null
  agencySide: PairedSide
  communitySide: PairedSide
  zoneId: string | null
}
export type ImportedDrive = KnownDrive & DriveReach
/** A case in sight of who imports, and the branches that look after the family. */
export type ImportedHousehold = {
  id: string
  keeperPath: string
  takesDonations: boolean
  branches: readonly { path: string; validFrom: CalendarDay; validTo: CalendarDay | null }[]
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
  donations: Choice<DonationKind>
  drives: Choice<readonly ImportedDrive[]>
  /** By the number of the case: a family is never named. */
  households: Choice<ImportedHousehold>
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
  lines: ImportLines
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
  const outputs = outputColumns.flatMap(([name, quantity], line) => {
    if (at(name) === '' && at(quantity) === '') return []
    const indicator = chosen(name, choices.indicators)
    if (at(name) === '') problems.push({ column: name, code: 'REQUIRED' })
    const units = indicator?.units ?? []
    const typed = { indicatorCode: indicator?.code ?? '', quantity: amount(quantity, units) }
    return [{ line, indicator, typed }]
  })
  const pairing = pairingAt(at('pairing'), day, choices.pairings, problems)
  const direction = chosen('direction', choices.directions) ?? choices.direction
  const donations = donationColumns.flatMap((columns, line) => {
    if (Object.values(columns).every((column) => at(column) === '')) return []
    return [{ line, typed: donationAt(columns) }]
  })
  function donationAt(columns: DonationColumns): TypedDonation {
    const kind = donationKindAt(columns)
    const counted = at(columns.quantity)
    const count = readNumber(counted)
    if (kind === 'CASH' && counted !== '')
      problems.push({ column: columns.quantity, code: 'CASH_HAS_NO_QUANTITY' })
    return {
      kind,
      description: at(columns.description),
      valueYuan: amount(columns.valueYuan, ['元', 'yuan']),
      quantity: count === null ? counted : count.number,
      unit: count?.unit ?? '',
      driveId: driveAt(columns.driveId)?.id ?? null,
      receiptNumber: at(columns.receiptNumber),
      ...recipientAt(columns),
    }
  }
  function recipientAt(columns: DonationColumns): Partial<TypedDonation> {
    const recipientName = at(columns.recipientName)
    const known = choices.households.get(comparable(recipientName)) ?? null
    if (at(columns.householdId) === '' && known === null)
      return isReceivingSide(recipientName, pairing, direction)
        ? {}
        : { recipient: 'OTHER', recipientName }
    const column = at(columns.householdId) === '' ? columns.recipientName : columns.householdId
    const household = choices.households.get(comparable(at(column))) ?? null
    if (household === null || !isLookedAfter(household, pairing, day))
      problems.push({ column, code: 'NOT_YOUR_HOUSEHOLD' })
    else if (!household.takesDonations) problems.push({ column, code: 'NO_CONSENT_TO_DONATIONS' })
    // Two who are to have received it: which one, only who wrote it knows.
    if (column === columns.householdId && known !== household)
      if (!isReceivingSide(recipientName, pairing, direction))
        problems.push({ column: columns.recipientName, code: 'RECIPIENT_BESIDE_HOUSEHOLD' })
    return { recipient: 'HOUSEHOLD', householdId: household?.id ?? null }
  }
  /** Where the cell does not say: what was counted are goods, what is only a value is cash. */
  function donationKindAt(columns: DonationColumns): DonationKind {
    const column = columns.kind
    if (at(column) !== '') return chosen(column, choices.donations) ?? 'CASH'
    if (at(columns.quantity) !== '') return 'GOODS'
    if (at(columns.description) !== '') problems.push({ column, code: 'REQUIRED' })
    return 'CASH'
  }
  /** Of several of one name the one for this pairing, and open on the day. */
  function driveAt(column: ImportColumn): ImportedDrive | null {
    const named = chosen(column, choices.drives) ?? []
    const own = named.filter(
      (drive) =>
        pairing === null ||
        reachesPairing(drive, {
          communitySidePath: pairing.communitySide.path,
          zoneId: pairing.zoneId,
        }),
    )
    const open = own.find(
      ({ opensOn, closesOn }) => day !== null && opensOn <= day && day <= closesOn,
    )
    return open ?? own[0] ?? named[0] ?? null
  }

  const first =
    outputs[0]?.indicator ??
    (donations.length > 0 ? choices.indicators.get(comparable(DONATED_VALUE)) : null) ??
    null
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
      direction,
      campaignId: null,
      title: at('title'),
      words: at('words'),
      outputs: outputs.map(({ typed }) => typed),
      participations:
        headCount === '' && hoursEach === ''
          ? []
          : [{ label: null, headCount: headCount, hoursEach }],
      donations: donations.map(({ typed }) => typed),
    },
    pairing,
    number: plainText(at('number')),
    problems,
    lines: {
      outputs: outputs.map(({ line }) => line),
      donations: donations.map(({ line }) => line),
    },
  }
}

/** Whether it was the side that was helped: its name or code, or nothing said. */
function isReceivingSide(
  typed: string,
  pairing: ImportedPairing | null,
  direction: Direction,
): boolean {
  if (typed === '') return true
  if (pairing === null) return false
  const { name, code } =
    receivingSide(direction) === 'AGENCY_SIDE' ? pairing.agencySide : pairing.communitySide
  return [name, code].map(comparable).includes(comparable(typed))
}

/** Whether the community keeps the case and the branch looks after the family on the day; what is not known yet, is no reason. */
function isLookedAfter(
  { keeperPath, branches }: ImportedHousehold,
  pairing: ImportedPairing | null,
  day: CalendarDay | null,
): boolean {
  if (pairing === null) return true
  if (keeperPath !== pairing.communitySide.path) return false
  return branches.some(
    ({ path, validFrom, validTo }) =>
      path === pairing.agencySide.path &&
      (day === null || (validFrom <= day && (validTo === null || day <= validTo))),
  )
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
