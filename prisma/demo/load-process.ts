import type { LoadOrder } from './load-apart.ts'
import { loadDemoCity } from './load-demo-city.ts'

/** Started by load-apart.ts: takes one order, tells how it went, and ends. */
process.once('message', (order: LoadOrder) => {
  loadDemoCity(order)
    .then(
      (loaded) => ({ loaded }),
      (problem: unknown) => ({
        problem: {
          message: problem instanceof Error ? problem.message : String(problem),
          code:
            problem instanceof Error && 'code' in problem && typeof problem.code === 'string'
              ? problem.code
              : null,
        },
      }),
    )
    .then((told) => {
      process.send?.(told, () => process.disconnect())
    })
})
