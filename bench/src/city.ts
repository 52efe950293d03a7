import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '@gongjian/database/embedded'
import pg from 'pg'
import type { Call } from './measure.ts'

const port = 4790
const address = `http://127.0.0.1:${port}`
const password = 'gongjian-demo'

export type BenchCity = {
  url: string
  pairing: string
  /** Records that wait, each to be signed once. */
  waiting: (count: number) => Promise<string[]>
  requests: Record<'list' | 'submit' | 'countersign', Call>
  restingMegabytes(): number
  stop(): Promise<void>
}

export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  const rest = randomBytes(10).toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-a${rest.slice(3, 6)}-${rest.slice(6, 18)}`
}

const list = `query { activities(first: 50, filter: { year: 2008 }) { edges { cursor node { id title day status kind area personTimes agencySide { id name } communitySide { id name } } } pageInfo { hasNextPage endCursor } } }`
const submit = `mutation ($input: SubmitActivityInput!) { submitActivity(input: $input) { __typename ... on Activity { id status } ... on InvalidInput { fieldErrors { path code } } } }`
const countersign = `mutation ($input: CountersignActivityInput!) { countersignActivity(input: $input) { __typename ... on Activity { id status } ... on InvalidInput { fieldErrors { path code } } } }`

async function post(query: string, variables: object, cookie: string): Promise<Response> {
  return fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query, variables }),
  })
}

async function signIn(account: string): Promise<string> {
  const response = await post(
    'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
    { input: { account, password } },
    '',
  )
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** A demonstration city of its own under `folder`, served by the product in a process of its own. */
export async function startCity(folder: string): Promise<BenchCity> {
  const database = await startEmbeddedPostgres({ dataDir: folder })
  const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))
  const server = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: database.url,
      DEMO: 'harbin-2008',
      FILES_DIR: join(folder, 'files'),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${address}/readyz`).catch(() => null)
    if (ready?.ok) break
    if (tries > 200) throw new Error('the product did not start')
    await new Promise((resolve) => {
      setTimeout(resolve, 200)
    })
  }
  const resting =
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? 0) /
    1024
  const [recorder, community, municipal] = await Promise.all([
    signIn('recorder'),
    signIn('community'),
    signIn('municipal'),
  ])
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query<{ id: string }>(
    `SELECT p.id FROM pairing p JOIN organisation o ON o.id = p.agency_side_id WHERE o.code = 'A001-01' LIMIT 1`,
  )
  const pairing = rows[0]?.id ?? ''
  const content = () => ({
    pairingId: pairing,
    day: '2008-09-20',
    kind: 'SIX_HELPS',
    area: 'CULTURE',
    direction: 'AGENCY_TO_COMMUNITY',
    title: '社区法律知识讲座',
    words: '',
    outputs: [{ indicatorCode: 'culture.trainings', quantity: '1' }],
    participations: [{ headCount: '5', hoursEach: '2' }],
  })
  const waiting = async (count: number): Promise<string[]> => {
    const found = await client.query<{ id: string }>(
      `SELECT id FROM activity WHERE pairing_id = $1 AND status = 'SUBMITTED' AND version = 1 ORDER BY id LIMIT $2`,
      [pairing, count],
    )
    return found.rows.map(({ id }) => id)
  }
  let queue: Promise<string[]> | undefined
  return {
    url: database.url,
    pairing,
    waiting,
    restingMegabytes: () => resting,
    requests: {
      list: () => post(list, {}, municipal),
      submit: () =>
        post(submit, { input: { id: newId(), version: null, content: content() } }, recorder),
      countersign: async () => {
        // Half of what waits; the bare server signs the other half.
        queue ??= waiting(100_000).then((ids) => ids.filter((_id, index) => index % 2 === 0))
        const id = (await queue).shift()
        if (id === undefined) return null
        return post(countersign, { input: { id, version: 1, usefulness: 4 } }, community)
      },
    },
    stop: async () => {
      await client.end()
      server.kill('SIGTERM')
      await new Promise((resolve) => {
        server.once('exit', resolve)
      })
      await database.stop()
    },
  }
}
