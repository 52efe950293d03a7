import { daysBetween } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import {
  directionBalance,
  evenness,
  gini,
  histogram,
  lorenzCurve,
  robustLimit,
} from './diagnosis-measures.ts'
import type { Bar, LorenzPoint } from './diagnosis-measures.ts'
import type { DiagnosisSign, Thresholds } from './diagnosis-signs.ts'
import { medianOf } from './usual-range.ts'
import { HELP_AREAS } from './vocabulary.ts'
import type { HelpArea } from './vocabulary.ts'

/** What was recorded under a pairing in some span of days: submitted and countersigned records. */
export type RecordSums = {
  /** Countersigned, by who did it for whom. */
  given: number
  received: number
  together: number
  countersigned: number
  /** Countersigned and waiting. */
  sent: number
  usefulnessSum: number
  usefulnessCount: number
  /** Days from submission to the answer, or until now where there is none yet, summed over what was sent. */
  answerDays: number
  /** Countersigned within the set seconds of the submission. */
  quick: number
  withEvidence: number
  /** Countersigned records that hold gifts and nothing else. */
  giftsOnly: number
  /** Countersigned six helps by main area. */
  areas: Record<HelpArea, number>
}
export const NO_RECORDS: RecordSums = {
  given: 0,
  received: 0,
  together: 0,
  countersigned: 0,
  sent: 0,
  usefulnessSum: 0,
  usefulnessCount: 0,
  answerDays: 0,
  quick: 0,
  withEvidence: 0,
  giftsOnly: 0,
  areas: { PARTY_BUILDING: 0, CULTURE: 0, PUBLIC_SERVICE: 0, GREEN: 0, SECURITY: 0, RELIEF: 0 },
}

/** One pairing as the rules see it. */
export type PairFacts = {
  pairingId: string
  branchId: string
  agencyId: string
  communityId: string
  zoneId: string | null
  /** Pairings of an agency and a street stand above others: they are not judged for standing still. */
  isOfBranch: boolean
  validFrom: CalendarDay
  /** The last day on which it holds; null while open. */
  validTo: CalendarDay | null
  sums: RecordSums
  /** The day of the last countersigned record up to the day of the diagnosis, of whatever year. */
  lastDay: CalendarDay | null
}
export type Facts = {
  /** The day up to which is looked: the last of the span, or today. */
  asOf: CalendarDay
  startsOn: CalendarDay
  pairs: readonly PairFacts[]
  /** Officers who sign for a community, where they are known. */
  officers: ReadonlyMap<string, number>
}

export type Variant =
  | 'NOTHING_GIVEN'
  | 'LITTLE_GIVEN'
  | 'NOTHING_RECEIVED'
  | 'LITTLE_RECEIVED'
  | 'AGENCY_WARM'
  | 'COMMUNITY_WARM'
  | 'NARROW'
  | 'BEHIND_ZONE'
  | 'GIFTS'
  | 'ONLY_GIVEN'
  | 'ONLY_RECEIVED'
  | 'LOW_USEFULNESS'
  | 'QUICK'
  | 'LOW_AND_QUICK'
  | 'STALLED'
  | 'NEVER'
  | 'MANY_RECORDS'
  | 'MANY_PAIRINGS'

/** Whom a sign names, and why. */
export type Concern = {
  /** The organisation or the pairing that is named: one row a sign. */
  subjectId: string
  organisationId: string
  /** The other side and the pairing, where it is about one. */
  partnerId: string | null
  pairingId: string | null
  zoneIds: readonly string[]
  variant: Variant
  /** By which the list is ordered: the greater the more to look at, comparable within the sign only. */
  weight: number
  records: number
  details: Record<string, number | null>
  /** Help areas without a record, where the sign is about them. */
  missingAreas: readonly HelpArea[]
}

