import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect } from '@mantine/core'
import { DESIGNATION_RULE, DESIGNATION_STATES } from '@gongjian/domain/designation-rule'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { DesignationsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import type { TableColumn } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { DecideDialog } from './DecideDialog.tsx'
import { DesignationsDocument } from './designation-queries.ts'
import { useJointText } from './text.ts'

type Branch = DesignationsQuery['designations']['edges'][number]['node']
type Search = { state?: string | undefined; search?: string | undefined }

/** Which branches the rule proposes, what the others are missing, and what was decided. */
export function DesignationsPage() {
  const text = useJointText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const { id = '' } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const state = DESIGNATION_STATES.find((one) => one === search.state) ?? null
  const [deciding, setDeciding] = useState<Branch | null>(null)
  const filter = {
    jointId: id,
    states: state === null ? null : [state],
    search: search.search ?? null,
  }
  const { data, error, loading, refetch, fetchMore } = useQuery(DesignationsDocument, {
    variables: { filter, after: null },
    skip: !may('designations'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const set = (part: Search) =>
    void navigate({ to: paths.designations(id), search: { ...search, ...part }, replace: true })
  if (!may('designations')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  const page = data?.designations
  const deciders: TableColumn<Branch>[] = may('decideDesignation')
    ? [
        {
          key: 'decide',
          head: text('decide'),
          cell: (branch) =>
            branch.state === 'PROPOSED' ? (
              <Button
                size="compact-md"
                variant="default"
                aria-label={`${text('decide')} ${branch.organisationName}`}
                onClick={() => setDeciding(branch)}
              >
                {text('decide')}
              </Button>
            ) : (
              ''
            ),
        },
      ]
    : []
  const { accepted, months, areas } = DESIGNATION_RULE
  return (
    <>
      <PageHeader
        title={text('designations')}
        subtitle={
          <>
            {text('rule', {
              accepted: accepted.atLeast,
              months: months.atLeast,
              areas: areas.atLeast,
            })}{' '}
            <Link to={paths.jointAssessment(id)}>{text('title')}</Link>
          </>
        }
        actions={
          <ExportMenu
            table="designations"
            filter={{ jointId: id, states: state ?? undefined, search: search.search }}
          />
        }
      />
      <Group className="paper no-print" align="flex-end" mb="md">
        <SearchField
          label={text('searchBranches')}
          value={search.search ?? ''}
          onSearch={(value) => set({ search: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('bodyState')}
          value={state ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...DESIGNATION_STATES.map((value) => ({ value, label: text(`designation_${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ state: value || undefined })}
        />
      </Group>
      {page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('noneShown')} hint={text('noDesignationsHint')} />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('designations')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ organisationId }) => organisationId}
            columns={[
              {
                key: 'branch',
                head: text('branch'),
                main: true,
                cell: ({ organisationName }) => organisationName,
              },
              {
                key: 'agency',
                head: text('agency'),
                wideOnly: true,
                cell: ({ agencyName }) => agencyName,
              },
              {
                key: 'year',
                head: text('itsYear'),
                cell: (branch) =>
                  text('facts', {
                    accepted: branch.accepted,
                    months: branch.months,
                    areas: branch.areas,
                    waiting: branch.waiting,
                  }),
              },
              {
                key: 'state',
                head: text('bodyState'),
                cell: ({ state: reached, missing, decidedByName, decidedAt, reason }) => (
                  <>
                    {text(`designation_${reached}`)}
                    {reached === 'SHORT' && (
                      <div>
                        {missing
                          .map(({ what, has, needs }) => shortfall(what, has ?? 0, needs ?? 0))
                          .join(' · ')}
                      </div>
                    )}
                    {decidedAt && (
                      <div>
                        {decidedByName} {formats.moment(decidedAt)} {reason}
                      </div>
                    )}
                  </>
                ),
              },
              {
                key: 'archive',
                head: text('archive'),
                cell: ({ archiveNumber }) =>
                  archiveNumber ? (
                    <Link to={paths.verifyArchive(archiveNumber)}>{archiveNumber}</Link>
                  ) : (
                    text('noArchive')
                  ),
              },
              ...deciders,
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </div>
      )}
      {deciding !== null && (
        <DecideDialog
          jointId={id}
          branch={deciding}
          onClose={() => setDeciding(null)}
          onDone={() => {
            setDeciding(null)
            void refetch()
          }}
        />
      )}
    </>
  )

  function shortfall(what: string, has: number, needs: number): string {
    switch (what) {
      case 'accepted':
        return text('short_accepted', { has, needs })
      case 'months':
        return text('short_months', { has, needs })
      case 'areas':
        return text('short_areas', { has, needs })
      case 'waiting':
        return text('short_waiting', { has })
      default:
        return text('short_agencyGrade')
    }
  }
}
