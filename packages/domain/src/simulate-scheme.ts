import type { CompiledScheme } from './compile-scheme.ts'
import type { Exact } from './exact-number.ts'
import { gradeAt, gradePlaces } from './grade-shares.ts'
import type { Standing } from './grade-shares.ts'
import { correlationOfRanks, kendallTau, middleRanks, spreadOf } from './rank-statistics.ts'
import type { Spread } from './rank-statistics.ts'
import { GRADES } from './scheme-content.ts'
import type { Capacity, Grade } from './scheme-content.ts'
import { rankingKey, schemeStatistics, scoreOf, standingsOf } from './score-organisations.ts'
import type { EvaluatedOrganisation } from './score-organisations.ts'

/** By how much each weight is moved up and down. */
export const WEIGHT_STEP = 0.1
/** From this correlation on two indicators are said to count the same twice, or to work against each other. */
export const DOUBLE_COUNTING = 0.8
export const MOST_MOVERS = 200
const MOST_BINS = 24
const MOVER_CAUSES = 3

/** Who an organisation is in a simulation: where it stands and how large it is. */
export type SimulatedOrganisation = {
  evaluated: EvaluatedOrganisation
  code: string
  name: string
  /** The district or the zone, by its name; '' of none. */
  place: string
  /** By each capacity, where it is known. */
  sizes: Readonly<Record<SizeMeasure, number | null>>
}
export const SIZE_MEASURES = ['MEMBER', 'UNIT', 'PAIRING'] as const satisfies readonly Capacity[]
export type SizeMeasure = (typeof SIZE_MEASURES)[number]
export const SIZE_CLASSES = ['SMALL', 'MIDDLE', 'LARGE', 'UNKNOWN'] as const
export type SizeClass = (typeof SIZE_CLASSES)[number]
/** One scheme on one year. */
export type SimulatedSide = {
  scheme: CompiledScheme
  organisations: readonly SimulatedOrganisation[]
}

export type ScoreBin = { from: number; to: number; count: number }
export type GradeCount = { grade: Grade; count: number }
export type SpreadGroup = {
  by: 'ALL' | 'SIZE' | 'PLACE'
  /** A size class, or the place's name. */
  key: string
  /** Between which sizes; null where the group is not one of a known size. */
  sizes: { from: number; to: number } | null
  count: number
  spread: Spread
  grades: readonly GradeCount[]
}
export type Perturbation = { tau: number | null; gradeChanges: number }
export type WeightSensitivity = { code: string; less: Perturbation; more: Perturbation }
export type IndicatorPair = { first: string; second: string; correlation: number }
export type MedianOrganisation = {
  id: string
  name: string
  size: number
  total: number
  grade: Grade
  rank: number | null
  parts: readonly { code: string; points: number }[]
}
export type SimulationOfSide = {
  organisations: number
  ranked: number
  sizeMeasure: SizeMeasure | null
  bins: readonly ScoreBin[]
  groups: readonly SpreadGroup[]
  sensitivity: readonly WeightSensitivity[]
  correlations: { codes: readonly string[]; rows: readonly (readonly (number | null)[])[] }
  pairs: readonly IndicatorPair[]
  median: MedianOrganisation | null
}
export type MoverCause = {
  code: string
  /** How many points more this part gives than on the other side. */
  change: number
  /** How many it gives more on average to all who are compared. */
  usualChange: number
}
export type Mover = {
  id: string
  code: string
  name: string
  rank: number
  otherRank: number
  total: number
  otherTotal: number
  grade: Grade
  otherGrade: Grade
  /** A veto holds on one side and not, or with another cap, on the other. */
  capChanged: boolean
  causes: readonly MoverCause[]
}
export type SimulationMoves = {
  compared: number
  up: number
  down: number
  betterGrade: number
  worseGrade: number
  movers: readonly Mover[]
}
export type SimulationResult = {
  side: SimulationOfSide
  other: SimulationOfSide | null
  moves: SimulationMoves | null
}

/** In hundredths of a point all scores are whole numbers, so that nothing is lost in them. */
const hundredths = (points: Exact): number => Number(points / 10_000_000_000n)
const exactOfHundredths = (whole: number): Exact => BigInt(whole) * 10_000_000_000n
const points = (whole: number): number => whole / 100

/** All scores of a side in columns: a hundred thousand organisations fit. */
type Scores = {
  totals: Float64Array
  /** What a veto leaves at most; Infinity where none holds. */
  caps: Float64Array
  ranks: (number | null)[]
  grades: Grade[]
  /** Of each indicator the points of all. */
  parts: Float64Array[]
}

