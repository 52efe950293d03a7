import { useApolloClient, useMutation } from '@apollo/client/react'
import { NativeSelect, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useViewer } from '../../platform/session.tsx'
import { useWords } from '../../ui/words.ts'
import { useAccountsText } from './text.ts'

const SwitchRole = graphql(`
  mutation SwitchRole($input: SwitchRoleInput!) {
    switchRole(input: $input) {
      __typename
      ... on Viewer {
        id
      }
      ... on NotFound {
        code
        message
      }
    }
  }
`)

/** The role in which one acts; with several, a switch. */
export function RoleSwitch() {
  const { assignments, activeAssignment } = useViewer()
  const words = useWords()
  const text = useAccountsText()
  const client = useApolloClient()
  const navigate = useNavigate()
  const [switchRole] = useMutation(SwitchRole)
  if (activeAssignment === null) return null
  if (assignments.length < 2) {
    return (
      <Text size="sm" c="dimmed" visibleFrom="md" truncate maw={320}>
        {activeAssignment.organisation.name} · {words.role(activeAssignment.role)}
      </Text>
    )
  }
  return (
    <NativeSelect
      size="sm"
      aria-label={text('switchRole')}
      value={activeAssignment.id}
      miw={64}
      // On a phone it gives way before the name beside it does.
      style={{ flexShrink: 100 }}
      maw={{ base: 128, sm: 260 }}
      data={assignments.map(({ id, role, organisation, deputyForName }) => ({
        value: id,
        label: `${organisation.name} · ${deputyForName === null ? words.role(role) : text('deputyRole', { role: words.role(role), holder: deputyForName })}`,
      }))}
      onChange={async (event) => {
        const { data } = await switchRole({
          variables: { input: { assignmentId: event.currentTarget.value } },
        })
        if (data?.switchRole.__typename !== 'Viewer') return
        void import('../../platform/live.ts').then(({ listenAnew }) => listenAnew())
        await navigate({ to: paths.home() })
        await client.resetStore().catch(() => undefined)
      }}
    />
  )
}
