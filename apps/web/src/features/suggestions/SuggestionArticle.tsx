import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SuggestionsQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useWords } from '../../ui/words.ts'
import { useSuggestionsText } from './text.ts'

/** What somebody told the administrator, from where, with its answer once there is one, and what may be done with it. */
export function SuggestionArticle({
  row,
  children,
}: {
  row: SuggestionsQuery['suggestions']['edges'][number]['node']
  children: ReactNode
}) {
  const text = useSuggestionsText()
  const words = useWords()
  const formats = useFormats()
  return (
    <article className="paper">
      <Text fw={600}>
        {words.suggestion(row.kind)} · {formats.moment(row.createdAt)}
      </Text>
      <Text className="wrap" my={4}>
        {row.words}
      </Text>
      <Text size="sm" c="dimmed">
        {text('from', { page: row.page, who: row.byName ?? text('nobody') })}
        {row.contact ? ` · ${text('contactOf', { contact: row.contact })}` : ''}
      </Text>
      {row.answer !== null && (
        <Text mt="sm" className="wrap" style={{ borderLeft: '3px solid #d9dce0', paddingLeft: 10 }}>
          {text('answerOf', { who: row.answeredByName ?? '' })} {row.answer}
        </Text>
      )}
      {children}
    </article>
  )
}
