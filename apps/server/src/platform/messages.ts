import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LOCALES } from '@gongjian/domain/vocabulary'
import type { Locale } from '@gongjian/domain/vocabulary'
import { setupI18n } from '@lingui/core'
import type { Messages } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { z } from 'zod'

const folder = join(import.meta.dirname, '../messages')
const catalogue = z.record(z.string(), z.string())

/** The texts of one language: every file of its folder, each under its own name ('failure.NOT_FOUND'). */
export function readCatalogue(locale: Locale): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const file of readdirSync(join(folder, locale)).sort()) {
    const prefix = file.replace(/\.json$/, '')
    const entries = catalogue.parse(JSON.parse(readFileSync(join(folder, locale, file), 'utf8')))
    for (const [key, text] of Object.entries(entries)) texts[`${prefix}.${key}`] = text
  }
  return texts
}

const speakers = new Map(
  LOCALES.map((locale) => {
    const compiled: Messages = Object.fromEntries(
      Object.entries(readCatalogue(locale)).map(([id, text]) => [id, compileMessage(text)]),
    )
    return [locale, setupI18n({ locale, messages: { [locale]: compiled } })] as const
  }),
)

export type Text = (id: string, values?: Record<string, unknown>) => string

/** The text function of a language. */
export function textIn(locale: Locale): Text {
  const speaker = speakers.get(locale)
  return (id, values) => speaker?._(id, values) ?? id
}

/** The language that the request asks for; Chinese as in the mainland where it says nothing known. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const tag = part.split(';')[0]?.trim().toLowerCase() ?? ''
    if (/^zh-(tw|hk|mo|hant)/.test(tag)) return 'zh-TW'
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en'
  }
  return 'zh-CN'
}
