import v8 from 'node:v8'
import vm from 'node:vm'
import type { FastifyInstance } from 'fastify'
import { routeOf } from './watching/watch-requests.ts'

type Collect = (how: { type: 'major'; flavor: 'last-resort' }) => void

/** Node shows the collector to no program that is not started with a flag; the flag may be set for a moment. */
function collector(): Collect | null {
  v8.setFlagsFromString('--expose-gc')
  const collect: unknown = vm.runInNewContext('typeof gc === "function" ? gc : null')
  v8.setFlagsFromString('--no-expose-gc')
  return typeof collect === 'function' ? (how) => void collect(how) : null
}

let collect: Collect | null | undefined

/**
 * Gives back to the machine what the process no longer uses. While much is made, V8 lets the space for what is new grow
 * to more than a hundred megabytes, and on its own it never makes it smaller. Takes about a fifth of a second, in which
 * nothing is answered: for moments in which nobody asks.
 */
export function giveMemoryBack(): void {
  collect ??= collector()
  collect?.({ type: 'major', flavor: 'last-resort' })
}

/** Asked by what watches the process, also where nobody works. */
const WATCHED = new Set(['/healthz', '/readyz', '/metrics'])

const idleMilliseconds = 60_000

/** Gives memory back once the application serves, and after each time of use when nobody has asked for a minute. */
export function giveMemoryBackWhenIdle(app: FastifyInstance, giveBack = giveMemoryBack): void {
  const timer = setTimeout(giveBack, idleMilliseconds).unref()
  app.addHook('onListen', (done) => {
    setTimeout(giveBack, 1000).unref()
    done()
  })
  app.addHook('onResponse', (request, _reply, done) => {
    if (!WATCHED.has(routeOf(request))) timer.refresh()
    done()
  })
  app.addHook('onClose', (_instance, done) => {
    clearTimeout(timer)
    done()
  })
}
