import { useApolloClient, useMutation } from '@apollo/client/react'
import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { ACTIVITY_KINDS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { Direction } from '@gongjian/domain/vocabulary'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { RecordingQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useViewer } from '../../platform/session.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { ChipChoice } from './ChipChoice.tsx'
import { DayField } from './DayField.tsx'
import { DonationLines } from './DonationLines.tsx'
import { fieldId } from './ErrorSummary.tsx'
import { contentOf, DONATED_VALUE, fieldOf, holdsEmptyLines, inputOf } from './form-content.ts'
import type { FormContent, Purpose } from './form-content.ts'
import type { FormStart } from './form-start.ts'
import { HouseholdChoice } from './HouseholdChoice.tsx'
import { OutputLines } from './OutputLines.tsx'
import { PairingField } from './PairingField.tsx'
import { PhotoPicker } from './PhotoPicker.tsx'
import type { Photo } from './PhotoPicker.tsx'
import { SaveDraft, Submit } from './recording-mutations.ts'
import { RecordingNotices } from './RecordingNotices.tsx'
import { StaleNotice } from './StaleNotice.tsx'
import { useKeptLocally } from './use-kept-locally.ts'
import { TakeFromList } from './TakeFromList.tsx'
import { useRecordingText } from './text.ts'

type Recorded = NonNullable<RecordingQuery['activity']>
export type RecordingFormProps = {
  /** Made once for a new form and kept with what is typed, so that sending twice is the same as once. */
  id: string
  /** Under which name the device keeps it. */
  slot: string
  start: FormStart
  fresh: FormContent
  record: Recorded | null
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
  const [version, setVersion] = useState<number | null>(record?.version ?? null)
  const [recoveredAt, setRecoveredAt] = useState(start.recoveredAt)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [unsent, setUnsent] = useState<Purpose | null>(null)
  const [stale, setStale] = useState<Recorded | null>(start.isStale ? record : null)
  const [evidence, setEvidence] = useState<Photo[]>(record?.evidence ?? [])
  const [photosUnderWay, setPhotosUnderWay] = useState(0)
  const [save, saving] = useMutation(SaveDraft)
  const [submit, submitting] = useMutation(Submit)
  const form = useRef<HTMLFormElement>(null)
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
      return await work()
    } catch (error) {
      await kept.keepNow()
      const problem = problemOf(error)
      if (problem === null) setUnsent(purpose)
      else setFailure(problem.message)
      return null
    }
  }

  /** Saves on the server; true where it is there. */
  async function saveDraft(): Promise<boolean> {
    const answer = await send('draft', () =>
      save({ variables: { input: { id, version, content: inputOf(content, 'draft') } } }),
    )
    const result = answer?.data?.saveActivityDraft
    if (!result) return false
    switch (result.__typename) {
      case 'Activity':
        setVersion(result.version)
        // Kept with the version that it now rests on: a reload finds form, record and photos together.
        kept.keepSoon()
        client.cache.evict({ fieldName: 'activities' })
        return true
      case 'InvalidInput':
        show('draft', result.fieldErrors)
        return false
      case 'StaleVersion':
        setStale(result.current)
        return false
      default:
        setFailure(result.message)
        return false
    }
  }

  async function saveForLater() {
    const sent = content
    if (!(await saveDraft())) return
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
    const answer = await send('submit', () =>
      submit({ variables: { input: { id, version, content: inputOf(content, 'submit') } } }),
    )
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
        setStale(result.current)
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
          setVersion(record?.version ?? null)
          setStale(null)
          setErrors({})
          setRecoveredAt(null)
          void kept.forget()
        }}
        isUnsent={unsent !== null}
        failure={failure}
        errors={errors}
        content={content}
        indicators={indicators}
        choosesPairing={pairings.length > 1}
      />
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
            setContent(settled(contentOf(stale)))
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
              who: content.morePeople
                .map(({ label, headCount }) => `${label ?? ''} ${headCount}`.trim())
                .join(', '),
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
          onChange={setEvidence}
          onUnderWay={setPhotosUnderWay}
          ensureSaved={async () => version !== null || (await saveDraft())}
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
