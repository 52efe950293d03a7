import { createHash, createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type S3Account = { key: string; secret: string }
type Signed = { method: string; url: string; headers: Record<string, string | undefined> }

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/**
 * The signature that a request should have, by Amazon's description of Signature Version 4: written anew here, so that
 * the product's requests are judged by something else than what signed them.
 */
export function expectedSignature({ method, url, headers }: Signed, secret: string): string {
  const [, day = '', region = '', service = '', names = ''] =
    /Credential=[^/]+\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+)/.exec(
      headers['authorization'] ?? '',
    ) ?? []
  const { pathname, searchParams } = new URL(url, 'http://store')
  const request = [
    method,
    pathname
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    [...searchParams]
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .toSorted()
      .join('&'),
    ...names.split(';').map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    names,
    headers['x-amz-content-sha256'] ?? '',
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(request)].join('\n')
  const keyOf = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${secret}`,
  )
  return hmac(keyOf, text).toString('hex')
}

/** A store that speaks as much of S3 as the product does, and checks each signature and each hash. In memory. */
export class S3Server {
  readonly files = new Map<string, Buffer>()
  /** What was asked: 'PUT /bucket/key 200'. */
  readonly log: string[] = []
  /** So many requests more are answered with 503. */
  failures = 0
  readonly #account: S3Account
  readonly #server: Server

  constructor(account: S3Account) {
    this.#account = account
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
    // A server that listens on a port has such an address.
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const body = Buffer.concat(chunks)
    const reply = (status: number, content: string | Buffer = '') => {
      this.log.push(`${method} ${url} ${status}`)
      response.writeHead(status, { 'content-length': Buffer.byteLength(content) }).end(content)
    }
    const error = (status: number, code: string) =>
      reply(status, `<Error><Code>${code}</Code></Error>`)
    if (this.failures > 0) {
      this.failures -= 1
      return error(503, 'SlowDown')
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const [, key = '', signature = ''] =
      /Credential=([^/]+)\/.*Signature=(\w+)/.exec(headers['authorization'] ?? '') ?? []
    if (key !== this.#account.key) return error(403, 'InvalidAccessKeyId')
    if (signature !== expectedSignature({ method, url, headers }, this.#account.secret))
      return error(403, 'SignatureDoesNotMatch')
    if (headers['x-amz-content-sha256'] !== sha256(body))
      return error(400, 'XAmzContentSHA256Mismatch')
    if (method === 'PUT' && headers['content-length'] === undefined)
      return error(411, 'MissingContentLength')
    if (method === 'PUT') this.files.set(url, body)
    if (method === 'DELETE') this.files.delete(url)
    if (method !== 'GET') return reply(method === 'PUT' ? 200 : 204)
    const file = this.files.get(url)
    return file === undefined ? error(404, 'NoSuchKey') : reply(200, file)
  }
}
