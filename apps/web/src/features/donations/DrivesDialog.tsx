import { useMutation } from '@apollo/client/react'
import { Button, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import type { DonationDrivesQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay, useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { DrivesDocument } from './ledger-query.ts'
import { useDonationsText } from './text.ts'

const SaveDrive = graphql(`
  mutation SaveDonationDrive($input: SaveDonationDriveInput!) {
    saveDonationDrive(input: $input) {
      __typename
      ... on DonationDrive {
        id
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
type Typed = {
  id: string
  version: number | null
  name: string
  purpose: string
  opensOn: string
  closesOn: string
}
type Drive = DonationDrivesQuery['donationDrives']['edges'][number]['node']

/** The drives, and for those who call them a form for a new one or a change. */
export function DrivesDialog({
  drives,
  onClose,
}: {
  drives: readonly Drive[]
  onClose: () => void
}) {
  const text = useDonationsText()
  const formats = useFormats()
  const may = useMay()
  const viewer = useViewer()
  const fresh = (): Typed => ({
    id: newId(),
    version: null,
    name: '',
    purpose: '',
    opensOn: viewer.today,
    closesOn: viewer.today,
  })
  const [typed, setTyped] = useState(fresh)
  const [save] = useMutation(SaveDrive, { refetchQueries: [DrivesDocument] })
  const { send, sending, errors, failure } = useSending()
  const field = (name: 'name' | 'purpose' | 'opensOn' | 'closesOn') => ({
    label: text(name),
    value: typed[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  })
  async function submit() {
    const done = await send(async () => {
      const { data } = await save({ variables: { input: typed } })
      return data?.saveDonationDrive
    })
    if (done) setTyped(fresh())
  }
  return (
    <Modal opened size="lg" onClose={onClose} title={text('drives')}>
      <Stack>
        <Text size="sm" c="dimmed">
          {text('drivesHint')}
        </Text>
        <ul style={{ margin: 0, paddingLeft: 18 }}>
          {drives.map(({ organiser, changeRefusal, ...drive }) => (
            <li key={drive.id}>
              {drive.name} · {formats.day(drive.opensOn)} — {formats.day(drive.closesOn)} ·{' '}
              {organiser.name}{' '}
              {may('saveDonationDrive') && changeRefusal === null && (
                <Button size="compact-sm" variant="default" onClick={() => setTyped(pick(drive))}>
                  {text('change')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {may('saveDonationDrive') && (
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              void submit()
            }}
          >
            <Stack gap="sm">
              <Text fw={600}>{text(typed.version === null ? 'newDrive' : 'changeDrive')}</Text>
              <FailureNotice message={failure} />
              <TextInput required {...field('name')} />
              <Textarea autosize maxRows={6} {...field('purpose')} />
              <TextInput type="date" required {...field('opensOn')} />
              <TextInput type="date" required {...field('closesOn')} />
              <Button type="submit" loading={sending}>
                {text('save')}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Modal>
  )
}

const pick = ({
  id,
  version,
  name,
  purpose,
  opensOn,
  closesOn,
}: Omit<Drive, 'organiser' | 'changeRefusal'>) => ({
  id,
  version,
  name,
  purpose,
  opensOn,
  closesOn,
})
