import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { backup, restore } from './backup.ts'
import { BackupProblem } from './backup-file.ts'
import { migrate } from './migrate.ts'
import { createTestDatabase } from './testing.ts'
import type { TestDatabase } from './testing.ts'

/** Characters that some take for the end of a line, and that COPY does not write in another way. */
const oddWords = 'one\u2028two\u2029three\u0085four\nfive\r\nsix\ttab\\.\\N "quoted" 🏮'

let source: TestDatabase
let target: TestDatabase
let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongjian-backup-test-'))
  file = join(folder, 'city.backup')
  source = await createTestDatabase({ from: 'harbin' })
  await ask(
    source.url,
    `UPDATE activity SET words = $1 WHERE id = (SELECT min(id::text)::uuid FROM activity WHERE day > '2008-07-01')`,
    [oddWords],
  )
  await mkdir(join(folder, 'files', '2008', 'a'), { recursive: true })
  await writeFile(join(folder, 'files', '2008', 'a', 'photo.jpg'), Buffer.from([0, 255, 10, 13, 1]))
  await writeFile(join(folder, 'files', '2008', 'empty'), '')
  await backup(source.url, join(folder, 'files'), file)
  target = await emptyDatabase('backup_target')
})
afterAll(async () => {
  await source.drop()
  await target.drop()
  await rm(folder, { recursive: true, force: true })
})

async function ask(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(statement, values)
  } finally {
    await client.end()
  }
}

/** Migrated, and nothing in it. */
async function emptyDatabase(name: string): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  await ask(server, `CREATE DATABASE ${name} TEMPLATE template0`)
  const url = new URL(server)
  url.pathname = `/${name}`
  await migrate(url.toString())
  return {
    url: url.toString(),
    drop: async () => {
      await ask(server, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** Every table with its number of rows and a hash over all of them. */
async function contents(url: string): Promise<Record<string, string>> {
  const tables = await ask(
    url,
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations' ORDER BY 1`,
  )
  const found: Record<string, string> = {}
  for (const { name } of tables.rows) {
    const { rows } = await ask(
      url,
      `SELECT count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS value FROM "${name}" t`,
    )
    found[name] = rows[0]?.value
  }
  return found
}

async function filesIn(path: string): Promise<string[]> {
  return (await readdir(path, { recursive: true }).catch(() => [])).toSorted()
}

test('what was backed up comes back row for row and byte for byte, and the backup of it is the same again', async () => {
  const files = join(folder, 'restored')
  const { rows } = await restore(target.url, files, file, { replace: false })
  expect(rows['activity']).toBeGreaterThan(1000)
  expect(await contents(target.url)).toEqual(await contents(source.url))
  expect(await filesIn(files)).toEqual(await filesIn(join(folder, 'files')))
  expect(await readFile(join(files, '2008/a/photo.jpg'))).toEqual(Buffer.from([0, 255, 10, 13, 1]))
  const words = await ask(target.url, 'SELECT FROM activity WHERE words = $1', [oddWords])
  expect(words.rowCount).toBe(1)

  const again = join(folder, 'again.backup')
  await backup(target.url, files, again)
  const lines = async (path: string) =>
    gunzipSync(await readFile(path))
      .toString('utf8')
      .split('\n')
      .slice(1, -2)
  expect(await lines(again)).toEqual(await lines(file))
})

test('a city that is there is not replaced unless that is said', async () => {
  const before = await contents(target.url)
  await ask(target.url, `UPDATE city SET name = name || '!'`)
  await expect(restore(target.url, folder, file, { replace: false })).rejects.toThrow(
    'the database holds a city already: name another, or say --replace',
  )
  await restore(target.url, join(folder, 'restored'), file, { replace: true })
  expect(await contents(target.url)).toEqual(before)
})

describe('refused, with nothing changed', () => {
  const changed = 'the checksum does not hold: the file was changed or is not whole'
  let held: Record<string, string>
  beforeAll(async () => {
    held = await contents(target.url)
  })
  const text = async () => gunzipSync(await readFile(file))

  const damages: [string, (path: string) => Promise<void>, string | RegExp][] = [
    [
      'one changed byte in the words of a record',
      async (path) => {
        const bytes = await text()
        const at = bytes.indexOf('🏮')
        bytes[at + 3] = (bytes[at + 3] ?? 0) ^ 1
        await writeFile(path, gzipSync(bytes))
      },
      changed,
    ],
    [
      'one changed digit in a quantity',
      async (path) => {
        const bytes = await text()
        const at = bytes.indexOf('{"table":"output"')
        const digit = bytes.indexOf('.0000', at) - 1
        bytes[digit] = bytes[digit] === 0x31 ? 0x32 : 0x31
        await writeFile(path, gzipSync(bytes))
      },
      changed,
    ],
    [
      'one changed byte in the file as it lies on the disk',
      async (path) => {
        const bytes = await readFile(file)
        const at = Math.floor(bytes.length / 2)
        bytes[at] = (bytes[at] ?? 0) ^ 0x10
        await writeFile(path, bytes)
      },
      changed,
    ],
    [
      'a changed checksum of the packing',
      async (path) => {
        const bytes = await readFile(file)
        bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1
        await writeFile(path, bytes)
      },
      changed,
    ],
    [
      'a line that was left out',
      async (path) => {
        const bytes = (await text()).toString('latin1')
        const at = bytes.indexOf('\n', bytes.indexOf('{"table":"activity"')) + 1
        await writeFile(
          path,
          gzipSync(
            Buffer.from(bytes.slice(0, at) + bytes.slice(bytes.indexOf('\n', at) + 1), 'latin1'),
          ),
        )
      },
      changed,
    ],
    [
      'a file that was cut off',
      async (path) => {
        const bytes = await readFile(file)
        await writeFile(path, bytes)
        await truncate(path, Math.floor(bytes.length * 0.7))
      },
      'the file ends too early',
    ],
    [
      'a file that was packed again without its end',
      async (path) => {
        const bytes = await text()
        await writeFile(path, gzipSync(bytes.subarray(0, bytes.lastIndexOf('{"rows"'))))
      },
      'the file ends too early',
    ],
    [
      'something else',
      async (path) => writeFile(path, 'a letter to the committee'),
      'the file is no backup of this product',
    ],
    [
      'something else that is packed',
      async (path) => writeFile(path, gzipSync('{"format":"of another product"}\n')),
      'the file is no backup of this product',
    ],
    ['nothing', async (path) => writeFile(path, ''), 'the file ends too early'],
    ['a file that is not there', async () => undefined, /cannot be read$/],
  ]

  test.each(damages)('%s', async (_what, damage, sentence) => {
    const path = join(folder, 'damaged.backup')
    const files = join(folder, 'not-written')
    await rm(path, { force: true })
    await damage(path)
    const refused = restore(target.url, files, path, { replace: true })
    await expect(refused).rejects.toBeInstanceOf(BackupProblem)
    await expect(refused).rejects.toThrow(sentence)
    expect(await contents(target.url)).toEqual(held)
    expect(await filesIn(files)).toEqual([])
  })

  test('a backup of another version', async () => {
    await ask(
      target.url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99990101000000_later', now())`,
    )
    try {
      await expect(restore(target.url, folder, file, { replace: true })).rejects.toThrow(
        'the backup was taken by another version: restore it with that version, then migrate',
      )
    } finally {
      await ask(target.url, `DELETE FROM _prisma_migrations WHERE id = 'x'`)
    }
  })
})
