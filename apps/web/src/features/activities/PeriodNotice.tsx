import { Text } from '@mantine/core'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { Link } from '../../ui/Link.tsx'
import { useActivitiesText } from './text.ts'

/** Says of a record whose period closes or is locked what can still be done with it. */
export function PeriodNotice({
  record,
}: {
  record: {
    id: string
    status: string
    programmeYear: number
    periodStatus: 'OPEN' | 'CLOSING' | 'LOCKED' | null
  }
}) {
  const text = useActivitiesText()
  const may = useMay()
  const { id, status, programmeYear, periodStatus } = record
  if (periodStatus === null || periodStatus === 'OPEN') return null
  return (
    <div className="paper" style={{ marginBottom: 12 }}>
      <Text>{text(`period_${periodStatus}`)}</Text>
      {periodStatus === 'LOCKED' && status === 'COUNTERSIGNED' && may('corrections') && (
        <p style={{ margin: '4px 0' }}>
          <Link to={paths.recordCorrection(id)}>{text('correctThis')}</Link>
        </p>
      )}
      {may('grantPeriodException') && (
        <Link to={paths.periods()} search={{ year: programmeYear, record: id }}>
          {text('grantException')}
        </Link>
      )}
    </div>
  )
}
