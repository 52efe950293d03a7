import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import { renderSVG } from 'uqr'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import type { ArchiveContent, DocumentPhoto } from './archive-content.ts'

const answer = z.object({
  document: z.instanceof(Uint8Array).optional(),
  problem: z.string().optional(),
})

/** Whether a Word document may hold the sign: XML knows two that are none. Word finds a type for each. */
export const isOfDocx = (code: number): boolean => code !== 0xfffe && code !== 0xffff

/** The archive as .docx, written in a thread of its own; rejects where the signal stops it. */
export async function archiveDocx(
  context: RequestContext,
  content: ArchiveContent,
  photos: readonly DocumentPhoto[],
  signal: AbortSignal,
): Promise<Buffer> {
  const code = await sharp(Buffer.from(renderSVG(content.address, { ecc: 'M' })))
    .resize(240, 240)
    .png()
    .toBuffer()
  signal.throwIfAborted()
  const worker = new Worker(new URL('docx-worker.ts', import.meta.url), {
    workerData: { content, photos, code, locale: context.locale },
  })
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop)
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      worker.on('message', (message: unknown) => {
        const { document, problem } = answer.parse(message)
        if (document === undefined) reject(new Error(problem ?? 'no document came'))
        else resolve(Buffer.from(document))
      })
      worker.on('error', reject)
      worker.on('exit', () => reject(new Error('the thread that writes the document has ended')))
    })
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
