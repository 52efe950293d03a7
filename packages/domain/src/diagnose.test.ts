import { describe, expect, test } from 'vitest'
import { diagnose, isLit, NO_RECORDS } from './diagnose.ts'
import type { Facts, PairFacts, RecordSums } from './diagnose.ts'
import {
  cleanThreshold,
  DIAGNOSIS_SIGNS,
  DIAGNOSIS_THRESHOLDS,
  thresholdNames,
  thresholdRule,
  thresholdsWith,
} from './diagnosis-signs.ts'

const standard = thresholdsWith([])
let count = 0
function pair(sums: Partial<RecordSums> = {}, rest: Partial<PairFacts> = {}): PairFacts {
  count += 1
  const { given = 0, received = 0, together = 0 } = sums
  const countersigned = given + received + together
  return {
    pairingId: `p${count}`,
    branchId: `b${count}`,
    agencyId: `a${count}`,
    communityId: `c${count}`,
    zoneId: 'z',
    isOfBranch: true,
    validFrom: '2006-03-01',
    validTo: null,
    lastDay: countersigned > 0 ? '2008-09-20' : null,
    ...rest,
    sums: { ...NO_RECORDS, countersigned, sent: countersigned, ...sums },
  }
}
const factsOf = (pairs: PairFacts[], officers: [string, number][] = []): Facts => ({
  asOf: '2008-09-26',
  startsOn: '2007-10-01',
  pairs,
  officers: new Map(officers),
})
const named = (sign: (typeof DIAGNOSIS_SIGNS)[number], facts: Facts, thresholds = standard) =>
  diagnose(sign, facts, thresholds).concerns.map(({ organisationId, variant }) => [
    organisationId,
    variant,
  ])

describe.each(DIAGNOSIS_SIGNS)('%s', (sign) => {
  test('names nobody and gives no figure of nothing', () => {
    const result = diagnose(sign, factsOf([]), standard)
    expect(result).toMatchObject({ value: null, judged: 0, concerns: [] })
    expect(isLit(result, standard)).toBeNull()
  })
  test('gives no NaN, of one record', () => {
    const result = diagnose(
      sign,
      factsOf([pair({ given: 1, usefulnessSum: 4, usefulnessCount: 1 })]),
      standard,
    )
    expect(JSON.stringify(result)).not.toContain('null,null')
    const numbers = [
      result.value,
      ...Object.values(result.figures),
      ...result.bars.flatMap(({ from, to }) => [from, to]),
    ]
    for (const number of numbers) expect(number === null || Number.isFinite(number)).toBe(true)
  })
  test('lies from 0 to 1, and is lit from its limit on', () => {
    const many = Array.from({ length: 12 }, (_, index) => pair({ given: index * 2 }))
    const { value } = diagnose(sign, factsOf(many), standard)
    expect(value === null || (value >= 0 && value <= 1)).toBe(true)
    expect(isLit({ sign, value: standard[sign].limit }, standard)).toBe(true)
    expect(isLit({ sign, value: standard[sign].limit - 0.01 }, standard)).toBe(false)
  })
})

describe('uneven help', () => {
  test('names who gave or received nothing or little, help being what was given or done together', () => {
    const pairs = [
      pair({ given: 10 }),
      pair({ given: 8, together: 2 }),
      pair({ given: 10 }),
      pair({ given: 2 }, { agencyId: 'little', communityId: 'few' }),
      pair({ received: 9 }, { agencyId: 'none', communityId: 'nothing' }),
    ]
    expect(named('IMBALANCE', factsOf(pairs))).toEqual(
      expect.arrayContaining([
        ['little', 'LITTLE_GIVEN'],
        ['few', 'LITTLE_RECEIVED'],
        ['none', 'NOTHING_GIVEN'],
        ['nothing', 'NOTHING_RECEIVED'],
      ]),
    )
    expect(named('IMBALANCE', factsOf(pairs))).toHaveLength(4)
  })
  test('adds up all pairings of an agency', () => {
    const pairs = [
      pair({ given: 10 }, { agencyId: 'both' }),
      pair({}, { agencyId: 'both', communityId: 'alone' }),
    ]
    expect(named('IMBALANCE', factsOf(pairs))).toEqual([['alone', 'NOTHING_RECEIVED']])
  })
  test('gives the greater of the two coefficients', () => {
    const pairs = [
      pair({ given: 5 }, { agencyId: 'x', communityId: 'm' }),
      pair({ given: 5 }, { agencyId: 'y', communityId: 'm' }),
      pair({}, { agencyId: 'x', communityId: 'n' }),
    ]
    const { value, curves } = diagnose('IMBALANCE', factsOf(pairs), standard)
    expect(curves.map(({ gini, withNothing }) => [gini, withNothing])).toEqual([
      [0, 0],
      [0.5, 1],
    ])
    expect(value).toBe(0.5)
  })
  test('leaves out a pairing that had ended before and has no record', () => {
    const ended = pair({}, { validTo: '2007-09-30' })
    expect(diagnose('IMBALANCE', factsOf([pair({ given: 3 }), ended]), standard).judged).toBe(2)
  })
})

