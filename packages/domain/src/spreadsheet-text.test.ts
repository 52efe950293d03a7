import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadsheetText } from './spreadsheet-text.ts'

test.each([
  '=HYPERLINK("http://x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '  =1',
  '　=1',
  '\tplain',
  '＝1',
  '＋1',
  '－1',
  '＠x',
])('%j gets an apostrophe before it', (text) => {
  expect(spreadsheetText(text)).toBe(`'${text}`)
})

test.each(['', '社区', '1,234', '3', 'a=b', 'A-1', '<script>', ' text'])('%j stays', (text) => {
  expect(spreadsheetText(text)).toBe(text)
})

test('no text begins with a sign that starts a formula', () => {
  fc.assert(
    fc.property(fc.constantFrom('', ' ', '\t'), fc.string(), (before, text) => {
      expect(spreadsheetText(before + text)).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})
