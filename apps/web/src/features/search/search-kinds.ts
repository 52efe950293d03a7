import type { SearchHitKind } from '@gongjian/domain/vocabulary'

/** The groups in which hits are shown, as they stand in the address. */
export const SEARCH_GROUPS = ['records', 'organisations', 'people', 'households'] as const
export type SearchGroup = (typeof SEARCH_GROUPS)[number]

export const kindsOf = {
  records: ['RECORD'],
  organisations: ['ORGANISATION'],
  people: ['ACCOUNT', 'VOLUNTEER'],
  households: ['HOUSEHOLD'],
} as const satisfies Record<SearchGroup, readonly SearchHitKind[]>
