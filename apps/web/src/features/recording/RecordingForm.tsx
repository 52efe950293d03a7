import { useApolloClient, useMutation } from '@apollo/client/react'
import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { queue } from '@gongjian/domain/outbox'
import type { OutboxAttempt } from '@gongjian/domain/outbox'
import { ACTIVITY_KINDS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { Direction } from '@gongjian/domain/vocabulary'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { RecordingQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { announceQueued } from '../../platform/offline/outbox-events.ts'
import { putItem } from '../../platform/offline/outbox-store.ts'
import { useViewer } from '../../platform/session.tsx'
import { useTaking } from '../../platform/taking.ts'
import { TakenNotice } from '../../ui/TakenNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { ChipChoice } from './ChipChoice.tsx'
import { DayField } from './DayField.tsx'
import { DonationLines } from './DonationLines.tsx'
import { fieldId } from './ErrorSummary.tsx'
import { DONATED_VALUE, fieldOf, holdsEmptyLines, inputOf } from './form-content.ts'
import type { FormContent, Purpose } from './form-content.ts'
import type { FormStart } from './form-start.ts'
import { HouseholdChoice } from './HouseholdChoice.tsx'
import { keepRecord } from './offline-data.ts'
import { theirsOf } from './outbox-item.ts'
import type { RecordingItem, Theirs } from './outbox-item.ts'
import { OutputLines } from './OutputLines.tsx'
import { PairingField } from './PairingField.tsx'
import { PhotoPicker } from './PhotoPicker.tsx'
import type { Photo } from './PhotoPicker.tsx'
import { SaveDraft, Submit } from './recording-mutations.ts'
import { RecordingNotices } from './RecordingNotices.tsx'
import { SimilarToThis } from './SimilarToThis.tsx'
import { StaleNotice } from './StaleNotice.tsx'
import { useKeptLocally } from './use-kept-locally.ts'
import type { WhetherSaved } from './use-photo-uploads.ts'
import { TakeFromList } from './TakeFromList.tsx'
import { useRecordingText } from './text.ts'

/** Whoever waits at the form is not kept for longer: then it goes by the outbox. */
const patienceMilliseconds = 15_000

/** Why what waits in the outbox does not go on, where no field says it. */
const failureOf = (queued: RecordingItem | null): string | null =>
  queued?.problem && queued.problem.fieldErrors.length === 0 && queued.problem.current === null
    ? queued.problem.message
    : null

type Recorded = NonNullable<RecordingQuery['activity']>
export type RecordingFormProps = {
  /** Made once for a new form and kept with what is typed, so that sending twice is the same as once. */
  id: string
  /** Under which name the device keeps it. */
  slot: string
  start: FormStart
  fresh: FormContent
  record: Recorded | null
  /** On which version it rests; null where the server has none. */
  version: number | null
  /** What waits in the outbox under this id: it is changed there and not sent past it. */
  queued: RecordingItem | null
  catalogue: RecordingQuery['catalogue']
  campaigns: RecordingQuery['campaigns']
  pairings: RecordingQuery['pairings']['edges'][number]['node'][]
  likeLast: { id: string; title: string } | null
  /** Indicators used lately, the most recent first. */
  recentCodes: readonly string[]
  /** What the recorder's side records. */
  directions: readonly Direction[]
}

/** The form itself: everything typed is kept on the device within half a second, and goes to the server when sent. */
// Over 300 lines: the fields stand in one place, in the order in which they are filled in.
export function RecordingForm({
  id,
  slot,
  start,
  fresh,
  record,
  version: startVersion,
  queued,
  catalogue,
  campaigns,
  pairings,
  likeLast,
  recentCodes,
  directions,
}: RecordingFormProps) {
  const text = useRecordingText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const viewer = useViewer()
  const navigate = useNavigate()
  const client = useApolloClient()
  const [content, setContent] = useState(() => settled(start.content))
  const [version, setVersion] = useState<number | null>(startVersion)
  const [recoveredAt, setRecoveredAt] = useState(start.recoveredAt)
  const [errors, setErrors] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      (queued?.problem?.fieldErrors ?? []).map(({ path, message }) => [path, message]),
    ),
  )
  const [failure, setFailure] = useState<string | null>(failureOf(queued))
  const [unsent, setUnsent] = useState<Purpose | null>(null)
  const [stale, setStale] = useState<Theirs | null>(
    start.isStale && record !== null ? theirsOf(record) : (queued?.problem?.current ?? null),
  )
  const [evidence, setEvidence] = useState<Photo[]>(record?.evidence ?? [])
  const [photosUnderWay, setPhotosUnderWay] = useState(0)
  const [photosWaiting, setPhotosWaiting] = useState(0)
  // Sent, and no answer came: from then on it goes by the outbox, which looks whether it has arrived.
  const unanswered = useRef<Omit<OutboxAttempt<FormContent>, 'revision'> | null>(null)
  const [save, saving] = useMutation(SaveDraft)
  const [submit, submitting] = useMutation(Submit)
  const form = useRef<HTMLFormElement>(null)
  const { takenByOther, takeOver } = useTaking(
    id,
    version !== null && (!record?.refusalToSave || record.refusalToSave.code === 'TAKEN_BY_OTHER'),
  )
  const context = { userId: viewer.id, patience: patienceMilliseconds }
  const kept = useKeptLocally(viewer.id, slot, { formId: id, version, content })

  /** From what is reported and where, until somebody writes a title of their own. */
  function suggestedTitle(next: FormContent): string {
    const indicator = catalogue.find(({ code }) => code === next.outputs[0]?.indicatorCode)
    const community =
      pairings.find((pairing) => pairing.id === next.pairingId)?.communitySide.name ?? ''
    const what =
      indicator?.name ??
      (next.kind === 'SIX_HELPS' ? (next.area ? words.area(next.area) : '') : words.kind(next.kind))
    return what === '' ? '' : text('suggestedTitle', { community, what })
  }
  function settled(stored: FormContent): FormContent {
    return { ...stored, ownTitle: stored.ownTitle && stored.title !== suggestedTitle(stored) }
  }
  function change(part: Partial<FormContent>) {
    setContent((before) => {
      const next = { ...before, ...part }
      return next.ownTitle ? next : { ...next, title: suggestedTitle(next) }
    })
    kept.keepSoon()
  }

  function show(purpose: Purpose, problems: readonly { path: string; message: string }[]) {
    setErrors(
      Object.fromEntries(
        problems.map(({ path, message }) => [fieldOf(content, purpose, path), message]),
      ),
    )
  }
  // The first field that is wrong gets the cursor once it is marked.
  useEffect(() => {
    if (Object.keys(errors).length === 0) return
    form.current
      ?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"]')
      ?.focus()
  }, [errors])

  async function send<Result>(purpose: Purpose, work: () => Promise<Result>) {
    setErrors({})
    setFailure(null)
    setUnsent(null)
    try {
      const answer = await work()
      unanswered.current = null
      return answer
    } catch (error) {
      await kept.keepNow()
      const problem = problemOf(error)
      if (problem !== null) {
        setFailure(problem.message)
        return null
      }
      const step = purpose === 'draft' ? 'SAVE' : 'SUBMIT'
      unanswered.current ??= { step, version, content }
      return 'NO_ANSWER' as const
    }
  }

  /** Into the outbox, from where it is sent when there is a network. */
  async function sendLater(purpose: Purpose) {
    const written = {
      id,
      userId: viewer.id,
      assignmentId: viewer.activeAssignment?.id ?? '',
      purpose: purpose === 'draft' ? ('DRAFT' as const) : ('SUBMIT' as const),
      version,
      content,
    }
    try {
      await putItem(queue(queued, written, unanswered.current, Date.now()))
    } catch {
      // A device that keeps nothing (private browsing): it stays in the form, to be sent from there.
      setUnsent(purpose)
      return
    }
    await kept.forget()
    await navigate({ to: paths.outbox() })
    announceQueued()
  }
  const goesByOutbox = () => queued !== null || photosWaiting > 0 || unanswered.current !== null

  /** Saves on the server, and says whether it is there. */
  async function saveDraft(): Promise<WhetherSaved> {
    const answer = await send('draft', () =>
      save({ variables: { input: { id, version, content: inputOf(content, 'draft') } }, context }),
    )
    if (answer === 'NO_ANSWER') return answer
    const result = answer?.data?.saveActivityDraft
    if (!result) return 'REFUSED'
    switch (result.__typename) {
      case 'Activity':
        setVersion(result.version)
        // Kept with the version that it now rests on: a reload finds form, record and photos together.
        kept.keepSoon()
        client.cache.evict({ fieldName: 'activities' })
        // It is opened anew under its own address: it must be here, whatever becomes of the network meanwhile.
        await keepRecord(viewer.id, viewer.activeAssignment?.id ?? '', result).catch(
          () => undefined,
        )
        return 'SAVED'
      case 'InvalidInput':
        show('draft', result.fieldErrors)
        return 'REFUSED'
      case 'StaleVersion':
        setStale(theirsOf(result.current))
        return 'REFUSED'
      default:
        setFailure(result.message)
        return 'REFUSED'
    }
  }

  async function saveForLater() {
    const sent = content
    const saved = goesByOutbox() ? 'NO_ANSWER' : await saveDraft()
    if (saved === 'NO_ANSWER') await sendLater('draft')
    if (saved !== 'SAVED') return
    notifications.show({ message: text('savedAsDraft'), color: 'green' })
    setRecoveredAt(null)
    if (kept.present() !== sent || holdsEmptyLines(sent)) return
    await kept.forget()
    if (record === null || slot === 'new')
      await navigate({ to: paths.editRecord(id), replace: true, resetScroll: false })
  }

  async function submitRecord() {
    if (photosUnderWay > 0) {
      setFailure(text('photosUnderWay', { count: photosUnderWay }))
      return
    }
    const answer = goesByOutbox()
      ? 'NO_ANSWER'
      : await send('submit', () =>
          submit({
            variables: { input: { id, version, content: inputOf(content, 'submit') } },
            context,
          }),
        )
    if (answer === 'NO_ANSWER') {
      await sendLater('submit')
      return
    }
    const result = answer?.data?.submitActivity
    if (!result) return
    switch (result.__typename) {
      case 'Activity':
        await kept.forget()
        notifications.show({ message: text('submitted'), color: 'green' })
        client.cache.evict({ fieldName: 'activities' })
        client.cache.evict({ fieldName: 'pairings' })
        await navigate({ to: paths.record(id) })
        return
      case 'InvalidInput':
        show('submit', result.fieldErrors)
        return
      case 'StaleVersion':
        setStale(theirsOf(result.current))
        return
      default:
        setFailure(result.message)
    }
  }

  const reasonFor = (...path: string[]) =>
    record?.returned?.fieldReasons
      .filter((one) => path.includes(one.path))
      .map(({ reason }) => reason)
      .join(' ') || null
  const described = (...path: string[]) => {
    const reason = reasonFor(...path)
    return reason === null
      ? {}
      : {
          description: text('returnedField', { reason }),
          styles: { description: { color: '#851713' } },
        }
  }
  const indicators = catalogue.filter(({ kind }) => kind === content.kind)
  const chosen = pairings.find((pairing) => pairing.id === content.pairingId)
  const gives = content.outputs.some(({ indicatorCode }) => indicatorCode === DONATED_VALUE)
  const sending = saving.loading || submitting.loading

  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submitRecord()
      }}
    >
      <RecordingNotices
        record={slot === 'new' ? null : record}
        likeLast={likeLast}
        recoveredAt={recoveredAt}
        onDiscard={() => {
          setContent(settled(fresh))
          setVersion(record?.version ?? queued?.version ?? null)
          setStale(null)
          setErrors({})
          setRecoveredAt(null)
          void kept.forget()
        }}
        isUnsent={unsent !== null}
        isQueued={queued !== null}
        failure={failure}
        errors={errors}
        content={content}
        indicators={indicators}
        choosesPairing={pairings.length > 1}
      />
      {takenByOther !== null && <TakenNotice byName={takenByOther} onTakeOver={takeOver} />}
      {stale !== null && (
        <StaleNotice
          mine={content}
          theirs={stale}
          catalogue={catalogue}
          onKeepMine={() => {
            setVersion(stale.version)
            setStale(null)
            kept.keepSoon()
          }}
          onTakeTheirs={() => {
            setContent(settled(stale.content))
            setVersion(stale.version)
            setStale(null)
            setRecoveredAt(null)
            void kept.forget()
          }}
        />
      )}

      <Stack gap="lg" className="paper">
        <PairingField
          pairings={pairings}
          value={content.pairingId}
          error={errors['pairingId']}
          note={described('pairingId')}
          onChoose={(pairingId) => change({ pairingId, householdIds: [] })}
        />
        <DayField
          value={content.day}
          today={viewer.today}
          error={errors['day']}
          note={described('day')}
          onChoose={(day) => change({ day })}
        />
        <ChipChoice
          id={fieldId('kind')}
          label={text('kind')}
          value={content.kind}
          options={ACTIVITY_KINDS.map((kind) => ({ value: kind, label: words.kind(kind) }))}
          error={errors['kind']}
          onChoose={(kind) => {
            if (kind === content.kind) return
            change({
              kind,
              area: kind === 'SIX_HELPS' ? content.area : null,
              outputs: [],
              donations: [],
              campaignId: null,
              householdIds: [],
            })
          }}
        />
        {content.kind === 'SIX_HELPS' && (
          <ChipChoice
            id={fieldId('area')}
            label={text('area')}
            value={content.area}
            options={HELP_AREAS.map((area) => ({ value: area, label: words.area(area) }))}
            error={errors['area']}
            note={reasonFor('area')}
            onChoose={(area) => change({ area })}
          />
        )}
        {content.kind === 'LABOUR' && (
          <NativeSelect
            id={fieldId('campaignId')}
            label={text('campaign')}
            size="md"
            value={content.campaignId ?? ''}
            error={errors['campaignId']}
            onChange={(event) => change({ campaignId: event.currentTarget.value || null })}
            data={[
              { value: '', label: text('noCampaign') },
              ...campaigns.map(({ id: campaign, name, day }) => ({
                value: campaign,
                label: `${name} ${formats.shortDay(day)}`,
              })),
            ]}
            {...described('campaignId')}
          />
        )}
        {content.kind === 'VISIT' && (
          <HouseholdChoice
            branchId={chosen?.agencySide.id ?? ''}
            communityId={chosen?.communitySide.id ?? ''}
            value={content.householdIds}
            error={errors['householdIds']}
            onChange={(householdIds) => change({ householdIds })}
          />
        )}
        <OutputLines
          indicators={indicators}
          area={content.area}
          recentCodes={recentCodes}
          outputs={content.outputs}
          errors={errors}
          reasonFor={(code) => reasonFor(`outputs.${code}`, 'outputs')}
          onChange={(outputs) =>
            change({
              outputs,
              donations: outputs.some(({ indicatorCode }) => indicatorCode === DONATED_VALUE)
                ? content.donations
                : [],
            })
          }
        />
        {gives && (
          <DonationLines
            donations={content.donations}
            errors={errors}
            pairingId={content.pairingId}
            day={content.day}
            branchId={chosen?.agencySide.id ?? ''}
            communityId={chosen?.communitySide.id ?? ''}
            photos={evidence}
            onChange={(donations, sum) =>
              change({
                donations,
                outputs:
                  sum === null
                    ? content.outputs
                    : content.outputs.map((line) =>
                        line.indicatorCode === DONATED_VALUE ? { ...line, quantity: sum } : line,
                      ),
              })
            }
          />
        )}
        {content.kind === 'LABOUR' && <TakeFromList content={content} onTake={change} />}
        <Group grow align="flex-start">
          <TextInput
            id={fieldId('headCount')}
            label={text('headCount')}
            inputMode="numeric"
            value={content.headCount}
            error={errors['headCount'] ?? errors['participations']}
            onChange={(event) => change({ headCount: event.currentTarget.value })}
            {...described('participations')}
          />
          <TextInput
            id={fieldId('hoursEach')}
            label={text('hoursEach')}
            inputMode="decimal"
            value={content.hoursEach}
            error={errors['hoursEach']}
            onChange={(event) => change({ hoursEach: event.currentTarget.value })}
          />
        </Group>
        {content.morePeople.length > 0 && (
          <Text size="sm" c="dimmed">
            {text('morePeople', {
              who: formats.names(
                content.morePeople.map(({ label, headCount }) =>
                  `${label ?? ''} ${headCount}`.trim(),
                ),
              ),
            })}
          </Text>
        )}
        <TextInput
          id={fieldId('title')}
          label={text('titleField')}
          value={content.title}
          error={errors['title']}
          onChange={(event) =>
            change({ title: event.currentTarget.value, ownTitle: event.currentTarget.value !== '' })
          }
          {...described('title')}
        />
        <Textarea
          id={fieldId('words')}
          label={text('words')}
          value={content.words}
          error={errors['words']}
          onChange={(event) => change({ words: event.currentTarget.value })}
          {...described('words')}
        />
        <SimilarToThis id={id} content={content} />
        <ChipChoice
          id={fieldId('direction')}
          label={text('direction')}
          value={content.direction}
          options={directions.map((direction) => ({
            value: direction,
            label: words.direction(direction),
          }))}
          error={errors['direction']}
          note={reasonFor('direction')}
          onChoose={(direction) => change({ direction })}
        />
        <PhotoPicker
          activityId={id}
          evidence={evidence}
          sending={
            queued !== null ? 'WITH_THE_RECORD' : version === null ? 'AFTER_SAVING' : 'AT_ONCE'
          }
          onChange={setEvidence}
          onUnderWay={setPhotosUnderWay}
          onWaiting={setPhotosWaiting}
          ensureSaved={saveDraft}
        />
      </Stack>
      <Group className="sticky-actions no-print" mt="md">
        <Button
          type="submit"
          loading={submitting.loading}
          disabled={sending}
          style={{ flex: '1 1 160px' }}
        >
          {text('submit')}
        </Button>
        <Button
          variant="default"
          loading={saving.loading}
          disabled={sending}
          onClick={() => void saveForLater()}
          style={{ flex: '1 1 120px' }}
        >
          {text('saveDraft')}
        </Button>
        {unsent !== null && (
          <Button
            variant="default"
            onClick={() => void (unsent === 'draft' ? saveForLater() : submitRecord())}
          >
            {ui('tryAgain')}
          </Button>
        )}
      </Group>
    </form>
  )
}
