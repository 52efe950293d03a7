import { useQuery } from '@apollo/client/react'
import { Checkbox, Stack, Text } from '@mantine/core'
import { graphql } from '../../generated/gql.ts'
import { useMay } from '../../platform/session.tsx'
import { fieldId } from './ErrorSummary.tsx'
import { useRecordingText } from './text.ts'

const PairedHouseholds = graphql(`
  query PairedHouseholds($branchId: ID!) {
    households(first: 100, filter: { organisationId: $branchId, statuses: [OPEN] }) {
      edges {
        cursor
        node {
          id
          number
          keeper {
            id
          }
          masked {
            isReadable
            name
          }
        }
      }
    }
  }
`)

/** The open cases of the community that the branch looks after: as far as the reader may see them. */
export function usePairedHouseholds(branchId: string, communityId: string) {
  const may = useMay()
  const { data } = useQuery(PairedHouseholds, {
    variables: { branchId },
    skip: !may('recordHouseholdVisit') || branchId === '',
  })
  return (data?.households.edges ?? [])
    .map(({ node }) => node)
    .filter(({ keeper }) => keeper.id === communityId)
}

/** Which of the branch's households the visit went to: by number, masked; never needed. Nothing where there are none. */
export function HouseholdChoice({
  branchId,
  communityId,
  value,
  error,
  onChange,
}: {
  branchId: string
  communityId: string
  value: readonly string[]
  error: string | undefined
  onChange: (ids: string[]) => void
}) {
  const text = useRecordingText()
  const households = usePairedHouseholds(branchId, communityId)
  // Chosen before and no longer paired: shown where the server says so, to be taken out.
  const gone =
    error === undefined ? [] : value.filter((id) => !households.some((one) => one.id === id))
  if (households.length === 0 && gone.length === 0) return null
  return (
    <Checkbox.Group
      id={fieldId('householdIds')}
      label={text('households')}
      description={text('householdsHint')}
      value={[...value]}
      error={error}
      onChange={onChange}
    >
      <Stack gap="xs" mt="xs">
        {households.map(({ id, number, masked }) => (
          <Checkbox
            key={id}
            value={id}
            label={
              <Text span>
                {number} {masked.name ?? ''}
              </Text>
            }
          />
        ))}
        {gone.map((id) => (
          <Checkbox key={id} value={id} label={text('householdGone')} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
