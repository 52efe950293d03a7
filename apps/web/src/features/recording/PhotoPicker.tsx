import { useMutation } from '@apollo/client/react'
import { Button, Group, Input, Progress, Stack, Text } from '@mantine/core'
import { EVIDENCE_CHOOSER, EVIDENCE_LIMITS } from '@gongjian/domain/evidence-files'
import type { EvidenceKind } from '@gongjian/domain/vocabulary'
import { useEffect, useRef, useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { DocumentLine } from '../../ui/DocumentLine.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { PhotoStrip } from '../activities/PhotoStrip.tsx'
import { useRecordingText } from './text.ts'
import { usePhotoUploads } from './use-photo-uploads.ts'
import type { WhetherSaved } from './use-photo-uploads.ts'

/** A photo or document that the server has. */
export type Photo = {
  id: string
  kind: EvidenceKind
  fileName: string
  mediaType: string
  caption: string
  url: string
  thumbnailUrl: string | null
  bytes: number
}
const RemoveEvidence = graphql(`
  mutation RemoveEvidence($input: RemoveEvidenceInput!) {
    removeEvidence(input: $input) {
      __typename
      ... on Activity {
        id
        version
        evidence {
          id
          kind
          fileName
          mediaType
          caption
          url
          thumbnailUrl
          bytes
        }
      }
      ... on Refused {
        code
        message
      }
      ... on NotFound {
        code
        message
      }
    }
  }
`)

/** Photos and documents, if one likes: several at once, each with its progress, its cancelling, and another try. */
export function PhotoPicker({
  activityId,
  evidence,
  sending,
  onChange,
  onUnderWay,
  onWaiting,
  ensureSaved,
}: {
  activityId: string
  evidence: readonly Photo[]
  /** At once, where the record is on the server; else with the record, when that is sent. */
  sending: 'AT_ONCE' | 'AFTER_SAVING' | 'WITH_THE_RECORD'
  onChange: (evidence: Photo[]) => void
  /** How many are on their way at the moment. */
  onUnderWay: (count: number) => void
  /** How many are kept on the device until their record is sent. */
  onWaiting: (count: number) => void
  ensureSaved: () => Promise<WhetherSaved>
}) {
  const text = useRecordingText()
  const input = useRef<HTMLInputElement>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const ui = useUiText()
  const [remove] = useMutation(RemoveEvidence)
  const present = useRef(evidence)
  useEffect(() => {
    present.current = evidence
  }, [evidence])
  const show = (photos: Photo[]) => {
    // Several can arrive before the page is drawn again.
    present.current = photos
    onChange(photos)
  }
  const { uploads, choose, start, drop } = usePhotoUploads({
    recordId: activityId,
    sending,
    ensureSaved,
    onSent: (photo) => show([...present.current, photo]),
  })
  const underWay = uploads.filter(({ state }) => state === 'UNDER_WAY').length
  const waiting = uploads.filter(({ state }) => state === 'KEPT').length
  useEffect(() => onUnderWay(underWay), [underWay, onUnderWay])
  useEffect(() => onWaiting(waiting), [waiting, onWaiting])

  async function takeAway(id: string) {
    setFailure(null)
    try {
      const { data } = await remove({ variables: { input: { id } } })
      const answer = data?.removeEvidence
      if (answer?.__typename === 'Activity') show(answer.evidence)
      else setFailure(answer?.message ?? ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }

  const photos = evidence.filter(({ kind }) => kind === 'PHOTO')
  return (
    <Stack gap="sm">
      <Input.Label labelElement="div" size="md">
        {text('photos')}
      </Input.Label>
      <Text size="sm" c="dimmed">
        {text('photosWhy', {
          megabytes: EVIDENCE_LIMITS.bytes / 1024 / 1024,
          maximum: EVIDENCE_LIMITS.eachRecord,
        })}
      </Text>
      <input
        ref={input}
        id="photos"
        type="file"
        accept={EVIDENCE_CHOOSER}
        multiple
        hidden
        aria-label={text('addPhotos')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          if (files.length > 0) void choose(files)
        }}
      />
      <div>
        <Button variant="default" onClick={() => input.current?.click()}>
          {text('addPhotos')}
        </Button>
      </div>
      {uploads.map((upload) => (
        <Group key={upload.id} gap="sm" role="group" aria-label={upload.fileName}>
          <img
            src={upload.preview}
            alt=""
            width={56}
            height={56}
            onError={(event) => {
              event.currentTarget.style.display = 'none'
            }}
            style={{ objectFit: 'cover', borderRadius: 6 }}
          />
          <Text size="sm" style={{ flex: '1 1 140px' }} truncate>
            {upload.fileName}
          </Text>
          {upload.state === 'UNDER_WAY' && (
            <Progress
              value={upload.progress}
              style={{ flex: '1 1 120px' }}
              aria-label={text('uploading', { name: upload.fileName })}
            />
          )}
          {upload.state === 'KEPT' && (
            <Text size="sm" c="dimmed" role="status">
              {text('photoKept')}
            </Text>
          )}
          {upload.state === 'FAILED' && (
            <Text size="sm" c="red.9" role="alert">
              {upload.failure ?? text('uploadFailed')}
            </Text>
          )}
          {((upload.state === 'FAILED' && upload.mayRetry) ||
            (upload.state === 'KEPT' && sending !== 'WITH_THE_RECORD')) && (
            <Button variant="default" size="sm" onClick={() => void start([upload])}>
              {text('retryUpload')}
            </Button>
          )}
          <Button variant="default" size="sm" onClick={() => drop(upload)}>
            {text('cancelUpload')}
          </Button>
        </Group>
      ))}
      <FailureNotice message={failure} />
      <PhotoStrip
        photos={photos}
        below={(id, index) => (
          <Button
            variant="default"
            size="xs"
            fullWidth
            mt={4}
            aria-label={text('removePhoto', { number: index + 1 })}
            onClick={() => void takeAway(id)}
          >
            {text('remove')}
          </Button>
        )}
      />
      {evidence
        .filter(({ kind }) => kind === 'DOCUMENT')
        .map((file) => (
          <Group key={file.id} gap="sm" wrap="nowrap">
            <div style={{ flex: 1, minWidth: 0 }}>
              <DocumentLine {...file} />
            </div>
            <Button
              variant="default"
              size="sm"
              aria-label={text('removeDocument', { name: file.fileName })}
              onClick={() => void takeAway(file.id)}
            >
              {text('remove')}
            </Button>
          </Group>
        ))}
    </Stack>
  )
}
