import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { PassThrough, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { z } from 'zod'

/**
 * A backup is one gzip'ed text: a line of JSON that says what it is; for each table a line `{"table", "columns"}`, its rows
 * as COPY writes them, and `\.`; for each kept file a line `{"file", "base64"}`; and at the end a line with the number of
 * rows of each table and the SHA-256 over everything before it.
 */
const FORMAT = 'gongjian-backup-1'

const head = z.object({
  format: z.literal(FORMAT),
  migrations: z.array(z.string()),
  takenAt: z.string(),
})
const tableHead = z.object({ table: z.string(), columns: z.array(z.string()) })
const fileLine = z.object({ file: z.string(), base64: z.string() })
const tail = z.object({
  rows: z.record(z.string(), z.number()),
  files: z.number(),
  sha256: z.string(),
})
export type BackupSummary = { rows: Record<string, number>; files: number }

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1',
  )
  return rows.map(({ name }) => name)
}

/** Tables in an order in which what is referred to comes first. */
async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(
    `SELECT c.relname AS name, ARRAY(SELECT DISTINCT r.confrelid::regclass::text FROM pg_constraint r WHERE r.conrelid = c.oid AND r.contype = 'f' AND r.confrelid <> c.oid) AS needs
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> '_prisma_migrations' ORDER BY 1`,
  )
  const ordered: string[] = []
  while (ordered.length < rows.length) {
    const ready = rows.filter(
      ({ name, needs }) =>
        !ordered.includes(name) && needs.every((one) => ordered.includes(one.replaceAll('"', ''))),
    )
    if (ready.length === 0) throw new Error('the tables refer to each other in a circle')
    ordered.push(...ready.map(({ name }) => name))
  }
  return ordered
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position`,
    [table],
  )
  return rows.map(({ name }) => name)
}

async function filesUnder(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** Writes everything to one file, as it stands at one moment; the file appears only when it is whole. */
export async function backup(
  url: string,
  filesDir: string,
  target: string,
): Promise<BackupSummary> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const unfinished = `${target}.unfinished`
  const hash = createHash('sha256')
  const out = new PassThrough()
  const written = pipeline(
    out,
    createGzip({ level: 6 }),
    createWriteStream(unfinished, { mode: 0o600 }),
  )
  const write = async (text: string | Buffer) => {
    hash.update(text)
    if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve))
  }
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await write(
      `${JSON.stringify({ format: FORMAT, migrations: await migrationsOf(client), takenAt: new Date().toISOString() })}\n`,
    )
    const rows: Record<string, number> = {}
    for (const table of await tablesOf(client)) {
      const columns = await columnsOf(client, table)
      await write(`${JSON.stringify({ table, columns })}\n`)
      const copy = client.query(
        copyTo(`COPY "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) TO STDOUT`),
      )
      for await (const chunk of copy) await write(chunk)
      rows[table] = copy.rowCount
      await write('\\.\n')
    }
    await client.query('COMMIT')
    const files = await filesUnder(filesDir)
    for (const file of files)
      await write(
        `${JSON.stringify({ file, base64: (await readFile(join(filesDir, file))).toString('base64') })}\n`,
      )
    out.end(`${JSON.stringify({ rows, files: files.length, sha256: hash.digest('hex') })}\n`)
    await written
    await rename(unfinished, target)
    return { rows, files: files.length }
  } catch (problem) {
    out.destroy()
    await written.catch(() => undefined)
    await rm(unfinished, { force: true })
    throw problem
  } finally {
    await client.end()
  }
}

export class BackupProblem extends Error {}

/**
 * Restores a backup into a migrated database that holds no city (with `replace`: in place of what it holds), in one
 * transaction, and checks the checksum and the number of rows. Needs a user who may switch triggers off.
 */
export async function restore(
  url: string,
  filesDir: string,
  source: string,
  { replace }: { replace: boolean },
): Promise<BackupSummary> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('BEGIN')
    const { rowCount } = await client.query('SELECT FROM city LIMIT 1')
    if (rowCount !== 0 && !replace)
      throw new BackupProblem('the database holds a city already: name another, or say --replace')
    // Triggers keep audit rows from being removed, and sums from being entered twice: for this transaction they rest.
    await client.query("SET LOCAL session_replication_role = 'replica'")
    for (const table of (await tablesOf(client)).toReversed())
      await client.query(`DELETE FROM "${table}"`)
    const summary = await readInto(client, filesDir, source)
    for (const [table, expected] of Object.entries(summary.rows)) {
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM "${table}"`)
      if (Number(rows[0]?.count) !== expected)
        throw new BackupProblem(
          `${table}: ${expected} rows were backed up, ${rows[0]?.count} restored`,
        )
    }
    await client.query('COMMIT')
    return summary
  } finally {
    await client.end()
  }
}

async function readInto(
  client: pg.Client,
  filesDir: string,
  source: string,
): Promise<BackupSummary> {
  const hash = createHash('sha256')
  let first = true
  let copying: Writable | null = null
  let done: BackupSummary | null = null
  const lines = createInterface({
    input: createReadStream(source).pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  for await (const line of lines) {
    if (copying !== null) {
      hash.update(`${line}\n`)
      if (line === '\\.') {
        const ending: Writable = copying
        copying = null
        await new Promise<void>((resolve, reject) => {
          ending.once('error', reject)
          ending.end(() => resolve())
        })
      } else if (!copying.write(`${line}\n`)) {
        const waiting: Writable = copying
        await new Promise((resolve) => waiting.once('drain', resolve))
      }
      continue
    }
    const parsed: unknown = JSON.parse(line)
    const end = tail.safeParse(parsed)
    if (end.success) {
      if (end.data.sha256 !== hash.digest('hex'))
        throw new BackupProblem('the checksum does not hold: the file was changed or is not whole')
      done = end.data
      break
    }
    hash.update(`${line}\n`)
    if (first) {
      const { migrations } = head.parse(parsed)
      const present = await migrationsOf(client)
      if (migrations.join() !== present.join())
        throw new BackupProblem(
          'the backup was taken by another version: restore it with that version, then migrate',
        )
      first = false
      continue
    }
    const file = fileLine.safeParse(parsed)
    if (file.success) {
      const path = join(filesDir, file.data.file)
      if (!path.startsWith(filesDir))
        throw new BackupProblem('a file lies outside the folder for files')
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, Buffer.from(file.data.base64, 'base64'))
      continue
    }
    const { table, columns } = tableHead.parse(parsed)
    copying = client.query(
      copyFrom(
        `COPY "${table.replaceAll('"', '')}" (${columns.map((column) => `"${column.replaceAll('"', '')}"`).join(', ')}) FROM STDIN`,
      ),
    )
  }
  if (done === null) throw new BackupProblem('the file ends too early')
  return done
}
