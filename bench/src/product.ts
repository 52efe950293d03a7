import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

const password = 'gongjian-demo'
const serverMain = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))

/** The product as a process of its own. */
export type Product = { server: ChildProcess; address: string; megabytes: number }

/** Starts the product, waits until it answers, and lets it rest before its memory is read. */
export async function startProduct(env: NodeJS.ProcessEnv): Promise<Product> {
  const port = await freePort()
  const server = spawn(process.execPath, [serverMain], {
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const address = `http://127.0.0.1:${port}`
  await untilAnswering(`${address}/readyz`, server)
  // A moment of rest, so that what starting took can be given back.
  await sleep(3000)
  return { server, address, megabytes: residentMegabytes(server.pid ?? 0) }
}

/** Resident memory of a process, in megabytes. */
function residentMegabytes(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

export async function untilAnswering(address: string, process: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 3000; tries += 1) {
    if (process.exitCode !== null) throw new Error(`${address} ended with ${process.exitCode}`)
    const ready = await fetch(address).catch(() => null)
    if (ready?.ok) return
    await sleep(200)
  }
  throw new Error(`${address} does not answer`)
}

/** Asks a process to end, and waits until it has. */
export async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const gone = new Promise((resolve) => {
    process.once('exit', resolve)
  })
  process.kill('SIGTERM')
  await gone
}

/** Signs a demonstration account in, and gives its cookies. */
export async function signIn(address: string, account: string): Promise<string> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
      variables: { input: { account, password } },
    }),
  })
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
