import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/client/client.ts'
import { connectClient } from './connect-client.ts'

export type Database = {
  /** For the hot paths: one statement each. */
  pool: pg.Pool
  /** For everything else. */
  prisma: PrismaClient
  url: string
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

/**
 * Opens the migrated database at `url` as the application: with the application's role where it exists,
 * times in UTC, and generic plans, since the same few statements run all day.
 */
export async function openDatabase(
  url: string,
  { max = 20 }: { max?: number } = {},
): Promise<Database> {
  const options = [
    '-c TimeZone=UTC',
    '-c plan_cache_mode=force_generic_plan',
    ...((await mayTakeRole(url)) ? [`-c role=${applicationRole}`] : []),
  ].join(' ')
  const pool = new pg.Pool({ connectionString: url, max, options, types: asText })
  // An idle connection that breaks is replaced at the next query; unheard, it would end the process.
  pool.on('error', () => undefined)
  const adapter = new PrismaPg(
    { connectionString: url, max: Math.max(2, Math.floor(max / 2)), options },
    { statementNameGenerator: nameStatement },
  )
  const prisma = new PrismaClient({ adapter })
  return {
    pool,
    prisma,
    url,
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
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
