import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Text, Title } from '@mantine/core'
import type { DiagnosisSign } from '@gongjian/domain/diagnosis-signs'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import type { DiagnosisSearch, RecordSearch } from '../../routes/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { ConcernsDocument } from './diagnosis-queries.ts'
import type { Concern } from './diagnosis-queries.ts'
import { FollowUpDialog } from './FollowUpDialog.tsx'
import { useDiagnosisText } from './text.ts'

const orders = ['MOST', 'MOST_RECORDS', 'FEWEST_RECORDS', 'ORGANISATION'] as const
const followUps = ['NONE', 'FOLLOWING', 'UNDERSTOOD'] as const

/** Whom a sign names, each with why, with the records behind it and with what was made of it. */
export function ConcernList({
  sign,
  year,
  search,
  quickSeconds,
  onSet,
}: {
  sign: DiagnosisSign
  year: number
  search: DiagnosisSearch
  /** Within how many seconds a signature counts as given at once. */
  quickSeconds: number | undefined
  onSet: (part: DiagnosisSearch) => void
}) {
  const text = useDiagnosisText()
  const ui = useUiText()
  const formats = useFormats()
  const [opened, setOpened] = useState<Concern | null>(null)
  const order = orders.find((one) => one === search.order) ?? 'MOST'
  const followUp = followUps.find((one) => one === search.followUp) ?? null
  const filter = {
    year,
    sign,
    zoneId: search.zoneId ?? null,
    search: search.search ?? null,
    followUp,
  }
  const { data, previousData, loading, error, refetch, fetchMore } = useQuery(ConcernsDocument, {
    variables: { filter, order, after: null },
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const page = (data ?? previousData)?.diagnosisConcerns
  const isFiltered = followUp !== null || search.search !== undefined || search.zoneId !== undefined
  return (
    <section aria-labelledby="concerns">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3" id="concerns">
          {text('concerns')}
        </Title>
        <ExportMenu
          table="diagnosis-concerns"
          filter={{ year, sign, zoneId: search.zoneId, search: search.search, followUp, order }}
        />
      </Group>
      <Filters
        first={
          <SearchField
            label={text('search')}
            value={search.search ?? ''}
            onSearch={(typed) => onSet({ search: typed || undefined })}
          />
        }
        chosen={countSet(followUp, search.order)}
      >
        <NativeSelect
          size="md"
          label={text('followUp')}
          value={followUp ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...followUps.map((value) => ({ value, label: text(`follow_${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) => onSet({ followUp: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('order')}
          value={order}
          data={orders.map((value) => ({ value, label: text(`order_${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            onSet({ order: value === 'MOST' ? undefined : value })
          }
        />
      </Filters>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState
          title={text(isFiltered ? 'nothingFound' : 'nothing')}
          hint={text(isFiltered ? 'nothingFoundHint' : 'nothingHint')}
        />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('concerns')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              { key: 'organisation', head: text('organisation'), main: true, cell: whoOf },
              { key: 'why', head: text('why'), cell: ({ why }) => why },
              { key: 'records', head: text('records'), cell: recordsOf },
              { key: 'followUp', head: text('followUp'), cell: followUpOf },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </div>
      )}
      {opened && (
        <FollowUpDialog sign={sign} year={year} concern={opened} onClose={() => setOpened(null)} />
      )}
    </section>
  )

  function whoOf({ organisation, partner, pairingId }: Concern) {
    return (
      <>
        <Link to={paths.organisation(organisation.id)}>{organisation.name}</Link>
        {partner && pairingId && (
          <Text size="sm" component="div" mt={6}>
            {text('with')} <Link to={paths.pairing(pairingId)}>{partner.name}</Link>
          </Text>
        )}
      </>
    )
  }

  function recordsOf({ records, meantRecords, variant, organisation, pairingId }: Concern) {
    if (records === 0) return text('noRecordsBehind')
    return (
      <Link
        to={paths.records()}
        search={{
          ...behind(sign),
          ...(variant === 'QUICK' ? { signedWithinSeconds: quickSeconds } : {}),
          year,
          ...(pairingId
            ? { pairingId }
            : { organisationId: organisation.id, zoneId: search.zoneId }),
        }}
      >
        <span style={{ whiteSpace: 'nowrap' }}>
          {text('recordCount', { count: formats.number(meantRecords) })}
        </span>
      </Link>
    )
  }

  function followUpOf(concern: Concern) {
    const { followUp: mark, mayFollowUp, organisation } = concern
    return (
      <>
        {mark && (
          <Text size="sm" component="div" className="wrap">
            <b>★ {text(`follow_${mark.state}`)}</b> {mark.note}
            <br />
            <span style={{ color: '#5a6068' }}>
              {mark.markedByName} {formats.moment(mark.markedAt)}
            </span>
          </Text>
        )}
        {mayFollowUp ? (
          <Button
            variant="default"
            size="compact-md"
            aria-label={text('followUpOf', {
              action: text(mark ? 'followUpChange' : 'followUpMark'),
              name: organisation.name,
            })}
            onClick={() => setOpened(concern)}
          >
            {text(mark ? 'followUpChange' : 'followUpMark')}
          </Button>
        ) : (
          !mark && text('follow_NONE')
        )}
      </>
    )
  }
}

/** Which records a sign counts of whom it names. */
function behind(sign: DiagnosisSign): RecordSearch {
  switch (sign) {
    case 'IMBALANCE':
      return { statuses: 'COUNTERSIGNED', directions: 'AGENCY_TO_COMMUNITY,JOINT' }
    case 'GIFTS_ONLY':
      return { statuses: 'COUNTERSIGNED', giftsOnly: true }
    case 'NARROW_MIX':
      return { statuses: 'COUNTERSIGNED', kinds: 'SIX_HELPS' }
    case 'ONE_SIDE_WARM':
    case 'OVERLOAD':
      return { statuses: 'SUBMITTED,COUNTERSIGNED' }
    default:
      return { statuses: 'COUNTERSIGNED' }
  }
}
