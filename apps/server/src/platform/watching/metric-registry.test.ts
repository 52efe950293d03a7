import { expect, test } from 'vitest'
import { metricRegistry } from './metric-registry.ts'
import { prometheusText } from './prometheus-text.ts'

test('counters, gauges and histograms stand as Prometheus reads them', () => {
  const registry = metricRegistry()
  registry.counter('c_total', 'A counter.').add({ code: 'A "quoted"\nline' })
  const gauge = registry.gauge('g', 'A gauge.')
  gauge.set({}, 4)
  gauge.add({}, -1)
  const spread = registry.histogram('h_seconds', 'A histogram.', [0.1, 1])
  for (const seconds of [0.05, 0.1, 0.5, 7]) spread.observe({ route: '/x' }, seconds)
  expect(prometheusText(registry.families()).split('\n')).toEqual([
    '# HELP c_total A counter.',
    '# TYPE c_total counter',
    String.raw`c_total{code="A \"quoted\"\nline"} 1`,
    '',
    '# HELP g A gauge.',
    '# TYPE g gauge',
    'g 3',
    '',
    '# HELP h_seconds A histogram.',
    '# TYPE h_seconds histogram',
    'h_seconds_bucket{route="/x",le="0.1"} 2',
    'h_seconds_bucket{route="/x",le="1"} 3',
    'h_seconds_bucket{route="/x",le="+Inf"} 4',
    'h_seconds_sum{route="/x"} 7.65',
    'h_seconds_count{route="/x"} 4',
    '',
  ])
})

test('however many labels come, the number of series stays bounded', () => {
  const registry = metricRegistry(3)
  const counter = registry.counter('c_total', 'A counter.')
  for (let index = 0; index < 100; index += 1) counter.add({ code: `C${index}` })
  const [family] = registry.families()
  expect(family?.series).toHaveLength(4)
  expect(family?.series.at(-1)).toEqual({ labels: { code: 'other' }, value: 97 })
})

test('no two metrics share a name', () => {
  const registry = metricRegistry()
  registry.gauge('g', 'One.')
  expect(() => registry.counter('g', 'Another.')).toThrow('two metrics are named g')
})
