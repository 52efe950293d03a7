import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AUDIT_ACTIONS } from '@gongjian/domain/audit-event'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const source = join(import.meta.dirname, '..')
const catalogue = z.record(z.string(), z.string())
const folders = [
  'ui',
  ...readdirSync(join(source, 'features')).map((feature) => `features/${feature}`),
]
const read = (folder: string, locale: string) =>
  catalogue.parse(
    JSON.parse(readFileSync(join(source, folder, 'messages', `${locale}.json`), 'utf8')),
  )
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/generated|\.test\./.test(name))
  .map((name) => ({ name, text: readFileSync(join(source, name), 'utf8') }))

/** The names of the values that a message takes, however deep they stand in it. */
function namesIn(message: unknown): string[] {
  if (!Array.isArray(message)) return []
  return message.flatMap((part: unknown) => {
    if (!Array.isArray(part)) return []
    const [name, , choices] = part
    const inside =
      typeof choices === 'object' && choices !== null ? Object.values(choices).flatMap(namesIn) : []
    return typeof name === 'string' ? [name, ...inside] : inside
  })
}
const values = (message: string) => [...new Set(namesIn(compileMessage(message)))].toSorted()

describe.each(folders)('the messages of %s', (folder) => {
  const chinese = read(folder, 'zh-CN')

  test.each(['zh-TW', 'en'])('%s has each of them, and no other', (locale) => {
    expect(Object.keys(read(folder, locale)).toSorted()).toEqual(Object.keys(chinese).toSorted())
  })

  test.each(['zh-TW', 'en'])('%s takes the same values', (locale) => {
    const other = read(folder, locale)
    for (const [key, message] of Object.entries(chinese))
      expect({ key, values: values(other[key] ?? '') }).toEqual({ key, values: values(message) })
  })

  test('none is empty, and English has no Chinese in it', () => {
    for (const locale of ['zh-CN', 'zh-TW', 'en'])
      for (const [key, message] of Object.entries(read(folder, locale)))
        expect({ key, isEmpty: message.trim() === '' }).toEqual({ key, isEmpty: false })
    for (const [key, message] of Object.entries(read(folder, 'en')).filter(
      // A language is named in itself.
      ([name]) => !name.startsWith('languageName_'),
    ))
      expect({ key, hasChinese: /\p{Script=Han}/u.test(message) }).toEqual({
        key,
        hasChinese: false,
      })
  })

  test('each is used', () => {
    const text = files
      .filter(({ name }) => name.startsWith(`${folder}/`) || folder === 'ui')
      .map((file) => file.text)
      .join('\n')
    const beginnings = [...text.matchAll(/`([a-zA-Z]+_)\$\{/g)].map(([, beginning]) => beginning)
    const unused = Object.keys(chinese).filter(
      (key) =>
        !text.includes(`'${key}'`) &&
        !beginnings.some((beginning) => beginning !== undefined && key.startsWith(beginning)),
    )
    expect(unused).toEqual([])
  })
})

test('Taiwan has its own words, not only its own characters', () => {
  const all = folders.map((folder) => Object.values(read(folder, 'zh-TW')).join('\n')).join('\n')
  const mainlandWords = [
    '账号',
    '登录',
    '信息',
    '网络',
    '软件',
    '默认',
    '數據',
    '網絡',
    '志願者',
    '崗位',
  ]
  for (const mainland of [...mainlandWords, '“'])
    expect({ mainland, isUsed: all.includes(mainland) }).toEqual({ mainland, isUsed: false })
})

test('what a reader sees stands in the catalogues: no Chinese in the code', () => {
  const offending = files.flatMap(({ name, text }) =>
    text
      .split('\n')
      .filter((line) => /\p{Script=Han}/u.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  )
  expect(offending).toEqual([])
})

test('nor is English written between the tags', () => {
  const offending = files
    .filter(({ name }) => name.endsWith('.tsx'))
    .flatMap(({ name, text }) =>
      [...text.matchAll(/>\s*([A-Za-z][A-Za-z ,.'’]{2,})\s*<\/[A-Za-z]/g)].map(
        ([, words]) => `${name}: ${words}`,
      ),
    )
  expect(offending).toEqual([])
})

test('whatever the audit may tell of has its words', () => {
  const known = Object.keys(read('ui', 'zh-CN'))
  const without = AUDIT_ACTIONS.filter(
    (action) => !known.includes(`action_${action.replaceAll('.', '_')}`),
  )
  expect(without).toEqual([])
})

test('what stands in a row is set apart as the language does, never by a sign of one of them', () => {
  const byHand = /\.join\('(?:; ?|, |、|；)'\)/
  expect(files.filter(({ text }) => byHand.test(text)).map(({ name }) => name)).toEqual([])
})
