import type { Logger } from 'pino'
import { expectWork, watchWork } from './watching/watch.ts'

export type RegularWork = { stop(): Promise<void> }

/** Does the work at once, then every so many seconds, never twice at a time; 0: never. What fails is tried at the next turn. */
export function regularly(
  name: string,
  work: () => Promise<void>,
  everySeconds: number,
  log: Logger,
): RegularWork {
  let running: Promise<void> | null = null
  function turn(): void {
    running ??= watchWork(name, work)
      .catch((problem: unknown) => log.error({ err: problem, work: name }, 'regular work failed'))
      .finally(() => {
        running = null
      })
  }
  if (everySeconds <= 0) return { stop: async () => undefined }
  expectWork(name, everySeconds)
  turn()
  const timer = setInterval(turn, everySeconds * 1000)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
