import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Switch } from '@mantine/core'
import { CAMPAIGN_STATES } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { countSet } from '../../ui/Filters.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { CampaignForm } from './CampaignForm.tsx'
import { LabourTabs } from './LabourTabs.tsx'
import { useLabourText } from './text.ts'

const CampaignsDocument = graphql(`
  query CampaignPlans($after: String, $filter: CampaignFilter) {
    campaignPlans(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
          day
          place
          state
          wantedHeadCount
          invitedAgencies
          signedUpHeadCount
          organiser {
            id
            name
          }
          result {
            records
            agencies
            personTimes
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
  states?: string | undefined
  invited?: boolean | undefined
}

/** The labour drives: planned, open for sign-up, held. */
export function CampaignsPage() {
  const text = useLabourText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const [making, setMaking] = useState(false)
  const state = CAMPAIGN_STATES.find((one) => one === search.states)
  const filter = {
    search: search.search ?? null,
    states: state ? [state] : null,
    invited: search.invited ?? null,
  }
  const isNarrowed = countSet(...Object.values(filter)) > 0
  const { data, error, loading, refetch, fetchMore } = useQuery(CampaignsDocument, {
    variables: { after: null, filter },
    notifyOnNetworkStatusChange: true,
    fetchPolicy: 'cache-and-network',
  })
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.campaigns(), search: { ...search, ...part }, replace: true })
  const page = data?.campaignPlans
  return (
    <>
      <PageHeader
        title={text('campaigns')}
        subtitle={text('campaignsSubtitle')}
        actions={
          <>
            <ExportMenu table="campaigns" filter={filter} />
            {may('saveCampaign') && (
              <Button onClick={() => setMaking(true)}>{text('newCampaign')}</Button>
            )}
          </>
        }
      />
      <LabourTabs here="campaigns" />
      <Group className="paper no-print" align="flex-end" mb="md">
        <SearchField
          label={text('search')}
          placeholder={text('campaignSearchHint')}
          value={search.search ?? ''}
          onSearch={(typed) => set({ search: typed || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('state')}
          value={state ?? ''}
          onChange={(event) => set({ states: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...CAMPAIGN_STATES.map((one) => ({ value: one, label: text(`state_${one}`) })),
          ]}
        />
        {may('signUpForCampaign') && (
          <Switch
            label={text('invitedOnly')}
            checked={search.invited ?? false}
            onChange={(event) => set({ invited: event.currentTarget.checked || undefined })}
          />
        )}
      </Group>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState
          title={text(isNarrowed ? 'noCampaigns' : 'noneCampaigns')}
          hint={text(
            isNarrowed ? 'widen' : may('saveCampaign') ? 'noCampaignsHint' : 'noCampaignsWait',
          )}
        />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('campaigns')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'name',
                head: text('name'),
                main: true,
                cell: ({ id, name }) => <Link to={paths.campaign(id)}>{name}</Link>,
              },
              { key: 'day', head: text('day'), cell: ({ day }) => formats.day(day) },
              { key: 'place', head: text('place'), cell: ({ place }) => place ?? '—' },
              {
                key: 'state',
                head: text('state'),
                cell: (row) => text(`state_${row.state}`),
              },
              {
                key: 'invited',
                head: text('invited'),
                number: true,
                cell: ({ invitedAgencies }) => formats.number(invitedAgencies),
              },
              {
                key: 'signedUp',
                head: text('signedUp'),
                number: true,
                cell: ({ signedUpHeadCount, wantedHeadCount }) =>
                  wantedHeadCount === null
                    ? formats.number(signedUpHeadCount)
                    : text('signedUpOf', { count: signedUpHeadCount, wanted: wantedHeadCount }),
              },
              {
                key: 'result',
                head: text('personTimes'),
                number: true,
                cell: ({ result }) => formats.number(result.personTimes),
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
      {making && (
        <CampaignForm
          campaign={null}
          onClose={() => setMaking(false)}
          onSaved={(id) => void navigate({ to: paths.campaign(id) })}
        />
      )}
    </>
  )
}
