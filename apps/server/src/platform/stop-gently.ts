import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

const draining = new WeakSet<FastifyInstance>()

/** Whether the application is about to stop: `/readyz` says so, and whoever shares out requests sends it none any more. */
export const isDraining = (app: FastifyInstance): boolean => draining.has(app)

/** Still serves for so long, while whoever shares out requests finds out that it is about to stop. */
export async function drain(app: FastifyInstance, seconds: number): Promise<void> {
  draining.add(app)
  await pause(seconds * 1000)
}

const lookEveryMilliseconds = 50

/**
 * When the application is closed, what is being answered is answered first; connections on which nothing is asked end at
 * once (also those on which nothing ever was: Node does not take them for idle), and after `patience` milliseconds all.
 */
export function endConnectionsGently(app: FastifyInstance, patience = 10_000): void {
  /** How many requests of each connection are being answered. */
  const answering = new Map<Socket, number>()
  app.server.on('connection', (socket) => {
    answering.set(socket, 0)
    socket.once('close', () => answering.delete(socket))
  })
  app.server.on('request', ({ socket }, response) => {
    answering.set(socket, (answering.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const before = answering.get(socket)
      if (before !== undefined) answering.set(socket, before - 1)
    })
  })
  app.addHook('preClose', (done) => {
    draining.add(app)
    const cutOffAt = performance.now() + patience
    const look = () => {
      const isOver = performance.now() > cutOffAt
      for (const [socket, requests] of answering) if (isOver || requests === 0) socket.destroy()
    }
    look()
    const timer = setInterval(look, lookEveryMilliseconds)
    timer.unref()
    app.server.once('close', () => clearInterval(timer))
    done()
  })
}
