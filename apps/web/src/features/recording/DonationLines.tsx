import { useQuery } from '@apollo/client/react'
import { ActionIcon, Button, Group, Input, NativeSelect, Stack, TextInput } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { DonationDetails } from './DonationDetails.tsx'
import { fieldId } from './ErrorSummary.tsx'
import { donationSum, emptyDonation } from './form-content.ts'
import type { FormContent } from './form-content.ts'
import { useRecordingText } from './text.ts'

type Lines = FormContent['donations']

const OpenDrives = graphql(`
  query OpenDonationDrives($filter: DonationDriveFilter) {
    donationDrives(first: 50, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
        }
      }
    }
  }
`)

/** What was given, line by line, if one likes; the lines add up to the donated value. */
export function DonationLines({
  donations,
  errors,
  pairingId,
  day,
  onChange,
  ...around
}: {
  donations: Lines
  errors: Record<string, string>
  pairingId: string
  day: string
  branchId: string
  communityId: string
  photos: readonly { id: string; fileName: string; caption: string }[]
  onChange: (donations: Lines, sum: string | null) => void
}) {
  const text = useRecordingText()
  const { data, loading } = useQuery(OpenDrives, {
    variables: { filter: { pairingId, openOn: day } },
    skip: pairingId === '' || !/^\d{4}-\d\d-\d\d$/.test(day),
  })
  const drives = (data?.donationDrives.edges ?? []).map(({ node }) => node)
  const [onlyDrive] = drives.length === 1 ? drives : []
  const [first] = donations
  const isMixed = donations.some(({ driveId }) => driveId !== first?.driveId)
  const isKnown = drives.some(({ id }) => id === first?.driveId)
  const driveError = donations
    .map((_line, index) => errors[`donations.${index}.driveId`])
    .find((error) => error !== undefined)
  const set = (next: Lines) => onChange(next, next.length === 0 ? null : donationSum(next))
  const change = (index: number, part: Partial<Lines[number]>) =>
    set(donations.map((line, at) => (at === index ? { ...line, ...part } : line)))
  return (
    <Stack gap="sm">
      <Input.Label labelElement="div" size="md">
        {text('donations')}
      </Input.Label>
      {first !== undefined && (drives.length > 0 || first.driveId !== null) && (
        <NativeSelect
          id={fieldId('donations.0.driveId')}
          size="md"
          label={text('drive')}
          value={isMixed ? 'mixed' : (first.driveId ?? '')}
          error={driveError}
          onChange={(event) => {
            const driveId = event.currentTarget.value || null
            if (driveId !== 'mixed') set(donations.map((line) => ({ ...line, driveId })))
          }}
          data={[
            { value: '', label: text('noDrive') },
            ...drives.map(({ id, name }) => ({ value: id, label: name })),
            ...(isMixed || (first.driveId !== null && !isKnown)
              ? [{ value: isMixed ? 'mixed' : (first.driveId ?? ''), label: text('drivesMixed') }]
              : []),
          ]}
        />
      )}
      {donations.map((line, index) => (
        <div key={index}>
          <Group gap="xs" align="flex-start">
            <NativeSelect
              size="md"
              label={text('donationKind')}
              value={line.kind}
              onChange={(event) =>
                change(index, { kind: event.currentTarget.value === 'CASH' ? 'CASH' : 'GOODS' })
              }
              data={[
                { value: 'CASH', label: text('cash') },
                { value: 'GOODS', label: text('goods') },
              ]}
            />
            <TextInput
              id={fieldId(`donations.${index}.description`)}
              label={text('donationWhat')}
              style={{ flex: '1 1 140px' }}
              value={line.description}
              error={errors[`donations.${index}.description`]}
              onChange={(event) => change(index, { description: event.currentTarget.value })}
            />
            <TextInput
              id={fieldId(`donations.${index}.valueYuan`)}
              label={text('donationValue')}
              inputMode="decimal"
              style={{ flex: '1 1 110px' }}
              value={line.valueYuan}
              error={errors[`donations.${index}.valueYuan`]}
              onChange={(event) => change(index, { valueYuan: event.currentTarget.value })}
            />
            <ActionIcon
              variant="default"
              size={44}
              mt={25}
              aria-label={text('removeDonation', { number: index + 1 })}
              onClick={() => set(donations.filter((_line, at) => at !== index))}
            >
              ×
            </ActionIcon>
          </Group>
          <DonationDetails
            line={line}
            index={index}
            errors={errors}
            {...around}
            onChange={(part) => change(index, part)}
          />
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="sm"
          // Until it is known which drives are open: the only one is chosen for the first line.
          loading={loading}
          onClick={() =>
            onChange(
              [
                ...donations,
                {
                  ...emptyDonation,
                  driveId: first === undefined ? (onlyDrive?.id ?? null) : first.driveId,
                },
              ],
              null,
            )
          }
        >
          {text('addDonation')}
        </Button>
      </div>
    </Stack>
  )
}
