import { useMutation } from '@apollo/client/react'
import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { HouseholdDetailFragment } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay, useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { CloseHouseholdFollowUp } from './household-mutations.ts'
import { useHouseholdsText } from './text.ts'
import { useSend } from './use-send.ts'
import { VisitDialog } from './VisitDialog.tsx'

type Visit = HouseholdDetailFragment['visits'][number]

/** The contacts with the family, the newest first, and what is still to be done. */
export function VisitsSection({ household }: { household: HouseholdDetailFragment }) {
  const text = useHouseholdsText()
  const may = useMay()
  const [editing, setEditing] = useState<Visit | 'new' | null>(null)
  const [close] = useMutation(CloseHouseholdFollowUp)
  const { failure, sending, send } = useSend('Household')
  const records = household.actions.some(({ action, refusal }) => action === 'VISIT' && !refusal)
  const follows = household.status === 'OPEN' && may('closeHouseholdFollowUp')
  return (
    <section className="paper" aria-label={text('visits')}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          {text('visitsCount', { count: household.visitCount })}
        </Title>
        {records && (
          <Button className="no-print" onClick={() => setEditing('new')}>
            {text('recordVisit')}
          </Button>
        )}
      </Group>
      <FailureNotice message={failure} />
      {household.visits.length === 0 && (
        <Text c="dimmed">{text(records ? 'noVisitYetRecord' : 'noVisitYet')}</Text>
      )}
      <Stack component="ul" gap="md" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
        {household.visits.map((visit) => (
          <li key={visit.id} style={{ borderLeft: '3px solid #d9dce0', paddingLeft: 12 }}>
            <VisitLines visit={visit} />
            <Group gap="xs" mt={4} className="no-print">
              {follows && visit.nextStep !== '' && visit.nextStepDoneOn === null && (
                <Button
                  variant="default"
                  size="sm"
                  disabled={sending}
                  onClick={() =>
                    void send(async () => {
                      const { data } = await close({ variables: { input: { visitId: visit.id } } })
                      return data?.closeHouseholdFollowUp
                    })
                  }
                >
                  {text('nextStepDone')}
                </Button>
              )}
              {records && visit.nextStepDoneOn === null && (
                <Button variant="subtle" size="sm" onClick={() => setEditing(visit)}>
                  {text('editVisit')}
                </Button>
              )}
              {visit.activityId !== null && may('activity') && (
                <Link to={paths.record(visit.activityId)}>{text('itsRecord')}</Link>
              )}
            </Group>
          </li>
        ))}
      </Stack>
      {editing !== null && (
        <VisitDialog
          householdId={household.id}
          visit={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  )
}

function VisitLines({ visit }: { visit: Visit }) {
  const text = useHouseholdsText()
  const formats = useFormats()
  const { today } = useViewer()
  const { day, branch, visitors, minutes, agreed, nextStep, nextStepDue, nextStepDoneOn } = visit
  const isLate = nextStepDoneOn === null && nextStepDue !== null && nextStepDue < today
  return (
    <>
      <Text fw={600}>
        {formats.day(day)}
        {minutes === null ? '' : ` · ${text('minutes', { minutes })}`}
      </Text>
      <Text size="sm" c="dimmed" className="wrap">
        {branch.name}
        {visitors === '' ? '' : ` · ${visitors}`}
      </Text>
      {agreed !== '' && <Text className="wrap">{agreed}</Text>}
      {nextStep !== '' && (
        <Text size="sm" className="wrap">
          {text('nextStep')} {nextStep}
          {nextStepDue === null
            ? ''
            : ` · ${text('dueBy', { day: formats.day(nextStepDue) })}`}{' '}
          <Badge color={isLate ? 'red.9' : 'dark'} variant="outline">
            {text(nextStepDoneOn !== null ? 'done' : isLate ? 'late' : 'waiting')}
          </Badge>
        </Text>
      )}
    </>
  )
}
