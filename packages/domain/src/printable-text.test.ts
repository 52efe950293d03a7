import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printableText } from './printable-text.ts'

const plain = (code: number) => code < 0x3000 || (code >= 0x4e00 && code < 0xa000)
const withoutBreaks = (text: string) => text.replaceAll('\u200B', '')

test('what is markup elsewhere is printed sign by sign', () => {
  const typed = '#import "x" $x$ *粗* = 标题 \\ @ref <b> `raw` // no'
  expect(withoutBreaks(printableText(typed, plain))).toBe(typed)
})

test('a sign that the type lacks stands as its number', () => {
  expect(printableText('好😀', plain)).toBe('好〔U+1F600〕')
  expect(printableText('a\u0001b\u0000', plain)).toBe('a〔U+0001〕b〔U+0000〕')
})

test('what shows nothing is left out, line breaks of every kind are kept', () => {
  expect(printableText('建\u200B\uFEFF\u202E设', plain)).toBe('建设')
  expect(printableText('一\r\n二\r三\u2028四', plain)).toBe('一\n二\n三\n四')
})

test('a line can be broken in a word of 10,000 letters; nothing of it is lost', () => {
  const printed = printableText('a'.repeat(10_000), plain)
  expect(withoutBreaks(printed)).toBe('a'.repeat(10_000))
  expect(Math.max(...printed.split('\u200B').map(({ length }) => length))).toBeLessThanOrEqual(24)
  expect(printableText('建'.repeat(10_000), plain)).toBe('建'.repeat(10_000))
})

test('whatever was typed, only signs of the type are printed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      for (const sign of withoutBreaks(printableText(typed, plain))) {
        const code = sign.codePointAt(0) ?? 0
        expect(code === 0x0a || (code >= 0x20 && (plain(code) || '〔〕'.includes(sign)))).toBe(true)
      }
    }),
  )
})
