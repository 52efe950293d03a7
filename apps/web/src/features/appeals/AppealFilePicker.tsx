import { useMutation } from '@apollo/client/react'
import { Button, Group, Input, Progress, Stack, Text } from '@mantine/core'
import { EVIDENCE_CHOOSER, EVIDENCE_LIMITS } from '@gongjian/domain/evidence-files'
import { useRef } from 'react'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { RemoveAppealFileDocument } from './appeal-queries.ts'
import { AppealFiles } from './AppealFiles.tsx'
import type { AppealFile } from './AppealFiles.tsx'
import { useAppealText } from './text.ts'
import { useAppealUploads } from './use-appeal-uploads.ts'

/** Adds photos and documents to an appeal, or to its answer: several at once, each with its progress and another try. */
export function AppealFilePicker({
  appealId,
  files,
  onChanged,
}: {
  appealId: string
  files: readonly AppealFile[]
  onChanged: () => Promise<unknown>
}) {
  const text = useAppealText()
  const input = useRef<HTMLInputElement>(null)
  const [remove] = useMutation(RemoveAppealFileDocument)
  const { send, sending, failure } = useSending()
  const { uploads, choose, start, drop } = useAppealUploads(appealId, onChanged)
  return (
    <Stack gap="sm" mt="md">
      <Input.Label labelElement="div" size="md">
        {text('filesLabel')}
      </Input.Label>
      <Text size="sm" c="dimmed">
        {text('filesHint', {
          megabytes: EVIDENCE_LIMITS.bytes / 1024 / 1024,
          maximum: EVIDENCE_LIMITS.eachRecord,
        })}
      </Text>
      <input
        ref={input}
        type="file"
        accept={EVIDENCE_CHOOSER}
        multiple
        hidden
        aria-label={text('addFiles')}
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          choose(chosen)
        }}
      />
      <div>
        <Button variant="default" onClick={() => input.current?.click()}>
          {text('addFiles')}
        </Button>
      </div>
      {uploads.map((upload) => (
        <Group key={upload.id} gap="sm" role="group" aria-label={upload.file.name}>
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
            <>
              <Text size="sm" c="red.9" role="alert">
                {upload.failure || text('uploadFailed')}
              </Text>
              {upload.mayRetry && (
                <Button variant="default" size="sm" onClick={() => void start(upload)}>
                  {text('retryUpload')}
                </Button>
              )}
            </>
          )}
          <Button variant="default" size="sm" onClick={() => drop(upload)}>
            {text(upload.mayRetry ? 'cancelUpload' : 'removeFile')}
          </Button>
        </Group>
      ))}
      <FailureNotice message={failure} />
      <AppealFiles
        files={files}
        below={({ id, kind, fileName }, number) => (
          <Button
            variant="default"
            size="xs"
            mt={kind === 'PHOTO' ? 4 : 0}
            fullWidth={kind === 'PHOTO'}
            disabled={sending}
            aria-label={
              kind === 'PHOTO'
                ? text('removePhoto', { number })
                : text('removeDocument', { name: fileName })
            }
            onClick={() =>
              void send(
                async () => (await remove({ variables: { input: { id } } })).data?.removeAppealFile,
              )
            }
          >
            {text('removeFile')}
          </Button>
        )}
      />
    </Stack>
  )
}
