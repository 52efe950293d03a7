import type { Logger } from 'pino'
import { z } from 'zod'

/** What the network says of a server that is not there. */
const ofNetwork = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]
/**
 * What PostgreSQL says before it goes, as it comes, or while it is a standby: classes 08 and 57P, and 25006, a change sent to
 * a server that only reads (postgresql.org/docs/current/errcodes-appendix.html).
 */
const ofPostgres = /^(08\w{3}|57P0[1-3]|25006)$/
/** What pg itself says; such errors have no code. */
const ofClient =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired$|Query read timeout$)/

const problemShape = z.looseObject({ message: z.string(), code: z.string().optional() })
const ofPrisma = z.object({
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.looseObject({
        kind: z.string().optional(),
        originalCode: z.string().optional(),
        originalMessage: z.string().optional(),
      }),
    }),
  }),
})

/**
 * Whether a problem is that the database is gone for now: it stopped, another becomes the primary, or nobody is. Sending
 * again is then right, and safe.
 */
export function isDatabaseAway(problem: unknown): boolean {
  const prisma = ofPrisma.safeParse(problem)
  if (prisma.success) {
    const {
      kind,
      originalCode: code,
      originalMessage: message,
    } = prisma.data.meta.driverAdapterError.cause
    return (
      kind === 'DatabaseNotReachable' ||
      kind === 'ConnectionClosed' ||
      isAway({ code, message: message ?? '' })
    )
  }
  const known = problemShape.safeParse(problem)
  return known.success && isAway(known.data)
}

function isAway({ code, message }: { code?: string | undefined; message: string }): boolean {
  if (code === undefined) return ofClient.test(message)
  // Of this code there are others.
  if (code === '55000') return message.endsWith('is not currently accepting connections')
  return ofNetwork.includes(code) || ofPostgres.test(code)
}

/** A line a request that met it, without a stack: every request does as long as it lasts. */
export function sayDatabaseAway(log: Logger, requestId: string, problem: unknown): void {
  const reason = problem instanceof Error ? problem.message : ''
  log.warn({ requestId, reason }, 'the database is away')
}
