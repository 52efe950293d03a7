import { unitPath } from '@gongjian/domain/positions'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import type { Role } from '@gongjian/domain/vocabulary'
import sql, { empty } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { soundsLike } from '../../platform/sounds-like.ts'
import { rowsOf } from '../../platform/statement.ts'
import { administers, passableHolding } from './own-holding.ts'

const MOST = 20
export type CandidateRow = {
  id: string
  name: string
  account: string
  role: Role | null
  organisationName: string | null
}

/** Whom the reader may name for a holding, as deputy or as receiver: at most twenty, by name. */
export async function listCandidates(
  context: RequestContext,
  assignmentId: string,
  searched: string | null | undefined,
): Promise<CandidateRow[]> {
  const holding = await passableHolding(context, assignmentId).catch((problem: unknown) => {
    if (problem instanceof NotFound) return null
    throw problem
  })
  if (holding === null) return []
  const search = parseSearch(searched ?? '')
  const anywhere = `%${likeLiteral(search?.text ?? '')}%`
  const unit = unitPath(holding.organisation)
  const near = administers(context)
    ? empty
    : holding.organisation.kind === 'CITY_COMMITTEE'
      ? sql`AND w.path = ${unit}`
      : sql`AND starts_with(w.path, ${unit})`
  return rowsOf<CandidateRow>(
    context.database.pool,
    sql`SELECT u.id, u.name, u.account, w.role, w.name AS "organisationName" FROM user_account u
        LEFT JOIN LATERAL (
          SELECT a.role, o.name, o.path FROM role_assignment a JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id
          WHERE a.city_code = u.city_code AND a.user_id = u.id AND a.valid_from <= ${context.today}::date AND (a.valid_to IS NULL OR a.valid_to >= ${context.today}::date)
          ORDER BY starts_with(o.path, ${unit}) DESC, length(o.path), a.id LIMIT 1
        ) w ON true
        WHERE u.city_code = ${context.city.code} AND u.disabled_at IS NULL AND u.id <> ${holding.userId}::uuid ${near}
          ${search === null ? empty : sql`AND (u.name ILIKE ${anywhere} OR ${soundsLike(sql`u.name`, search.text)} OR u.account LIKE ${anywhere} OR w.name ILIKE ${anywhere})`}
        ORDER BY u.name, u.account LIMIT ${MOST}`,
  )
}
