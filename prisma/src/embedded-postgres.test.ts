import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import type { RunningPostgres } from './embedded-postgres.ts'

/** Starts the server, then writes rows one after another and says each that the server has confirmed. */
const writer = `
import pg from 'pg'
import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))}
const server = await startEmbeddedPostgres({ dataDir: process.env.DATA_DIR })
const client = new pg.Client({ connectionString: server.url })
client.on('error', () => undefined)
await client.connect()
await client.query('CREATE TABLE IF NOT EXISTS kept (number int PRIMARY KEY)')
const { rows } = await client.query('SELECT coalesce(max(number), 0) AS last FROM kept')
console.log('started', server.startedHere)
for (let number = rows[0].last + 1; ; number += 1) {
  await client.query('INSERT INTO kept VALUES ($1)', [number])
  console.log(number)
}
`

let dataDir: string
let child: ChildProcess | null = null
let attached: RunningPostgres | null = null
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gongjian-embedded-test-'))
})
afterEach(async () => {
  child?.kill('SIGKILL')
  child = null
  await attached?.stop()
  attached = null
})
afterAll(async () => {
  const last = await startEmbeddedPostgres({ dataDir })
  await last.stop()
  await rm(dataDir, { recursive: true, force: true })
})

/** Lets another process start the server and write until so many rows are confirmed; gives the last one. */
async function writeInAnotherProcess(rows: number): Promise<{ last: () => number }> {
  const started = spawn(process.execPath, ['--input-type=module', '-e', writer], {
    cwd: import.meta.dirname,
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child = started
  let last = 0
  let written = 0
  const lines = createInterface({ input: started.stdout })
  await new Promise<void>((enough, ended) => {
    started.once('exit', () => ended(new Error('the writer ended by itself')))
    lines.on('line', (line) => {
      if (!/^\d+$/.test(line)) return
      last = Number(line)
      written += 1
      if (written === rows) enough()
    })
  })
  return { last: () => last }
}

async function kill(victim: ChildProcess | null): Promise<void> {
  if (victim === null) throw new Error('nothing to kill')
  const gone = once(victim, 'close')
  victim.kill('SIGKILL')
  await gone
}

const postmaster = async () =>
  Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])

/** Whether the process is there: one that waits to be collected is not. */
async function runs(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z ')
  return !state.includes(') Z ')
}

async function kept(url: string): Promise<{ rows: number; last: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ rows: number; last: number }>(
      'SELECT count(*)::int AS rows, max(number) AS last FROM kept',
    )
    return rows[0] ?? { rows: 0, last: 0 }
  } finally {
    await client.end()
  }
}

/** Everything that was confirmed is there, without a gap; at most the one row more whose confirmation was cut off. */
async function isAllThere(url: string, confirmed: number): Promise<boolean> {
  const { rows, last } = await kept(url)
  return rows === last && (last === confirmed || last === confirmed + 1)
}

describe.runIf(process.platform === 'linux')('after a kill -9 in the midst of writing', () => {
  test('of the product: the server that lives on is taken over, has every row, and stops with its new owner', async () => {
    const { last } = await writeInAnotherProcess(200)
    const orphan = await postmaster()
    await kill(child)
    expect(await runs(orphan)).toBe(true)
    attached = await startEmbeddedPostgres({ dataDir })
    expect(attached.startedHere).toBe(true)
    expect(await postmaster()).toBe(orphan)
    expect(await isAllThere(attached.url, last())).toBe(true)
    await attached.stop()
    attached = null
    expect(await runs(orphan)).toBe(false)
  })

  test('of PostgreSQL: it recovers and has every row', async () => {
    const { last } = await writeInAnotherProcess(200)
    const victim = await postmaster()
    const ended = once(child ?? process, 'close')
    process.kill(victim, 'SIGKILL')
    await ended
    attached = await startEmbeddedPostgres({ dataDir })
    expect(attached.startedHere).toBe(true)
    expect(await postmaster()).not.toBe(victim)
    expect(await isAllThere(attached.url, last())).toBe(true)
  })

  test('of both at once: the same', async () => {
    const { last } = await writeInAnotherProcess(200)
    const victim = await postmaster()
    process.kill(victim, 'SIGKILL')
    await kill(child)
    attached = await startEmbeddedPostgres({ dataDir })
    expect(await isAllThere(attached.url, last())).toBe(true)
  })
})

test('a second process on the same data attaches, and leaves the server running when it stops', async () => {
  await writeInAnotherProcess(1)
  const server = await postmaster()
  const second = await startEmbeddedPostgres({ dataDir })
  expect(second.startedHere).toBe(false)
  expect((await kept(second.url)).rows).toBeGreaterThan(0)
  await second.stop()
  expect(await runs(server)).toBe(true)
})

describe('a folder that will not do is said in one sentence, and at once', () => {
  const start = (folder: string) => startEmbeddedPostgres({ dataDir: folder })

  test('under a file', async () => {
    const file = join(dataDir, 'a-file')
    await writeFile(file, 'x')
    for (const folder of [file, join(file, 'below'), join(file, 'further', 'below')])
      await expect(start(folder)).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' })
  })

  test.runIf(process.platform === 'linux')('where no folder can be made', async () => {
    for (const folder of ['/proc/gongjian', '/proc/gongjian/data', '/proc/1/gongjian/data'])
      await expect(start(folder)).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' })
  })

  test('with the data of another PostgreSQL', async () => {
    const folder = join(dataDir, 'of-another')
    await mkdir(join(folder, 'postgres'), { recursive: true })
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '15\n')
    await expect(start(folder)).rejects.toMatchObject({
      code: 'OTHER_DATABASE_VERSION',
      message: expect.stringContaining('The data belong to PostgreSQL 15, this version brings 18'),
    })
  })
})
