import { useQuery } from '@apollo/client/react'
import { Group, Text } from '@mantine/core'
import { useEffect } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useWords } from '../../ui/words.ts'
import { useHouseholdWords } from './household-words.ts'
import { useHouseholdsText } from './text.ts'

const LooksDocument = graphql(`
  query HouseholdLooks($after: String, $filter: HouseholdLookFilter, $order: HouseholdLookOrder) {
    householdLooks(first: 30, after: $after, filter: $filter, order: $order) {
      edges {
        cursor
        node {
          id
          at
          byName
          role
          organisationName
          householdId
          number
          fields
          reason
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

export type LookFilter = {
  householdId: string | null
  search?: string | null
  dayFrom?: string | null
  dayTo?: string | null
}
export const LOOK_ORDERS = ['NEWEST', 'OLDEST'] as const

/** Who looked at who a family is, when and why. `seen` grows when the reader has just looked. */
export function LooksTable({
  filter,
  order = 'NEWEST',
  seen = 0,
}: {
  filter: LookFilter
  order?: (typeof LOOK_ORDERS)[number]
  seen?: number
}) {
  const { householdId } = filter
  const isNarrowed = Object.values({ ...filter, householdId: null }).some(Boolean)
  const text = useHouseholdsText()
  const words = useWords()
  const own = useHouseholdWords()
  const formats = useFormats()
  const may = useMay()
  const { data, previousData, error, loading, refetch, fetchMore } = useQuery(LooksDocument, {
    variables: { after: null, filter, order },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  useEffect(() => {
    if (seen > 0) void refetch()
  }, [seen, refetch])
  const page = (data ?? previousData)?.householdLooks
  if (error && page === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (page === undefined) return <Loading />
  if (page.edges.length === 0)
    return <Text c="dimmed">{text(isNarrowed ? 'noLookFound' : 'noLook')}</Text>
  return (
    <>
      <Group justify="flex-end" mb="xs" className="no-print">
        <ExportMenu table="household-looks" filter={{ ...filter, order }} />
      </Group>
      <DataTable
        caption={text('looks')}
        rows={page.edges.map(({ node }) => node)}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'who',
            head: text('lookedBy'),
            main: true,
            cell: ({ byName, organisationName, role }) =>
              `${byName} · ${organisationName ?? ''}${role === null ? '' : ` ${words.role(role)}`}`,
          },
          { key: 'at', head: text('lookedAt'), cell: ({ at }) => formats.moment(at) },
          ...(householdId === null
            ? [
                {
                  key: 'case',
                  head: text('number'),
                  cell: (row: { householdId: string; number: string }) =>
                    may('household') ? (
                      <Link to={paths.household(row.householdId)}>{row.number}</Link>
                    ) : (
                      row.number
                    ),
                },
              ]
            : []),
          {
            key: 'fields',
            head: text('revealFields'),
            cell: ({ fields }) => formats.names(fields.map(own.field)),
          },
          { key: 'why', head: text('revealReason'), cell: ({ reason }) => reason },
        ]}
      />
      <LoadMore
        hasNextPage={page.pageInfo.hasNextPage}
        loading={loading}
        onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
      />
    </>
  )
}
