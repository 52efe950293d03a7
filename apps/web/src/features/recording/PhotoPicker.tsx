import { useMutation } from '@apollo/client/react'
import { Button, Group, Input, Progress, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { currentLocale } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useRecordingText } from './text.ts'

export type Photo = {
  id: string
  fileName: string
  caption: string
  url: string
  thumbnailUrl: string
  bytes: number
}
type Upload = {
  id: string
  file: File
  /** Shown from the device until the server has it. */
  preview: string
  progress: number
  failure: string | null
  request: XMLHttpRequest | null
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
          fileName
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

/** Photos, if one likes: several at once, each with its progress, its cancelling, and another try. */
export function PhotoPicker({
  activityId,
  evidence,
  onChange,
  onUnderWay,
  ensureSaved,
}: {
  activityId: string
  evidence: readonly Photo[]
  onChange: (evidence: Photo[]) => void
  /** How many are on their way at the moment. */
  onUnderWay: (count: number) => void
  ensureSaved: () => Promise<boolean>
}) {
  const text = useRecordingText()
  const input = useRef<HTMLInputElement>(null)
  const [uploads, setUploads] = useState<Upload[]>([])
  const [failure, setFailure] = useState<string | null>(null)
  const ui = useUiText()
  const [remove] = useMutation(RemoveEvidence)
  const present = useRef(evidence)
  useEffect(() => {
    present.current = evidence
  }, [evidence])
  const underWay = uploads.filter(({ failure }) => failure === null).length
  useEffect(() => onUnderWay(underWay), [underWay, onUnderWay])
  const show = (photos: Photo[]) => {
    // Several can arrive before the page is drawn again.
    present.current = photos
    onChange(photos)
  }
  const drop = (upload: Upload) => {
    URL.revokeObjectURL(upload.preview)
    setUploads((before) => before.filter(({ id }) => id !== upload.id))
  }

  const update = (id: string, part: Partial<Upload>) =>
    setUploads((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)))

  function send(upload: Upload) {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('caption', '')
    body.append('file', upload.file, upload.file.name)
    request.open('POST', `/api/activities/${activityId}/evidence/${upload.id}`)
    request.setRequestHeader('x-requested-with', 'gongjian')
    request.setRequestHeader('accept-language', currentLocale())
    request.upload.addEventListener('progress', (event) =>
      update(upload.id, {
        progress: event.lengthComputable ? (event.loaded / event.total) * 100 : 50,
      }),
    )
    request.addEventListener('load', () => {
      if (request.status < 300) {
        drop(upload)
        show([
          ...present.current,
          {
            id: upload.id,
            fileName: upload.file.name,
            caption: '',
            bytes: upload.file.size,
            url: `/files/evidence/${upload.id}`,
            thumbnailUrl: `/files/evidence/${upload.id}/thumbnail`,
          },
        ])
      } else
        update(upload.id, {
          failure: messageOf(request.responseText) ?? text('uploadFailed'),
          request: null,
        })
    })
    request.addEventListener('error', () =>
      update(upload.id, { failure: text('uploadFailed'), request: null }),
    )
    request.addEventListener('abort', () => drop(upload))
    update(upload.id, { request, failure: null, progress: 0 })
    request.send(body)
  }

  async function choose(files: FileList | null) {
    if (files === null || files.length === 0) return
    const chosen = [...files].map((file): Upload => ({
      id: newId(),
      file,
      preview: URL.createObjectURL(file),
      progress: 0,
      failure: null,
      request: null,
    }))
    if (input.current) input.current.value = ''
    setUploads((before) => [...before, ...chosen])
    await start(chosen)
  }

  /** A photo belongs to a record: that is on the server first. */
  async function start(chosen: Upload[]) {
    for (const { id } of chosen) update(id, { failure: null })
    if (await ensureSaved()) for (const upload of chosen) send(upload)
    else for (const { id } of chosen) update(id, { failure: text('saveBeforePhotos') })
  }

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

  return (
    <Stack gap="sm">
      <Input.Label labelElement="div" size="md">
        {text('photos')}
      </Input.Label>
      <Text size="sm" c="dimmed">
        {text('photosWhy')}
      </Text>
      <input
        ref={input}
        id="photos"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple
        hidden
        aria-label={text('addPhotos')}
        onChange={(event) => void choose(event.currentTarget.files)}
      />
      <div>
        <Button variant="default" onClick={() => input.current?.click()}>
          {text('addPhotos')}
        </Button>
      </div>
      {uploads.map((upload) => (
        <Group key={upload.id} gap="sm" role="group" aria-label={upload.file.name}>
          <img
            src={upload.preview}
            alt=""
            width={56}
            height={56}
            onError={(event) => {
              event.currentTarget.style.visibility = 'hidden'
            }}
            style={{ objectFit: 'cover', borderRadius: 6 }}
          />
          <Text size="sm" style={{ flex: '1 1 140px' }} truncate>
            {upload.file.name}
          </Text>
          {upload.failure === null ? (
            <Progress
              value={upload.progress}
              style={{ flex: '1 1 120px' }}
              aria-label={text('uploading', { name: upload.file.name })}
            />
          ) : (
            <Text size="sm" c="red.9" role="alert">
              {upload.failure}
            </Text>
          )}
          {upload.failure !== null && (
            <Button variant="default" size="sm" onClick={() => void start([upload])}>
              {text('retryUpload')}
            </Button>
          )}
          <Button
            variant="default"
            size="sm"
            onClick={() => (upload.request ? upload.request.abort() : drop(upload))}
          >
            {text('cancelUpload')}
          </Button>
        </Group>
      ))}
      <FailureNotice message={failure} />
      {evidence.length > 0 && (
        <div className="photo-grid">
          {evidence.map((photo, index) => (
            <figure key={photo.id} style={{ margin: 0 }}>
              <img
                src={photo.thumbnailUrl}
                alt={photo.caption || text('photoNumber', { number: index + 1 })}
                loading="lazy"
              />
              <Button
                variant="default"
                size="xs"
                fullWidth
                mt={4}
                aria-label={text('removePhoto', { number: index + 1 })}
                onClick={() => void takeAway(photo.id)}
              >
                {text('remove')}
              </Button>
            </figure>
          ))}
        </div>
      )}
    </Stack>
  )
}

function messageOf(responseText: string): string | null {
  try {
    const answer: unknown = JSON.parse(responseText)
    return typeof answer === 'object' &&
      answer !== null &&
      'message' in answer &&
      typeof answer.message === 'string'
      ? answer.message
      : null
  } catch {
    return null
  }
}
