import { parseEmailAddress } from '@gongjian/domain/notification-choice'
import type { DeliveryProblem } from '@gongjian/domain/vocabulary'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, Refused } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { NotSent, openMailer } from '../../platform/mail.ts'

/** What came of a test message: null where it was sent. */
export type Tried = { problem: DeliveryProblem | null }

/** Sends a test message to the address as it is typed. Throws InvalidInput, Refused, Throttled. */
export async function tryEmail(
  context: RequestContext,
  input: { emailAddress: string },
): Promise<Tried> {
  const address = parseEmailAddress(input.emailAddress)
  if (address === null) throw new InvalidInput([{ path: 'emailAddress', code: 'EMAIL_SHAPE' }])
  const mailer = openMailer(context.config)
  if (mailer === null) throw new Refused('MAIL_NOT_SET_UP')
  await countTry(limitsOf(context.database).messageTry, signedInViewer(context).userId)
  const { text } = context
  return outcomeOf(
    mailer
      .send({ to: address, subject: text('mail.testSubject'), text: text('mail.test') })
      .finally(() => mailer.close()),
  )
}

export async function outcomeOf(sending: Promise<void>): Promise<Tried> {
  try {
    await sending
    return { problem: null }
  } catch (problem) {
    if (problem instanceof NotSent) return { problem: problem.problem }
    throw problem
  }
}
