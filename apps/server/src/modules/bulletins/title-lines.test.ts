import fc from 'fast-check'
import { expect, test } from 'vitest'
import { titleLines } from './title-lines.ts'

const MOST = 20

test.each([
  ['2008年度考评结果', ['2008年度考评结果']],
  [
    '关于2008年度市直属机关党组织共建工作优秀单位的通报',
    ['关于2008年度市直属机关党组织', '共建工作优秀单位的通报'],
  ],
  ['2008年度市直属机关党组织共建工作考评结果', ['2008年度市直属机关', '党组织共建工作考评结果']],
])('%s', (title, lines) => {
  expect(titleLines(title, title.startsWith('2008年度市') ? 18 : MOST)).toEqual(lines)
})

test('nothing is lost, no line is too long, none begins with a sign that closes', () => {
  const word = fc.constantFrom(
    '关于',
    '2008年度',
    '市直属机关',
    '党组织',
    '与',
    '社区',
    '共建',
    '工作',
    '考评',
    '情况',
    '的',
    '通报',
    '，',
    'Harbin',
  )
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (parts) => {
      const title = parts.join('')
      // A run of signs that may begin no line is one word, however long.
      fc.pre(!/[的与，]{3}/u.test(title))
      const lines = titleLines(title, MOST)
      expect(lines.join('')).toBe(title)
      const wide = (line: string) =>
        [...line].reduce((sum, sign) => sum + (sign.charCodeAt(0) < 127 ? 0.5 : 1), 0)
      expect(Math.max(...lines.map(wide))).toBeLessThanOrEqual(MOST)
      expect(lines.slice(1).filter((line) => /^[的与，]/u.test(line))).toEqual([])
    }),
  )
})
