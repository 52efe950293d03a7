import type { AssessedKind } from '@gongjian/domain/assessment-measures'

/** What is narrowed on the page, and how its two lists are ordered: all of it in the address. */
export type AssessmentSearch = {
  year?: number | undefined
  kind?: string | undefined
  search?: string | undefined
  runs?: string | undefined
  runOrder?: string | undefined
  status?: string | undefined
  order?: string | undefined
}

/** What both lists are narrowed by. */
export type SharedFilter = {
  programmeYear: number | null
  kind: AssessedKind | null
  search: string | null
}
