import { reachesPairing } from '@gongjian/domain/donation-drive'
import { DONATED_VALUE } from '@gongjian/domain/donation-lines'
import { IMPORT_COLUMNS, isOfDonations } from '@gongjian/domain/import-columns'
import type { ImportColumn } from '@gongjian/domain/import-columns'
import { directionsRecordedBy, sideOfRole } from '@gongjian/domain/activity-actions'
import { spreadsheetText } from '@gongjian/domain/spreadsheet-text'
import { ACTIVITY_KINDS, DONATION_KINDS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { ActivityKind } from '@gongjian/domain/vocabulary'
import { colToLetter, writeXlsx } from 'hucre/xlsx'
import type { Cell, CellStyle, DataValidation, WriteSheet } from 'hucre/xlsx'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import type { IndicatorRow } from '../catalogue/catalogue-rows.ts'
import { allDrives } from '../donations/drive-row.ts'
import type { DriveRow } from '../donations/drive-row.ts'
import {
  headOf,
  importedDrive,
  ownHouseholds,
  ownPairings,
  pairingLabel,
} from './import-choices.ts'
import type { OwnPairing } from './import-choices.ts'

/** The drop-downs reach down to here; more rows may follow, without them. */
const lastRow = 5001
/** Rows of unlocked cells, so that they can be filled in while the head is protected. */
const preparedRows = 1000
const open: CellStyle = { protection: { locked: false } }
const headStyle: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFE8ECF4' } },
  alignment: { wrapText: true, vertical: 'center' },
  protection: { locked: true },
}
const exampleStyle: CellStyle = { ...open, font: { italic: true, color: { rgb: 'FF5F6672' } } }
const widths: Partial<Record<ImportColumn, number>> = { pairing: 40, title: 32, words: 40, day: 16 }
const required: readonly ImportColumn[] = ['day', 'pairing', 'title']

const indicatorLabel = ({ name, unit }: IndicatorRow, { locale }: RequestContext): string =>
  `${name[locale]}(${unit[locale]})`

/** The names of the drives that donations under one of the pairings may belong to. */
function drivesFor(drives: readonly DriveRow[], pairings: readonly OwnPairing[]): string[] {
  const own = drives.filter((drive) =>
    pairings.some(({ communitySide, zoneId }) =>
      reachesPairing(importedDrive(drive), { communitySidePath: communitySide.path, zoneId }),
    ),
  )
  return [...new Set(own.map(({ name }) => name))]
}

/**
 * The workbook in which an office writes down records for import: one row a record, its drop-downs from the catalogue
 * and the pairings of the viewer's own side, in the viewer's language: for one kind of record, with its indicators only,
 * or for all kinds.
 */