export type Curve = {
  of: 'AGENCY' | 'COMMUNITY'
  gini: number | null
  /** How many of them have nothing, of how many. */
  withNothing: number
  members: number
  points: LorenzPoint[]
}
export type SignResult = {
  sign: DiagnosisSign
  /** The figure of the whole: the greater Gini coefficient of agencies and communities, or the share of those named among those judged. */
  value: number | null
  /** How many could be judged at all. */
  judged: number
  concerns: Concern[]
  curves: Curve[]
  /** How those judged lie; empty where it would say nothing. */
  bars: Bar[]
  /** Figures of the whole that the words beside it need. */
  figures: Record<string, number | null>
}

/** Whether the whole deserves attention; null where too little is known. */
export function isLit(
  { sign, value }: Pick<SignResult, 'sign' | 'value'>,
  thresholds: Thresholds,
): boolean | null {
  return value === null ? null : value >= thresholds[sign].limit
}

type Judge = (facts: Facts, thresholds: Thresholds) => Omit<SignResult, 'sign'>

const helpOf = ({ given, together }: RecordSums): number => given + together
const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)
const heldBy = (facts: Facts, { validFrom, validTo }: PairFacts): boolean =>
  validFrom <= facts.asOf && (validTo === null || validTo >= facts.startsOn)

function grouped(
  pairs: readonly PairFacts[],
  keyOf: (pair: PairFacts) => string | null,
): Map<string, PairFacts[]> {
  const groups = new Map<string, PairFacts[]>()
  for (const pair of pairs) {
    const key = keyOf(pair)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(pair)
    else groups.set(key, [pair])
  }
  return groups
}
const total = (pairs: readonly PairFacts[], of: (sums: RecordSums) => number): number =>
  pairs.reduce((sum, { sums }) => sum + of(sums), 0)
const zonesOf = (pairs: readonly PairFacts[]): string[] => [
  ...new Set(pairs.flatMap(({ zoneId }) => zoneId ?? [])),
]
const areasOf = (pairs: readonly PairFacts[]): number[] =>
  HELP_AREAS.map((area) => total(pairs, ({ areas }) => areas[area]))
const tenths = { from: 0, to: 1, steps: 10 } as const

const ofPair = (
  pair: PairFacts,
  rest: Pick<Concern, 'variant' | 'weight' | 'details'> & {
    records: number
    ofCommunity?: boolean
  },
): Concern => ({
  subjectId: pair.pairingId,
  organisationId: rest.ofCommunity ? pair.communityId : pair.branchId,
  partnerId: rest.ofCommunity ? pair.branchId : pair.communityId,
  pairingId: pair.pairingId,
  zoneIds: zonesOf([pair]),
  variant: rest.variant,
  weight: rest.weight,
  records: rest.records,
  details: rest.details,
  missingAreas: [],
})
const ofOrganisation = (
  id: string,
  pairs: readonly PairFacts[],
  rest: Pick<Concern, 'variant' | 'weight' | 'details'> & {
    records: number
    missingAreas?: readonly HelpArea[]
  },
): Concern => ({
  subjectId: id,
  organisationId: id,
  partnerId: null,
  pairingId: null,
  zoneIds: zonesOf(pairs),
  variant: rest.variant,
  weight: rest.weight,
  records: rest.records,
  details: rest.details,
  missingAreas: rest.missingAreas ?? [],
})

