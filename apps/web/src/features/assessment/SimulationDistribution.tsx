import { Group, Text, Title } from '@mantine/core'
import { useFormats } from '../../platform/locale.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import type { DoneSide } from './simulation-sides.ts'
import { useAssessmentText } from './text.ts'

/** How many reach how many points: a bar each with its number; two schemes one under the other in each line. */
export function SimulationDistribution({
  id,
  own,
  theirs,
}: {
  id: string
  own: DoneSide
  theirs: DoneSide | null
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const { bins, ranked } = own.outcome
  const all = own.outcome.groups.find(({ by }) => by === 'ALL')
  const most = Math.max(
    1,
    ...[own, theirs].flatMap((one) => one?.outcome.bins.map(({ count }) => count) ?? []),
  )
  const share = (count: number) => `${(count / most) * 100}%`
  // Below the lowest score of both nothing is drawn.
  const first = bins.findIndex(
    ({ count }, index) => count > 0 || (theirs?.outcome.bins[index]?.count ?? 0) > 0,
  )
  return (
    <section className="paper" aria-labelledby="distribution" style={{ marginBottom: 16 }}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3" id="distribution">
          {text('distribution')}
        </Title>
        <ExportMenu table="simulation-distribution" filter={{ simulationId: id }} />
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {text('distributionWords', {
          ranked,
          median: formats.decimals(all?.spread.median ?? 0, 2),
          from: formats.decimals(all?.spread.firstQuartile ?? 0, 2),
          to: formats.decimals(all?.spread.thirdQuartile ?? 0, 2),
        })}
      </Text>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={text('distribution')}>
        <table className="data-table">
          <caption className="visually-hidden">{text('distribution')}</caption>
          <thead>
            <tr>
              <th scope="col">{text('scoreRange')}</th>
              <th scope="col">{text('shareOfAll')}</th>
              <th scope="col" className="num">
                {text('thisScheme')}
              </th>
              {theirs && (
                <th scope="col" className="num">
                  {text('otherScheme')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {bins.slice(Math.max(0, first)).map(({ from, to, count }) => {
              const beside = theirs?.outcome.bins.find((bin) => bin.from === from)?.count ?? 0
              return (
                <tr key={from}>
                  <th scope="row" style={{ whiteSpace: 'nowrap', fontWeight: 400 }}>
                    {text('rangeOf', { from, to })}
                  </th>
                  <td style={{ width: '60%', minWidth: 90 }} aria-hidden>
                    <span
                      className="bar confirmed"
                      style={{ width: share(count), display: 'block' }}
                    />
                    {theirs && (
                      <span
                        className="bar claimed"
                        style={{ width: share(beside), display: 'block', marginTop: 2 }}
                      />
                    )}
                  </td>
                  <td className="num">{formats.number(count)}</td>
                  {theirs && <td className="num">{formats.number(beside)}</td>}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
