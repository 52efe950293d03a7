import type { Messages } from '@lingui/core'
import type { Locale } from '@gongjian/domain/vocabulary'

/** By the path of each catalogue, each text parsed into its parts as the build leaves it (vite.config.ts). */
export type Words = Record<string, Messages>

/** All words of a language are fetched at once: twenty small files are twenty times asked for. */
export const wordsOf: Record<Locale, () => Promise<{ words: Words }>> = {
  'zh-CN': () => import('./zh-CN.ts'),
  'zh-TW': () => import('./zh-TW.ts'),
  en: () => import('./en.ts'),
}
