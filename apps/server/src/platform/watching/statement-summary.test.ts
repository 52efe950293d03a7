import { expect, test } from 'vitest'
import { statementKind, statementSummary, withoutLiterals } from './statement-summary.ts'

test.each([
  ['SELECT id FROM "public"."user_account" WHERE id = $1', 'SELECT', 'SELECT user_account'],
  ['  with moved AS (UPDATE activity SET x = $1) SELECT 1', 'WITH', 'WITH activity'],
  ['INSERT INTO household_visit (a) VALUES ($1)', 'INSERT', 'INSERT household_visit'],
  ['BEGIN', 'BEGIN', 'BEGIN'],
  ['LISTEN activity_moved', 'OTHER', 'OTHER'],
  ['', 'OTHER', 'OTHER'],
])('%s', (text, kind, summary) => {
  expect(statementKind(text)).toBe(kind)
  expect(statementSummary(text)).toBe(summary)
})

test('nothing that somebody could have typed stays in a text', () => {
  const text = `SELECT '王''五', E'a\\'b', $$13900001111$$, $tag$x$tag$ /* 李四 */ FROM t -- 赵六
    WHERE phone = 13900001111 AND price > 1.5 AND id = $12`
  expect(withoutLiterals(text)).toBe(
    'SELECT ?, E?, ?, ? FROM t WHERE phone = ? AND price > ? AND id = $12',
  )
  expect(withoutLiterals(`SELECT ${'x, '.repeat(1000)}1`)).toHaveLength(1000)
})
