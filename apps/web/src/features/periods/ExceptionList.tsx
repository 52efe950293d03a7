import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import type { PeriodExceptionsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { ListHead } from '../../ui/ListHead.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { GrantDialog } from './GrantDialog.tsx'
import { ExceptionsDocument } from './period-queries.ts'
import { RevokeDialog } from './RevokeDialog.tsx'
import { usePeriodsText } from './text.ts'
import type { Period } from './YearTable.tsx'

const states = ['IN_FORCE', 'EXPIRED', 'REVOKED'] as const
type Exception = PeriodExceptionsQuery['periodExceptions']['edges'][number]['node']

/** For whom the year is opened again, why, until when; and granting and revoking it. */
export function ExceptionList({
  period,
  record,
  state: asked,
  onState,
  onRecordDone,
}: {
  period: Period
  /** A record for which one is to be granted. */
  record: string | null
  state: string | null
  onState: (state: string | null) => void
  onRecordDone: () => void
}) {
  const text = usePeriodsText()
  const ui = useUiText()
  const may = useMay()
  const [isGranting, setGranting] = useState(record !== null)
  const [revoking, setRevoking] = useState<Exception | null>(null)
  const state = states.find((one) => one === asked) ?? null
  const { data, error, loading, refetch, fetchMore } = useQuery(ExceptionsDocument, {
    variables: { after: null, filter: { year: period.year, state } },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const page = data?.periodExceptions
  const isAnyClosed =
    period.status !== 'OPEN' || period.quarters.some(({ status }) => status !== 'OPEN')
  const closeGrant = () => {
    setGranting(false)
    if (record !== null) onRecordDone()
  }
  return (
    <section className="paper" aria-labelledby="exceptions" style={{ marginTop: 16 }}>
      <ListHead id="exceptions" title={text('exceptions')}>
        <NativeSelect
          label={text('state')}
          value={state ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...states.map((one) => ({ value: one, label: text(`state_${one}`) })),
          ]}
          onChange={({ currentTarget: { value } }) => onState(value === '' ? null : value)}
        />
        {may('grantPeriodException') && isAnyClosed && (
          <Button onClick={() => setGranting(true)}>{text('grant')}</Button>
        )}
      </ListHead>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('noExceptions')} hint={text('noExceptionsHint')} />
      ) : (
        <ul style={{ listStyle: 'none', padding: 0, margin: 0 }}>
          {page.edges.map(({ node }) => (
            <ExceptionLine key={node.id} exception={node} onRevoke={() => setRevoking(node)} />
          ))}
        </ul>
      )}
      {page !== undefined && (
        <LoadMore
          hasNextPage={page.pageInfo.hasNextPage}
          loading={loading}
          onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
        />
      )}
      {isGranting && (
        <GrantDialog
          period={period}
          record={record}
          onClose={closeGrant}
          onGranted={() => {
            closeGrant()
            void refetch()
          }}
        />
      )}
      {revoking !== null && (
        <RevokeDialog
          id={revoking.id}
          name={revoking.organisation?.name ?? revoking.activity?.title ?? ''}
          onClose={() => setRevoking(null)}
        />
      )}
    </section>
  )
}

function ExceptionLine({ exception, onRevoke }: { exception: Exception; onRevoke: () => void }) {
  const text = usePeriodsText()
  const formats = useFormats()
  const may = useMay()
  const { organisation, activity, quarter, reason, until, state } = exception
  return (
    <li style={{ padding: '10px 0', borderTop: '1px solid #e3e5e8' }}>
      <Group justify="space-between" align="flex-start">
        <div style={{ minWidth: 0, flex: '1 1 240px' }}>
          <Text fw={600} className="wrap">
            {organisation !== null && (
              <Link to={paths.organisation(organisation.id)}>{organisation.name}</Link>
            )}
            {activity !== null && <Link to={paths.record(activity.id)}>{activity.title}</Link>}
            {' · '}
            {quarter === null ? text('wholeYear') : text('quarterOf', { quarter })}
          </Text>
          <Text className="wrap">{reason}</Text>
          <Text size="sm" c="dimmed">
            {text(`state_${state}`)} · {text('untilDay', { day: formats.day(until) })} ·{' '}
            {text('grantedBy', {
              name: exception.grantedByName,
              when: formats.moment(exception.grantedAt),
            })}
          </Text>
          {exception.revokedAt !== null && (
            <Text size="sm" c="dimmed" className="wrap">
              {text('revokedBy', {
                name: exception.revokedByName ?? '',
                when: formats.moment(exception.revokedAt),
                reason: exception.revokeReason ?? '',
              })}
            </Text>
          )}
        </div>
        {state === 'IN_FORCE' && may('revokePeriodException') && (
          <Button variant="default" size="sm" onClick={onRevoke}>
            {text('revoke')}
          </Button>
        )}
      </Group>
    </li>
  )
}