/** After so many organisations whoever drives the work is let in. */
const BATCH = 2000

/**
 * What a scheme would do, before it counts: how the scores lie, how firm the ranking is, what is counted twice, what an
 * organisation of median size gets, and, where there is another side, who moves and why. Yields how far it is, from 0 to 1,
 * so that whoever drives it may stop it. Nothing of it is ever a result that counts.
 */
export function* simulateScheme(
  side: SimulatedSide,
  other: SimulatedSide | null,
): Generator<number, SimulationResult> {
  const sides = other === null ? 1 : 2
  const own = yield* scaled(scoresOf(side), 0, 0.3 / sides)
  const others = other === null ? null : yield* scaled(scoresOf(other), 0.15, 0.15)
  const most = Math.max(0, ...[own, others].flatMap((scores) => (scores ? maximum(scores) : [])))
  const first = yield* scaled(describeSide(side, own, most), 0.3, 0.7 / sides)
  if (other === null || others === null) return { side: first, other: null, moves: null }
  const second = yield* scaled(describeSide(other, others, most), 0.65, 0.3)
  return { side: first, other: second, moves: movesBetween(side, own, other, others) }
}

function* scaled<Result>(
  work: Generator<number, Result>,
  from: number,
  share: number,
): Generator<number, Result> {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    yield from + step.value * share
  }
}

function maximum({ totals }: Scores): number {
  let most = 0
  for (const total of totals) most = Math.max(most, total)
  return most
}

function* scoresOf({ scheme, organisations }: SimulatedSide): Generator<number, Scores> {
  const statistics = schemeStatistics(
    scheme,
    organisations.map(({ evaluated }) => evaluated),
  )
  const count = organisations.length
  const scores: Scores = {
    totals: new Float64Array(count),
    caps: new Float64Array(count).fill(Infinity),
    ranks: [],
    grades: [],
    parts: scheme.indicators.map(() => new Float64Array(count)),
  }
  const keys = new Map<string, Exact[]>()
  for (const [index, { evaluated }] of organisations.entries()) {
    if (index % BATCH === 0) yield index / count
    const score = scoreOf(scheme, statistics, evaluated)
    scores.totals[index] = hundredths(score.total)
    if (score.cappedAt !== null) scores.caps[index] = hundredths(score.cappedAt)
    for (const [number, part] of score.parts.entries()) {
      const column = scores.parts[number]
      if (column !== undefined) column[index] = hundredths(part.points)
    }
    if (evaluated.ranked) keys.set(evaluated.id, rankingKey(scheme, score))
  }
  const standings = standingsOf(keys)
  const places = gradePlaces(scheme.grades, standings.values())
  scores.ranks = organisations.map(({ evaluated }) => standings.get(evaluated.id)?.rank ?? null)
  scores.grades = organisations.map(({ evaluated }, index) =>
    gradeAt(places, {
      total: exactOfHundredths(scores.totals[index] ?? 0),
      last: standings.get(evaluated.id)?.last ?? null,
    }),
  )
  return scores
}

function* describeSide(
  side: SimulatedSide,
  scores: Scores,
  most: number,
): Generator<number, SimulationOfSide> {
  const { scheme, organisations } = side
  const ranked = organisations.flatMap(({ evaluated }, index) => (evaluated.ranked ? [index] : []))
  const sizeMeasure = sizeMeasureOf(organisations)
  const groups = groupsOf(side, scores, sizeMeasure)
  const sensitivity: WeightSensitivity[] = []
  for (const [number, { code, role }] of scheme.indicators.entries()) {
    yield (number / scheme.indicators.length) * 0.8
    if (role === 'VETO') continue
    const [less, more] = [1 - WEIGHT_STEP, 1 + WEIGHT_STEP].map((factor) =>
      perturbed(scheme, scores, ranked, number, factor),
    )
    if (less !== undefined && more !== undefined) sensitivity.push({ code, less, more })
  }
  const compared = scheme.indicators.flatMap(({ code, role }, number) =>
    role === 'VETO' ? [] : [{ code, column: scores.parts[number] ?? new Float64Array(0) }],
  )
  const ranks = compared.map(({ column }) =>
    middleRanks(Float64Array.from(ranked, (index) => column[index] ?? 0)),
  )
  yield 0.9
  const rows = ranks.map((a, i) =>
    ranks.map((b, j) =>
      i === j ? (correlationOfRanks(a, b) === null ? null : 1) : correlationOfRanks(a, b),
    ),
  )
  const codes = compared.map(({ code }) => code)
  return {
    organisations: organisations.length,
    ranked: ranked.length,
    sizeMeasure,
    bins: binsOf(
      ranked.map((index) => scores.totals[index] ?? 0),
      most,
    ),
    groups,
    sensitivity,
    correlations: { codes, rows },
    pairs: strongPairs(codes, rows),
    median: medianOrganisation(side, scores, sizeMeasure),
  }
}

