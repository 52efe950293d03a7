import { useMutation } from '@apollo/client/react'
import { Button, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { OrganisationQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { useUiText } from '../../ui/text.ts'
import { CancelChange } from './change-queries.ts'
import { useOrganisationsText } from './text.ts'

type Organisation = NonNullable<OrganisationQuery['organisation']>

/** What it was called before, what happened to it and what will; a change to come can be cancelled. */
export function OrganisationHistory({
  organisation,
  onChanged,
}: {
  organisation: Organisation
  onChanged: () => void
}) {
  const text = useOrganisationsText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const [failure, setFailure] = useState<string | null>(null)
  const [cancel, cancelling] = useMutation(CancelChange)
  const former = organisation.names.slice(1)
  if (organisation.changes.length === 0 && former.length === 0) return null

  async function cancelIt(id: string) {
    setFailure(null)
    try {
      const answer = (await cancel({ variables: { input: { id } } })).data?.cancelOrganisationChange
      if (answer?.__typename === 'OrganisationChange') onChanged()
      else setFailure(answer?.message ?? ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  return (
    <section className="paper" aria-labelledby="history">
      <Title order={2} mb="sm" id="history">
        {text('history')}
      </Title>
      <FailureNotice message={failure} />
      {former.length > 0 && (
        <Text mb="sm">
          {text('formerNames', { names: former.map(({ name }) => name).join(' · ') })}
        </Text>
      )}
      <Stack gap="sm">
        {organisation.changes.map(({ id, day, kind, reason, state, newName, parts }) => (
          <div key={id}>
            <Text fw={600}>
              {formats.day(day)} {text(`change_${kind}`)}
              {newName === null ? '' : ` · ${newName}`}
              {state === 'PLANNED' ? ` (${text('planned')})` : ''}
            </Text>
            <Text size="sm">
              {parts
                .filter(({ part }) => part !== 'PARENT' || kind === 'MOVE')
                .map(({ part, name, organisation: one }) => (
                  <span key={`${part} ${one?.id ?? name}`} style={{ marginRight: 12 }}>
                    {text(`part_${part}`)}{' '}
                    {one === null || one.id === organisation.id ? (
                      name
                    ) : (
                      <Link to={paths.organisation(one.id)}>{name}</Link>
                    )}
                  </span>
                ))}
            </Text>
            <Text size="sm" c="dimmed">
              {reason}
            </Text>
            {state === 'PLANNED' && may('cancelOrganisationChange') && (
              <Button
                variant="default"
                size="sm"
                loading={cancelling.loading}
                onClick={() => void cancelIt(id)}
              >
                {text('cancelChange')}
              </Button>
            )}
          </div>
        ))}
      </Stack>
    </section>
  )
}
