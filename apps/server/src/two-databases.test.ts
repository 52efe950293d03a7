import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startPair } from '@gongjian/database/testing-pair'
import type { PairUnderTest } from '@gongjian/database/testing-pair'
import { testPassword, testPool } from '@gongjian/database/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { verifyRollups } from './modules/analysis/verify-rollups.ts'
import { verifyAudit } from './modules/audit/verify-audit.ts'
import { contentFor, newId } from './testing/recording.ts'
import { signInAt, startServer } from './testing/server-process.ts'
import type { ServerProcess } from './testing/server-process.ts'

let folder: string
let pair: PairUnderTest
/** All that run, also where the other did not start. */
const started: ServerProcess[] = []
let servers: [ServerProcess, ServerProcess]
let pairingId = ''
/** Sessions are of the city, not of a server. */
const cookies = { recorder: '', community: '', municipal: '' }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongjian-pair-'))
  pair = await startPair(folder)
  const start = async (name: string, maxStaleness: number) => {
    const server = await startServer({
      url: pair.both,
      dataDir: join(folder, name),
      settings: {
        FILES_DIR: join(folder, 'files'),
        DATABASE_REPLICA_URL: pair.second,
        REPLICA_MAX_STALENESS_SECONDS: String(maxStaleness),
      },
    })
    started.push(server)
    return server
  }
  // One reads however old figures, the other soon does not: so neither test waits for a moment to be just right.
  servers = await Promise.all([start('here', 3600), start('there', 4)])
  for (const account of ['recorder', 'community', 'municipal'] as const) {
    const { cookie } = await signInAt(servers[0], account, testPassword)
    cookies[account] = cookie ?? ''
  }
  const [pairing] = await rowsAt<{ id: string }>(
    pair.first,
    `SELECT p.id FROM pairing p WHERE p.valid_to IS NULL
       AND p.agency_side_id = (SELECT organisation_id FROM role_assignment r JOIN user_account u ON u.id = r.user_id WHERE u.account = 'recorder')
       AND p.community_side_id = (SELECT organisation_id FROM role_assignment r JOIN user_account u ON u.id = r.user_id WHERE u.account = 'community')`,
  )
  pairingId = pairing?.id ?? ''
})
afterAll(async () => {
  await Promise.all(started.map((server) => server.stop()))
  await pair?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function rowsAt<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

const outcomeShape = z.looseObject({
  __typename: z.string(),
  version: z.number().optional(),
  code: z.string().optional(),
})
type Outcome = z.infer<typeof outcomeShape> & { cookies: string[] }

async function call(
  server: ServerProcess,
  cookie: string,
  operation: 'submitActivity' | 'countersignActivity',
  input: Record<string, unknown>,
): Promise<Outcome> {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`
  const answer = await server.ask(
    cookie,
    `mutation ($input: ${type}!) { ${operation}(input: $input) { __typename ... on Activity { version } ... on Failure { code } } }`,
    { input },
  )
  return { ...outcomeShape.parse(answer.data?.[operation]), cookies: answer.cookies }
}

const submit = (server: ServerProcess, id: string) =>
  call(server, cookies.recorder, 'submitActivity', {
    id,
    version: null,
    content: contentFor(pairingId, { title: `两台数据库上的党课 ${id}` }),
  })
const countersign = (server: ServerProcess, id: string, version: number) =>
  call(server, cookies.community, 'countersignActivity', {
    id,
    version,
    accepted: [{ indicatorCode: 'partyBuilding.lectures', quantity: '3' }],
    usefulness: 5,
    words: '',
  })

/** How many records are signed, as a page shows it, and up to when where that is from the copy. */
async function signed(
  cookie: string,
  server = servers[0],
): Promise<{ count: number; asOf: string | null }> {
  const { data } = await server.ask(
    cookie,
    '{ citySummary(year: 2008) { total { countersigned } } figuresAsOf(of: "citySummary") }',
  )
  const { citySummary, figuresAsOf } = z
    .object({
      citySummary: z.object({ total: z.object({ countersigned: z.number() }) }),
      figuresAsOf: z.string().nullable(),
    })
    .parse(data)
  return { count: citySummary.total.countersigned, asOf: figuresAsOf }
}

/** Looks again until it is so; the test's own limit ends what never is. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(50)
}
const isReadFromCopy = async (cookie = cookies.municipal) => (await signed(cookie)).asOf !== null

/** Signs one record more, and gives the cookies with which the signer goes on. */
async function signOneMore(): Promise<string> {
  const id = newId()
  const { version = 0 } = await submit(servers[0], id)
  const outcome = await countersign(servers[1], id, version)
  expect(outcome.__typename).toBe('Activity')
  return [cookies.community, ...outcome.cookies].join('; ')
}

describe.runIf(process.platform === 'linux')('analysis with a copy to read from', () => {
  test('is read there, and says up to when; what must be of this moment is not', async () => {
    await until(isReadFromCopy)
    const { data } = await servers[0].ask(
      cookies.municipal,
      '{ citySummary(year: 2008) { year } figuresAsOf(of: "citySummary") viewer { id } }',
    )
    expect(data?.['figuresAsOf']).toBeNull()
  })

  test('so are the analysis of any figure, the diagnosis, and both as a workbook: each says up to when', async () => {
    await until(isReadFromCopy)
    for (const [field, document] of [
      ['explore', '{ explore(question: {}) { measure } figuresAsOf(of: "explore") }'],
      ['diagnosis', '{ diagnosis(year: 2008) { asOf } figuresAsOf(of: "diagnosis") }'],
    ]) {
      const { data } = await servers[0].ask(cookies.municipal, document ?? '')
      expect([field, data?.['figuresAsOf']]).toEqual([field, expect.any(String)])
    }
    const exported = async (table: string, cookie: string) =>
      (
        await fetch(`${servers[0].address}/api/exports/${table}.csv?year=2008`, {
          headers: { cookie, 'accept-language': 'zh-CN' },
        })
      ).text()
    expect(await exported('explore', cookies.municipal)).toContain('数据截至,')
    expect(await exported('activities', cookies.municipal)).not.toContain('数据截至,')
  })

  test('whoever signed sees it in what they export too', async () => {
    await until(() => isReadFromCopy(cookies.community))
    await rowsAt(pair.second, 'SELECT pg_wal_replay_pause()')
    const signer = await signOneMore()
    const answer = await fetch(`${servers[1].address}/api/exports/explore.csv?year=2008`, {
      headers: { cookie: signer, 'accept-language': 'zh-CN' },
    })
    const lines = (await answer.text()).trim().split('\r\n')
    const { count } = await signed(signer)
    expect(lines.at(-1)).toBe(`全部,${count}`)
    await rowsAt(pair.second, 'SELECT pg_wal_replay_resume()')
    await until(() => isReadFromCopy(signer))
  })

  test('whoever signed sees it at every server though the copy does not have it yet', async () => {
    await until(() => isReadFromCopy(cookies.community))
    const before = await signed(cookies.community)
    await rowsAt(pair.second, 'SELECT pg_wal_replay_pause()')
    const signer = await signOneMore()
    for (const server of servers)
      expect(await signed(signer, server)).toEqual({ count: before.count + 1, asOf: null })
    // Somebody else sees the figures of a moment ago, and is told of which moment.
    const other = await signed(cookies.community, servers[0])
    expect(other.count).toBe(before.count)
    expect(other.asOf).not.toBeNull()
    // Where the copy is behind by more than the setting allows, nobody reads it any more.
    await until(
      async () => (await signed(cookies.community, servers[1])).count === before.count + 1,
    )
    expect((await signed(cookies.community, servers[1])).asOf).toBeNull()
    await rowsAt(pair.second, 'SELECT pg_wal_replay_resume()')
    await until(() => isReadFromCopy(signer))
    expect((await signed(signer)).count).toBe(before.count + 1)
  })

  test('the copy goes away and comes back: nobody gets an error', async () => {
    await until(isReadFromCopy)
    const { count } = await signed(cookies.municipal)
    await pair.stopSecond()
    for (let look = 0; look < 5; look += 1)
      expect(await signed(cookies.municipal)).toEqual({ count, asOf: null })
    await pair.startSecond()
    await until(isReadFromCopy)
    expect((await signed(cookies.municipal)).count).toBe(count)
  })
})

describe.runIf(process.platform === 'linux')('the primary is killed under load', () => {
  type Told = { id: string; submitted: boolean; countersigned: boolean }
  const told: Told[] = []
  const over = new AbortController()

  /** A recorder and an officer at work: what gave no answer is sent again, as the pages do. */
  async function work(number: number): Promise<void> {
    for (let turn = number; !over.signal.aborted; turn += 1) {
      const record: Told = { id: newId(), submitted: false, countersigned: false }
      told.push(record)
      const [server, other] = turn % 2 === 0 ? servers : [servers[1], servers[0]]
      const sent = await untilAnswered(() => submit(server, record.id))
      if (sent === null) return
      expect(sent.__typename).toBe('Activity')
      record.submitted = true
      const opinion = await untilAnswered(() => countersign(other, record.id, sent.version ?? 0))
      if (opinion === null) return
      // Sent again after it had been kept: its answer was lost with the server, the signature was not.
      expect(['Activity', 'StaleVersion', 'Refused']).toContain(opinion.__typename)
      record.countersigned = true
    }
  }
  async function untilAnswered(send: () => Promise<Outcome>): Promise<Outcome | null> {
    while (!over.signal.aborted) {
      try {
        return await send()
      } catch {
        await pause(100)
      }
    }
    return null
  }

  test('nothing that was confirmed is lost, nothing is half there, and both servers work on by themselves', async () => {
    await pair.confirmByBoth()
    const workers = [0, 1, 2, 3].map(work)
    await until(async () => told.filter(({ countersigned }) => countersigned).length >= 20)
    await pair.killFirst()
    const before = told.length
    await pair.promoteSecond()
    await until(
      async () =>
        told.slice(before).filter(({ countersigned }) => countersigned).length >= 8 &&
        (await Promise.all(servers.map(({ address }) => fetch(`${address}/readyz`)))).every(
          ({ ok }) => ok,
        ),
    )
    over.abort()
    await Promise.all(workers)

    const found = await rowsAt<{
      id: string
      status: string
      outputs: number
      lines: number
      signatures: number
      events: number
    }>(
      pair.second,
      `SELECT a.id, a.status,
         (SELECT count(*)::int FROM output o WHERE o.city_code = a.city_code AND o.activity_id = a.id) AS outputs,
         (SELECT count(*)::int FROM participation p WHERE p.city_code = a.city_code AND p.activity_id = a.id) AS lines,
         (SELECT count(*)::int FROM countersignature c WHERE c.city_code = a.city_code AND c.activity_id = a.id) AS signatures,
         (SELECT count(*)::int FROM audit_event e WHERE e.city_code = a.city_code AND e.subject_id = a.id::text) AS events
       FROM activity a WHERE a.id = ANY($1::uuid[])`,
      [told.map(({ id }) => id)],
    )
    const byId = new Map(found.map((row) => [row.id, row]))
    expect(told.filter(({ id, submitted }) => submitted && !byId.has(id))).toEqual([])
    const isSigned = (id: string) => byId.get(id)?.status === 'COUNTERSIGNED'
    expect(told.filter(({ id, countersigned }) => countersigned && !isSigned(id))).toEqual([])
    // A record has all of its parts and of each move its signature and its event, or it is not there.
    const whole = found.map(({ id, status }) =>
      status === 'COUNTERSIGNED'
        ? { id, status, outputs: 1, lines: 1, signatures: 1, events: 2 }
        : { id, status, outputs: 1, lines: 1, signatures: 0, events: 1 },
    )
    expect(found).toEqual(whole)

    const pool = testPool({ connectionString: pair.second, max: 2 })
    try {
      expect((await verifyRollups(pool, '2301')).differences).toEqual([])
      expect(await verifyAudit(pool, '2301')).toMatchObject({ broken: null })
    } finally {
      await pool.end()
    }
    // The copy is the primary now: nobody takes it for a copy any more.
    expect((await signed(cookies.municipal)).asOf).toBeNull()
  })
})