export async function importTemplate(
  context: RequestContext,
  kind: ActivityKind | null,
): Promise<Uint8Array> {
  const { text: say, today, locale } = context
  const side = sideOfRole(actingViewer(context).assignment.role) ?? 'AGENCY_SIDE'
  const [pairings, indicators, drives, households] = await Promise.all([
    ownPairings(context),
    indicatorsOf(context),
    allDrives(context),
    ownHouseholds(context),
  ])
  const inForce = indicators.filter(
    ({ validFrom, validTo, kind: of }) =>
      validFrom <= today &&
      (validTo === null || today <= validTo) &&
      (kind === null || of === kind),
  )
  const kinds = kind === null ? ACTIVITY_KINDS : [kind]
  // Only the six helps have areas; where it is for one kind, each row has to say so, as its indicators may be left out.
  const hasAreas = kinds.includes('SIX_HELPS')
  const hasDonations = inForce.some(({ code }) => code === DONATED_VALUE)
  const columns = IMPORT_COLUMNS.filter(
    (column) => (column !== 'area' || hasAreas) && (hasDonations || !isOfDonations(column)),
  )
  const isRequired = (column: ImportColumn) =>
    required.includes(column) || (kind !== null && column === 'kind')
  const lists = {
    pairing: [...new Set(pairings.map(pairingLabel))],
    kind: kinds.map((one) => say(`words.kind_${one}`)),
    area: HELP_AREAS.map((area) => say(`words.area_${area}`)),
    direction: directionsRecordedBy(side).map((direction) => say(`words.direction_${direction}`)),
    indicator: inForce.map((indicator) => indicatorLabel(indicator, context)),
    donation: hasDonations ? DONATION_KINDS.map((one) => say(`words.donation_${one}`)) : [],
    drive: hasDonations ? drivesFor(drives, pairings) : [],
    household: hasDonations
      ? households.filter(({ takesDonations }) => takesDonations).map(({ number }) => number)
      : [],
  }
  const listNames = [
    'pairing',
    'kind',
    'area',
    'direction',
    'indicator',
    'donation',
    'drive',
    'household',
  ] as const
  const listed = listNames.filter((name) => lists[name].length > 0)
  const listOf = (column: ImportColumn) =>
    listed.find((name) => name === column.replace(/\d$/, '')) ?? null

  const example: Partial<Record<ImportColumn, string | number | Date>> = {
    number: say('import.example'),
    day: new Date(`${today}T00:00:00Z`),
    pairing: lists.pairing[0] ?? '',
    kind: lists.kind[0] ?? '',
    area: lists.area[0] ?? '',
    direction: lists.direction[0] ?? '',
    title: say('import.exampleTitle'),
    words: say('import.exampleWords'),
    headCount: 12,
    hoursEach: 1.5,
    indicator1: lists.indicator[0] ?? '',
    quantity1: 3,
    donation1: say('words.donation_GOODS'),
    item1: say('import.exampleItem'),
    count1: say('import.exampleCount'),
    value1: 1200,
  }
  const cells = new Map<string, Partial<Cell>>()
  const dayFormat = locale === 'en' ? 'yyyy-mm-dd' : 'yyyy"年"m"月"d"日"'
  columns.forEach((column, index) => {
    const note = say(`import.note_${column.replace(/\d$/, '')}`)
    const mark = isRequired(column) ? ' *' : ''
    cells.set(`0,${index}`, {
      value: `${headOf(say, column)}${mark}`,
      style: headStyle,
      comment: { text: note },
    })
    const value = example[column] ?? null
    cells.set(`1,${index}`, {
      value: typeof value === 'string' ? spreadsheetText(value) : value,
      style: column === 'day' ? { ...exampleStyle, numFmt: dayFormat } : exampleStyle,
    })
    for (let row = 2; row < preparedRows; row += 1)
      cells.set(`${row},${index}`, { value: null, style: open })
  })

  const choices = say('import.choices')
  const validations = columns.flatMap((column, index): DataValidation[] => {
    const list = listOf(column)
    if (list === null) return []
    const from = colToLetter(listed.indexOf(list))
    return [
      {
        type: 'list',
        formula1: `'${choices}'!$${from}$2:$${from}$${lists[list].length + 1}`,
        range: `${colToLetter(index)}2:${colToLetter(index)}${lastRow}`,
        allowBlank: true,
        showErrorMessage: true,
        errorStyle: 'warning',
        errorMessage: say('import.mustBeChosen'),
      },
    ]
  })
  const sheet: WriteSheet = {
    name: kind === null ? say('import.sheet') : say(`words.kind_${kind}`),
    columns: columns.map((column) => ({
      width: widths[column] ?? (listOf(column) ? 24 : 12),
    })),
    rows: [],
    cells,
    dataValidations: validations,
    freezePane: { rows: 1 },
    protection: {
      sheet: true,
      formatCells: true,
      formatColumns: true,
      formatRows: true,
      insertRows: true,
      deleteRows: true,
      sort: true,
      autoFilter: true,
    },
  }
  const longest = Math.max(...listed.map((name) => lists[name].length))
  const choiceSheet: WriteSheet = {
    name: choices,
    columns: listed.map(() => ({ width: 32 })),
    rows: [
      listed.map((name) =>
        say(
          ['indicator', 'donation', 'drive', 'household'].includes(name)
            ? `import.${name}s`
            : `import.column_${name}`,
        ),
      ),
      ...Array.from({ length: longest }, (_, row) =>
        listed.map((name) => spreadsheetText(lists[name][row] ?? '') || null),
      ),
    ],
    protection: { sheet: true },
  }
  const notes: WriteSheet = {
    name: say('import.notes'),
    columns: [{ width: 28 }, { width: 90 }, { width: 12 }],
    rows: [
      ...[1, 2, 3, 4].map((line) => [say(`import.explain_${line}`)]),
      [],
      ...columns
        .filter((column) => !/[2-9]$/.test(column))
        .map((column) => [headOf(say, column), say(`import.note_${column.replace(/\d$/, '')}`)]),
      [],
      [say('import.indicators'), say('import.unit'), say('import.decimals')],
      ...inForce.map(({ name, unit, decimals }) => [name[locale], unit[locale], decimals]),
    ],
    protection: { sheet: true },
  }
  return writeXlsx({ sheets: [sheet, choiceSheet, notes] })
}
