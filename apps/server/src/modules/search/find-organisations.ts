import { initialsOfLetter } from '@gongjian/database/pinyin-initials'
import { excerptOf, markText } from '@gongjian/domain/search-query'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { rowsOf } from '../../platform/statement.ts'
import { formsOf } from '../activities/search-activities.ts'
import type { Finder } from './search-hit.ts'

const keyShape = z.tuple([z.int(), z.string()])

/** By a part of the name, also of a former one, by the beginning of the code, or by pinyin initials. */
function bears(term: string): Sql {
  const forms = formsOf(term)
  const holds = (name: Sql) =>
    join(
      forms.map((form) => sql`strpos(search_form(${name}), ${form}) > 0`),
      ' OR ',
    )
  const ways = [
    holds(sql`o.name`),
    sql`starts_with(lower(o.code), ${term})`,
    sql`EXISTS (SELECT FROM organisation_placement p WHERE p.city_code = o.city_code AND p.organisation_id = o.id AND (${holds(sql`p.name`)}))`,
  ]
  if (parseSearch(term)?.looksLikeInitials)
    ways.push(sql`o.pinyin_initials LIKE ${`%${likeLiteral(term)}%`}`)
  return sql`(${join(ways, ' OR ')})`
}

/** Organisations, first those that are called or numbered just so, then in the order of the tree. */
export const organisationFinder: Finder = {
  operation: 'organisations',
  async find(context, { query, forms }, { first, after }) {
    if (query.terms.length === 0) return []
    const [term = ''] = query.terms
    const rank = sql`CASE WHEN search_form(o.name) = ANY(${[...forms]}::text[]) OR lower(o.code) = ${term} OR o.pinyin_initials = ${term} THEN 0 ELSE 1 END`
    const key = after === null ? null : keyShape.parse(JSON.parse(after))
    const conditions = [sql`o.city_code = ${context.city.code}`, ...query.terms.map(bears)]
    if (key !== null) conditions.push(sql`(${rank}, o.path) > (${key[0]}::int, ${key[1]})`)
    const rows = await rowsOf<{
      id: string
      code: string
      name: string
      former: string[]
      above: string | null
      rank: number
      path: string
    }>(
      context.database.pool,
      sql`SELECT o.id, o.code, o.name, o.path, o.rank, above.name AS above,
            ARRAY(SELECT DISTINCT p.name FROM organisation_placement p WHERE p.city_code = o.city_code AND p.organisation_id = o.id AND p.name <> o.name) AS former
          FROM (SELECT o.*, ${rank} AS rank FROM organisation o WHERE ${join(conditions, ' AND ')} ORDER BY rank, o.path LIMIT ${raw(String(first))}) o
          LEFT JOIN organisation above ON above.city_code = o.city_code AND above.id = o.parent_id
          ORDER BY o.rank, o.path`,
    )
    return rows.map((row) => ({
      key: JSON.stringify([row.rank, row.path]),
      hit: {
        kind: 'ORGANISATION',
        id: row.id,
        title: markText(row.name, forms, initialsOfLetter),
        excerpt:
          row.former
            .map((name) => excerptOf(name, forms))
            .find((found) => found !== null && markText(row.name, forms).marks.length === 0) ??
          null,
        where: row.above ?? '',
        code: row.code,
        day: null,
        status: null,
      },
    }))
  },
}
