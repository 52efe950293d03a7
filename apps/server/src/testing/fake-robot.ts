import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { z } from 'zod'

const bodies = z.looseObject({
  timestamp: z.string().optional(),
  sign: z.string().optional(),
})
export type FakeRobot = {
  origin: string
  received: { path: string; body: unknown }[]
  /** What is answered instead, for as long as it stands here. */
  answer: { current: { status: number; body: string; location?: string } | null }
  close(): Promise<void>
}

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64')
const hourMilliseconds = 3_600_000

/**
 * A server of the test's own that checks what it is sent as each of the services does: by the path WeCom ('/wecom?key='),
 * DingTalk ('/dingtalk?…&timestamp=&sign=') or Feishu ('/feishu', signed in the body).
 */
export async function fakeRobot({
  key,
  secret,
}: {
  key: string
  secret: string
}): Promise<FakeRobot> {
  const received: FakeRobot['received'] = []
  const answer: FakeRobot['answer'] = { current: null }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
      if (answer.current !== null) {
        const { status, body: said, location } = answer.current
        response.writeHead(status, location === undefined ? {} : { location }).end(said)
        return
      }
      const refusal = refusalOf(url, body)
      if (refusal === null) received.push({ path: url.pathname, body })
      const isFeishu = url.pathname === '/feishu'
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(
          JSON.stringify(
            refusal ??
              (isFeishu ? { code: 0, msg: 'success', data: {} } : { errcode: 0, errmsg: 'ok' }),
          ),
        )
    })
  })
  function refusalOf(url: URL, body: unknown): object | null {
    const isRecent = (milliseconds: number) =>
      Math.abs(Date.now() - milliseconds) < hourMilliseconds
    switch (url.pathname) {
      case '/wecom':
        return url.searchParams.get('key') === key
          ? null
          : { errcode: 93000, errmsg: 'invalid webhook url' }
      case '/dingtalk': {
        const timestamp = url.searchParams.get('timestamp') ?? ''
        return url.searchParams.get('access_token') === key &&
          isRecent(Number(timestamp)) &&
          url.searchParams.get('sign') === hmac(secret, `${timestamp}\n${secret}`)
          ? null
          : { errcode: 310000, errmsg: 'sign not match' }
      }
      default: {
        const { timestamp = '', sign } = bodies.parse(body)
        return isRecent(Number(timestamp) * 1000) && sign === hmac(`${timestamp}\n${secret}`, '')
          ? null
          : { code: 19021, msg: 'sign match fail or timestamp is not within one hour', data: {} }
      }
    }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    answer,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
