import { problemOfAnswer } from '@gongjian/domain/robot-rules'
import type { DeliveryProblem } from '@gongjian/domain/vocabulary'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { NotSent } from '../../platform/mail.ts'
import { textIn } from '../../platform/messages.ts'
import { linkTo } from './robot-text.ts'
import { postMessage } from './post-message.ts'
import { robotAccess } from './robot-access.ts'
import { findRobot } from './robot-row.ts'

/** What came of a test, and what the robot answered in its own words. */
export type RobotTried = { problem: DeliveryProblem | null; answer: string | null }
const longestAnswer = 200

/** Posts a test to a robot in sight, also to one that is switched off. Throws NotFound, Refused, Throttled. */
export async function tryRobot(context: RequestContext, id: string): Promise<RobotTried> {
  const { database, config, city } = context
  // In the language of the group, in which its keyword stands, not in that of who tries it.
  const text = textIn('zh-CN')
  if ((await findRobot(context, 'tryRobot', id)) === null) throw new NotFound()
  const access = await robotAccess(database.pool, config, city.code, id)
  if (access === null) throw new NotFound()
  await countTry(limitsOf(database).messageTry, signedInViewer(context).userId)
  try {
    const answer = await postMessage(database, config, access, {
      title: text('robot.testTitle'),
      lines: [text('robot.test')],
      link: linkTo(access.kind, config.publicUrl, text),
    })
    return {
      problem: problemOfAnswer(access.kind, answer),
      answer: `${answer.code} ${answer.words}`.slice(0, longestAnswer),
    }
  } catch (problem) {
    if (problem instanceof NotSent) return { problem: problem.problem, answer: null }
    throw problem
  }
}
