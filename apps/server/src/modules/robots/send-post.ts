import type { Database } from '@gongjian/database'
import type { City } from '../../platform/context.ts'
import type { Config } from '../../platform/config.ts'
import { Refused } from '../../platform/failures.ts'
import { NotSent } from '../../platform/mail.ts'
import { textIn } from '../../platform/messages.ts'
import type { Delivery } from '../notifications/deliver.ts'
import { sendMessage } from './post-message.ts'
import { robotAccess } from './robot-access.ts'
import { postOf } from './robot-text.ts'

/** Posts what was gathered for a robot. A group's language is that of the offices. Throws NotSent. */
export async function sendPost(
  database: Database,
  city: City,
  config: Config,
  { robotId, counts }: Delivery,
): Promise<void> {
  const access =
    robotId === null
      ? null
      : await robotAccess(database.pool, config, city.code, robotId).catch((problem: unknown) => {
          throw problem instanceof Refused ? new NotSent('KEYS_MISSING') : problem
        })
  if (access === null || !access.enabled) throw new NotSent('NOBODY_THERE')
  const message = postOf(counts, access.kind, config.publicUrl, textIn('zh-CN'))
  await sendMessage(database, config, access, message)
}
