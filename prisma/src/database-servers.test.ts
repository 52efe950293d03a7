import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, inject, test } from 'vitest'
import { primaryUrl, serversOf } from './database-servers.ts'

/** A server that takes connections and says nothing, as one that is too busy; from then on it is this one. */
async function silentUntil(host: string): Promise<{ port: number; answer(): void; stop(): void }> {
  const waiting: Socket[] = []
  let answers = false
  const [name, port] = host.split(':')
  const pass = (socket: Socket) => {
    const behind = connect(Number(port), name)
    socket.pipe(behind).pipe(socket)
    for (const end of [socket, behind]) end.on('error', () => undefined)
  }
  const server = createServer((socket) => {
    if (answers) pass(socket)
    else waiting.push(socket.on('error', () => undefined))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    answer: () => {
      answers = true
    },
    stop: () => {
      for (const socket of waiting) socket.destroy()
      server.close()
    },
  }
}

describe('an address of several servers', () => {
  test.each([
    ['postgresql://u:p@one:5432/city', ['postgresql://u:p@one:5432/city']],
    [
      'postgresql://u:p%2C@one:5432,two/city?sslmode=require',
      [
        'postgresql://u:p%2C@one:5432/city?sslmode=require',
        'postgresql://u:p%2C@two/city?sslmode=require',
      ],
    ],
    ['postgresql://one,[::1]:5433/city', ['postgresql://one/city', 'postgresql://[::1]:5433/city']],
    ['postgresql://one/city?options=a,b', ['postgresql://one/city?options=a,b']],
  ])('%s', (url, servers) => {
    expect(serversOf(url)).toEqual(servers)
  })

  test('the one that may be written to is found beside one that is gone', async () => {
    const server = inject('postgresUrl')
    const { host } = new URL(server)
    expect(await primaryUrl(server.replace(host, `127.0.0.1:1,${host}`))).toBe(server)
    await expect(primaryUrl(server.replace(host, '127.0.0.1:1,127.0.0.1:2'))).rejects.toThrow(
      'ECONNREFUSED',
    )
  })

  test('who begins while the servers are too busy to answer waits for them', async () => {
    const server = inject('postgresUrl')
    const { host } = new URL(server)
    const busy = await silentUntil(host)
    const found = primaryUrl(server.replace(host, `127.0.0.1:1,127.0.0.1:${busy.port}`))
    // Longer than one server has to answer: a first look has found none.
    await pause(2500)
    busy.answer()
    expect(await found).toBe(server.replace(host, `127.0.0.1:${busy.port}`))
    busy.stop()
  })
})