/** Help that agencies give and communities receive: how unevenly, and who has nothing or next to nothing of it. */
const imbalance: Judge = (facts, { IMBALANCE: { lowShare } }) => {
  const held = facts.pairs.filter((pair) => heldBy(facts, pair) || pair.sums.sent > 0)
  const concerns: Concern[] = []
  const curves = (['AGENCY', 'COMMUNITY'] as const).map((of): Curve => {
    const groups = grouped(held, ({ agencyId, communityId }) =>
      of === 'AGENCY' ? agencyId : communityId,
    )
    const amounts = [...groups.values()].map((pairs) => total(pairs, helpOf))
    const coefficient = gini(amounts)
    const median = amounts.length > 0 ? medianOf(amounts) : 0
    for (const [id, pairs] of groups) {
      const records = total(pairs, helpOf)
      // Where nobody has anything, nobody has less than others.
      if (coefficient === null || (records > 0 && records > median * lowShare)) continue
      concerns.push(
        ofOrganisation(id, pairs, {
          variant:
            of === 'AGENCY'
              ? records === 0
                ? 'NOTHING_GIVEN'
                : 'LITTLE_GIVEN'
              : records === 0
                ? 'NOTHING_RECEIVED'
                : 'LITTLE_RECEIVED',
          weight: 1 - records / Math.max(1, median),
          records,
          details: { median, pairings: pairs.length },
        }),
      )
    }
    return {
      of,
      gini: coefficient,
      withNothing: amounts.filter((amount) => amount === 0).length,
      members: amounts.length,
      points: lorenzCurve(amounts),
    }
  })
  return {
    value: curves.reduce<number | null>(
      (most, { gini: one }) => (one === null ? most : Math.max(most ?? 0, one)),
      null,
    ),
    judged: curves.reduce((sum, { members }) => sum + members, 0),
    concerns,
    curves,
    bars: [],
    figures: {},
  }
}

/** One side does nearly all, and the other is slow to answer it. */
const oneSideWarm: Judge = (facts, { ONE_SIDE_WARM: { fewestRecords, balance, answerDays } }) => {
  const judged = facts.pairs.filter(({ sums }) => sums.sent >= fewestRecords)
  const balances: number[] = []
  const concerns: Concern[] = []
  for (const pair of judged) {
    const { given, received, together, answerDays: days, sent } = pair.sums
    const tilt = directionBalance(given, received, together)
    const answered = days / sent
    if (tilt === null) continue
    balances.push(Math.abs(tilt))
    if (Math.abs(tilt) >= balance && answered >= answerDays)
      concerns.push(
        ofPair(pair, {
          variant: tilt > 0 ? 'AGENCY_WARM' : 'COMMUNITY_WARM',
          // The colder side is named: with it is to be looked first.
          ofCommunity: tilt > 0,
          weight: answered,
          records: sent,
          details: { balance: tilt, days: answered, given, received, together },
        }),
      )
  }
  return {
    value: shareOf(concerns.length, judged.length),
    judged: judged.length,
    concerns,
    curves: [],
    bars: judged.length > 0 ? histogram(balances, tenths) : [],
    figures: { medianBalance: balances.length > 0 ? medianOf(balances) : null },
  }
}

/** Six helps of an agency in few areas, by itself or beside its zone. */
const narrowMix: Judge = (facts, { NARROW_MIX: { fewestRecords, evenness: low, behindZone } }) => {
  const zones = new Map(
    [...grouped(facts.pairs, ({ zoneId }) => zoneId)].map(([id, pairs]) => [
      id,
      evenness(areasOf(pairs)),
    ]),
  )
  const concerns: Concern[] = []
  const all: number[] = []
  for (const [id, pairs] of grouped(facts.pairs, ({ agencyId }) => agencyId)) {
    const areas = areasOf(pairs)
    const records = areas.reduce((sum, count) => sum + count, 0)
    const even = evenness(areas)
    if (even === null || records < fewestRecords) continue
    all.push(even)
    const [zoneId] = zonesOf(pairs)
    const zone = zoneId === undefined ? null : (zones.get(zoneId) ?? null)
    const isNarrow = even < low
    const isBehind = zone !== null && zone - even > behindZone
    if (!isNarrow && !isBehind) continue
    concerns.push(
      ofOrganisation(id, pairs, {
        variant: isNarrow ? 'NARROW' : 'BEHIND_ZONE',
        weight: 1 - even,
        records,
        details: { evenness: even, zone },
        missingAreas: HELP_AREAS.filter((_, index) => areas[index] === 0),
      }),
    )
  }
  return {
    value: shareOf(concerns.length, all.length),
    judged: all.length,
    concerns,
    curves: [],
    bars: all.length > 0 ? histogram(all, tenths) : [],
    figures: { whole: evenness(areasOf(facts.pairs)) },
  }
}

