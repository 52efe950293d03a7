import { pinyin } from 'pinyin-pro'

/** The initials of a name's pinyin, lower case, as people type them to find it: 市财政局 is sczj. */
export function pinyinInitials(name: string): string {
  return pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
}
