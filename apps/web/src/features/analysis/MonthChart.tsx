import { Group, Text, Title } from '@mantine/core'
import type { ExportFilterName } from '@gongjian/domain/export-filters'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { useAnalysisText } from './text.ts'

type Month = {
  month: string
  sixHelps: number
  labour: number
  visits: number
  total: { countersigned: number; submitted: number }
}

/** Records by month: a bar each with its number, which is also the link; months with nothing are there too. */
export function MonthChart({
  months,
  linkOf,
  exportFilter,
}: {
  months: readonly Month[]
  linkOf: (month: string) => Record<string, unknown>
  exportFilter: Partial<Record<ExportFilterName<'months'>, unknown>>
}) {
  const text = useAnalysisText()
  const formats = useFormats()
  const most = Math.max(1, ...months.map(({ total }) => total.countersigned + total.submitted))
  const best = months.toSorted((a, b) => b.total.countersigned - a.total.countersigned)[0]
  return (
    <section className="paper" aria-labelledby="months">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="months">
          {text('byMonth')}
        </Title>
        <ExportMenu table="months" filter={exportFilter} />
      </Group>
      {best && best.total.countersigned > 0 && (
        <Text size="sm" c="dimmed" mb="sm">
          {text('monthWords', {
            month: formats.month(best.month),
            count: formats.number(best.total.countersigned),
          })}
        </Text>
      )}
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{text('month')}</th>
            <th scope="col">{text('share')}</th>
            <th scope="col" className="num">
              {text('confirmed')}
            </th>
            <th scope="col" className="num">
              {text('claimedOnly')}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, total }) => (
            <tr key={month}>
              <th
                scope="row"
                style={{ border: 0, borderBottom: '1px solid #eceef0', whiteSpace: 'nowrap' }}
              >
                {formats.month(month)}
              </th>
              <td style={{ minWidth: 90, width: '55%' }} aria-hidden>
                <span
                  className="bar confirmed"
                  style={{ width: `${(total.countersigned / most) * 88}%` }}
                />
                <span
                  className="bar claimed"
                  style={{ width: `${(total.submitted / most) * 88}%` }}
                />
              </td>
              <td className="num">
                <Link to={paths.records()} search={linkOf(month)}>
                  {formats.number(total.countersigned)}
                </Link>
              </td>
              <td className="num">
                <Link to={paths.records()} search={{ ...linkOf(month), statuses: 'SUBMITTED' }}>
                  {formats.number(total.submitted)}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
