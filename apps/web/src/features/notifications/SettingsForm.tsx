import { useMutation } from '@apollo/client/react'
import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Radio,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { DIGESTS } from '@gongjian/domain/vocabulary'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { NotificationChoiceQuery } from '../../generated/graphql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
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
const quietAsUsual = { quietFrom: 21, quietTo: 7 } as const

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
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: text('hour', { hour }),
  }))

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
          <Radio.Group
            label={text('digest')}
            value={typed.digest}
            onChange={(value) => set({ digest: DIGESTS.find((one) => one === value) ?? 'AT_ONCE' })}
          >
            <Group mt="xs">
              {DIGESTS.map((one) => (
                <Radio key={one} value={one} label={text(one)} />
              ))}
            </Group>
          </Radio.Group>
          {typed.digest === 'DAILY' && (
            <NativeSelect
              mt="sm"
              maw={160}
              label={text('dailyHour')}
              data={hours}
              value={String(typed.dailyHour)}
              error={errors['dailyHour']}
              onChange={({ currentTarget: { value } }) => set({ dailyHour: Number(value) })}
            />
          )}
          <Checkbox
            mt="md"
            label={text('quietOn')}
            description={text('quietWhy')}
            checked={typed.quietFrom !== null}
            onChange={({ currentTarget: { checked } }) =>
              set(checked ? quietAsUsual : { quietFrom: null, quietTo: null })
            }
          />
          {typed.quietFrom !== null && (
            <Group mt="xs" align="flex-end">
              {(['quietFrom', 'quietTo'] as const).map((end) => (
                <NativeSelect
                  key={end}
                  maw={160}
                  label={text(end)}
                  data={hours}
                  value={String(typed[end])}
                  error={errors[end]}
                  onChange={({ currentTarget: { value } }) => set({ [end]: Number(value) })}
                />
              ))}
            </Group>
          )}
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
