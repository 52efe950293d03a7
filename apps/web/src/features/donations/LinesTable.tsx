import { useQuery } from '@apollo/client/react'
import type { DonationFilter, DonationOrder } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { countSet } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { LedgerDocument } from './ledger-query.ts'
import { useDonationsText } from './text.ts'

/** The ledger line by line, each with its record. */
export function LinesTable({
  filter,
  orderBy,
}: {
  filter: DonationFilter
  orderBy: DonationOrder
}) {
  const text = useDonationsText()
  const formats = useFormats()
  const { data, error, loading, refetch, fetchMore } = useQuery(LedgerDocument, {
    variables: { after: null, filter, orderBy },
    notifyOnNetworkStatusChange: true,
    fetchPolicy: 'cache-and-network',
  })
  const page = data?.donations
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
  return (
    <div className="paper">
      <DataTable
        caption={text('ledger')}
        rows={page.edges.map(({ node }) => node)}
        keyOf={({ id }) => id}
        columns={[
          { key: 'day', head: text('day'), cell: ({ day }) => formats.day(day) },
          {
            key: 'what',
            head: text('what'),
            main: true,
            cell: ({ activityId, donation: { kind, description, quantity, unit } }) => (
              <Link to={paths.record(activityId)}>
                {text(`kind_${kind}`)} {description}{' '}
                {quantity === null ? '' : `${formats.number(quantity)}${unit}`}
              </Link>
            ),
          },
          { key: 'from', head: text('from'), cell: ({ agencySide }) => agencySide.name },
          { key: 'to', head: text('to'), cell: ({ communitySide }) => communitySide.name },
          {
            key: 'recipient',
            head: text('recipient'),
            cell: ({ direction, agencySide, communitySide, donation }) =>
              donation.household
                ? text('household', { number: donation.household.number })
                : donation.recipientName ||
                  (direction === 'COMMUNITY_TO_AGENCY' ? agencySide : communitySide).name,
          },
          {
            key: 'drive',
            head: text('drive'),
            cell: ({ donation }) => donation.drive?.name ?? '—',
          },
          {
            key: 'claimed',
            head: text('claimed'),
            number: true,
            cell: ({ donation }) => formats.number(donation.valueYuan),
          },
          {
            key: 'received',
            head: text('received'),
            number: true,
            cell: ({ donation: { confirmation } }) =>
              confirmation === null
                ? text('receipt_AWAITING')
                : formats.number(confirmation.receivedValueYuan),
          },
          {
            key: 'accepted',
            head: text('accepted'),
            number: true,
            cell: ({ accepted }) => (accepted === null ? '—' : formats.number(accepted)),
          },
          { key: 'check', head: text('check'), cell: ({ check }) => text(`check_${check}`) },
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
