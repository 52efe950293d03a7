import { createHash } from 'node:crypto'
import { checkContent } from '@gongjian/domain/activity-content'
import type { ContentCircumstances } from '@gongjian/domain/activity-content'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import type { ActivityContent } from '@gongjian/domain/activity-content'
import { reachesPairing } from '@gongjian/domain/donation-drive'
import type { KnownDrive } from '@gongjian/domain/donation-drive'
import { columnOf, comparable, readHeads } from '@gongjian/domain/import-columns'
import type { ImportColumn, ImportHeads } from '@gongjian/domain/import-columns'
import { readImportRow } from '@gongjian/domain/import-row'
import type { ImportChoices, ImportedPairing } from '@gongjian/domain/import-row'
import { statusFor } from '@gongjian/domain/period-rules'
import { LOCALES } from '@gongjian/domain/vocabulary'
import type { PeriodStatus } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { jsonRows } from '../../platform/json-rows.ts'
import { textIn } from '../../platform/messages.ts'
import { rowsOf } from '../../platform/statement.ts'
import { submissionHash } from '../activities/write-content.ts'
import { campaignsOf, indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { exceptionsOf, periodsOf } from '../periods/period-rows.ts'
import { importChoices } from './import-choices.ts'
import type { ImportJob } from './import-jobs.ts'
import type { SheetRow, Workbook } from './read-workbook.ts'
import { similarRowMarker } from './similar-rows.ts'
import { withoutPersons } from './without-persons.ts'

/** A problem of a row in the words of its reader, with the cell it stands in. */
export type RowProblem = {
  column: ImportColumn
  index: number | null
  message: string
  /** Only to be looked at: the row is good all the same. */
  isHint?: true
  /** The record that a hint is about. */
  recordId?: string
}
type Checked = {
  rowNumber: number
  cells: string[]
  problems: RowProblem[]
  state: 'GOOD' | 'BAD' | 'DUPLICATE'
  rowKey: string | null
  content: ActivityContent | null
  /** What a record that says exactly this has too; null where the office's own number tells the row apart. */
  recordedAs: string | null
}

const isGood = (row: Checked): row is Checked & { content: ActivityContent } =>
  row.state === 'GOOD' && row.content !== null

const mostRows = 100_000
/** The head stands among the first rows: above it may be a title. */
const mostAboveHead = 20
const batch = 500

type Found = { sheet: number; from: number; heads: ImportHeads; written: string[] }

/** The first sheet with a head row of ours among its first rows, whatever its name. */
async function findHeads(
  workbook: Workbook,
  names: Parameters<typeof readHeads>[1],
): Promise<Found> {
  for (let sheet = 0; sheet < workbook.sheets; sheet += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the first that has one ends the search
    for (const [index, { cells }] of (await workbook.rows(sheet, 0, mostAboveHead)).entries()) {
      const heads = readHeads(cells, names)
      if (heads !== null) return { sheet, from: index + 1, heads, written: cells }
    }
  }
  throw new Refused('NO_HEAD_ROW')
}

/**
 * Checks every row as if it were submitted and keeps all of them aside; nothing becomes a record yet. Holds a batch of
 * them at a time. Throws Refused where the workbook is not one of ours.
 */
export async function checkImport(
  context: RequestContext,
  id: string,
  workbook: Workbook,
  job: ImportJob,
): Promise<void> {
  const side = sideOfRole(actingViewer(context).assignment.role)
  if (side === null) throw new Refused('ROLE_MAY_NOT')
  const { heads: names, choices, drives, households } = await importChoices(context)
  const { sheet, from, heads, written } = await findHeads(workbook, names)
  const total = (await workbook.size(sheet)) - from
  if (total > mostRows) throw new Refused('TOO_MANY_ROWS', { maximum: mostRows })
  const examples = LOCALES.map((locale) => comparable(textIn(locale)('import.example')))
  const periods = await periodsOf(context)
  const exceptions = await exceptionsOf(context)
  const check = rowChecker(
    context,
    heads,
    choices,
    withoutPersons(context, heads, households),
    {
      purpose: 'submit' as const,
      indicators: await indicatorsOf(context),
      periods,
      storedDayStatus: null,
      campaigns: await campaignsOf(context),
      recordingSide: side,
      today: context.today,
    },
    {
      statusOn: (pairing, day) => {
        const record = {
          id: '',
          day,
          agencySidePath: pairing.agencySide.path,
          communitySidePath: pairing.communitySide.path,
        }
        return statusFor(record, periods, exceptions, context.today)
      },
      drives: remembered((pairing) =>
        drives.filter((drive) =>
          reachesPairing(drive, {
            communitySidePath: pairing.communitySide.path,
            zoneId: pairing.zoneId,
          }),
        ),
      ),
    },
  )

  const markSimilar = similarRowMarker(context, heads, choices)
  const found = { GOOD: 0, BAD: 0, DUPLICATE: 0 }
  let similar = 0
  for (let done = 0; done < total; done += batch) {
    // oxlint-disable no-await-in-loop -- a batch at a time: memory stays bounded, and others are answered in between
    await job.at(done, total)
    const rows = await workbook.rows(sheet, from + done, batch)
    const checked = rows
      .filter(({ cells }) => !examples.includes(comparable(cells[heads.number ?? -1] ?? '')))
      .map(check)
    await markImportedBefore(context, checked, heads)
    await markRecordedBefore(context, checked, heads)
    await markSimilar(checked.flatMap((row) => (isGood(row) ? row : [])))
    for (const { state, problems } of checked) {
      found[state] += 1
      if (problems.some(({ isHint }) => isHint)) similar += 1
    }
    await keepAside(context, id, checked)
    // oxlint-enable no-await-in-loop
  }
  if (found.GOOD + found.BAD + found.DUPLICATE === 0) throw new Refused('WORKBOOK_EMPTY')
  await job.at(total, total)
  await rowsOf(
    context.database.pool,
    sql`UPDATE import SET state = 'CHECKED', heads = ${written}::text[], good_rows = ${found.GOOD}, bad_rows = ${found.BAD}, duplicate_rows = ${found.DUPLICATE}, similar_rows = ${similar}
        WHERE city_code = ${context.city.code} AND id = ${id}::uuid AND state = 'READING'`,
  )
}

/** What is known of a pairing that many rows name. */
function remembered<Value>(of: (pairing: ImportedPairing) => Value) {
  const known = new Map<string, Value>()
  return (pairing: ImportedPairing): Value => {
    const value = known.get(pairing.id) ?? of(pairing)
    known.set(pairing.id, value)
    return value
  }
}

type OfPairing = {
  statusOn: (pairing: ImportedPairing, day: string) => PeriodStatus | null
  drives: (pairing: ImportedPairing) => readonly KnownDrive[]
}
const nowhere = { name: '', code: '', path: '' }
/** Stands for a pairing that the row does not name: what else is wrong with it is told all the same. */
const noPairing: ImportedPairing = {
  id: '',
  validFrom: '0001-01-01',
  validTo: null,
  agencySide: nowhere,
  communitySide: nowhere,
  zoneId: null,
}

/** Checks rows one after the other; one that says the same as one before it, is told of that. */
function rowChecker(
  context: RequestContext,
  heads: ImportHeads,
  choices: ImportChoices,
  persons: ReturnType<typeof withoutPersons>,
  circumstances: Omit<ContentCircumstances, 'pairing' | 'statusOn' | 'drives'>,
  ofPairing: OfPairing,
): (row: SheetRow) => Checked {
  const seen = new Map<string, number>()
  return ({ rowNumber, cells, isHidden }) => {
    const read = readImportRow(cells, heads, choices)
    const problems: RowProblem[] = []
    const add = (column: ImportColumn, code: string, values?: Record<string, string | number>) => {
      if (problems.some((known) => known.column === column)) return
      problems.push({
        column,
        index: heads[column] ?? null,
        message: context.text(`field.${code}`, values),
      })
    }
    if (isHidden) add('day', 'HIDDEN_ROW')
    for (const { column, code, values } of read.problems) add(column, code, values)
    const pairing = read.pairing ?? noPairing
    const result = checkContent(
      { ...read.content, pairingId: pairing.id },
      {
        ...circumstances,
        pairing,
        statusOn: (day) => ofPairing.statusOn(pairing, day),
        drives: ofPairing.drives(pairing),
      },
    )
    if (!result.ok)
      for (const { path, code, values } of result.problems)
        add(columnOf(path, heads, read.lines), code, values)
    for (const column of persons.naming(cells, read.content.donations))
      add(column, 'HOLDS_PERSONAL_DATA')
    const row = persons.strip({ rowNumber, cells, problems }, read.content.donations)
    if (problems.length > 0 || !result.ok)
      return { ...row, state: 'BAD', rowKey: null, content: null, recordedAs: null }
    const hash = submissionHash(result.content)
    const rowKey = createHash('sha256').update(`${hash}\n${read.number}`).digest('hex')
    const recordedAs = read.number === '' ? hash : null
    const good: Checked = { ...row, state: 'GOOD', rowKey, content: result.content, recordedAs }
    const same = seen.get(rowKey)
    if (same !== undefined)
      markDuplicate(good, heads, context.text('field.SAME_AS_ROW', { row: same }))
    else seen.set(rowKey, rowNumber)
    return good
  }
}

async function keepAside(context: RequestContext, id: string, checked: Checked[]): Promise<void> {
  await rowsOf(
    context.database.pool,
    sql`INSERT INTO import_row (city_code, import_id, row_number, cells, problems, row_key, content, state)
        SELECT ${context.city.code}, ${id}::uuid, (r->>'rowNumber')::int, ARRAY(SELECT jsonb_array_elements_text(r->'cells')), r->'problems', r->>'rowKey', nullif(r->'content', 'null'), (r->>'state')::import_row_state
        FROM jsonb_array_elements(${jsonRows(checked)}::text::jsonb) AS r`,
  )
}

/** What is there already is no mistake: it is left out, and told apart from what is wrong. */
function markDuplicate(row: Checked, heads: ImportHeads, message: string): void {
  row.state = 'DUPLICATE'
  row.content = null
  row.problems.push({ column: 'title', index: heads.title ?? null, message })
}

const markImportedBefore = (context: RequestContext, checked: Checked[], heads: ImportHeads) =>
  markKnown(checked, heads, context.text('field.IMPORTED_BEFORE'), {
    keyOf: ({ rowKey }) => rowKey,
    known: (rows) => {
      const keys = rows.map(({ rowKey }) => rowKey)
      return rowsOf<{ key: string }>(
        context.database.pool,
        sql`SELECT row_key AS key FROM import_row WHERE city_code = ${context.city.code} AND state = 'KEPT' AND row_key = ANY(${keys}::text[])`,
      )
    },
  })

/** Those that somebody has submitted already, by hand or under another number. */
const markRecordedBefore = (context: RequestContext, checked: Checked[], heads: ImportHeads) =>
  markKnown(checked, heads, context.text('field.RECORDED_BEFORE'), {
    keyOf: ({ recordedAs }) => recordedAs,
    known: (rows) => {
      const of = rows.map(({ content }) => [content?.pairingId, content?.day])
      const places = JSON.stringify([
        ...new Map(of.map((place) => [String(place), place])).values(),
      ])
      const hashes = rows.map(({ recordedAs }) => recordedAs)
      return rowsOf<{ key: string }>(
        context.database.pool,
        sql`SELECT DISTINCT t.submission_hash AS key FROM jsonb_array_elements(${places}::jsonb) AS place
            JOIN activity t ON t.city_code = ${context.city.code} AND t.pairing_id = (place->>0)::uuid AND t.day = (place->>1)::date
            WHERE t.status <> 'WITHDRAWN' AND t.submission_hash = ANY(${hashes}::text[])`,
      )
    },
  })

async function markKnown(
  checked: Checked[],
  heads: ImportHeads,
  message: string,
  {
    keyOf,
    known,
  }: {
    keyOf: (row: Checked) => string | null
    known: (rows: readonly Checked[]) => Promise<{ key: string }[]>
  },
): Promise<void> {
  const asked = checked.filter((row) => row.state === 'GOOD' && keyOf(row) !== null)
  if (asked.length === 0) return
  const keys = new Set((await known(asked)).map(({ key }) => key))
  for (const row of asked) if (keys.has(keyOf(row) ?? '')) markDuplicate(row, heads, message)
}