/** Equal steps from nought to the highest score of either side; the last holds its upper end too. */
function binsOf(totals: readonly number[], most: number): ScoreBin[] {
  const width = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => most <= one * MOST_BINS * 100)
  const step = (width ?? 1000) * 100
  const bins = Math.max(1, Math.ceil(most / step))
  const counts = Array.from({ length: bins }, () => 0)
  for (const total of totals) {
    const bin = Math.min(bins - 1, Math.floor(total / step))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts.map((count, bin) => ({
    from: points(bin * step),
    to: points((bin + 1) * step),
    count,
  }))
}

/** By what sizes are told: the first that is known of at least half of them. */
function sizeMeasureOf(organisations: readonly SimulatedOrganisation[]): SizeMeasure | null {
  return (
    SIZE_MEASURES.find((measure) => {
      const known = organisations.filter(({ sizes }) => sizes[measure] !== null).length
      return known > 0 && known * 2 >= organisations.length
    }) ?? null
  )
}

/** The whole, thirds by size, and the parts of the city, each with how its scores lie; of those that are ranked. */
function groupsOf(
  { organisations }: SimulatedSide,
  scores: Scores,
  measure: SizeMeasure | null,
): SpreadGroup[] {
  const ranked = organisations.flatMap((organisation, index) =>
    organisation.evaluated.ranked ? [{ organisation, index }] : [],
  )
  const sizeOf = ({ organisation }: (typeof ranked)[number]) =>
    measure === null ? null : organisation.sizes[measure]
  const sorted = ranked.flatMap((one) => sizeOf(one) ?? []).toSorted((a, b) => a - b)
  const lower = sorted[Math.floor((sorted.length - 1) / 3)] ?? 0
  const upper = sorted[Math.floor((2 * (sorted.length - 1)) / 3)] ?? 0
  const classOf = (one: (typeof ranked)[number]): SizeClass => {
    const size = sizeOf(one)
    if (size === null) return 'UNKNOWN'
    return size <= lower ? 'SMALL' : size <= upper ? 'MIDDLE' : 'LARGE'
  }
  const group = (by: SpreadGroup['by'], key: string, members: typeof ranked): SpreadGroup[] => {
    const spread = spreadOf(members.map(({ index }) => points(scores.totals[index] ?? 0)))
    if (spread === null) return []
    const sizes = by === 'SIZE' ? members.flatMap((one) => sizeOf(one) ?? []) : []
    const gradeOf = (index: number) => scores.grades[index]
    return [
      {
        by,
        key,
        sizes:
          sizes.length === 0
            ? null
            : {
                from: sizes.reduce((least, size) => Math.min(least, size)),
                to: sizes.reduce((most, size) => Math.max(most, size)),
              },
        count: members.length,
        spread,
        grades: GRADES.map((grade) => ({
          grade,
          count: members.filter(({ index }) => gradeOf(index) === grade).length,
        })),
      },
    ]
  }
  const bySize = Map.groupBy(ranked, classOf)
  const byPlace = Map.groupBy(ranked, ({ organisation }) => organisation.place)
  return [
    ...group('ALL', '', ranked),
    ...(measure === null
      ? []
      : SIZE_CLASSES.flatMap((one) => group('SIZE', one, bySize.get(one) ?? []))),
    ...[...byPlace]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([place, members]) => group('PLACE', place, members)),
  ]
}

/**
 * The ranking with one weight a little larger or smaller, one at a time: its points grow with it, and those of the other
 * scored indicators shrink or grow so that all weights add up as before; a bonus and a deduction move alone. So the
 * sensitivity of a composite indicator is told (Saisana, Saltelli and Tarantola, Uncertainty and Sensitivity Analysis
 * Techniques as Tools for the Quality Assessment of Composite Indicators, JRSS A 168, 2005; OECD and JRC, Handbook on
 * Constructing Composite Indicators, 2008, step 7).
 */
