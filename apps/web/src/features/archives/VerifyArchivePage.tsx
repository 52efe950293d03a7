import { useQuery } from '@apollo/client/react'
import { Button, FileButton, Group, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { hashOfFile } from '../../platform/hash-file.ts'
import { useArchivesText } from './text.ts'

const VerifyDocument = graphql(`
  query VerifyArchive($code: String, $fileHash: String) {
    verifyArchive(code: $code, fileHash: $fileHash) {
      __typename
      ... on VerifiedArchive {
        number
        organisationName
        programmeYear
        format
        madeAt
        totalRecords
        signedRecords
        changedRecords
        code
        contentHash
        fileHash
      }
      ... on NotFound {
        message
      }
      ... on Throttled {
        message
      }
    }
  }
`)
type Chosen = { name: string; hash: string }

/** For whoever holds an archive in hand, or its file: whether it is genuine, and whether its records have changed since. */
export function VerifyArchivePage() {
  const text = useArchivesText()
  const formats = useFormats()
  const navigate = useNavigate()
  const { code = '' } = useParams({ strict: false })
  const [typed, setTyped] = useState(code)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [unreadable, setUnreadable] = useState(false)
  const [over, setOver] = useState(false)
  const { data, error, loading, refetch } = useQuery(VerifyDocument, {
    variables:
      code === '' ? { code: null, fileHash: chosen?.hash ?? null } : { code, fileHash: null },
    skip: code === '' && chosen === null,
    fetchPolicy: 'network-only',
  })
  const answer = data?.verifyArchive
  async function read(file: File | null | undefined) {
    if (!file) return
    setUnreadable(false)
    try {
      setChosen({ name: file.name, hash: await hashOfFile(file) })
    } catch {
      setChosen(null)
      setUnreadable(true)
    }
  }
  return (
    <Stack maw={680} mx="auto">
      <PageHeader title={text('verifyTitle')} subtitle={text('verifySubtitle')} />
      <form
        noValidate
        className="paper"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() !== '') void navigate({ to: paths.verifyArchive(typed.trim()) })
        }}
      >
        <Group align="flex-end">
          <TextInput
            label={text('code')}
            placeholder="K7M2-9QXH-4TRD"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            style={{ flex: '1 1 220px' }}
          />
          <Button type="submit">{text('verify')}</Button>
        </Group>
      </form>
      <section className="paper" aria-label={text('checkFile')}>
        <FileButton onChange={(file) => void read(file)} accept=".pdf,.docx">
          {(button) => (
            <Button
              {...button}
              variant={over ? 'light' : 'default'}
              fullWidth
              h={72}
              onDragOver={(event) => {
                event.preventDefault()
                setOver(true)
              }}
              onDragLeave={() => setOver(false)}
              onDrop={(event) => {
                event.preventDefault()
                setOver(false)
                void read(event.dataTransfer.files[0])
              }}
            >
              {text('chooseFile')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed" mt="xs">
          {text('checkFileHint')}
        </Text>
        {unreadable && <FailureNotice message={text('fileUnreadable')} />}
        {chosen && (
          <Text size="sm" mt="xs" className="wrap" c="dimmed">
            {chosen.name} · SHA-256 {chosen.hash}
          </Text>
        )}
      </section>
      {error && <QueryProblem error={error} onRetry={() => void refetch()} />}
      {loading && <Loading />}
      <div aria-live="polite">
        {data !== undefined && !answer && !loading && (
          <FailureNotice message={text(code === '' ? 'noSuchFile' : 'noSuchArchive')} />
        )}
        {answer && answer.__typename !== 'VerifiedArchive' && (
          <FailureNotice message={answer.message} />
        )}
        {answer?.__typename === 'VerifiedArchive' && (
          <section className="paper">
            <Text fw={700}>{text('genuine')}</Text>
            {chosen &&
              (chosen.hash === answer.fileHash ? (
                <Text fw={700}>{text('fileHolds')}</Text>
              ) : (
                <FailureNotice message={text('fileDiffers', { name: chosen.name })} />
              ))}
            <Text mb="sm" {...(answer.changedRecords === 0 ? {} : { c: 'brand.8' })}>
              {answer.changedRecords === 0
                ? text('unchanged')
                : text('changed', { count: answer.changedRecords })}
            </Text>
            <dl
              style={{
                display: 'grid',
                gridTemplateColumns: 'auto minmax(0, 1fr)',
                gap: '6px 16px',
              }}
              className="wrap"
            >
              {(
                [
                  ['number', answer.number],
                  ['organisation', answer.organisationName],
                  ['year', String(answer.programmeYear)],
                  ['format', text(`format_${answer.format}`)],
                  ['madeAt', answer.madeAt ? formats.moment(answer.madeAt) : '—'],
                  [
                    'records',
                    text('counts', {
                      signed: formats.number(answer.signedRecords ?? 0),
                      unsigned: formats.number(
                        (answer.totalRecords ?? 0) - (answer.signedRecords ?? 0),
                      ),
                    }),
                  ],
                  ['contentHash', answer.contentHash ?? '—'],
                  ['fileHash', answer.fileHash ?? '—'],
                ] as const
              ).map(([key, value]) => (
                <div key={key} style={{ display: 'contents' }}>
                  <dt style={{ color: '#5a6068' }}>{text(key)}</dt>
                  <dd style={{ margin: 0 }} className="wrap">
                    {value}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </Stack>
  )
}
