import v8 from 'node:v8'
import Fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { giveMemoryBack, giveMemoryBackWhenIdle } from './give-memory-back.ts'

const megabytesForNew = (): number =>
  (v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ??
    0) / 1_000_000

/** Makes V8 widen its space for what is new: much is made, and some of it is still needed. */
function makeMuch(): void {
  const needed: object[][] = []
  for (let round = 0; round < 200; round += 1) {
    needed.push(Array.from({ length: 20_000 }, (_none, at) => ({ at, round })))
    if (needed.length > 5) needed.shift()
  }
}

test('the space for what is new is small again, however wide it was', () => {
  makeMuch()
  expect(megabytesForNew()).toBeGreaterThan(8)
  giveMemoryBack()
  expect(megabytesForNew()).toBeLessThan(4)
})

describe('memory is given back', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('when nobody has asked for a minute, and not before; being watched is not being asked', async () => {
    const app = Fastify()
    giveMemoryBackWhenIdle(app)
    app.get('/healthz', async () => 'lives')
    app.get('/page', async () => 'a page')
    makeMuch()
    await vi.advanceTimersByTimeAsync(40_000)
    await app.inject('/page')
    await vi.advanceTimersByTimeAsync(40_000)
    await app.inject('/healthz')
    expect(megabytesForNew()).toBeGreaterThan(8)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(megabytesForNew()).toBeLessThan(4)
    makeMuch()
    await app.inject('/page')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(megabytesForNew()).toBeLessThan(4)
    await app.close()
  })
})
