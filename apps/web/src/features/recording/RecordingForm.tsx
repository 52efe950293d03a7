import { useApolloClient, useMutation } from '@apollo/client/react'
import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { addDays } from '@gongjian/domain/calendar-day'
import { ACTIVITY_KINDS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { RecordingQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { forgetLocally, keepLocally } from '../../platform/local-drafts.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { ChipChoice } from './ChipChoice.tsx'
import { DonationLines } from './DonationLines.tsx'
import { DONATED_VALUE, inputOf } from './form-content.ts'
import type { FormContent } from './form-content.ts'
import { OutputLines } from './OutputLines.tsx'
import { PhotoPicker } from './PhotoPicker.tsx'
import type { Photo } from './PhotoPicker.tsx'
import { StaleNotice } from './StaleNotice.tsx'
import { useRecordingText } from './text.ts'

type Record_ = NonNullable<RecordingQuery['activity']>
type Props = {
  id: string
  localKey: string
  initial: {
    content: FormContent
    recovered: boolean
    recoveredAt: number | null
    fresh: FormContent
    record: Record_ | null
  }
  catalogue: RecordingQuery['catalogue']
  campaigns: RecordingQuery['campaigns']
  pairings: RecordingQuery['pairings']['edges'][number]['node'][]
  latest: { id: string; title: string; day: string } | null
  onAnother: () => void
}

const SaveDraft = graphql(`
  mutation SaveActivityDraft($input: SaveActivityDraftInput!) {
    saveActivityDraft(input: $input) {
      __typename
      ... on Activity {
        ...RecordedContent
      }
      ... on InvalidInput {
        code
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        code
        message
      }
      ... on NotFound {
        code
        message
      }
      ... on StaleVersion {
        code
        message
        current {
          ...RecordedContent
        }
      }
    }
  }
`)
const Submit = graphql(`
  mutation SubmitActivity($input: SubmitActivityInput!) {
    submitActivity(input: $input) {
      __typename
      ... on Activity {
        id
        status
        version
      }
      ... on InvalidInput {
        code
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        code
        message
      }
      ... on NotFound {
        code
        message
      }
      ... on StaleVersion {
        code
        message
        current {
          ...RecordedContent
        }
      }
    }
  }
`)

/** The form itself: everything typed is kept on the device within half a second, and goes to the server when sent. */
export function RecordingForm({
  id,
  localKey,
  initial,
  catalogue,
  campaigns,
  pairings,
  latest,
  onAnother,
}: Props) {
  const text = useRecordingText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const viewer = useViewer()
  const navigate = useNavigate()
  const client = useApolloClient()
  const [content, setContent] = useState(initial.content)
  const [version, setVersion] = useState<number | null>(initial.record?.version ?? null)
  const [recovered, setRecovered] = useState(initial.recovered)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [offline, setOffline] = useState(false)
  const [stale, setStale] = useState<Record_ | null>(null)
  const [evidence, setEvidence] = useState<Photo[]>(initial.record?.evidence ?? [])
  const [save, saving] = useMutation(SaveDraft)
  const [submit, submitting] = useMutation(Submit)
  const form = useRef<HTMLFormElement>(null)
  const untouched = useRef(true)

  function change(part: Partial<FormContent>) {
    untouched.current = false
    setContent((before) => withTitle({ ...before, ...part }))
  }

  /** The title is suggested from what is reported, until somebody writes their own. */
  function withTitle(next: FormContent): FormContent {
    if (next.ownTitle) return next
    const indicator = catalogue.find(({ code }) => code === next.outputs[0]?.indicatorCode)
    const community =
      pairings.find((pairing) => pairing.id === next.pairingId)?.communitySide.name ?? ''
    const what =
      indicator?.name ??
      (next.kind === 'SIX_HELPS' ? (next.area ? words.area(next.area) : '') : words.kind(next.kind))
    return { ...next, title: what === '' ? '' : text('suggestedTitle', { community, what }) }
  }

  useEffect(() => {
    if (untouched.current) return
    const timer = setTimeout(
      () => void keepLocally(viewer.id, localKey, version, content).catch(() => undefined),
      400,
    )
    return () => clearTimeout(timer)
  }, [content, version, viewer.id, localKey])

  function show(problems: readonly { path: string; message: string }[]) {
    setErrors(
      Object.fromEntries(
        problems.map(({ path, message }) => [path.replace('participations.0.', ''), message]),
      ),
    )
    // The first field that is wrong gets the cursor once it is marked.
    setTimeout(
      () =>
        form.current
          ?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"]')
          ?.focus(),
      60,
    )
  }

  async function send<Result>(work: () => Promise<Result>): Promise<Result | null> {
    setErrors({})
    setFailure(null)
    setOffline(false)
    try {
      return await work()
    } catch (error) {
      await keepLocally(viewer.id, localKey, version, content).catch(() => undefined)
      const problem = problemOf(error)
      if (problem === null) setOffline(true)
      else setFailure(problem.message)
      return null
    }
  }

  /** Saves on the server; true where it is there. */
  async function saveDraft(quiet: boolean): Promise<number | null> {
    const answer = await send(() =>
      save({ variables: { input: { id, version, content: inputOf(content) } } }),
    )
    const result = answer?.data?.saveActivityDraft
    if (!result) return null
    switch (result.__typename) {
      case 'Activity':
        setVersion(result.version)
        await forgetLocally(viewer.id, localKey)
        untouched.current = true
        if (!quiet) notifications.show({ message: text('savedAsDraft'), color: 'green' })
        return result.version
      case 'InvalidInput':
        show(result.fieldErrors)
        return null
      case 'StaleVersion':
        setStale(result.current)
        return null
      default:
        setFailure(result.message)
        return null
    }
  }

  async function submitRecord() {
    const answer = await send(() =>
      submit({ variables: { input: { id, version, content: inputOf(content) } } }),
    )
    const result = answer?.data?.submitActivity
    if (!result) return
    switch (result.__typename) {
      case 'Activity':
        await forgetLocally(viewer.id, localKey)
        notifications.show({ message: text('submitted'), color: 'green' })
        client.cache.evict({ fieldName: 'activities' })
        client.cache.evict({ fieldName: 'pairings' })
        onAnother()
        await navigate({ to: paths.record(id) })
        return
      case 'InvalidInput':
        show(result.fieldErrors)
        return
      case 'StaleVersion':
        setStale(result.current)
        return
      default:
        setFailure(result.message)
    }
  }

  const returned = initial.record?.returned ?? null
  const reasonFor = (...path: string[]) =>
    returned?.fieldReasons
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
  const campaignOptions = campaigns.map(({ id: campaign, name, day }) => ({
    value: campaign,
    label: `${name} ${formats.shortDay(day)}`,
  }))
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
      <PageHeader
        title={initial.record ? text('editTitle') : text('title')}
        subtitle={text('why')}
        {...(initial.record === null && latest !== null
          ? {
              actions: (
                <Link to={paths.newRecord()} search={{ like: latest.id }}>
                  {text('likeLastTime', { title: latest.title })}
                </Link>
              ),
            }
          : {})}
      />
      {recovered && (
        <FailureNotice
          color="blue"
          title={text('recovered', {
            when:
              initial.recoveredAt === null
                ? ''
                : formats.moment(new Date(initial.recoveredAt).toISOString()),
          })}
        >
          <Button
            variant="default"
            size="sm"
            onClick={() => {
              setContent(initial.fresh)
              setRecovered(false)
              untouched.current = true
              void forgetLocally(viewer.id, localKey)
            }}
          >
            {text('discardRecovered')}
          </Button>
        </FailureNotice>
      )}
      {returned && (
        <FailureNotice
          color="red"
          title={text('returnedBy', {
            who: `${returned.signedForName} ${returned.signedByName}`,
            when: formats.moment(returned.signedAt),
          })}
          message={returned.reason}
        />
      )}
      {initial.record?.refusalToSave && (
        <FailureNotice message={initial.record.refusalToSave.message} />
      )}
      {offline && (
        <FailureNotice color="yellow" title={text('notSent')}>
          <div>{text('notSentHint')}</div>
        </FailureNotice>
      )}
      <FailureNotice message={failure} />
      {Object.keys(errors).length > 0 && (
        <FailureNotice
          title={text('pleaseCorrect', { count: Object.keys(errors).length })}
          message={errors['outputs'] ?? errors['pairingId'] ?? text('seeMarked')}
        />
      )}
      {stale !== null && (
        <StaleNotice
          mine={content}
          theirs={stale}
          catalogue={catalogue}
          onKeepMine={() => {
            setVersion(stale.version)
            setStale(null)
          }}
          onTakeTheirs={(theirs) => {
            setContent(theirs)
            setVersion(stale.version)
            setStale(null)
            void forgetLocally(viewer.id, localKey)
          }}
        />
      )}

      <Stack gap="lg" className="paper">
        {pairings.length === 1 ? (
          <div>
            <Text size="sm" fw={500}>
              {text('pairing')}
            </Text>
            <Text>
              {pairings[0]?.communitySide.name}{' '}
              <Text span c="dimmed">
                · {pairings[0]?.agencySide.name}
              </Text>
            </Text>
          </div>
        ) : (
          <NativeSelect
            label={text('pairing')}
            size="md"
            value={content.pairingId}
            error={errors['pairingId']}
            onChange={(event) => change({ pairingId: event.currentTarget.value })}
            data={pairings.map((pairing) => ({
              value: pairing.id,
              label: `${pairing.communitySide.name} · ${pairing.agencySide.name}`,
            }))}
            {...described('pairingId')}
          />
        )}
        <div>
          <TextInput
            type="date"
            label={text('day')}
            value={content.day}
            max={viewer.today}
            error={errors['day']}
            onChange={(event) => change({ day: event.currentTarget.value })}
            {...described('day')}
          />
          <div className="chips" style={{ marginTop: 8 }}>
            {[0, 1, 2].map((ago) => {
              const day = addDays(viewer.today, -ago)
              return (
                <button
                  key={ago}
                  type="button"
                  className="chip"
                  aria-pressed={content.day === day}
                  onClick={() => change({ day })}
                >
                  {text(ago === 0 ? 'today' : ago === 1 ? 'yesterday' : 'dayBefore')}
                </button>
              )
            })}
          </div>
        </div>
        <ChipChoice
          label={text('kind')}
          value={content.kind}
          options={ACTIVITY_KINDS.map((kind) => ({ value: kind, label: words.kind(kind) }))}
          error={errors['kind']}
          onChoose={(kind) =>
            change({
              kind,
              area: kind === 'SIX_HELPS' ? content.area : null,
              outputs: [],
              donations: [],
              campaignId: null,
            })
          }
        />
        {content.kind === 'SIX_HELPS' && (
          <ChipChoice
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
            label={text('campaign')}
            size="md"
            value={content.campaignId ?? ''}
            error={errors['campaignId']}
            onChange={(event) => change({ campaignId: event.currentTarget.value || null })}
            data={[{ value: '', label: text('noCampaign') }, ...campaignOptions]}
            {...described('campaignId')}
          />
        )}
        <OutputLines
          indicators={indicators}
          area={content.area}
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
        {content.outputs.some(({ indicatorCode }) => indicatorCode === DONATED_VALUE) && (
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
        <Group grow align="flex-start">
          <TextInput
            label={text('headCount')}
            inputMode="numeric"
            value={content.headCount}
            error={errors['headCount']}
            onChange={(event) => change({ headCount: event.currentTarget.value })}
            {...described('participations')}
          />
          <TextInput
            label={text('hoursEach')}
            inputMode="decimal"
            value={content.hoursEach}
            error={errors['hoursEach']}
            onChange={(event) => change({ hoursEach: event.currentTarget.value })}
          />
        </Group>
        <TextInput
          label={text('titleField')}
          value={content.title}
          error={errors['title']}
          onChange={(event) =>
            change({ title: event.currentTarget.value, ownTitle: event.currentTarget.value !== '' })
          }
          {...described('title')}
        />
        <Textarea
          label={text('words')}
          value={content.words}
          error={errors['words']}
          onChange={(event) => change({ words: event.currentTarget.value })}
          {...described('words')}
        />
        <ChipChoice
          label={text('direction')}
          value={content.direction}
          options={(['AGENCY_TO_COMMUNITY', 'JOINT'] as const).map((direction) => ({
            value: direction,
            label: words.direction(direction),
          }))}
          error={errors['direction']}
          onChoose={(direction) => change({ direction })}
        />
        <PhotoPicker
          activityId={id}
          evidence={evidence}
          onChange={setEvidence}
          ensureSaved={async () => version !== null || (await saveDraft(true)) !== null}
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
          onClick={() => void saveDraft(false)}
          style={{ flex: '1 1 120px' }}
        >
          {text('saveDraft')}
        </Button>
        {offline && (
          <Button variant="default" onClick={() => void submitRecord()}>
            {ui('tryAgain')}
          </Button>
        )}
      </Group>
    </form>
  )
}
