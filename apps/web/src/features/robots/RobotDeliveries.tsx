import { useQuery } from '@apollo/client/react'
import { Group, NativeSelect, Text } from '@mantine/core'
import { DELIVERY_STATES } from '@gongjian/domain/vocabulary'
import type { DeliveryState } from '@gongjian/domain/vocabulary'
import { graphql } from '../../generated/gql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useRobotsText } from './text.ts'

const DeliveriesDocument = graphql(`
  query RobotDeliveries($after: String, $filter: RobotDeliveryFilter) {
    robotDeliveries(first: 30, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          count
          state
          tries
          problem
          madeAt
          sentAt
          nextTryAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** What went to one robot, or to all in sight, with what became of it. */
export function RobotDeliveries({
  robotId,
  state,
  onState,
}: {
  robotId: string | null
  state: DeliveryState | null
  onState: (state: DeliveryState | null) => void
}) {
  const text = useRobotsText()
  const ui = useUiText()
  const formats = useFormats()
  const filter = { robotId, state }
  const { data, error, loading, refetch, fetchMore } = useQuery(DeliveriesDocument, {
    variables: { after: null, filter },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const page = data?.robotDeliveries
  return (
    <section className="paper">
      <Group justify="space-between" align="flex-end" mb="sm" className="no-print">
        <NativeSelect
          label={text('deliveryState')}
          value={state ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onState(DELIVERY_STATES.find((one) => one === value) ?? null)
          }
          data={[
            { value: '', label: ui('all') },
            ...DELIVERY_STATES.map((one) => ({ value: one, label: text(`state_${one}`) })),
          ]}
        />
        <ExportMenu table="robot-deliveries" filter={filter} />
      </Group>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <Text c="dimmed">{text('noDeliveries')}</Text>
      ) : (
        <>
          <DataTable
            caption={text('deliveries')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'madeAt',
                head: text('madeAt'),
                main: true,
                cell: ({ madeAt }) => formats.moment(madeAt),
              },
              { key: 'count', head: text('count'), number: true, cell: ({ count }) => count },
              {
                key: 'state',
                head: text('deliveryState'),
                cell: ({ state: stands }) => text(`state_${stands}`),
              },
              { key: 'tries', head: text('tries'), number: true, cell: ({ tries }) => tries },
              {
                key: 'problem',
                head: text('problem'),
                cell: ({ problem, nextTryAt }) =>
                  [
                    problem === null ? null : text(`problem_${problem}`),
                    problem === null || nextTryAt === null
                      ? null
                      : text('nextTry', { when: formats.moment(nextTryAt) }),
                  ]
                    .filter((part) => part !== null)
                    .join(' · ') || '—',
              },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </>
      )}
    </section>
  )
}
