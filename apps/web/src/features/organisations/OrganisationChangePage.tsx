import { useApolloClient, useMutation, useQuery } from '@apollo/client/react'
import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { PARENT_KIND } from '@gongjian/domain/organisation-history'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import type {
  OrganisationForChangeQuery,
  PreviewOrganisationChangeQuery,
} from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useViewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { changesOf, inputOf, kindsUnder } from './change-form.ts'
import type { ChangeForm } from './change-form.ts'
import {
  ChangeOrganisations,
  FindForChange,
  OrganisationForChange,
  PreviewChange,
} from './change-queries.ts'
import { useOrganisationsText } from './text.ts'

type Changed = NonNullable<OrganisationForChangeQuery['organisation']>
type Preview = Extract<
  PreviewOrganisationChangeQuery['previewOrganisationChange'],
  { __typename: 'OrganisationChangePreview' }
>

/** What happens to an organisation on a day: typed, looked at, and only then done. */
export function OrganisationChangePage() {
  const text = useOrganisationsText()
  const { id = '' } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(OrganisationForChange, { variables: { id } })
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (data.organisation === null || data.organisation.validTo !== null)
    return (
      <EmptyState
        title={text('notFound')}
        action={<Link to={paths.organisations()}>{text('title')}</Link>}
      />
    )
  return (
    <>
      <PageHeader
        title={text('changeOf', { name: data.organisation.name })}
        subtitle={text('changeSubtitle')}
      />
      <ChangeEditor organisation={data.organisation} />
    </>
  )
}

