import type { Database } from '@gongjian/database'
import { PAUSE_AFTER_TOO_MANY_MINUTES, POSTS_A_MINUTE } from '@gongjian/domain/robot-rules'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { Throttled } from './failures.ts'

export type Limits = {
  signInByAccountAndAddress: RateLimiterPostgres
  signInByAddress: RateLimiterPostgres
  suggestionByAddress: RateLimiterPostgres
  householdReveal: RateLimiterPostgres
  checkInByAddress: RateLimiterPostgres
  certificateByAddress: RateLimiterPostgres
  archiveByAddress: RateLimiterPostgres
  messageTry: RateLimiterPostgres
  robotPost: RateLimiterPostgres
}

const known = new WeakMap<Database, Limits>()

/** Counters in PostgreSQL, so that they hold over all processes of the product. */
export function limitsOf(database: Database): Limits {
  const existing = known.get(database)
  if (existing !== undefined) return existing
  const limiter = (keyPrefix: string, points: number, duration: number, blockDuration: number) =>
    new RateLimiterPostgres({
      storeClient: database.pool,
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration,
      blockDuration,
    })
  const limits: Limits = {
    signInByAccountAndAddress: limiter('sign-in-account', 8, 15 * 60, 5 * 60),
    signInByAddress: limiter('sign-in-address', 120, 15 * 60, 5 * 60),
    suggestionByAddress: limiter('suggestion', 20, 3600, 600),
    // Who looks at more families than can be visited in an hour is asked to wait.
    householdReveal: limiter('household-reveal', 60, 3600, 600),
    // A whole crowd may stand behind one address.
    checkInByAddress: limiter('check-in', 1200, 15 * 60, 60),
    certificateByAddress: limiter('certificate', 60, 15 * 60, 5 * 60),
    archiveByAddress: limiter('archive', 60, 15 * 60, 5 * 60),
    // A test message goes to an address that somebody has only just typed.
    messageTry: limiter('message-try', 10, 3600, 600),
    // The services take no more, and then nothing for a while.
    robotPost: limiter('robot-post', POSTS_A_MINUTE, 60, PAUSE_AFTER_TOO_MANY_MINUTES * 60),
  }
  known.set(database, limits)
  return limits
}

/** Counts one try; throws Throttled where there were too many. */
export async function countTry(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (problem) {
    if (problem instanceof RateLimiterRes)
      throw new Throttled(Math.max(1, Math.ceil(problem.msBeforeNext / 1000)))
    throw problem
  }
}
