import { currentLocale } from './locale.tsx'
import { readerHeader } from './reader.ts'
import { announceSessionEnded } from './session-events.ts'
import { z } from './zod.ts'

export type PhotoToSend = {
  /** The photo's or document's own id, made on the device: sending it twice is the same as once. */
  id: string
  /** The record or the appeal that it is added to. */
  recordId: string
  ofAppeal?: boolean
  userId: string
  fileName: string
  caption: string
  file: Blob
}

export type SentFile = {
  id: string
  fileName: string
  mediaType: string
  bytes: number
  url: string
  thumbnailUrl: string | null
}
export type PhotoAnswer =
  | { kind: 'SENT'; evidence: SentFile }
  /** The server has understood and will not have it. */
  | { kind: 'REFUSED'; code: string; message: string }
  | { kind: 'FAILED'; message: string }
  | { kind: 'NO_ANSWER' }
  | { kind: 'NOT_SIGNED_IN' }

/** Whether it is the file itself that was refused: sent again it would be refused again. */
export const isOfTheFile = (code: string): boolean => /^(FILE|DOCUMENT|PHOTO)_/.test(code)

/** Seconds before each further try where the network goes away; each piece that arrives begins the row anew. */
const pausesSeconds = [1, 2, 4, 8]
const patienceMilliseconds = 60_000

const evidence = z.object({
  id: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  url: z.string(),
  thumbnailUrl: z.string().nullable(),
})
const begun = z.object({
  received: z.number(),
  chunkBytes: z.number(),
  evidence: evidence.nullable(),
})
const piece = z.object({ received: z.number() })
const failure = z.object({ code: z.string().default(''), message: z.string().default('') })

type Sending = { onProgress?: (percent: number) => void; signal?: AbortSignal }
/** An answer that ends the sending, or what the server said. */
type Reply = { status: number; body: unknown } | null

/**
 * The one way in which a photo or document goes to its record, from the form and from the outbox, or to its appeal. It goes
 * in pieces: one that was broken off, by whatever, goes on where it stopped when it is sent again under the same id.
 * Given up by the signal, the server forgets it.
 */
export async function sendPhoto(
  photo: PhotoToSend,
  { onProgress, signal }: Sending = {},
): Promise<PhotoAnswer> {
  const { id, recordId, ofAppeal = false, userId, fileName, caption, file } = photo
  const upload = `/api/${ofAppeal ? 'appeal' : 'evidence'}-uploads/${id}`
  const begin = ofAppeal
    ? `/api/appeals/${recordId}/files/${id}`
    : `/api/activities/${recordId}/evidence/${id}`
  const forget = () => void ask('DELETE', upload, { userId })
  signal?.addEventListener('abort', forget, { once: true })
  let pauses = pausesSeconds
  for (;;) {
    const answer = await attempt()
    if (answer.kind !== 'NO_ANSWER') {
      signal?.removeEventListener('abort', forget)
      return answer
    }
    const [seconds, ...rest] = pauses
    if (seconds === undefined || signal?.aborted || !navigator.onLine) return answer
    pauses = rest
    await pause(seconds * 1000, signal)
  }

  async function attempt(): Promise<PhotoAnswer> {
    const beginning = await ask('POST', begin, {
      userId,
      json: { fileName, bytes: file.size, caption },
      signal,
    })
    const found = begun.safeParse(beginning?.body)
    if (!isDone(beginning) || !found.success) return answerOf(beginning)
    if (found.data.evidence !== null) return { kind: 'SENT', evidence: found.data.evidence }
    let { received } = found.data
    while (received < file.size) {
      onProgress?.((received / file.size) * 100)
      const reply = await ask('PUT', `${upload}?offset=${received}`, {
        userId,
        bytes: file.slice(received, received + found.data.chunkBytes),
        signal,
      })
      const taken = piece.safeParse(reply?.body)
      // 409 with `received`: the server has another part of it than was thought; from there it goes on.
      if (!taken.success || taken.data.received === received) return answerOf(reply)
      received = taken.data.received
      pauses = pausesSeconds
    }
    onProgress?.(100)
    const finished = await ask('POST', `${upload}/finish`, { userId, signal })
    const sent = evidence.safeParse(finished?.body)
    return isDone(finished) && sent.success
      ? { kind: 'SENT', evidence: sent.data }
      : answerOf(finished)
  }
}

const isDone = (reply: Reply) => reply !== null && reply.status < 300

async function ask(
  method: 'POST' | 'PUT' | 'DELETE',
  url: string,
  {
    userId,
    json,
    bytes,
    signal,
  }: { userId: string; json?: object; bytes?: Blob; signal?: AbortSignal | undefined },
): Promise<Reply> {
  const type = json ? 'application/json' : bytes ? 'application/octet-stream' : null
  const patience = AbortSignal.timeout(patienceMilliseconds)
  try {
    const answer = await fetch(url, {
      method,
      headers: {
        'x-requested-with': 'gongjian',
        'accept-language': currentLocale(),
        ...readerHeader(userId),
        ...(type === null ? {} : { 'content-type': type }),
      },
      body: json ? JSON.stringify(json) : (bytes ?? null),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    })
    const text = await answer.text()
    return { status: answer.status, body: bodyOf(text) }
  } catch {
    return null
  }
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function answerOf(reply: Reply): PhotoAnswer {
  // Something between here and the server may answer in its place while that is away.
  if (reply === null || reply.status === 502 || reply.status === 504) return { kind: 'NO_ANSWER' }
  if (reply.status === 401) {
    announceSessionEnded()
    return { kind: 'NOT_SIGNED_IN' }
  }
  const said = failure.safeParse(reply.body)
  const { code, message } = said.success ? said.data : { code: '', message: '' }
  return reply.status >= 500 || reply.status === 429 || reply.status < 300
    ? { kind: 'FAILED', message }
    : { kind: 'REFUSED', code, message }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
    // A network that is back is tried at once.
    window.addEventListener('online', () => resolve(), { once: true })
  })
}
