import { useMutation } from '@apollo/client/react'
import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const SaveTeam = graphql(`
  mutation SaveVolunteerTeam($input: SaveVolunteerTeamInput!) {
    saveVolunteerTeam(input: $input) {
      __typename
      ... on VolunteerTeam {
        id
        name
        version
        dissolvedOn
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
      ... on NotFound {
        message
      }
    }
  }
`)

export type TeamContent = {
  id: string
  version: number
  name: string
  foundedOn: string
  dissolvedOn: string | null
  organisation: { id: string }
}

/** A new team, or its new name or end. */
export function TeamForm({
  team,
  onClose,
  onSaved,
}: {
  team: TeamContent | null
  onClose: () => void
  onSaved: () => void
}) {
  const text = useLabourText()
  const viewer = useViewer()
  const [id] = useState(() => team?.id ?? newId())
  const [typed, setTyped] = useState({
    name: team?.name ?? '',
    foundedOn: team?.foundedOn ?? viewer.today,
    dissolvedOn: team?.dissolvedOn ?? '',
  })
  const [save] = useMutation(SaveTeam)
  const { send, sending, errors, failure } = useSending()
  return (
    <Modal opened onClose={onClose} title={text(team === null ? 'newTeam' : 'changeTeam')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send(async () => {
            const { data } = await save({
              variables: {
                input: {
                  id,
                  version: team?.version ?? null,
                  organisationId:
                    team?.organisation.id ?? viewer.activeAssignment?.organisation.id ?? '',
                  ...typed,
                },
              },
            })
            return data?.saveVolunteerTeam
          }).then((done) => {
            if (!done) return
            onSaved()
            onClose()
          })
        }}
      >
        <Stack>
          <FailureNotice message={failure} />
          <TextInput
            label={text('teamName')}
            required
            value={typed.name}
            error={errors['name']}
            onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={text('founded')}
            required
            value={typed.foundedOn}
            error={errors['foundedOn']}
            onChange={(event) => setTyped({ ...typed, foundedOn: event.currentTarget.value })}
          />
          {team !== null && (
            <TextInput
              type="date"
              label={text('dissolved')}
              description={text('dissolvedWhat')}
              value={typed.dissolvedOn}
              error={errors['dissolvedOn']}
              onChange={(event) => setTyped({ ...typed, dissolvedOn: event.currentTarget.value })}
            />
          )}
          <Button type="submit" loading={sending}>
            {text('save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
