import { useApolloClient } from '@apollo/client/react'
import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { ROLES } from '@gongjian/domain/vocabulary'
import { useEffect, useState } from 'react'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { SignInForm } from './SignInForm.tsx'
import { useAccountsText } from './text.ts'

const demonstrationAccounts = [
  'recorder',
  'secretary',
  'community',
  'street',
  'zone',
  'district',
  'municipal',
  'auditor',
  'admin',
] as const

/** Signing in; in the demonstration city with its accounts, each a tap away. */
export function SignInPage() {
  const text = useAccountsText()
  const ui = useUiText()
  const words = useWords()
  const client = useApolloClient()
  const [demonstration, setDemonstration] = useState<{ password: string } | null>(null)
  const [suggestion, setSuggestion] = useState<{ account: string; password: string } | null>(null)

  useEffect(() => {
    document.title = `${text('signIn')} · ${ui('product')}`
  })
  useEffect(() => {
    fetch('/api/demonstration')
      .then((response) => (response.status === 200 ? response.json() : null))
      .then((answer: { password: string } | null) => setDemonstration(answer))
      .catch(() => undefined)
  }, [])

  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" style={{ alignItems: 'start' }}>
      <div className="paper" style={{ maxWidth: 460 }}>
        <Title order={1} mb={4}>
          {text('signInTitle')}
        </Title>
        <Text c="dimmed" mb="md">
          {text('signInWhy')}
        </Text>
        <SignInForm
          suggestion={suggestion}
          onSignedIn={() => {
            void client.resetStore()
          }}
        />
      </div>
      {demonstration !== null && (
        <Stack className="paper" gap="sm">
          <Title order={2}>{text('demonstrationTitle')}</Title>
          <Text c="dimmed">{text('demonstrationHint')}</Text>
          <Group gap="xs">
            {demonstrationAccounts.map((account, index) => (
              <Button
                key={account}
                variant="default"
                onClick={() => setSuggestion({ account, password: demonstration.password })}
              >
                {account} · {words.role(orderedRoles[index] ?? '')}
              </Button>
            ))}
          </Group>
        </Stack>
      )}
    </SimpleGrid>
  )
}

const orderedRoles = demonstrationAccounts.map((_account, index) => ROLES[index])
