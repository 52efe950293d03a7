import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { useViewer } from '../../platform/session.tsx'
import { isOfTheFile, sendPhoto } from '../../platform/upload-photo.ts'

export type AppealUpload = {
  id: string
  file: File
  progress: number
  /** Null while it is on its way; empty where there is nothing to say but that it failed. */
  failure: string | null
  /** False where the same file would be refused again. */
  mayRetry: boolean
  abort: AbortController
}

/** The files that are on their way to an appeal: each goes on where it stopped when it is tried again. */
export function useAppealUploads(appealId: string, onSent: () => Promise<unknown>) {
  const viewer = useViewer()
  const [uploads, setUploads] = useState<AppealUpload[]>([])
  const update = (id: string, part: Partial<AppealUpload>) =>
    setUploads((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const takeOut = (id: string) => setUploads((before) => before.filter((one) => one.id !== id))

  async function start({ id, file, abort }: AppealUpload) {
    update(id, { failure: null, progress: 0 })
    const answer = await sendPhoto(
      {
        id,
        recordId: appealId,
        ofAppeal: true,
        userId: viewer.id,
        fileName: file.name,
        caption: '',
        file,
      },
      { onProgress: (progress) => update(id, { progress }), signal: abort.signal },
    )
    if (abort.signal.aborted) return
    if (answer.kind !== 'SENT') {
      update(id, {
        failure: 'message' in answer ? answer.message : '',
        mayRetry: !(answer.kind === 'REFUSED' && isOfTheFile(answer.code)),
      })
      return
    }
    await onSent()
    takeOut(id)
  }
  return {
    uploads,
    start,
    choose(files: File[]) {
      const chosen = files.map((file): AppealUpload => ({
        id: newId(),
        file,
        progress: 0,
        failure: null,
        mayRetry: true,
        abort: new AbortController(),
      }))
      setUploads((before) => [...before, ...chosen])
      void Promise.all(chosen.map(start))
    },
    drop({ id, abort }: AppealUpload) {
      abort.abort()
      takeOut(id)
    },
  }
}
