import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'

export type Cell = string | number | boolean | bigint | Date | null | readonly string[]

function escapeCell(cell: Cell): string {
  if (cell === null) return String.raw`\N`
  const text =
    cell instanceof Date
      ? cell.toISOString()
      : Array.isArray(cell)
        ? `{${cell.join(',')}}`
        : String(cell)
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
}

/** Loads rows with COPY, streamed. Lists are written as PostgreSQL arrays of plain words. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  function* lines() {
    let chunk = ''
    for (const row of rows) {
      chunk += `${row.map(escapeCell).join('\t')}\n`
      if (chunk.length > 65_536) {
        yield chunk
        chunk = ''
      }
    }
    yield chunk
  }
  const list = columns.map((column) => `"${column}"`).join(', ')
  // Where the server goes away, the stream waits for ever.
  const { promise: lost, reject } = Promise.withResolvers<never>()
  client.once('error', reject)
  try {
    await Promise.race([
      pipeline(
        Readable.from(lines(), { objectMode: false }),
        client.query(from(`COPY "${table}" (${list}) FROM STDIN`)),
      ),
      lost,
    ])
  } finally {
    client.off('error', reject)
  }
}
