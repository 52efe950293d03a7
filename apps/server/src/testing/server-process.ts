import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { testHouseholdKeys } from '@gongjian/database/testing'
import { z } from 'zod'

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
})

/** The product in a process of its own, as it is started on a machine. */
export type ServerProcess = {
  address: string
  /** Asks the API over HTTP with the cookie; throws where no answer comes or it holds errors that are no typed failures. */
  ask(
    cookie: string | null,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<z.infer<typeof answerShape> & { cookies: string[] }>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Ends it as an operator does. */
  stop(): Promise<void>
}

/** Starts the product on a database that is there already, and waits until it is ready. */
export async function startServer({
  url,
  dataDir,
  settings = {},
}: {
  url: string
  /** Its own machine's folder. */
  dataDir: string
  settings?: Record<string, string>
}): Promise<ServerProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      PORT: String(port),
      DEMO: 'none',
      SIGNING_KEY: 'of the test',
      HOUSEHOLD_KEYS: testHouseholdKeys,
      SWEEP_EVERY_SECONDS: '0',
      DELIVER_EVERY_SECONDS: '0',
      LOG_LEVEL: 'error',
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const address = `http://127.0.0.1:${port}`
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'close')
    child.kill(signal)
    await gone
  }
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said}`)
    const ready = await fetch(`${address}/readyz`).catch(() => null)
    if (ready?.ok) break
    await pause(100)
  }
  return {
    address,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    ask: async (cookie, query, variables = {}) => {
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(cookie === null ? {} : { cookie }) },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(20_000),
      })
      const answer = answerShape.parse(await response.json())
      const [problem] = answer.errors ?? []
      if (problem !== undefined) throw new Error(JSON.stringify(problem))
      const cookies = response.headers.getSetCookie().map((set) => set.split(';')[0] ?? '')
      return { ...answer, cookies }
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}

/** Signs in over HTTP and gives the cookie; null where the password was refused. */
export async function signInAt(
  server: ServerProcess,
  account: string,
  password: string,
): Promise<{ cookie: string | null; outcome: string }> {
  const { data, cookies } = await server.ask(
    null,
    'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
    { input: { account, password } },
  )
  const { signIn } = z.object({ signIn: z.object({ __typename: z.string() }) }).parse(data)
  return { cookie: cookies[0] ?? null, outcome: signIn.__typename }
}
