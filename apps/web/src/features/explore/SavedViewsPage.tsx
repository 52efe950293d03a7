import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { readExploreQuestion } from '@gongjian/domain/explore-question'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { useUiText } from '../../ui/text.ts'
import { questionTitle } from './question-title.ts'
import { RemoveView, SavedViewsDocument, searchOf } from './saved-view-documents.ts'
import type { SavedView } from './saved-view-documents.ts'
import { SaveViewDialog } from './SaveViewDialog.tsx'
import { useExploreText } from './text.ts'
import { useExploreWords } from './use-explore-words.ts'

const CatalogueDocument = graphql(`
  query SavedViewCatalogue {
    catalogue {
      code
      name
      unit
    }
  }
`)
const ORDERS = ['NAME', 'NEWEST'] as const
type Search = {
  search?: string | undefined
  mine?: boolean | undefined
  order?: string | undefined
}

/** Every view in sight: one's own, to name, share and remove, and those that others share. */
export function SavedViewsPage() {
  const text = useExploreText()
  const ui = useUiText()
  const formats = useFormats()
  const navigate = useNavigate()
  const asked: Search = useSearch({ strict: false })
  const order = ORDERS.find((one) => one === asked.order) ?? 'NAME'
  const filter = { search: asked.search ?? null, mine: asked.mine ?? null }
  const catalogue = useQuery(CatalogueDocument)
  const indicators = catalogue.data?.catalogue ?? []
  const words = useExploreWords(indicators)
  const { data, previousData, error, loading, refetch, fetchMore } = useQuery(SavedViewsDocument, {
    variables: { first: 30, after: null, filter, order },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const [changes, setChanges] = useState<SavedView | null>(null)
  const [asks, setAsks] = useState<string | null>(null)
  const [remove] = useMutation(RemoveView, {
    refetchQueries: ['SavedViews'],
    awaitRefetchQueries: true,
  })
  const { send, sending, failure } = useSending()
  const page = (data ?? previousData)?.savedViews
  const set = (part: Search) =>
    void navigate({
      to: paths.savedViews(),
      search: { ...asked, ...part },
      replace: true,
    })
  const titleOf = (view: SavedView) =>
    questionTitle(
      readExploreQuestion(searchOf(view), new Set(indicators.map(({ code }) => code))).question,
      words,
    )
  const forget = async ({ id, version }: SavedView) => {
    await send(
      async () => (await remove({ variables: { input: { id, version } } })).data?.removeView,
    )
    setAsks(null)
  }
  const isNarrowed = asked.search !== undefined || asked.mine !== undefined

  return (
    <>
      <PageHeader
        title={text('viewsTitle')}
        subtitle={text('viewsSubtitle')}
        actions={
          <>
            <Link to={paths.explore()}>{text('title')}</Link>
            <ExportMenu
              table="saved-views"
              filter={{
                search: asked.search,
                mine: asked.mine === undefined ? undefined : String(asked.mine),
                order,
              }}
            />
          </>
        }
      />
      <Filters
        first={
          <SearchField
            label={text('viewName')}
            value={asked.search ?? ''}
            onSearch={(search) => set({ search: search || undefined })}
          />
        }
        chosen={asked.mine === undefined ? 0 : 1}
      >
        <NativeSelect
          size="md"
          label={text('whose')}
          value={asked.mine === undefined ? '' : String(asked.mine)}
          onChange={({ currentTarget: { value } }) =>
            set({ mine: value === '' ? undefined : value === 'true' })
          }
          data={[
            { value: '', label: ui('all') },
            { value: 'true', label: text('myViews') },
            { value: 'false', label: text('sharedViews') },
          ]}
        />
        <NativeSelect
          size="md"
          label={text('viewOrder')}
          value={order}
          onChange={({ currentTarget: { value } }) =>
            set({ order: value === 'NAME' ? undefined : value })
          }
          data={ORDERS.map((value) => ({ value, label: text(`viewOrder_${value}`) }))}
        />
      </Filters>
      <FailureNotice message={failure} />
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState
          title={text(isNarrowed ? 'noViewFound' : 'noViews')}
          hint={text(isNarrowed ? 'noViewFoundHint' : 'noViewsHint')}
          action={
            isNarrowed ? (
              <Button variant="default" onClick={() => set({ search: undefined, mine: undefined })}>
                {text('clearFilters')}
              </Button>
            ) : (
              <Link to={paths.explore()}>{text('title')}</Link>
            )
          }
        />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('viewsTitle')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'name',
                head: text('viewName'),
                main: true,
                cell: (view) => (
                  <>
                    <Link to={paths.explore()} search={searchOf(view)}>
                      {view.name}
                    </Link>
                    {view.outdated.length > 0 && (
                      <Text size="sm" c="brand.8">
                        {text('viewOutdated')}
                      </Text>
                    )}
                  </>
                ),
              },
              { key: 'content', head: text('viewContent'), cell: titleOf },
              {
                key: 'sharing',
                head: text('sharing'),
                cell: ({ sharing, organisation }) =>
                  sharing === 'ORGANISATION'
                    ? text('sharing_ORGANISATION', { name: organisation.name })
                    : text(`sharing_${sharing}`),
              },
              {
                key: 'owner',
                head: text('owner'),
                cell: ({ isMine, ownerName }) => (isMine ? text('mine') : ownerName),
              },
              {
                key: 'updatedAt',
                head: text('viewSavedAt'),
                wideOnly: true,
                cell: ({ updatedAt }) => formats.moment(updatedAt),
              },
              {
                key: 'actions',
                head: text('actions'),
                cell: (view) => (
                  <Group gap="xs">
                    {view.mayChange && (
                      <Button
                        size="compact-md"
                        variant="default"
                        aria-label={text('changeNamed', { name: view.name })}
                        onClick={() => setChanges(view)}
                      >
                        {text('change')}
                      </Button>
                    )}
                    {view.mayRemove &&
                      (asks === view.id ? (
                        <>
                          <Button
                            size="compact-md"
                            color="red"
                            loading={sending}
                            onClick={() => void forget(view)}
                          >
                            {text('removeYes')}
                          </Button>
                          <Button size="compact-md" variant="default" onClick={() => setAsks(null)}>
                            {text('removeNo')}
                          </Button>
                        </>
                      ) : (
                        <Button
                          size="compact-md"
                          variant="default"
                          aria-label={text('removeNamed', { name: view.name })}
                          onClick={() => setAsks(view.id)}
                        >
                          {text('remove')}
                        </Button>
                      ))}
                    {!view.mayChange && !view.mayRemove && '—'}
                  </Group>
                ),
              },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </div>
      )}
      {changes !== null && (
        <SaveViewDialog
          search={searchOf(changes)}
          view={changes}
          onClose={() => setChanges(null)}
        />
      )}
    </>
  )
}
