import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { hasCity } from './load-demo-city.ts'
import { connectClient } from '../src/connect-client.ts'
import type { HouseholdKeyring } from '../src/household-sealing.ts'

export type LoadOrder = { url: string; password: string; householdKeys: HouseholdKeyring | null }
type Told = { loaded: boolean } | { problem: { message: string; code: string | null } }

function isTold(value: unknown): value is Told {
  return typeof value === 'object' && value !== null && ('loaded' in value || 'problem' in value)
}

/**
 * Loads the demonstration city in a process of its own: what making a year takes in memory is given back when it ends,
 * and the product starts as lean as on every other day. False where the database has a city already; throws what
 * PostgreSQL said, with its code.
 */
export async function loadDemoCityApart(order: LoadOrder): Promise<boolean> {
  const client = await connectClient(order.url)
  const isThere = await hasCity(client).finally(() => client.end())
  // On every other day no process is needed to find that out.
  return isThere ? false : loadInProcess(order)
}

function loadInProcess(order: LoadOrder): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./load-process.ts', import.meta.url)), {
      serialization: 'advanced',
      execArgv: [],
    })
    child.once('message', (told: unknown) => {
      if (!isTold(told)) reject(new Error('the loading of the demonstration said nothing of use'))
      else if ('loaded' in told) resolve(told.loaded)
      else reject(Object.assign(new Error(told.problem.message), { code: told.problem.code }))
    })
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`the loading of the demonstration ended with ${signal ?? code}`)),
    )
    child.send(order)
  })
}
