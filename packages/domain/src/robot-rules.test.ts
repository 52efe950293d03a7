import { describe, expect, test } from 'vitest'
import {
  isPrivateAddress,
  KINDS_FOR_ROBOTS,
  parseOrigins,
  problemOfAnswer,
  robotAddressHint,
  robotAddressProblem,
} from './robot-rules.ts'

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  '[::1]',
  '::ffff:10.0.0.1',
  '::ffff:a00:1',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '64:ff9b::a00:1',
  '2002:a00:1::',
])('%s is of one’s own network', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

test.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '223.5.5.5', '2400:3200::1', '::ffff:1.1.1.1'])(
  '%s is of the internet',
  (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  },
)

describe('an address', () => {
  test.each([
    ['WECOM', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx'],
    ['DINGTALK', 'https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec'],
    ['FEISHU', 'https://open.feishu.cn/open-apis/bot/v2/hook/9b0b6c9e-41a5'],
  ] as const)('of %s is taken as the service gives it', (kind, address) => {
    expect(robotAddressProblem(kind, address, [])).toBe(null)
  })

  test('of another origin is taken only where the settings name it', () => {
    const address = 'https://chat.office.example:8443/hook/1'
    expect(robotAddressProblem('FEISHU', address, [])).toBe('ROBOT_ADDRESS_HOST')
    expect(robotAddressProblem('FEISHU', address, parseOrigins('chat.office.example'))).toBe(
      'ROBOT_ADDRESS_HOST',
    )
    expect(
      robotAddressProblem('FEISHU', address, parseOrigins('a.example, chat.office.example:8443')),
    ).toBe(null)
  })

  test('shows no more than its host and its end', () => {
    expect(robotAddressHint('https://open.feishu.cn/open-apis/bot/v2/hook/9b0b6c9e-41a5')).toBe(
      'open.feishu.cn…41a5',
    )
  })
})

test.each([
  ['WECOM', 0, 'ok', null],
  ['WECOM', 45009, 'api freq out of limit', 'TOO_OFTEN'],
  ['WECOM', 93000, 'invalid webhook url', 'RECIPIENT_REFUSED'],
  ['DINGTALK', 310000, 'sign not match', 'SIGNATURE_REFUSED'],
  ['DINGTALK', 310000, 'keywords not in content', 'KEYWORD_MISSING'],
  ['DINGTALK', 310000, 'ip 1.1.1.1 not in whitelist', 'REFUSED'],
  ['DINGTALK', 130101, 'send too fast', 'TOO_OFTEN'],
  ['FEISHU', 19021, 'sign match fail', 'SIGNATURE_REFUSED'],
  ['FEISHU', 19024, 'Key Words Not Found', 'KEYWORD_MISSING'],
  ['FEISHU', 9499, 'too many request', 'TOO_OFTEN'],
  ['FEISHU', 9499, 'Bad Request', 'REFUSED'],
] as const)('%s answering %s %s means %s', (kind, code, words, problem) => {
  expect(problemOfAnswer(kind, { code, words })).toBe(problem)
})

test('a group is told nothing of households and of what concerns one person', () => {
  expect(KINDS_FOR_ROBOTS).not.toContain('HOUSEHOLD_SEEN')
  expect(KINDS_FOR_ROBOTS).not.toContain('SUGGESTION_ANSWERED')
  expect(KINDS_FOR_ROBOTS).not.toContain('RECORD_SIGNED')
})
