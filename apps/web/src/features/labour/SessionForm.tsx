import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import type { PickedOrganisation } from '../../ui/OrganisationPicker.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const FindCommunities = graphql(`
  query FindCommunities($filter: OrganisationFilter, $open: CampaignFilter) {
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
    campaignPlans(first: 50, filter: $open) {
      edges {
        cursor
        node {
          id
          name
          day
        }
      }
    }
  }
`)
const OpenSession = graphql(`
  mutation OpenLabourSession($input: OpenLabourSessionInput!) {
    openLabourSession(input: $input) {
      __typename
      ... on LabourSession {
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
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)

/** Opens a place for a day: the community's own, or one of the street's. */
export function SessionForm({
  onClose,
  onOpened,
}: {
  onClose: () => void
  onOpened: (id: string) => void
}) {
  const text = useLabourText()
  const viewer = useViewer()
  const own = viewer.activeAssignment?.organisation
  const isCommunity = own?.kind === 'COMMUNITY'
  const [id] = useState(() => newId())
  const [community, setCommunity] = useState<PickedOrganisation | null>(
    own && isCommunity ? own : null,
  )
  const [looking, setLooking] = useState('')
  const [typed, setTyped] = useState({
    day: viewer.today,
    title: '',
    place: '',
    plannedHours: '3',
    campaignId: '',
  })
  const { data } = useQuery(FindCommunities, {
    variables: {
      filter: { kinds: ['COMMUNITY'], search: looking || null, underId: own?.id ?? null },
      open: { states: ['OPEN', 'HELD'] },
    },
  })
  const [open] = useMutation(OpenSession)
  const { send, sending, errors, failure } = useSending()
  const [missing, setMissing] = useState(false)

  async function submit() {
    setMissing(community === null)
    if (community === null) return
    const done = await send(async () => {
      const { data: answer } = await open({
        variables: {
          input: {
            id,
            communityId: community.id,
            ...typed,
            campaignId: typed.campaignId || null,
          },
        },
      })
      return answer?.openLabourSession
    })
    if (done) onOpened(id)
  }
  return (
    <Modal opened onClose={onClose} title={text('openSession')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <FailureNotice message={failure} />
          {!isCommunity && (
            <OrganisationPicker
              label={text('community')}
              value={community}
              options={data?.organisations.edges.map(({ node }) => node) ?? []}
              onSearch={(words) =>
                setLooking(words === community?.name ? '' : (words.split(' ')[0] ?? ''))
              }
              onPick={setCommunity}
              error={missing ? text('chooseCommunity') : undefined}
              nothingFound={text('nothingFound')}
            />
          )}
          <TextInput
            label={text('sessionTitle')}
            required
            value={typed.title}
            error={errors['title']}
            onChange={(event) => setTyped({ ...typed, title: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={text('day')}
            required
            value={typed.day}
            error={errors['day']}
            onChange={(event) => setTyped({ ...typed, day: event.currentTarget.value })}
          />
          <TextInput
            label={text('place')}
            value={typed.place}
            error={errors['place']}
            onChange={(event) => setTyped({ ...typed, place: event.currentTarget.value })}
          />
          <TextInput
            label={text('plannedHours')}
            description={text('plannedHoursWhy')}
            inputMode="decimal"
            required
            value={typed.plannedHours}
            error={errors['plannedHours']}
            onChange={(event) => setTyped({ ...typed, plannedHours: event.currentTarget.value })}
          />
          <NativeSelect
            size="md"
            label={text('campaign')}
            value={typed.campaignId}
            error={errors['campaignId']}
            onChange={(event) => setTyped({ ...typed, campaignId: event.currentTarget.value })}
            data={[
              { value: '', label: text('noCampaign') },
              ...(data?.campaignPlans.edges ?? []).map(({ node }) => ({
                value: node.id,
                label: `${node.name} ${node.day}`,
              })),
            ]}
          />
          <Button type="submit" loading={sending}>
            {text('openSession')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
