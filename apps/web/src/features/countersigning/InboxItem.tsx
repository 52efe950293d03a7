import { Checkbox, Text } from '@mantine/core'
import { useFormats } from '../../platform/locale.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import type { InboxRow } from './inbox-query.ts'
import { useCountersigningText } from './text.ts'

/** A record in the inbox: what it claims, how long it waits, and what makes one look twice. */
export function InboxItem({
  row,
  isOpen,
  isMarked,
  isSelected,
  onOpen,
  onSelect,
}: {
  row: InboxRow
  isOpen: boolean
  isMarked: boolean
  isSelected: boolean
  onOpen: () => void
  onSelect: (isSelected: boolean) => void
}) {
  const text = useCountersigningText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const from = row.recordingSide === 'AGENCY_SIDE' ? row.agencySide : row.communitySide
  const isQuestioned = row.openQuestions.length > 0
  return (
    <li
      style={{
        display: 'flex',
        gap: 8,
        borderBottom: '1px solid #eceef0',
        background: isMarked ? '#fdf3f2' : undefined,
      }}
    >
      <Checkbox
        mt={14}
        ml={6}
        aria-label={text(isQuestioned ? 'cannotSelect' : 'select', { title: row.title })}
        disabled={isQuestioned}
        checked={isSelected}
        onChange={(event) => onSelect(event.currentTarget.checked)}
      />
      <button
        type="button"
        data-row
        onClick={onOpen}
        aria-current={isOpen ? 'true' : undefined}
        style={{
          flex: 1,
          minWidth: 0,
          textAlign: 'left',
          border: 0,
          background: 'none',
          font: 'inherit',
          padding: '10px 6px 10px 0',
          cursor: 'pointer',
        }}
      >
        <Text fw={600} className="wrap">
          {row.title}
        </Text>
        <Text size="sm" c="dimmed">
          {from.name} · {formats.shortDay(row.day)} ·{' '}
          {row.area ? words.area(row.area) : words.kind(row.kind)}
        </Text>
        <Text size="sm">
          {formats.clauses(
            row.outputs.map(
              ({ indicator, claimed }) =>
                `${indicator.name} ${formats.number(claimed)} ${indicator.unit}`,
            ),
          )}
        </Text>
        {row.direction !== 'AGENCY_TO_COMMUNITY' && (
          <Text size="sm" c="dimmed">
            {words.direction(row.direction)}
            {row.signedSide !== null && ` · ${text('otherSideSigned')}`}
          </Text>
        )}
        {row.waiting && (
          <Text
            size="sm"
            c={row.waiting.overdue ? 'brand.8' : 'dimmed'}
            fw={row.waiting.overdue ? 600 : 400}
          >
            {text(row.waiting.overdue ? 'overdue' : 'age', {
              days: row.waiting.days,
              due: formats.shortDay(row.waiting.due),
            })}
          </Text>
        )}
        {row.taken?.mine === false && (
          <Text size="sm" fw={600}>
            {ui('taken', { name: row.taken.byName })}
          </Text>
        )}
        {row.openQuestions.map((question) => (
          <Text key={question} size="sm" style={{ color: '#6b4700' }}>
            {words.question(question)}
          </Text>
        ))}
      </button>
    </li>
  )
}
