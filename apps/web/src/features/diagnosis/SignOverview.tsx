import { useQuery } from '@apollo/client/react'
import { Badge, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import type { DiagnosisSearch } from '../../routes/address.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { Sparkline } from '../../ui/Sparkline.tsx'
import { DiagnosisDocument } from './diagnosis-queries.ts'
import { useFigures } from './figures.ts'
import { useDiagnosisText } from './text.ts'

/** The eight signs side by side: how each stands, how it went by quarters, and how many it names. */
export function SignOverview({
  year,
  search,
  choice,
}: {
  year: number
  search: DiagnosisSearch
  choice: ReactNode
}) {
  const text = useDiagnosisText()
  const formats = useFormats()
  const { valueText } = useFigures()
  const { data, previousData, error, refetch } = useQuery(DiagnosisDocument, {
    variables: { year, zoneId: search.zoneId ?? null },
    fetchPolicy: 'cache-and-network',
  })
  const found = (data ?? previousData)?.diagnosis
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={<ExportMenu table="diagnosis" filter={{ year, zoneId: search.zoneId }} />}
      />
      <FailureNotice color="blue" message={text('noVerdict')} />
      {choice}
      {error && found === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : found === undefined ? (
        <Loading />
      ) : !found.hasBegun ? (
        <EmptyState title={text('notBegun')} hint={text('notBegunHint')} />
      ) : found.pairings === 0 ? (
        <EmptyState title={text('noPairings')} hint={text('noPairingsHint')} />
      ) : (
        <>
          <Text mb="sm">
            {text('basis', {
              year: found.year,
              pairings: formats.number(found.pairings),
              records: formats.number(found.records),
              asOf: formats.moment(found.asOf),
            })}
            {found.records === 0 && ` ${text('noRecords')}`}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
            {found.signs.map(({ sign, value, isLit, judged, concerned, trend }) => (
              <section key={sign} className="paper" aria-labelledby={`sign-${sign}`}>
                <Stack gap={6} h="100%">
                  <Group justify="space-between" gap={4} wrap="nowrap" align="flex-start">
                    <Title order={2} size="h4" id={`sign-${sign}`}>
                      <Link to={paths.diagnosis()} search={{ ...search, year, sign }}>
                        {text(`sign_${sign}`)}
                      </Link>
                    </Title>
                    <LitBadge isLit={isLit} />
                  </Group>
                  <Text size="sm" c="dimmed">
                    {text(`short_${sign}`)}
                  </Text>
                  <Group justify="space-between" align="flex-end" mt="auto" wrap="nowrap">
                    <div>
                      <Text size="xl" className="figure-number">
                        {valueText(sign, value)}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {text(sign === 'IMBALANCE' ? 'valueGini' : 'valueShare')}
                      </Text>
                    </div>
                    <Sparkline values={trend.map((one) => one.value)} />
                  </Group>
                  <Text size="sm">
                    {judged === 0
                      ? text('notJudged')
                      : text('concerned', {
                          concerned: formats.number(concerned),
                          judged: formats.number(judged),
                        })}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {text('trendWords', {
                      values: trend
                        .map((one) =>
                          text('quarterValue', {
                            quarter: one.quarter,
                            value: valueText(sign, one.value),
                          }),
                        )
                        .join(text('and')),
                    })}
                  </Text>
                </Stack>
              </section>
            ))}
          </SimpleGrid>
        </>
      )}
    </>
  )
}

/** Whether a sign as a whole deserves attention, in words. */
export function LitBadge({ isLit }: { isLit: boolean | null }) {
  const text = useDiagnosisText()
  return isLit === null ? (
    <Badge variant="outline" color="gray" c="#454b53" style={{ flexShrink: 0 }}>
      {text('unknown')}
    </Badge>
  ) : isLit ? (
    <Badge variant="light" color="orange" c="#7a3e00" style={{ flexShrink: 0 }}>
      {text('lit')}
    </Badge>
  ) : (
    <Badge variant="light" color="teal" c="#0b5345" style={{ flexShrink: 0 }}>
      {text('calm')}
    </Badge>
  )
}
