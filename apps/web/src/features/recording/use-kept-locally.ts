import { useEffect, useRef } from 'react'
import { forgetLocally, keepLocally } from '../../platform/local-drafts.ts'
import type { FormContent } from './form-content.ts'

const afterMilliseconds = 300

/** Keeps what is typed on the device: soon after each key, and at once when the page is left. */
export function useKeptLocally(
  userId: string,
  slot: string,
  form: { formId: string; version: number | null; content: FormContent },
) {
  const latest = useRef(form)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    latest.current = form
  })

  function stopTimer() {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = null
  }
  async function keepNow(): Promise<void> {
    stopTimer()
    const { formId, version, content } = latest.current
    // A device that keeps nothing (private browsing) still lets the form be sent.
    await keepLocally(userId, slot, version, { ...content, formId }).catch(() => undefined)
  }
  const leaving = useRef(keepNow)
  useEffect(() => {
    leaving.current = keepNow
  })
  useEffect(() => {
    const keepIfPending = () => {
      if (timer.current !== null) void leaving.current()
    }
    window.addEventListener('pagehide', keepIfPending)
    document.addEventListener('visibilitychange', keepIfPending)
    return () => {
      window.removeEventListener('pagehide', keepIfPending)
      document.removeEventListener('visibilitychange', keepIfPending)
      keepIfPending()
    }
  }, [])

  return {
    keepNow,
    keepSoon() {
      stopTimer()
      timer.current = setTimeout(() => void keepNow(), afterMilliseconds)
    },
    async forget() {
      stopTimer()
      await forgetLocally(userId, slot).catch(() => undefined)
    },
    /** What is in the form at this moment, whatever was in it when an answer was asked for. */
    present: () => latest.current.content,
  }
}
