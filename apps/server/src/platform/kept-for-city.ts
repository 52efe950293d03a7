import type { RequestContext } from './context.ts'

type Asking = Pick<RequestContext, 'database' | 'city'>

/**
 * What hardly ever changes and is asked for all the time, kept a city at a time and read again after so many seconds. A
 * reading that fails is not kept. `forget` lets this process read anew at once; others do within those seconds.
 */
export function keptForCity<Context extends Asking, Read extends Record<string, Promise<unknown>>>(
  seconds: number,
  read: (context: Context) => Read,
): { of: (context: Context) => Read; forget: (context: Asking) => void } {
  const kept = new WeakMap<object, Map<string, { readAt: number; parts: Read }>>()
  return {
    of: (context) => {
      const cities =
        kept.get(context.database) ?? new Map<string, { readAt: number; parts: Read }>()
      kept.set(context.database, cities)
      const known = cities.get(context.city.code)
      if (known !== undefined && Date.now() - known.readAt < seconds * 1000) return known.parts
      const parts = read(context)
      cities.set(context.city.code, { readAt: Date.now(), parts })
      for (const part of Object.values(parts)) part.catch(() => cities.delete(context.city.code))
      return parts
    },
    forget: ({ database, city }) => kept.get(database)?.delete(city.code),
  }
}
