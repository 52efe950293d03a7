import { useMutation, useQuery } from '@apollo/client/react'
import {
  Button,
  Checkbox,
  Group,
  Modal,
  ScrollArea,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const InviteesDocument = graphql(`
  query CampaignInvitees {
    campaignInvitees {
      id
      name
    }
  }
`)
const SaveCampaign = graphql(`
  mutation SaveCampaign($input: SaveCampaignInput!) {
    saveCampaign(input: $input) {
      __typename
      ... on Campaign {
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

export type CampaignContent = {
  id: string
  version: number
  name: string
  day: string
  place: string | null
  plan: string
  wantedHeadCount: number | null
  agencyIds: readonly string[]
}

/** A new campaign, or a change of one: what, when, where, how many, and who is invited. */
export function CampaignForm({
  campaign,
  onClose,
  onSaved,
}: {
  campaign: CampaignContent | null
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const text = useLabourText()
  const viewer = useViewer()
  const [id] = useState(() => campaign?.id ?? newId())
  const [typed, setTyped] = useState({
    name: campaign?.name ?? '',
    day: campaign?.day ?? viewer.today,
    place: campaign?.place ?? '',
    plan: campaign?.plan ?? '',
    wantedHeadCount: campaign?.wantedHeadCount ? String(campaign.wantedHeadCount) : '',
  })
  const [agencyIds, setAgencyIds] = useState<string[]>([...(campaign?.agencyIds ?? [])])
  const [looking, setLooking] = useState('')
  const { data } = useQuery(InviteesDocument)
  const [save] = useMutation(SaveCampaign)
  const { send, sending, errors, failure } = useSending()
  const invitees = data?.campaignInvitees ?? []
  const found = invitees.filter(({ name }) => name.includes(looking.trim()))

  async function submit() {
    const done = await send(async () => {
      const { data: answer } = await save({
        variables: { input: { id, version: campaign?.version ?? null, ...typed, agencyIds } },
      })
      return answer?.saveCampaign
    })
    if (done) {
      onSaved(id)
      onClose()
    }
  }
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={text(campaign === null ? 'newCampaign' : 'changeCampaign')}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <FailureNotice message={failure} />
          <TextInput
            label={text('name')}
            required
            value={typed.name}
            error={errors['name']}
            onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
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
          <Textarea
            label={text('plan')}
            description={text('planHint')}
            minRows={3}
            autosize
            maxRows={8}
            value={typed.plan}
            error={errors['plan']}
            onChange={(event) => setTyped({ ...typed, plan: event.currentTarget.value })}
          />
          <TextInput
            label={text('wanted')}
            inputMode="numeric"
            value={typed.wantedHeadCount}
            error={errors['wantedHeadCount']}
            onChange={(event) => setTyped({ ...typed, wantedHeadCount: event.currentTarget.value })}
          />
          <Checkbox.Group
            label={text('inviteWhom', { count: agencyIds.length })}
            value={agencyIds}
            onChange={setAgencyIds}
            error={errors['agencyIds']}
          >
            <Group my="xs" align="flex-end">
              <TextInput
                aria-label={text('findAgency')}
                placeholder={text('findAgency')}
                value={looking}
                onChange={(event) => setLooking(event.currentTarget.value)}
              />
              <Button variant="default" onClick={() => setAgencyIds(invitees.map((one) => one.id))}>
                {text('inviteAll')}
              </Button>
              <Button variant="default" onClick={() => setAgencyIds([])}>
                {text('inviteNone')}
              </Button>
            </Group>
            <ScrollArea.Autosize mah={220} type="auto" viewportProps={{ tabIndex: 0 }}>
              <Stack gap={6}>
                {found.map((agency) => (
                  <Checkbox key={agency.id} value={agency.id} label={agency.name} />
                ))}
              </Stack>
            </ScrollArea.Autosize>
          </Checkbox.Group>
          <Button type="submit" loading={sending}>
            {text('save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