function ChangeEditor({ organisation }: { organisation: Changed }) {
  const text = useOrganisationsText()
  const ui = useUiText()
  const words = useWords()
  const navigate = useNavigate()
  const client = useApolloClient()
  const { today } = useViewer()
  const [form, setForm] = useState<ChangeForm>(() => ({
    id: newId(),
    kind: 'RENAME',
    day: today,
    reason: '',
    name: organisation.name,
    code: '',
    other: null,
    foundedKind: kindsUnder(organisation.kind)[0] ?? null,
    childIds: [],
    pairingIds: [],
    movesRoles: true,
  }))
  const [looking, setLooking] = useState('')
  const [preview, setPreview] = useState<Preview | null>(null)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [decide] = useMutation(ChangeOrganisations)
  const { kind } = form
  const otherKind = kind === 'MOVE' ? PARENT_KIND[organisation.kind] : organisation.kind
  const found = useQuery(FindForChange, {
    variables: {
      filter: {
        kinds: otherKind === null ? null : [otherKind],
        search: looking || null,
        ended: false,
      },
    },
    skip: kind !== 'MOVE' && kind !== 'MERGE',
  })
  const change = (part: Partial<ChangeForm>) => {
    setForm((before) => ({ ...before, ...part }))
    setPreview(null)
  }
  const isNew = kind === 'FOUND' || kind === 'SPLIT'
  const names = {
    RENAME: text('newName'),
    FOUND: text('foundedName'),
    SPLIT: text('foundedName'),
  }

  async function look() {
    const { data } = await client.query({
      query: PreviewChange,
      variables: { input: inputOf(form, organisation.id) },
      fetchPolicy: 'no-cache',
    })
    return data?.previewOrganisationChange
  }
  async function doIt() {
    const { data } = await decide({ variables: { input: inputOf(form, organisation.id) } })
    return data?.changeOrganisations
  }
  async function submit() {
    setErrors({})
    setFailure(null)
    setBusy(true)
    try {
      const answer = preview === null ? await look() : await doIt()
      if (answer?.__typename === 'InvalidInput') {
        setPreview(null)
        setErrors(
          Object.fromEntries(answer.fieldErrors.map(({ path, message }) => [path, message])),
        )
      } else if (answer?.__typename === 'OrganisationChangePreview') setPreview(answer)
      else if (answer?.__typename === 'OrganisationChange') {
        await navigate({ to: paths.organisation(organisation.id) })
        // The tree, lists and pairings may all read otherwise now.
        for (const fieldName of ['organisation', 'organisations', 'pairings', 'zones'])
          client.cache.evict({ fieldName })
      } else setFailure(ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    } finally {
      setBusy(false)
    }
  }
  /** What is wrong with what this form does not show a field for. */
  const elsewhere =
    kind === 'MERGE'
      ? errors['organisationIds']
      : kind === 'FOUND'
        ? (errors['parentId'] ?? errors['organisationKind'])
        : errors['organisationId']

  return (
    <form
      className="paper"
      noValidate
      style={{ maxWidth: 720 }}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        <FailureNotice message={failure ?? elsewhere ?? null} />
        <NativeSelect
          label={text('changeKind')}
          value={kind}
          data={changesOf(organisation.kind).map((one) => ({
            value: one,
            label: text(`change_${one}`),
          }))}
          onChange={(event) => {
            const next = changesOf(organisation.kind).find(
              (one) => one === event.currentTarget.value,
            )
            if (next === undefined) return
            setErrors({})
            change({
              kind: next,
              other: null,
              pairingIds: [],
              childIds: [],
              name: next === 'RENAME' ? organisation.name : '',
            })
          }}
        />
        <TextInput
          type="date"
          label={text('changeDay')}
          description={text('changeDayWhy')}
          value={form.day}
          error={errors['day']}
          onChange={(event) => change({ day: event.currentTarget.value })}
        />
        {kind === 'FOUND' && kindsUnder(organisation.kind).length > 1 && (
          <NativeSelect
            label={text('kind')}
            value={form.foundedKind ?? ''}
            data={kindsUnder(organisation.kind).map((one) => ({
              value: one,
              label: words.organisationKind(one),
            }))}
            onChange={(event) =>
              change({
                foundedKind:
                  kindsUnder(organisation.kind).find((one) => one === event.currentTarget.value) ??
                  null,
              })
            }
          />
        )}
        {(kind === 'RENAME' || isNew) && (
          <TextInput
            label={names[kind]}
            value={form.name}
            error={errors['name']}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        )}
        {isNew && (
          <TextInput
            label={text('foundedCode')}
            value={form.code}
            error={errors['code']}
            onChange={(event) => change({ code: event.currentTarget.value })}
          />
        )}
        {(kind === 'MOVE' || kind === 'MERGE') && (
          <OrganisationPicker
            key={kind}
            label={text(kind === 'MOVE' ? 'newParent' : 'mergeInto')}
            value={form.other}
            options={found.data?.organisations.edges.map(({ node }) => node) ?? []}
            onSearch={(typed) => setLooking(typed.split(' ')[0] ?? '')}
            onPick={(other) => change({ other })}
            error={
              kind === 'MOVE'
                ? errors['parentId']
                : (errors['organisationId'] ?? errors['parentId'])
            }
            nothingFound={text('nothing')}
          />
        )}
        {kind === 'SPLIT' && organisation.children.length > 0 && (
          <Checkbox.Group
            label={text('childrenThatGo')}
            value={form.childIds}
            error={errors['childIds']}
            onChange={(childIds) => change({ childIds })}
          >
            <Stack gap={6} mt={6}>
              {organisation.children.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {(kind === 'SPLIT' || kind === 'MERGE') && organisation.pairings.length > 0 && (
          <Checkbox.Group
            label={text(kind === 'SPLIT' ? 'pairingsThatGo' : 'pairingsThatEnd')}
            value={form.pairingIds}
            error={errors['pairingIds']}
            onChange={(pairingIds) => change({ pairingIds })}
          >
            <Stack gap={6} mt={6}>
              {organisation.pairings.map(({ id, agencySide, communitySide }) => (
                <Checkbox
                  key={id}
                  value={id}
                  label={agencySide.id === organisation.id ? communitySide.name : agencySide.name}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {kind === 'MERGE' && (
          <Checkbox
            label={text('movesRoles')}
            checked={form.movesRoles}
            onChange={(event) => change({ movesRoles: event.currentTarget.checked })}
          />
        )}
        <TextInput
          label={text('reason')}
          value={form.reason}
          error={errors['reason']}
          onChange={(event) => change({ reason: event.currentTarget.value })}
        />
        {preview !== null && (
          <section aria-labelledby="touched" role="status">
            <Text fw={700} id="touched">
              {text('touched')}
            </Text>
            <ul>
              <li>
                {text('touchedChildren', { count: preview.children, moved: preview.movedChildren })}
              </li>
              <li>
                {text('touchedPairings', {
                  count: preview.pairings,
                  ended: preview.endedPairings,
                  reopened: preview.reopenedPairings,
                })}
              </li>
              <li>
                {text('touchedRecords', { drafts: preview.openDrafts, open: preview.openRecords })}
              </li>
              <li>{text('touchedPeople', { count: preview.people })}</li>
              {preview.waitsForItsDay && <li>{text('waitsForItsDay')}</li>}
            </ul>
          </section>
        )}
        <Group>
          <Button type="submit" loading={busy} color={preview === null ? 'brand' : 'red'}>
            {text(preview === null ? 'look' : 'confirmChange')}
          </Button>
          <Link to={paths.organisation(organisation.id)}>{text('leave')}</Link>
        </Group>
      </Stack>
    </form>
  )
}
