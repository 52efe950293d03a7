import type { InLanguages } from '@gongjian/domain/indicator-content'
import type { Locale } from '@gongjian/domain/vocabulary'

/** A name that is kept in each language, in the language of the export. */
export const nameIn = {
  'zh-CN': ({ zhCn }: InLanguages) => zhCn,
  'zh-TW': ({ zhTw }: InLanguages) => zhTw,
  en: ({ en }: InLanguages) => en,
} as const satisfies Record<Locale, (name: InLanguages) => string>
