import type { Database } from '@gongjian/database'
import type { Logger } from 'pino'
import type { Config } from '../../platform/config.ts'
import type { CalendarDay } from '@gongjian/domain/calendar-day'
import { cityTime } from '../../platform/context.ts'
import { citiesOf } from '../../platform/every-city.ts'
import { openMailer } from '../../platform/mail.ts'
import { remindBeforeDue } from '../joint/remind-before-due.ts'
import { remindOfLines } from '../plans/remind-of-lines.ts'
import { gatherPosts } from '../robots/gather-posts.ts'
import { sendPost } from '../robots/send-post.ts'
import { settleRobot } from '../robots/settle-robot.ts'
import { regularly } from '../../platform/regularly.ts'
import type { RegularWork } from '../../platform/regularly.ts'
import { deliver } from './deliver.ts'
import { gatherEmails } from './gather-emails.ts'
import { sendEmail } from './send-email.ts'
import { sweep } from './sweep.ts'

/** Takes what waits up the ladder, and sends what is to go out, as long as the product runs. */
export function startTelling(database: Database, config: Config, log: Logger): RegularWork {
  const { pool } = database
  const mailer = openMailer(config)
  /** The day of each city on which this process last reminded of plans: they are due by the day, not by the minute. */
  const remindedOn = new Map<string, CalendarDay>()
  const sweeps = regularly(
    'take waits up the ladder',
    async () => {
      for (const city of await citiesOf(pool)) {
        await sweep(pool, city)
        await remindBeforeDue(pool, city)
        const { today } = cityTime(city)
        if (remindedOn.get(city.code) !== today) await remindOfLines(pool, city)
        remindedOn.set(city.code, today)
      }
    },
    config.sweepEverySeconds,
    log,
  )
  const deliveries = regularly(
    'send messages',
    async () => {
      for (const city of await citiesOf(pool)) {
        if (mailer !== null) await gatherEmails(pool, city)
        await gatherPosts(pool, city)
        await deliver(
          pool,
          city,
          (delivery) =>
            delivery.robotId === null
              ? sendEmail(pool, city, mailer, config.publicUrl, delivery)
              : sendPost(database, city, config, delivery),
          log,
          cityTime(city),
          async ({ robotId }, problem) =>
            robotId === null ? undefined : settleRobot(pool, city, robotId, problem),
        )
      }
    },
    config.deliverEverySeconds,
    log,
  )
  return {
    stop: async () => {
      await Promise.all([sweeps.stop(), deliveries.stop()])
      mailer?.close()
    },
  }
}
