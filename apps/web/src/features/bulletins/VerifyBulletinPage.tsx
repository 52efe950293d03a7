import { useQuery } from '@apollo/client/react'
import { Button, FileButton, Group, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { hashOfFile } from '../../platform/hash-file.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { VerifyBulletinDocument } from './bulletin-queries.ts'
import { useBulletinsText } from './text.ts'

/** For whoever holds a bulletin in hand, or its file: whether it was published, and whether it still holds. */
export function VerifyBulletinPage() {
  const text = useBulletinsText()
  const formats = useFormats()
  const navigate = useNavigate()
  const { code = '' } = useParams({ strict: false })
  const [typed, setTyped] = useState(code)
  const [chosen, setChosen] = useState<{ name: string; hash: string } | null>(null)
  const [unreadable, setUnreadable] = useState(false)
  const { data, error, loading, refetch } = useQuery(VerifyBulletinDocument, {
    variables:
      code === '' ? { code: null, fileHash: chosen?.hash ?? null } : { code, fileHash: null },
    skip: code === '' && chosen === null,
    fetchPolicy: 'network-only',
  })
  const answer = data?.verifyBulletin
  async function read(file: File | null) {
    if (file === null) return
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
          if (typed.trim() !== '') void navigate({ to: paths.verifyBulletin(typed.trim()) })
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
          <FileButton onChange={(file) => void read(file)} accept=".pdf,.docx">
            {(button) => (
              <Button {...button} variant="default">
                {text('chooseFile')}
              </Button>
            )}
          </FileButton>
        </Group>
        <Text size="sm" c="dimmed" mt="xs">
          {text('fileHint')}
        </Text>
        {unreadable && <FailureNotice message={text('fileUnreadable')} />}
      </form>
      {error && <QueryProblem error={error} onRetry={() => void refetch()} />}
      {loading && <Loading />}
      <div aria-live="polite">
        {data !== undefined && !answer && !loading && (
          <FailureNotice message={text(code === '' ? 'noSuchFile' : 'noSuchBulletin')} />
        )}
        {answer?.__typename === 'Throttled' && <FailureNotice message={answer.message} />}
        {answer?.__typename === 'VerifiedBulletin' && (
          <section className="paper">
            {answer.state === 'SUPERSEDED' ? (
              <FailureNotice
                message={text('superseded', {
                  number: answer.supersededByNumber ?? '',
                  at: answer.supersededAt ? formats.moment(answer.supersededAt) : '',
                })}
              />
            ) : (
              <Text fw={700}>{text('genuine')}</Text>
            )}
            {chosen &&
              (answer.fileHashes.includes(chosen.hash) ? (
                <Text fw={700}>{text('fileHolds')}</Text>
              ) : (
                <FailureNotice message={text('fileDiffers', { name: chosen.name })} />
              ))}
            <Text mt="sm" className="wrap">
              {answer.issuer}
            </Text>
            <Text className="wrap">{answer.title}</Text>
            <Text className="wrap">
              {answer.documentNumber} · {formats.day(answer.issuedOn)}
            </Text>
            {answer.publishedAt && (
              <Text c="dimmed" size="sm">
                {text('publishedAt', { at: formats.moment(answer.publishedAt) })}
              </Text>
            )}
          </section>
        )}
      </div>
    </Stack>
  )
}
