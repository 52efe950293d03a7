export type Labels = Readonly<Record<string, string>>

/** One series of a histogram: how many fell into each bucket (the last one has no upper bound), and their sum. */
type Spread = { buckets: number[]; sum: number; count: number }

/** What a metric says at this moment; counters and gauges a number a series, histograms a spread. */
export type Family = { name: string; help: string } & (
  | { kind: 'counter' | 'gauge'; series: readonly { labels: Labels; value: number }[] }
  | {
      kind: 'histogram'
      bounds: readonly number[]
      series: readonly ({ labels: Labels } & Spread)[]
    }
)

export type Counter = { add(labels: Labels, by?: number): void }
export type Gauge = {
  add(labels: Labels, by: number): void
  set(labels: Labels, value: number): void
}
export type Histogram = { observe(labels: Labels, seconds: number): void }

export type MetricRegistry = {
  counter(name: string, help: string): Counter
  gauge(name: string, help: string): Gauge
  histogram(name: string, help: string, bounds: readonly number[]): Histogram
  families(): Family[]
}

/** So many series a metric has at most; what would be one more is counted under labels that all say 'other'. */
const MOST_SERIES = 1000

/** The numbers of one running process, by name and labels. */
export function metricRegistry(mostSeries = MOST_SERIES): MetricRegistry {
  const families = new Map<string, () => Family>()

  function seriesOf<Value>(fresh: () => Value) {
    const known = new Map<string, { labels: Labels; value: Value }>()
    const find = (labels: Labels): { labels: Labels; value: Value } => {
      const key = Object.values(labels).join('\n')
      const found = known.get(key)
      if (found !== undefined) return found
      if (known.size >= mostSeries) {
        const other = Object.fromEntries(Object.keys(labels).map((name) => [name, 'other']))
        const otherKey = Object.values(other).join('\n')
        const overflow = known.get(otherKey) ?? { labels: other, value: fresh() }
        known.set(otherKey, overflow)
        return overflow
      }
      const series = { labels, value: fresh() }
      known.set(key, series)
      return series
    }
    return { find, all: () => [...known.values()] }
  }

  function named(name: string, family: () => Family): void {
    if (families.has(name)) throw new Error(`two metrics are named ${name}`)
    families.set(name, family)
  }

  function number(kind: 'counter' | 'gauge', name: string, help: string): Gauge {
    const series = seriesOf(() => 0)
    named(name, () => ({ name, help, kind, series: series.all() }))
    return {
      add: (labels, by) => void (series.find(labels).value += by),
      set: (labels, value) => void (series.find(labels).value = value),
    }
  }

  return {
    counter: (name, help) => {
      const { add } = number('counter', name, help)
      return { add: (labels, by = 1) => add(labels, by) }
    },
    gauge: (name, help) => number('gauge', name, help),
    histogram: (name, help, bounds) => {
      const series = seriesOf<Spread>(() => ({
        buckets: Array.from({ length: bounds.length + 1 }, () => 0),
        sum: 0,
        count: 0,
      }))
      named(name, () => ({
        name,
        help,
        kind: 'histogram',
        bounds,
        series: series.all().map(({ labels, value }) => ({ labels, ...value })),
      }))
      return {
        observe: (labels, seconds) => {
          const spread = series.find(labels).value
          const found = bounds.findIndex((bound) => seconds <= bound)
          const bucket = found === -1 ? bounds.length : found
          spread.buckets[bucket] = (spread.buckets[bucket] ?? 0) + 1
          spread.sum += seconds
          spread.count += 1
        },
      }
    },
    families: () => [...families.values()].map((family) => family()),
  }
}
