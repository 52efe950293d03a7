type Sample = { name: string; labels: Map<string, string>; value: number }
export type ParsedFamily = { kind: string; help: string; samples: Sample[] }

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/s
const labelPart = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/
const unescaped = (text: string): string =>
  text.replaceAll(/\\([\\"n])/g, (_whole, letter: string) => (letter === 'n' ? '\n' : letter))

/**
 * Reads metrics as strictly as promtool does: text format 0.0.4, prometheus.io/docs/instrumenting/exposition_formats.
 * Throws at the first line that is not of it, and where a histogram does not add up.
 */
export function parsePrometheusText(text: string): Map<string, ParsedFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const families = new Map<string, ParsedFamily>()
  const series = new Set<string>()
  let present: { name: string; family: ParsedFamily } | null = null
  // Only line feeds end a line.
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue
    const help = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/s.exec(line)
    const type =
      /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line)
    if (help !== null) {
      const [, name = '', words = ''] = help
      if (families.has(name)) throw new Error(`${name} stands twice`)
      const family = { kind: '', help: unescaped(words), samples: [] }
      present = { name, family }
      families.set(name, family)
    } else if (type !== null) {
      if (present === null || present.name !== type[1] || present.family.kind !== '')
        throw new Error(`a type in the wrong place: ${line}`)
      present.family.kind = type[2] ?? ''
    } else {
      const sample = sampleOf(line)
      if (present === null || !belongsTo(sample.name, present.name, present.family.kind))
        throw new Error(`a sample in the wrong place: ${line}`)
      const key = JSON.stringify([sample.name, [...sample.labels].sort()])
      if (series.has(key)) throw new Error(`the same series twice: ${line}`)
      series.add(key)
      present.family.samples.push(sample)
    }
  }
  for (const [name, family] of families) {
    if (family.kind === '') throw new Error(`${name} has no type`)
    if (family.kind === 'histogram') checkHistogram(name, family.samples)
  }
  return families
}

function sampleOf(line: string): Sample {
  const [, name, labelText = '', number = ''] = sampleLine.exec(line) ?? []
  if (name === undefined) throw new Error(`no sample: ${line}`)
  const labels = new Map<string, string>()
  let rest = labelText
  while (rest !== '') {
    const [whole, label, value] = labelPart.exec(rest) ?? []
    if (whole === undefined || label === undefined || value === undefined)
      throw new Error(`no label: ${rest}`)
    if (labels.has(label)) throw new Error(`the label ${label} stands twice`)
    labels.set(label, unescaped(value))
    rest = rest.slice(whole.length)
  }
  return { name, labels, value: numberOf(number) }
}

function numberOf(text: string): number {
  if (text === 'NaN') return NaN
  if (text === '+Inf') return Infinity
  if (text === '-Inf') return -Infinity
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new Error(`no number: ${text}`)
  return Number(text)
}

const belongsTo = (sample: string, family: string, kind: string): boolean =>
  kind === 'histogram'
    ? ['_bucket', '_sum', '_count'].some((part) => sample === `${family}${part}`)
    : kind !== '' && sample === family

function checkHistogram(name: string, samples: readonly Sample[]): void {
  const others = ({ labels }: Sample) =>
    JSON.stringify([...labels].filter(([label]) => label !== 'le').sort())
  for (const group of new Set(samples.map(others))) {
    const own = samples.filter((sample) => others(sample) === group)
    const buckets = own.filter((sample) => sample.name === `${name}_bucket`)
    const bounds = buckets.map(({ labels }) => numberOf(labels.get('le') ?? ''))
    const [count, ...more] = own.filter((sample) => sample.name === `${name}_count`)
    const sums = own.filter((sample) => sample.name === `${name}_sum`)
    const rises = (numbers: readonly number[]) =>
      numbers.every((number, index) => number >= (numbers[index - 1] ?? -Infinity))
    if (
      count === undefined ||
      more.length > 0 ||
      sums.length !== 1 ||
      bounds.at(-1) !== Infinity ||
      !rises(bounds) ||
      !rises(buckets.map(({ value }) => value)) ||
      buckets.at(-1)?.value !== count.value
    )
      throw new Error(`a histogram that does not add up: ${name} ${group}`)
  }
}
