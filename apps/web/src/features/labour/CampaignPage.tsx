import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { CAMPAIGN_MOVES } from '@gongjian/domain/campaign-plan'
import type { CampaignState } from '@gongjian/domain/vocabulary'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { CampaignForm } from './CampaignForm.tsx'
import { SignUpForm } from './SignUpForm.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const CampaignDocument = graphql(`
  query CampaignPage($id: ID!) {
    campaign(id: $id) {
      id
      name
      day
      place
      plan
      state
      stateReason
      version
      wantedHeadCount
      signedUpHeadCount
      changeRefusal
      signUpRefusal
      organiser {
        id
        name
      }
      invitations {
        agency {
          id
          name
        }
        headCount
        signUps {
          headCount
          words
          signedUpAt
          organisation {
            id
            name
          }
        }
      }
      result {
        records
        agencies
        personTimes
        hours
        outputs {
          accepted
          indicator {
            code
            name
            unit
          }
        }
      }
    }
  }
`)
const MoveCampaign = graphql(`
  mutation MoveCampaign($input: MoveCampaignInput!) {
    moveCampaign(input: $input) {
      __typename
      ... on Campaign {
        id
        state
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

/** One campaign: its plan, who was asked and what they said, and what came of it. */
export function CampaignPage() {
  const text = useLabourText()
  const formats = useFormats()
  const may = useMay()
  const { id = '' } = useParams({ strict: false })
  const [changing, setChanging] = useState(false)
  const [reason, setReason] = useState('')
  const { data, error, refetch } = useQuery(CampaignDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  })
  const [move] = useMutation(MoveCampaign)
  const { send, sending, errors, failure } = useSending()
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { campaign } = data
  if (!campaign) return <EmptyState title={text('noSuchCampaign')} />
  const { result } = campaign
  const moves: readonly CampaignState[] =
    campaign.changeRefusal === null ? CAMPAIGN_MOVES[campaign.state] : []

  async function moveTo(state: CampaignState) {
    if (!campaign) return
    const done = await send(async () => {
      const { data: answer } = await move({
        variables: { input: { id, version: campaign.version, state, reason } },
      })
      return answer?.moveCampaign
    })
    if (done) await refetch()
  }
  return (
    <>
      <PageHeader
        title={campaign.name}
        subtitle={`${formats.day(campaign.day)} · ${campaign.place ?? text('placeOpen')} · ${text(`state_${campaign.state}`)}${campaign.organiser ? ` · ${campaign.organiser.name}` : ''}`}
        actions={
          <>
            {may('saveCampaign') && (
              <Button
                variant="default"
                disabled={campaign.changeRefusal !== null}
                title={campaign.changeRefusal ?? undefined}
                onClick={() => setChanging(true)}
              >
                {text('changeCampaign')}
              </Button>
            )}
            <Link to={paths.labourSessions()} search={{ campaignId: id }}>
              {text('itsSessions')}
            </Link>
            <Link to={paths.records()} search={{ campaignId: id }}>
              {text('itsRecords')}
            </Link>
          </>
        }
      />
      <FailureNotice message={failure} />
      <Stack gap="md">
        <section className="paper">
          <Title order={2} size="h4">
            {text('plan')}
          </Title>
          <Text style={{ whiteSpace: 'pre-wrap' }}>{campaign.plan || text('noPlan')}</Text>
          <Text mt="xs">
            {campaign.wantedHeadCount === null
              ? text('signedUpLine', { count: campaign.signedUpHeadCount })
              : text('signedUpWanted', {
                  count: campaign.signedUpHeadCount,
                  wanted: campaign.wantedHeadCount,
                })}
          </Text>
          {campaign.stateReason && (
            <Text mt="xs">{text('cancelledBecause', { reason: campaign.stateReason })}</Text>
          )}
          {moves.length > 0 && (
            <Group mt="sm" align="flex-end" className="no-print">
              {moves
                .filter((state) => state !== 'CANCELLED')
                .map((state) => (
                  <Button key={state} loading={sending} onClick={() => void moveTo(state)}>
                    {text(`move_${state}`)}
                  </Button>
                ))}
              <TextInput
                label={text('cancelReason')}
                value={reason}
                error={errors['reason']}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
              <Button variant="default" loading={sending} onClick={() => void moveTo('CANCELLED')}>
                {text('move_CANCELLED')}
              </Button>
            </Group>
          )}
        </section>
        {may('signUpForCampaign') && (
          <SignUpForm
            campaignId={id}
            refusal={campaign.signUpRefusal}
            onDone={() => void refetch()}
          />
        )}
        <section className="paper">
          <Title order={2} size="h4">
            {text('result')}
          </Title>
          {result.records === 0 ? (
            <Text c="dimmed">{text('noResult')}</Text>
          ) : (
            <>
              <Text>
                {text('resultLine', {
                  records: result.records,
                  agencies: result.agencies,
                  personTimes: formats.number(result.personTimes),
                  hours: formats.number(result.hours),
                })}
              </Text>
              <ul>
                {result.outputs.map(({ indicator, accepted }) => (
                  <li key={indicator?.code ?? accepted}>
                    {indicator?.name} {formats.number(accepted)} {indicator?.unit}
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
        <section className="paper">
          <Group justify="space-between" mb="xs">
            <Title order={2} size="h4">
              {text('invitedTitle', { count: campaign.invitations.length })}
            </Title>
            {campaign.invitations.length > 0 && (
              <ExportMenu table="campaign-invitations" filter={{ campaignId: campaign.id }} />
            )}
          </Group>
          {campaign.invitations.length === 0 ? (
            <EmptyState title={text('nobodyInvited')} />
          ) : (
            <DataTable
              caption={text('invitedTitle', { count: campaign.invitations.length })}
              rows={campaign.invitations}
              keyOf={({ agency }) => agency.id}
              columns={[
                {
                  key: 'agency',
                  head: text('agency'),
                  main: true,
                  cell: ({ agency }) => agency.name,
                },
                {
                  key: 'count',
                  head: text('headCount'),
                  number: true,
                  cell: ({ headCount }) =>
                    headCount === null
                      ? text('noAnswer')
                      : headCount === 0
                        ? text('cannotCome')
                        : formats.number(headCount),
                },
                {
                  key: 'who',
                  head: text('answers'),
                  cell: ({ signUps }) =>
                    formats.clauses(
                      signUps.map(
                        ({ organisation, headCount, words }) =>
                          `${organisation.name} ${headCount}${words ? `(${words})` : ''}`,
                      ),
                    ) || '—',
                },
              ]}
            />
          )}
        </section>
      </Stack>
      {changing && (
        <CampaignForm
          campaign={{ ...campaign, agencyIds: campaign.invitations.map(({ agency }) => agency.id) }}
          onClose={() => setChanging(false)}
          onSaved={() => void refetch()}
        />
      )}
    </>
  )
}
