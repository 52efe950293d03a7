import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Text, TextInput } from '@mantine/core'
import { isMeasureKey } from '@gongjian/domain/assessment-measures'
import { exactOf, decimalOf } from '@gongjian/domain/exact-number'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { AssessmentSchemeQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import type { PickedOrganisation } from '../../ui/OrganisationPicker.tsx'
import { useSending } from '../../ui/use-sending.ts'
import {
  MoveSchemeDocument,
  SampleOrganisationsDocument,
  SaveSchemeDocument,
} from './assessment-queries.ts'
import { GradeFields } from './GradeFields.tsx'
import { IndicatorFields } from './IndicatorFields.tsx'
import { useMeasureWords } from './measure-words.ts'
import { formOf, freeCode, newIndicator } from './scheme-form.ts'
import type { IndicatorForm, SchemeForm } from './scheme-form.ts'
import { useAssessmentText } from './text.ts'

type Read = AssessmentSchemeQuery
const isDecimal = (text: string) => /^\d+(\.\d+)?$/.test(text.trim())
const sumOf = (indicators: readonly IndicatorForm[]) =>
  decimalOf(
    indicators
      .filter(({ role, weight }) => role === 'SCORED' && isDecimal(weight))
      .reduce((sum, { weight }) => sum + exactOf(weight.trim()), 0n),
  )

/** A draft while it is written: kept with what is still wrong, put in force without. */
export function SchemeEditor({
  scheme,
  measures,
  names,
  onMoved,
}: {
  scheme: NonNullable<Read['assessmentScheme']>
  measures: Read['assessmentMeasures']
  names: ReadonlyMap<string, string>
  onMoved: () => void
}) {
  const text = useAssessmentText()
  const words = useMeasureWords(names)
  const navigate = useNavigate()
  const [form, setForm] = useState<SchemeForm>(() => formOf(scheme))
  const [version, setVersion] = useState(scheme.version)
  const [problems, setProblems] = useState(scheme.problems)
  const [isKept, setIsKept] = useState(true)
  const [sample, setSample] = useState<PickedOrganisation | null>(null)
  const [looking, setLooking] = useState('')
  const [save] = useMutation(SaveSchemeDocument)
  const [move] = useMutation(MoveSchemeDocument)
  const { send, sending, failure, errors } = useSending()
  const { data: found } = useQuery(SampleOrganisationsDocument, {
    variables: { filter: { kinds: [scheme.kind], search: looking || null } },
  })
  const options = found?.organisations.edges.map(({ node }) => node) ?? []
  const organisation = sample ?? options[0] ?? null
  const known = new Map(problems.map(({ path, message }) => [path, message]))
  const errorAt = (path: string) => errors[path] ?? known.get(path)
  const completions = measures.map(({ key, name }) => ({
    key,
    name: name ?? (isMeasureKey(key) ? words.name(key) : key),
  }))
  const sum = sumOf(form.indicators)

  function set(part: Partial<SchemeForm>) {
    setForm({ ...form, ...part })
    setIsKept(false)
  }
  const setIndicators = (indicators: IndicatorForm[]) => set({ indicators })

  async function keep(): Promise<number | null> {
    let kept: number | null = null
    await send(async () => {
      const { data } = await save({ variables: { input: { id: scheme.id, version, ...form } } })
      const answer = data?.saveAssessmentScheme
      if (answer?.__typename === 'AssessmentScheme') {
        kept = answer.version
        setVersion(answer.version)
        setProblems(answer.problems)
        setIsKept(true)
      }
      return answer
    })
    return kept
  }
  async function go(to: 'PUT_IN_FORCE' | 'DISCARD') {
    const at = to === 'PUT_IN_FORCE' && !isKept ? await keep() : version
    if (at === null) return
    const isMoved = await send(
      async () =>
        (await move({ variables: { input: { id: scheme.id, version: at, move: to } } })).data
          ?.moveAssessmentScheme,
    )
    if (!isMoved) return
    if (to === 'DISCARD') void navigate({ to: paths.assessment() })
    else onMoved()
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void keep()
      }}
    >
      <Group className="paper" align="flex-end" mb="md">
        <TextInput
          size="md"
          label={text('schemeTitle')}
          value={form.title}
          error={errorAt('title')}
          onChange={({ currentTarget: { value } }) => set({ title: value })}
          style={{ flex: '2 1 280px' }}
        />
        <OrganisationPicker
          label={text('sample')}
          value={sample}
          options={options}
          onSearch={setLooking}
          onPick={setSample}
          nothingFound={text('noOrganisation')}
        />
      </Group>
      <GradeFields form={form} errorAt={errorAt} onChange={set} />
      {form.indicators.map((indicator, index) => (
        <IndicatorFields
          key={indicator.code}
          indicator={indicator}
          errorAt={(path) => errorAt(`indicators.${index}.${path}`)}
          kind={scheme.kind}
          programmeYear={scheme.programmeYear}
          organisation={organisation}
          measures={completions}
          names={names}
          isOpen={form.indicators.length === 1 || indicator.basis === ''}
          onChange={(changed) =>
            setIndicators(form.indicators.map((one, at) => (at === index ? changed : one)))
          }
          onRemove={() => setIndicators(form.indicators.filter((_, at) => at !== index))}
          onUp={
            index === 0
              ? null
              : () =>
                  setIndicators([
                    ...form.indicators.slice(0, index - 1),
                    indicator,
                    ...form.indicators.slice(index - 1, index),
                    ...form.indicators.slice(index + 1),
                  ])
          }
        />
      ))}
      <div className="paper">
        <Group justify="space-between">
          <Text fw={600} role="status" c={sum === '100' ? 'dark' : 'red.8'}>
            {text('weightsSum', { sum })}
          </Text>
          <Button
            variant="default"
            onClick={() =>
              setIndicators([...form.indicators, newIndicator(freeCode(form.indicators), '')])
            }
          >
            {text('addIndicator')}
          </Button>
        </Group>
        {errorAt('indicators') && <FailureNotice message={errorAt('indicators') ?? null} />}
        <FailureNotice message={failure} />
        {isKept && problems.length > 0 && (
          <Text size="sm" mt="sm">
            {text('stillWrong', { count: problems.length })}
          </Text>
        )}
        <Group mt="md">
          <Button type="submit" size="md" loading={sending}>
            {text('save')}
          </Button>
          <Button
            size="md"
            variant="default"
            disabled={sending || (isKept && problems.length > 0)}
            onClick={() => void go('PUT_IN_FORCE')}
          >
            {text('putInForce')}
          </Button>
          <Button
            size="md"
            variant="subtle"
            color="red"
            disabled={sending}
            onClick={() => void go('DISCARD')}
          >
            {text('discard')}
          </Button>
          <Text size="sm" c="dimmed">
            {text(isKept ? 'kept' : 'notKept')}
          </Text>
        </Group>
      </div>
    </form>
  )
}
