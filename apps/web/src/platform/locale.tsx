import { joinedClauses, joinedNames } from '@gongjian/domain/joined'
import { LOCALES } from '@gongjian/domain/vocabulary'
import type { Locale } from '@gongjian/domain/vocabulary'
import { setupI18n } from '@lingui/core'
import type { Messages } from '@lingui/core'
import { I18nProvider, useLingui } from '@lingui/react'
import type { ReactNode } from 'react'
import { wordsOf } from './words/words.ts'

type Catalogue = Record<string, string>

const remembered = 'gongjian.locale'
export const i18n = setupI18n()

function isLocale(name: string | null): name is Locale {
  return LOCALES.some((locale) => locale === name)
}

/** The language chosen before, else the browser's, else Chinese as in the mainland. */
export function preferredLocale(): Locale {
  const chosen = localStorage.getItem(remembered)
  if (isLocale(chosen)) return chosen
  const [language = ''] = navigator.languages
  if (/^zh-(tw|hk|mo|hant)/i.test(language)) return 'zh-TW'
  return /^en/i.test(language) ? 'en' : 'zh-CN'
}

type Part = keyof typeof wordsOf
const wanted = new Set<Part>(['first'])

async function load(locale: Locale, part: Part): Promise<void> {
  const { words } = await wordsOf[part][locale]()
  const messages: Messages = {}
  for (const [path, catalogue] of Object.entries(words)) {
    const feature = path.split('/').at(-3) ?? ''
    for (const [key, text] of Object.entries(catalogue)) messages[`${feature}.${key}`] = text
  }
  i18n.load(locale, messages)
}

/** For the pages that need more than the first words; from then on every language comes with all of its own. */
export async function laterWords(): Promise<void> {
  wanted.add('later')
  await load(currentLocale(), 'later')
}

/** Loads a language and shows it at once on the whole page. */
export async function activateLocale(locale: Locale): Promise<void> {
  await Promise.all([...wanted].map((part) => load(locale, part)))
  i18n.activate(locale)
  localStorage.setItem(remembered, locale)
  document.documentElement.lang = locale
  // Installed under its name in that language.
  document
    .querySelector('link[rel=manifest]')
    ?.setAttribute('href', `/manifest/${locale}.webmanifest`)
}

export function currentLocale(): Locale {
  return isLocale(i18n.locale) ? i18n.locale : 'zh-CN'
}

export function LocaleProvider({ children }: { children: ReactNode }) {
  return <I18nProvider i18n={i18n}>{children}</I18nProvider>
}

export type TextOf<Keys extends Catalogue> = (
  key: keyof Keys & string,
  values?: Record<string, unknown>,
) => string

/** The text function of a feature: its keys are those of the feature's zh-CN catalogue, so that a missing one does not compile. */
export function createText<Keys extends Catalogue>(feature: string): () => TextOf<Keys> {
  return () => {
    const { _ } = useLingui()
    return (key, values) => _(`${feature}.${key}`, values)
  }
}

const timeZone = 'Asia/Shanghai'

/** Days, moments and numbers as they are written in the reader's language. */
export function useFormats() {
  const { i18n: reader } = useLingui()
  const { locale } = reader
  const dayFormat = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  })
  const shortDay = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
  })
  const momentFormat = new Intl.DateTimeFormat(locale, {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  const numberFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
  return {
    day: (day: string) => dayFormat.format(new Date(`${day}T00:00:00Z`)),
    shortDay: (day: string) => shortDay.format(new Date(`${day}T00:00:00Z`)),
    month: (month: string) =>
      new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', month: 'short' }).format(
        new Date(`${month}-01T00:00:00Z`),
      ),
    shortMonth: (month: string) =>
      new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short' }).format(
        new Date(`${month}-01T00:00:00Z`),
      ),
    timeOfDay: (moment: string) =>
      new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'medium', hourCycle: 'h23' }).format(
        new Date(moment),
      ),
    moment: (moment: string) => momentFormat.format(new Date(moment)),
    names: (names: readonly string[]) => joinedNames(locale, names),
    clauses: (clauses: readonly string[]) => joinedClauses(locale, clauses),
    number: (value: number | string) =>
      numberFormat.format(typeof value === 'string' ? Number(value) : value),
    decimals: (value: number, digits: number) =>
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        // What rounds to nothing has no sign.
        signDisplay: 'negative',
      }).format(value),
  }
}
