import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Stack, Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { AttendanceList } from './AttendanceList.tsx'
import { EnterList } from './EnterList.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const SessionDocument = graphql(`
  query LabourSessionPage($id: ID!) {
    labourSession(id: $id) {
      id
      day
      title
      place
      plannedHours
      closedAt
      present
      notLeft
      leads
      community {
        id
        name
      }
      campaign {
        id
        name
      }
    }
  }
`)
const CloseSession = graphql(`
  mutation CloseLabourSession($input: CloseLabourSessionInput!) {
    closeLabourSession(input: $input) {
      __typename
      ... on LabourSession {
        id
        closedAt
        notLeft
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

/** One place on one day: the code to show, the list of who is there, and its end. */
export function SessionPage() {
  const text = useLabourText()
  const formats = useFormats()
  const may = useMay()
  const { id = '' } = useParams({ strict: false })
  const [listed, setListed] = useState(0)
  const { data, error, refetch } = useQuery(SessionDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  })
  const [close] = useMutation(CloseSession)
  const { send, sending, failure } = useSending()
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const session = data.labourSession
  if (!session) return <EmptyState title={text('noSuchSession')} />
  const changed = () => {
    setListed((count) => count + 1)
    void refetch()
  }
  return (
    <>
      <PageHeader
        title={session.title}
        subtitle={`${formats.day(session.day)} · ${session.community.name}${session.place ? ` · ${session.place}` : ''}${session.campaign ? ` · ${session.campaign.name}` : ''}`}
        actions={<ExportMenu table="labour-attendances" filter={{ sessionId: id }} />}
      />
      <FailureNotice message={failure} />
      <Stack gap="md">
        <section className="paper">
          <Text>
            {text('sessionLine', {
              present: session.present,
              notLeft: session.notLeft,
              hours: formats.number(session.plannedHours),
            })}
          </Text>
          <Text c="dimmed" size="sm">
            {text('neverCompulsory')}
          </Text>
          {session.closedAt ? (
            <Text mt="xs">{text('closedAt', { moment: formats.moment(session.closedAt) })}</Text>
          ) : (
            session.leads && (
              <div
                className="no-print"
                style={{ display: 'flex', flexWrap: 'wrap', gap: 16, marginTop: 12 }}
              >
                <Link to={paths.checkInCode(id)}>
                  <span style={{ display: 'inline-block', padding: '8px 0' }}>
                    {text('showCode')}
                  </span>
                </Link>
                <Button
                  variant="default"
                  loading={sending}
                  onClick={() =>
                    void send(async () => {
                      const { data: answer } = await close({ variables: { input: { id } } })
                      return answer?.closeLabourSession
                    }).then((done) => (done ? changed() : undefined))
                  }
                >
                  {text('closeSession')}
                </Button>
              </div>
            )
          )}
        </section>
        {may('enterAttendances') && (session.leads || may('saveVolunteer')) && (
          <EnterList sessionId={id} plannedHours={session.plannedHours} onEntered={changed} />
        )}
        {may('labourAttendances') && (
          <section className="paper">
            <Title order={2} size="h4" mb="xs">
              {text('whoWasThere')}
            </Title>
            <AttendanceList
              key={listed}
              filter={{ sessionId: id }}
              showSession={false}
              onChanged={() => void refetch()}
            />
          </section>
        )}
      </Stack>
    </>
  )
}