function perturbed(
  scheme: CompiledScheme,
  { totals, caps, parts, grades: reached }: Scores,
  ranked: readonly number[],
  moved: number,
  factor: number,
): Perturbation {
  const { indicators } = scheme
  const role = indicators[moved]?.role
  const scored = indicators.flatMap((indicator, number) =>
    indicator.role === 'SCORED' ? [number] : [],
  )
  const weightOf = (number: number) => hundredths(indicators[number]?.weight ?? 0n)
  const whole = scored.reduce((sum, number) => sum + weightOf(number), 0)
  const rest = whole - weightOf(moved)
  // Who has all the weight keeps it.
  const own = role === 'SCORED' && rest === 0 ? 1 : factor
  const theirs = role === 'SCORED' && rest > 0 ? (whole - weightOf(moved) * own) / rest : 1
  const next = Float64Array.from(ranked, (index) => {
    let total = 0
    for (const [number, column] of parts.entries()) {
      const given = column[index] ?? 0
      if (number === moved) total += given * own
      else total += indicators[number]?.role === 'SCORED' ? given * theirs : given
    }
    return Math.min(Math.max(0, Math.round(total)), caps[index] ?? Infinity)
  })
  const deciding = scheme.ties.map((tie) => {
    const column = parts[indicators.findIndex(({ code }) => code === tie)]
    return Float64Array.from(ranked, (index) => column?.[index] ?? 0)
  })
  const grades = gradesOf(scheme, next, deciding)
  const gradeChanges = ranked.filter((index, place) => grades[place] !== reached[index]).length
  const before = Float64Array.from(ranked, (index) => totals[index] ?? 0)
  return { tau: kendallTau(before, next), gradeChanges }
}

/** The grades of totals; where they are given to shares, by the places that the totals and the deciding indicators give. */
function gradesOf(
  { grades }: CompiledScheme,
  totals: Float64Array,
  deciding: readonly Float64Array[],
): Grade[] {
  if (grades.every(({ share }) => share === null)) {
    const froms = grades.map(({ grade, from }) => ({ grade, from: hundredths(from) }))
    return Array.from(totals, (total) => froms.find(({ from }) => total >= from)?.grade ?? 'FAIL')
  }
  const columns = [totals, ...deciding]
  const order = Uint32Array.from(totals, (_, index) => index)
  const difference = (a: number, b: number) => {
    for (const column of columns) {
      const [left, right] = [column[a] ?? 0, column[b] ?? 0]
      if (left !== right) return right - left
    }
    return 0
  }
  order.sort(difference)
  const standings = new Map<number, Standing>()
  for (let first = 0; first < order.length;) {
    const leader = order[first] ?? 0
    let next = first + 1
    while (next < order.length && difference(leader, order[next] ?? 0) === 0) next += 1
    const standing = {
      total: exactOfHundredths(totals[leader] ?? 0),
      rank: first + 1,
      last: next,
    }
    for (const index of order.subarray(first, next)) standings.set(index, standing)
    first = next
  }
  const places = gradePlaces(grades, standings.values())
  return Array.from(totals, (total, index) =>
    gradeAt(places, {
      total: exactOfHundredths(total),
      last: standings.get(index)?.last ?? null,
    }),
  )
}

function strongPairs(
  codes: readonly string[],
  rows: readonly (readonly (number | null)[])[],
): IndicatorPair[] {
  return rows
    .flatMap((row, i) =>
      row.flatMap((correlation, j): IndicatorPair[] => {
        const [first, second] = [codes[i], codes[j]]
        if (j <= i || correlation === null || first === undefined || second === undefined) return []
        return Math.abs(correlation) >= DOUBLE_COUNTING ? [{ first, second, correlation }] : []
      }),
    )
    .toSorted((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation))
}

/** The organisation in the middle of all that are ranked, by size; of two in the middle the smaller. */
function medianOrganisation(
  { scheme, organisations }: SimulatedSide,
  scores: Scores,
  measure: SizeMeasure | null,
): MedianOrganisation | null {
  if (measure === null) return null
  const known = organisations
    .flatMap(({ evaluated, code, name, sizes }, index) => {
      const size = sizes[measure]
      return evaluated.ranked && size !== null
        ? [{ id: evaluated.id, code, name, size, index }]
        : []
    })
    .toSorted((a, b) => a.size - b.size || (a.code < b.code ? -1 : 1))
  const middle = known[Math.floor((known.length - 1) / 2)]
  if (middle === undefined) return null
  const { id, name, size, index } = middle
  return {
    id,
    name,
    size,
    total: points(scores.totals[index] ?? 0),
    grade: scores.grades[index] ?? 'FAIL',
    rank: scores.ranks[index] ?? null,
    parts: scheme.indicators.map(({ code }, number) => ({
      code,
      points: points(scores.parts[number]?.[index] ?? 0),
    })),
  }
}

