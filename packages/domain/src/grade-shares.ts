import type { CompiledGrade } from './compile-scheme.ts'
import { exactOf, exactOfWhole, divide, greater, multiply, wholePart } from './exact-number.ts'
import type { Exact } from './exact-number.ts'
import type { Grade } from './scheme-content.ts'

/** Where somebody stands among all who are ranked; `last`: the last place that those who share the rank take up. */
export type Standing = { total: Exact; rank: number; last: number }
/** `through`: the last place at which the grade is given; null where all who have the points have it. */
export type GradePlaces = { grade: Grade; from: Exact; through: number | null }

/**
 * How many of so many may have a grade that is given to a share: never more than the share, so of 96 no more than 19 are
 * in 20 of a hundred.
 */
const placesIn = (share: Exact, ranked: number): number =>
  wholePart(divide(multiply(share, exactOfWhole(ranked)), exactOfWhole(100)))

/**
 * Through which place each grade is given, the best first: behind those who have a better one, so many as its share
 * allows. Who shares a rank has the same grade: where not all of them fit, none of them does.
 */
export function gradePlaces(
  grades: readonly CompiledGrade[],
  standings: Iterable<Standing>,
): GradePlaces[] {
  const sorted = [...standings].sort((a, b) => a.rank - b.rank)
  return gradePlacesOf(grades, sorted.length, (place) => sorted[place] ?? null)
}

/** The same, of so many who are ranked and are asked for by their place, counted from 0. */
export function gradePlacesOf(
  grades: readonly CompiledGrade[],
  ranked: number,
  at: (place: number) => Standing | null,
): GradePlaces[] {
  let taken = 0
  return grades.map(({ grade, from, share }) => {
    const through = share === null ? null : taken + placesIn(share, ranked)
    while (fits({ grade, from, through }, at(taken))) taken += 1
    return { grade, from, through }
  })
}

const fits = ({ from, through }: GradePlaces, standing: Standing | null): boolean =>
  standing !== null && standing.total >= from && (through === null || standing.last <= through)

/** The grade of a total. Who is not ranked has no place, and so none of the grades that are given to a share. */
export function gradeAt(
  places: readonly GradePlaces[],
  { total, last }: { total: Exact; last: number | null },
): Grade {
  const reached = places.find(
    ({ from, through }) =>
      total >= from && (through === null || (last !== null && last <= through)),
  )
  return reached?.grade ?? 'FAIL'
}

/** What a grade asks for, the others as they are: the least points, and through which place; null points where nobody can. */
export type GradeBar = { grade: Grade; least: Exact | null; through: number | null }

/** Totals are kept to two decimals: by so much one is ahead of another. */
const NEXT_POINT = exactOf('0.01')

/**
 * What each grade asks of somebody who does not have it: its points, and where it is given to a share, more than who
 * stands at the last place that has it. `reached`: how many have each grade; `totalAt`: the total at a place, null where
 * nobody stands there.
 */
export function gradeBars(
  grades: readonly CompiledGrade[],
  ranked: number,
  reached: (grade: Grade) => number,
  totalAt: (place: number) => Exact | null,
): GradeBar[] {
  let taken = 0
  return grades.map(({ grade, from, share }) => {
    const through = share === null ? null : taken + placesIn(share, ranked)
    const isNobodys = share !== null && placesIn(share, ranked) === 0
    taken += reached(grade)
    if (isNobodys) return { grade, least: null, through }
    const ahead = through === null ? null : totalAt(through)
    return { grade, least: ahead === null ? from : greater(from, ahead + NEXT_POINT), through }
  })
}

/** The places at which somebody's total has to be known for that. */
export function placesAsked(
  grades: readonly CompiledGrade[],
  ranked: number,
  reached: (grade: Grade) => number,
): number[] {
  return gradeBars(grades, ranked, reached, () => null).flatMap(({ through }) =>
    through === null || through === 0 ? [] : [through],
  )
}
