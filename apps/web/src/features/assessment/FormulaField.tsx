import { useQuery } from '@apollo/client/react'
import { Button, Group, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import type { FormulaUse } from '@gongjian/domain/assessment-formula'
import { useRef, useState } from 'react'
import { useFormats } from '../../platform/locale.tsx'
import { FormulaDocument } from './assessment-queries.ts'
import { completionsFor } from './complete-formula.ts'
import type { Completion } from './complete-formula.ts'
import { formulaFont } from './formula-font.ts'
import { useMeasureWords } from './measure-words.ts'
import { useAssessmentText } from './text.ts'

const waitMilliseconds = 350

/** A formula: names are completed while it is typed, and what it gives is shown for a real organisation. */
export function FormulaField({
  label,
  value,
  use,
  kind,
  programmeYear,
  organisation,
  measures,
  names,
  error,
  onChange,
}: {
  label: string
  value: string
  use: FormulaUse
  kind: AssessedKind
  programmeYear: number
  organisation: { id: string; name: string } | null
  measures: readonly Completion[]
  names: ReadonlyMap<string, string>
  error: string | undefined
  onChange: (text: string) => void
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const words = useMeasureWords(names)
  const field = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [asked] = useDebouncedValue(value, waitMilliseconds)
  const { data, previousData } = useQuery(FormulaDocument, {
    variables: {
      text: asked,
      use,
      kind,
      programmeYear,
      organisationId: organisation?.id ?? null,
    },
    skip: asked.trim() === '',
  })
  const answer = (data ?? previousData)?.assessmentFormula
  const tried = answer?.__typename === 'TriedFormula' ? answer : null
  const { word, found } = completionsFor(value, caret, measures)

  function complete(key: string) {
    if (caret === null) return
    const before = value.slice(0, caret - word.length)
    onChange(`${before}${key}${value.slice(caret)}`)
    const at = before.length + key.length
    setCaret(at)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(at, at)
    })
  }
  const result =
    tried === null || tried.problem
      ? null
      : tried.holds === null
        ? tried.value !== null &&
          `${formats.number(tried.value)} ${words.unit(tried.unit)}`.trimEnd()
        : text(tried.holds ? 'holds' : 'doesNotHold')
  return (
    <div style={{ flex: '1 1 320px', minWidth: 0 }}>
      <Textarea
        ref={field}
        label={label}
        description={text('formulaHint')}
        value={value}
        autosize
        minRows={2}
        spellCheck={false}
        styles={{ input: formulaFont }}
        error={tried?.problem?.message ?? error}
        onChange={({ currentTarget }) => {
          setCaret(currentTarget.selectionStart)
          onChange(currentTarget.value)
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
      />
      {found.length > 0 && (
        <Group gap={4} mt={4} role="group" aria-label={text('completions')}>
          {found.map(({ key }) => (
            <Button key={key} size="compact-sm" variant="default" onClick={() => complete(key)}>
              {words.name(key)}
            </Button>
          ))}
        </Group>
      )}
      <Text size="sm" mt={4} role="status">
        {result && organisation
          ? text('liveResult', { organisation: organisation.name, result })
          : tried && !tried.problem
            ? text('formulaHolds')
            : ''}
      </Text>
      {tried && tried.measures.length > 0 && (
        <Text size="sm" c="dimmed">
          {tried.measures
            .map(
              ({ measure, value: number, unit }) =>
                `${words.name(measure)} ${formats.number(number)} ${words.unit(unit)}`,
            )
            .join(' · ')}
        </Text>
      )}
    </div>
  )
}
