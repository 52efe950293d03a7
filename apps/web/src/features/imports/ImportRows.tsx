import { SegmentedControl } from '@mantine/core'
import { ROW_SORTS } from '@gongjian/domain/import-states'
import type { RowSort } from '@gongjian/domain/import-states'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { fetchImportRows } from './import-requests.ts'
import type { ImportRow, WholeImport } from './import-requests.ts'
import { useImportsText } from './text.ts'

/** The rows that a check found, by sort: what is to be corrected, what is there already, what is like another, what is good. */
export function ImportRows({ shown }: { shown: WholeImport }) {
  const text = useImportsText()
  const counts = {
    bad: shown.badRows,
    duplicate: shown.duplicateRows,
    similar: shown.similarRows,
    good: shown.goodRows,
  }
  const sorts = ROW_SORTS.filter((sort) => counts[sort] > 0)
  const [chosen, setChosen] = useState<RowSort | null>(null)
  const [further, setFurther] = useState<Record<RowSort, ImportRow[]>>({
    bad: [],
    duplicate: [],
    similar: [],
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
          {
            key: 'row',
            head: text('row'),
            main: true,
            cell: ({ rowNumber }) => text('rowNumber', { row: rowNumber }),
          },
          ...(sort === 'good'
            ? []
            : [
                {
                  key: 'problems',
                  head: text(sort === 'similar' ? 'hints' : 'problems'),
                  cell: ({ problems }: ImportRow) =>
                    problems.map(({ index, message, recordId }) => (
                      <div key={`${index}${message}`}>
                        {index === null || sort === 'similar'
                          ? message
                          : text('problemIn', { column: shown.heads[index] ?? '', message })}
                        {recordId !== undefined && (
                          <>
                            {' '}
                            <Link to={paths.record(recordId)}>{text('openRecord')}</Link>
                          </>
                        )}
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
