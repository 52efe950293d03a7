import { ASSESSED_KINDS } from './assessment-measures.ts'
import type { AssessedKind } from './assessment-measures.ts'
import type { InLanguages } from './indicator-content.ts'

/** What an indicator does to the score: gives points of the whole, adds, takes away, or caps the whole where it holds. */
export const INDICATOR_ROLES = ['SCORED', 'BONUS', 'DEDUCTION', 'VETO'] as const
export type IndicatorRole = (typeof INDICATOR_ROLES)[number]

/** By what a quantity is divided, so that small organisations are not punished for being small. */
export const CAPACITIES = ['NOTHING', 'MEMBER', 'UNIT', 'PAIRING'] as const
export type Capacity = (typeof CAPACITIES)[number]
export const CAPACITY_MEASURES = {
  MEMBER: 'capacity.members',
  UNIT: 'capacity.units',
  PAIRING: 'capacity.pairings',
} as const satisfies Record<Exclude<Capacity, 'NOTHING'>, string>

export const MARKING_LEVELS = ['CITY', 'DISTRICT', 'STREET', 'ZONE', 'COUNTERPART'] as const
export type MarkingLevel = (typeof MARKING_LEVELS)[number]
/** Who can mark whom: zones have agencies in them, and no street marks itself. */
export const LEVELS_THAT_MARK = {
  BRANCH: ['CITY', 'DISTRICT', 'STREET', 'ZONE', 'COUNTERPART'],
  AGENCY: ['CITY', 'DISTRICT', 'STREET', 'ZONE', 'COUNTERPART'],
  COMMUNITY: ['CITY', 'DISTRICT', 'STREET', 'COUNTERPART'],
  STREET: ['CITY', 'DISTRICT', 'COUNTERPART'],
} as const satisfies Record<AssessedKind, readonly MarkingLevel[]>

export const marks = (kind: AssessedKind, level: MarkingLevel): boolean =>
  LEVELS_THAT_MARK[kind].some((one) => one === level)

/** How a quantity becomes points. Decimals are texts, as they are typed and stored. */
export type ScoringMethod =
  /** The formula gives points itself. */
  | { kind: 'POINTS' }
  /** The best has the full weight, the others in proportion to it. */
  | { kind: 'PROPORTIONAL' }
  /** Up to the target in proportion, beyond it the full weight. */
  | { kind: 'TARGET'; target: string }
  /** By rank: through rank 1 so many points, through rank 2 so many …, all after the last `rest`. */
  | { kind: 'RANK_BANDS'; bands: readonly { through: number; points: string }[]; rest: string }
  /** The full weight, less so much for each begun step on the wrong side of the mean or of a number. */
  | { kind: 'STEPS'; from: 'MEAN' | 'NUMBER'; number: string; step: string; deduction: string }
  /** Marks of 0 to the weight, given with a reason, by levels that have shares. */
  | { kind: 'MARKS'; levels: readonly { level: MarkingLevel; share: string }[] }
export const METHOD_KINDS = [
  'POINTS',
  'PROPORTIONAL',
  'TARGET',
  'RANK_BANDS',
  'STEPS',
  'MARKS',
] as const satisfies readonly ScoringMethod['kind'][]

export const BETTER = ['MORE', 'LESS'] as const
export type SchemeIndicator = {
  /** Names it within the scheme, for marks and ties. */
  code: string
  name: InLanguages
  role: IndicatorRole
  /** The most points of a scored one; of a bonus or a deduction the most that it adds or takes; of a veto the cap. */
  weight: string
  /** The least points; empty: 0. */
  floor: string
  formula: string
  per: Capacity
  better: (typeof BETTER)[number]
  method: ScoringMethod
  /** Why it is assessed, and by which document: shown to the judged. */
  basis: string
}

export const GRADES = ['EXCELLENT', 'GOOD', 'PASS', 'FAIL'] as const
export type Grade = (typeof GRADES)[number]

/** A grade asks for so many points, is given to no more than a share of who is ranked, or both. */
export type GradeRule = {
  grade: Grade
  /** From how many points it is given; empty: only by the share. */
  from: string
  /** To how many of a hundred it is given at most; empty: to all who have the points. */
  share: string
}

export type SchemeContent = {
  title: string
  kind: AssessedKind
  indicators: readonly SchemeIndicator[]
  /** To whom a grade is given, the best first; to all others FAIL. */
  grades: readonly GradeRule[]
  /** Indicators that part equal totals, in this order; who is equal in them too shares the rank. */
  ties: readonly string[]
  /** Whether the judged see their own score of a run before its result is published. */
  previews: boolean
  /** A plan is agreed in time within so many months from the beginning of the year. */
  plansWithinMonths: number
}

export const SCHEME_LIMITS = {
  title: 60,
  name: 40,
  basis: 300,
  indicators: 40,
  bands: 50,
  weight: '1000',
  whole: '100',
  plansWithinMonths: 12,
} as const

export function isAssessedKind(kind: string): kind is AssessedKind {
  return ASSESSED_KINDS.some((one) => one === kind)
}
