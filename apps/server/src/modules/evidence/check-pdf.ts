import { open } from 'node:fs/promises'
import { Refused } from '../../platform/failures.ts'

/** What starts programs, runs scripts or carries other files. Names may be written with '#' and digits: '/#4cau#6ech'. */
const dangerous = ['/JavaScript', '/Launch', '/EmbeddedFile', '/RichMedia']
const longest = Math.max(...dangerous.map((name) => name.length)) * 3
const partBytes = 64 * 1024
const endBytes = 2048
const sign = 0x23

/** The same with each '#4c' written as the sign that it means, into the other memory; gives how long it is there. */
function decode(text: Buffer, into: Buffer): number {
  let [from, to] = [0, 0]
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    const digits = text.toString('latin1', at + 1, at + 3)
    if (at < from || !/^[0-9a-f]{2}$/i.test(digits)) continue
    to += text.copy(into, to, from, at)
    into[to] = Number.parseInt(digits, 16)
    to += 1
    from = at + 3
  }
  return to + text.copy(into, to, from)
}

/**
 * Whether a PDF is whole and does nothing by itself, as far as it says so openly; what is hidden in compressed parts
 * is left to the reader's program, which shows it without rights. Read part by part into the same memory.
 */
export async function checkPdf(path: string): Promise<'application/pdf'> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const [text, decoded] = [Buffer.alloc(longest + partBytes), Buffer.alloc(longest + partBytes)]
    let kept = 0
    for (let at = 0; at < size;) {
      // oxlint-disable-next-line no-await-in-loop -- one part after the other
      const { bytesRead } = await file.read(text, kept, partBytes, at)
      if (bytesRead === 0) break
      const length = kept + bytesRead
      const seen = decoded.subarray(0, decode(text.subarray(0, length), decoded))
      if (dangerous.some((name) => seen.includes(name, 0, 'latin1')))
        throw new Refused('DOCUMENT_HAS_MACROS')
      // A name may lie across two parts.
      kept = Math.min(longest, length)
      text.copyWithin(0, length - kept, length)
      at += bytesRead
    }
    const end = Buffer.alloc(endBytes)
    await file.read(end, 0, endBytes, Math.max(0, size - endBytes))
    if (!end.includes('%%EOF')) throw new Refused('DOCUMENT_UNREADABLE')
    return 'application/pdf'
  } finally {
    await file.close()
  }
}