/** Pairings whose records hold gifts and leaflets and little else. */
const giftsOnly: Judge = (facts, { GIFTS_ONLY: { fewestRecords, giftShare } }) => {
  const judged = facts.pairs.filter(({ sums }) => sums.countersigned >= fewestRecords)
  const shares = judged.map(({ sums }) => sums.giftsOnly / sums.countersigned)
  const concerns = judged.flatMap((pair, index) => {
    const share = shares[index] ?? 0
    return share >= giftShare
      ? [
          ofPair(pair, {
            variant: 'GIFTS',
            weight: share,
            records: pair.sums.countersigned,
            details: { share, gifts: pair.sums.giftsOnly },
          }),
        ]
      : []
  })
  return {
    value: shareOf(concerns.length, judged.length),
    judged: judged.length,
    concerns,
    curves: [],
    bars: judged.length > 0 ? histogram(shares, tenths) : [],
    figures: {
      whole: shareOf(
        total(facts.pairs, (sums) => sums.giftsOnly),
        total(facts.pairs, ({ countersigned }) => countersigned),
      ),
    },
  }
}

/** Pairings where everything goes the same way, and nothing is done together. */
const oneWay: Judge = (facts, { ONE_WAY: { fewestRecords } }) => {
  const judged = facts.pairs.filter(({ sums }) => sums.countersigned >= fewestRecords)
  const concerns = judged.flatMap((pair) => {
    const { given, received, together, countersigned } = pair.sums
    if (together > 0 || (given > 0 && received > 0)) return []
    return [
      ofPair(pair, {
        variant: given > 0 ? 'ONLY_GIVEN' : 'ONLY_RECEIVED',
        weight: countersigned,
        records: countersigned,
        details: { given, received },
      }),
    ]
  })
  const sums = (of: (sums: RecordSums) => number) => total(facts.pairs, of)
  return {
    value: shareOf(concerns.length, judged.length),
    judged: judged.length,
    concerns,
    curves: [],
    bars: [],
    figures: {
      given: sums(({ given }) => given),
      received: sums(({ received }) => received),
      together: sums(({ together }) => together),
    },
  }
}

/**
 * Many records that help little or are signed unread. That there is no evidence is shown beside it and is never by itself a
 * reason: evidence is nobody's duty.
 */
const formOnly: Judge = (facts, { FORM_ONLY: { fewestRecords, usefulness, quickShare } }) => {
  const judged = facts.pairs.filter(({ sums }) => sums.countersigned >= fewestRecords)
  const means: number[] = []
  const concerns: Concern[] = []
  for (const pair of judged) {
    const { usefulnessSum, usefulnessCount, quick, countersigned, withEvidence } = pair.sums
    const mean = shareOf(usefulnessSum, usefulnessCount)
    if (mean !== null) means.push(mean)
    const quickly = quick / countersigned
    const isLow = mean !== null && mean < usefulness
    const isQuick = quick > 0 && quickly >= quickShare
    if (!isLow && !isQuick) continue
    concerns.push(
      ofPair(pair, {
        variant: isLow && isQuick ? 'LOW_AND_QUICK' : isLow ? 'LOW_USEFULNESS' : 'QUICK',
        weight: (isLow ? 1 + (usefulness - mean) : 0) + (isQuick ? 1 + quickly : 0),
        records: countersigned,
        details: { usefulness: mean, quick, withoutEvidence: countersigned - withEvidence },
      }),
    )
  }
  return {
    value: shareOf(concerns.length, judged.length),
    judged: judged.length,
    concerns,
    curves: [],
    bars: means.length > 0 ? histogram(means, { from: 1, to: 5, steps: 8 }) : [],
    figures: { medianUsefulness: means.length > 0 ? medianOf(means) : null },
  }
}

