import { readdir } from 'node:fs/promises'
import { migrationsFolder } from './migration-files.ts'

let names: Promise<readonly string[]> | null = null

async function readNames(): Promise<readonly string[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory() && /^\d{14}_/.test(entry.name))
    .map(({ name }) => name)
    .sort()
}

/** The names of the migrations that this version brings, oldest first. They are read once. */
export function migrationNames(): Promise<readonly string[]> {
  names ??= readNames()
  return names
}
