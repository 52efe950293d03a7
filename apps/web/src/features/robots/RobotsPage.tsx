import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
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
import { useUiText } from '../../ui/text.ts'
import { useRobotsText } from './text.ts'

const RobotsDocument = graphql(`
  query Robots($after: String, $filter: RobotFilter) {
    robots(first: 30, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
          kind
          addressHint
          enabled
          stoppedAt
          savedAt
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
type Search = { enabled?: boolean | undefined }

/** The group chats of one's organisations that are told what waits. */
export function RobotsPage() {
  const text = useRobotsText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const filter = { enabled: search.enabled ?? null }
  const { data, error, loading, refetch, fetchMore } = useQuery(RobotsDocument, {
    variables: { after: null, filter },
    skip: !may('robots'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const page = data?.robots
  if (!may('robots')) return <EmptyState title={ui('mayNotSee')} />
  const create = (
    <Button onClick={() => void navigate({ to: paths.newRobot() })}>{text('create')}</Button>
  )
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          <>
            {create}
            <ExportMenu
              table="robots"
              filter={{ enabled: search.enabled === undefined ? null : String(search.enabled) }}
            />
          </>
        }
      />
      <Group className="paper no-print" align="flex-end" mb="md">
        <NativeSelect
          size="md"
          label={text('state')}
          value={search.enabled === undefined ? '' : String(search.enabled)}
          onChange={({ currentTarget: { value } }) =>
            void navigate({
              to: paths.robots(),
              search: { enabled: value === '' ? undefined : value === 'true' },
              replace: true,
            })
          }
          data={[
            { value: '', label: ui('all') },
            { value: 'true', label: text('on') },
            { value: 'false', label: text('off') },
          ]}
        />
        <Link to={paths.robotDeliveries()}>{text('deliveries')}</Link>
      </Group>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('none')} hint={text('noneHint')} action={create} />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('title')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'name',
                head: text('name'),
                main: true,
                cell: ({ id, name }) => <Link to={paths.robot(id)}>{name}</Link>,
              },
              {
                key: 'organisation',
                head: text('organisation'),
                cell: ({ organisation }) => organisation.name,
              },
              { key: 'kind', head: text('kind'), cell: ({ kind }) => text(`kind_${kind}`) },
              {
                key: 'address',
                head: text('address'),
                wideOnly: true,
                cell: (row) => row.addressHint,
              },
              {
                key: 'state',
                head: text('state'),
                cell: ({ enabled, stoppedAt }) => (
                  <Text span size="sm" {...(stoppedAt === null ? {} : { c: 'brand.8' })}>
                    {stoppedAt !== null && !enabled
                      ? text('stopped')
                      : text(enabled ? 'on' : 'off')}
                  </Text>
                ),
              },
              {
                key: 'savedAt',
                head: text('savedAt'),
                wideOnly: true,
                cell: ({ savedAt }) => formats.moment(savedAt),
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
    </>
  )
}
