import type { Operation } from '@gongjian/domain/permission-matrix'
import type { MarkedText, SearchQuery } from '@gongjian/domain/search-query'
import type { ActivityStatus, SearchHitKind } from '@gongjian/domain/vocabulary'
import type { RequestContext } from '../../platform/context.ts'

/** One thing that was found, of whatever kind, with what was found in it. */
export type SearchHit = {
  kind: SearchHitKind
  id: string
  title: MarkedText
  excerpt: MarkedText | null
  /** Whose it is: the organisation above it, or both sides. */
  where: string
  code: string | null
  day: string | null
  status: ActivityStatus | null
}

/** What is asked, as typed and as understood; the forms are those of every term (`formsOf`). */
export type Asked = { typed: string; query: SearchQuery; forms: readonly string[] }

/** One way to find: a page of one kind, from behind the key of a hit of it. */
export type Finder = {
  /** Whose scope decides whether the viewer finds anything of this kind. */
  operation: Operation
  find(
    context: RequestContext,
    asked: Asked,
    page: { first: number; after: string | null },
  ): Promise<{ hit: SearchHit; key: string }[]>
}
