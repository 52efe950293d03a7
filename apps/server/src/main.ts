import { makeWritableFolder } from '@gongjian/database/make-folder'
import { demonstrationOf, openCityDatabase } from '@gongjian/database/open-city-database'
import { explainStartup, StartupProblem } from '@gongjian/database/startup-problem'
import type { FastifyInstance } from 'fastify'
import { createApp } from './app.ts'
import { keepDemoDocuments } from './modules/evidence/demo-documents.ts'
import { readConfig } from './platform/config.ts'
import type { Config } from './platform/config.ts'
import { giveMemoryBackWhenIdle } from './platform/give-memory-back.ts'
import { fileStore } from './platform/files/file-store.ts'
import { sayAddress } from './platform/say-address.ts'
import { drain } from './platform/stop-gently.ts'

/** Starts the product: the database, its city, the application; and stops all of it in the opposite order. */
const config = settings()
const say = (line: string) => void process.stdout.write(`· ${line}\n`)

function settings(): Config {
  try {
    return readConfig(process.env)
  } catch (problem) {
    process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`)
    process.exit(1)
  }
}

async function start(): Promise<void> {
  if (!Number.isInteger(config.port) || config.port < 0 || config.port > 65_535)
    throw new StartupProblem('PORT_UNKNOWN', { port: process.env['PORT'] ?? '' })
  const database = await openCityDatabase(process.env, say)
  const app = await serve(database.url).catch(async (problem: unknown) => {
    await database.stop()
    throw problem
  })
  let stopping = false
  async function stop(code: number): Promise<void> {
    if (stopping) return
    stopping = true
    if (code === 0) await drain(app, config.drainSeconds)
    await app.close().catch(() => undefined)
    await database.stop().catch(() => undefined)
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // The embedded database's library listens too, and would end the process before the application is closed.
    process.removeAllListeners(signal)
    process.on(signal, () => void stop(0))
  }
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (problem) {
    fail(problem)
    await stop(1)
    return
  }
  await sayAddress(database.url, config, say)
}

async function serve(url: string): Promise<FastifyInstance> {
  await makeWritableFolder(config.filesDir)
  await fileStore(config)
    .read('is-the-store-there')
    .catch((problem: unknown) => {
      throw new StartupProblem('FILES_UNREACHABLE', {
        address: config.s3?.baseUrl ?? config.filesDir,
        detail: problem instanceof Error ? problem.message : '',
      })
    })
  if (demonstrationOf(process.env) !== 'none') await keepDemoDocuments(config)
  const app = await createApp({ url, config })
  giveMemoryBackWhenIdle(app)
  return app
}

function fail(problem: unknown): void {
  const known = explainStartup(problem, {
    port: String(config.port),
    url: process.env['DATABASE_URL'] ?? '',
    folder: config.filesDir,
  })
  process.stderr.write(
    `${known?.message ?? (problem instanceof Error ? (problem.stack ?? problem.message) : String(problem))}\n`,
  )
}

start().catch((problem: unknown) => {
  fail(problem)
  process.exit(1)
})
