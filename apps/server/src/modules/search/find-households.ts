import { markText } from '@gongjian/domain/search-query'
import sql, { join, raw } from 'sql-template-tag'
import { rowsOf } from '../../platform/statement.ts'
import { visibleHouseholds } from '../households/household-row.ts'
import type { Finder } from './search-hit.ts'

/** Cases by their number alone: who the families are is sealed, and what they need is nobody's search word. */
export const householdFinder: Finder = {
  operation: 'households',
  async find(context, { query }, { first, after }) {
    const [term = ''] = query.terms
    if (query.terms.length !== 1 || !/^[\d-]{4,}$/.test(term)) return []
    const conditions = [
      sql`h.city_code = ${context.city.code}`,
      visibleHouseholds(context),
      sql`strpos(h.number, ${term}) > 0`,
    ]
    if (after !== null) conditions.push(sql`h.number > ${after}`)
    const rows = await rowsOf<{ id: string; number: string; keeper: string; openedOn: string }>(
      context.database.pool,
      sql`SELECT h.id, h.number, k.name AS keeper, h.opened_on AS "openedOn"
          FROM household h JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
          WHERE ${join(conditions, ' AND ')} ORDER BY h.number LIMIT ${raw(String(first))}`,
    )
    return rows.map(({ id, number, keeper, openedOn }) => ({
      key: number,
      hit: {
        kind: 'HOUSEHOLD',
        id,
        title: markText(number, [term]),
        excerpt: null,
        where: keeper,
        code: null,
        day: openedOn,
        status: null,
      },
    }))
  },
}
