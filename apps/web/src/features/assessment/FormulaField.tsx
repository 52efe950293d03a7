import { useQuery } from '@apollo/client/react'
import { Anchor, Select, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import type { FormulaUse } from '@gongjian/domain/assessment-formula'
import { useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useFormats } from '../../platform/locale.tsx'
import { FormulaDocument } from './assessment-queries.ts'
import { completionsFor } from './complete-formula.ts'
import type { Completion } from './complete-formula.ts'
import { CompletionList } from './CompletionList.tsx'
import { formulaFont } from './formula-font.ts'
import { useMeasureGroups } from './measure-groups.ts'
import { useMeasureWords } from './measure-words.ts'
import { useAssessmentText } from './text.ts'
import { useFormulaWords } from './use-formula-words.ts'

const waitMilliseconds = 350

/**
 * A formula: names are completed while it is typed or picked from a list, it is said in words, what is wrong is marked
 * where it stands, and what it gives is shown for a real organisation.
 */
export function FormulaField({
  label,
  value,
  use,
  kind,
  programmeYear,
  plansWithinMonths,
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
  plansWithinMonths: number | null
  organisation: { id: string; name: string } | null
  measures: readonly Completion[]
  names: ReadonlyMap<string, string>
  error: string | undefined
  onChange: (text: string) => void
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const words = useMeasureWords(names)
  const inWords = useFormulaWords(names)
  const groups = useMeasureGroups()
  const listId = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [active, setActive] = useState(0)
  const [dismissed, setDismissed] = useState<string | null>(null)
  const [asked] = useDebouncedValue(value, waitMilliseconds)
  const { data, previousData } = useQuery(FormulaDocument, {
    variables: {
      text: asked,
      use,
      kind,
      programmeYear,
      organisationId: organisation?.id ?? null,
      plansWithinMonths,
    },
    skip: asked.trim() === '',
  })
  const answer = (data ?? previousData)?.assessmentFormula
  const tried = answer?.__typename === 'TriedFormula' && asked.trim() !== '' ? answer : null
  const problem = tried?.problem ?? null
  const { word, found } = completionsFor(value, caret, measures)
  const offered = dismissed === word ? [] : found

  function select(from: number, to = from) {
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(from, to)
    })
  }
  function insert(key: string, instead: string) {
    const at = caret ?? value.length
    const before = value.slice(0, at - instead.length)
    const gap = instead === '' && /[\p{L}\p{N}.)]$/u.test(before) ? ' ' : ''
    onChange(`${before}${gap}${key}${value.slice(at)}`)
    const end = before.length + gap.length + key.length
    setCaret(end)
    setActive(0)
    select(end)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (offered.length === 0) return
    const chosen = offered[active]
    if (event.key === 'ArrowDown') setActive((active + 1) % offered.length)
    else if (event.key === 'ArrowUp') setActive((active + offered.length - 1) % offered.length)
    else if (event.key === 'Escape') setDismissed(word)
    else if (event.key === 'Enter' && chosen !== undefined && !event.nativeEvent.isComposing)
      insert(chosen.key, word)
    else return
    event.preventDefault()
  }
  const result =
    tried === null || problem
      ? null
      : tried.holds === null
        ? tried.value !== null &&
          `${formats.number(tried.value)} ${words.unit(tried.unit)}`.trimEnd()
        : text(tried.holds ? 'holds' : 'doesNotHold')
  const said = inWords(value)
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
        error={problem?.message ?? error}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={offered.length > 0 ? `${listId}-${active}` : undefined}
        onKeyDown={onKeyDown}
        onChange={({ currentTarget }) => {
          setCaret(currentTarget.selectionStart)
          setActive(0)
          setDismissed(null)
          onChange(currentTarget.value)
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onBlur={() => setDismissed(word)}
      />
      <CompletionList
        id={listId}
        options={offered}
        active={active}
        name={words.name}
        onChoose={(key) => insert(key, word)}
      />
      {problem && asked === value && offered.length === 0 && problem.to > problem.from && (
        <Text size="sm" mt={4} className="wrap">
          <code style={formulaFont}>
            {value.slice(0, problem.from)}
            <mark>{value.slice(problem.from, problem.to)}</mark>
            {value.slice(problem.to)}
          </code>{' '}
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => select(problem.from, problem.to)}
          >
            {text('goToProblem')}
          </Anchor>
        </Text>
      )}
      {said !== null && said !== '' && (
        <Text size="sm" mt={4} className="wrap">
          {text('readsAs', { words: said })}
        </Text>
      )}
      <Text size="sm" mt={4} role="status">
        {result && organisation
          ? text('liveResult', { organisation: organisation.name, result })
          : tried && !problem
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
      <Select
        mt={4}
        size="sm"
        aria-label={text('insertMeasure')}
        placeholder={text('insertMeasure')}
        searchable
        value={null}
        data={groups(measures)}
        nothingFoundMessage={text('noMeasure')}
        onChange={(key) => {
          if (key !== null) insert(key, '')
        }}
      />
    </div>
  )
}
