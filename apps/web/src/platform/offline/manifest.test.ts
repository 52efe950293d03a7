import { existsSync, readFileSync } from 'node:fs'
import { LOCALES } from '@gongjian/domain/vocabulary'
import { expect, test } from 'vitest'

const web = new URL('../../../', import.meta.url)
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, web), 'utf8'))

test.each(LOCALES)('the app is installed under the name it bears in its pages: %s', (locale) => {
  const { product } = Object(read(`src/ui/messages/${locale}.json`))
  expect(read(`public/manifest/${locale}.webmanifest`)).toMatchObject({
    // One app in all languages: who changes the language does not install a second one.
    id: '/',
    name: product,
    lang: locale,
    display: 'standalone',
  })
})

test.each(LOCALES)('its icons are in the repository, one of them for any shape: %s', (locale) => {
  const { icons } = Object(read(`public/manifest/${locale}.webmanifest`))
  for (const { src } of icons)
    expect({ src, there: existsSync(new URL(`public${src}`, web)) }).toEqual({ src, there: true })
  expect(icons).toContainEqual(expect.objectContaining({ purpose: 'maskable' }))
})
