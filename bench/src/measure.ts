import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What the load generator is to send, and what a right answer contains. */
export type Job = {
  address: string
  cookie: string
  /** '{id}' in it is replaced: by one of `ids` where the job takes ids, else by a new one. */
  body: string
  takesIds: boolean
  ids: string[]
  expects: string
  connections: number
  warmUpSeconds: number
  seconds: number
}
/** `left`: the ids that were not used. */
export type Measured = { perSecond: number; p99: number; left: string[] }

type Told = { measured: Measured } | { problem: string }
const isTold = (value: unknown): value is Told =>
  typeof value === 'object' && value !== null && ('measured' in value || 'problem' in value)

/** A load generator in a process of its own. */
export function startLoad(): { run(job: Job): Promise<Measured>; stop(): void } {
  const child: ChildProcess = fork(fileURLToPath(new URL('./load.ts', import.meta.url)))
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        child.once('message', (told: unknown) => {
          if (!isTold(told)) reject(new Error('the load generator said nothing of use'))
          else if ('problem' in told) reject(new Error(told.problem))
          else resolve(told.measured)
        })
        child.send(job)
      }),
    stop: () => void child.kill(),
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}
