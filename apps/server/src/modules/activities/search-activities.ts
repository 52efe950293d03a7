import { scopeOf } from '@gongjian/domain/permission-matrix'
import { initialTriples, parseQuery, searchPairs } from '@gongjian/domain/search-query'
import type { SearchQuery } from '@gongjian/domain/search-query'
import { initialsIn, likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext, SignedInViewer } from '../../platform/context.ts'
import { simplified } from '../../platform/simplified.ts'
import { soundsLike } from '../../platform/sounds-like.ts'
import { rowsOf } from '../../platform/statement.ts'
import { visibleActivities } from './activity-row.ts'

/** A name that more organisations than this bear is no name to look for records by: 社区, 党支部. */
const mostNamed = 50
/** Of so many of the newest records so many have to hold what is asked for, to be found by walking them. */
const sample = { records: 1000, hits: 8 } as const
/** How a title sounds takes longer to work out: fewer are listened to, and what is rarer is read from the index. */
const sampleBySound = { records: 500, hits: 5 } as const

type Term = {
  /** As typed, and in simplified characters where it was typed in traditional ones. */
  forms: readonly string[]
  /** The paths of the organisations that are called so. */
  paths: readonly string[]
  /** The word as pinyin initials of the title. */
  initials: string | null
}
export type ActivitySearch = { query: SearchQuery; terms: readonly Term[] }

export function formsOf(term: string): string[] {
  return [...new Set([term, simplified(term)])]
}

/** What is looked for in records, with the organisations it names; null where nothing is. */
export async function activitySearchOf(
  context: RequestContext,
  typed: string | null | undefined,
): Promise<ActivitySearch | null> {
  const query = parseQuery(typed ?? '', context.today)
  if (query === null) return null
  const paths = await Promise.all(query.terms.map((term) => pathsNamed(context, term)))
  const terms = query.terms.map((term, index) => ({
    forms: formsOf(term),
    paths: paths[index] ?? [],
    initials: initialsIn(term),
  }))
  return { query, terms }
}

async function pathsNamed(context: RequestContext, term: string): Promise<string[]> {
  const search = parseSearch(term)
  if (search === null) return []
  const ways = formsOf(term).map((form) => sql`strpos(search_form(o.name), ${form}) > 0`)
  if (search.looksLikeInitials)
    ways.push(sql`o.pinyin_initials LIKE ${`%${likeLiteral(search.text)}%`}`)
  if (search.looksLikeCode) ways.push(sql`starts_with(lower(o.code), ${search.text})`)
  const rows = await rowsOf<{ path: string }>(
    context.database.pool,
    sql`SELECT o.path FROM organisation o WHERE o.city_code = ${context.city.code} AND (${join(ways, ' OR ')}) LIMIT ${raw(String(mostNamed + 1))}`,
  )
  return rows.length > mostNamed ? [] : rows.map(({ path }) => path)
}

/** The text of the record (alias t) holds the form. Chinese letters have one form: the text is read as it is. */
function textHolds(form: string): Sql {
  const text = sql`t.title || ' ' || t.words`
  return sql`strpos(${/^\p{Script=Han}+$/u.test(form) ? text : sql`search_form(${text})`}, ${form}) > 0`
}

/** The record (alias t) holds the term, its title sounds so, or a side of it is called so. */
function holdsTerm({ forms, paths, initials }: Term): Sql {
  const ways = forms.map(textHolds)
  if (initials !== null) ways.push(soundsLike(sql`t.title`, initials))
  if (paths.length > 0)
    ways.unshift(
      sql`t.agency_side_path = ANY(${[...paths]}::text[]) OR t.community_side_path = ANY(${[...paths]}::text[])`,
    )
  return sql`(${join(ways, ' OR ')})`
}

