import { randomBytes } from 'node:crypto'
import { connectClient } from './connect-client.ts'
import { loadDemoCityApart } from '../demo/load-apart.ts'
import { loadEmptyCity } from '../demo/load-demo-city.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { addHouseholdKey, householdKeySource, readHouseholdKeys } from './household-key-source.ts'
import { parseHouseholdKeys } from './household-sealing.ts'
import type { HouseholdKeyring } from './household-sealing.ts'
import { migrate } from './migrate.ts'
import { explainStartup, StartupProblem } from './startup-problem.ts'

export const defaultDemonstrationPassword = 'gongjian-demo'

export type CityDatabase = {
  url: string
  embedded: boolean
  /** Stops the database where this process started it. */
  stop(): Promise<void>
  /** What the embedded server said that explains why it failed, where that is known. */
  trouble(): StartupProblem | null
}

type Environment = Record<string, string | undefined>

const isExternal = (env: Environment) => (env['DATABASE_URL'] ?? '') !== ''

/** The demonstration that the environment names: by itself one only on the embedded database. */
export const demonstrationOf = (env: Environment): string =>
  env['DEMO'] ?? (isExternal(env) ? 'none' : 'harbin-2008')

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
    // Anything else pg would take for the name of a database on a server of its own choosing.
    if (!/^(postgres(ql)?|socket):\/\/\S+$/.test(given))
      throw new StartupProblem('DATABASE_URL_UNREADABLE', {})
    return { url: given, embedded: false, stop: async () => undefined, trouble: () => null }
  }
  const running = await startEmbeddedPostgres({ dataDir: dataFolder(env), log })
  return { url: running.url, embedded: true, stop: running.stop, trouble: running.trouble }
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
  const external = isExternal(env)
  const demo = demonstrationOf(env)
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
    const householdKeys = await keysForHouseholds(env, database.url, log)
    if (demo === 'harbin-2008') {
      const password = env['DEMO_PASSWORD'] ?? defaultDemonstrationPassword
      const loaded = await loadDemoCityApart({ url: database.url, password, householdKeys })
      if (loaded) log('已载入演示城市（哈尔滨 2008）/ Loaded the demonstration city (Harbin 2008)')
    } else {
      const adminPassword = randomBytes(9).toString('base64url')
      const loaded = await loadEmptyCity({ url: database.url, adminPassword })
      if (loaded)
        log(
          `已建立空城市；管理员 admin 的首次密码（只显示一次）/ Empty city; first password of admin, shown once: ${adminPassword}`,
        )
    }
    return database
  } catch (problem) {
    // Once it has stopped, all that it said has been heard.
    await database.stop().catch(() => undefined)
    throw database.trouble() ?? explainStartup(problem, { url: database.url }) ?? problem
  }
}

/**
 * The keys of households. The embedded database gets its key file the first time; where families are sealed already, a
 * new key would not open them, so none is made. Without right keys all else goes on, and the log says so once.
 */
async function keysForHouseholds(
  env: Environment,
  url: string,
  log: (line: string) => void,
): Promise<HouseholdKeyring | null> {
  const source = householdKeySource(env)
  if (source !== null && 'file' in source && readHouseholdKeys(source) === null) {
    if (!(await holdsSealedHouseholds(url))) await addHouseholdKey(source.file, new Date())
  }
  const keys = readHouseholdKeys(source)
  if (keys === null) {
    log(
      '未找到帮扶家庭密钥（HOUSEHOLD_KEYS），家庭档案的个人信息不能录入或查看，其他功能不受影响 / No household keys (HOUSEHOLD_KEYS): personal data of households can be neither entered nor shown; all else works',
    )
    return null
  }
  try {
    return parseHouseholdKeys(keys)
  } catch {
    log(
      '帮扶家庭密钥（HOUSEHOLD_KEYS）格式不对，应写成 name:base64（base64 为 32 字节），其他功能不受影响 / HOUSEHOLD_KEYS is malformed: write "name:base64 of 32 bytes"; all else works',
    )
    return null
  }
}

async function holdsSealedHouseholds(url: string): Promise<boolean> {
  const client = await connectClient(url)
  try {
    const { rowCount } = await client.query(
      'SELECT FROM household WHERE name_sealed IS NOT NULL LIMIT 1',
    )
    return rowCount !== 0
  } finally {
    await client.end()
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
