import { Text, TextInput } from '@mantine/core'
import { pastedCells } from '@gongjian/domain/joint-actions'
import { useId } from 'react'
import type { KeyboardEvent } from 'react'
import type { JointSheetQuery } from '../../generated/graphql.ts'
import { currentLocale, useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { textIn } from '../assessment/text-in.ts'
import { useJointText } from './text.ts'
import { cellKey } from './use-marks.ts'
import type { useMarks } from './use-marks.ts'

type Sheet = NonNullable<JointSheetQuery['jointSheet']>

/** A field for each organisation and indicator. Enter and the arrows go down and up the column, as in a spreadsheet. */
export function MarkTable({
  sheet: { indicators, lines },
  isFixed,
  marks,
}: {
  sheet: Sheet
  isFixed: boolean
  marks: ReturnType<typeof useMarks>
}) {
  const text = useJointText()
  const formats = useFormats()
  const locale = currentLocale()
  const id = useId()
  const rows = lines.edges.map(({ node }, index) => ({ ...node, index }))
  const fieldId = (row: number, column: number) => `${id}-${row}-${column}`
  const goTo = (row: number, column: number) => {
    const field = document.getElementById(fieldId(row, column))
    if (field instanceof HTMLInputElement) {
      field.focus()
      field.select()
    }
  }
  function onKey(event: KeyboardEvent, row: number, column: number) {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || event.nativeEvent.isComposing) return
    event.preventDefault()
    goTo(row + step, column)
  }
  /** What is pasted goes down from the field, and to the right of it. */
  function paste(pasted: string, fromRow: number, fromColumn: number) {
    const cells = pastedCells(pasted).flatMap((line, down) =>
      line.flatMap((points, right) => {
        const organisationId = rows[fromRow + down]?.organisationId
        const indicatorCode = indicators[fromColumn + right]?.code
        return organisationId === undefined || indicatorCode === undefined
          ? []
          : [{ organisationId, indicatorCode, points }]
      }),
    )
    marks.type(cells)
    void marks.keep(cells)
  }
  return (
    <div className="paper">
      <DataTable
        caption={text('sheet')}
        rows={rows}
        keyOf={({ organisationId }) => organisationId}
        columns={[
          {
            key: 'organisation',
            head: text('organisation'),
            main: true,
            cell: ({ organisationName }) => organisationName,
          },
          ...indicators.map(({ code, name, weight, basis }, column) => ({
            key: code,
            head: (
              <>
                {textIn(name, locale)}{' '}
                <span title={basis}>{text('upTo', { maximum: weight })}</span>
              </>
            ),
            number: true,
            cell: (row: (typeof rows)[number]) => {
              const saved = row.marks.find((one) => one.indicatorCode === code)?.points ?? ''
              const key = cellKey(row.organisationId, code)
              if (isFixed)
                return saved === '' ? text('notGiven') : formats.decimals(Number(saved), 2)
              const value = marks.typed[key] ?? saved
              const cell = { organisationId: row.organisationId, indicatorCode: code }
              return (
                <TextInput
                  id={fieldId(row.index, column)}
                  size="md"
                  w={110}
                  ml="auto"
                  inputMode="decimal"
                  autoComplete="off"
                  aria-label={`${row.organisationName} ${textIn(name, locale)}`}
                  value={value}
                  error={marks.wrong[key] ? text('limits', { maximum: weight }) : undefined}
                  onChange={({ currentTarget }) =>
                    marks.type([{ ...cell, points: currentTarget.value }])
                  }
                  onKeyDown={(event) => onKey(event, row.index, column)}
                  onPaste={(event) => {
                    const pasted = event.clipboardData.getData('text')
                    if (!/[\t\n]/.test(pasted.trimEnd())) return
                    event.preventDefault()
                    paste(pasted, row.index, column)
                  }}
                  onBlur={() => {
                    if (marks.typed[key] !== undefined)
                      void marks.keep([{ ...cell, points: value }])
                  }}
                />
              )
            },
          })),
        ]}
      />
      {rows.length === 0 && <Text>{text('noneShown')}</Text>}
    </div>
  )
}
