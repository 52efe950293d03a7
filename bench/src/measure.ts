/** Null: there is nothing left to do. */
export type Call = () => Promise<Response | null>

/** Calls again and again over eight connections for so many seconds; a call that fails ends the measurement. */
export async function measure(
  call: Call,
  seconds: number,
): Promise<{ perSecond: number; p99: number }> {
  const warmUpUntil = performance.now() + 700
  const until = warmUpUntil + seconds * 1000
  const times: number[] = []
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (performance.now() < until) {
        const began = performance.now()
        const response = await call()
        if (response === null) return
        const text = await response.text()
        if (!response.ok || text.includes('"errors"') || text.includes('fieldErrors'))
          throw new Error(text.slice(0, 300))
        if (began > warmUpUntil) times.push(performance.now() - began)
      }
    }),
  )
  const elapsed = (Math.min(performance.now(), until) - warmUpUntil) / 1000
  times.sort((a, b) => a - b)
  return {
    perSecond: times.length / Math.max(elapsed, 0.1),
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
  }
}
