import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { isMeasureKey } from '@gongjian/domain/assessment-measures'
import { exactOf, decimalOf } from '@gongjian/domain/exact-number'
import { SCHEME_LIMITS } from '@gongjian/domain/scheme-content'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { AssessmentSchemeQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import type { PickedOrganisation } from '../../ui/OrganisationPicker.tsx'
import { useSending } from '../../ui/use-sending.ts'
import {
  MoveSchemeDocument,
  SampleOrganisationsDocument,
  SaveSchemeDocument,
  TrySchemeDocument,
} from './assessment-queries.ts'
import { GradeFields } from './GradeFields.tsx'
import { IndicatorFields } from './IndicatorFields.tsx'
import { useMeasureWords } from './measure-words.ts'
import { PatternDialog } from './PatternDialog.tsx'
import { formOf, freeCode, newIndicator, patternForm } from './scheme-form.ts'
import type { IndicatorForm, SchemeForm } from './scheme-form.ts'
import { useAssessmentText } from './text.ts'

type Read = AssessmentSchemeQuery
const isDecimal = (text: string) => /^\d+(\.\d+)?$/.test(text.trim())
const waitMilliseconds = 600
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
  const formats = useFormats()
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
  const filterOf = (search: string) => ({
    variables: { filter: { kinds: [scheme.kind], search: search || null } },
  })
  const { data: found } = useQuery(SampleOrganisationsDocument, filterOf(looking))
  const { data: all } = useQuery(SampleOrganisationsDocument, filterOf(''))
  const options = found?.organisations.edges.map(({ node }) => node) ?? []
  // Until one is picked, the first of all is tried, whatever is looked for meanwhile.
  const organisation = sample ?? all?.organisations.edges[0]?.node ?? null
  const [isPicking, setPicking] = useState(false)
  /** The indicator that was added last from a pattern: it stands open, to be changed. */
  const [taken, setTaken] = useState<string | null>(null)
  const [asked] = useDebouncedValue(form, waitMilliseconds)
  const { data: trial, previousData: trialBefore } = useQuery(TrySchemeDocument, {
    variables: {
      input: {
        programmeYear: asked.programmeYear,
        kind: asked.kind,
        organisationId: organisation?.id ?? '',
        indicators: asked.indicators,
        grades: asked.grades,
        ties: asked.ties,
        plansWithinMonths: asked.plansWithinMonths ?? null,
      },
    },
    skip: organisation === null,
  })
  const tried = (trial ?? trialBefore)?.triedAssessmentScheme ?? null
  const known = new Map(problems.map(({ path, message }) => [path, message]))
  const errorAt = (path: string) => errors[path] ?? known.get(path)
  const completions = measures.map(({ key, name }) => ({
    key,
    name: name ?? (isMeasureKey(key) ? words.name(key) : key),
  }))
  const sum = sumOf(form.indicators)
  const off = exactOf(SCHEME_LIMITS.whole) - exactOf(sum)

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
          key={organisation === null ? 'none' : 'known'}
          value={organisation}
          clearable={false}
          options={options}
          onSearch={setLooking}
          onPick={setSample}
          nothingFound={text('noOrganisation')}
        />
        {tried !== null && organisation !== null && (
          <Text role="status" style={{ flex: '1 1 100%' }}>
            {text(
              tried.rank === null || tried.rank === undefined ? 'triedUnranked' : 'triedTotal',
              {
                organisation: organisation.name,
                total: formats.decimals(Number(tried.total), 2),
                grade: text(`grade_${tried.grade}`),
                rank: tried.rank ?? 0,
                of: tried.ranked,
              },
            )}
          </Text>
        )}
      </Group>
      <GradeFields form={form} errorAt={errorAt} onChange={set} />
      {form.indicators.map((indicator, index) => (
        <IndicatorFields
          key={indicator.code}
          indicator={indicator}
          errorAt={(path) => errorAt(`indicators.${index}.${path}`)}
          kind={scheme.kind}
          programmeYear={scheme.programmeYear}
          plansWithinMonths={form.plansWithinMonths ?? null}
          organisation={organisation}
          tried={tried?.indicators.find(({ code }) => code === indicator.code)}
          measures={completions}
          names={names}
          isOpen={
            form.indicators.length === 1 || indicator.basis === '' || indicator.code === taken
          }
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
      {isPicking && (
        <PatternDialog
          kind={scheme.kind}
          programmeYear={scheme.programmeYear}
          organisation={organisation}
          names={names}
          onClose={() => setPicking(false)}
          onChoose={(pattern) => {
            const code = freeCode(form.indicators)
            setIndicators([...form.indicators, patternForm(pattern, scheme.kind, code)])
            setTaken(code)
            setPicking(false)
          }}
        />
      )}
      <div className="paper">
        <Group justify="space-between">
          <Text fw={600} role="status" c={sum === '100' ? 'dark' : 'red.8'}>
            {text('weightsSum', { sum })}
            {off > 0n && text('weightsMissing', { points: decimalOf(off) })}
            {off < 0n && text('weightsOver', { points: decimalOf(-off) })}
          </Text>
          <Group gap="sm">
            <Button variant="default" onClick={() => setPicking(true)}>
              {text('addFromPattern')}
            </Button>
            <Button
              variant="default"
              onClick={() =>
                setIndicators([...form.indicators, newIndicator(freeCode(form.indicators), '')])
              }
            >
              {text('addIndicator')}
            </Button>
          </Group>
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
