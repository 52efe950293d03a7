import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/client/client.ts'
import { connectClient } from './connect-client.ts'
import { serversOf, watchPrimary } from './database-servers.ts'
import { listenToStatements } from './listen-to-statements.ts'
import type { StatementListener } from './listen-to-statements.ts'

export type { StatementListener }

export type Database = {
  /** For the hot paths: one statement each. */
  pool: pg.Pool
  /** For everything else. */
  prisma: PrismaClient
  /** All its connections: those of `pool` and those that Prisma uses. */
  pools: { statements: pg.Pool; models: pg.Pool }
  url: string
  /** Who hears of every statement. */
  heard?: StatementListener
  /** A connection of one's own, not yet connected. */
  newClient(): pg.Client
  /** Where this is a copy that is only read: what it is a copy of. */
  primary?: Database
  close(): Promise<void>
}

/** Days as 'YYYY-MM-DD', exact numbers as text: nothing is rounded or moved to another time zone on the way. */
const asText: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.DATE ||
    oid === pg.types.builtins.INT8 ||
    oid === pg.types.builtins.NUMERIC
      ? (value: string) => value
      : pg.types.getTypeParser(oid, format)) satisfies typeof pg.types.getTypeParser,
}

const applicationRole = 'gongjian_app'

async function mayTakeRole(url: string): Promise<boolean> {
  const client = await connectClient(url)
  try {
    const { rows } = await client.query<{ may: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid, 'MEMBER')) AS may`,
      [applicationRole],
    )
    return rows[0]?.may ?? false
  } finally {
    await client.end()
  }
}

const settings = ['-c TimeZone=UTC', '-c plan_cache_mode=force_generic_plan']

/**
 * Opens the migrated database at `url` as the application: with the application's role where it exists,
 * times in UTC, and generic plans, since the same few statements run all day. Where `url` names several servers, it
 * follows the primary among them. Who listens hears of every statement.
 */
export async function openDatabase(
  url: string,
  { max = 20, heard }: { max?: number; heard?: StatementListener } = {},
): Promise<Database> {
  const watch = serversOf(url).length > 1 ? await watchPrimary(url) : null
  const role = (await mayTakeRole(url)) ? [`-c role=${applicationRole}`] : []
  const options = [...settings, ...role].join(' ')
  const Client = watch?.Client ?? pg.Client
  const server = { connectionString: url, options, Client }
  const pool = hearingBreaks(new pg.Pool({ ...server, max, types: asText }))
  const models = hearingBreaks(new pg.Pool({ ...server, max: Math.max(2, Math.floor(max / 2)) }))
  if (heard !== undefined) for (const each of [pool, models]) listenToStatements(each, heard)
  const adapter = new PrismaPg(models, { statementNameGenerator: nameStatement })
  const prisma = new PrismaClient({ adapter })
  return {
    pool,
    prisma,
    pools: { statements: pool, models },
    url,
    ...(heard !== undefined && { heard }),
    newClient: () => new Client({ connectionString: url }),
    close: async () => {
      await watch?.stop()
      await prisma.$disconnect()
      await Promise.all([pool.end(), models.end()])
    },
  }
}

/** Milliseconds after which a copy that does not answer is no copy to read from. */
const copyPatience = { connectionTimeoutMillis: 2000, query_timeout: 15_000 }

/** Opens a copy of the database, as PostgreSQL's streaming replication keeps one, for statements that only read. */
export function openCopy(primary: Database, url: string): Database {
  const { options } = primary.pool
  const pool = hearingBreaks(
    new pg.Pool({
      connectionString: url,
      max: options.max,
      options: `${options.options ?? ''} -c default_transaction_read_only=on`,
      types: asText,
      ...copyPatience,
    }),
  )
  if (primary.heard !== undefined) listenToStatements(pool, primary.heard)
  const pools = { ...primary.pools, statements: pool }
  return { ...primary, url, pool, pools, primary, close: () => pool.end() }
}

/** An idle connection that breaks is replaced at the next query; unheard, it would end the process. */
function hearingBreaks(pool: pg.Pool): pg.Pool {
  return pool.on('error', () => undefined)
}

const statementNames = new Map<string, string>()

/** The same statement text is prepared once a connection. Texts vary with list lengths, so their number is bounded. */
function nameStatement({ sql }: { sql: string }): string {
  const known = statementNames.get(sql)
  if (known !== undefined) return known
  const name = statementNames.size < 2000 ? `p${statementNames.size}` : ''
  statementNames.set(sql, name)
  return name
}
