import { memo, useMemo, useRef } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { useNavigate } from '@tanstack/react-router'
import type { MatrixQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useCoverageText } from './text.ts'
import './matrix.css'

type MatrixOfPairs = MatrixQuery['pairingMatrix']
type Steps = Record<string, readonly [number, number]>
const steps: Steps = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
}

/**
 * The whole matrix as one table of plain cells: nine thousand of them, so that none is a component, and one listener
 * hears them all. One cell at a time is reached by Tab; the arrows go from cell to cell (ARIA grid).
 */
export function MatrixGrid({
  matrix,
  recordsOf,
}: {
  matrix: MatrixOfPairs
  recordsOf: (agencyId: string, streetId: string) => Record<string, unknown>
}) {
  const text = useCoverageText()
  const navigate = useNavigate()
  const table = useRef<HTMLTableElement>(null)
  const openCell = (cell: HTMLElement | null) => {
    const { agency, street } = cell?.dataset ?? {}
    if (agency && street) void navigate({ to: paths.records(), search: recordsOf(agency, street) })
  }
  const cellOf = (target: EventTarget) =>
    target instanceof HTMLElement ? target.closest<HTMLElement>('td') : null
  const onKeyDown = (event: KeyboardEvent) => {
    const cell = cellOf(event.target)
    if (cell === null || !(cell instanceof HTMLTableCellElement)) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      openCell(cell)
      return
    }
    const row = cell.parentElement
    const rows = table.current?.tBodies[0]?.rows
    if (!(row instanceof HTMLTableRowElement) || rows === undefined) return
    const [down, right] = steps[event.key] ?? [0, 0]
    const column = { Home: 1, End: row.cells.length - 1 }[event.key] ?? cell.cellIndex + right
    const at = Math.min(Math.max(row.sectionRowIndex + down, 0), rows.length - 1)
    const next = rows[at]?.cells[Math.min(Math.max(column, 1), row.cells.length - 1)]
    if (next === undefined || next === cell) return
    event.preventDefault()
    moveTo(cell, next)
  }
  const moveTo = (from: HTMLElement | null, to: HTMLElement) => {
    from?.setAttribute('tabindex', '-1')
    to.setAttribute('tabindex', '0')
    to.focus()
  }
  return (
    <>
      <ul className="matrix-key">
        <li>
          <span className="matrix-swatch" data-level="3" aria-hidden /> {text('key_met')}
        </li>
        <li>
          <span className="matrix-swatch" data-gap aria-hidden>
            0
          </span>{' '}
          {text('key_gap')}
        </li>
        <li>
          <span className="matrix-swatch" data-unpaired aria-hidden /> {text('key_unpaired')}
        </li>
        <li>{text('key_blank')}</li>
      </ul>
      <div className="matrix-scroll">
        <table
          ref={table}
          // oxlint-disable-next-line no-noninteractive-element-to-interactive-role -- the pattern of ARIA for such a table
          role="grid"
          aria-label={text('gridLabel')}
          className="matrix"
          onKeyDown={onKeyDown}
          onClick={(event: MouseEvent) => openCell(cellOf(event.target))}
          onFocus={(event) => {
            const cell = cellOf(event.target)
            const before = table.current?.querySelector<HTMLElement>('td[tabindex="0"]') ?? null
            if (cell !== null && before !== cell) {
              before?.setAttribute('tabindex', '-1')
              cell.setAttribute('tabindex', '0')
            }
          }}
        >
          <Cells
            matrix={matrix}
            corner={text('corner')}
            gap={text('pairedNothing')}
            blank={text('notPaired')}
            meetings={text('meetings')}
          />
        </table>
      </div>
    </>
  )
}

type Words = { corner: string; gap: string; blank: string; meetings: string }

/** Head and cells: put together anew only when the matrix is another. */
const Cells = memo(function Cells({
  matrix: { agencies, streets, cells },
  corner,
  gap,
  blank,
  meetings: meetingsWord,
}: Words & { matrix: MatrixOfPairs }) {
  const { byPair, most } = useMemo(
    () => ({
      byPair: new Map(cells.map((cell) => [`${cell.agencyId} ${cell.streetId}`, cell])),
      most: Math.max(1, ...cells.map(({ meetings }) => meetings)),
    }),
    [cells],
  )
  const [firstAgency] = agencies
  const [firstStreet] = streets
  return (
    <>
      <thead>
        <tr>
          <th scope="col" className="matrix-corner">
            {corner}
          </th>
          {streets.map(({ id, name, groupName }) => (
            <th key={id} scope="col" title={`${groupName ?? ''} ${name}`}>
              <span>{name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {agencies.map((agency) => (
          <tr key={agency.id}>
            <th scope="row" title={`${agency.name} ${agency.groupName ?? ''}`}>
              {agency.name}
            </th>
            {streets.map((street) => {
              const cell = byPair.get(`${agency.id} ${street.id}`)
              const tabIndex =
                agency.id === firstAgency?.id && street.id === firstStreet?.id ? 0 : -1
              if (cell === undefined)
                return <td key={street.id} tabIndex={tabIndex} aria-label={blank} />
              const { meetings, isPaired } = cell
              return (
                <td
                  key={street.id}
                  tabIndex={tabIndex}
                  data-agency={agency.id}
                  data-street={street.id}
                  data-gap={isPaired && meetings === 0 ? '' : undefined}
                  data-unpaired={isPaired ? undefined : ''}
                  data-level={
                    meetings === 0 ? undefined : Math.ceil(Math.sqrt(meetings / most) * 4)
                  }
                  title={`${agency.name} — ${street.name} ${meetings === 0 ? gap : `${meetings} ${meetingsWord}`}`}
                >
                  {meetings}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </>
  )
})