/** Pairings that hold at the end of the span, with nothing signed for a good while, or never anything. */
const stalled: Judge = (facts, { STALLED: { days } }) => {
  const judged = facts.pairs.filter(
    ({ isOfBranch, validFrom, validTo }) =>
      isOfBranch &&
      daysBetween(validFrom, facts.asOf) >= days &&
      (validTo === null || validTo >= facts.asOf),
  )
  let never = 0
  const since: number[] = []
  const concerns = judged.flatMap((pair) => {
    if (pair.lastDay === null) never++
    const from = pair.lastDay ?? pair.validFrom
    const still = Math.max(0, daysBetween(from, facts.asOf))
    if (pair.lastDay !== null) since.push(still)
    if (still < days) return []
    return [
      ofPair(pair, {
        variant: pair.lastDay === null ? 'NEVER' : 'STALLED',
        weight: still,
        records: pair.sums.countersigned,
        details: { days: still },
      }),
    ]
  })
  return {
    value: shareOf(concerns.length, judged.length),
    judged: judged.length,
    concerns,
    curves: [],
    bars: since.length > 0 ? histogram(since, { from: 0, to: 360, steps: 12 }) : [],
    figures: { never },
  }
}

/** Communities with far more records for each officer, or far more pairings, than the others. */
const overload: Judge = (facts, { OVERLOAD: { k } }) => {
  const held = facts.pairs.filter(
    (pair) => pair.isOfBranch && (heldBy(facts, pair) || pair.sums.sent > 0),
  )
  const communities = [...grouped(held, ({ communityId }) => communityId)].map(([id, pairs]) => {
    const officers = Math.max(1, facts.officers.get(id) ?? 1)
    const records = total(pairs, ({ sent }) => sent)
    return { id, pairs, records, perOfficer: records / officers, officers, pairings: pairs.length }
  })
  // Among those that had anything at all: else the many with nothing would make every other one look busy.
  const busy = communities.filter(({ records }) => records > 0)
  const loads = busy.map(({ perOfficer }) => perOfficer)
  const byRecords = robustLimit(loads, k)
  const byPairings = robustLimit(
    busy.map(({ pairings }) => pairings),
    k,
  )
  const median = loads.length > 0 ? medianOf(loads) : null
  const concerns = busy.flatMap(({ id, pairs, records, perOfficer, officers, pairings }) => {
    const isMany = byRecords !== null && perOfficer > byRecords
    // One more than the usual one is no load.
    const hasMany = byPairings !== null && pairings > Math.max(2, byPairings)
    if (!isMany && !hasMany) return []
    return [
      ofOrganisation(id, pairs, {
        variant: isMany ? 'MANY_RECORDS' : 'MANY_PAIRINGS',
        weight: perOfficer,
        records,
        details: { perOfficer, officers, pairings, median },
      }),
    ]
  })
  const most = Math.max(0, ...loads)
  return {
    value: byRecords === null ? null : shareOf(concerns.length, busy.length),
    judged: busy.length,
    concerns,
    curves: [],
    bars:
      busy.length > 0
        ? histogram(loads, { from: 0, to: Math.ceil(most / 10) * 10, steps: 10 })
        : [],
    figures: { median, recordsLimit: byRecords, pairingsLimit: byPairings },
  }
}

const judges = {
  IMBALANCE: imbalance,
  ONE_SIDE_WARM: oneSideWarm,
  NARROW_MIX: narrowMix,
  GIFTS_ONLY: giftsOnly,
  ONE_WAY: oneWay,
  FORM_ONLY: formOnly,
  STALLED: stalled,
  OVERLOAD: overload,
} as const satisfies Record<DiagnosisSign, Judge>

/** What the facts say of one sign, those named in the order of their weight. */
export function diagnose(sign: DiagnosisSign, facts: Facts, thresholds: Thresholds): SignResult {
  const result = judges[sign](facts, thresholds)
  return {
    sign,
    ...result,
    concerns: result.concerns.toSorted(
      (a, b) => b.weight - a.weight || (a.subjectId < b.subjectId ? -1 : 1),
    ),
  }
}
