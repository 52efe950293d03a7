import { countedNumbers, numbersOf } from '@gongjian/domain/assessment-measures'
import { decimalOf, exactOf } from '@gongjian/domain/exact-number'
import type { Exact } from '@gongjian/domain/exact-number'
import { MARKING_LEVELS } from '@gongjian/domain/scheme-content'
import type { IndicatorStatistics } from '@gongjian/domain/score-methods'
import type { MeasuredOrganisation, ScorePart } from '@gongjian/domain/score-organisations'
import { z } from 'zod'

/** What was frozen of an organisation, as the database keeps it. */
export const storedCounts = z.record(z.string(), z.string())
export const storedMarks = z.array(
  z.object({ indicatorCode: z.string(), level: z.enum(MARKING_LEVELS), points: z.string() }),
)
export const storedParts = z.array(
  z.object({
    code: z.string(),
    value: z.string().nullable(),
    compared: z.string(),
    points: z.string(),
    notes: z.array(z.enum(['AT_MOST', 'AT_LEAST', 'CAPACITY_UNKNOWN', 'NOT_MARKED', 'VETO_HOLDS'])),
  }),
)
export type StoredPart = z.infer<typeof storedParts>[number]
const exact = z.string().transform(exactOf)
const storedStatistics = z.array(
  z.object({
    best: exact.nullable(),
    mean: exact,
    bandValues: z.array(exact.nullable()),
    capacity: exact.nullable(),
  }),
)

export function measuredOf(row: {
  id: string
  ranked: boolean
  counts: unknown
  marks: unknown
}): MeasuredOrganisation {
  const [counts, marks] = [storedCounts.parse(row.counts), storedMarks.parse(row.marks)]
  return measuredFrom({ id: row.id, ranked: row.ranked, counts, marks })
}

/** The same of what was parsed before. */
export const measuredFrom = ({
  id,
  ranked,
  counts,
  marks,
}: {
  id: string
  ranked: boolean
  counts: z.infer<typeof storedCounts>
  marks: z.infer<typeof storedMarks>
}): MeasuredOrganisation => ({
  id,
  ranked,
  counts: countedNumbers(counts),
  marks: marks.map((mark) => ({ ...mark, points: exactOf(mark.points) })),
})

export const statisticsFrom = (stored: unknown): IndicatorStatistics[] =>
  storedStatistics.parse(stored)

const text = (value: Exact | null) => (value === null ? null : decimalOf(value))

export function statisticsJson(statistics: readonly IndicatorStatistics[]) {
  return statistics.map(({ best, mean, bandValues, capacity }) => ({
    best: text(best),
    mean: decimalOf(mean),
    bandValues: bandValues.map(text),
    capacity: text(capacity),
  }))
}

export function partsJson(parts: readonly ScorePart[]): StoredPart[] {
  return parts.map(({ code, value, compared, points, notes }) => ({
    code,
    value: text(value),
    compared: decimalOf(compared),
    points: decimalOf(points),
    notes: [...notes],
  }))
}

export type ChangedNumber = { number: string; frozen: string; now: string }

/** Which of the counted numbers behind those that a scheme needs are not the same any more. */
export function changedNumbers(
  numbers: readonly string[],
  frozen: z.infer<typeof storedCounts>,
  now: z.infer<typeof storedCounts>,
): ChangedNumber[] {
  return numbers
    .flatMap((name) => numbersOf(name))
    .map((name) => ({ number: name, frozen: frozen[name] ?? '0', now: now[name] ?? '0' }))
    .filter((one) => one.frozen !== one.now)
}
