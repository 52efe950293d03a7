import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REFUSALS } from '@gongjian/domain/activity-actions'
import { FIELD_ERROR_CODES } from '@gongjian/domain/field-problem'
import { AUDIT_ACTIONS } from '@gongjian/domain/audit-event'
import { LOCALES } from '@gongjian/domain/vocabulary'
import { describe, expect, test } from 'vitest'
import { localeOf, readCatalogue, textIn } from './messages.ts'

const sources = join(import.meta.dirname, '..')
const source = readdirSync(sources, { recursive: true })
  .map(String)
  .filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'),
  )
  .map((file) => readFileSync(join(sources, file), 'utf8'))
  .join('\n')

/** Every code that the server's own source names in this way. */
function codesIn(pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].map(([, code]) => code ?? ''))]
}
const failures = [
  ...REFUSALS,
  ...codesIn(/new Refused\(\s*'([A-Z_]+)'/g),
  ...codesIn(/super\('([A-Z_]+)'/g),
  ...codesIn(/'failure\.([A-Z_]+)'/g),
  ...codesIn(/refusal\(contextValue, '([A-Z_]+)'/g),
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'MUST_CHANGE_PASSWORD',
]
const fields = [
  ...FIELD_ERROR_CODES,
  ...codesIn(/path: [^,{}]+,\s*code: '([A-Z_]+)'/g),
  ...codesIn(/[?:] '((?:PASSWORD|ACCOUNT_|REQUIRED)[A-Z_]*)'/g),
]
const ids = [
  ...failures.map((code) => `failure.${code}`),
  ...fields.map((code) => `field.${code}`),
  ...AUDIT_ACTIONS.map((action) => `action.${action.replace('.', '_')}`),
  ...codesIn(/(?:text|say)\(\s*'([a-z]+\.[A-Za-z_]+)'/g),
]

const argumentsOf = (text: string) =>
  [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? '').toSorted()

describe.each(LOCALES)('%s', (locale) => {
  const catalogue = readCatalogue(locale)
  const first = readCatalogue('zh-CN')

  test('has every text, and no other than the other languages', () => {
    expect(ids.length).toBeGreaterThan(80)
    expect([...new Set(ids)].filter((id) => !Object.hasOwn(catalogue, id))).toEqual([])
    expect(Object.keys(catalogue).toSorted()).toEqual(Object.keys(first).toSorted())
  })

  test('names the same values in each text', () => {
    const of = (texts: Record<string, string>) =>
      Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, argumentsOf(text)]))
    expect(of(catalogue)).toEqual(of(first))
  })

  test('has no text that is empty or that was left in another language', () => {
    // What is only values and signs between them is of no language.
    const hasWords = (text: string) => /\p{L}/u.test(text.replaceAll(/\{\w+\}/g, ''))
    const wrong = Object.entries(catalogue).filter(
      ([, text]) =>
        text.trim() === '' ||
        (hasWords(text) && /\p{Script=Han}/u.test(text) !== (locale !== 'en')),
    )
    expect(wrong).toEqual([])
  })
})

test('values stand in the text', () => {
  expect(textIn('en')('failure.THROTTLED', { seconds: 30 })).toContain('30')
  expect(textIn('zh-CN')('failure.THROTTLED', { seconds: 30 })).toContain('30')
})

test.each([
  [undefined, 'zh-CN'],
  ['', 'zh-CN'],
  ['fr', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['zh-SG', 'zh-CN'],
  ['zh-TW,zh;q=0.9', 'zh-TW'],
  ['zh-Hant-HK', 'zh-TW'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['fr, en;q=0.8', 'en'],
])('a reader whose browser says %j reads %s', (header, locale) => {
  expect(localeOf(header)).toBe(locale)
})

test('what stands in a row in an export is set apart as its language does', () => {
  const folder = join(sources, 'modules/exports')
  const byHand = readdirSync(folder).filter((name) =>
    /\.join\('(?:; ?|, |、|；)'\)/.test(readFileSync(join(folder, name), 'utf8')),
  )
  expect(byHand).toEqual([])
})
