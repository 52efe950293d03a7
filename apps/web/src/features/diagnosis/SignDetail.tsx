import { useQuery } from '@apollo/client/react'
import { Button, Text } from '@mantine/core'
import type { DiagnosisSign } from '@gongjian/domain/diagnosis-signs'
import type { ReactNode } from 'react'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import type { DiagnosisSearch } from '../../routes/address.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { ConcernList } from './ConcernList.tsx'
import { SignDocument } from './diagnosis-queries.ts'
import { SignFigures } from './SignFigures.tsx'
import { SignRule } from './SignRule.tsx'
import { LitBadge } from './SignOverview.tsx'
import { useFigures } from './figures.ts'
import { useDiagnosisText } from './text.ts'

/** One sign: what it means and by what formula, how the city stands, how it went, and whom it names. */
export function SignDetail({
  sign,
  year,
  search,
  choice,
  onSet,
}: {
  sign: DiagnosisSign
  year: number
  search: DiagnosisSearch
  choice: ReactNode
  onSet: (part: DiagnosisSearch) => void
}) {
  const text = useDiagnosisText()
  const formats = useFormats()
  const { valueText } = useFigures()
  const { data, previousData, error, refetch } = useQuery(SignDocument, {
    variables: { year, zoneId: search.zoneId ?? null, sign },
    fetchPolicy: 'cache-and-network',
  })
  const found = (data ?? previousData)?.diagnosis
  const row = found?.signs[0]
  return (
    <>
      <PageHeader
        title={text(`sign_${sign}`)}
        subtitle={text(`short_${sign}`)}
        actions={
          <Button
            variant="default"
            component={Link}
            to={paths.diagnosis()}
            search={{ year, zoneId: search.zoneId }}
          >
            {text('backToAll')}
          </Button>
        }
      />
      <FailureNotice color="blue" message={text(`first_${sign}`)} />
      {choice}
      {error && found === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : found === undefined || row === undefined ? (
        <Loading />
      ) : !found.hasBegun ? (
        <EmptyState title={text('notBegun')} hint={text('notBegunHint')} />
      ) : found.pairings === 0 ? (
        <EmptyState title={text('noPairings')} hint={text('noPairingsHint')} />
      ) : (
        <>
          <section className="paper" aria-label={text('state')} style={{ marginBottom: 16 }}>
            <Text component="div">
              <span className="figure-number" style={{ fontSize: '1.5rem' }}>
                {valueText(sign, row.value)}
              </span>{' '}
              {text(sign === 'IMBALANCE' ? 'valueGini' : 'valueShare')}{' '}
              <LitBadge isLit={row.isLit} />
            </Text>
            <Text size="sm">
              {row.judged === 0
                ? text('notJudged')
                : text('concerned', {
                    concerned: formats.number(row.concerned),
                    judged: formats.number(row.judged),
                  })}
            </Text>
            <Text size="sm" c="dimmed">
              {text('basis', {
                year: found.year,
                pairings: formats.number(found.pairings),
                records: formats.number(found.records),
                asOf: formats.moment(found.asOf),
              })}
            </Text>
          </section>
          <SignRule sign={sign} year={year} thresholds={row.thresholds} />
          <SignFigures
            sign={sign}
            year={year}
            zoneId={search.zoneId ?? null}
            row={row}
            isByMonth={search.trend === 'month'}
            onByMonth={(isByMonth) => onSet({ trend: isByMonth ? 'month' : undefined })}
          />
          <ConcernList
            sign={sign}
            year={year}
            search={search}
            quickSeconds={row.thresholds.find(({ name }) => name === 'quickSeconds')?.value}
            onSet={onSet}
          />
        </>
      )}
    </>
  )
}
