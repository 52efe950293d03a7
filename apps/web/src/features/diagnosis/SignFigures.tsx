import { SimpleGrid, Text, Title } from '@mantine/core'
import type { DiagnosisSign } from '@gongjian/domain/diagnosis-signs'
import type { DiagnosisSignQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { LorenzChart, shareOfLeast } from '../../ui/LorenzChart.tsx'
import { useFigures } from './figures.ts'
import { SignTrend } from './SignTrend.tsx'
import { useDiagnosisText } from './text.ts'

type Row = DiagnosisSignQuery['diagnosis']['signs'][number]

/** How those judged lie, and how the sign went; every picture with its words and its table. */
export function SignFigures({
  sign,
  year,
  zoneId,
  row,
  isByMonth,
  onByMonth,
}: {
  sign: DiagnosisSign
  year: number
  zoneId: string | null
  row: Row
  isByMonth: boolean
  onByMonth: (isByMonth: boolean) => void
}) {
  const text = useDiagnosisText()
  const formats = useFormats()
  const { percent } = useFigures()
  const figure = (name: string) => row.figures.find((one) => one.name === name)?.value ?? null
  const words = wordsOf()
  const most = Math.max(1, ...row.bars.map(({ count }) => count))
  return (
    <>
      {row.curves.length > 0 && (
        <SimpleGrid cols={{ base: 1, md: 2 }} mb="md">
          {row.curves.map((curve) => {
            const name = text(curve.of === 'AGENCY' ? 'ofAgencies' : 'ofCommunities')
            const said =
              curve.gini === null
                ? text('noCurve')
                : text('curveWords', {
                    gini: formats.decimals(curve.gini, 2),
                    members: formats.number(curve.members),
                    nothing: formats.number(curve.withNothing),
                    share: percent(curve.withNothing / Math.max(1, curve.members)),
                  })
            return (
              <section key={curve.of} className="paper" aria-label={name}>
                <Title order={2} size="h4" mb={4}>
                  {name}
                </Title>
                <Text size="sm" mb="sm">
                  {said}
                </Text>
                {curve.points.length > 0 && (
                  <div
                    style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'flex-start' }}
                  >
                    <div style={{ flex: '1 1 200px', maxWidth: 260 }}>
                      <LorenzChart
                        points={curve.points}
                        label={text('curveLabel', { of: name, words: said })}
                      />
                    </div>
                    <table className="data-table" style={{ flex: '1 1 180px', width: 'auto' }}>
                      <thead>
                        <tr>
                          <th scope="col">{text('leastMembers')}</th>
                          <th scope="col" className="num">
                            {text('theirShare')}
                          </th>
                        </tr>
                      </thead>
                      <tbody>
                        {[0.2, 0.4, 0.6, 0.8].map((members) => {
                          const share = shareOfLeast(curve.points, members)
                          return (
                            <tr key={members}>
                              <td>{text('leastOf', { share: percent(members) })}</td>
                              <td className="num">{share === null ? '' : percent(share)}</td>
                            </tr>
                          )
                        })}
                      </tbody>
                    </table>
                  </div>
                )}
              </section>
            )
          })}
        </SimpleGrid>
      )}
      <SimpleGrid cols={{ base: 1, md: row.bars.length > 0 ? 2 : 1 }} mb="md">
        {row.bars.length > 0 && (
          <section className="paper" aria-labelledby="bars">
            <Title order={2} size="h4" id="bars" mb={4}>
              {text(`bars_${sign}`)}
            </Title>
            {words !== '' && (
              <Text size="sm" mb="sm">
                {words}
              </Text>
            )}
            <table className="data-table">
              <thead>
                <tr>
                  <th scope="col">{text('range')}</th>
                  <th scope="col" aria-hidden />
                  <th scope="col" className="num">
                    {text('count')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {row.bars.map(({ from, to, count }, index) => (
                  <tr key={from}>
                    <td style={{ whiteSpace: 'nowrap' }}>
                      {rangeOf(from, to, index === row.bars.length - 1)}
                    </td>
                    <td style={{ width: '60%' }} aria-hidden>
                      <span
                        className="bar confirmed"
                        style={{ width: `${(count / most) * 100}%` }}
                      />
                    </td>
                    <td className="num">{formats.number(count)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        <SignTrend
          sign={sign}
          year={year}
          zoneId={zoneId}
          trend={row.trend}
          words={row.bars.length === 0 ? words : ''}
          limit={row.thresholds.find(({ name }) => name === 'limit')?.value ?? null}
          isByMonth={isByMonth}
          onByMonth={onByMonth}
        />
      </SimpleGrid>
    </>
  )

  /** The last step of days and loads is open upwards. */
  function rangeOf(from: number, to: number, isLast: boolean): string {
    if (isLast && sign === 'STALLED') return text('andMore', { from: formats.number(from) })
    return sign === 'GIFTS_ONLY'
      ? `${percent(from)} – ${percent(to)}`
      : `${formats.number(Math.round(from * 100) / 100)} – ${formats.number(Math.round(to * 100) / 100)}`
  }

  function wordsOf(): string {
    const decimal = (name: string) => {
      const value = figure(name)
      return value === null ? text('unknown') : formats.decimals(value, 2)
    }
    const whole = (name: string) => {
      const value = figure(name)
      return value === null ? text('unknown') : formats.number(Math.round(value * 10) / 10)
    }
    switch (sign) {
      case 'ONE_SIDE_WARM':
        return text('words_ONE_SIDE_WARM', { median: decimal('medianBalance') })
      case 'NARROW_MIX':
        return text('words_NARROW_MIX', { whole: decimal('whole') })
      case 'GIFTS_ONLY':
        return text('words_GIFTS_ONLY', { share: percent(figure('whole') ?? 0) })
      case 'ONE_WAY':
        return text('words_ONE_WAY', {
          given: whole('given'),
          received: whole('received'),
          together: whole('together'),
        })
      case 'FORM_ONLY':
        return text('words_FORM_ONLY', { median: decimal('medianUsefulness') })
      case 'STALLED':
        return text('words_STALLED', { never: whole('never') })
      case 'OVERLOAD':
        return text('words_OVERLOAD', {
          median: whole('median'),
          limit: whole('recordsLimit'),
          pairings: whole('pairingsLimit'),
        })
      default:
        return ''
    }
  }
}