describe('one side warm', () => {
  test('needs both: all from one side, and slow answers; the colder side is named', () => {
    const pairs = [
      pair({ given: 6, answerDays: 60 }, { communityId: 'slow' }),
      pair({ given: 6, answerDays: 6 }),
      pair({ given: 3, received: 3, answerDays: 60 }),
      pair({ received: 6, answerDays: 60 }, { branchId: 'cold' }),
      pair({ given: 4, answerDays: 90 }),
    ]
    expect(named('ONE_SIDE_WARM', factsOf(pairs))).toEqual([
      ['slow', 'AGENCY_WARM'],
      ['cold', 'COMMUNITY_WARM'],
    ])
    expect(diagnose('ONE_SIDE_WARM', factsOf(pairs), standard)).toMatchObject({
      judged: 4,
      value: 0.5,
    })
  })
})

describe('narrow help', () => {
  const areas = (...counts: number[]) => ({
    PARTY_BUILDING: counts[0] ?? 0,
    CULTURE: counts[1] ?? 0,
    PUBLIC_SERVICE: counts[2] ?? 0,
    GREEN: counts[3] ?? 0,
    SECURITY: counts[4] ?? 0,
    RELIEF: counts[5] ?? 0,
  })
  test('names by itself, or beside its zone, with what is missing', () => {
    const wide = pair({ areas: areas(50, 50, 50, 50, 50, 50) })
    const half = pair({ areas: areas(3, 3, 3, 0, 0, 0) }, { agencyId: 'behind' })
    const narrow = pair({ areas: areas(9, 0, 0, 0, 0, 1) }, { agencyId: 'narrow' })
    const few = pair({ areas: areas(5, 0, 0, 0, 0, 0) })
    const facts = factsOf([wide, half, narrow, few])
    expect(named('NARROW_MIX', facts)).toEqual([
      ['narrow', 'NARROW'],
      ['behind', 'BEHIND_ZONE'],
    ])
    const [first] = diagnose('NARROW_MIX', facts, standard).concerns
    expect(first?.missingAreas).toEqual(['CULTURE', 'PUBLIC_SERVICE', 'GREEN', 'SECURITY'])
  })
  test('beside no zone where it has none', () => {
    const half = pair({ areas: areas(3, 3, 3, 0, 0, 0) }, { zoneId: null })
    expect(named('NARROW_MIX', factsOf([half]))).toEqual([])
  })
})

test('gifts only: from half of three records on', () => {
  const pairs = [
    pair({ given: 4, giftsOnly: 2 }, { branchId: 'half' }),
    pair({ given: 5, giftsOnly: 2 }),
    pair({ given: 2, giftsOnly: 2 }),
  ]
  expect(named('GIFTS_ONLY', factsOf(pairs))).toEqual([['half', 'GIFTS']])
  expect(diagnose('GIFTS_ONLY', factsOf(pairs), standard).figures['whole']).toBeCloseTo(6 / 11, 12)
})

test('one way only: neither the other way nor together, from three records on', () => {
  const pairs = [
    pair({ given: 3 }, { branchId: 'given' }),
    pair({ received: 4 }, { branchId: 'received' }),
    pair({ given: 3, received: 1 }),
    pair({ given: 3, together: 1 }),
    pair({ together: 3 }),
    pair({ given: 2 }),
  ]
  expect(named('ONE_WAY', factsOf(pairs))).toEqual([
    ['received', 'ONLY_RECEIVED'],
    ['given', 'ONLY_GIVEN'],
  ])
})

