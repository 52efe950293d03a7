import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { productMetrics } from './product-metrics.ts'

const docs = join(import.meta.dirname, '../../../../../docs')
const families = productMetrics().registry.families()
/** Names as Prometheus keeps them. */
const kept = new Set(
  families.flatMap(({ name, kind }) =>
    kind === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  ),
)

test.each(['watching/grafana-dashboard.json', 'watching/prometheus-alerts.yml'])(
  '%s asks only for metrics that are there',
  async (file) => {
    const text = await readFile(join(docs, file), 'utf8')
    const named = text.match(/\bgongjian_\w+/g) ?? []
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !kept.has(name))).toEqual([])
  },
)

test('the dashboard shows every metric, and the page describes every one', async () => {
  const dashboard = await readFile(join(docs, 'watching/grafana-dashboard.json'), 'utf8')
  const page = await readFile(join(docs, 'watching.md'), 'utf8')
  for (const { name } of families) {
    expect(dashboard).toContain(name)
    expect(page).toContain(`\`${name.replace(/^gongjian_/, '')}\``)
  }
})

test('every alert is explained on the page', async () => {
  const rules = await readFile(join(docs, 'watching/prometheus-alerts.yml'), 'utf8')
  const page = await readFile(join(docs, 'watching.md'), 'utf8')
  const alerts = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name ?? '')
  expect(alerts.length).toBeGreaterThan(5)
  expect(alerts.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
