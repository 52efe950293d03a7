import { useApolloClient, useMutation, useQuery } from '@apollo/client/react'
import { ActionIcon, Button, Group, NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { monthsBetween } from '@gongjian/domain/calendar-day'
import { PLAN_LIMITS } from '@gongjian/domain/plans'
import { PAIRING_SIDES } from '@gongjian/domain/vocabulary'
import type { PairingSide } from '@gongjian/domain/vocabulary'
import { useEffect, useRef, useState } from 'react'
import { v7 as newId } from 'uuid'
import { useFormats } from '../../platform/locale.tsx'
import { forgetLocally, keepLocally } from '../../platform/local-drafts.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { useWords } from '../../ui/words.ts'
import { ACTIVITY_CHOICES, choiceOf, emptyLine, sentLines, slotOf } from './plan-form.ts'
import type { FormLine, PlanForm } from './plan-form.ts'
import {
  LinesFromLastYearDocument,
  PlanCatalogueDocument,
  ProposePlanDocument,
  SavePlanDocument,
} from './plan-queries.ts'
import { usePlansText } from './text.ts'

type Props = {
  pairing: { id: string; agencySide: { name: string }; communitySide: { name: string } }
  period: { year: number; startsOn: string; endsOn: string }
  side: PairingSide
  start: { form: PlanForm; version: number | null; recovered: boolean }
  /** Why it came back, where it did. */
  returnedFor: string | null
  onDone: () => void
  onClose: () => void
}

/** A plan as it is written: a few lines, from last year's records or by hand. What is typed stays on the device. */
export function PlanEditor(props: Props) {
  const catalogue = useQuery(PlanCatalogueDocument, { variables: { year: props.period.year } })
  if (catalogue.data === undefined) return <Loading />
  return <Editor {...props} indicators={catalogue.data.catalogue} />
}

type Indicator = {
  code: string
  kind: FormLine['kind']
  area: FormLine['area']
  name: string
  unit: string
  decimals: number
}
const keepAfterMilliseconds = 300

function Editor({
  pairing,
  period,
  side,
  start,
  returnedFor,
  indicators,
  onDone,
  onClose,
}: Props & { indicators: readonly Indicator[] }) {
  const text = usePlansText()
  const viewer = useViewer()
  const client = useApolloClient()
  const [form, setForm] = useState(start.form)
  const [fromYear, setFromYear] = useState<number | 'NONE' | null>(null)
  const [save] = useMutation(SavePlanDocument)
  const [propose] = useMutation(ProposePlanDocument)
  const { send, sending, errors, failure } = useSending()
  const slot = slotOf(pairing.id, period.year)
  const isTouched = useRef(false)
  const latest = useRef(form)
  useEffect(() => {
    latest.current = form
    if (!isTouched.current) return undefined
    const keep = () =>
      void keepLocally(viewer.id, slot, start.version, latest.current).catch(() => undefined)
    const timer = setTimeout(keep, keepAfterMilliseconds)
    window.addEventListener('pagehide', keep)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pagehide', keep)
    }
  }, [form, slot, start.version, viewer.id])

  const change = (part: Partial<PlanForm>) => {
    isTouched.current = true
    setForm((before) => ({ ...before, ...part }))
  }
  const changeLine = (key: string, part: Partial<FormLine>) =>
    change({ lines: form.lines.map((line) => (line.key === key ? { ...line, ...part } : line)) })
  const lastMonth =
    form.lines.at(-1)?.dueMonth ?? monthsBetween(period.startsOn, period.endsOn).at(-1) ?? ''

  async function takeLastYear() {
    const { data } = await client.query({
      query: LinesFromLastYearDocument,
      variables: { pairingId: pairing.id, year: period.year },
      fetchPolicy: 'network-only',
    })
    const found = data?.linesFromLastYear
    const known = new Set(form.lines.map((line) => `${line.side} ${choiceOf(line)}`))
    const lines = (found?.lines ?? [])
      .map(({ indicator, ...line }) => ({
        ...line,
        key: newId(),
        indicatorCode: indicator?.code ?? null,
        responsible: '',
        words: '',
      }))
      .filter((line) => !known.has(`${line.side} ${choiceOf(line)}`))
    setFromYear(found?.fromYear ?? 'NONE')
    if (lines.length > 0) change({ lines: [...form.lines.filter(isBegun), ...lines] })
  }

  async function submit(action: 'SAVE' | 'PROPOSE') {
    const input = {
      id: form.id,
      version: start.version,
      pairingId: pairing.id,
      year: period.year,
      words: form.words,
      lines: sentLines(form),
    }
    const isDone = await send(async () =>
      action === 'SAVE'
        ? (await save({ variables: { input } })).data?.savePlan
        : (await propose({ variables: { input } })).data?.proposePlan,
    )
    if (!isDone) return
    isTouched.current = false
    await forgetLocally(viewer.id, slot).catch(() => undefined)
    onDone()
  }
  async function close() {
    isTouched.current = false
    await forgetLocally(viewer.id, slot).catch(() => undefined)
    onClose()
  }

  return (
    <form
      aria-label={text('writing')}
      onSubmit={(event) => {
        event.preventDefault()
        void submit('PROPOSE')
      }}
      noValidate
    >
      {returnedFor !== null && (
        <FailureNotice color="yellow" title={text('returnedTitle')} message={returnedFor} />
      )}
      {start.recovered && <FailureNotice color="blue" message={text('recovered')} />}
      <Group mb="md" gap="sm">
        <Button type="button" variant="default" onClick={() => void takeLastYear()}>
          {text('fromLastYear')}
        </Button>
        <div role="status">
          {fromYear !== null && (
            <Text size="sm">
              {fromYear === 'NONE'
                ? text('nothingDone')
                : text('takenFrom', { year: String(fromYear) })}
            </Text>
          )}
        </div>
      </Group>
      {form.lines.map((line, index) => (
        <LineFields
          key={line.key}
          {...{ line, index, indicators, pairing, period, errors }}
          onChange={(part) => changeLine(line.key, part)}
          onRemove={() => change({ lines: form.lines.filter(({ key }) => key !== line.key) })}
        />
      ))}
      <Button
        type="button"
        variant="light"
        disabled={form.lines.length >= PLAN_LIMITS.lines}
        onClick={() => change({ lines: [...form.lines, emptyLine(newId(), side, lastMonth)] })}
      >
        {text('addLine')}
      </Button>
      {errors['lines'] && <FailureNotice message={errors['lines']} />}
      <Textarea
        mt="md"
        size="md"
        label={text('planWords')}
        autosize
        minRows={2}
        value={form.words}
        error={errors['words']}
        onChange={({ currentTarget: { value } }) => change({ words: value })}
      />
      <FailureNotice
        message={
          failure ??
          (Object.keys(errors).length > 0
            ? text('pleaseCorrect', { count: Object.keys(errors).length })
            : null)
        }
      />
      <Group className="sticky-actions" mt="md">
        <Button type="submit" size="md" loading={sending}>
          {text('propose')}
        </Button>
        <Button
          type="button"
          size="md"
          variant="default"
          loading={sending}
          onClick={() => void submit('SAVE')}
        >
          {text('save')}
        </Button>
        <Button type="button" size="md" variant="subtle" onClick={() => void close()}>
          {text('cancel')}
        </Button>
      </Group>
    </form>
  )
}

