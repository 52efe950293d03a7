import type { Family, Labels } from './metric-registry.ts'

export const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8'

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')

const written = (value: number): string =>
  Math.abs(value) === Infinity ? `${value > 0 ? '+' : '-'}Inf` : String(value)

function line(name: string, labels: Labels, value: number): string {
  const named = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
  return `${name}${named.length === 0 ? '' : `{${named.join(',')}}`} ${written(value)}`
}

function linesOf(family: Family): string[] {
  if (family.kind !== 'histogram')
    return family.series.map(({ labels, value }) => line(family.name, labels, value))
  return family.series.flatMap(({ labels, buckets, sum, count }) => {
    let below = 0
    const upTo = family.bounds.map((bound, index) => {
      below += buckets[index] ?? 0
      return line(`${family.name}_bucket`, { ...labels, le: String(bound) }, below)
    })
    return [
      ...upTo,
      line(`${family.name}_bucket`, { ...labels, le: '+Inf' }, count),
      line(`${family.name}_sum`, labels, sum),
      line(`${family.name}_count`, labels, count),
    ]
  })
}

/** The numbers as Prometheus reads them: text format 0.0.4, prometheus.io/docs/instrumenting/exposition_formats. */
export function prometheusText(families: readonly Family[]): string {
  return families
    .flatMap((family) => [
      `# HELP ${family.name} ${family.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${family.name} ${family.kind}`,
      ...linesOf(family),
      '',
    ])
    .join('\n')
}
