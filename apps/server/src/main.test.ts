import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createTestDatabase } from '@gongjian/database/testing'
import type { TestDatabase } from '@gongjian/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let folder: string
let database: TestDatabase
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongjian-start-test-'))
  await chmod(folder, 0o755)
  database = await createTestDatabase({ from: 'empty' })
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** As root the system forbids nothing: then the product is started as another user. */
const asOrdinaryUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** Whether another user may walk down to this installation: not where it lies in root's own home. */
const isOpenToOthers = [process.execPath, import.meta.dirname].every((path) => {
  for (let above = dirname(path); above !== dirname(above); above = dirname(above))
    if ((statSync(above).mode & 0o001) === 0) return false
  return true
})

type Outcome = { code: number | null; problem: string }

/** Starts the product with these settings, and gives how it ended. */
async function startWith(
  settings: Record<string, string>,
  { ordinaryUser = false } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: join(folder, 'data'), ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(ordinaryUser ? asOrdinaryUser : {}),
  })
  let problem = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problem += text))
  await once(child, 'close')
  return { code: child.exitCode, problem }
}

/** One sentence in Chinese and the same in English, no stack, and an exit that a script notices. */
const oneSentence = (english: string) => ({
  code: 1,
  problem: expect.stringMatching(
    new RegExp(
      `^.*[\\u4e00-\\u9fff].*。\\n[^\\n]*${english.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}[^\\n]*\\n$`,
    ),
  ),
})

describe('what keeps the product from starting is one sentence, and an exit code that is not zero', () => {
  test('a busy port', async () => {
    const busy = createServer().listen(0, '127.0.0.1')
    await once(busy, 'listening')
    const address = busy.address()
    const port = address !== null && typeof address === 'object' ? String(address.port) : ''
    const outcome = await startWith({ DATABASE_URL: database.url, PORT: port })
    busy.close()
    expect(outcome).toEqual(oneSentence(`Port ${port} is in use: stop what uses it`))
  })

  test.each(['x', '-1', '65536', '80.5'])('a port that is none: %s', async (port) => {
    expect(await startWith({ PORT: port })).toEqual(oneSentence(`${port} is no port`))
  })

  test('a server that is down, without its password', async () => {
    const outcome = await startWith({ DATABASE_URL: 'postgresql://one:geheim@127.0.0.1:1/city' })
    expect(outcome).toEqual(
      oneSentence('does not answer: is it running, and is DATABASE_URL right?'),
    )
    expect(outcome.problem).not.toContain('geheim')
  })

  test('a server that has no such database, or knows the user by another password', async () => {
    const other = new URL(database.url)
    other.pathname = '/no_such_city'
    expect(await startWith({ DATABASE_URL: other.toString() })).toEqual(
      oneSentence('There is no such database'),
    )
    const wrong = new URL(database.url)
    wrong.password = 'geheim'
    expect(await startWith({ DATABASE_URL: wrong.toString() })).toEqual(
      oneSentence('refused the sign-in'),
    )
  })

  test.runIf(process.getuid?.() !== 0 || isOpenToOthers)(
    'a folder that one may not write',
    async () => {
      const closed = join(folder, 'closed')
      await mkdir(closed, { mode: 0o555 })
      for (const path of [closed, join(closed, 'below')]) {
        const outcome = await startWith({ DATA_DIR: path }, { ordinaryUser: true })
        expect(outcome).toEqual(oneSentence(`The folder ${path} may not be written`))
      }
    },
  )

  test('a folder below a file', async () => {
    const path = join(folder, 'file', 'below')
    await writeFile(join(folder, 'file'), '')
    expect(await startWith({ DATA_DIR: path })).toEqual(
      oneSentence(`The folder ${path} may not be written`),
    )
  })

  test.runIf(process.platform === 'linux')('a folder where none can be made', async () => {
    const path = '/proc/gongjian/data'
    expect(await startWith({ DATA_DIR: path })).toEqual(
      oneSentence(`The folder ${path} may not be written`),
    )
    expect(await startWith({ DATABASE_URL: database.url, FILES_DIR: path })).toEqual(
      oneSentence(`The folder ${path} may not be written`),
    )
  })

  test('the data of another PostgreSQL', async () => {
    const data = join(folder, 'of-another')
    await mkdir(join(data, 'postgres'), { recursive: true })
    await writeFile(join(data, 'postgres', 'PG_VERSION'), '15\n')
    expect(await startWith({ DATA_DIR: data })).toEqual(
      oneSentence('The data belong to PostgreSQL 15'),
    )
  })

  test('a demonstration city that is none', async () => {
    expect(await startWith({ DEMO: 'mars' })).toEqual(
      oneSentence('There is no demonstration city mars'),
    )
  })
})
