import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'

/**
 * A backup is one gzip'ed text: a line of JSON that says what it is; for each table a line `{"table", "columns"}`, its rows
 * as COPY writes them, and `\.`; for each kept file a line `{"file", "base64"}`; and at the end a line with the number of
 * rows of each table and the SHA-256 over everything before it.
 */
export const BACKUP_FORMAT = 'gongjian-backup-1'

export const backupHead = z.object({
  format: z.literal(BACKUP_FORMAT),
  migrations: z.array(z.string()),
  takenAt: z.string(),
})
export const backupTable = z.object({ table: z.string(), columns: z.array(z.string()) })
export const backupFile = z.object({ file: z.string(), base64: z.string() })
const backupTail = z.object({
  rows: z.record(z.string(), z.number()),
  files: z.number(),
  sha256: z.string(),
})
export type BackupSummary = { rows: Record<string, number>; files: number }

/** The end of the rows of a table, as COPY writes it. */
export const END_OF_ROWS = '\\.'

/** Why a backup cannot be restored, in one sentence for whoever restores it. */
export class BackupProblem extends Error {}

const CHANGED = 'the checksum does not hold: the file was changed or is not whole'

/** The lines as they were written: only a line feed ends one, whatever else words may hold that looks like an end. */
export async function* backupLines(source: string): AsyncGenerator<Buffer> {
  const file = createReadStream(source)
  const text = createGunzip()
  file.once('error', (problem) => text.destroy(problem))
  file.pipe(text)
  let begun: Buffer[] = []
  try {
    for await (const chunk of text) {
      let rest: Buffer = chunk
      for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
        yield Buffer.concat([...begun, rest.subarray(0, end)])
        begun = []
        rest = rest.subarray(end + 1)
      }
      if (rest.length > 0) begun.push(rest)
    }
  } catch (problem) {
    const code = problem instanceof Error && 'code' in problem ? String(problem.code) : ''
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
      throw new BackupProblem(`${source} cannot be read`)
    if (code === 'Z_BUF_ERROR') throw new BackupProblem('the file ends too early')
    if (code.startsWith('Z_') && begun.length === 0 && text.bytesWritten < 64)
      throw new BackupProblem('the file is no backup of this product')
    throw code.startsWith('Z_') ? new BackupProblem(CHANGED) : problem
  } finally {
    file.destroy()
    text.destroy()
  }
  if (begun.length > 0) yield Buffer.concat(begun)
}

/** Reads the whole file once, without changing anything, and gives what it says of itself where its checksum holds. */
export async function checkBackup(
  source: string,
): Promise<{ migrations: string[]; summary: BackupSummary }> {
  const hash = createHash('sha256')
  let migrations: string[] | null = null
  let inRows = false
  for await (const line of backupLines(source)) {
    if (migrations === null) {
      const head = backupHead.safeParse(parsed(line))
      if (!head.success) throw new BackupProblem('the file is no backup of this product')
      migrations = head.data.migrations
    } else if (inRows) {
      inRows = line.toString('latin1') !== END_OF_ROWS
    } else {
      const what = parsed(line)
      const tail = backupTail.safeParse(what)
      if (tail.success) {
        if (tail.data.sha256 !== hash.digest('hex')) throw new BackupProblem(CHANGED)
        return { migrations, summary: tail.data }
      }
      inRows = backupTable.safeParse(what).success
    }
    hash.update(line).update('\n')
  }
  throw new BackupProblem('the file ends too early')
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'))
  } catch {
    return null
  }
}
