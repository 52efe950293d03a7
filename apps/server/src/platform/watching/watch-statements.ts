import type { StatementListener } from '@gongjian/database'
import { statementKind, statementSummary, withoutLiterals } from './statement-summary.ts'
import { startSpan, watchedNow } from './watch.ts'
import type { Watch } from './watch.ts'

/**
 * Measures every statement of the application. One that takes longer than so many milliseconds is logged with the
 * operation it belongs to, never with its parameters; 0: none is.
 */
export function watchStatements(watch: Watch, slowMilliseconds: number): StatementListener {
  const { metrics, log } = watch
  return (text) => {
    const around = watchedNow()
    const span =
      around && watch.tracer !== null
        ? startSpan(around, statementSummary(text), 'CLIENT', {
            'db.system.name': 'postgresql',
            'db.operation.name': statementKind(text),
          })
        : null
    const startedAt = performance.now()
    return (hasFailed) => {
      const milliseconds = performance.now() - startedAt
      span?.end(hasFailed)
      metrics.statements.observe({ kind: statementKind(text) }, milliseconds / 1000)
      if (slowMilliseconds <= 0 || milliseconds < slowMilliseconds) return
      metrics.slowStatements.add({ operation: around?.operation ?? 'none' })
      log.warn(
        {
          requestId: around?.requestId ?? undefined,
          operation: around?.operation ?? undefined,
          milliseconds: Math.round(milliseconds),
          statement: withoutLiterals(text),
        },
        'slow statement',
      )
    }
  }
}
