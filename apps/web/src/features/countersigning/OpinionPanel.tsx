import { useMutation, useQuery } from '@apollo/client/react'
import { Button, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useRef, useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { RecordFragment } from '../../generated/graphql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useTaking } from '../../platform/taking.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { RatingChoice } from '../../ui/RatingChoice.tsx'
import { TakenNotice } from '../../ui/TakenNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { keyOf } from './inbox-keys.ts'
import { draftOf, forgetDraft, keepDraft } from './opinion-draft.ts'
import { RecordView } from './record-view.ts'
import { Countersign, Return } from './opinion-mutations.ts'
import { Phrases } from './Phrases.tsx'
import { QuantityFields } from './QuantityFields.tsx'
import { useCountersigningText } from './text.ts'

const OpinionDocument = graphql(`
  query Opinion($id: ID!) {
    activity(id: $id) {
      ...Record
    }
  }
`)
/** One record with the opinion on it: the claim and its evidence first, then what is signed. */
export function OpinionPanel({
  id,
  isChosen,
  takesFocus,
  onDone,
}: {
  id: string
  /** Opened by the reader, not merely shown since it is the first. */
  isChosen: boolean
  /** Asked when the record is there: whether the cursor goes to it. */
  takesFocus: () => boolean
  onDone: (id: string) => void
}) {
  const text = useCountersigningText()
  const { data, loading, error, refetch } = useQuery(OpinionDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  })
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (loading && data === undefined) return <Loading />
  if (!data?.activity) return <EmptyState title={text('notFound')} />
  return (
    <Opinion
      key={data.activity.id}
      record={data.activity}
      isChosen={isChosen}
      takesFocus={takesFocus}
      onDone={onDone}
    />
  )
}

