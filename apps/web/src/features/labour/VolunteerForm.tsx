import { useMutation } from '@apollo/client/react'
import { Button, Checkbox, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const SaveVolunteer = graphql(`
  mutation SaveVolunteer($input: SaveVolunteerInput!) {
    saveVolunteer(input: $input) {
      __typename
      ... on Volunteer {
        id
        shownName
        consentsToNamed
        joinedOn
        leftOn
        version
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

export type VolunteerContent = {
  id: string
  version: number
  shownName: string
  consentsToNamed: boolean
  joinedOn: string
  leftOn: string | null
  organisation: { id: string }
}

/** Enters a volunteer, or changes what is known of one: a name, a consent, two days, and nothing more. */
export function VolunteerForm({
  volunteer,
  onClose,
  onSaved,
}: {
  volunteer: VolunteerContent | null
  onClose: () => void
  onSaved: () => void
}) {
  const text = useLabourText()
  const viewer = useViewer()
  const [id] = useState(() => volunteer?.id ?? newId())
  const [typed, setTyped] = useState({
    name: volunteer?.shownName ?? '',
    consentsToNamed: volunteer?.consentsToNamed ?? false,
    joinedOn: volunteer?.joinedOn ?? viewer.today,
    leftOn: volunteer?.leftOn ?? '',
  })
  const [save] = useMutation(SaveVolunteer)
  const { send, sending, errors, failure } = useSending()
  return (
    <Modal
      opened
      onClose={onClose}
      title={text(volunteer === null ? 'newVolunteer' : 'changeVolunteer')}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send(async () => {
            const { data } = await save({
              variables: {
                input: {
                  id,
                  version: volunteer?.version ?? null,
                  organisationId:
                    volunteer?.organisation.id ?? viewer.activeAssignment?.organisation.id ?? '',
                  ...typed,
                },
              },
            })
            return data?.saveVolunteer
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
            label={text('volunteerName')}
            required
            value={typed.name}
            error={errors['name']}
            onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
          />
          <Checkbox
            label={text('consentLabel')}
            description={text('consentWhy')}
            checked={typed.consentsToNamed}
            onChange={(event) =>
              setTyped({ ...typed, consentsToNamed: event.currentTarget.checked })
            }
          />
          <TextInput
            type="date"
            label={text('joined')}
            required
            value={typed.joinedOn}
            error={errors['joinedOn']}
            onChange={(event) => setTyped({ ...typed, joinedOn: event.currentTarget.value })}
          />
          {volunteer !== null && (
            <TextInput
              type="date"
              label={text('left')}
              value={typed.leftOn}
              error={errors['leftOn']}
              onChange={(event) => setTyped({ ...typed, leftOn: event.currentTarget.value })}
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
