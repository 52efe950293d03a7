import fc from 'fast-check'
import { expect, test } from 'vitest'
import { metricRegistry } from './metric-registry.ts'
import type { MetricRegistry } from './metric-registry.ts'
import { parsePrometheusText } from '../../testing/parse-prometheus-text.ts'
import { productMetrics } from './product-metrics.ts'
import { prometheusText } from './prometheus-text.ts'

const read = (registry: MetricRegistry) => parsePrometheusText(prometheusText(registry.families()))

test('whatever stands in labels, helps and numbers is read again as it was', () => {
  const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/).filter((name) => name !== 'le')
  const labels = fc.dictionary(label, fc.string({ unit: 'binary' }), { maxKeys: 3 })
  fc.assert(
    // Zero has no sign there.
    fc.property(
      labels,
      fc.string({ unit: 'binary' }),
      fc.double().map((value) => value + 0),
      (given, help, value) => {
        const registry = metricRegistry()
        registry.gauge('g', help).set(given, value)
        expect(read(registry).get('g')).toEqual({
          kind: 'gauge',
          help,
          samples: [{ name: 'g', labels: new Map(Object.entries(given)), value }],
        })
      },
    ),
  )
})

test('a histogram’s buckets hold each other, and the last one all', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 1 }),
      (seconds) => {
        const registry = metricRegistry()
        const spread = registry.histogram('h_seconds', 'h', [0.1, 1, 10])
        for (const each of seconds) spread.observe({ route: '/x' }, each)
        const samples = read(registry).get('h_seconds')?.samples ?? []
        for (const [bound, name] of [
          [0.1, '0.1'],
          [1, '1'],
          [10, '10'],
          [Infinity, '+Inf'],
        ] as const)
          expect(samples.find(({ labels }) => labels.get('le') === name)?.value).toBe(
            seconds.filter((each) => each <= bound).length,
          )
        expect(samples.find(({ name }) => name === 'h_seconds_count')?.value).toBe(seconds.length)
      },
    ),
  )
})

test('before anything has happened, every metric of the product is there, with its kind and its help', () => {
  const { registry } = productMetrics()
  const found = read(registry)
  expect(found.size).toBe(registry.families().length)
  for (const [name, { kind }] of found)
    expect([name, name.endsWith('_total')]).toEqual([name, kind === 'counter'])
})

test.each([
  ['without a line feed at the end', 'has no end', '# HELP g g\n# TYPE g gauge\ng 1'],
  ['a sample before its type', 'wrong place', '# HELP g g\ng 1\n'],
  ['a sample of another metric', 'wrong place', '# HELP g g\n# TYPE g gauge\nh 1\n'],
  [
    'two of the same labels',
    'same series twice',
    '# HELP g g\n# TYPE g gauge\ng{a="1"} 1\ng{a="1"} 2\n',
  ],
  [
    'the same metric twice',
    'stands twice',
    '# HELP g g\n# TYPE g gauge\n# HELP g g\n# TYPE g gauge\n',
  ],
  ['an unescaped line', 'no sample', '# HELP g g\n# TYPE g gauge\ng{a="1\n"} 1\n'],
  ['no number', 'no number', '# HELP g g\n# TYPE g gauge\ng one\n'],
  [
    'buckets that shrink',
    'does not add up',
    '# HELP h h\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n',
  ],
  [
    'no last bucket',
    'does not add up',
    '# HELP h h\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_sum 1\nh_count 2\n',
  ],
])('the parser is strict: %s', (_what, said, text) => {
  expect(() => parsePrometheusText(text)).toThrow(said)
})
