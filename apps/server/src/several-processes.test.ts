import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createTestDatabase, testPassword, testPool } from '@gongjian/database/testing'
import type { TestDatabase } from '@gongjian/database/testing'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contentFor, newId } from './testing/recording.ts'
import { signInAt, startServer } from './testing/server-process.ts'
import type { ServerProcess } from './testing/server-process.ts'

let database: TestDatabase
let folder: string
let pool: pg.Pool
let here: ServerProcess
let there: ServerProcess

beforeAll(async () => {
  database = await createTestDatabase({ from: 'harbin' })
  folder = await mkdtemp(join(tmpdir(), 'gongjian-processes-'))
  pool = testPool({ connectionString: database.url, max: 4 })
  await pool.query('UPDATE user_account SET must_change_password = false')
  // Both at the same moment, as after a power cut of a whole rack.
  ;[here, there] = await Promise.all([start('here'), start('there')])
})
afterAll(async () => {
  await Promise.all([here.stop(), there.stop()])
  await pool.end()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Each as on a machine of its own; only the folder of files is the same. */
const start = (name: string) =>
  startServer({
    url: database.url,
    dataDir: join(folder, name),
    settings: { FILES_DIR: join(folder, 'files'), SWEEP_EVERY_SECONDS: '1' },
  })

async function signedIn(server: ServerProcess, account: string): Promise<string> {
  const { cookie } = await signInAt(server, account, testPassword)
  if (cookie === null) throw new Error(`${account} could not sign in`)
  return cookie
}

const accountAt = async (server: ServerProcess, cookie: string) =>
  z
    .object({ viewer: z.object({ account: z.string() }).nullable() })
    .parse((await server.ask(cookie, '{ viewer { account } }')).data).viewer?.account ?? null

async function only<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
): Promise<Row> {
  const { rows } = await pool.query<Row>(text, values)
  const [row] = rows
  if (row === undefined) throw new Error(`no row: ${text}`)
  return row
}

/** Looks again until it is so; the test's own limit ends what never is. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(50)
}

describe('two processes on one database', () => {
  test('who signs in at one is signed in at the other, and signed out of both at once', async () => {
    const first = await signedIn(here, 'auditor')
    const second = await signedIn(there, 'auditor')
    expect(await accountAt(there, first)).toBe('auditor')
    expect(await accountAt(here, second)).toBe('auditor')
    await there.ask(second, 'mutation { signOutEverywhere { signedOut } }')
    expect(await accountAt(here, first)).toBeNull()
    expect(await accountAt(there, first)).toBeNull()
    expect(await accountAt(here, second)).toBeNull()
  })

  test('guessed passwords count together', async () => {
    const outcomes: string[] = []
    for (let guess = 0; guess < 9; guess += 1)
      outcomes.push((await signInAt(guess % 2 === 0 ? here : there, 'zone', 'guessed')).outcome)
    expect(outcomes).toEqual([...Array.from({ length: 8 }, () => 'SignInFailed'), 'Throttled'])
    expect((await signInAt(there, 'zone', testPassword)).outcome).toBe('Throttled')
  })

  test('a signature at one is told to whoever has a page open at the other', async () => {
    const recorder = await signedIn(there, 'recorder')
    const community = await signedIn(here, 'community')
    const { id: pairingId } = await only<{ id: string }>(
      `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
       WHERE p.valid_to IS NULL AND a.id = (SELECT organisation_id FROM role_assignment r JOIN user_account u ON u.id = r.user_id WHERE u.account = 'recorder')
         AND c.id = (SELECT organisation_id FROM role_assignment r JOIN user_account u ON u.id = r.user_id WHERE u.account = 'community')`,
    )
    const leave = new AbortController()
    const stream = await fetch(`${there.address}/graphql/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        cookie: recorder,
      },
      body: JSON.stringify({ query: 'subscription { activityMoved { id status } }' }),
      signal: leave.signal,
    })
    let heard = ''
    const listening = (async () => {
      const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const chunk = await reader?.read()
        if (chunk === undefined || chunk.done) return
        heard += chunk.value
      }
    })().catch(() => undefined)

    const sign = async () => {
      const id = newId()
      const content = contentFor(pairingId, { title: `两台服务器之间的党课 ${id}` })
      const sent = await there.ask(
        recorder,
        'mutation ($input: SubmitActivityInput!) { submitActivity(input: $input) { __typename ... on Activity { version } } }',
        { input: { id, version: null, content } },
      )
      const { submitActivity } = z
        .object({ submitActivity: z.object({ version: z.number() }) })
        .parse(sent.data)
      const { data } = await here.ask(
        community,
        'mutation ($input: CountersignActivityInput!) { countersignActivity(input: $input) { __typename } }',
        {
          input: {
            id,
            version: submitActivity.version,
            accepted: [{ indicatorCode: 'partyBuilding.lectures', quantity: '3' }],
            usefulness: 5,
            words: '',
          },
        },
      )
      expect(data).toEqual({ countersignActivity: { __typename: 'Activity' } })
      return id
    }
    const signed: string[] = []
    // The stream listens a moment after it is opened.
    await until(async () => {
      signed.push(await sign())
      return signed.some((id) => heard.includes(`"id":"${id}","status":"COUNTERSIGNED"`))
    })
    leave.abort()
    await listening
  })

  test('what one changes of the catalogue the other forgets to have known', async () => {
    const admin = await signedIn(here, 'admin')
    const codes = async (server: ServerProcess) =>
      z
        .object({ catalogue: z.array(z.object({ code: z.string() })) })
        .parse((await server.ask(admin, '{ catalogue { code } }')).data)
        .catalogue.map(({ code }) => code)
    // By itself it would read them again after half a minute: a look that took so long says nothing, and is taken again.
    for (let took = Infinity; took > 20_000;) {
      const before = await codes(there)
      const [first, second, ...rest] = await codes(here)
      if (first === undefined || second === undefined) throw new Error('an empty catalogue')
      const since = performance.now()
      await reorder(admin, [second, first, ...rest])
      expect(await codes(here)).not.toEqual(before)
      await until(async () => (await codes(there)).join() === (await codes(here)).join())
      took = performance.now() - since
    }
  })
})

/** Puts the first area's indicators into this order, at the first process. */
async function reorder(cookie: string, codes: string[]): Promise<void> {
  await here.ask(
    cookie,
    'mutation ($input: OrderIndicatorsInput!) { orderIndicators(input: $input) { __typename } }',
    { input: { codes } },
  )
}

describe('work that goes on after its request', () => {
  const stateOf = async (id: string) =>
    (await only<{ state: string }>('SELECT state FROM assessment_run WHERE id = $1', [id])).state
  const timesDone = async (id: string) =>
    (
      await only<{ times: number }>(
        `SELECT count(*)::int AS times FROM audit_event WHERE action = 'assessment.runDone' AND subject_id = $1`,
        [id],
      )
    ).times

  test('is taken up by one of the two, and done once', async () => {
    const id = newId()
    await pool.query(
      `INSERT INTO assessment_run (city_code, id, scheme_id, programme_year, state, alive_at, scoring_version, indicator_units, started_by_id, started_by_name, started_at)
       SELECT city_code, $1, scheme_id, programme_year, 'GATHERING', 'epoch', scoring_version, indicator_units, started_by_id, started_by_name, started_at
       FROM assessment_run WHERE state = 'DONE' LIMIT 1`,
      [id],
    )
    await until(async () => (await stateOf(id)) === 'DONE')
    expect(await timesDone(id)).toBe(1)
  })

  test('of a process that is killed in the midst of it is ended by the other', async () => {
    const municipal = await signedIn(here, 'municipal')
    const { id: schemeId } = await only<{ id: string }>(
      `SELECT id FROM assessment_scheme WHERE status = 'IN_FORCE' LIMIT 1`,
    )
    // The results cannot be written yet: the process that computes them is held in the midst of its work.
    const holding = await pool.connect()
    await holding.query('BEGIN; LOCK TABLE assessment_score IN SHARE ROW EXCLUSIVE MODE')
    const id = newId()
    const { data } = await here.ask(
      municipal,
      'mutation ($input: StartAssessmentRunInput!) { startAssessmentRun(input: $input) { __typename } }',
      { input: { id, schemeId } },
    )
    expect(data).toEqual({ startAssessmentRun: { __typename: 'AssessmentRun' } })
    await until(
      async () =>
        (
          await only<{ waits: boolean }>(
            `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO assessment_score%') AS waits`,
          )
        ).waits,
    )
    await here.kill()
    await holding.query('ROLLBACK')
    holding.release()
    expect(await stateOf(id)).toBe('SCORING')
    // A minute of silence, without the waiting.
    await pool.query(`UPDATE assessment_run SET alive_at = 'epoch' WHERE id = $1`, [id])
    await until(async () => (await stateOf(id)) === 'DONE')
    expect(await timesDone(id)).toBe(1)
    expect(
      await only(
        `SELECT total_organisations AS total, (SELECT count(*)::int FROM assessment_score s WHERE s.run_id = r.id) AS scores FROM assessment_run r WHERE id = $1`,
        [id],
      ),
    ).toSatisfy(({ total, scores }) => total === scores && scores > 0)
    here = await start('here')
  })
})
