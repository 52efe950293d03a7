import { createHash } from 'node:crypto'
import { createReadStream, openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import type { FileStore } from './kept-files.ts'
import type { S3Settings } from './s3-settings.ts'

const tries = 3
/** How long the store may take to answer at all; the file itself may take longer. */
const patienceMilliseconds = 30_000
const nothing = createHash('sha256').digest('hex')

/** Files in a bucket. Each request is signed (AWS Signature Version 4), a file that is kept together with its SHA-256. */
export function s3Store(settings: S3Settings): FileStore {
  async function once(
    method: 'GET' | 'PUT' | 'DELETE',
    key: string,
    sha256: string,
    body?: Blob,
  ): Promise<Response> {
    const signed = await new AwsV4Signer({
      method,
      url: `${settings.baseUrl}/${key}`,
      headers: { 'x-amz-content-sha256': sha256 },
      accessKeyId: settings.key,
      secretAccessKey: settings.secret,
      service: 's3',
      region: settings.region,
    }).sign()
    const patience = new AbortController()
    const timer =
      method === 'PUT'
        ? null
        : setTimeout(() => patience.abort(new Error('no answer')), patienceMilliseconds)
    try {
      return await fetch(signed.url, {
        method,
        headers: signed.headers,
        signal: patience.signal,
        ...(body === undefined ? {} : { body }),
      })
    } finally {
      if (timer !== null) clearTimeout(timer)
    }
  }

  /** Once more where the store is not there or has trouble of its own: the same file under the same key is the same. */
  async function send(...request: Parameters<typeof once>): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await once(...request).catch((problem: unknown) => {
        if (attempt === tries) throw problem
        return null
      })
      if (answer !== null && (answer.status < 500 || attempt === tries)) return answer
      await answer?.body?.cancel()
      await pause(200 * 2 ** attempt)
    }
  }

  return {
    async keep(key, source) {
      const body =
        typeof source === 'string' ? await openAsBlob(source) : new Blob([new Uint8Array(source)])
      const answer = await send('PUT', key, await hashOf(source), body)
      if (!answer.ok) throw await problemOf('PUT', key, answer)
      await answer.body?.cancel()
    },
    async read(key) {
      const answer = await send('GET', key, nothing)
      if (answer.status === 404) {
        await answer.body?.cancel()
        return null
      }
      if (!answer.ok || answer.body === null) throw await problemOf('GET', key, answer)
      return {
        stream: Readable.from(answer.body),
        bytes: Number(answer.headers.get('content-length')),
      }
    },
    async remove(key) {
      const answer = await send('DELETE', key, nothing)
      if (!answer.ok && answer.status !== 404) throw await problemOf('DELETE', key, answer)
      await answer.body?.cancel()
    },
  }
}

async function hashOf(source: string | Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  if (typeof source === 'string')
    for await (const part of createReadStream(source)) hash.update(part)
  else hash.update(source)
  return hash.digest('hex')
}

/** What the store said, for the log: its code, never what was signed. */
async function problemOf(method: string, key: string, answer: Response): Promise<Error> {
  const said = /<Code>(\w+)<\/Code>/.exec(await answer.text().catch(() => ''))?.[1] ?? ''
  return new Error(`the file store answered ${answer.status} ${said} to ${method} ${key}`)
}
