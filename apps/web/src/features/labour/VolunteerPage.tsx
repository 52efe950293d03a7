import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { AttendanceList } from './AttendanceList.tsx'
import { Certificates } from './Certificates.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'
import { VolunteerForm } from './VolunteerForm.tsx'

const VolunteerDocument = graphql(`
  query VolunteerPage($id: ID!) {
    volunteer(id: $id) {
      id
      shownName
      consentsToNamed
      joinedOn
      leftOn
      version
      mayChange
      organisation {
        id
        name
      }
      memberships {
        teamId
        teamName
        joinedOn
        leftOn
      }
      certificates {
        id
        number
        code
        dayFrom
        dayTo
        recordedHours
        addedHours
        issuedAt
        revokedAt
        revokeReason
      }
    }
    volunteerTeams(first: 100, filter: { dissolved: false }) {
      edges {
        cursor
        node {
          id
          name
          mayChange
        }
      }
    }
  }
`)
const ChangeTeam = graphql(`
  mutation ChangeTeamMembership($input: ChangeTeamMembershipInput!) {
    changeTeamMembership(input: $input) {
      __typename
      ... on Volunteer {
        id
      }
      ... on InvalidInput {
        message
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

/** One volunteer: teams, every service with its hours, certificates. */
export function VolunteerPage() {
  const text = useLabourText()
  const formats = useFormats()
  const { id = '' } = useParams({ strict: false })
  const [changing, setChanging] = useState(false)
  const [teamId, setTeamId] = useState('')
  const { data, error, refetch } = useQuery(VolunteerDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  })
  const [changeTeam] = useMutation(ChangeTeam)
  const { send, sending, failure } = useSending()
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { volunteer } = data
  if (!volunteer) return <EmptyState title={text('noSuchVolunteer')} />
  const current = volunteer.memberships.filter(({ leftOn }) => leftOn === null)
  const open = data.volunteerTeams.edges
    .map(({ node }) => node)
    .filter((team) => team.mayChange && !current.some((one) => one.teamId === team.id))

  async function setMember(team: string, member: boolean) {
    const done = await send(async () => {
      const { data: answer } = await changeTeam({
        variables: { input: { teamId: team, volunteerId: id, member } },
      })
      return answer?.changeTeamMembership
    })
    if (done) {
      setTeamId('')
      await refetch()
    }
  }
  return (
    <>
      <PageHeader
        title={volunteer.shownName}
        subtitle={`${volunteer.organisation.name} · ${formats.day(volunteer.joinedOn)}${volunteer.leftOn ? ` — ${formats.day(volunteer.leftOn)}` : ''} · ${text(volunteer.consentsToNamed ? 'consentGiven' : 'consentMissing')}`}
        actions={
          <>
            <ExportMenu table="labour-attendances" filter={{ volunteerId: id }} />
            {volunteer.mayChange && (
              <Button variant="default" onClick={() => setChanging(true)}>
                {text('changeVolunteer')}
              </Button>
            )}
          </>
        }
      />
      <FailureNotice message={failure} />
      <Stack gap="md">
        <section className="paper">
          <Title order={2} size="h4">
            {text('teams')}
          </Title>
          {volunteer.memberships.length === 0 && <Text c="dimmed">{text('inNoTeam')}</Text>}
          <ul style={{ paddingLeft: 18 }}>
            {volunteer.memberships.map((one) => (
              <li key={`${one.teamId} ${one.joinedOn}`}>
                {one.teamName} {formats.day(one.joinedOn)} —{' '}
                {one.leftOn ? formats.day(one.leftOn) : ''}
                {volunteer.mayChange && one.leftOn === null && (
                  <Button
                    ml="sm"
                    size="compact-md"
                    variant="default"
                    loading={sending}
                    aria-label={text('leaveTeamOf', { name: one.teamName })}
                    onClick={() => void setMember(one.teamId, false)}
                  >
                    {text('leaveTeam')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {volunteer.mayChange && open.length > 0 && (
            <Group align="flex-end" className="no-print">
              <NativeSelect
                size="md"
                label={text('team')}
                value={teamId}
                onChange={(event) => setTeamId(event.currentTarget.value)}
                data={[
                  { value: '', label: text('chooseTeam') },
                  ...open.map((team) => ({ value: team.id, label: team.name })),
                ]}
              />
              <Button
                disabled={teamId === ''}
                loading={sending}
                onClick={() => void setMember(teamId, true)}
              >
                {text('joinTeam')}
              </Button>
            </Group>
          )}
        </section>
        <section className="paper">
          <Title order={2} size="h4" mb="xs">
            {text('servicesOf')}
          </Title>
          <AttendanceList filter={{ volunteerId: id }} showSession onChanged={() => undefined} />
        </section>
        {volunteer.mayChange && (
          <Certificates
            volunteer={volunteer}
            certificates={volunteer.certificates}
            onChanged={() => void refetch()}
          />
        )}
      </Stack>
      {changing && (
        <VolunteerForm
          volunteer={volunteer}
          onClose={() => setChanging(false)}
          onSaved={() => void refetch()}
        />
      )}
    </>
  )
}
