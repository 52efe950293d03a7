import type { DeliveryProblem } from '@gongjian/domain/vocabulary'
import type { Transporter } from 'nodemailer'
import type { Config } from './config.ts'

/** `id` names the message: what is sent a second time is known by it as the same. */
export type Mail = { id?: string; to: string; subject: string; text: string }
export type Mailer = { send(mail: Mail): Promise<void>; close(): void }

/** What could not be sent, and why; without the address, so that it may be kept and shown. */
export class NotSent extends Error {
  readonly problem: DeliveryProblem

  constructor(problem: DeliveryProblem) {
    super(`not sent: ${problem}`)
    this.problem = problem
  }
}

const patienceMilliseconds = 10_000

/** Sends by the mail server of the settings; null where there is none. `send` throws NotSent. */
export function openMailer({ smtpUrl, mailFrom }: Config): Mailer | null {
  if (smtpUrl === null) return null
  // Loaded with the first message: nobody needs it to start.
  let opening: Promise<Transporter> | undefined
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer')
    return createTransport(
      {
        url: smtpUrl,
        connectionTimeout: patienceMilliseconds,
        greetingTimeout: patienceMilliseconds,
        socketTimeout: patienceMilliseconds,
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      { from: mailFrom },
    )
  }
  return {
    send: async ({ id, ...mail }) => {
      const named = id === undefined ? {} : { messageId: `<${id}@gongjian>` }
      opening ??= open()
      const transport = await opening
      await transport.sendMail({ ...mail, ...named }).catch((problem: unknown) => {
        throw new NotSent(problemOf(problem))
      })
    },
    close: () => void opening?.then((transport) => transport.close()),
  }
}

function problemOf(problem: unknown): DeliveryProblem {
  const code = problem instanceof Error && 'code' in problem ? problem.code : null
  switch (code) {
    case 'EAUTH':
    case 'ENOAUTH':
      return 'LOGIN_REFUSED'
    case 'EENVELOPE':
      return 'RECIPIENT_REFUSED'
    case 'EMESSAGE':
    case 'EPROTOCOL':
      return 'REFUSED'
    default:
      return 'NOT_REACHED'
  }
}
