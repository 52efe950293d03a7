import { useLazyQuery, useQuery } from '@apollo/client/react'
import { Button, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { AUDIT_ACTIONS } from '@gongjian/domain/audit-event'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { AuditEventsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { useAuditText } from './text.ts'

const AuditDocument = graphql(`
  query AuditEvents($after: String, $filter: AuditFilter) {
    auditEvents(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          chain
          seq
          occurredAt
          actorName
          actorRole
          organisationName
          action
          subjectKind
          subjectId
          event
          previousHash
          hash
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
const CheckDocument = graphql(`
  query AuditCheck {
    auditCheck {
      verdict
      chains
      events
      rootHash
      brokenChain
      brokenSeq
      checkedAt
    }
  }
`)
type Row = AuditEventsQuery['auditEvents']['edges'][number]['node']
type Search = {
  action?: string | undefined
  actor?: string | undefined
  subjectId?: string | undefined
  dayFrom?: string | undefined
  dayTo?: string | undefined
}

/** Who did what, when, as what; each event can be looked into, and the whole chain checked. */
export function AuditPage() {
  const text = useAuditText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const filter = {
    action: search.action ?? null,
    actor: search.actor ?? null,
    subjectId: search.subjectId ?? null,
    dayFrom: search.dayFrom ?? null,
    dayTo: search.dayTo ?? null,
  }
  const { data, error, loading, refetch, fetchMore } = useQuery(AuditDocument, {
    variables: { after: null, filter },
    skip: !may('auditEvents'),
    notifyOnNetworkStatusChange: true,
  })
  const [check, checking] = useLazyQuery(CheckDocument, { fetchPolicy: 'network-only' })
  const [open, setOpen] = useState<Row | null>(null)
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.audit(), search: { ...search, ...part }, replace: true })
  const page = data?.auditEvents
  const isNarrowed = countSet(...Object.values(filter)) > 0
  const result = checking.data?.auditCheck
  if (!may('auditEvents')) return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          <>
            <Button loading={checking.loading} onClick={() => void check()}>
              {text('check')}
            </Button>
            <ExportMenu table="audit-events" filter={filter} />
          </>
        }
      />
      <div aria-live="polite">
        {result &&
          (result.verdict === 'INTACT' ? (
            <FailureNotice color="blue" title={text('intact')}>
              <div>
                {text('intactWords', {
                  events: formats.number(result.events),
                  chains: formats.number(result.chains),
                })}
              </div>
              <Text size="sm" ff="monospace" className="wrap">
                {result.rootHash}
              </Text>
            </FailureNotice>
          ) : (
            <FailureNotice
              title={text('broken')}
              message={text('brokenWords', {
                chain: result.brokenChain ?? '',
                seq: result.brokenSeq ?? '',
              })}
            />
          ))}
      </div>
      <Filters
        first={
          <NativeSelect
            size="md"
            label={text('action')}
            value={search.action ?? ''}
            onChange={(event) => set({ action: event.currentTarget.value || undefined })}
            data={[
              { value: '', label: ui('all') },
              ...AUDIT_ACTIONS.map((action) => ({ value: action, label: words.action(action) })),
            ]}
          />
        }
        chosen={countSet(search.actor, search.dayFrom, search.dayTo)}
      >
        <SearchField
          label={text('actor')}
          value={search.actor ?? ''}
          onSearch={(typed) => set({ actor: typed || undefined })}
        />
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
        {search.subjectId && (
          <Button variant="light" onClick={() => set({ subjectId: undefined })}>
            {text('oneSubject')} ×
          </Button>
        )}
      </Filters>
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        isNarrowed ? (
          <EmptyState title={text('nothing')} hint={text('nothingHint')} />
        ) : (
          <EmptyState title={text('nothingYet')} hint={text('nothingYetHint')} />
        )
      ) : (
        <div className="paper">
          <DataTable
            caption={text('title')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ chain, seq }) => `${chain} ${seq}`}
            columns={[
              {
                key: 'when',
                head: text('when'),
                cell: (row: Row) => (
                  <span style={{ whiteSpace: 'nowrap' }}>{formats.moment(row.occurredAt)}</span>
                ),
              },
              {
                key: 'action',
                head: text('action'),
                main: true,
                cell: (row: Row) => words.action(row.action),
              },
              {
                key: 'who',
                head: text('actor'),
                cell: (row: Row) =>
                  `${row.actorName}${row.actorRole ? ` · ${words.role(row.actorRole)}` : ''}`,
              },
              {
                key: 'where',
                head: text('organisation'),
                cell: (row: Row) => row.organisationName ?? '',
              },
              {
                key: 'what',
                head: text('subject'),
                cell: (row: Row) =>
                  row.subjectKind === 'activity' && may('activity') ? (
                    <Link to={paths.record(row.subjectId)}>{text('toRecord')}</Link>
                  ) : (
                    text(subjectKeys[row.subjectKind] ?? 'subject_other')
                  ),
              },
              {
                key: 'more',
                head: text('detail'),
                cell: (row: Row) => (
                  <Button
                    size="compact-md"
                    variant="default"
                    onClick={() => setOpen(row)}
                    aria-label={text('openDetail', {
                      what: words.action(row.action),
                      when: formats.moment(row.occurredAt),
                    })}
                  >
                    {text('open')}
                  </Button>
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
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        size="lg"
        title={open ? words.action(open.action) : ''}
      >
        {open && (
          <Stack gap="xs">
            <Text size="sm">{text('place', { chain: open.chain, seq: open.seq })}</Text>
            <pre
              style={{
                whiteSpace: 'pre-wrap',
                overflowWrap: 'anywhere',
                background: '#f3f4f6',
                padding: 12,
                borderRadius: 8,
                fontSize: 13,
                maxHeight: '40vh',
                overflow: 'auto',
              }}
              tabIndex={0}
            >
              {JSON.stringify(JSON.parse(open.event), null, 2)}
            </pre>
            <Text size="sm" ff="monospace" className="wrap">
              {text('previousHash')}: {open.previousHash}
            </Text>
            <Text size="sm" ff="monospace" className="wrap">
              {text('hash')}: {open.hash}
            </Text>
            <Button
              variant="default"
              onClick={() => {
                set({ subjectId: open.subjectId })
                setOpen(null)
              }}
            >
              {text('allOfSubject')}
            </Button>
          </Stack>
        )}
      </Modal>
    </>
  )
}

const subjectKeys: Record<
  string,
  | 'subject_account'
  | 'subject_token'
  | 'subject_suggestion'
  | 'subject_table'
  | 'subject_activity'
  | 'subject_household'
  | 'subject_plan'
> = {
  account: 'subject_account',
  token: 'subject_token',
  suggestion: 'subject_suggestion',
  table: 'subject_table',
  activity: 'subject_activity',
  household: 'subject_household',
  plan: 'subject_plan',
}
