import { Alert } from '@mantine/core'
import type { ActivityStatus } from '@gongjian/domain/vocabulary'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { Link } from '../../ui/Link.tsx'
import { useWords } from '../../ui/words.ts'
import { useActivitiesText } from './text.ts'

type Similar = {
  otherId: string
  otherTitle: string
  otherDay: string
  otherStatus: ActivityStatus
  otherCommunityName: string
  daysLater: number
  samePairing: boolean
  percent: number
}

/** Other records that are alike, each with a few words why. Nothing is blocked by it. */
export function SimilarRecords({ similar }: { similar: readonly Similar[] }) {
  const text = useActivitiesText()
  const words = useWords()
  const formats = useFormats()
  if (similar.length === 0) return null
  return (
    <Alert color="gray" variant="light" title={text('similarRecords')}>
      {text('similarRecordsHint')}
      <ul className="plain-list">
        {similar.map((other) => (
          <li key={other.otherId} className="wrap">
            <Link to={paths.record(other.otherId)}>
              {other.otherTitle || text('untitled')} · {formats.day(other.otherDay)}
            </Link>{' '}
            {text('similarWhy', {
              status: words.status(other.otherStatus),
              when: text(
                other.daysLater === 0
                  ? 'similarSameDay'
                  : other.daysLater < 0
                    ? 'similarDayBefore'
                    : 'similarDayAfter',
              ),
              where: other.samePairing
                ? text('similarSamePairing')
                : text('similarSameSide', { community: other.otherCommunityName }),
              percent: other.percent,
            })}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
