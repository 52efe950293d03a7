import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'

export type TableColumn<Row> = {
  key: string
  head: ReactNode
  cell: (row: Row) => ReactNode
  number?: boolean
  /** On a phone: the line that names the row. */
  main?: boolean
  /** On a phone: left out. */
  wideOnly?: boolean
}

/** The one table. On a phone each row becomes a card: what names it, then head and value of the rest. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
}: {
  caption: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
}) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  if (narrow) {
    return (
      <ul
        className="card-rows"
        aria-label={caption}
        style={{ listStyle: 'none', padding: 0, margin: 0 }}
      >
        {rows.map((row) => (
          <li key={keyOf(row)} className="paper">
            {columns
              .filter(({ main }) => main)
              .map((column) => (
                <div key={column.key} style={{ fontWeight: 600 }} className="wrap">
                  {column.cell(row)}
                </div>
              ))}
            <dl
              style={{
                display: 'grid',
                gridTemplateColumns: 'auto 1fr',
                gap: '4px 12px',
                margin: '6px 0 0',
              }}
            >
              {columns
                .filter(({ main, wideOnly }) => !main && !wideOnly)
                .map((column) => (
                  <div key={column.key} style={{ display: 'contents' }}>
                    <dt style={{ color: '#5a6068', fontSize: '0.88rem' }}>{column.head}</dt>
                    <dd style={{ margin: 0, minWidth: 0 }} className="wrap">
                      {column.cell(row)}
                    </dd>
                  </div>
                ))}
            </dl>
          </li>
        ))}
      </ul>
    )
  }
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="data-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.number ? 'num' : undefined}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.key} className={column.number ? 'num' : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
