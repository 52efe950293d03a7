import { Group, Text } from '@mantine/core'
import { exploreAddress } from '@gongjian/domain/explore-question'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { Link } from '../../ui/Link.tsx'
import { PRESETS } from './presets.ts'
import { questionTitle } from './question-title.ts'
import { recentQuestions } from './recent-questions.ts'
import { useExploreText } from './text.ts'
import type { useExploreWords } from './use-explore-words.ts'

/** On a phone they are one line to be moved along, so that the answer stays near. */
const line = { overflowX: 'auto', whiteSpace: 'nowrap' } as const

/** What is asked in most meetings, and what the reader looked at last, at one tap. */
export function QuestionLinks({
  userId,
  indicators,
  words,
  present,
  onFollow,
}: {
  userId: string
  indicators: ReadonlySet<string>
  words: ReturnType<typeof useExploreWords>
  /** The address that is shown, as JSON: it is no recent one. */
  present: string
  onFollow: () => void
}) {
  const text = useExploreText()
  const may = useMay()
  const recent = recentQuestions(userId, indicators)
    .map((question) => ({ question, address: exploreAddress(question) }))
    .filter(({ address }) => JSON.stringify(address) !== present)
    .slice(0, 4)
  return (
    <div className="no-print" onClick={onFollow} role="presentation" style={{ marginBottom: 12 }}>
      <Group component="nav" gap="md" wrap="nowrap" style={line} aria-label={text('presets')}>
        <Text size="sm" c="dimmed">
          {text('presets')}
        </Text>
        {PRESETS.map(({ key, address }) => (
          <Link key={key} to={paths.explore()} search={address}>
            {text(key)}
          </Link>
        ))}
        {may('reportCoverage') && (
          <Link to={paths.coverage()} search={{ view: 'rates' }}>
            {text('preset_reportRates')}
          </Link>
        )}
      </Group>
      {recent.length > 0 && (
        <Group component="nav" gap="md" wrap="nowrap" style={line} aria-label={text('recent')}>
          <Text size="sm" c="dimmed">
            {text('recent')}
          </Text>
          {recent.map(({ question, address }) => (
            <Link key={JSON.stringify(address)} to={paths.explore()} search={address}>
              {[
                questionTitle(question, words),
                ...(question.year ? [String(question.year)] : []),
              ].join(' ')}
            </Link>
          ))}
        </Group>
      )}
    </div>
  )
}
