import type { Exact } from './exact-number.ts'

/** Stands for a value that eight bytes do not hold, null among them: it is in the map. */
const ELSEWHERE = -(2n ** 63n)
const fits = (value: Exact) => value > ELSEWHERE && value < 2n ** 63n

/** Many exact numbers, or null, in eight bytes each where they are below nine million, so that a nation's fit in memory. */
export class ExactColumn {
  #values = new BigInt64Array(0)
  #others = new Map<number, Exact>()
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: Exact | null): void {
    // A column of nothing but null takes no memory.
    if (value !== null && this.#length >= this.#values.length) this.#widen()
    if (value === null) {
      if (this.#length < this.#values.length) this.#values[this.#length] = ELSEWHERE
      this.#length += 1
      return
    }
    const isHere = fits(value)
    this.#values[this.#length] = isHere ? value : ELSEWHERE
    if (!isHere) this.#others.set(this.#length, value)
    this.#length += 1
  }

  #widen(): void {
    const before = this.#values
    const wider = new BigInt64Array(Math.max(1024, this.#length * 2))
    wider.set(before)
    wider.fill(ELSEWHERE, before.length)
    this.#values = wider
  }

  /** The value at that place; null where null was put, and where nothing was. */
  at(index: number): Exact | null {
    const value = index < this.#length ? (this.#values[index] ?? ELSEWHERE) : ELSEWHERE
    return value === ELSEWHERE ? (this.#others.get(index) ?? null) : value
  }
}
