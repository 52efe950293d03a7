import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { CopyStreamQuery } from 'pg-copy-streams'
import {
  BACKUP_FORMAT,
  backupFile,
  backupLines,
  BackupProblem,
  backupTable,
  checkBackup,
  END_OF_ROWS,
} from './backup-file.ts'
import { connectClient } from './connect-client.ts'
import type { BackupSummary } from './backup-file.ts'

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
  return (
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      // What is on its way is not kept yet: its sender sends it again.
      .filter((name) => !name.startsWith(`uploads${sep}`))
      .sort()
  )
}

/** Writes everything to one file, as it stands at one moment; the file appears only when it is whole. */
export async function backup(
  url: string,
  filesDir: string,
  target: string,
): Promise<BackupSummary> {
  const client = await connectClient(url)
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
      `${JSON.stringify({ format: BACKUP_FORMAT, migrations: await migrationsOf(client), takenAt: new Date().toISOString() })}\n`,
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
      await write(`${END_OF_ROWS}\n`)
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

const lineFeed = Buffer.from('\n')

/**
 * Restores a backup into a migrated database that holds no city (with `replace`: in place of what it holds), in one
 * transaction, after its checksum was found to hold; and counts the rows again. Needs a user who may switch triggers off.
 * Throws BackupProblem, having changed nothing.
 */
export async function restore(
  url: string,
  filesDir: string,
  source: string,
  { replace }: { replace: boolean },
): Promise<BackupSummary> {
  const { migrations, summary } = await checkBackup(source)
  const client = await connectClient(url)
  try {
    if (migrations.join() !== (await migrationsOf(client)).join())
      throw new BackupProblem(
        'the backup was taken by another version: restore it with that version, then migrate',
      )
    await client.query('BEGIN')
    const { rowCount } = await client.query('SELECT FROM city LIMIT 1')
    if (rowCount !== 0 && !replace)
      throw new BackupProblem('the database holds a city already: name another, or say --replace')
    // Triggers keep audit rows from being removed, and sums from being entered twice: for this transaction they rest.
    await client.query("SET LOCAL session_replication_role = 'replica'")
    for (const table of (await tablesOf(client)).toReversed())
      await client.query(`DELETE FROM "${table}"`)
    await readInto(client, resolve(filesDir), source)
    for (const [table, expected] of Object.entries(summary.rows)) {
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM "${table}"`)
      if (Number(rows[0]?.count) !== expected)
        throw new BackupProblem(
          `${table}: ${expected} rows were backed up, ${rows[0]?.count} restored`,
        )
    }
    await client.query('COMMIT')
    return { rows: summary.rows, files: summary.files }
  } finally {
    await client.end()
  }
}

async function readInto(client: pg.Client, filesDir: string, source: string): Promise<void> {
  let copying: CopyStreamQuery | null = null
  for await (const line of backupLines(source)) {
    if (copying !== null) {
      if (line.toString('latin1') === END_OF_ROWS) {
        const ending: CopyStreamQuery = copying
        copying = null
        await new Promise<void>((done, failed) => {
          ending.once('error', failed)
          ending.end(() => done())
        })
      } else if (!copying.write(Buffer.concat([line, lineFeed]))) {
        await once(copying, 'drain')
      }
      continue
    }
    const parsed: unknown = JSON.parse(line.toString('utf8'))
    const file = backupFile.safeParse(parsed)
    if (file.success) {
      const path = resolve(filesDir, file.data.file)
      if (!path.startsWith(filesDir + sep))
        throw new BackupProblem('a file lies outside the folder for files')
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, Buffer.from(file.data.base64, 'base64'))
      continue
    }
    const rows = backupTable.safeParse(parsed)
    if (!rows.success) continue
    const { table, columns } = rows.data
    copying = client.query(
      copyFrom(
        `COPY "${table.replaceAll('"', '')}" (${columns.map((column) => `"${column.replaceAll('"', '')}"`).join(', ')}) FROM STDIN`,
      ),
    )
  }
}
