import { useMutation } from '@apollo/client/react'
import { Button, Group, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { CorrectionsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay, useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { Decide, Withdraw } from './correction-queries.ts'
import { useCorrectionsText } from './text.ts'

type Correction = CorrectionsQuery['corrections']['edges'][number]['node']
const agencyRoles: readonly string[] = ['BRANCH_RECORDER', 'AGENCY_SECRETARY']

/** One correction: what counts before and after it, why, and what was or can be decided. */
export function CorrectionItem({
  correction,
  onMoved,
}: {
  correction: Correction
  onMoved: () => void
}) {
  const text = useCorrectionsText()
  const formats = useFormats()
  const { activity, day, status, reason } = correction
  return (
    <li className="paper" style={{ marginBottom: 12 }}>
      <Text fw={600} className="wrap">
        <Link to={paths.record(activity.id)}>{activity.title}</Link> · {text(`status_${status}`)}
      </Text>
      <Text size="sm" c="dimmed" className="wrap">
        {formats.day(day)} · {correction.agencyName} — {correction.communityName}
      </Text>
      <Changes correction={correction} />
      <Text className="wrap">{text('reasonIs', { reason })}</Text>
      <Text size="sm" c="dimmed" className="wrap">
        {text('proposedBy', {
          who: `${correction.proposedForName} ${correction.proposedByName}`,
          when: formats.moment(correction.proposedAt),
        })}
      </Text>
      {correction.decidedAt !== null && (
        <Text size="sm" c="dimmed" className="wrap">
          {text('decidedBy', {
            who: correction.decidedByName ?? '',
            when: formats.moment(correction.decidedAt),
          })}{' '}
          {correction.decisionWords}
        </Text>
      )}
      {status === 'PROPOSED' && <Decision correction={correction} onMoved={onMoved} />}
    </li>
  )
}

function Changes({ correction }: { correction: Correction }) {
  const text = useCorrectionsText()
  const { personTimesBefore, personTimesAfter, hoursBefore, hoursAfter, lines } = correction
  const changes = [
    ...lines.map(({ indicator, before, after }) => ({
      key: indicator.code,
      name: indicator.name,
      before: `${Number(before)} ${indicator.unit}`,
      after: `${Number(after)} ${indicator.unit}`,
    })),
    ...(personTimesBefore === personTimesAfter
      ? []
      : [
          {
            key: 'personTimes',
            name: text('personTimes'),
            before: String(personTimesBefore),
            after: String(personTimesAfter),
          },
        ]),
    ...(Number(hoursBefore) === Number(hoursAfter)
      ? []
      : [
          {
            key: 'hours',
            name: text('hours'),
            before: String(Number(hoursBefore)),
            after: String(Number(hoursAfter)),
          },
        ]),
  ]
  return (
    <ul style={{ margin: '6px 0', paddingInlineStart: 20 }}>
      {changes.map(({ key, name, before, after }) => (
        <li key={key} className="wrap">
          {text('fromTo', { name, before, after })}
        </li>
      ))}
    </ul>
  )
}

/** The committee approves or refuses; the side that proposed it can take it back. */
function Decision({ correction, onMoved }: { correction: Correction; onMoved: () => void }) {
  const text = useCorrectionsText()
  const may = useMay()
  const role = useViewer().activeAssignment?.role
  const [words, setWords] = useState('')
  const [decide] = useMutation(Decide)
  const [withdraw] = useMutation(Withdraw)
  const { send, sending, errors, failure } = useSending()
  const { id, version, side } = correction
  const ownSide =
    role !== undefined && (agencyRoles.includes(role) ? 'AGENCY_SIDE' : 'COMMUNITY_SIDE') === side
  const settle = async (approve: boolean) => {
    const done = await send(
      async () =>
        (await decide({ variables: { input: { id, version, approve, words } } })).data
          ?.decideCorrection,
    )
    if (done) onMoved()
  }
  const takeBack = async () => {
    const done = await send(
      async () =>
        (await withdraw({ variables: { input: { id, version } } })).data?.withdrawCorrection,
    )
    if (done) onMoved()
  }
  return (
    <div style={{ marginTop: 8 }}>
      {may('decideCorrection') && (
        <>
          <Textarea
            label={text('decisionWords')}
            description={text('decisionWordsHint')}
            value={words}
            error={errors['words']}
            onChange={({ currentTarget: { value } }) => setWords(value)}
          />
          <Group mt="sm">
            <Button loading={sending} onClick={() => void settle(true)}>
              {text('approve')}
            </Button>
            <Button variant="default" loading={sending} onClick={() => void settle(false)}>
              {text('refuse')}
            </Button>
          </Group>
        </>
      )}
      {may('withdrawCorrection') && ownSide && (
        <Button variant="default" loading={sending} onClick={() => void takeBack()}>
          {text('takeBack')}
        </Button>
      )}
      <FailureNotice message={failure} />
    </div>
  )
}