describe('much done, little use', () => {
  test('by ratings, by quick signatures, or by both', () => {
    const rated = (usefulnessSum: number, quick: number) =>
      pair({ given: 10, usefulnessSum, usefulnessCount: 10, quick, withEvidence: 10 })
    const [low, quick, both, good] = [rated(30, 0), rated(45, 3), rated(30, 3), rated(35, 2)]
    expect(named('FORM_ONLY', factsOf([low, quick, both, good]))).toEqual([
      [both.branchId, 'LOW_AND_QUICK'],
      [low.branchId, 'LOW_USEFULNESS'],
      [quick.branchId, 'QUICK'],
    ])
  })
  test('missing evidence is never a reason, and never weighs', () => {
    const bare = pair({ given: 10, usefulnessSum: 45, usefulnessCount: 10, withEvidence: 0 })
    expect(named('FORM_ONLY', factsOf([bare]))).toEqual([])
    const weights = [0, 10].map(
      (withEvidence) =>
        diagnose(
          'FORM_ONLY',
          factsOf([pair({ given: 10, usefulnessSum: 20, usefulnessCount: 10, withEvidence })]),
          standard,
        ).concerns[0]?.weight,
    )
    expect(weights[0]).toBe(weights[1])
  })
})

test('a standstill: since the last record, or since the pairing began', () => {
  const pairs = [
    pair({ given: 1 }, { branchId: 'still', lastDay: '2008-06-28' }),
    pair({ given: 1 }, { lastDay: '2008-06-29' }),
    pair({}, { branchId: 'never', lastDay: null }),
    pair({}, { lastDay: null, validFrom: '2008-06-29' }),
    pair({}, { lastDay: null, validTo: '2008-09-01' }),
    pair({}, { lastDay: null, isOfBranch: false }),
  ]
  expect(named('STALLED', factsOf(pairs))).toEqual([
    ['never', 'NEVER'],
    ['still', 'STALLED'],
  ])
  // One that began but lately, one that has ended and one above others say nothing of standing still.
  expect(diagnose('STALLED', factsOf(pairs), standard).judged).toBe(3)
})

describe('a heavy load', () => {
  const usual = Array.from({ length: 9 }, (_, index) => pair({ given: 4 + (index % 3) }))
  test('by records for each officer', () => {
    const busy = pair({ given: 40 }, { communityId: 'busy' })
    expect(named('OVERLOAD', factsOf([...usual, busy]))).toEqual([['busy', 'MANY_RECORDS']])
    expect(named('OVERLOAD', factsOf([...usual, busy], [['busy', 8]]))).toEqual([])
  })
  test('by pairings, three at least', () => {
    const three = Array.from({ length: 3 }, () => pair({ given: 2 }, { communityId: 'three' }))
    expect(named('OVERLOAD', factsOf([...usual, ...three]))).toEqual([['three', 'MANY_PAIRINGS']])
    expect(named('OVERLOAD', factsOf([...usual, ...three.slice(1)]))).toEqual([])
  })
})

describe('thresholds', () => {
  test('are the standard ones but for what was set within their ends', () => {
    const set = thresholdsWith([
      { sign: 'STALLED', name: 'days', value: 30 },
      { sign: 'OVERLOAD', name: 'k', value: 99 },
      { sign: 'STALLED', name: 'unknown', value: 1 },
    ])
    expect(set.STALLED).toEqual({ limit: 0.2, days: 30 })
    expect(set.OVERLOAD.k).toBe(3)
  })
  test.each([
    [0.333, 0.33],
    [1, 1],
    [1.1, null],
    [-0.1, null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
  ])('a share of %d is kept as %s', (value, kept) => {
    expect(cleanThreshold(DIAGNOSIS_THRESHOLDS.GIFTS_ONLY.giftShare, value)).toBe(kept)
  })
  test('each standard is one that could be set, and each sign has a limit', () => {
    for (const sign of DIAGNOSIS_SIGNS) {
      expect(thresholdNames(sign)).toContain('limit')
      for (const name of thresholdNames(sign)) {
        const rule = thresholdRule(sign, name)
        expect(rule && cleanThreshold(rule, rule.standard)).toBe(rule?.standard)
      }
    }
    expect(thresholdRule('STALLED', 'toString')).toBeNull()
  })
})
