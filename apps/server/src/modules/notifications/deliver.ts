import { retryAt } from '@gongjian/domain/notification-choice'
import { mayHelpToRetry, PAUSE_AFTER_TOO_MANY_MINUTES } from '@gongjian/domain/robot-rules'
import { DELIVERY_PROBLEMS } from '@gongjian/domain/vocabulary'
import type { DeliveryProblem } from '@gongjian/domain/vocabulary'
import type { Logger } from 'pino'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { cityTime } from '../../platform/context.ts'
import type { City } from '../../platform/context.ts'
import { NotSent } from '../../platform/mail.ts'
import { rowsOf } from '../../platform/statement.ts'
import type { Counts } from './message-text.ts'

export type Delivery = {
  id: string
  userId: string | null
  robotId: string | null
  counts: Counts
  tries: number
}
/** Sends one; throws NotSent. */
export type Send = (delivery: Delivery) => Promise<void>
/** Hears of each that is at its end: null where it was sent, else why it was given up. */
export type Settle = (delivery: Delivery, problem: DeliveryProblem | null) => Promise<void>

const atOnce = 20
/** For so long a server has a delivery to itself; one that died with it is tried again by another. */
const leaseMinutes = 3

/**
 * Sends what is due, each by one server at a time. What fails is tried again later and later, then given up; why is kept
 * as a code. What was sent by a server that died before it could say so is sent twice rather than not at all.
 */
export async function deliver(
  pool: pg.Pool,
  city: City,
  send: Send,
  log: Logger,
  { now } = cityTime(city),
  settle: Settle = async () => undefined,
): Promise<{ sent: number; failed: number }> {
  const lease = new Date(now.getTime() + leaseMinutes * 60_000)
  const claimed = await rowsOf<Delivery>(
    pool,
    sql`UPDATE delivery SET next_try_at = ${lease}, tries = tries + 1
        WHERE city_code = ${city.code} AND id IN (SELECT id FROM delivery WHERE city_code = ${city.code} AND state = 'PENDING' AND next_try_at <= ${now} ORDER BY next_try_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
        RETURNING id, user_id AS "userId", robot_id AS "robotId", counts, tries`,
  )
  const outcomes = await Promise.all(
    claimed.map(async (delivery) => {
      const problem = await problemIn(send(delivery), log)
      const again = problem === null ? null : againAt(problem, delivery.tries, now)
      const state = problem === null ? 'SENT' : again === null ? 'FAILED' : 'PENDING'
      await rowsOf(
        pool,
        sql`UPDATE delivery SET state = ${state}::delivery_state, problem = ${problem}, sent_at = ${problem === null ? now : null}::timestamptz, next_try_at = coalesce(${again}::timestamptz, next_try_at)
            WHERE city_code = ${city.code} AND id = ${delivery.id}::uuid AND state = 'PENDING' AND tries = ${delivery.tries}::smallint`,
      )
      if (state !== 'PENDING') await settle(delivery, problem)
      return problem
    }),
  )
  const sent = outcomes.filter((problem) => problem === null).length
  return { sent, failed: claimed.length - sent }
}

/** When it is tried again; null: no more, or it would not help. */
function againAt(problem: DeliveryProblem, tries: number, now: Date): Date | null {
  const again = mayHelpToRetry(problem) ? retryAt(tries, now) : null
  if (again === null || problem !== 'TOO_OFTEN') return again
  const pause = new Date(now.getTime() + PAUSE_AFTER_TOO_MANY_MINUTES * 60_000)
  return pause > again ? pause : again
}

async function problemIn(sending: Promise<void>, log: Logger): Promise<DeliveryProblem | null> {
  try {
    await sending
    return null
  } catch (problem) {
    if (problem instanceof NotSent) return problem.problem
    log.error({ err: problem }, 'a message could not be sent')
    return 'REFUSED'
  }
}

/** What the code that was kept stands for. */
export function deliveryProblem(code: string | null): DeliveryProblem | null {
  return DELIVERY_PROBLEMS.find((one) => one === code) ?? null
}
