import type { DeliveryProblem, NotificationKind, RobotKind } from './vocabulary.ts'

/**
 * What a group chat is told of: what asks something of the organisation. Never what concerns one person, and never that
 * somebody looked at a household.
 */
export const KINDS_FOR_ROBOTS = [
  'RECORD_WAITS',
  'RECORDS_WAIT',
  'RECORD_RETURNED',
  'RECORD_REOPENED',
  'WAITS_3_DAYS',
  'WAITS_7_DAYS',
  'CAMPAIGN_INVITATION',
] as const satisfies readonly NotificationKind[]

/** Where the services themselves take posts: the only origins unless the settings name others. */
export const OFFICIAL_ORIGINS = {
  WECOM: 'https://qyapi.weixin.qq.com',
  DINGTALK: 'https://oapi.dingtalk.com',
  FEISHU: 'https://open.feishu.cn',
} as const satisfies Record<RobotKind, string>

/** A group is not a bell: between two posts to it lie at least so many minutes. What comes meanwhile goes into the next. */
export const MINUTES_BETWEEN_POSTS = 10
/** The services take so many posts a minute to one robot, then none for ten minutes. */
export const POSTS_A_MINUTE = 20
export const PAUSE_AFTER_TOO_MANY_MINUTES = 10
/** After so many posts in a row that were given up, a robot is switched off. */
export const FAILURES_BEFORE_OFF = 3

const longestAddress = 500

/** Why the address of a robot may not be used; null: it may. `allowed` are further origins, of the settings. */
export function robotAddressProblem(
  kind: RobotKind,
  typed: string,
  allowed: readonly string[],
): 'ROBOT_ADDRESS_SHAPE' | 'ROBOT_ADDRESS_HOST' | null {
  const url = typed.length <= longestAddress && URL.canParse(typed) ? new URL(typed) : null
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '')
    return 'ROBOT_ADDRESS_SHAPE'
  if (allowed.includes(url.origin)) return null
  if (url.origin !== OFFICIAL_ORIGINS[kind]) return 'ROBOT_ADDRESS_HOST'
  return hasKey(kind, url) ? null : 'ROBOT_ADDRESS_SHAPE'
}

function hasKey(kind: RobotKind, { pathname, searchParams }: URL): boolean {
  switch (kind) {
    case 'WECOM':
      return pathname === '/cgi-bin/webhook/send' && Boolean(searchParams.get('key'))
    case 'DINGTALK':
      return pathname === '/robot/send' && Boolean(searchParams.get('access_token'))
    case 'FEISHU':
      return /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/.test(pathname)
  }
}

/** What may be shown of an address: the host, and the end of it by which its owner knows it again. */
export function robotAddressHint(address: string): string {
  return `${new URL(address).host}…${address.slice(-4)}`
}

/** The origins that the settings allow beside the official ones: 'https://host' or 'host', between commas. */
export function parseOrigins(setting: string): string[] {
  return setting
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => (part.includes('://') ? part : `https://${part}`))
    .flatMap((part) => (URL.canParse(part) ? [new URL(part).origin] : []))
}

const privateRanges = [
  /^0\./,
  /^10\./,
  /^127\./,
  /^169\.254\./,
  /^192\.168\./,
  /^192\.0\.0\./,
  /^198\.1[89]\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^(22[4-9]|2[3-5]\d)\./,
]

/** Whether an IP address is of one's own machine or network rather than of the internet. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.toLowerCase().replace(/^\[|\]$/g, '')
  const inside = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (inside !== undefined) return isPrivateAddress(inside)
  if (!plain.includes(':')) return privateRanges.some((range) => range.test(plain))
  // All but 2000::/3 is of no internet host; NAT64 and 6to4 may stand for any IPv4 address.
  return (
    !/^[23][0-9a-f]{3}:/.test(plain) || plain.startsWith('2002:') || /^2001:0{0,3}:/.test(plain)
  )
}

export type RobotAnswer = { code: number; words: string }

/** What the answer's code means; null: it was taken. Codes as the three services document them. */
export function problemOfAnswer(
  kind: RobotKind,
  { code, words }: RobotAnswer,
): DeliveryProblem | null {
  if (code === 0) return null
  if (/too many|frequency|too fast|流控/i.test(words)) return 'TOO_OFTEN'
  if (/keyword|key words/i.test(words)) return 'KEYWORD_MISSING'
  switch (kind) {
    case 'WECOM':
      if (code === 45009) return 'TOO_OFTEN'
      return code === 93000 ? 'RECIPIENT_REFUSED' : 'REFUSED'
    case 'DINGTALK':
      if (code === 130101 || code === 410100) return 'TOO_OFTEN'
      if (code === 310000) return /sign|timestamp/i.test(words) ? 'SIGNATURE_REFUSED' : 'REFUSED'
      return code === 300001 || code === 300005 || code === 400101 || code === 40035
        ? 'RECIPIENT_REFUSED'
        : 'REFUSED'
    case 'FEISHU':
      if (code === 11232) return 'TOO_OFTEN'
      if (code === 19021) return 'SIGNATURE_REFUSED'
      if (code === 19024) return 'KEYWORD_MISSING'
      return code === 19001 ? 'RECIPIENT_REFUSED' : 'REFUSED'
  }
}

/** Whether trying again could help: what a person has to set right is given up at once. */
export function mayHelpToRetry(problem: DeliveryProblem): boolean {
  switch (problem) {
    case 'SIGNATURE_REFUSED':
    case 'KEYWORD_MISSING':
    case 'NOT_ALLOWED':
    case 'NOBODY_THERE':
      return false
    case 'NOT_REACHED':
    case 'LOGIN_REFUSED':
    case 'RECIPIENT_REFUSED':
    case 'REFUSED':
    case 'TOO_OFTEN':
    case 'KEYS_MISSING':
      return true
  }
}