function Opinion({
  record,
  isChosen,
  takesFocus,
  onDone,
}: {
  record: RecordFragment
  isChosen: boolean
  takesFocus: () => boolean
  onDone: (id: string) => void
}) {
  const text = useCountersigningText()
  const ui = useUiText()
  const formats = useFormats()
  const [begun] = useState(() => draftOf(record.id, record.version))
  const [mode, setMode] = useState(begun.mode)
  const [quantities, setQuantities] = useState(begun.quantities)
  const [usefulness, setUsefulness] = useState(begun.usefulness)
  const [words, setWords] = useState(begun.words)
  const [reason, setReason] = useState(begun.reason)
  const [fieldReasons, setFieldReasons] = useState(begun.fieldReasons)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [countersign, signing] = useMutation(Countersign)
  const [giveBack, returning] = useMutation(Return)
  const panel = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const signButton = useRef<HTMLButtonElement>(null)
  // What is written here is found again after a look at another record.
  const { id: recordId, version } = record
  const isDone = useRef(false)
  useEffect(() => {
    if (!isDone.current)
      keepDraft(recordId, { version, mode, quantities, usefulness, words, reason, fieldReasons })
  }, [recordId, version, mode, quantities, usefulness, words, reason, fieldReasons])
  // Asked once: the record that is about to leave must not take what is meant for the next.
  const hasAsked = useRef(false)
  useEffect(() => {
    if (hasAsked.current) return
    hasAsked.current = true
    if (takesFocus()) heading.current?.focus()
  }, [takesFocus])

  const refusal = record.actions.find(({ action }) => action === 'COUNTERSIGN')?.refusal ?? null
  const { takenByOther, takeOver } = useTaking(
    record.id,
    (isChosen || usefulness !== null || words !== '' || reason !== '') &&
      (refusal === null || refusal.code === 'TAKEN_BY_OTHER'),
  )
  const takenUnasked = record.taken?.mine === false ? record.taken.byName : null
  const corrected = record.outputs.filter(
    ({ indicator, claimed }) =>
      quantities[indicator.code] !== undefined && quantities[indicator.code] !== claimed,
  )

  type Answer =
    | { __typename: string; message?: string; fieldErrors?: { path: string; message: string }[] }
    | undefined
  function handle(answer: Answer, done: string) {
    switch (answer?.__typename) {
      case 'Activity':
        notifications.show({ message: done, color: 'green' })
        isDone.current = true
        forgetDraft(record.id)
        onDone(record.id)
        return
      case 'InvalidInput':
        setErrors(
          Object.fromEntries(
            (answer.fieldErrors ?? []).map(({ path, message }) => [path, message]),
          ),
        )
        setTimeout(
          () => panel.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
          60,
        )
        return
      default:
        setFailure(answer?.message ?? ui('noConnection'))
    }
  }

  async function sign() {
    setErrors({})
    setFailure(null)
    if (usefulness === null) {
      setErrors({ usefulness: text('usefulnessRequired') })
      panel.current?.querySelector<HTMLElement>('[role="radio"]')?.focus()
      return
    }
    try {
      const accepted = corrected.map(({ indicator }) => ({
        indicatorCode: indicator.code,
        quantity: quantities[indicator.code] ?? '',
      }))
      const { data } = await countersign({
        variables: {
          input: { id: record.id, version: record.version, accepted, usefulness, words },
        },
      })
      handle(data?.countersignActivity, text('signed', { title: record.title }))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  async function sendBack() {
    setErrors({})
    setFailure(null)
    try {
      const beside = Object.entries(fieldReasons)
        .filter(([, why]) => why.trim() !== '')
        .map(([path, why]) => ({ path, reason: why }))
      const { data } = await giveBack({
        variables: {
          input: { id: record.id, version: record.version, reason, fieldReasons: beside },
        },
      })
      handle(data?.returnActivity, text('returned', { title: record.title }))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }

  useEffect(() => {
    const focus = (selector: string) =>
      // Once the form for it is drawn.
      setTimeout(() => panel.current?.querySelector<HTMLElement>(selector)?.focus(), 0)
    function key(event: KeyboardEvent) {
      if (refusal !== null || document.querySelector('[role="dialog"], [role="menu"]')) return
      const meant = keyOf(event)
      switch (meant?.do) {
        case 'send':
          event.preventDefault()
          if (!event.repeat && !signing.loading && !returning.loading)
            void (mode === 'sign' ? sign() : sendBack())
          return
        case 'leaveField':
          heading.current?.focus()
          return
        case 'rate':
          setMode('sign')
          setErrors({})
          setUsefulness(meant.usefulness)
          // From here Enter signs: what is signed is said above the button.
          setTimeout(() => signButton.current?.focus(), 0)
          return
        case 'accept':
          setMode('sign')
          setQuantities({})
          focus('[role="radio"][tabindex="0"]')
          return
        case 'edit':
          event.preventDefault()
          setMode('sign')
          focus('input[data-quantity]')
          return
        case 'return':
          event.preventDefault()
          setMode('return')
          focus('textarea[data-reason]')
      }
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  })

  return (
    <div ref={panel}>
      <div className="paper">
        <Title
          order={2}
          mb="sm"
          className="wrap"
          ref={heading}
          tabIndex={-1}
          style={{ scrollMarginTop: 80 }}
        >
          {record.title}
        </Title>
        <RecordView
          record={record}
          quantities={
            record.outputs.length > 0 ? (
              <QuantityFields
                outputs={record.outputs}
                mode={refusal === null ? mode : 'read'}
                quantities={quantities}
                errors={Object.fromEntries(
                  corrected.map(({ indicator }, index) => [
                    indicator.code,
                    errors[`accepted.${index}.quantity`],
                  ]),
                )}
                onQuantity={(code, quantity) => setQuantities({ ...quantities, [code]: quantity })}
                fieldReasons={fieldReasons}
                onReason={(path, why) => setFieldReasons({ ...fieldReasons, [path]: why })}
              />
            ) : undefined
          }
        />
      </div>
      <div className="paper" style={{ marginTop: 12 }}>
        {(takenByOther ?? takenUnasked) !== null ? (
          <TakenNotice byName={takenByOther ?? takenUnasked ?? ''} onTakeOver={takeOver} />
        ) : refusal !== null ? (
          <FailureNotice color="yellow" message={refusal.message} />
        ) : (
          <Stack gap="md">
            <fieldset className="chips" style={{ border: 0, margin: 0, padding: 0 }}>
              <legend className="visually-hidden">{text('decision')}</legend>
              {(['sign', 'return'] as const).map((one) => (
                <button
                  key={one}
                  type="button"
                  className="chip"
                  aria-pressed={mode === one}
                  onClick={() => setMode(one)}
                >
                  {text(one)}
                </button>
              ))}
            </fieldset>
            <FailureNotice message={failure} />
            {mode === 'sign' ? (
              <>
                <RatingChoice
                  label={text('usefulness')}
                  value={usefulness}
                  error={errors['usefulness']}
                  onChoose={setUsefulness}
                />
                <Textarea
                  label={text('words')}
                  value={words}
                  error={errors['words']}
                  onChange={(event) => setWords(event.currentTarget.value)}
                />
                <Phrases
                  use="COUNTERSIGN"
                  typed={words}
                  onPick={(phrase) => setWords(words === '' ? phrase : `${words}${phrase}`)}
                />
                <Text size="sm" c="dimmed">
                  {corrected.length === 0
                    ? text('willSignAsClaimed')
                    : text('willSignCorrected', {
                        what: formats.clauses(
                          corrected.map(
                            ({ indicator, claimed }) =>
                              `${indicator.name} ${claimed} → ${quantities[indicator.code]}`,
                          ),
                        ),
                      })}
                </Text>
                <Button ref={signButton} loading={signing.loading} onClick={() => void sign()}>
                  {corrected.length === 0 ? text('signAsClaimed') : text('signCorrected')}
                </Button>
              </>
            ) : (
              <>
                <Textarea
                  data-reason
                  label={text('reason')}
                  description={text('reasonWhy')}
                  value={reason}
                  error={errors['reason']}
                  onChange={(event) => setReason(event.currentTarget.value)}
                />
                <Phrases
                  use="RETURN"
                  typed={reason}
                  onPick={(phrase) => setReason(reason === '' ? phrase : `${reason}${phrase}`)}
                />
                <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
                  {(['day', 'participations', 'words'] as const).map((path) => (
                    <TextInput
                      key={path}
                      size="sm"
                      label={text(`reasonBeside_${path}`)}
                      placeholder={text('reasonOptional')}
                      value={fieldReasons[path] ?? ''}
                      onChange={(event) =>
                        setFieldReasons({ ...fieldReasons, [path]: event.currentTarget.value })
                      }
                    />
                  ))}
                </SimpleGrid>
                <Button loading={returning.loading} onClick={() => void sendBack()}>
                  {text('returnNow')}
                </Button>
              </>
            )}
          </Stack>
        )}
      </div>
    </div>
  )
}
