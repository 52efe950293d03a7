import { useApolloClient } from '@apollo/client/react'
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { PERSONAL_FIELDS } from '@gongjian/domain/vocabulary'
import type { PersonalField } from '@gongjian/domain/vocabulary'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { HouseholdDetailFragment } from '../../generated/graphql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { RevealHousehold } from './household-mutations.ts'
import { useHouseholdWords } from './household-words.ts'
import { ReasonPhrases } from './ReasonPhrases.tsx'
import { useHouseholdsText } from './text.ts'
import { useSend } from './use-send.ts'

type Shown = Partial<Record<PersonalField, string | null>>

/**
 * Who the family is: masked, and for a stated reason open for a short time. What is open is nowhere but in this
 * component's state, and gone when the time is over, the page is left or put aside.
 */
export function RevealPanel({
  household,
  onLook,
}: {
  household: HouseholdDetailFragment
  onLook: () => void
}) {
  const text = useHouseholdsText()
  const words = useHouseholdWords()
  const client = useApolloClient()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const known = PERSONAL_FIELDS.filter((field) => household.masked[field] !== null)
  const [fields, setFields] = useState<PersonalField[]>([])
  const [shown, setShown] = useState<Shown | null>(null)
  const [left, setLeft] = useState(0)
  const until = useRef(0)
  const { errors, failure, sending, send, clear } = useSend('RevealedHousehold')
  const refusal = household.actions.find(({ action }) => action === 'REVEAL')?.refusal ?? null

  const hide = useCallback(() => {
    setShown(null)
    setLeft(0)
  }, [])
  useEffect(() => {
    if (shown === null) return undefined
    // By the clock, not by the ticks: a device that slept has not waited.
    const tick = setInterval(() => setLeft(Math.ceil((until.current - Date.now()) / 1000)), 500)
    const hideWhenAside = () => {
      if (document.visibilityState === 'hidden') hide()
    }
    document.addEventListener('visibilitychange', hideWhenAside)
    window.addEventListener('pagehide', hide)
    return () => {
      clearInterval(tick)
      document.removeEventListener('visibilitychange', hideWhenAside)
      window.removeEventListener('pagehide', hide)
    }
  }, [shown, hide])
  useEffect(() => {
    if (shown !== null && left <= 0) hide()
  }, [shown, left, hide])

  async function reveal() {
    // Past the cache: an answer that it keeps would outlive the page.
    const answer = await send(async () => {
      const { data } = await client.mutate({
        mutation: RevealHousehold,
        variables: { input: { id: household.id, reason, fields } },
        fetchPolicy: 'no-cache',
      })
      return data?.revealHousehold
    })
    if (answer === null) return
    const { name, address, phone, identityNumber } = answer
    setShown({ name, address, phone, identityNumber })
    until.current = Date.now() + answer.visibleForSeconds * 1000
    setLeft(answer.visibleForSeconds)
    setAsking(false)
    setReason('')
    onLook()
  }

  return (
    <>
      {!household.masked.isReadable && (
        <FailureNotice color="yellow" message={text('notReadable')} />
      )}
      <dl className="household-facts">
        {PERSONAL_FIELDS.map((field) => (
          <div key={field}>
            <dt>{words.field(field)}</dt>
            <dd className="wrap">
              {shown?.[field] ?? household.masked[field] ?? (
                <Text span c="dimmed">
                  {text('notRecorded')}
                </Text>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <Group mt="sm" className="no-print">
        {shown === null ? (
          <Button
            variant="default"
            disabled={refusal !== null || known.length === 0}
            onClick={() => {
              clear()
              setFields(known.filter((field) => field !== 'identityNumber'))
              setAsking(true)
            }}
          >
            {text('reveal')}
          </Button>
        ) : (
          <>
            <Text size="sm" role="timer">
              {text('hiddenIn', { seconds: left })}
            </Text>
            <Button variant="default" onClick={hide}>
              {text('hideNow')}
            </Button>
          </>
        )}
      </Group>
      <Modal opened={asking} onClose={() => setAsking(false)} title={text('reveal')}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void reveal()
          }}
        >
          <Stack>
            <Text size="sm">{text('revealWhy')}</Text>
            <FailureNotice message={failure} />
            <Checkbox.Group
              label={text('revealFields')}
              value={fields}
              error={errors['fields']}
              onChange={(chosen) =>
                setFields(PERSONAL_FIELDS.filter((one) => chosen.includes(one)))
              }
            >
              <Group mt="xs">
                {known.map((field) => (
                  <Checkbox key={field} value={field} label={words.field(field)} />
                ))}
              </Group>
            </Checkbox.Group>
            <TextInput
              label={text('revealReason')}
              description={text('revealReasonHint')}
              value={reason}
              error={errors['reason']}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
            <ReasonPhrases onPick={setReason} typed={reason} />
            <Button type="submit" loading={sending}>
              {text('revealNow')}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
