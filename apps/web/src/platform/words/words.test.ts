import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LOCALES } from '@gongjian/domain/vocabulary'
import { describe, expect, test } from 'vitest'
import { wordsOf } from './words.ts'

const source = join(import.meta.dirname, '../..')
const folderOf = (path: string) => path.split('/').at(-3) ?? ''

describe.each(LOCALES)('the words of %s', (locale) => {
  test('are each in one of both files', async () => {
    const files = await Promise.all([wordsOf.first[locale](), wordsOf.later[locale]()])
    expect(files.flatMap(({ words }) => Object.keys(words).map(folderOf)).toSorted()).toEqual(
      ['ui', ...readdirSync(join(source, 'features'))].toSorted(),
    )
  })

  test('are the first for the frame of the pages, and for every page that fetches no other', async () => {
    const first = Object.keys((await wordsOf.first[locale]()).words).map(folderOf)
    const routes = readdirSync(join(source, 'routes')).map((name) => ({
      name,
      text: readFileSync(join(source, 'routes', name), 'utf8'),
    }))
    const used = routes.flatMap(({ name, text }) =>
      [
        ...text.matchAll(
          name === 'router.tsx'
            ? /firstPage\(\s*'[^']+',[^']*'\.\.\/features\/([\w-]+)\//g
            : /'\.\.\/features\/([\w-]+)\//g,
        ),
      ].map(([, feature]) => feature),
    )
    expect(used.length).toBeGreaterThan(12)
    for (const feature of new Set(used)) expect(first).toContain(feature)
  })
})
