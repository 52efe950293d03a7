import { useQuery } from '@apollo/client/react'
import { Text } from '@mantine/core'
import type { DonationFilter } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import type { DonationSearch } from '../../routes/address.ts'
import { FiguresAsOf } from '../../ui/FiguresAsOf.tsx'
import { Link } from '../../ui/Link.tsx'
import { TotalsDocument } from './ledger-query.ts'
import { useDonationsText } from './text.ts'

/** What all within the filter comes to, each figure with the lines behind it; and whether the sums agree. */
export function TotalsPanel({
  filter,
  search,
}: {
  filter: DonationFilter
  search: DonationSearch
}) {
  const text = useDonationsText()
  const formats = useFormats()
  const { data } = useQuery(TotalsDocument, {
    variables: { filter },
    fetchPolicy: 'cache-and-network',
  })
  if (data === undefined) return null
  const { donationTotals: totals, donationOutputs: outputs } = data
  const behind = (value: string, part: Partial<DonationSearch>) => (
    <Link to={paths.donations()} search={{ ...search, view: 'LINES', ...part }}>
      {formats.number(value)}
    </Link>
  )
  const rows = [
    ['CASH', totals.cashClaimed, totals.cashReceived, totals.cashAccepted],
    ['GOODS', totals.goodsClaimed, totals.goodsReceived, totals.goodsAccepted],
  ] as const
  return (
    <section className="paper" style={{ marginBottom: 16 }} aria-label={text('totals')}>
      <FiguresAsOf moment={data.figuresAsOf} />
      <div style={{ overflowX: 'auto' }}>
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{text('totals')}</th>
              <th scope="col" className="num">
                {text('claimed')}
              </th>
              <th scope="col" className="num">
                {text('received')}
              </th>
              <th scope="col" className="num">
                {text('accepted')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([kind, claimed, received, accepted]) => (
              <tr key={kind}>
                <th scope="row">{text(`kind_${kind}`)}</th>
                <td className="num">{behind(claimed, { kind })}</td>
                <td className="num">{behind(received, { kind, receipt: 'CONFIRMED' })}</td>
                <td className="num">{behind(accepted, { kind })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {totals.acceptedUnsplit !== '0' && (
        <Text size="sm">{text('unsplit', { value: formats.number(totals.acceptedUnsplit) })}</Text>
      )}
      <Text size="sm" mt="xs">
        {outputs.claimed === outputs.linesClaimed
          ? text('sumsAgree', { claimed: formats.number(outputs.claimed) })
          : text('sumsOff', {
              claimed: formats.number(outputs.claimed),
              lines: formats.number(outputs.linesClaimed),
              without: formats.number(outputs.withoutLines),
            })}
      </Text>
      <Text size="sm">
        <Link to={paths.donations()} search={{ ...search, view: 'LINES', receipt: 'AWAITING' }}>
          {text('awaiting', { count: totals.awaitingLines })}
        </Link>
        {' · '}
        <Link to={paths.donations()} search={{ ...search, view: 'LINES', check: 'DIFFERS' }}>
          {text('differing', { count: totals.differingRecords })}
        </Link>
      </Text>
    </section>
  )
}
