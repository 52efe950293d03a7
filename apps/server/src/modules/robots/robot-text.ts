import { KINDS_FOR_ROBOTS } from '@gongjian/domain/robot-rules'
import type { RobotKind } from '@gongjian/domain/vocabulary'
import type { Text } from '../../platform/messages.ts'
import type { Counts } from '../notifications/message-text.ts'
import type { RobotMessage } from './robot-message.ts'

/** Where to go on, in the fashion of the service; without a known address of the product: in words. */
export function linkTo(kind: RobotKind, publicUrl: string | null, text: Text): string {
  if (publicUrl === null) return text('robot.signIn')
  const url = new URL('inbox', publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).href
  return kind === 'FEISHU' ? text('robot.signInAt', { url }) : `[${text('robot.open')}](${url})`
}

/** Numbers and a link: no title, no name of a person, nothing of any record. */
export function postOf(
  counts: Counts,
  kind: RobotKind,
  publicUrl: string | null,
  text: Text,
): RobotMessage {
  const lines = KINDS_FOR_ROBOTS.flatMap((one) => {
    const count = counts[one] ?? 0
    return count > 0 ? [text(`robot.${one}`, { count })] : []
  })
  return { title: text('robot.title'), lines, link: linkTo(kind, publicUrl, text) }
}
