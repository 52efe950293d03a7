import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import type { JsonValue } from './canonical-json.ts'

test('keys are sorted at every depth, lists keep their order, no white space', () => {
  expect(canonicalJson({ b: [3, 1, { d: null, c: true }], a: '六帮' })).toBe(
    '{"a":"六帮","b":[3,1,{"c":true,"d":null}]}',
  )
  expect(canonicalJson([])).toBe('[]')
  expect(canonicalJson({})).toBe('{}')
})

test('what JSON escapes is escaped', () => {
  expect(canonicalJson({ 'a"b': 'line\nbreak' })).toBe('{"a\\"b":"line\\nbreak"}')
})

const value = fc.jsonValue().map((json): JsonValue => JSON.parse(JSON.stringify(json)))

function reversed(json: JsonValue): JsonValue {
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map((item: JsonValue) => reversed(item))
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

test('it is JSON of the same value', () => {
  fc.assert(
    fc.property(value, (json) => {
      expect(JSON.parse(canonicalJson(json))).toEqual(json)
    }),
  )
})

test('the same value is the same text, whatever order its keys came in', () => {
  fc.assert(
    fc.property(value, (json) => {
      expect(canonicalJson(reversed(json))).toBe(canonicalJson(json))
    }),
  )
})
