import { createHash } from 'node:crypto'
import type { Database } from '@gongjian/database'
import { problemOfAnswer, robotAddressProblem } from '@gongjian/domain/robot-rules'
import type { RobotAnswer } from '@gongjian/domain/robot-rules'
import { z } from 'zod'
import type { Config } from '../../platform/config.ts'
import { Throttled } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { NotSent } from '../../platform/mail.ts'
import { postOutside } from '../../platform/post-outside.ts'
import { robotRequest } from './robot-message.ts'
import type { RobotAccess, RobotMessage } from './robot-message.ts'

const answers = z.union([
  z
    .object({ errcode: z.number(), errmsg: z.string().default('') })
    .transform(({ errcode, errmsg }): RobotAnswer => ({ code: errcode, words: errmsg })),
  z
    .object({ code: z.number(), msg: z.string().default('') })
    .transform(({ code, msg }): RobotAnswer => ({ code, words: msg })),
  z
    .object({ StatusCode: z.number(), StatusMessage: z.string().default('') })
    .transform(({ StatusCode, StatusMessage }) => ({ code: StatusCode, words: StatusMessage })),
])

/** What the robot answered, where it answered in its fashion. */
function answerOf(text: string): RobotAnswer | null {
  try {
    return answers.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/**
 * Posts a message to a robot and gives its answer. The address is looked at again: what the settings allow may have
 * changed since it was saved. Two robots of one address share its limit. Throws NotSent.
 */
export async function postMessage(
  database: Database,
  config: Pick<Config, 'robotHosts' | 'robotPrivateAddresses'>,
  access: RobotAccess,
  message: RobotMessage,
): Promise<RobotAnswer> {
  if (robotAddressProblem(access.kind, access.address, config.robotHosts) !== null)
    throw new NotSent('NOT_ALLOWED')
  const mark = createHash('sha256').update(access.address).digest('base64url')
  try {
    await countTry(limitsOf(database).robotPost, mark)
  } catch (problem) {
    throw problem instanceof Throttled ? new NotSent('TOO_OFTEN') : problem
  }
  const { address, body } = robotRequest(access, message, new Date())
  const { status, text } = await postOutside(address, body, {
    allowPrivate: config.robotPrivateAddresses,
  })
  if (status === 429) throw new NotSent('TOO_OFTEN')
  const answer = answerOf(text)
  if (answer === null) throw new NotSent(status >= 500 ? 'NOT_REACHED' : 'REFUSED')
  return answer
}

/** The same, where an answer that is no consent is a failure. */
export async function sendMessage(
  ...[database, config, access, message]: Parameters<typeof postMessage>
): Promise<void> {
  const problem = problemOfAnswer(access.kind, await postMessage(database, config, access, message))
  if (problem !== null) throw new NotSent(problem)
}
