import { setImmediate as nextTurn } from 'node:timers/promises'
import Fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { giveMemoryBack, giveMemoryBackWhenIdle } from './give-memory-back.ts'

// How many megabytes a process at rest takes is measured by `npm run bench`.
test('what nobody needs any more is gone, however old it was; what is needed stays', async () => {
  const needed = { old: 'but needed' }
  const [kept, lost] = [new WeakRef(needed), new WeakRef({ old: 'and not needed' })]
  await nextTurn()
  giveMemoryBack()
  expect(lost.deref()).toBeUndefined()
  expect(kept.deref()).toBe(needed)
})

describe('memory is given back', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('when nobody has asked for a minute, and not before; being watched is not being asked', async () => {
    const giveBack = vi.fn()
    const app = Fastify()
    giveMemoryBackWhenIdle(app, giveBack)
    for (const path of ['/healthz', '/readyz', '/metrics', '/page'])
      app.get(path, async () => 'lives')
    await vi.advanceTimersByTimeAsync(40_000)
    await app.inject('/page')
    await vi.advanceTimersByTimeAsync(40_000)
    for (const path of ['/healthz', '/readyz', '/metrics']) await app.inject(path)
    expect(giveBack).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(giveBack).toHaveBeenCalledTimes(1)
    // Nobody asks: there is nothing new to give back.
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(giveBack).toHaveBeenCalledTimes(1)
    await app.inject('/page')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(giveBack).toHaveBeenCalledTimes(2)
    await app.close()
  })

  test('once it serves, and not after it is closed', async () => {
    const giveBack = vi.fn()
    const app = Fastify()
    giveMemoryBackWhenIdle(app, giveBack)
    await app.listen({ port: 0, host: '127.0.0.1' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(giveBack).toHaveBeenCalledTimes(1)
    await app.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(giveBack).toHaveBeenCalledTimes(1)
  })
})
