import { createReadStream } from 'node:fs'
import { Refused } from '../../platform/failures.ts'

/** What starts programs, runs scripts or carries other files. Names may be written with '#' and digits: '/#4cau#6ech'. */
const dangerous = ['/JavaScript', '/Launch', '/EmbeddedFile', '/RichMedia']
const longest = Math.max(...dangerous.map((name) => name.length)) * 3

const plain = (text: string) =>
  text.replaceAll(/#([0-9a-f]{2})/gi, (_sign, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )

/**
 * Whether a PDF is whole and does nothing by itself, as far as it says so openly; what is hidden in compressed parts
 * is left to the reader's program, which shows it without rights. Read as a stream.
 */
export async function checkPdf(path: string): Promise<'application/pdf'> {
  let before = ''
  let end = ''
  for await (const chunk of createReadStream(path)) {
    const text = before + (Buffer.isBuffer(chunk) ? chunk.toString('latin1') : '')
    const seen = text.includes('#') ? plain(text) : text
    if (dangerous.some((name) => seen.includes(name))) throw new Refused('DOCUMENT_HAS_MACROS')
    before = text.slice(-longest)
    end = text.slice(-2048)
  }
  if (!end.includes('%%EOF')) throw new Refused('DOCUMENT_UNREADABLE')
  return 'application/pdf'
}
