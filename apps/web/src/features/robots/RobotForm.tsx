import { useMutation, useQuery } from '@apollo/client/react'
import {
  Button,
  Checkbox,
  Group,
  PasswordInput,
  Radio,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { ROBOT_KINDS } from '@gongjian/domain/vocabulary'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import type { RobotQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { SendingTimesFields } from '../../ui/SendingTimesFields.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import type { PickedOrganisation } from '../../ui/OrganisationPicker.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { useRobotsText } from './text.ts'

const FindOrganisations = graphql(`
  query FindRobotOrganisations($filter: OrganisationFilter) {
    organisations(first: 12, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
          code
        }
      }
    }
  }
`)
const Save = graphql(`
  mutation SaveRobot($input: SaveRobotInput!) {
    saveRobot(input: $input) {
      __typename
      ... on Robot {
        id
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on NotFound {
        message
      }
      ... on Refused {
        message
      }
    }
  }
`)
type Robot = NonNullable<RobotQuery['robot']>

/** The form of a robot. Address and secret are only ever typed in: empty fields keep what is there. */
export function RobotForm({ robot, onSaved }: { robot: Robot | null; onSaved: () => void }) {
  const text = useRobotsText()
  const navigate = useNavigate()
  const own = useViewer().activeAssignment?.organisation
  const [id] = useState(() => robot?.id ?? newId())
  const [organisation, setOrganisation] = useState<PickedOrganisation | null>(
    robot?.organisation ?? own ?? null,
  )
  const [looking, setLooking] = useState('')
  const [typed, setTyped] = useState(() => ({
    kind: robot?.kind ?? ROBOT_KINDS[0],
    name: robot?.name ?? '',
    address: '',
    secret: '',
    withoutSecret: false,
    enabled: robot?.enabled ?? true,
    digest: robot?.digest ?? 'AT_ONCE',
    dailyHour: robot?.dailyHour ?? 8,
    quietFrom: robot === null ? 21 : robot.quietFrom,
    quietTo: robot === null ? 7 : robot.quietTo,
  }))
  const set = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }))
  const [save] = useMutation(Save)
  const { send, sending, errors, failure } = useSending()
  const { data } = useQuery(FindOrganisations, {
    variables: {
      filter: {
        search: looking || null,
        underId: own?.kind === 'CITY_COMMITTEE' ? null : (own?.id ?? null),
      },
    },
  })
  const found = data?.organisations.edges.map(({ node }) => node) ?? []

  async function submit() {
    const { address, secret, withoutSecret, ...rest } = typed
    const done = await send(
      async () =>
        (
          await save({
            variables: {
              input: {
                ...rest,
                id,
                version: robot?.version ?? null,
                organisationId: organisation?.id ?? id,
                address: address || null,
                secret: withoutSecret ? '' : secret || null,
              },
            },
          })
        ).data?.saveRobot,
    )
    if (!done) return
    notifications.show({ message: text('saved'), color: 'green' })
    onSaved()
    await navigate({ to: paths.robot(id) })
  }
  return (
    <form
      noValidate
      className="paper"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        <FailureNotice message={failure} />
        <Radio.Group
          label={text('kind')}
          value={typed.kind}
          onChange={(value) =>
            set({ kind: ROBOT_KINDS.find((one) => one === value) ?? ROBOT_KINDS[0] })
          }
        >
          <Group mt="xs">
            {ROBOT_KINDS.map((one) => (
              <Radio key={one} value={one} label={text(`kind_${one}`)} />
            ))}
          </Group>
        </Radio.Group>
        <Text size="sm" c="dimmed" className="wrap">
          {text(`how_${typed.kind}`)}
        </Text>
        <Group align="flex-start">
          <TextInput
            label={text('name')}
            value={typed.name}
            error={errors['name']}
            onChange={({ currentTarget: { value } }) => set({ name: value })}
            style={{ flex: '1 1 220px' }}
          />
          <OrganisationPicker
            label={text('organisation')}
            value={organisation}
            options={
              own && looking === '' ? [own, ...found.filter((one) => one.id !== own.id)] : found
            }
            onSearch={(words) =>
              setLooking(
                words.startsWith(organisation?.name ?? '-') ? '' : (words.split(' ')[0] ?? ''),
              )
            }
            onPick={setOrganisation}
            error={errors['organisationId']}
            clearable={false}
            nothingFound={text('nothingFound')}
          />
        </Group>
        <TextInput
          label={text('address')}
          description={
            robot === null ? text('addressWhy') : text('addressKept', { hint: robot.addressHint })
          }
          value={typed.address}
          error={errors['address']}
          autoComplete="off"
          onChange={({ currentTarget: { value } }) => set({ address: value })}
        />
        {typed.kind !== 'WECOM' && (
          <>
            <PasswordInput
              label={text('secret')}
              description={text(robot?.hasSecret ? 'secretKept' : 'secretWhy')}
              value={typed.secret}
              error={errors['secret']}
              autoComplete="off"
              disabled={typed.withoutSecret}
              visibilityToggleButtonProps={{ 'aria-label': text('showSecret') }}
              onChange={({ currentTarget: { value } }) => set({ secret: value })}
            />
            {robot?.hasSecret && (
              <Checkbox
                label={text('withoutSecret')}
                checked={typed.withoutSecret}
                onChange={({ currentTarget: { checked } }) => set({ withoutSecret: checked })}
              />
            )}
          </>
        )}
        <SendingTimesFields
          words={{
            digest: text('digest'),
            AT_ONCE: text('AT_ONCE'),
            DAILY: text('DAILY'),
            dailyHour: text('dailyHour'),
            quietOn: text('quietOn'),
            quietFrom: text('quietFrom'),
            quietTo: text('quietTo'),
            hour: (hour) => text('hour', { hour }),
          }}
          value={typed}
          errors={errors}
          onChange={set}
        />
        <Checkbox
          label={text('enabled')}
          description={text('enabledWhy')}
          checked={typed.enabled}
          onChange={({ currentTarget: { checked } }) => set({ enabled: checked })}
        />
        <div>
          <Button type="submit" loading={sending}>
            {text('save')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
