import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const schemaFolder = fileURLToPath(new URL('../schema', import.meta.url))
export const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))
/** The schema that the newest migration reaches: what the next migration is the difference to. */
export const reachedSchemaFolder = join(migrationsFolder, 'schema.snapshot')

export type SchemaFile = { path: string; content: string }

/** The `.prisma` files of a folder, in name order. */
export async function readSchema(folder: string): Promise<SchemaFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => ({
      path: name,
      content: await readFile(join(folder, name), 'utf8'),
    })),
  )
}

/** The migrations as the schema engine takes them, oldest first. */
export async function readMigrations() {
  const entries = await readdir(migrationsFolder, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory() && /^\d{14}_/.test(entry.name))
    .map((entry) => entry.name)
    .sort()
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}
