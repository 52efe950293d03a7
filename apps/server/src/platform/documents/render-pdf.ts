import { Worker } from 'node:worker_threads'
import type { JsonValue } from '@gongjian/domain/canonical-json'
import { z } from 'zod'

export type PdfRequest = {
  /**
   * Typst source. It reads its data by `#let data = json(bytes(sys.inputs.data))`: what people typed is data there and
   * never markup. It names its title (`#set document(title: …)`) and language, which PDF/UA asks for.
   */
  template: string
  data: JsonValue
  /** Pictures, read in the template by `image("/name")`. */
  files?: readonly { name: string; bytes: Uint8Array }[]
  /** The city's time: the same request gives the same bytes. */
  at: Date
}

const answer = z.object({
  id: z.number(),
  pdf: z.instanceof(Uint8Array).optional(),
  problem: z.string().optional(),
})

/** After so long without a document the thread and its fonts (about 30 MB) are let go. */
const keptForMilliseconds = 60_000

type Waiting = { resolve: (pdf: Buffer) => void; reject: (problem: Error) => void }
type Thread = { worker: Worker; waiting: Map<number, Waiting>; rest: NodeJS.Timeout | null }
let thread: Thread | null = null
let lastId = 0

function openThread(fontsDir: string | null): Thread {
  const worker = new Worker(new URL('compile-worker.ts', import.meta.url), {
    workerData: { fontsDir },
  })
  const opened: Thread = { worker, waiting: new Map(), rest: null }
  worker.unref()
  worker.on('message', (message: unknown) => {
    const { id, pdf, problem } = answer.parse(message)
    const asker = opened.waiting.get(id)
    opened.waiting.delete(id)
    if (pdf === undefined) asker?.reject(new Error(problem ?? 'no document came'))
    else asker?.resolve(Buffer.from(pdf))
    if (opened.waiting.size === 0) letRest(opened)
  })
  const giveUp = (problem: Error) => {
    if (thread === opened) thread = null
    for (const { reject } of opened.waiting.values()) reject(problem)
    opened.waiting.clear()
  }
  worker.on('error', giveUp)
  worker.on('exit', () => giveUp(new Error('the thread that sets documents has ended')))
  return opened
}

function letRest(opened: Thread): void {
  opened.worker.unref()
  opened.rest = setTimeout(() => {
    if (thread === opened) thread = null
    void opened.worker.terminate()
  }, keptForMilliseconds).unref()
}

function ask(opened: Thread, request: PdfRequest): Promise<Buffer> {
  lastId += 1
  const id = lastId
  return new Promise((resolve, reject) => {
    opened.waiting.set(id, { resolve, reject })
    opened.worker.postMessage(
      {
        id,
        template: request.template,
        data: JSON.stringify(request.data),
        files: request.files ?? [],
        createdAtSeconds: Math.floor(request.at.getTime() / 1000),
      },
      [],
    )
  })
}

/**
 * Sets a document: A4 or whatever the template says, as tagged PDF/UA-1 with the Chinese type embedded
 * (Noto Serif SC; the template may name a face of `fontsDir` before it). In a thread of its own, one after the other.
 * Rejects with the compiler's words where the template is wrong.
 */
export function renderPdf(request: PdfRequest, fontsDir: string | null = null): Promise<Buffer> {
  thread ??= openThread(fontsDir)
  const opened = thread
  if (opened.rest !== null) clearTimeout(opened.rest)
  opened.worker.ref()
  return ask(opened, request)
}

/**
 * The same for a document of hundreds of pages: in a thread of its own, so that a certificate need not wait for it and
 * its memory is given back at its end. Rejects where the signal stops it.
 */
export async function renderLargePdf(
  request: PdfRequest,
  fontsDir: string | null,
  signal: AbortSignal,
): Promise<Buffer> {
  signal.throwIfAborted()
  const opened = openThread(fontsDir)
  const stop = () => void opened.worker.terminate()
  signal.addEventListener('abort', stop)
  opened.worker.ref()
  try {
    return await ask(opened, request)
  } finally {
    signal.removeEventListener('abort', stop)
    if (opened.rest !== null) clearTimeout(opened.rest)
    stop()
  }
}
