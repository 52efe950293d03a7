import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { currentLocale, useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useSending } from '../../ui/use-sending.ts'
import { textIn } from '../assessment/text-in.ts'
import { AnswerForm } from './AnswerForm.tsx'
import { AppealFilePicker } from './AppealFilePicker.tsx'
import { AppealFiles } from './AppealFiles.tsx'
import { AppealDocument, WithdrawAppealDocument } from './appeal-queries.ts'
import { useAppealText } from './text.ts'

/** One appeal: what it is about and why, and what the office answers. */
export function AppealPage() {
  const text = useAppealText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const { id = '' } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(AppealDocument, {
    variables: { id },
    skip: !may('appeal'),
    fetchPolicy: 'cache-and-network',
  })
  const [withdraw] = useMutation(WithdrawAppealDocument)
  const { send, sending, failure } = useSending()
  if (!may('appeal')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const { appeal } = data
  if (!appeal) return <EmptyState title={text('notFound')} hint={text('notFoundHint')} />
  const part = appeal.indicator ? textIn(appeal.indicator.name, currentLocale()) : text('whole')
  return (
    <>
      <PageHeader
        title={text('appealTitle', { organisation: appeal.organisationName })}
        subtitle={
          <>
            {appeal.schemeTitle} · {text(`state_${appeal.state}`)} ·{' '}
            <Link to={paths.assessmentScore(appeal.runId, appeal.organisationId)}>
              {text('theScore')}
            </Link>
            {' · '}
            <Link to={paths.appeals()}>{text('all')}</Link>
          </>
        }
        actions={
          appeal.mayWithdraw && (
            <Button
              variant="default"
              loading={sending}
              onClick={() =>
                void send(
                  async () =>
                    (await withdraw({ variables: { input: { id, version: appeal.version } } })).data
                      ?.withdrawAppeal,
                )
              }
            >
              {text('withdraw')}
            </Button>
          )
        }
      />
      <FailureNotice message={failure} />
      <section className="paper" aria-labelledby="reason" style={{ marginBottom: 16 }}>
        <Title order={2} size="h3" id="reason">
          {text('partPoints', { part, points: formats.decimals(Number(appeal.points), 2) })}
        </Title>
        <Text size="sm" c="dimmed">
          {text('filedBy', { name: appeal.filedByName, at: formats.moment(appeal.filedAt) })}
        </Text>
        <Text mt="xs" className="wrap" style={{ whiteSpace: 'pre-wrap' }}>
          {appeal.reason}
        </Text>
        {appeal.mayAddFiles && !appeal.mayAnswer ? (
          <AppealFilePicker appealId={appeal.id} files={appeal.files} onChanged={() => refetch()} />
        ) : (
          <AppealFiles files={appeal.files} />
        )}
      </section>
      {appeal.answeredAt && (
        <section className="paper" aria-labelledby="answer">
          <Title order={2} size="h3" id="answer">
            {text(`state_${appeal.state}`)}
          </Title>
          <Text size="sm" c="dimmed">
            {text('answeredBy', {
              name: appeal.answeredByName ?? '',
              at: formats.moment(appeal.answeredAt),
            })}
          </Text>
          <Text mt="xs" className="wrap" style={{ whiteSpace: 'pre-wrap' }}>
            {appeal.answerWords}
          </Text>
          {appeal.correction !== '' && (
            <Text mt="xs" className="wrap">
              <strong>{text('corrected')}</strong> {appeal.correction}
            </Text>
          )}
          <AppealFiles files={appeal.answerFiles} />
          <Text mt="xs" size="sm" c="dimmed">
            {text('final')}
          </Text>
        </section>
      )}
      {appeal.state === 'FILED' && !appeal.mayAnswer && (
        <Text c="dimmed">{text('waitsForOffice')}</Text>
      )}
      {appeal.mayAnswer && <AnswerForm key={appeal.id} appeal={appeal} onFiles={() => refetch()} />}
    </>
  )
}
