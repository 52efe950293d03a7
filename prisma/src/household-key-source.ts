import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { newHouseholdKey } from './household-sealing.ts'

/** Where the keys of households are: in the environment, or in a file beside the embedded database. */
export type HouseholdKeySource = { text: string } | { file: string } | null

type Environment = Record<string, string | undefined>

/** HOUSEHOLD_KEYS where it is set; else, with the embedded database, a file in its folder; else nowhere. */
export function householdKeySource(env: Environment): HouseholdKeySource {
  const text = env['HOUSEHOLD_KEYS'] ?? ''
  if (text.trim() !== '') return { text }
  if ((env['DATABASE_URL'] ?? '') !== '') return null
  return { file: join(env['DATA_DIR'] ?? '.data', 'household-keys') }
}

/** The keys as written, or null where there are none. A file is read again each time: rotation puts a new key into it. */
export function readHouseholdKeys(source: HouseholdKeySource): string | null {
  if (source === null) return null
  if ('text' in source) return source.text
  return existsSync(source.file) ? readFileSync(source.file, 'utf8') : null
}

/** Puts a new key before those that the file has (mode 600, whole or not at all). Gives the key's id. */
export async function addHouseholdKey(file: string, now: Date): Promise<string> {
  await mkdir(dirname(file), { recursive: true })
  const key = newHouseholdKey(now)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const unfinished = `${file}.unfinished`
  await writeFile(unfinished, `${key}\n${before}`, { mode: 0o600 })
  await chmod(unfinished, 0o600)
  await rename(unfinished, file)
  return key.slice(0, key.indexOf(':'))
}
