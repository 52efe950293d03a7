import { initialsOfLetter } from '@gongjian/database/pinyin-initials'
import { markText } from '@gongjian/domain/search-query'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { listUserAccounts } from '../accounts/user-accounts.ts'
import { listVolunteers, nameFor } from '../labour/volunteer-row.ts'
import sql from 'sql-template-tag'
import type { Finder } from './search-hit.ts'

/** Where the account works today, by the names of the organisations. */
function worksAt(context: RequestContext, userId: string): Promise<string | null> {
  return loaderOf<string, string>(context, 'where accounts work', async (ids) => {
    const rows = await rowsOf<{ id: string; names: string }>(
      context.database.pool,
      sql`SELECT r.user_id AS id, string_agg(DISTINCT o.name, ' · ') AS names
          FROM role_assignment r JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id
          WHERE r.city_code = ${context.city.code} AND r.user_id = ANY(${[...ids]}::uuid[]) AND (r.valid_to IS NULL OR r.valid_to >= ${context.today}::date)
          GROUP BY r.user_id`,
    )
    return new Map(rows.map(({ id, names }) => [id, names]))
  }).load(userId)
}

/** People with an account, for whoever keeps the accounts. */
export const accountFinder: Finder = {
  operation: 'userAccounts',
  async find(context, { typed, query, forms }, page) {
    if (query.terms.length === 0) return []
    const { nodes } = await listUserAccounts(context, page, { search: typed })
    return Promise.all(
      nodes.map(async ({ cursor, node }) => ({
        key: cursor,
        hit: {
          kind: 'ACCOUNT' as const,
          id: node.id,
          title: markText(node.name, forms, initialsOfLetter),
          excerpt: null,
          where: (await worksAt(context, node.id)) ?? '',
          code: node.account,
          day: null,
          status: null,
        },
      })),
    )
  },
}

/** Volunteers that are in sight, by the name that the reader may see: who is not named is not found by the name either. */
export const volunteerFinder: Finder = {
  operation: 'volunteers',
  async find(context, { typed, query, forms }, page) {
    if (query.terms.length === 0) return []
    const { nodes } = await listVolunteers(context, page, { search: typed, active: true })
    return nodes.map(({ cursor, node }) => ({
      key: cursor,
      hit: {
        kind: 'VOLUNTEER',
        id: node.id,
        title: markText(nameFor(context, node), forms, initialsOfLetter),
        excerpt: null,
        where: node.organisation.name,
        code: null,
        day: null,
        status: null,
      },
    }))
  },
}
