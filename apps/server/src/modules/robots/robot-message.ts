import { createHmac } from 'node:crypto'
import type { RobotKind } from '@gongjian/domain/vocabulary'

export type RobotAccess = { kind: RobotKind; address: string; secret: string | null }
/** What is posted: a title, lines, and where to go on. */
export type RobotMessage = { title: string; lines: readonly string[]; link: string }

const hmac = (key: string, text: string) =>
  createHmac('sha256', key).update(text, 'utf8').digest('base64')

/**
 * A message as each of the services wants it, signed in its fashion at the (real) moment:
 * - WeCom (developer.work.weixin.qq.com/document/path/91770): the key in the address is all; markdown.
 * - DingTalk (open.dingtalk.com, 自定义机器人安全设置): HMAC-SHA-256 of "milliseconds\nsecret" under the secret, with the
 *   milliseconds in the address; markdown.
 * - Feishu (open.feishu.cn, 自定义机器人使用指南): HMAC-SHA-256 of nothing under "seconds\nsecret", with the seconds in the
 *   body; text, since its robots take no markdown there.
 */
export function robotRequest(
  { kind, address, secret }: RobotAccess,
  { title, lines, link }: RobotMessage,
  at: Date,
): { address: string; body: unknown } {
  const listed = lines.map((line) => `> ${line}`).join('\n')
  switch (kind) {
    case 'WECOM':
      return {
        address,
        body: { msgtype: 'markdown', markdown: { content: `**${title}**\n${listed}\n${link}` } },
      }
    case 'DINGTALK': {
      const url = new URL(address)
      if (secret !== null) {
        const timestamp = String(at.getTime())
        url.searchParams.set('timestamp', timestamp)
        url.searchParams.set('sign', hmac(secret, `${timestamp}\n${secret}`))
      }
      return {
        address: url.href,
        body: {
          msgtype: 'markdown',
          markdown: { title, text: `**${title}**\n\n${listed}\n\n${link}` },
        },
      }
    }
    case 'FEISHU': {
      const timestamp = String(Math.floor(at.getTime() / 1000))
      return {
        address,
        body: {
          ...(secret === null ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') }),
          msg_type: 'text',
          content: { text: [title, ...lines.map((line) => `· ${line}`), link].join('\n') },
        },
      }
    }
  }
}
