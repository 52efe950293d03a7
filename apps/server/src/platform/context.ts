import { dayIn } from '@gongjian/domain/calendar-day'
import type { CalendarDay } from '@gongjian/domain/calendar-day'
import type { Locale, OrganisationKind, Role, TokenScope } from '@gongjian/domain/vocabulary'
import type { Database } from '@gongjian/database'
import DataLoader from 'dataloader'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Text } from './messages.ts'

export type City = {
  code: string
  name: string
  timeZone: string
  demonstration: boolean
  clockOffsetSeconds: number
}

export type Assignment = {
  id: string
  role: Role
  organisationId: string
  organisationCode: string
  organisationName: string
  organisationKind: OrganisationKind
  /** The subtree that is the holder's own. */
  path: string
  zoneId: string | null
  /** Who holds it, where the reader is their deputy. */
  deputyFor: { id: string; name: string } | null
}

export type SignedInViewer = {
  userId: string
  account: string
  name: string
  mustChangePassword: boolean
  locale: string | null
  /** The hash of the browser's session; null for a token. */
  sessionHash: string | null
  /** The scopes of the token; null for a session, which may do all that its role may. */
  tokenScopes: readonly TokenScope[] | null
  assignment: Assignment | null
}

export type RequestContext = {
  database: Database
  config: Config
  log: Logger
  requestId: string
  /** Who asks, and by which address of the product. */
  client: { ip: string; userAgent: string; origin?: string }
  locale: Locale
  text: Text
  city: City
  viewer: SignedInViewer | null
  /** The city's time: the real time, but in the demonstration city. */
  now: Date
  today: CalendarDay
  loaders: Map<string, unknown>
  /** Up to which moment of the city's time a copy has everything that this request reads from; undefined: it reads the primary. */
  figuresAsOf?: Date
  /** Where it reads from a copy that then fails in the midst of it: the same request, read from the primary. */
  insteadOfCopy?: (problem: unknown) => RequestContext
  /** Where there is a copy: when the browser last changed something, by the primary's clock; and how a change is noted. */
  changes?: { lastAt: number | null; note(): void }
  setSessionCookie(token: string): void
  clearSessionCookie(): void
}

/** The city's time at this moment. */
export function cityTime(city: City): { now: Date; today: CalendarDay } {
  const now = new Date(Date.now() + city.clockOffsetSeconds * 1000)
  return { now, today: dayIn(now, city.timeZone) }
}

/** The signed-in reader and the role they act in; throws where an operation let somebody else through. */
export function actingViewer(context: RequestContext): SignedInViewer & { assignment: Assignment } {
  const { viewer } = context
  if (viewer === null || viewer.assignment === null)
    throw new Error('an operation without a role was let through')
  return { ...viewer, assignment: viewer.assignment }
}

export function signedInViewer(context: RequestContext): SignedInViewer {
  if (context.viewer === null) throw new Error('an operation without a viewer was let through')
  return context.viewer
}

/** Loads by key in batches: one statement for all keys that a page asks for. Kept for the request only. */
export function loaderOf<Key, Value>(
  context: RequestContext,
  name: string,
  batch: (keys: readonly Key[]) => Promise<Map<Key, Value>>,
): DataLoader<Key, Value | null> {
  const known = context.loaders.get(name)
  // The name is given by the module that also gives the batch function, so the types agree.
  if (known instanceof DataLoader) return known
  const loader = new DataLoader<Key, Value | null>(async (keys) => {
    const values = await batch(keys)
    return keys.map((key) => values.get(key) ?? null)
  })
  context.loaders.set(name, loader)
  return loader
}
