import { createReadStream } from 'node:fs'
import { Refused } from '../../platform/failures.ts'

/** Signs that no text has; a line feed, a tabulator and the like it has. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const noText = /[\u0000-\u0008\u000E-\u001F]/

/** Whether the file is plain text in UTF-8 or GB 18030. Pages, drawings and scripts are not, though they can be read. */
export async function checkText(path: string): Promise<'text/plain'> {
  if ((await isTextIn('utf-8', path)) || (await isTextIn('gb18030', path))) return 'text/plain'
  throw new Refused('FILE_KIND_UNKNOWN')
}

async function isTextIn(encoding: string, path: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let isFirst = true
  const holdsText = (part: string) => {
    if (noText.test(part)) return false
    if (!isFirst || part === '') return true
    isFirst = false
    return !/^\s*(<[!?a-z]|#!)/i.test(part)
  }
  try {
    for await (const chunk of createReadStream(path))
      if (Buffer.isBuffer(chunk) && !holdsText(decoder.decode(chunk, { stream: true })))
        return false
    return holdsText(decoder.decode())
  } catch {
    return false
  }
}
