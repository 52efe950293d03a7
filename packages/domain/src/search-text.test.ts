import fc from 'fast-check'
import { expect, test } from 'vitest'
import { likeLiteral, parseSearch } from './search-text.ts'

test.each([
  ['Ａ００１', { text: 'a001', looksLikeCode: true, looksLikeInitials: false }],
  ['A001-01', { text: 'a001-01', looksLikeCode: true, looksLikeInitials: false }],
  ['230102001001', { text: '230102001001', looksLikeCode: true, looksLikeInitials: false }],
  [' SZF ', { text: 'szf', looksLikeCode: false, looksLikeInitials: true }],
  ['市　政府', { text: '市 政府', looksLikeCode: false, looksLikeInitials: false }],
  ['100%', { text: '100%', looksLikeCode: false, looksLikeInitials: false }],
])('%j is understood', (typed, search) => {
  expect(parseSearch(typed)).toEqual(search)
})

test.each(['', '   ', '　', '\u200b', '\u202e'])('%j searches nothing', (typed) => {
  expect(parseSearch(typed)).toBeNull()
})

test('a long search is cut after 60 characters, not in the middle of one', () => {
  expect(parseSearch('𠮷'.repeat(61))?.text).toBe('𠮷'.repeat(60))
})

test('a search is never longer than 60 characters, and always well formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (typed) => {
      const text = parseSearch(typed)?.text ?? ''
      expect([...text].length).toBeLessThanOrEqual(60)
      expect(text.isWellFormed()).toBe(true)
    }),
  )
})

test("LIKE's own signs are taken literally", () => {
  expect(likeLiteral('100%_\\')).toBe('100\\%\\_\\\\')
  expect(likeLiteral('社区')).toBe('社区')
})
