import { useQuery } from '@apollo/client/react'
import { NativeSelect } from '@mantine/core'
import { ORGANISATION_KINDS } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { OrganisationTree } from './OrganisationTree.tsx'
import { useOrganisationsText } from './text.ts'

export const OrganisationsDocument = graphql(`
  query Organisations($after: String, $filter: OrganisationFilter) {
    zones {
      id
      name
    }
    organisations(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          kind
          code
          name
          validTo
          memberCount
          ancestors {
            id
            name
            kind
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
type Search = {
  search?: string | undefined
  kind?: string | undefined
  zoneId?: string | undefined
}

/** The tree to walk through, and a search by name, code and pinyin initials. */
export function OrganisationsPage() {
  const text = useOrganisationsText()
  const ui = useUiText()
  const words = useWords()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const kind = ORGANISATION_KINDS.find((one) => one === search.kind)
  const filtered = Boolean(search.search || kind || search.zoneId)
  const filter = {
    search: search.search ?? null,
    kinds: kind ? [kind] : null,
    zoneId: search.zoneId ?? null,
  }
  const { data, error, loading, refetch, fetchMore } = useQuery(OrganisationsDocument, {
    variables: { after: null, filter },
    notifyOnNetworkStatusChange: true,
  })
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.organisations(), search: { ...search, ...part }, replace: true })
  const page = data?.organisations
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          <ExportMenu
            table="organisations"
            filter={{ search: search.search, kinds: kind, zoneId: search.zoneId }}
          />
        }
      />
      <Filters
        first={
          <SearchField
            label={text('search')}
            placeholder={text('searchHint')}
            value={search.search ?? ''}
            onSearch={(typed) => set({ search: typed || undefined })}
          />
        }
        chosen={countSet(kind, search.zoneId)}
      >
        <NativeSelect
          size="md"
          label={text('kind')}
          value={kind ?? ''}
          onChange={(event) => set({ kind: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...ORGANISATION_KINDS.map((one) => ({
              value: one,
              label: words.organisationKind(one),
            })),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('zone')}
          value={search.zoneId ?? ''}
          onChange={(event) => set({ zoneId: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...(data?.zones ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </Filters>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : !filtered ? (
        <div className="paper">
          {page.edges[0] ? (
            <OrganisationTree root={page.edges[0].node} />
          ) : (
            <EmptyState title={text('nothing')} />
          )}
        </div>
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('nothing')} hint={text('nothingHint')} />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('title')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'name',
                head: text('name'),
                main: true,
                cell: ({ id, name, validTo }) => (
                  <>
                    <Link to={paths.organisation(id)}>{name}</Link>
                    {validTo === null ? '' : ` (${text('ended')})`}
                  </>
                ),
              },
              { key: 'kind', head: text('kind'), cell: (row) => words.organisationKind(row.kind) },
              { key: 'code', head: text('code'), cell: ({ code }) => code },
              {
                key: 'above',
                head: text('above'),
                cell: ({ ancestors }) =>
                  ancestors
                    .slice(1)
                    .map(({ name }) => name)
                    .join(' › '),
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
    </>
  )
}
