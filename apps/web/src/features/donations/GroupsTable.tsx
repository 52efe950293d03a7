import { useQuery } from '@apollo/client/react'
import type { DonationFilter, DonationGrouping } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import type { DonationSearch } from '../../routes/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { countSet } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { GroupsDocument } from './ledger-query.ts'
import { useDonationsText } from './text.ts'

/** The ledger in sums: each group opens its lines. */
export function GroupsTable({
  by,
  filter,
  search,
}: {
  by: DonationGrouping
  filter: DonationFilter
  search: DonationSearch
}) {
  const text = useDonationsText()
  const formats = useFormats()
  const { data, error, loading, refetch, fetchMore } = useQuery(GroupsDocument, {
    variables: { by, after: null, filter },
    notifyOnNetworkStatusChange: true,
    fetchPolicy: 'cache-and-network',
  })
  const page = data?.donationGroups
  if (error && page === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (page === undefined) return <Loading />
  const isNarrowed = countSet(...Object.values(filter)) > 0
  if (page.edges.length === 0)
    return isNarrowed ? (
      <EmptyState title={text('empty')} hint={text('emptyHint')} />
    ) : (
      <EmptyState title={text('nothingYet')} hint={text('nothingYetHint')} />
    )
  const within = (key: string): DonationSearch =>
    by === 'MONTH'
      ? { month: key }
      : by === 'PAIRING'
        ? { pairingId: key }
        : key === ''
          ? { withoutDrive: true, driveId: undefined }
          : { driveId: key, withoutDrive: undefined }
  const rows = page.edges.map(({ node }) => node)
  type Row = (typeof rows)[number]
  const sum = (
    key: Exclude<keyof Row['totals'], '__typename'>,
    kind: 'cash' | 'goods',
    what: 'claimed' | 'received' | 'accepted',
  ) => ({
    key,
    head: `${text(kind)} ${text(what)}`,
    number: true,
    cell: ({ totals }: Row) => formats.number(totals[key]),
  })
  return (
    <div className="paper">
      <DataTable
        caption={text('ledger')}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            key: 'group',
            head: text('group'),
            main: true,
            cell: ({ key, name }) => (
              <Link to={paths.donations()} search={{ ...search, view: 'LINES', ...within(key) }}>
                {by === 'MONTH' ? key : name || text('noDrive')}
              </Link>
            ),
          },
          {
            key: 'lines',
            head: text('lines'),
            number: true,
            cell: ({ totals }) => formats.number(totals.lines),
          },
          sum('cashClaimed', 'cash', 'claimed'),
          sum('cashReceived', 'cash', 'received'),
          sum('cashAccepted', 'cash', 'accepted'),
          sum('goodsClaimed', 'goods', 'claimed'),
          sum('goodsReceived', 'goods', 'received'),
          sum('goodsAccepted', 'goods', 'accepted'),
          {
            key: 'awaiting',
            head: text('receipt_AWAITING'),
            number: true,
            cell: ({ totals }) => formats.number(totals.awaitingLines),
          },
        ]}
      />
      <LoadMore
        hasNextPage={page.pageInfo.hasNextPage}
        loading={loading}
        onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
      />
    </div>
  )
}
