export type Call = () => Promise<Response>

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
        const text = await response.text()
        if (!response.ok || text.includes('"errors"') || text.includes('fieldErrors'))
          throw new Error(text.slice(0, 300))
        if (began > warmUpUntil) times.push(performance.now() - began)
      }
    }),
  )
  times.sort((a, b) => a - b)
  return { perSecond: times.length / seconds, p99: times[Math.floor(times.length * 0.99)] ?? 0 }
}
