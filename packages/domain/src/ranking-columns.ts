import { ExactColumn } from './exact-column.ts'
import { ZERO } from './exact-number.ts'
import type { Exact } from './exact-number.ts'
import { gradePlacesOf } from './grade-shares.ts'
import type { GradePlaces, Standing } from './grade-shares.ts'
import type { CompiledScheme } from './compile-scheme.ts'
import { orderInSteps } from './sort-in-steps.ts'

/** So many organisations are placed between two steps. */
const PLACED = 5000

/**
 * Who stands where among many, by their keys (`rankingKey`), kept by columns in little memory. Organisations are named by
 * the place at which they came; the rule is that of `standingsOf`.
 */
export class RankingColumns {
  readonly #columns: ExactColumn[]
  readonly #ranked: number[] = []
  #length = 0
  #order = new Uint32Array(0)
  #ranks = new Uint32Array(0)
  #lasts = new Uint32Array(0)

  /** `parts`: how many numbers a key has. */
  constructor(parts: number) {
    this.#columns = Array.from({ length: parts }, () => new ExactColumn())
  }

  /** The next organisation; null: it is not ranked. */
  push(key: readonly Exact[] | null): void {
    if (key !== null) this.#ranked.push(this.#length)
    for (const [part, column] of this.#columns.entries()) column.push(key?.[part] ?? null)
    this.#length += 1
  }

  /** Places all that were pushed, in short steps: others want to be served meanwhile. */
  *placeInSteps(): Generator<undefined, void> {
    const of = (place: number) => this.#ranked[place] ?? 0
    const order = yield* orderInSteps(this.#ranked.length, (a, b) => this.#compare(of(b), of(a)))
    this.#order = order.map(of)
    this.#ranks = new Uint32Array(this.#length)
    this.#lasts = new Uint32Array(this.#length)
    for (let first = 0; first < order.length;) {
      const leader = this.#order[first] ?? 0
      let next = first + 1
      while (next < order.length && this.#compare(this.#order[next] ?? 0, leader) === 0) next += 1
      for (let place = first; place < next; place += 1) {
        this.#ranks[this.#order[place] ?? 0] = first + 1
        this.#lasts[this.#order[place] ?? 0] = next
        if (place % PLACED === 0) yield
      }
      first = next
    }
  }

  /** Where that organisation stands; null of who is not ranked. */
  standingOf(organisation: number): Standing | null {
    const [rank = 0, last = 0] = [this.#ranks[organisation], this.#lasts[organisation]]
    return rank === 0 ? null : { total: this.#columns[0]?.at(organisation) ?? ZERO, rank, last }
  }

  /** Through which place each grade is given. */
  gradePlaces(grades: CompiledScheme['grades']): GradePlaces[] {
    return gradePlacesOf(grades, this.#order.length, (place) => {
      const organisation = this.#order[place]
      return organisation === undefined ? null : this.standingOf(organisation)
    })
  }

  #compare(a: number, b: number): number {
    for (const column of this.#columns) {
      const [left, right] = [column.at(a) ?? ZERO, column.at(b) ?? ZERO]
      if (left !== right) return left < right ? -1 : 1
    }
    return 0
  }
}
