import { expect, test } from 'vitest'
import { joinedClauses, joinedNames } from './joined.ts'

test.each([
  ['zh-CN', '党课、座谈会', '党课 4 次；座谈会 2 个'],
  ['zh-TW', '党课、座谈会', '党课 4 次；座谈会 2 个'],
  ['en', '党课, 座谈会', '党课 4 次; 座谈会 2 个'],
])('names and clauses are set apart as the language does: %s', (locale, names, clauses) => {
  expect(joinedNames(locale, ['党课', '座谈会'])).toBe(names)
  expect(joinedClauses(locale, ['党课 4 次', '座谈会 2 个'])).toBe(clauses)
  expect(joinedNames(locale, ['党课'])).toBe('党课')
})
