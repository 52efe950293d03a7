import { useQuery } from '@apollo/client/react'
import { Button, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useViewer } from '../../platform/session.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { MyPositions } from './MyPositions.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { deviceName } from './device-name.ts'
import { useAccountsText } from './text.ts'
import { SignOut } from './SignOut.tsx'

const SessionsDocument = graphql(`
  query MySessions {
    viewer {
      id
      sessions {
        id
        userAgent
        createdAt
        lastSeenAt
        current
      }
    }
  }
`)

/** One's own account: roles, password, and where one is signed in. */
export function MyAccountPage() {
  const text = useAccountsText()
  const formats = useFormats()
  const viewer = useViewer()
  const { data } = useQuery(SessionsDocument, { fetchPolicy: 'cache-and-network' })
  return (
    <>
      <PageHeader
        title={text('myAccount')}
        subtitle={`${viewer.name} · ${viewer.account}`}
        actions={<Link to={paths.notificationSettings()}>{text('notificationSettings')}</Link>}
      />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <section className="paper" aria-labelledby="password">
          <Title order={2} mb="md" id="password">
            {text('changePassword')}
          </Title>
          <PasswordForm
            onChanged={() =>
              notifications.show({ message: text('passwordChanged'), color: 'green' })
            }
          />
        </section>
        <Stack>
          <MyPositions />
          <section className="paper" aria-labelledby="sessions">
            <Title order={2} mb="sm" id="sessions">
              {text('sessions')}
            </Title>
            {(data?.viewer?.sessions ?? []).map((session) => (
              <div key={session.id} style={{ padding: '6px 0', borderBottom: '1px solid #eceef0' }}>
                <Text size="sm" className="wrap">
                  {deviceName(session.userAgent) || text('unknownDevice')}
                  {session.current ? ` · ${text('thisDevice')}` : ''}
                </Text>
                <Text size="sm" c="dimmed">
                  {text('lastSeen', { when: formats.moment(session.lastSeenAt) })}
                </Text>
              </div>
            ))}
            <SignOut everywhere>
              {(go) => (
                <Button variant="default" mt="sm" onClick={go}>
                  {text('signOutEverywhere')}
                </Button>
              )}
            </SignOut>
          </section>
        </Stack>
      </SimpleGrid>
    </>
  )
}
