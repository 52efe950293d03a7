import { useQuery } from '@apollo/client/react'
import { Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { CorrectionItem } from './CorrectionItem.tsx'
import { CorrectionsDocument, CountsDocument } from './correction-queries.ts'
import { ProposeForm } from './ProposeForm.tsx'
import { useCorrectionsText } from './text.ts'

/** The corrections of one record of a locked period, and a new one where none waits. */
export function RecordCorrectionPage() {
  const text = useCorrectionsText()
  const formats = useFormats()
  const may = useMay()
  const { id = '' } = useParams({ strict: false })
  const counts = useQuery(CountsDocument, { variables: { id }, fetchPolicy: 'cache-and-network' })
  const made = useQuery(CorrectionsDocument, {
    variables: { after: null, filter: { activityId: id } },
    fetchPolicy: 'cache-and-network',
  })
  const error = counts.error ?? made.error
  const refetch = () => void Promise.all([counts.refetch(), made.refetch()])
  const record = counts.data?.activity
  const now = counts.data?.countsNow
  const corrections = made.data?.corrections.edges.map(({ node }) => node)
  if (error && (counts.data === undefined || corrections === undefined))
    return <QueryProblem error={error} onRetry={refetch} />
  if (counts.data === undefined || corrections === undefined) return <Loading />
  if (!record || !now) return <EmptyState title={text('noRecord')} hint={text('noRecordHint')} />
  const waits = corrections.some(({ status }) => status === 'PROPOSED')
  const isCorrectable = record.status === 'COUNTERSIGNED' && record.periodStatus === 'LOCKED'
  return (
    <>
      <PageHeader
        title={text('correct')}
        subtitle={`${formats.day(record.day)} · ${record.agencySide.name} — ${record.communitySide.name}`}
      />
      <p>
        <Link to={paths.record(record.id)}>{record.title}</Link>
      </p>
      {may('proposeCorrection') && !waits && isCorrectable && (
        <ProposeForm
          key={corrections.length}
          activityId={record.id}
          now={now}
          onProposed={refetch}
        />
      )}
      {!isCorrectable && <EmptyState title={text('notNow')} hint={text('notNowHint')} />}
      <Title order={2} size="h3" my="sm">
        {text('made')}
      </Title>
      {corrections.length === 0 && <p>{text('noneMade')}</p>}
      <ul style={{ listStyle: 'none', padding: 0, margin: 0 }}>
        {corrections.map((one) => (
          <CorrectionItem key={one.id} correction={one} onMoved={refetch} />
        ))}
      </ul>
    </>
  )
}
