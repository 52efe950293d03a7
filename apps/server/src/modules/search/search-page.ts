import { scopeOf } from '@gongjian/domain/permission-matrix'
import { parseQuery } from '@gongjian/domain/search-query'
import { SEARCH_HIT_KINDS } from '@gongjian/domain/vocabulary'
import type { SearchHitKind } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { formsOf } from '../activities/search-activities.ts'
import { householdFinder } from './find-households.ts'
import { organisationFinder } from './find-organisations.ts'
import { accountFinder, volunteerFinder } from './find-people.ts'
import { recordFinder } from './find-records.ts'
import type { Finder, SearchHit } from './search-hit.ts'

const finders: Record<SearchHitKind, Finder> = {
  ORGANISATION: organisationFinder,
  ACCOUNT: accountFinder,
  VOLUNTEER: volunteerFinder,
  HOUSEHOLD: householdFinder,
  RECORD: recordFinder,
}
const cursor = z.tuple([z.enum(SEARCH_HIT_KINDS), z.string()])

/**
 * One page of what is found, kind after kind: of a kind that the viewer may not see nothing is, and nothing says so.
 * A page stops where it is full: how much more there is, nobody counts.
 */
export async function searchPage(
  context: RequestContext,
  page: PageArguments,
  typed: string,
  kinds: readonly SearchHitKind[] | null | undefined,
): Promise<Page<SearchHit>> {
  // One more is asked of the lists, which give no more than a hundred.
  const size = Math.min(pageSize(page, 20), 99)
  const after = decodeCursor(page.after, cursor)
  const query = parseQuery(typed, context.today)
  const { role } = actingViewer(context).assignment
  const found: { hit: SearchHit; key: string }[] = []
  if (query !== null) {
    const asked = { typed: typed.slice(0, 200), query, forms: query.terms.flatMap(formsOf) }
    const from = after === null ? 0 : SEARCH_HIT_KINDS.indexOf(after[0])
    for (const kind of SEARCH_HIT_KINDS.slice(from)) {
      const { operation, find } = finders[kind]
      const wanted = size + 1 - found.length
      if (wanted <= 0) break
      if ((kinds && !kinds.includes(kind)) || scopeOf(operation, role) === 'NONE') continue
      const behind = after?.[0] === kind ? after[1] : null
      found.push(...(await find(context, asked, { first: wanted, after: behind })))
    }
  }
  return pageFrom(
    found,
    size,
    page.after,
    ({ hit, key }) => [hit.kind, key],
    ({ hit }) => hit,
  )
}
