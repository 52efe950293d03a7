/**
 * Signs that joint building is there in form only, after what the survey found wrong (DOMAIN.md). A sign accuses nobody: it
 * names what to look at first, and no score knows of it.
 */
export const DIAGNOSIS_SIGNS = [
  'IMBALANCE',
  'ONE_SIDE_WARM',
  'NARROW_MIX',
  'GIFTS_ONLY',
  'ONE_WAY',
  'FORM_ONLY',
  'STALLED',
  'OVERLOAD',
] as const
export type DiagnosisSign = (typeof DIAGNOSIS_SIGNS)[number]

/** What a threshold is counted in: an index from 0 to 1, a share (0.5: 50 %), or a plain number. */
export type ThresholdUnit = 'INDEX' | 'SHARE' | 'RECORDS' | 'DAYS' | 'SCORE' | 'SECONDS' | 'TIMES'
export type ThresholdRule = {
  /** What holds until the city committee sets something else for the year. */
  standard: number
  least: number
  most: number
  /** The smallest difference that can be set. */
  step: number
  unit: ThresholdUnit
}

const limit = (standard: number): ThresholdRule => ({
  standard,
  least: 0.05,
  most: 1,
  step: 0.01,
  unit: 'SHARE',
})
const fewest = (standard: number): ThresholdRule => ({
  standard,
  least: 1,
  most: 100,
  step: 1,
  unit: 'RECORDS',
})
const index = (standard: number): ThresholdRule => ({
  standard,
  least: 0,
  most: 1,
  step: 0.01,
  unit: 'INDEX',
})
const share = (standard: number): ThresholdRule => ({ ...index(standard), unit: 'SHARE' })
const days = (standard: number): ThresholdRule => ({
  standard,
  least: 1,
  most: 365,
  step: 1,
  unit: 'DAYS',
})

/** `limit`: from where the sign as a whole deserves attention. The others: from where an organisation or pairing is named. */
export const DIAGNOSIS_THRESHOLDS = {
  IMBALANCE: { limit: { ...limit(0.5), unit: 'INDEX' }, lowShare: share(0.2) },
  ONE_SIDE_WARM: {
    limit: limit(0.2),
    fewestRecords: fewest(5),
    balance: index(0.8),
    answerDays: days(7),
  },
  NARROW_MIX: {
    limit: limit(0.2),
    fewestRecords: fewest(6),
    evenness: index(0.6),
    behindZone: index(0.25),
  },
  GIFTS_ONLY: { limit: limit(0.2), fewestRecords: fewest(3), giftShare: share(0.5) },
  ONE_WAY: { limit: limit(0.5), fewestRecords: fewest(3) },
  FORM_ONLY: {
    limit: limit(0.1),
    fewestRecords: fewest(5),
    usefulness: { standard: 3.5, least: 1, most: 5, step: 0.1, unit: 'SCORE' },
    quickSeconds: { standard: 30, least: 5, most: 600, step: 1, unit: 'SECONDS' },
    quickShare: share(0.3),
  },
  STALLED: { limit: limit(0.2), days: days(90) },
  OVERLOAD: {
    limit: limit(0.1),
    k: { standard: 3, least: 1, most: 10, step: 0.1, unit: 'TIMES' },
  },
} as const satisfies Record<DiagnosisSign, Record<string, ThresholdRule>>

type Rules = typeof DIAGNOSIS_THRESHOLDS
/** The thresholds of a year, by sign and name. */
export type Thresholds = { [Sign in DiagnosisSign]: Record<keyof Rules[Sign], number> }

/** The rule of one threshold; null where the sign has none of that name. */
export function thresholdRule(sign: DiagnosisSign, name: string): ThresholdRule | null {
  const rules: Record<string, ThresholdRule> = DIAGNOSIS_THRESHOLDS[sign]
  return Object.hasOwn(rules, name) ? (rules[name] ?? null) : null
}

export const thresholdNames = (sign: DiagnosisSign): string[] =>
  Object.keys(DIAGNOSIS_THRESHOLDS[sign])

/** A value as it is kept: rounded to the threshold's step; null where it lies outside its ends or is no number. */
export function cleanThreshold({ least, most, step }: ThresholdRule, value: number): number | null {
  if (!Number.isFinite(value)) return null
  const perUnit = Math.round(1 / step)
  const rounded = Math.round(value * perUnit) / perUnit
  return rounded < least || rounded > most ? null : rounded
}

/** The thresholds of a year: the standard ones but for those that were set. What is set for no threshold is left out. */
export function thresholdsWith(
  set: readonly { sign: string; name: string; value: number }[],
): Thresholds {
  const of = <Sign extends DiagnosisSign>(sign: Sign) => {
    const rules: Record<string, ThresholdRule> = DIAGNOSIS_THRESHOLDS[sign]
    return (name: keyof Rules[Sign] & string): number => {
      const rule = rules[name]
      if (rule === undefined) throw new Error(`${sign} has no threshold ${name}`)
      const found = set.find((one) => one.sign === sign && one.name === name)
      return (found && cleanThreshold(rule, found.value)) ?? rule.standard
    }
  }
  const imbalance = of('IMBALANCE')
  const oneSideWarm = of('ONE_SIDE_WARM')
  const narrowMix = of('NARROW_MIX')
  const giftsOnly = of('GIFTS_ONLY')
  const oneWay = of('ONE_WAY')
  const formOnly = of('FORM_ONLY')
  const stalled = of('STALLED')
  const overload = of('OVERLOAD')
  return {
    IMBALANCE: { limit: imbalance('limit'), lowShare: imbalance('lowShare') },
    ONE_SIDE_WARM: {
      limit: oneSideWarm('limit'),
      fewestRecords: oneSideWarm('fewestRecords'),
      balance: oneSideWarm('balance'),
      answerDays: oneSideWarm('answerDays'),
    },
    NARROW_MIX: {
      limit: narrowMix('limit'),
      fewestRecords: narrowMix('fewestRecords'),
      evenness: narrowMix('evenness'),
      behindZone: narrowMix('behindZone'),
    },
    GIFTS_ONLY: {
      limit: giftsOnly('limit'),
      fewestRecords: giftsOnly('fewestRecords'),
      giftShare: giftsOnly('giftShare'),
    },
    ONE_WAY: { limit: oneWay('limit'), fewestRecords: oneWay('fewestRecords') },
    FORM_ONLY: {
      limit: formOnly('limit'),
      fewestRecords: formOnly('fewestRecords'),
      usefulness: formOnly('usefulness'),
      quickSeconds: formOnly('quickSeconds'),
      quickShare: formOnly('quickShare'),
    },
    STALLED: { limit: stalled('limit'), days: stalled('days') },
    OVERLOAD: { limit: overload('limit'), k: overload('k') },
  }
}

/** What the committee has made of a sign of somebody. */
export const FOLLOW_UP_STATES = ['FOLLOWING', 'UNDERSTOOD', 'CLEARED'] as const
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number]

/**
 * Indicators that count gifts and leaflets; with an indicator counted in yuan or copies they make a record one of gifts. The
 * catalogue may grow: what it counts otherwise is work.
 */
export const GIFT_INDICATORS = [
  'partyBuilding.charters',
  'culture.bookDrives',
  'relief.donationDrives',
  'relief.donatedValue',
] as const
export const GIFT_UNITS = ['元', '册'] as const
/** Says for whom the gift was, not what was done. */
export const BESIDE_GIFTS = ['relief.benefitedHouseholds'] as const
