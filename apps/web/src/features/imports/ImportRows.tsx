import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { DataTable } from '../../ui/DataTable.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { fetchImportRows } from './import-requests.ts'
import type { ImportRow, RowSort, WholeImport } from './import-requests.ts'
import { useImportsText } from './text.ts'

const SORTS = ['bad', 'duplicate', 'good'] as const satisfies readonly RowSort[]

/** The rows that a check found, by sort: what is to be corrected, what is there already, what is good. */
export function ImportRows({ shown }: { shown: WholeImport }) {
  const text = useImportsText()
  const counts = {
    bad: shown.badRows,
    duplicate: shown.duplicateRows,
    good: shown.goodRows,
  }
  const sorts = SORTS.filter((sort) => counts[sort] > 0)
  const [chosen, setChosen] = useState<RowSort | null>(null)
  const [further, setFurther] = useState<Record<RowSort, ImportRow[]>>({
    bad: [],
    duplicate: [],
    good: [],
  })
  const [loading, setLoading] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const sort = chosen ?? sorts[0]
  if (sort === undefined) return null
  const rows = [...shown[sort], ...further[sort]]
  const said = (cells: readonly string[]) => cells.filter((cell) => cell !== '').join(' · ')

  async function more(of: RowSort): Promise<void> {
    setLoading(true)
    const outcome = await fetchImportRows(shown.id, of, rows.at(-1)?.rowNumber ?? 0)
    setLoading(false)
    setProblem(outcome.ok ? null : (outcome.message ?? text('failed')))
    if (outcome.ok)
      setFurther((before) => ({ ...before, [of]: [...before[of], ...outcome.value.rows] }))
  }

  return (
    <div>
      {sorts.length > 1 && (
        <SegmentedControl
          aria-label={text('rows')}
          mb="sm"
          value={sort}
          onChange={(value) => setChosen(sorts.find((one) => one === value) ?? null)}
          data={sorts.map((one) => ({ value: one, label: `${text(one)} ${counts[one]}` }))}
        />
      )}
      <DataTable
        caption={text(`rows_${sort}`)}
        rows={rows}
        keyOf={({ rowNumber }) => String(rowNumber)}
        columns={[
          { key: 'row', head: text('row'), main: true, cell: ({ rowNumber }) => rowNumber },
          ...(sort === 'good'
            ? []
            : [
                {
                  key: 'problems',
                  head: text('problems'),
                  cell: ({ problems }: ImportRow) =>
                    problems.map(({ index, message }) => (
                      <div key={`${index}${message}`}>
                        {index === null
                          ? message
                          : text('problemIn', { column: shown.heads[index] ?? '', message })}
                      </div>
                    )),
                },
              ]),
          { key: 'cells', head: text('cells'), cell: ({ cells }) => said(cells) },
        ]}
      />
      <FailureNotice message={problem} />
      <LoadMore
        hasNextPage={rows.length > 0 && rows.length < counts[sort]}
        loading={loading}
        onMore={() => void more(sort)}
      />
    </div>
  )
}
