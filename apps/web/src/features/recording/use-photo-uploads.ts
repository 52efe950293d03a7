import { useEffect, useRef, useState } from 'react'
import { v7 as newId } from 'uuid'
import { forgetPhoto, keepPhoto, keptPhotosOf } from '../../platform/offline/outbox-store.ts'
import { useViewer } from '../../platform/session.tsx'
import { isOfTheFile, sendPhoto } from '../../platform/upload-photo.ts'
import type { Photo } from './PhotoPicker.tsx'
import { useRecordingText } from './text.ts'

export type WhetherSaved = 'SAVED' | 'NO_ANSWER' | 'REFUSED'
export type PhotoUpload = {
  id: string
  fileName: string
  file: Blob
  /** Shown from the device until the server has it. */
  preview: string
  progress: number
  /** KEPT: on the device until there is a network, or until its record is sent. */
  state: 'UNDER_WAY' | 'KEPT' | 'FAILED'
  failure: string | null
  /** False where the same file would be refused again. */
  mayRetry: boolean
  abort: AbortController
}

/** The photos and documents of a form that the server does not have yet: each on the device first, and gone from it once it is sent. */
export function usePhotoUploads({
  recordId,
  sending,
  ensureSaved,
  onSent,
}: {
  recordId: string
  sending: 'AT_ONCE' | 'AFTER_SAVING' | 'WITH_THE_RECORD'
  ensureSaved: () => Promise<WhetherSaved>
  onSent: (photo: Photo) => void
}) {
  const text = useRecordingText()
  const viewer = useViewer()
  const [uploads, setUploads] = useState<PhotoUpload[]>([])
  const update = (id: string, part: Partial<PhotoUpload>) =>
    setUploads((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const forget = (id: string) => void forgetPhoto(id).catch(() => undefined)
  const takeOut = ({ id, preview }: PhotoUpload) => {
    URL.revokeObjectURL(preview)
    setUploads((before) => before.filter((one) => one.id !== id))
  }

  async function send(upload: PhotoUpload) {
    const { id, fileName, file } = upload
    const abort = new AbortController()
    update(id, { abort, state: 'UNDER_WAY', failure: null, progress: 0 })
    const answer = await sendPhoto(
      { id, recordId, userId: viewer.id, fileName, caption: '', file },
      { onProgress: (progress) => update(id, { progress }), signal: abort.signal },
    )
    if (abort.signal.aborted) return
    switch (answer.kind) {
      case 'SENT': {
        forget(id)
        takeOut(upload)
        const kind = answer.evidence.mediaType.startsWith('image/') ? 'PHOTO' : 'DOCUMENT'
        onSent({ ...answer.evidence, kind, caption: '' })
        return
      }
      case 'REFUSED':
        // The server will never have it: it does not go with the record either.
        forget(id)
        update(id, {
          state: 'FAILED',
          failure: answer.message || null,
          mayRetry: !isOfTheFile(answer.code),
        })
        return
      default:
        update(id, { state: 'KEPT' })
    }
  }

  /** A photo belongs to a record: that is on the server first. */
  async function start(chosen: PhotoUpload[]) {
    for (const { id, fileName, file } of chosen)
      await keepPhoto({
        id,
        userId: viewer.id,
        recordId,
        fileName,
        caption: '',
        file,
        keptAt: Date.now(),
      }).catch(() => undefined)
    if (sending === 'WITH_THE_RECORD') return
    const saved = sending === 'AT_ONCE' ? 'SAVED' : await ensureSaved()
    if (saved === 'SAVED') await Promise.all(chosen.map(send))
    else if (saved === 'REFUSED')
      for (const { id } of chosen)
        update(id, { state: 'FAILED', failure: text('saveBeforePhotos') })
    else for (const { id } of chosen) update(id, { state: 'KEPT' })
  }

  async function choose(files: File[]) {
    const state = sending === 'WITH_THE_RECORD' ? 'KEPT' : 'UNDER_WAY'
    const chosen = files.map((file) => uploadOf(newId(), file.name, file, state))
    setUploads((before) => [...before, ...chosen])
    await start(chosen)
  }

  const resume = useRef(start)
  useEffect(() => {
    resume.current = start
  })
  const goesOn = sending === 'AT_ONCE'
  useEffect(() => {
    let gone = false
    keptPhotosOf(recordId).then(
      (kept) => {
        if (gone || kept.length === 0) return
        const found = kept.map(({ id, fileName, file }) => uploadOf(id, fileName, file, 'KEPT'))
        setUploads((before) => [
          ...before,
          ...found.filter(({ id }) => !before.some((one) => one.id === id)),
        ])
        if (goesOn) void resume.current(found)
      },
      () => undefined,
    )
    return () => {
      gone = true
    }
    // Once, as the form opens: what is chosen in it is sent as it is chosen.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [recordId])

  return {
    uploads,
    choose,
    start,
    drop(upload: PhotoUpload) {
      upload.abort.abort()
      forget(upload.id)
      takeOut(upload)
    },
  }
}

const uploadOf = (
  id: string,
  fileName: string,
  file: Blob,
  state: PhotoUpload['state'],
): PhotoUpload => ({
  id,
  fileName,
  file,
  preview: URL.createObjectURL(file),
  progress: 0,
  state,
  failure: null,
  mayRetry: true,
  abort: new AbortController(),
})
