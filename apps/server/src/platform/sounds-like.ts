import { initialsPattern } from '@gongjian/domain/search-query'
import { initialsIn } from '@gongjian/domain/search-text'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'

/** The text has what is typed as initials of its pinyin, in any of a character's readings. */
export function soundsLike(text: Sql, typed: string): Sql {
  const initials = initialsIn(typed)
  return initials === null
    ? sql`false`
    : sql`pinyin_initials(${text}) ~ ${initialsPattern(initials)}`
}
