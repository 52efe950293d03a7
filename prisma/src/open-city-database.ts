import { randomBytes } from 'node:crypto'
import { loadDemoCity, loadEmptyCity } from '../demo/load-demo-city.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { migrate } from './migrate.ts'
import { explainStartup, StartupProblem } from './startup-problem.ts'

export const defaultDemonstrationPassword = 'gongjian-demo'

export type CityDatabase = {
  url: string
  embedded: boolean
  /** Stops the database where this process started it. */
  stop(): Promise<void>
}

type Environment = Record<string, string | undefined>

export function dataFolder(env: Environment): string {
  return env['DATA_DIR'] ?? '.data'
}

/** The database that the environment names: the server at DATABASE_URL, or the embedded one on DATA_DIR. */
export async function connectCityDatabase(
  env: Environment,
  log: (line: string) => void = () => undefined,
): Promise<CityDatabase> {
  const given = env['DATABASE_URL']
  if (given !== undefined && given !== '') {
    return { url: given, embedded: false, stop: async () => undefined }
  }
  const running = await startEmbeddedPostgres({ dataDir: dataFolder(env), log })
  return { url: running.url, embedded: true, stop: running.stop }
}

/**
 * Connects, migrates, and loads the city that DEMO names (`harbin-2008`, the default on the embedded database, or
 * `none`: an empty city with one administrator, whose first password is said once). Says each step by `log`.
 * Throws StartupProblem for what the user can mend.
 */
export async function openCityDatabase(
  env: Environment,
  log: (line: string) => void,
): Promise<CityDatabase> {
  const external = (env['DATABASE_URL'] ?? '') !== ''
  const demo = env['DEMO'] ?? (external ? 'none' : 'harbin-2008')
  if (demo !== 'none' && demo !== 'harbin-2008')
    throw new StartupProblem('UNKNOWN_DEMONSTRATION', { demo })

  log(
    external
      ? '连接数据库 / Connecting to the database'
      : '启动内置 PostgreSQL / Starting the embedded PostgreSQL',
  )
  const database = await connectCityDatabase(env)
  try {
    const applied = await migrate(database.url).catch((problem: unknown) => {
      throw explainStartup(rootOf(problem), { url: database.url }) ?? explainMigration(problem)
    })
    if (applied.length > 0) log(`升级数据库结构 / Migrated: ${applied.join(', ')}`)
    if (demo === 'harbin-2008') {
      const password = env['DEMO_PASSWORD'] ?? defaultDemonstrationPassword
      const loaded = await loadDemoCity({ url: database.url, password })
      if (loaded) log('已载入演示城市(哈尔滨 2008)/ Loaded the demonstration city (Harbin 2008)')
    } else {
      const adminPassword = randomBytes(9).toString('base64url')
      const loaded = await loadEmptyCity({ url: database.url, adminPassword })
      if (loaded)
        log(
          `已建立空城市;管理员 admin 的首次密码(只显示一次)/ Empty city; first password of admin, shown once: ${adminPassword}`,
        )
    }
    return database
  } catch (problem) {
    await database.stop()
    throw explainStartup(problem, { url: database.url }) ?? problem
  }
}

function explainMigration(problem: unknown): StartupProblem {
  const text = problem instanceof Error ? problem.message : String(problem)
  const known: [RegExp, 'DATABASE_UNREACHABLE' | 'DATABASE_REFUSED' | 'DATABASE_MISSING'][] = [
    [/Can't reach database server|ECONNREFUSED/, 'DATABASE_UNREACHABLE'],
    [/Authentication failed|password authentication/, 'DATABASE_REFUSED'],
    [/does not exist/, 'DATABASE_MISSING'],
  ]
  const address = /`([^`]+)`/.exec(text)?.[1] ?? 'DATABASE_URL'
  const match = known.find(([pattern]) => pattern.test(text))
  if (match !== undefined) return new StartupProblem(match[1], { address })
  return new StartupProblem('MIGRATION_FAILED', { detail: text.split('\n').slice(0, 2).join(' ') })
}

function rootOf(problem: unknown): unknown {
  return problem instanceof Error && problem.cause !== undefined ? rootOf(problem.cause) : problem
}
