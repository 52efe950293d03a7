import { Group, List, Text, Title } from '@mantine/core'
import { useFormats } from '../../platform/locale.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import type { DoneSide } from './simulation-sides.ts'
import { useAssessmentText } from './text.ts'

/** Which indicators go together: two that always do count the same thing twice. */
export function SimulationCorrelations({
  id,
  own: { outcome },
  names,
}: {
  id: string
  own: DoneSide
  names: ReadonlyMap<string, string>
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const name = (code: string) => names.get(code) ?? code
  const { correlations, pairs } = outcome
  const decimal = (correlation: number) => formats.decimals(correlation, 2).replace('-', '−')
  /** Paler than what would make the number hard to read. */
  const shade = (correlation: number) =>
    correlation > 0
      ? `rgba(200, 60, 40, ${correlation * 0.28})`
      : `rgba(40, 100, 200, ${-correlation * 0.28})`
  return (
    <section className="paper" aria-labelledby="correlations" style={{ marginBottom: 16 }}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3" id="correlations">
          {text('correlations')}
        </Title>
        <ExportMenu table="simulation-correlations" filter={{ simulationId: id }} />
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {text('correlationsHint')}
      </Text>
      {pairs.length === 0 ? (
        <Text size="sm" mb="sm">
          {text('noPairs')}
        </Text>
      ) : (
        <List size="sm" mb="sm">
          {pairs.map(({ first, second, correlation }) => (
            <List.Item key={`${first} ${second}`}>
              {text(correlation > 0 ? 'countsTwice' : 'worksAgainst', {
                first: name(first),
                second: name(second),
                correlation: decimal(correlation),
              })}
            </List.Item>
          ))}
        </List>
      )}
      <div className="table-scroll" tabIndex={0} role="region" aria-label={text('correlations')}>
        <table className="data-table">
          <caption className="visually-hidden">{text('correlations')}</caption>
          <thead>
            <tr>
              <th scope="col">{text('indicator')}</th>
              {correlations.map(({ code }) => (
                <th key={code} scope="col" className="num" style={{ minWidth: 64 }}>
                  {name(code)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {correlations.map(({ code, correlations: row }, line) => (
              <tr key={code}>
                <th scope="row" style={{ fontWeight: 400, whiteSpace: 'nowrap' }}>
                  {name(code)}
                </th>
                {row.map((correlation, index) => (
                  <td
                    key={correlations[index]?.code ?? index}
                    className="num"
                    style={
                      correlation === null || index === line
                        ? undefined
                        : { background: shade(correlation) }
                    }
                  >
                    {correlation === null ? text('none') : decimal(correlation)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
