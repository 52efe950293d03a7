import { useQuery } from '@apollo/client/react'
import { Anchor, Group, NativeSelect } from '@mantine/core'
import { BULLETIN_STATES } from '@gongjian/domain/bulletin-actions'
import { useNavigate, useSearch } from '@tanstack/react-router'
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
import { BulletinsDocument } from './bulletin-queries.ts'
import { DraftBulletin } from './DraftBulletin.tsx'
import { useBulletinsText } from './text.ts'

type Search = { year?: number | undefined; state?: string | undefined }

/** The bulletins: for who decides also those that are being written, and the form that begins one. */
export function BulletinsPage() {
  const text = useBulletinsText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const state = BULLETIN_STATES.find((one) => one === search.state) ?? null
  const filter = { programmeYear: search.year ?? null, states: state === null ? null : [state] }
  const { data, error, loading, refetch, fetchMore } = useQuery(BulletinsDocument, {
    variables: { after: null, filter },
    skip: !may('bulletins'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  const page = data?.bulletins
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.bulletins(), search: { ...search, ...part }, replace: true })

  if (!may('bulletins')) return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          <ExportMenu
            table="bulletins"
            filter={{ programmeYear: search.year, states: state ?? undefined }}
          />
        }
      />
      {may('draftBulletin') && <DraftBulletin />}
      <Group className="paper no-print" align="flex-end" mb="md">
        <NativeSelect
          size="md"
          label={text('yearFilter')}
          value={search.year === undefined ? '' : String(search.year)}
          onChange={({ currentTarget: { value } }) =>
            set({ year: value ? Number(value) : undefined })
          }
          data={[
            { value: '', label: ui('all') },
            ...(data?.periods ?? []).map(({ year }) => String(year)),
          ]}
        />
        <NativeSelect
          size="md"
          label={text('state')}
          value={state ?? ''}
          onChange={({ currentTarget: { value } }) => set({ state: value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...BULLETIN_STATES.map((value) => ({ value, label: text(`state_${value}`) })),
          ]}
        />
        <Link to={paths.verifyBulletin('')}>{text('verifyLink')}</Link>
      </Group>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState
          title={text('none')}
          hint={text(may('draftBulletin') ? 'noneHint' : 'noneReaderHint')}
        />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('title')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'title',
                head: text('name'),
                main: true,
                cell: ({ id, title }) => <Link to={paths.bulletin(id)}>{title}</Link>,
              },
              {
                key: 'number',
                head: text('documentNumber'),
                cell: ({ documentNumber }) => documentNumber || '—',
              },
              { key: 'state', head: text('state'), cell: (row) => text(`state_${row.state}`) },
              {
                key: 'changed',
                head: text('changed'),
                cell: ({ changedAt, publishedAt }) => formats.moment(publishedAt ?? changedAt),
              },
              {
                key: 'files',
                head: text('files'),
                cell: ({ title, pdfUrl, docxUrl }) => (
                  <Group gap="sm">
                    <Anchor href={pdfUrl} download>
                      PDF<span className="visually-hidden"> {title}</span>
                    </Anchor>
                    <Anchor href={docxUrl} download>
                      Word<span className="visually-hidden"> {title}</span>
                    </Anchor>
                  </Group>
                ),
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