const lexeme = (token: string) => `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** What the index is asked for a term: the pairs of its letters, as typed or simplified, its initials, or a side called so. */
function indexed({ forms, paths, initials }: Term): string {
  const ways = forms.map((form) => {
    const { pairs, begins } = searchPairs(form)
    return `(${pairs.map((pair) => (begins ? `${lexeme(pair)}:*` : lexeme(pair))).join(' & ')})`
  })
  if (initials !== null) {
    const triples = initialTriples(initials).map((triple) => lexeme(`  ${triple}`))
    ways.push(`(${triples.join(' & ')})`)
  }
  return `(${[...ways, ...paths.map((path) => lexeme(` ${path}`))].join(' | ')})`
}

/** The part of the city that the viewer has in sight, as the index knows it. */
function scopeToken({ city, viewer }: RequestContext): string {
  const assignment = viewer?.assignment
  if (!assignment) return ` ${city.code}/`
  const scope = scopeOf('activities', assignment.role)
  if (scope === 'ZONE') return ` ${assignment.zoneId ?? ''}`
  return scope === 'CITY' ? ` ${city.code}/` : ` ${assignment.path}`
}

/** One letter: the index would gather all in the city that begins so, which is much. */
const isShort = ({ forms }: Term) => forms.some((form) => [...form].length === 1)

/** The record (alias t) is read from the index of words: only where few hold what is asked for. */
function isIndexedUnder(context: RequestContext, terms: readonly Term[]): Sql {
  const asked = [lexeme(scopeToken(context)), ...terms.map((term) => indexed(term))].join(' & ')
  return sql`activity_search(t.title, t.words, t.agency_side_path, t.community_side_path, t.zone_id) @@ ${asked}::tsquery`
}

/** Who sees so much that what many records hold is met soon by walking them. */
export function seesWide(viewer: SignedInViewer | null): boolean {
  const scope = viewer?.assignment ? scopeOf('activities', viewer.assignment.role) : 'NONE'
  return scope === 'CITY' || scope === 'DISTRICT' || scope === 'ZONE'
}

/**
 * How the records are found that hold what is asked for: many (they are walked, and each is looked at), or few (the index
 * names them). A sample of the newest tells. Who sees a small part of the city has it from the index always, but for
 * one letter: that is looked for in all that they see.
 */
export async function searchConditions(
  context: RequestContext,
  search: ActivitySearch,
): Promise<{ conditions: Sql[]; leavesMany: boolean }> {
  const { query, terms } = search
  const { recordIds, day } = query
  if (recordIds !== null)
    return {
      conditions: [sql`t.id BETWEEN ${recordIds.from}::uuid AND ${recordIds.to}::uuid`],
      leavesMany: false,
    }
  const holds = terms.map(holdsTerm)
  if (day !== null) return { conditions: [sql`t.day = ${day}::date`, ...holds], leavesMany: false }
  const isWide = seesWide(context.viewer)
  if (isWide && (await holdMany(context, terms))) return { conditions: holds, leavesMany: true }
  const named = isWide ? terms : terms.filter((term) => !isShort(term))
  if (named.length === 0) return { conditions: holds, leavesMany: false }
  // What one pair of letters finds holds it; of more pairs it is not said that they follow each other, and of a path not
  // that the side itself is called so, and not one below.
  const unsure = terms.filter(
    (term) =>
      !named.includes(term) ||
      term.paths.length > 0 ||
      term.forms.some((form) => [...form].length > 2),
  )
  return {
    conditions: [isIndexedUnder(context, named), ...unsure.map(holdsTerm)],
    leavesMany: false,
  }
}

async function holdMany(context: RequestContext, terms: readonly Term[]): Promise<boolean> {
  const { records, hits } = terms.some(({ initials }) => initials !== null) ? sampleBySound : sample
  const [row] = await rowsOf<{ hits: number }>(
    context.database.pool,
    sql`SELECT count(*)::int AS hits FROM (
          SELECT FROM (
            SELECT t.* FROM activity t WHERE t.city_code = ${context.city.code} ORDER BY t.day DESC, t.id DESC LIMIT ${raw(String(records))}
          ) t WHERE ${visibleActivities(context.viewer)} AND ${join(terms.map(holdsTerm), ' AND ')} LIMIT ${raw(String(hits))}
        ) h`,
  )
  return (row?.hits ?? 0) >= hits
}
