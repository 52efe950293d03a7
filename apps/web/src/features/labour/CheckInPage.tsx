import { useMutation, useQuery } from '@apollo/client/react'
import { Alert, Button, Group, NativeSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { useLabourText } from './text.ts'
import { forgetCheckIn, keepCheckIn, phoneFor, waitingCheckIns } from './waiting-check-ins.ts'
import type { WaitingCheckIn } from './waiting-check-ins.ts'

const PlaceDocument = graphql(`
  query CheckInPlace($code: String!, $organisationId: ID, $scannedAgo: Int!) {
    checkInPlace(code: $code, organisationId: $organisationId, scannedAgo: $scannedAgo) {
      __typename
      ... on CheckInPlace {
        title
        community
        place
        day
        organisations {
          id
          name
        }
        names {
          id
          name
        }
      }
      ... on Refused {
        message
      }
      ... on Throttled {
        message
      }
    }
  }
`)
const CheckIn = graphql(`
  mutation CheckIn($input: CheckInInput!) {
    checkIn(input: $input) {
      __typename
      ... on CheckInDone {
        direction
        at
        hours
        sentLater
        sessionTitle
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        message
      }
      ... on Throttled {
        message
      }
    }
  }
`)
type Said = { good: boolean; words: string }

/** What a phone shows that has scanned the code: one's name, and 'here' or 'leaving'. No account, no place, no track. */
export function CheckInPage() {
  const text = useLabourText()
  const formats = useFormats()
  const { code = '' } = useParams({ strict: false })
  const [scannedAt] = useState(() => Date.now())
  const [organisationId, setOrganisationId] = useState('')
  // How old the scan was when the organisation was chosen: the code is judged by the moment of the scan.
  const [scannedAgo, setScannedAgo] = useState(0)
  const [volunteerId, setVolunteerId] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [nameError, setNameError] = useState<string | null>(null)
  const [said, setSaid] = useState<Said[]>([])
  const [kept, setKept] = useState(() => waitingCheckIns().length)
  const [busy, setBusy] = useState(false)
  // What was scanned on coming does not count for leaving: that needs a scan of its own.
  const [done, setDone] = useState<'IN' | 'OUT' | null>(null)
  const { data, previousData, error } = useQuery(PlaceDocument, {
    variables: {
      code,
      organisationId: organisationId || null,
      scannedAgo,
    },
    fetchPolicy: 'network-only',
  })
  const [checkIn] = useMutation(CheckIn)
  const answer = (data ?? previousData)?.checkInPlace
  const place = answer?.__typename === 'CheckInPlace' ? answer : null
  const refusal =
    answer !== undefined && place === null && 'message' in answer ? answer.message : null

  /** Sends one; without a network it is kept. Gives whether it left the phone. */
  const sendOne = useCallback(
    async (one: WaitingCheckIn): Promise<boolean> => {
      const { scannedAt: at, ...rest } = one
      try {
        const { data: sent } = await checkIn({
          variables: {
            input: {
              ...rest,
              scannedAgo: Math.max(0, Math.min(Date.now() - at, 2_000_000_000)),
              phoneClock: new Date().toISOString(),
            },
          },
        })
        const result = sent?.checkIn
        forgetCheckIn(one.id)
        if (result?.__typename === 'CheckInDone') {
          if (one.code === code) setDone(result.direction)
          const words =
            result.direction === 'IN'
              ? text('checkedIn', { title: result.sessionTitle, moment: formats.moment(result.at) })
              : text('checkedOut', {
                  title: result.sessionTitle,
                  hours: formats.number(result.hours ?? '0'),
                })
          setSaid((all) => [
            { good: true, words: result.sentLater ? `${words} ${text('wasSentLater')}` : words },
            ...all,
          ])
        } else if (result?.__typename === 'InvalidInput')
          setNameError(result.fieldErrors[0]?.message ?? result.message)
        else setSaid((all) => [{ good: false, words: result?.message ?? '' }, ...all])
        return true
      } catch (problem) {
        const known = problemOf(problem)
        if (known !== null) {
          forgetCheckIn(one.id)
          setSaid((all) => [{ good: false, words: known.message }, ...all])
          return true
        }
        keepCheckIn(one)
        return false
      } finally {
        setKept(waitingCheckIns().length)
      }
    },
    [checkIn, code, formats, text],
  )

  useEffect(() => {
    let sending = false
    async function sendWaiting() {
      if (sending) return
      sending = true
      for (const one of waitingCheckIns()) if (!(await sendOne(one))) break
      sending = false
    }
    void sendWaiting()
    const listener = () => void sendWaiting()
    window.addEventListener('online', listener)
    return () => window.removeEventListener('online', listener)
    // Once: the function is made anew at every showing and does the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  async function submit(direction: 'IN' | 'OUT') {
    setNameError(null)
    if (volunteerId === null && name.trim() === '') {
      setNameError(text('nameNeeded'))
      return
    }
    setBusy(true)
    await sendOne({
      id: newId(),
      code,
      direction,
      scannedAt,
      volunteerId,
      organisationId: organisationId || null,
      name: volunteerId === null ? name : null,
      phone: phoneFor(code),
    })
    setBusy(false)
  }
  return (
    <Stack maw={560} mx="auto">
      <PageHeader
        title={place?.title ?? text('checkInTitle')}
        subtitle={
          place
            ? `${place.community}${place.place ? ` · ${place.place}` : ''} · ${formats.day(place.day)}`
            : text('checkInSubtitle')
        }
      />
      <div aria-live="polite">
        {said.map(({ good, words }) => (
          <Alert
            key={words}
            color={good ? 'green' : 'red'}
            variant="light"
            mb="xs"
            styles={{ message: { color: '#22262b' } }}
          >
            {words}
          </Alert>
        ))}
        {kept > 0 && (
          <Alert color="yellow" variant="light" styles={{ message: { color: '#22262b' } }}>
            {text('keptOnPhone', { count: kept })}
          </Alert>
        )}
      </div>
      {done === 'IN' && <Text>{text('scanAgainToLeave')}</Text>}
      {done !== null ? null : refusal !== null ? (
        <FailureNotice message={refusal} />
      ) : (
        <form
          noValidate
          className="paper"
          onSubmit={(event) => {
            event.preventDefault()
            void submit('IN')
          }}
        >
          <Stack>
            <Text size="sm" c="dimmed">
              {text('checkInWhy')}
            </Text>
            {error && <Text>{text('noNetwork')}</Text>}
            {place && (
              <NativeSelect
                size="md"
                label={text('yourOrganisation')}
                value={organisationId}
                onChange={(event) => {
                  setOrganisationId(event.currentTarget.value)
                  setScannedAgo(Date.now() - scannedAt)
                  setVolunteerId(null)
                }}
                data={[
                  { value: '', label: text('chooseOrganisation') },
                  ...place.organisations.map((one) => ({ value: one.id, label: one.name })),
                ]}
              />
            )}
            {place && place.names.length > 0 && (
              <Select
                label={text('yourName')}
                searchable
                clearable
                value={volunteerId}
                data={place.names.map((one) => ({ value: one.id, label: one.name }))}
                onChange={setVolunteerId}
                nothingFoundMessage={text('typeItBelow')}
              />
            )}
            {volunteerId === null && (
              <TextInput
                label={text('typeYourName')}
                description={text('typeYourNameWhy')}
                value={name}
                error={nameError}
                autoComplete="name"
                onChange={(event) => setName(event.currentTarget.value)}
              />
            )}
            <Group grow>
              <Button type="submit" size="lg" loading={busy}>
                {text('here')}
              </Button>
              <Button size="lg" variant="default" loading={busy} onClick={() => void submit('OUT')}>
                {text('leaving')}
              </Button>
            </Group>
            <Text size="sm" c="dimmed">
              {text('orAskTheLeader')}
            </Text>
          </Stack>
        </form>
      )}
    </Stack>
  )
}
