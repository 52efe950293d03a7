import { useState } from 'react'
import { problemOf } from '../platform/apollo.ts'
import { useUiText } from './text.ts'

/** What every change answers: the changed thing, or why it was not changed. */
type Answer =
  | {
      __typename?: string
      message?: string
      fieldErrors?: readonly { path: string; message: string }[]
    }
  | null
  | undefined

/** Sends a change and keeps what was wrong with it: at its field, or as one notice. Nothing typed is lost. */
export function useSending() {
  const ui = useUiText()
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [sending, setSending] = useState(false)

  /** Gives whether it was done. */
  async function send(run: () => Promise<Answer>): Promise<boolean> {
    setErrors({})
    setFailure(null)
    setSending(true)
    try {
      const answer = await run()
      if (answer?.fieldErrors) {
        setErrors(
          Object.fromEntries(answer.fieldErrors.map(({ path, message }) => [path, message])),
        )
        return false
      }
      if (!answer || answer.message !== undefined) {
        setFailure(answer?.message ?? ui('noConnection'))
        return false
      }
      return true
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
      return false
    } finally {
      setSending(false)
    }
  }
  return { send, sending, errors, failure }
}
