import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'

export type Received = { to: string[]; text: string }
export type FakeSmtp = {
  url: string
  /** What came, whole, as it was written. */
  received: Received[]
  /** With which line the next commands of this name are answered, for as long as it stands here. */
  answers: Map<string, string>
  close(): Promise<void>
}

/** A mail server of the test's own on the loopback: takes what it is given, or refuses as it is told. */
export async function fakeSmtp(): Promise<FakeSmtp> {
  const received: Received[] = []
  const answers = new Map<string, string>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.setEncoding('utf8')
    const say = (line: string) => void socket.write(`${line}\r\n`)
    let buffer = ''
    let to: string[] = []
    let inData = false
    socket.on('data', (chunk) => {
      buffer += chunk.toString()
      for (;;) {
        const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const part = buffer.slice(0, end)
        buffer = buffer.slice(end + (inData ? 5 : 2))
        if (inData) {
          inData = false
          received.push({ to, text: decoded(part) })
          to = []
          say('250 taken')
          continue
        }
        const command = part.split(/[ :]/)[0]?.toUpperCase() ?? ''
        const refused = answers.get(command)
        if (refused !== undefined) say(refused)
        else if (command === 'EHLO' || command === 'HELO') say('250 fake')
        else if (command === 'RCPT') {
          to.push(/<([^>]*)>/.exec(part)?.[1] ?? '')
          say('250 ok')
        } else if (command === 'DATA') {
          inData = true
          say('354 go on')
        } else if (command === 'QUIT') {
          say('221 bye')
          socket.end()
        } else say('250 ok')
      }
    })
    say('220 fake')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    answers,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The message with its subject and body readable, however they were encoded on the way. */
function decoded(message: string): string {
  const [head = '', ...rest] = message.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const subject = head
    .replaceAll(/\?=\r\n =\?/g, '?= =?')
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=\s*/gi, (_whole, text: string) =>
      Buffer.from(text, 'base64').toString('utf8'),
    )
    .replaceAll(/=\?UTF-8\?Q\?([^?]*)\?=\s*/gi, (_whole, text: string) =>
      quoted(text.replaceAll('_', ' ')),
    )
  const text = /content-transfer-encoding: base64/i.test(head)
    ? Buffer.from(body, 'base64').toString('utf8')
    : quoted(body)
  return `${subject}\n\n${text}`
}

function quoted(text: string): string {
  const bytes = text
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_whole, hex: string) => `%${hex}`)
  try {
    return decodeURIComponent(bytes)
  } catch {
    return text
  }
}
