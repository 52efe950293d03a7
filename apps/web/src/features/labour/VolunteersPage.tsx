import { useQuery } from '@apollo/client/react'
import { Button, Group, Switch, Title } from '@mantine/core'
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
import { SearchField } from '../../ui/SearchField.tsx'
import { LabourTabs } from './LabourTabs.tsx'
import { TeamForm } from './TeamForm.tsx'
import type { TeamContent } from './TeamForm.tsx'
import { useLabourText } from './text.ts'
import { VolunteerForm } from './VolunteerForm.tsx'

const VolunteersDocument = graphql(`
  query Volunteers($after: String, $filter: VolunteerFilter, $teams: VolunteerTeamFilter) {
    volunteers(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          shownName
          consentsToNamed
          joinedOn
          leftOn
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
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    volunteerTeams(first: 100, filter: $teams) {
      edges {
        cursor
        node {
          id
          name
          foundedOn
          dissolvedOn
          version
          members
          mayChange
          organisation {
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
  search?: string | undefined
  teamId?: string | undefined
  left?: boolean | undefined
}

/** Teams and volunteers of one's own side. */
export function VolunteersPage() {
  const text = useLabourText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const [entering, setEntering] = useState(false)
  const [team, setTeam] = useState<TeamContent | 'new' | null>(null)
  const filter = {
    search: search.search ?? null,
    teamId: search.teamId ?? null,
    active: !search.left,
  }
  const { data, error, loading, refetch, fetchMore } = useQuery(VolunteersDocument, {
    variables: { after: null, filter, teams: { dissolved: search.left ?? false } },
    notifyOnNetworkStatusChange: true,
    fetchPolicy: 'cache-and-network',
  })
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.volunteers(), search: { ...search, ...part }, replace: true })
  const page = data?.volunteers
  const keeps = may('saveVolunteer')
  return (
    <>
      <PageHeader
        title={text('volunteers')}
        subtitle={text('volunteersSubtitle')}
        actions={
          <>
            <ExportMenu table="volunteers" filter={filter} />
            {keeps && (
              <Button variant="default" onClick={() => setTeam('new')}>
                {text('newTeam')}
              </Button>
            )}
            {keeps && <Button onClick={() => setEntering(true)}>{text('newVolunteer')}</Button>}
          </>
        }
      />
      <LabourTabs here="volunteers" />
      <Group className="paper no-print" align="flex-end" mb="md">
        <SearchField
          label={text('search')}
          placeholder={text('volunteerSearchHint')}
          value={search.search ?? ''}
          onSearch={(typed) => set({ search: typed || undefined })}
        />
        <Switch
          label={text('leftOnly')}
          checked={search.left ?? false}
          onChange={(event) => set({ left: event.currentTarget.checked || undefined })}
        />
        {search.teamId !== undefined && (
          <Button variant="default" onClick={() => set({ teamId: undefined })}>
            {text('allTeams')}
          </Button>
        )}
      </Group>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : data === undefined || page === undefined ? (
        <Loading />
      ) : (
        <>
          <section className="paper" style={{ marginBottom: 16 }}>
            <Title order={2} size="h4" mb="xs">
              {text('teams')}
            </Title>
            {data.volunteerTeams.edges.length === 0 ? (
              <EmptyState title={text('noTeams')} hint={text('noTeamsHint')} />
            ) : (
              <DataTable
                caption={text('teams')}
                rows={data.volunteerTeams.edges.map(({ node }) => node)}
                keyOf={({ id }) => id}
                columns={[
                  {
                    key: 'name',
                    head: text('team'),
                    main: true,
                    cell: ({ id, name }) => (
                      <Link to={paths.volunteers()} search={{ teamId: id }}>
                        {name}
                      </Link>
                    ),
                  },
                  {
                    key: 'organisation',
                    head: text('organisation'),
                    cell: ({ organisation }) => organisation.name,
                  },
                  {
                    key: 'since',
                    head: text('founded'),
                    cell: ({ foundedOn, dissolvedOn }) =>
                      `${formats.day(foundedOn)}${dissolvedOn ? ` — ${formats.day(dissolvedOn)}` : ''}`,
                  },
                  {
                    key: 'members',
                    head: text('members'),
                    number: true,
                    cell: ({ members }) => formats.number(members),
                  },
                  {
                    key: 'actions',
                    head: text('actions'),
                    cell: (row) =>
                      row.mayChange && row.dissolvedOn === null ? (
                        <Button
                          size="compact-md"
                          variant="default"
                          aria-label={text('changeTeamOf', { name: row.name })}
                          onClick={() => setTeam(row)}
                        >
                          {text('change')}
                        </Button>
                      ) : (
                        ''
                      ),
                  },
                ]}
              />
            )}
          </section>
          <section className="paper">
            <Title order={2} size="h4" mb="xs">
              {text('volunteers')}
            </Title>
            {page.edges.length === 0 ? (
              <EmptyState
                title={text('noVolunteers')}
                hint={text(keeps ? 'noVolunteersHint' : 'noVolunteersWait')}
              />
            ) : (
              <DataTable
                caption={text('volunteers')}
                rows={page.edges.map(({ node }) => node)}
                keyOf={({ id }) => id}
                columns={[
                  {
                    key: 'name',
                    head: text('volunteer'),
                    main: true,
                    cell: ({ id, shownName }) => <Link to={paths.volunteer(id)}>{shownName}</Link>,
                  },
                  {
                    key: 'organisation',
                    head: text('organisation'),
                    cell: ({ organisation }) => organisation.name,
                  },
                  {
                    key: 'teams',
                    head: text('teams'),
                    cell: ({ memberships }) =>
                      formats.names(
                        memberships
                          .filter(({ leftOn }) => leftOn === null)
                          .map(({ teamName }) => teamName),
                      ) || '—',
                  },
                  {
                    key: 'consent',
                    head: text('consent'),
                    cell: ({ consentsToNamed }) => text(consentsToNamed ? 'yes' : 'no'),
                  },
                  {
                    key: 'since',
                    head: text('joined'),
                    cell: ({ joinedOn, leftOn }) =>
                      `${formats.day(joinedOn)}${leftOn ? ` — ${formats.day(leftOn)}` : ''}`,
                  },
                ]}
              />
            )}
            <LoadMore
              hasNextPage={page.pageInfo.hasNextPage}
              loading={loading}
              onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
            />
          </section>
        </>
      )}
      {entering && (
        <VolunteerForm
          volunteer={null}
          onClose={() => setEntering(false)}
          onSaved={() => void refetch()}
        />
      )}
      {team !== null && (
        <TeamForm
          team={team === 'new' ? null : team}
          onClose={() => setTeam(null)}
          onSaved={() => void refetch()}
        />
      )}
    </>
  )
}
