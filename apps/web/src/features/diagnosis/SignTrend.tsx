import { useQuery } from '@apollo/client/react'
import { Group, SegmentedControl, Text, Title } from '@mantine/core'
import type { DiagnosisSign } from '@gongjian/domain/diagnosis-signs'
import { useFormats } from '../../platform/locale.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SignByMonthDocument } from './diagnosis-queries.ts'
import { useFigures } from './figures.ts'
import { useDiagnosisText } from './text.ts'
import { TrendChart } from './TrendChart.tsx'

type Step = { value: number | null; concerned: number; judged: number }

/** How a sign went: each quarter by itself, or from the first day of the year to the end of each month. */
export function SignTrend({
  sign,
  year,
  zoneId,
  trend,
  words,
  limit,
  isByMonth,
  onByMonth,
}: {
  sign: DiagnosisSign
  year: number
  zoneId: string | null
  trend: readonly (Step & { quarter: number })[]
  /** What is to be said of the whole beside it. */
  words: string
  /** From where the sign as a whole deserves attention. */
  limit: number | null
  isByMonth: boolean
  onByMonth: (isByMonth: boolean) => void
}) {
  const text = useDiagnosisText()
  const formats = useFormats()
  const { valueText } = useFigures()
  const { data, previousData, error, refetch } = useQuery(SignByMonthDocument, {
    variables: { year, zoneId, sign },
    skip: !isByMonth,
    fetchPolicy: 'cache-and-network',
  })
  const months = (data ?? previousData)?.diagnosisByMonth
  const steps = isByMonth
    ? months?.map((one) => ({
        ...one,
        key: one.month,
        name: formats.month(one.month),
        short: formats.shortMonth(one.month),
      }))
    : trend.map((one) => ({
        ...one,
        key: String(one.quarter),
        name: text('quarterName', { quarter: one.quarter }),
        short: text('quarterName', { quarter: one.quarter }),
      }))
  const known = steps?.filter(
    (step): step is typeof step & { value: number } => step.value !== null,
  )
  const [first, last] = [known?.[0], known?.at(-1)]
  return (
    <section className="paper" aria-labelledby="trend">
      <Group justify="space-between" mb={4} gap="xs">
        <Title order={2} size="h4" id="trend">
          {text('trend')}
        </Title>
        <SegmentedControl
          className="no-print"
          aria-label={text('trend')}
          value={isByMonth ? 'month' : 'quarter'}
          data={[
            { value: 'quarter', label: text('byQuarter') },
            { value: 'month', label: text('byMonth') },
          ]}
          onChange={(value) => onByMonth(value === 'month')}
        />
      </Group>
      <Text size="sm" mb="sm">
        {words !== '' ? `${words} ` : ''}
        {text(isByMonth ? 'trendHintMonth' : 'trendHint')}
      </Text>
      {error && steps === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : steps === undefined ? (
        <Loading />
      ) : steps.length === 0 ? (
        <Text size="sm">{text('noTrend')}</Text>
      ) : (
        <>
          {first !== undefined && last !== undefined && first !== last && (
            <Text size="sm" mb="xs">
              {text('wentFromTo', {
                first: first.name,
                from: valueText(sign, first.value),
                last: last.name,
                to: valueText(sign, last.value),
              })}
            </Text>
          )}
          <TrendChart
            points={steps.map(({ value, short }) => ({ value, name: short }))}
            limit={limit}
            limitName={limit === null ? '' : text('limitAt', { limit: valueText(sign, limit) })}
          />
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{text(isByMonth ? 'upToMonth' : 'quarter')}</th>
                <th scope="col" className="num">
                  {text(sign === 'IMBALANCE' ? 'gini' : 'proportion')}
                </th>
                <th scope="col" className="num">
                  {text('named')}
                </th>
                <th scope="col" className="num">
                  {text('judged')}
                </th>
              </tr>
            </thead>
            <tbody>
              {steps.map(({ key, name, value, concerned, judged }) => (
                <tr key={key}>
                  <td style={{ whiteSpace: 'nowrap' }}>{name}</td>
                  <td className="num">{valueText(sign, value)}</td>
                  <td className="num">{formats.number(concerned)}</td>
                  <td className="num">{formats.number(judged)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}
