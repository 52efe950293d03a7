import { useState } from 'react'
import { problemOf } from '../../platform/apollo.ts'
import { useUiText } from '../../ui/text.ts'

type Result = {
  __typename: string
  message?: string
  fieldErrors?: readonly { path: string; message: string }[]
}

/** Sends a change and keeps what was wrong: at the fields, or as a whole. Gives the result where it was taken. */
export function useSend<Wanted extends string>(wanted: Wanted) {
  const ui = useUiText()
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [sending, setSending] = useState(false)

  async function send<Given extends Result>(
    work: () => Promise<Given | null | undefined>,
  ): Promise<Extract<Given, { __typename: Wanted }> | null> {
    setErrors({})
    setFailure(null)
    setSending(true)
    try {
      const result = await work()
      if (result && isWanted(result)) return result
      const { fieldErrors = [], message } = result ?? {}
      setErrors(Object.fromEntries(fieldErrors.map((one) => [one.path, one.message])))
      if (fieldErrors.length === 0) setFailure(message ?? ui('noConnection'))
      return null
    } catch (error) {
      setFailure(problemOf(error)?.message ?? ui('noConnection'))
      return null
    } finally {
      setSending(false)
    }
  }
  function isWanted<Given extends Result>(
    result: Given,
  ): result is Extract<Given, { __typename: Wanted }> {
    return result.__typename === wanted
  }
  return {
    errors,
    failure,
    sending,
    send,
    clear: () => {
      setErrors({})
      setFailure(null)
    },
  }
}