/**
 * Who stands elsewhere than on the other side. What moved somebody is the part in which they gained, or lost, most against
 * what all gained on average: a rank is moved by that alone.
 */
function movesBetween(
  side: SimulatedSide,
  own: Scores,
  other: SimulatedSide,
  others: Scores,
): SimulationMoves {
  const there = new Map(other.organisations.map(({ evaluated }, index) => [evaluated.id, index]))
  const both = side.organisations.flatMap(({ evaluated, code, name }, here) => {
    const away = there.get(evaluated.id)
    if (away === undefined) return []
    const [rank, otherRank] = [own.ranks[here] ?? null, others.ranks[away] ?? null]
    return rank === null || otherRank === null
      ? []
      : [{ id: evaluated.id, code, name, here, away, rank, otherRank }]
  })
  const partCodes = [
    ...new Set([side, other].flatMap(({ scheme }) => scheme.indicators.map(({ code }) => code))),
  ]
  const columns = partCodes.map((code) => ({
    code,
    mine: columnOf(side, own, code),
    theirs: columnOf(other, others, code),
  }))
  const changeIn = ({ mine, theirs }: (typeof columns)[number], one: (typeof both)[number]) =>
    (mine?.[one.here] ?? 0) - (theirs?.[one.away] ?? 0)
  const usual = columns.map(
    (column) =>
      both.reduce((sum, one) => sum + changeIn(column, one), 0) / Math.max(1, both.length),
  )
  const better = (a: Grade, b: Grade) => GRADES.indexOf(a) < GRADES.indexOf(b)
  const gradesOf = (one: (typeof both)[number]): [Grade, Grade] => [
    own.grades[one.here] ?? 'FAIL',
    others.grades[one.away] ?? 'FAIL',
  ]
  const totalChange = (one: (typeof both)[number]) =>
    Math.abs((own.totals[one.here] ?? 0) - (others.totals[one.away] ?? 0))
  const moved = both
    .filter((one) => one.rank !== one.otherRank)
    .toSorted(
      (a, b) =>
        Math.abs(b.rank - b.otherRank) - Math.abs(a.rank - a.otherRank) ||
        totalChange(b) - totalChange(a) ||
        (a.code < b.code ? -1 : 1),
    )
  return {
    compared: both.length,
    up: moved.filter(({ rank, otherRank }) => rank < otherRank).length,
    down: moved.filter(({ rank, otherRank }) => rank > otherRank).length,
    betterGrade: both.filter((one) => better(...gradesOf(one))).length,
    worseGrade: both.filter((one) => better(...swapped(gradesOf(one)))).length,
    movers: moved.slice(0, MOST_MOVERS).map((one): Mover => {
      const direction = one.rank < one.otherRank ? 1 : -1
      const causes = columns
        .map((column, index) => {
          const change = changeIn(column, one)
          return { code: column.code, change, usualChange: usual[index] ?? 0 }
        })
        .filter(({ change, usualChange }) => Math.round((change - usualChange) * direction) > 0)
        .toSorted((a, b) => (b.change - b.usualChange - a.change + a.usualChange) * direction)
        .slice(0, MOVER_CAUSES)
      const [grade, otherGrade] = gradesOf(one)
      return {
        id: one.id,
        code: one.code,
        name: one.name,
        rank: one.rank,
        otherRank: one.otherRank,
        total: points(own.totals[one.here] ?? 0),
        otherTotal: points(others.totals[one.away] ?? 0),
        grade,
        otherGrade,
        capChanged: own.caps[one.here] !== others.caps[one.away],
        causes: causes.map(({ code, change, usualChange }) => ({
          code,
          change: points(Math.round(change)),
          usualChange: points(Math.round(usualChange)),
        })),
      }
    }),
  }
}

const swapped = <One>([a, b]: [One, One]): [One, One] => [b, a]

function columnOf({ scheme }: SimulatedSide, { parts }: Scores, code: string) {
  return parts[scheme.indicators.findIndex((indicator) => indicator.code === code)]
}
