import type { Locale } from '@gongjian/domain/vocabulary'

/** The text in the reader's language, of one that is there in all three. */
export function textIn(
  { zhCn, zhTw, en }: { zhCn: string; zhTw: string; en: string },
  locale: Locale,
): string {
  return { 'zh-CN': zhCn, 'zh-TW': zhTw, en }[locale]
}
