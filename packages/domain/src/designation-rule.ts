import type { Grade } from './scheme-content.ts'

/** What a branch's year is measured by. */
export const DESIGNATION_FACTS = ['accepted', 'months', 'areas', 'waiting'] as const
export type DesignationFact = (typeof DESIGNATION_FACTS)[number]
export type DesignationFacts = Record<DesignationFact, number>

/**
 * 规范化党支部: a branch is proposed whose year has so many countersigned records, in so many months, of so many of the six
 * areas, and none that still waits for a signature; and whose agency has not failed the year.
 */
export const DESIGNATION_RULE = {
  accepted: { atLeast: 4, atMost: null },
  months: { atLeast: 3, atMost: null },
  areas: { atLeast: 3, atMost: null },
  waiting: { atLeast: null, atMost: 0 },
} as const satisfies Record<DesignationFact, { atLeast: number | null; atMost: number | null }>

export const DESIGNATION_DECISIONS = ['GRANTED', 'REFUSED'] as const
export type DesignationDecision = (typeof DESIGNATION_DECISIONS)[number]
export const DESIGNATION_STATES = ['PROPOSED', 'SHORT', ...DESIGNATION_DECISIONS] as const
export type DesignationState = (typeof DESIGNATION_STATES)[number]

export type Shortfall = {
  what: DesignationFact | 'agencyGrade'
  has: number | null
  needs: number | null
}

/** What a branch is missing: nothing where it is proposed. */
export function shortfalls(facts: DesignationFacts, agencyGrade: Grade | null): Shortfall[] {
  const missing = DESIGNATION_FACTS.flatMap((what): Shortfall[] => {
    const { atLeast, atMost } = DESIGNATION_RULE[what]
    const has = facts[what]
    if (atLeast !== null && has < atLeast) return [{ what, has, needs: atLeast }]
    return atMost !== null && has > atMost ? [{ what, has, needs: atMost }] : []
  })
  return agencyGrade === null || agencyGrade === 'FAIL'
    ? [...missing, { what: 'agencyGrade', has: null, needs: null }]
    : missing
}

export type DesignationRefusal = 'DESIGNATION_DECIDED' | 'BRANCH_FALLS_SHORT' | 'ARCHIVE_MISSING'

/** Why a designation cannot be decided so. It is granted only to whom the rule proposes, and on an archive of the year. */
export function designationRefusal(
  decision: DesignationDecision,
  { state, hasArchive }: { state: DesignationState; hasArchive: boolean },
): DesignationRefusal | null {
  if (state === 'GRANTED' || state === 'REFUSED') return 'DESIGNATION_DECIDED'
  if (state === 'SHORT') return 'BRANCH_FALLS_SHORT'
  return decision === 'GRANTED' && !hasArchive ? 'ARCHIVE_MISSING' : null
}
