import type { Database } from '@gongjian/database'
import type { Logger } from 'pino'
import { cityTime } from '../../platform/context.ts'
import { citiesOf } from '../../platform/every-city.ts'
import { expectWork, watchWork } from '../../platform/watching/watch.ts'
import { claimSilentRuns, startRunJob } from './run-jobs.ts'
import type { RunContext } from './run-jobs.ts'
import { runById } from './run-row.ts'
import { schemeById } from './scheme-row.ts'
import { scoreRun } from './score-run.ts'
import { takeUpSilentSimulations } from './simulate.ts'

/** Takes up what another server, or this one before it was started anew, has left undone. */
export async function takeUpSilentRuns(context: RunContext): Promise<void> {
  for (const id of await claimSilentRuns(context))
    void startRunJob(context, id, async (job) => {
      const run = await runById(context, id)
      const scheme = run && (await schemeById(context, run.schemeId))
      if (run === null || scheme === null) throw new Error('a run without its scheme')
      await scoreRun(context, run, scheme, job)
    })
}

const takingUp = 'take up silent assessments'

/** Looks for such runs of every city at once, then every so many seconds; 0: never. Gives what ends it. */
export function startTakingUpRuns(
  database: Database,
  everySeconds: number,
  log: Logger,
): () => Promise<void> {
  if (everySeconds <= 0) return async () => undefined
  let looking: Promise<void> | null = null
  function look(): void {
    looking ??= watchWork(takingUp, lookOnce)
      .catch((problem: unknown) => log.error({ err: problem }, 'no look at silent runs'))
      .finally(() => {
        looking = null
      })
  }
  async function lookOnce(): Promise<void> {
    for (const city of await citiesOf(database.pool)) {
      const context = { database, city, log, viewer: null, ...cityTime(city) }
      await takeUpSilentRuns(context)
      await takeUpSilentSimulations(context)
    }
  }
  expectWork(takingUp, everySeconds)
  look()
  const timer = setInterval(look, everySeconds * 1000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await looking
  }
}
