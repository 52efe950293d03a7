import { once } from 'node:events'
import { connect } from 'node:net'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { drain, endConnectionsGently, isDraining } from './stop-gently.ts'

/** An application with a page that is answered when the test says so, and one that never is. */
async function slowApp(patience?: number) {
  const app = Fastify({ forceCloseConnections: 'idle' })
  endConnectionsGently(app, patience)
  const asked = Promise.withResolvers<undefined>()
  const answer = Promise.withResolvers<string>()
  app.get('/slow', async () => {
    asked.resolve(undefined)
    return answer.promise
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return { app, address, asked: asked.promise, answer: answer.resolve }
}

const portOf = (app: FastifyInstance): number => {
  const address = app.server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

test('what is being answered while it is closed is answered, and nothing new is taken', async () => {
  const { app, address, asked, answer } = await slowApp()
  const asking = fetch(`${address}/slow`)
  await asked
  const closed = app.close()
  await expect(fetch(`${address}/slow`)).rejects.toThrow('fetch failed')
  answer('as if nothing were')
  expect(await (await asking).text()).toBe('as if nothing were')
  await closed
})

test('who is connected and asks nothing keeps nobody waiting', async () => {
  const { app } = await slowApp()
  const socket = connect(portOf(app), '127.0.0.1')
  await once(socket, 'connect')
  socket.resume()
  const gone = once(socket, 'close')
  await app.close()
  await expect(gone).resolves.toEqual([false])
})

test('what is never answered is cut off in the end', async () => {
  const { app, address, asked } = await slowApp(200)
  const asking = fetch(`${address}/slow`).then(
    () => 'answered',
    () => 'cut off',
  )
  await asked
  await app.close()
  expect(await asking).toBe('cut off')
})

test('while it drains it says so, and still serves', async () => {
  const { app, address, answer } = await slowApp()
  answer('served')
  expect(isDraining(app)).toBe(false)
  const draining = drain(app, 0.05)
  expect(isDraining(app)).toBe(true)
  expect(await (await fetch(`${address}/slow`)).text()).toBe('served')
  await draining
  await app.close()
})
