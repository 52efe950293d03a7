import { Button } from '@mantine/core'
import { problemOf } from '../platform/apollo.ts'
import { FailureNotice } from './FailureNotice.tsx'
import { useUiText } from './text.ts'

/** A page's data could not be had: in the server's words, or that there is no connection; and a way to try again. */
export function QueryProblem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const text = useUiText()
  const problem = problemOf(error)
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
