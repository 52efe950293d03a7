import type { Messages } from '@lingui/core'
import type { Locale } from '@gongjian/domain/vocabulary'

/** By the path of each catalogue, each text parsed into its parts as the build leaves it (vite.config.ts). */
export type Words = Record<string, Messages>

/**
 * The words of a language in two files: what a phone needs to sign in, record and sign, and all others, which a page
 * fetches with itself. Twenty small files are twenty times asked for.
 */
export const wordsOf = {
  first: {
    'zh-CN': () => import('./first/zh-CN.ts'),
    'zh-TW': () => import('./first/zh-TW.ts'),
    en: () => import('./first/en.ts'),
  },
  later: {
    'zh-CN': () => import('./later/zh-CN.ts'),
    'zh-TW': () => import('./later/zh-TW.ts'),
    en: () => import('./later/en.ts'),
  },
} satisfies Record<string, Record<Locale, () => Promise<{ words: Words }>>>
