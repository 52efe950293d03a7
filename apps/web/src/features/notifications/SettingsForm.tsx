import { useMutation } from '@apollo/client/react'
import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { NotificationChoiceQuery } from '../../generated/graphql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { SendingTimesFields } from '../../ui/SendingTimesFields.tsx'
import { useUiText } from '../../ui/text.ts'
import { KindTable } from './KindTable.tsx'
import { useNotificationsText } from './text.ts'
import { TryEmail } from './TryEmail.tsx'

const Save = graphql(`
  mutation SaveNotificationChoice($input: SaveNotificationChoiceInput!) {
    saveNotificationChoice(input: $input) {
      __typename
      ... on NotificationChoice {
        digest
      }
      ... on InvalidInput {
        code
        message
        fieldErrors {
          path
          code
          message
        }
      }
    }
  }
`)
type Choice = NotificationChoiceQuery['notificationChoice']

/** The form of one's choice; nothing typed is lost where something is wrong. */
export function SettingsForm({ choice, onSaved }: { choice: Choice; onSaved: () => void }) {
  const text = useNotificationsText()
  const ui = useUiText()
  const { alwaysShownKinds, emailAvailable } = choice
  const [typed, setTyped] = useState(() => ({
    hiddenKinds: choice.hiddenKinds,
    emailKinds: choice.emailKinds,
    emailAddress: choice.emailAddress ?? '',
    digest: choice.digest,
    dailyHour: choice.dailyHour,
    quietFrom: choice.quietFrom,
    quietTo: choice.quietTo,
  }))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [save, { loading }] = useMutation(Save, { refetchQueries: ['Viewer'] })
  const set = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }))

  async function submit() {
    setErrors({})
    setFailure(null)
    try {
      const { data } = await save({ variables: { input: typed } })
      const result = data?.saveNotificationChoice
      if (result?.__typename === 'InvalidInput')
        setErrors(
          Object.fromEntries(result.fieldErrors.map(({ path, message }) => [path, message])),
        )
      else {
        notifications.show({ message: text('saved'), color: 'green' })
        onSaved()
      }
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        <FailureNotice message={failure} />
        <section className="paper">
          <Title order={2} mb="xs">
            {text('kindsHead')}
          </Title>
          <KindTable
            hidden={typed.hiddenKinds}
            alwaysShown={alwaysShownKinds}
            emailed={typed.emailKinds}
            onChange={set}
          />
        </section>
        <section className="paper">
          <Title order={2} mb="xs">
            {text('emailHead')}
          </Title>
          {!emailAvailable && <Text mb="sm">{text('emailNotSetUp')}</Text>}
          <Group align="flex-start" gap="sm">
            <TextInput
              type="email"
              autoComplete="email"
              label={text('emailAddress')}
              description={text('emailWhy')}
              value={typed.emailAddress}
              error={errors['emailAddress']}
              onChange={({ currentTarget: { value } }) => set({ emailAddress: value })}
              style={{ flex: '1 1 280px' }}
            />
          </Group>
          {emailAvailable && (
            <TryEmail
              address={typed.emailAddress}
              onRefused={(message) => setErrors({ emailAddress: message })}
            />
          )}
        </section>
        <section className="paper">
          <Title order={2} mb="xs">
            {text('whenHead')}
          </Title>
          <Stack gap="md">
            <SendingTimesFields
              words={{
                digest: text('digest'),
                AT_ONCE: text('AT_ONCE'),
                DAILY: text('DAILY'),
                dailyHour: text('dailyHour'),
                quietOn: text('quietOn'),
                quietFrom: text('quietFrom'),
                quietTo: text('quietTo'),
                quietWhy: text('quietWhy'),
                hour: (hour) => text('hour', { hour }),
              }}
              value={typed}
              errors={errors}
              onChange={set}
            />
          </Stack>
        </section>
        <div>
          <Button type="submit" loading={loading}>
            {text('save')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
