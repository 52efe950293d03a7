import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { useWords } from '../../ui/words.ts'
import { useAnalysisText } from './text.ts'

type Row = {
  indicator: { code: string; name: string; unit: string; area: string | null; kind: string }
  accepted: string
  claimed: string
  acceptedRecords: number
  claimedRecords: number
}

/** Every indicator with what was accepted and what is still claimed; the number opens the records. */
export function IndicatorTable({
  rows,
  searchOf,
}: {
  rows: readonly Row[]
  searchOf: (code: string, status: string) => Record<string, unknown>
}) {
  const text = useAnalysisText()
  const words = useWords()
  const formats = useFormats()
  const order = (row: Row) =>
    row.indicator.area === null
      ? HELP_AREAS.length + (row.indicator.kind === 'LABOUR' ? 0 : 1)
      : HELP_AREAS.findIndex((area) => area === row.indicator.area)
  return (
    <DataTable
      caption={text('indicators')}
      rows={rows.toSorted((a, b) => order(a) - order(b))}
      keyOf={({ indicator }) => indicator.code}
      columns={[
        {
          key: 'area',
          head: text('area'),
          cell: ({ indicator }) =>
            indicator.area ? words.area(indicator.area) : words.kind(indicator.kind),
        },
        {
          key: 'name',
          head: text('indicator'),
          main: true,
          cell: ({ indicator }) => indicator.name,
        },
        {
          key: 'accepted',
          head: text('acceptedQuantity'),
          number: true,
          cell: ({ indicator, accepted }) => (
            <>
              <Link to={paths.records()} search={searchOf(indicator.code, 'COUNTERSIGNED')}>
                {formats.number(accepted)}
              </Link>{' '}
              {indicator.unit}
            </>
          ),
        },
        {
          key: 'claimed',
          head: text('claimedQuantity'),
          number: true,
          cell: ({ indicator, claimed }) => (
            <>
              <Link to={paths.records()} search={searchOf(indicator.code, 'SUBMITTED')}>
                {formats.number(claimed)}
              </Link>{' '}
              {indicator.unit}
            </>
          ),
        },
        {
          key: 'records',
          head: text('recordsCount'),
          number: true,
          wideOnly: true,
          cell: ({ acceptedRecords }) => formats.number(acceptedRecords),
        },
      ]}
    />
  )
}
