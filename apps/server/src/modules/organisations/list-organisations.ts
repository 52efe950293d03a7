import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import type { OrganisationKind } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { wholeOrganisationJson } from './organisation-row.ts'
import type { OrganisationRow } from './organisation-row.ts'

export type OrganisationFilter = {
  kinds?: readonly OrganisationKind[] | null | undefined
  search?: string | null | undefined
  underId?: string | null | undefined
  zoneId?: string | null | undefined
  /** True: only those that have ended. Else they are found by a search only. */
  ended?: boolean | null | undefined
}

/** By name anywhere in it, also by a former one, by the beginning of the code, or by pinyin initials. */
export function organisationSearch(alias: Sql, typed: string | null | undefined): Sql {
  const search = parseSearch(typed ?? '')
  if (search === null) return sql`true`
  const literal = likeLiteral(search.text)
  const ways = [
    sql`lower(${alias}.name) LIKE ${`%${literal}%`}`,
    sql`EXISTS (SELECT FROM organisation_placement former WHERE former.city_code = ${alias}.city_code AND former.organisation_id = ${alias}.id AND lower(former.name) LIKE ${`%${literal}%`})`,
  ]
  if (search.looksLikeCode) ways.push(sql`lower(${alias}.code) LIKE ${`${literal}%`}`)
  if (search.looksLikeInitials) ways.push(sql`${alias}.pinyin_initials LIKE ${`%${literal}%`}`)
  return sql`(${join(ways, ' OR ')})`
}

const cursor = z.tuple([z.string()])

/** The city's organisations in the order of the tree. */
export async function listOrganisations(
  context: RequestContext,
  page: PageArguments,
  filter: OrganisationFilter,
): Promise<Page<OrganisationRow>> {
  const size = pageSize(page)
  const city = context.city.code
  const conditions = [sql`o.city_code = ${city}`, organisationSearch(sql`o`, filter.search)]
  if (filter.kinds) conditions.push(sql`o.kind = ANY(${[...filter.kinds]}::organisation_kind[])`)
  if (filter.underId) {
    conditions.push(
      sql`o.path LIKE (SELECT u.path FROM organisation u WHERE u.city_code = ${city} AND u.id = ${filter.underId}::uuid) || '%'`,
    )
  }
  if (filter.zoneId) {
    conditions.push(
      sql`split_part(o.path, '/', 2) IN (SELECT a.code FROM zone_membership m JOIN organisation a ON a.city_code = m.city_code AND a.id = m.agency_id WHERE m.city_code = ${city} AND m.zone_id = ${filter.zoneId}::uuid)`,
    )
  }
  const exists = sql`(o.valid_from <= ${context.today}::date AND (o.valid_to IS NULL OR o.valid_to >= ${context.today}::date))`
  if (filter.ended === true) conditions.push(sql`NOT ${exists}`)
  else if (filter.ended === false || parseSearch(filter.search ?? '') === null)
    conditions.push(exists)
  const after = decodeCursor(page.after, cursor)
  if (after) conditions.push(sql`o.path COLLATE "C" > ${after[0]}`)
  const rows = await rowsOf<{ organisation: OrganisationRow }>(
    context.database.pool,
    sql`SELECT ${wholeOrganisationJson('o')} AS organisation FROM (SELECT o.* FROM organisation o WHERE ${join(conditions, ' AND ')} ORDER BY o.path COLLATE "C" LIMIT ${size + 1}) o ORDER BY o.path COLLATE "C"`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ organisation }) => [organisation.path],
    ({ organisation }) => organisation,
  )
}
