import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { problemOf } from '../platform/apollo.ts'
import { FailureNotice } from './FailureNotice.tsx'
import { useUiText } from './text.ts'

/** Not all at the same moment. */
const lookEveryMilliseconds = () => 4000 + Math.random() * 3000

/** A page's data could not be had: in the server's words, or that there is no connection; and a way to try again. */
export function QueryProblem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const text = useUiText()
  const problem = problemOf(error)
  const retry = useRef(onRetry)
  useEffect(() => {
    retry.current = onRetry
  })
  // Once the system is there again, so is the page: by itself.
  useEffect(() => {
    if (problemOf(error) !== null) return undefined
    const timer = setInterval(
      () =>
        void fetch('/readyz').then(
          ({ ok }) => {
            if (ok) retry.current?.()
          },
          () => undefined,
        ),
      lookEveryMilliseconds(),
    )
    return () => clearInterval(timer)
  }, [error])
  return (
    <FailureNotice title={text('couldNotLoad')}>
      <div>{problem?.message || text('noConnection')}</div>
      {onRetry !== undefined && (
        <Button mt="sm" variant="default" onClick={onRetry}>
          {text('tryAgain')}
        </Button>
      )}
    </FailureNotice>
  )
}