/** The months of the year, three a quarter. */
function quartersOf({ startsOn, endsOn }: Props['period']): string[][] {
  const months = monthsBetween(startsOn, endsOn)
  return Array.from({ length: Math.ceil(months.length / 3) }, (_quarter, at) =>
    months.slice(at * 3, at * 3 + 3),
  )
}

const isBegun = ({ quantity, responsible, words }: FormLine) =>
  quantity !== '' || responsible !== '' || words !== ''

function LineFields({
  line,
  index,
  indicators,
  pairing,
  period,
  errors,
  onChange,
  onRemove,
}: {
  line: FormLine
  index: number
  indicators: readonly Indicator[]
  pairing: Props['pairing']
  period: Props['period']
  errors: Record<string, string>
  onChange: (part: Partial<FormLine>) => void
  onRemove: () => void
}) {
  const text = usePlansText()
  const words = useWords()
  const formats = useFormats()
  const error = (field: string) => errors[`lines.${index}.${field}`]
  const indicator = indicators.find(({ code }) => code === line.indicatorCode)
  const activityName = ({ kind, area }: (typeof ACTIVITY_CHOICES)[number]) =>
    area === null ? words.kind(kind) : text('activitiesOf', { area: words.area(area) })
  const nameOf = (value: string) =>
    indicators.find(({ code }) => code === value)?.name ??
    activityName({ kind: line.kind, area: line.area })
  const groups = [...new Set(indicators.map(({ kind, area }) => area ?? kind))]
  const groupName = (group: string) =>
    indicators.some(({ area }) => area === group) ? words.area(group) : words.kind(group)

  function choose(value: string) {
    const chosen = indicators.find(({ code }) => code === value)
    const activity = ACTIVITY_CHOICES.find(
      (one) => choiceOf({ ...one, indicatorCode: null }) === value,
    )
    if (chosen) onChange({ indicatorCode: chosen.code, kind: chosen.kind, area: chosen.area })
    else if (activity) onChange({ indicatorCode: null, ...activity })
  }
  return (
    <fieldset
      className="paper"
      style={{ border: '1px solid #e3e5e8', marginBottom: 12, minWidth: 0 }}
    >
      <legend className="visually-hidden">{text('lineNumber', { number: index + 1 })}</legend>
      <Group justify="space-between" wrap="nowrap" align="flex-end" gap="xs">
        <NativeSelect
          size="md"
          style={{ flex: 1, minWidth: 0 }}
          label={text('what')}
          value={choiceOf(line)}
          error={error('indicatorCode') ?? error('area')}
          onChange={({ currentTarget: { value } }) => choose(value)}
          data={[
            ...groups.map((group) => ({
              group: groupName(group),
              items: indicators
                .filter(({ kind, area }) => (area ?? kind) === group)
                .map(({ code, name }) => ({ value: code, label: name })),
            })),
            {
              group: text('byNumber'),
              items: ACTIVITY_CHOICES.map((one) => ({
                value: choiceOf({ ...one, indicatorCode: null }),
                label: activityName(one),
              })),
            },
          ]}
        />
        <ActionIcon
          variant="default"
          size={44}
          aria-label={text('removeLine', { name: nameOf(choiceOf(line)) })}
          onClick={onRemove}
        >
          ×
        </ActionIcon>
      </Group>
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
          gap: 10,
          marginTop: 8,
          alignItems: 'start',
        }}
      >
        <TextInput
          size="md"
          label={text('planned')}
          inputMode={indicator?.decimals ? 'decimal' : 'numeric'}
          value={line.quantity}
          error={error('quantity')}
          onChange={({ currentTarget: { value } }) => onChange({ quantity: value })}
          rightSection={
            <Text size="sm" c="dimmed" pr="sm" style={{ whiteSpace: 'nowrap' }}>
              {indicator?.unit ?? text('times')}
            </Text>
          }
          rightSectionWidth={72}
        />
        <NativeSelect
          size="md"
          label={text('due')}
          value={line.dueMonth}
          error={error('dueMonth')}
          onChange={({ currentTarget: { value } }) => onChange({ dueMonth: value })}
          data={quartersOf(period).map((months, at) => ({
            group: text('quarter', { number: at + 1 }),
            items: months.map((month) => ({ value: month, label: formats.month(month) })),
          }))}
        />
        <NativeSelect
          size="md"
          label={text('responsibleSide')}
          value={line.side}
          error={error('side')}
          onChange={({ currentTarget: { value } }) =>
            onChange({ side: PAIRING_SIDES.find((one) => one === value) ?? line.side })
          }
          data={[
            { value: 'AGENCY_SIDE', label: pairing.agencySide.name },
            { value: 'COMMUNITY_SIDE', label: pairing.communitySide.name },
          ]}
        />
        <TextInput
          size="md"
          label={text('responsible')}
          placeholder={text('responsibleHint')}
          value={line.responsible}
          error={error('responsible')}
          onChange={({ currentTarget: { value } }) => onChange({ responsible: value })}
        />
      </div>
      <details open={line.words !== '' || error('words') !== undefined} style={{ marginTop: 8 }}>
        <summary>{text('lineWords')}</summary>
        <TextInput
          size="md"
          aria-label={text('lineWords')}
          value={line.words}
          error={error('words')}
          onChange={({ currentTarget: { value } }) => onChange({ words: value })}
        />
      </details>
    </fieldset>
  )
}
