import { useQuery } from '@apollo/client/react'
import { Button, Group, Switch, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { LabourTabs } from './LabourTabs.tsx'
import { SessionForm } from './SessionForm.tsx'
import { useLabourText } from './text.ts'

const SessionsDocument = graphql(`
  query LabourSessions($after: String, $filter: LabourSessionFilter) {
    labourSessions(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          day
          title
          place
          closedAt
          present
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
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
type Search = {
  campaignId?: string | undefined
  dayFrom?: string | undefined
  dayTo?: string | undefined
  mine?: boolean | undefined
  open?: boolean | undefined
}

/** Where and when communities receive volunteers. */
export function SessionsPage() {
  const text = useLabourText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const [opening, setOpening] = useState(false)
  const filter = {
    campaignId: search.campaignId ?? null,
    dayFrom: search.dayFrom ?? null,
    dayTo: search.dayTo ?? null,
    mine: search.mine ?? null,
    open: search.open ?? null,
  }
  const { data, error, loading, refetch, fetchMore } = useQuery(SessionsDocument, {
    variables: { after: null, filter },
    notifyOnNetworkStatusChange: true,
    fetchPolicy: 'cache-and-network',
  })
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.labourSessions(), search: { ...search, ...part }, replace: true })
  const page = data?.labourSessions
  return (
    <>
      <PageHeader
        title={text('sessions')}
        subtitle={text('sessionsSubtitle')}
        actions={
          <>
            <ExportMenu table="labour-sessions" filter={filter} />
            {may('openLabourSession') && (
              <Button onClick={() => setOpening(true)}>{text('openSession')}</Button>
            )}
          </>
        }
      />
      <LabourTabs here="sessions" />
      <Group className="paper no-print" align="flex-end" mb="md">
        <TextInput
          type="date"
          label={text('dayFrom')}
          value={search.dayFrom ?? ''}
          onChange={(event) => set({ dayFrom: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label={text('dayTo')}
          value={search.dayTo ?? ''}
          onChange={(event) => set({ dayTo: event.currentTarget.value || undefined })}
        />
        <Switch
          label={text('mineOnly')}
          checked={search.mine ?? false}
          onChange={(event) => set({ mine: event.currentTarget.checked || undefined })}
        />
        <Switch
          label={text('openOnly')}
          checked={search.open ?? false}
          onChange={(event) => set({ open: event.currentTarget.checked || undefined })}
        />
        {search.campaignId !== undefined && (
          <Button variant="default" onClick={() => set({ campaignId: undefined })}>
            {text('allCampaigns')}
          </Button>
        )}
      </Group>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState
          title={text('noSessions')}
          hint={text(may('openLabourSession') ? 'noSessionsHint' : 'noSessionsWait')}
        />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('sessions')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'title',
                head: text('session'),
                main: true,
                cell: ({ id, title }) => <Link to={paths.labourSession(id)}>{title}</Link>,
              },
              { key: 'day', head: text('day'), cell: ({ day }) => formats.day(day) },
              {
                key: 'community',
                head: text('community'),
                cell: ({ community }) => community.name,
              },
              { key: 'place', head: text('place'), cell: ({ place }) => place || '—' },
              {
                key: 'campaign',
                head: text('campaign'),
                cell: ({ campaign }) =>
                  campaign ? <Link to={paths.campaign(campaign.id)}>{campaign.name}</Link> : '—',
              },
              {
                key: 'present',
                head: text('present'),
                number: true,
                cell: ({ present }) => formats.number(present),
              },
              {
                key: 'closed',
                head: text('state'),
                cell: ({ closedAt }) => text(closedAt ? 'sessionClosed' : 'sessionOpen'),
              },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </div>
      )}
      {opening && (
        <SessionForm
          onClose={() => setOpening(false)}
          onOpened={(id) => void navigate({ to: paths.labourSession(id) })}
        />
      )}
    </>
  )
}
