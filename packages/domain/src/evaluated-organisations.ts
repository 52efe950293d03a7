import { ExactColumn } from './exact-column.ts'
import type { EvaluatedOrganisation, EvaluatedValue } from './score-organisations.ts'

/** What the formulas gave for many organisations, in the order in which they came, kept by columns in little memory. */
export class EvaluatedOrganisations {
  readonly #ids: string[] = []
  readonly #ranked: boolean[] = []
  readonly #values: ExactColumn[]
  readonly #capacities: ExactColumn[]

  constructor(indicators: number) {
    this.#values = Array.from({ length: indicators }, () => new ExactColumn())
    this.#capacities = Array.from({ length: indicators }, () => new ExactColumn())
  }

  get length(): number {
    return this.#ids.length
  }

  push({ id, ranked, values }: EvaluatedOrganisation): void {
    this.#ids.push(id)
    this.#ranked.push(ranked)
    for (const [index, column] of this.#values.entries()) {
      column.push(values[index]?.value ?? null)
      this.#capacities[index]?.push(values[index]?.capacity ?? null)
    }
  }

  at(index: number): EvaluatedOrganisation {
    return {
      id: this.#ids[index] ?? '',
      ranked: this.#ranked[index] ?? false,
      values: this.#values.map((_, indicator) => this.#valueAt(index, indicator)),
    }
  }

  /** The values of one indicator of all who are ranked, each made when it is asked for, as often as they are gone through. */
  rankedValues(indicator: number): Iterable<EvaluatedValue> {
    return { [Symbol.iterator]: () => this.#valuesOf(indicator) }
  }

  *#valuesOf(indicator: number): Generator<EvaluatedValue, undefined> {
    for (const [index, ranked] of this.#ranked.entries())
      if (ranked) yield this.#valueAt(index, indicator)
    return undefined
  }

  #valueAt(index: number, indicator: number): EvaluatedValue {
    return {
      value: this.#values[indicator]?.at(index) ?? null,
      capacity: this.#capacities[indicator]?.at(index) ?? null,
    }
  }
}
