import sql from 'sql-template-tag'
import { z } from 'zod'
import type { RequestContext } from './context.ts'
import { rowsOf } from './statement.ts'

type Asking = Pick<RequestContext, 'database' | 'city'>

export const FORGOTTEN_CHANNEL = 'forgotten'
const forgottenShape = z.object({ city: z.string(), kept: z.string() })

/** What is kept in this process, by its name: how to forget it for one city of a database, or for all. */
const keepers = new Map<string, (database: object, city: string | null) => void>()

/**
 * What hardly ever changes and is asked for all the time, kept a city at a time and read again after so many seconds. A
 * reading that fails is not kept. `forget` lets this process read anew at once, and the others as soon as they hear of it
 * (startLiveFeed); a process that hears nothing does so within those seconds.
 */
export function keptForCity<Context extends Asking, Read extends Record<string, Promise<unknown>>>(
  name: string,
  seconds: number,
  read: (context: Context) => Read,
): { of: (context: Context) => Read; forget: (context: Asking) => void } {
  const kept = new WeakMap<object, Map<string, { readAt: number; parts: Read }>>()
  keepers.set(name, (database, city) =>
    city === null ? kept.delete(database) : kept.get(database)?.delete(city),
  )
  return {
    of: (asking) => {
      // What is kept and forgotten is the primary's: a copy could bring back what was just forgotten.
      const database = asking.database.primary ?? asking.database
      const context = { ...asking, database }
      const cities = kept.get(database) ?? new Map<string, { readAt: number; parts: Read }>()
      kept.set(database, cities)
      const known = cities.get(context.city.code)
      if (known !== undefined && Date.now() - known.readAt < seconds * 1000) return known.parts
      const parts = read(context)
      cities.set(context.city.code, { readAt: Date.now(), parts })
      for (const part of Object.values(parts)) part.catch(() => cities.delete(context.city.code))
      return parts
    },
    forget: ({ database, city }) => {
      kept.get(database)?.delete(city.code)
      const told = JSON.stringify({ city: city.code, kept: name })
      // Those who are not told read anew within their seconds.
      rowsOf(database.pool, sql`SELECT pg_notify(${FORGOTTEN_CHANNEL}, ${told})`).catch(
        () => undefined,
      )
    },
  }
}

/** Forgets what another process says has changed. */
export function forgetTold(database: object, said: unknown): void {
  const told = forgottenShape.safeParse(said)
  if (told.success) keepers.get(told.data.kept)?.(database, told.data.city)
}

/** Forgets all: something may have been said while nobody listened. */
export function forgetAll(database: object): void {
  for (const forget of keepers.values()) forget(database, null)
}
