import { expect, test } from 'vitest'
import { widenPunctuation } from './chinese-punctuation.ts'

const comma = '\uFF0C'
const colon = '\uFF1A'
const [open, close] = ['\uFF08', '\uFF09']

test.each([
  ['已签署,谢谢', `已签署${comma}谢谢`],
  ['有误: 见表', `有误${colon}见表`],
  ['意见(可不填)', `意见${open}可不填${close}`],
  ['所选({count})', `所选${open}{count}${close}`],
  ['确认?', '确认\uFF1F'],
  [
    '{more, select, 1 {{count} 条以上} other {{count} 条}},最早的在前',
    `{more, select, 1 {{count} 条以上} other {{count} 条}}${comma}最早的在前`,
  ],
  ['第 {a},{b} 行', `第 {a}${comma}{b} 行`],
])('%s is set at full width', (text, wanted) => {
  expect(widenPunctuation(text)).toBe(wanted)
  expect(widenPunctuation(wanted)).toBe(wanted)
})

test.each([
  'Signed, thanks (all)',
  '时间 08:30',
  '{host}:{port} 端口',
  '2,670,000 元',
  'A001-01 (x)',
])('%s stays as it is', (text) => expect(widenPunctuation(text)).toBe(text))
