import { useQuery } from '@apollo/client/react'
import { Button, Group, Stack, Switch } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { paths } from '../../paths.ts'
import { useLiveQueries } from '../../platform/live.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { keyOf, placeAfter } from './inbox-keys.ts'
import { InboxDocument } from './inbox-query.ts'
import { InboxItem } from './InboxItem.tsx'
import { KeyHelp } from './KeyHelp.tsx'
import { OpinionPanel } from './OpinionPanel.tsx'
import { SignManyDialog } from './SignManyDialog.tsx'
import { PlansHint } from './PlansHint.tsx'
import { useCountersigningText } from './text.ts'

type InboxSearch = {
  id?: string | undefined
  search?: string | undefined
  withoutOpenQuestions?: boolean | undefined
}

/** What waits to be signed, the oldest first; list and record side by side, the whole of it by keyboard. */
export function InboxPage() {
  const text = useCountersigningText()
  const may = useMay()
  const navigate = useNavigate()
  const wide = useMediaQuery('(min-width: 64em)', true, { getInitialValueInEffect: false })
  const search: InboxSearch = useSearch({ strict: false })
  const filter = {
    search: search.search ?? null,
    withoutOpenQuestions: search.withoutOpenQuestions ?? null,
  }
  const { previousData, loading, error, refetch, fetchMore, ...inbox } = useQuery(InboxDocument, {
    variables: { first: 50, after: null, filter },
    skip: !may('countersigningInbox'),
    notifyOnNetworkStatusChange: true,
  })
  // What is typed in the search stays where it is while its answer is on the way.
  const data = inbox.data ?? previousData
  useLiveQueries(['Inbox', 'Opinion'])
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [previewing, setPreviewing] = useState(false)
  const [help, setHelp] = useState(false)
  // Opened from the keyboard, or because the one before is done: the cursor then goes to the record.
  const byKey = useRef(false)
  const list = useRef<HTMLUListElement>(null)
  const openWhenTyped = useRef(search.id)

  const rows = data?.countersigningInbox.edges.map(({ node }) => node) ?? []
  const openId = search.id ?? (wide ? rows[0]?.id : undefined)
  const at = rows.findIndex(({ id }) => id === openId)
  const set = (part: Partial<InboxSearch>) =>
    void navigate({
      to: paths.inbox(),
      search: { ...search, ...part },
      replace: part.id === undefined || wide,
    })

  function open(index: number) {
    const row = rows[index]
    if (row === undefined) return
    byKey.current = true
    set({ id: row.id })
    list.current?.querySelectorAll('button[data-row]')[index]?.scrollIntoView({ block: 'nearest' })
  }

  function takesFocus(): boolean {
    const takes = byKey.current
    byKey.current = false
    return takes
  }

  /** The next record opens by itself once one is done. */
  async function done(id: string) {
    const index = rows.findIndex((row) => row.id === id)
    const next = rows[index + 1] ?? rows[index - 1]
    setSelected((before) => new Set([...before].filter((one) => one !== id)))
    byKey.current = true
    void navigate({ to: paths.inbox(), search: { ...search, id: next?.id }, replace: true })
    // The pages that were loaded stay: what is done leaves the list, the rest keeps its place.
    await refetch({ first: Math.min(100, Math.max(50, rows.length)) })
  }

  useEffect(() => {
    function key(event: KeyboardEvent) {
      if (document.querySelector('[role="dialog"], [role="menu"]')) return
      const meant = keyOf(event)
      if (meant?.do === 'next' || meant?.do === 'previous') {
        event.preventDefault()
        open(placeAfter(at, meant.do, rows.length))
      }
      if (meant?.do === 'help') setHelp((before) => !before)
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  })

  if (!may('countersigningInbox')) return <EmptyState title={text('mayNot')} />
  const chosen = rows.filter(({ id }) => selected.has(id))
  const signable = rows.filter(({ openQuestions }) => openQuestions.length === 0)
  const showList = wide || search.id === undefined

  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle', {
          count: rows.length,
          more: data?.countersigningInbox.pageInfo.hasNextPage ? 1 : 0,
        })}
        actions={
          <>
            <Button
              variant="default"
              visibleFrom="md"
              onClick={() => setHelp(!help)}
              aria-expanded={help}
            >
              {text('keys')}
            </Button>
            <ExportMenu
              table="inbox"
              filter={{ search: search.search, withoutOpenQuestions: search.withoutOpenQuestions }}
            />
          </>
        }
      />
      <PlansHint />
      {help && <KeyHelp />}
      {error && data === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <div
          style={{
            display: 'grid',
            gridTemplateColumns: wide ? 'minmax(320px, 5fr) 8fr' : '1fr',
            gap: 16,
            alignItems: 'start',
          }}
        >
          {showList && (
            <div className="paper">
              <Stack gap="sm" mb="sm">
                <SearchField
                  label={text('search')}
                  value={search.search ?? ''}
                  onType={() => {
                    openWhenTyped.current = search.id
                  }}
                  // A search opens its first hit, unless the reader has opened one before its answer.
                  onSearch={(typed) =>
                    set({
                      search: typed || undefined,
                      id: search.id === openWhenTyped.current ? undefined : search.id,
                    })
                  }
                />
                <Switch
                  label={text('withoutOpenQuestions')}
                  checked={search.withoutOpenQuestions ?? false}
                  onChange={(event) =>
                    set({
                      withoutOpenQuestions: event.currentTarget.checked || undefined,
                      id: undefined,
                    })
                  }
                />
                {rows.length > 0 && (
                  <Group gap="sm">
                    <Button
                      variant="default"
                      size="sm"
                      disabled={signable.length === 0}
                      onClick={() =>
                        setSelected(
                          new Set(
                            selected.size === signable.length ? [] : signable.map(({ id }) => id),
                          ),
                        )
                      }
                    >
                      {selected.size > 0 && selected.size === signable.length
                        ? text('selectNone')
                        : text('selectAll', { count: signable.length })}
                    </Button>
                    <Button
                      size="sm"
                      disabled={chosen.length === 0}
                      onClick={() => setPreviewing(true)}
                    >
                      {text('previewMany', { count: chosen.length })}
                    </Button>
                  </Group>
                )}
              </Stack>
              {rows.length === 0 ? (
                <EmptyState
                  title={text('nothing')}
                  hint={
                    search.search || search.withoutOpenQuestions
                      ? text('nothingFiltered')
                      : text('nothingHint')
                  }
                />
              ) : (
                <ul
                  ref={list}
                  style={{
                    listStyle: 'none',
                    margin: 0,
                    padding: 0,
                    ...(wide ? { maxHeight: 'calc(100vh - 340px)', overflowY: 'auto' } : {}),
                  }}
                  tabIndex={wide ? 0 : undefined}
                  aria-label={text('title')}
                >
                  {rows.map((row) => (
                    <InboxItem
                      key={row.id}
                      row={row}
                      isOpen={row.id === openId}
                      isMarked={row.id === openId && wide}
                      isSelected={selected.has(row.id)}
                      onOpen={() => {
                        byKey.current = !wide
                        set({ id: row.id })
                      }}
                      onSelect={(isSelected) => {
                        const next = new Set(selected)
                        if (isSelected) next.add(row.id)
                        else next.delete(row.id)
                        setSelected(next)
                      }}
                    />
                  ))}
                </ul>
              )}
              <LoadMore
                hasNextPage={data.countersigningInbox.pageInfo.hasNextPage}
                loading={loading}
                onMore={() =>
                  void fetchMore({
                    variables: { after: data.countersigningInbox.pageInfo.endCursor },
                  })
                }
              />
            </div>
          )}
          {openId !== undefined && (
            <div>
              {!wide && (
                <Button variant="default" mb="sm" onClick={() => set({ id: undefined })}>
                  {text('backToList')}
                </Button>
              )}
              <OpinionPanel
                key={openId}
                id={openId}
                isChosen={search.id !== undefined}
                takesFocus={takesFocus}
                onDone={(id) => void done(id)}
              />
            </div>
          )}
        </div>
      )}
      <SignManyDialog
        opened={previewing}
        chosen={chosen}
        onClose={() => setPreviewing(false)}
        onSigned={() => {
          setSelected(new Set())
          void refetch()
        }}
      />
    </>
  )
}
