import { Button, Group, NativeSelect, Title } from '@mantine/core'
import { IMPORT_STATES } from '@gongjian/domain/import-states'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { useUiText } from '../../ui/text.ts'
import { fetchImports } from './import-requests.ts'
import type { ImportSummary } from './import-requests.ts'
import { useImportsText } from './text.ts'

type Search = { state?: string | undefined }
type Page = { imports: ImportSummary[]; next: string | null }

/** The reader's own imports so far; `changes` grows whenever one of them has moved. */
export function ImportList({ changes, onOpen }: { changes: number; onOpen: (id: string) => void }) {
  const text = useImportsText()
  const ui = useUiText()
  const formats = useFormats()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const state = IMPORT_STATES.find((one) => one === search.state) ?? null
  const [page, setPage] = useState<Page | null>(null)
  const [loading, setLoading] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  useEffect(() => {
    let isCurrent = true
    void fetchImports(state, null).then((outcome) => {
      if (!isCurrent) return
      if (outcome.ok) setPage(outcome.value)
      setProblem(outcome.ok ? null : (outcome.message ?? text('failed')))
    })
    return () => {
      isCurrent = false
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- read anew for another state, and after each change
  }, [state, changes])

  async function more(after: string): Promise<void> {
    setLoading(true)
    const outcome = await fetchImports(state, after)
    setLoading(false)
    setProblem(outcome.ok ? null : (outcome.message ?? text('failed')))
    if (outcome.ok)
      setPage((before) => ({
        imports: [...(before?.imports ?? []), ...outcome.value.imports],
        next: outcome.value.next,
      }))
  }

  const list = page?.imports ?? null
  return (
    <>
      <Group justify="space-between" align="flex-end" mb="sm">
        <Title order={2} size="h3">
          {text('sofar')}
        </Title>
        <Group align="flex-end" className="no-print">
          <NativeSelect
            size="md"
            label={text('state')}
            value={state ?? ''}
            data={[
              { value: '', label: ui('all') },
              ...IMPORT_STATES.map((value) => ({ value, label: text(`state_${value}`) })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              void navigate({
                to: paths.imports(),
                search: { state: value || undefined },
                replace: true,
              })
            }
          />
          <ExportMenu table="imports" filter={{ states: state }} />
        </Group>
      </Group>
      <FailureNotice message={problem} />
      {list?.length === 0 && (
        <EmptyState
          title={text(state === null ? 'none' : 'noneShown')}
          hint={text(state === null ? 'noneHint' : 'noneShownHint')}
        />
      )}
      {list !== null && list.length > 0 && (
        <DataTable
          caption={text('sofar')}
          rows={list}
          keyOf={({ id }) => id}
          columns={[
            {
              key: 'fileName',
              head: text('fileName'),
              main: true,
              cell: ({ id, fileName }) => (
                <Button
                  variant="subtle"
                  size="compact-md"
                  px={0}
                  className="wrap"
                  onClick={() => onOpen(id)}
                >
                  {fileName}
                </Button>
              ),
            },
            { key: 'state', head: text('state'), cell: (row) => text(`state_${row.state}`) },
            { key: 'good', head: text('good'), number: true, cell: ({ goodRows }) => goodRows },
            { key: 'bad', head: text('bad'), number: true, cell: ({ badRows }) => badRows },
            {
              key: 'duplicate',
              head: text('duplicate'),
              number: true,
              cell: ({ duplicateRows }) => duplicateRows,
            },
            {
              key: 'similar',
              head: text('similar'),
              number: true,
              cell: ({ similarRows }) => similarRows,
            },
            { key: 'kept', head: text('kept'), number: true, cell: ({ keptRows }) => keptRows },
            { key: 'at', head: text('at'), cell: ({ createdAt }) => formats.moment(createdAt) },
          ]}
        />
      )}
      <LoadMore
        hasNextPage={page?.next !== undefined && page.next !== null}
        loading={loading}
        onMore={() => void more(page?.next ?? '')}
      />
    </>
  )
}
