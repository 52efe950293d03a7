import { useMutation, useQuery } from '@apollo/client/react'
import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core'
import type { BulletinMove } from '@gongjian/domain/bulletin-actions'
import { useParams } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useSending } from '../../ui/use-sending.ts'
import { BulletinDocument, MoveBulletinDocument } from './bulletin-queries.ts'
import { BulletinForm } from './BulletinForm.tsx'
import { NewerFigures } from './NewerFigures.tsx'
import { useBulletinsText } from './text.ts'

/** A bulletin: written on, proposed, published by somebody else; beside it as it will be printed. */
export function BulletinPage() {
  const text = useBulletinsText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const { id = '' } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(BulletinDocument, {
    variables: { id },
    skip: !may('bulletin'),
    fetchPolicy: 'cache-and-network',
  })
  const [move] = useMutation(MoveBulletinDocument)
  const { send, sending, errors, failure } = useSending()

  if (!may('bulletin')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const bulletin = data.bulletin
  if (!bulletin) return <EmptyState title={text('notFound')} hint={text('notFoundHint')} />
  const { version, state } = bulletin
  const writes = may('saveBulletin')
  const isPublished = state === 'PUBLISHED' || state === 'SUPERSEDED'

  const go = (way: BulletinMove) => async () => {
    const input = { id, version, move: way }
    await send(async () => (await move({ variables: { input } })).data?.moveBulletin)
    await refetch()
  }
  const moves = [
    { way: 'PROPOSE', refusal: bulletin.mayPropose, shown: state === 'DRAFT' },
    { way: 'PUBLISH', refusal: bulletin.mayPublish, shown: state === 'PROPOSED' },
    { way: 'SEND_BACK', refusal: bulletin.maySendBack, shown: state === 'PROPOSED' },
  ] as const
  return (
    <>
      <PageHeader
        title={bulletin.title}
        subtitle={
          <Group gap="xs">
            <Badge variant="light" color="brand" tt="none" radius="sm">
              {text(`state_${state}`)}
            </Badge>
            <span>{bulletin.documentNumber}</span>
            {bulletin.run && (
              <Link to={paths.assessmentRun(bulletin.run.id)}>{text('theRun')}</Link>
            )}
            {bulletin.replaces && (
              <Link to={paths.bulletin(bulletin.replaces.id)}>
                {text('replacesThat', { number: bulletin.replaces.documentNumber })}
              </Link>
            )}
          </Group>
        }
        actions={
          <>
            <Anchor href={bulletin.pdfUrl} download>
              {text('downloadPdf')}
            </Anchor>
            <Anchor href={bulletin.docxUrl} download>
              {text('downloadDocx')}
            </Anchor>
          </>
        }
      />
      {bulletin.replacedBy && (
        <FailureNotice color="yellow">
          <Link to={paths.bulletin(bulletin.replacedBy.id)}>
            {text('replacedByThat', { number: bulletin.replacedBy.documentNumber })}
          </Link>
        </FailureNotice>
      )}
      {writes && (
        <NewerFigures
          key={`figures ${version}`}
          bulletin={bulletin}
          mayTake={bulletin.maySave === null}
          onTaken={() => void refetch()}
        />
      )}
      {isPublished ? (
        <Text mb="md">
          {text('publishedBy', {
            proposer: bulletin.proposedByName ?? '',
            publisher: bulletin.publishedByName ?? '',
            at: bulletin.publishedAt ? formats.moment(bulletin.publishedAt) : '',
          })}{' '}
          <Link to={paths.verifyBulletin(bulletin.code)}>
            {text('codeIs', { code: bulletin.code })}
          </Link>
        </Text>
      ) : (
        writes && (
          <Stack className="paper no-print" gap="xs" mb="md">
            <FailureNotice message={failure ?? Object.values(errors)[0] ?? null} />
            <Text size="sm">
              {state === 'PROPOSED'
                ? text('proposedBy', { name: bulletin.proposedByName ?? '' })
                : text('draftBy', {
                    name: bulletin.changedByName,
                    at: formats.moment(bulletin.changedAt),
                  })}
            </Text>
            <Group>
              {moves
                .filter(({ shown }) => shown)
                .map(({ way, refusal }) => (
                  <Button
                    key={way}
                    variant={way === 'SEND_BACK' ? 'default' : 'filled'}
                    disabled={refusal !== null || sending}
                    onClick={() => void go(way)()}
                  >
                    {text(`move_${way}`)}
                  </Button>
                ))}
            </Group>
            {moves
              .filter(({ shown, refusal }) => shown && refusal !== null)
              .map(({ way, refusal }) => (
                <Text key={way} size="sm" c="dimmed">
                  {refusal}
                </Text>
              ))}
          </Stack>
        )
      )}
      <div className="bulletin">
        {bulletin.maySave === null && (
          <BulletinForm key={version} bulletin={bulletin} onSaved={() => void refetch()} />
        )}
        <section className="paper no-print" aria-label={text('preview')}>
          {/* oxlint-disable-next-line react/iframe-missing-sandbox -- the browser's own viewer of PDF does not start in a sandbox; the file is of this server */}
          <iframe
            key={version}
            title={text('preview')}
            src={`${bulletin.pdfUrl}?show=1#navpanes=0&view=FitH`}
            style={{ width: '100%', height: 'min(82vh, 1000px)', minHeight: 420, border: 0 }}
          />
        </section>
      </div>
    </>
  )
}
