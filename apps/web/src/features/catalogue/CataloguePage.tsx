import { useMutation, useQuery } from '@apollo/client/react'
import { ActionIcon, Badge, Button, Group, Modal, NativeSelect, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { ACTIVITY_KINDS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay, useViewer } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { CatalogueDocument, OrderIndicators } from './catalogue-queries.ts'
import { IndicatorEditor } from './IndicatorEditor.tsx'
import { inForceOn } from './indicator-form.ts'
import type { Entry, InForce } from './indicator-form.ts'
import { useCatalogueText } from './text.ts'

const STATES: readonly InForce[] = ['IN_FORCE', 'UPCOMING', 'RETIRED']
const GROUPS = [
  ...HELP_AREAS.map((area) => ({ kind: 'SIX_HELPS' as const, area })),
  ...ACTIVITY_KINDS.filter((kind) => kind !== 'SIX_HELPS').map((kind) => ({ kind, area: null })),
]
type Search = {
  search?: string | undefined
  group?: string | undefined
  state?: string | undefined
}

/** 指标目录: what the city counts, in its order; forms, imports and totals follow it. */
export function CataloguePage() {
  const text = useCatalogueText()
  const ui = useUiText()
  const words = useWords()
  const may = useMay()
  const { today } = useViewer()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const { data, error, refetch } = useQuery(CatalogueDocument, {
    fetchPolicy: 'cache-and-network',
  })
  const [order, ordering] = useMutation(OrderIndicators)
  const [edited, setEdited] = useState<Entry | 'new' | null>(null)
  const set = (part: Search) =>
    void navigate({ to: paths.catalogue(), search: { ...search, ...part }, replace: true })
  const edits = may('saveIndicator')

  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const wanted = (search.search ?? '').trim().toLowerCase()
  const shown = data.catalogue.filter(
    (entry) =>
      (search.group === undefined || search.group === (entry.area ?? entry.kind)) &&
      (search.state === undefined || search.state === inForceOn(today, entry)) &&
      (wanted === '' ||
        [entry.code, ...Object.values(entry.names)].some((one) =>
          String(one).toLowerCase().includes(wanted),
        )),
  )

  /** Changes places with its neighbour in the group as it is shown. */
  async function swap(one: Entry, other: Entry | undefined, isUp: boolean) {
    if (other === undefined) return
    const codes = isUp ? [one.code, other.code] : [other.code, one.code]
    try {
      const answer = (await order({ variables: { input: { codes } } })).data?.orderIndicators
      if (answer?.__typename === 'Refused')
        notifications.show({ message: answer.message, color: 'red' })
      await refetch()
    } catch (problem) {
      notifications.show({
        message: problemOf(problem)?.message ?? ui('noConnection'),
        color: 'red',
      })
    }
  }

  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle', { count: data.catalogue.length })}
        actions={
          <Group gap="sm">
            <ExportMenu
              table="catalogue"
              filter={{ search: search.search, group: search.group, state: search.state }}
            />
            {edits && <Button onClick={() => setEdited('new')}>{text('add')}</Button>}
          </Group>
        }
      />
      <Group className="paper no-print" align="flex-end" mb="md">
        <SearchField
          label={text('search')}
          value={search.search ?? ''}
          onSearch={(typed) => set({ search: typed || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('group')}
          value={search.group ?? ''}
          onChange={(event) => set({ group: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...GROUPS.map(({ kind, area }) => ({
              value: area ?? kind,
              label: area === null ? words.kind(kind) : words.area(area),
            })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('state')}
          value={search.state ?? ''}
          onChange={(event) => set({ state: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...STATES.map((state) => ({ value: state, label: text(`state_${state}`) })),
          ]}
        />
      </Group>
      {shown.length === 0 && <EmptyState title={text('nothing')} hint={text('nothingHint')} />}
      {GROUPS.map(({ kind, area }) => {
        const rows = shown.filter((entry) => entry.kind === kind && entry.area === area)
        const title = area === null ? words.kind(kind) : words.area(area)
        return rows.length === 0 ? null : (
          <section key={area ?? kind} className="paper" style={{ marginBottom: 16 }}>
            <Title order={2} mb="sm">
              {title}
            </Title>
            <DataTable
              caption={title}
              rows={rows}
              keyOf={({ code }) => code}
              columns={columnsFor(rows)}
            />
          </section>
        )
      })}
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === 'new' ? text('add') : text('edit')}
        size="lg"
      >
        {edited !== null && (
          <IndicatorEditor
            entry={edited === 'new' ? null : edited}
            onDone={(done) => {
              setEdited(null)
              if (done !== null) notifications.show({ message: done, color: 'green' })
              void refetch()
            }}
          />
        )}
      </Modal>
    </>
  )

  function columnsFor(rows: readonly Entry[]) {
    return [
      {
        key: 'name',
        head: text('name'),
        main: true,
        cell: (entry: Entry) => (
          <>
            {entry.name}{' '}
            {inForceOn(today, entry) !== 'IN_FORCE' && (
              <Badge color="gray" variant="light">
                {text(`state_${inForceOn(today, entry)}`)}
              </Badge>
            )}
          </>
        ),
      },
      { key: 'unit', head: text('unit'), cell: ({ unit }: Entry) => unit },
      {
        key: 'decimals',
        head: text('decimals'),
        number: true,
        cell: ({ decimals }: Entry) => decimals,
      },
      {
        key: 'usualMaximum',
        head: text('usualMaximum'),
        number: true,
        cell: ({ usualMaximum }: Entry) => <Amount value={usualMaximum} />,
      },
      {
        key: 'inForce',
        head: text('inForce'),
        cell: (entry: Entry) => <InForceText entry={entry} />,
      },
      { key: 'code', head: text('code'), wideOnly: true, cell: ({ code }: Entry) => code },
      ...(edits
        ? [
            {
              key: 'actions',
              head: text('actions'),
              cell: (entry: Entry) => {
                const at = rows.indexOf(entry)
                return (
                  <Group gap={4} wrap="nowrap">
                    <Button
                      variant="default"
                      size="compact-sm"
                      aria-label={text('editNamed', { name: entry.name })}
                      onClick={() => setEdited(entry)}
                    >
                      {text('edit')}
                    </Button>
                    <ActionIcon
                      variant="default"
                      aria-label={text('moveUp', { name: entry.name })}
                      disabled={at === 0 || ordering.loading}
                      onClick={() => void swap(entry, rows[at - 1], true)}
                    >
                      ↑
                    </ActionIcon>
                    <ActionIcon
                      variant="default"
                      aria-label={text('moveDown', { name: entry.name })}
                      disabled={at === rows.length - 1 || ordering.loading}
                      onClick={() => void swap(entry, rows[at + 1], false)}
                    >
                      ↓
                    </ActionIcon>
                  </Group>
                )
              },
            },
          ]
        : []),
    ]
  }
}

function Amount({ value }: { value: string }) {
  return useFormats().number(value)
}

function InForceText({ entry }: { entry: Entry }) {
  const text = useCatalogueText()
  const formats = useFormats()
  return entry.validTo === null
    ? text('since', { day: formats.day(entry.validFrom) })
    : text('fromTo', { from: formats.day(entry.validFrom), to: formats.day(entry.validTo) })
}
