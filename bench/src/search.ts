import type { BenchCity } from './city.ts'

/** What is looked for, and what kind of a search that is. */
const SEARCHES = [
  ['rare', '孟母三迁'],
  ['common', '社区'],
  ['two letters', '植树'],
  ['one letter', '雪'],
  ['no such words', '鼗鼓铿锵'],
  ['several words', '党员 社区 讲座'],
  ['a frequent letter', '区'],
  ['initials of a name', 'sczj'],
  ['of titles', 'zshl'],
  ['two initials', 'zs'],
  ['frequent initials', 'sq'],
  ['no such initials', 'qqlyh'],
  ['code', '230102001'],
  ['day', '2008年9月3日'],
  ['words and a day', '社区 2007年5月4日'],
] as const

export type SearchResult = {
  search: string
  account: string
  hits: number
  /** Milliseconds of one request after another. */
  p50: number
  p95: number
}

const query = `query ($text: String!) {
  organisations: search(text: $text, kinds: [ORGANISATION], first: 5) { edges { node { id } } }
  people: search(text: $text, kinds: [ACCOUNT, VOLUNTEER], first: 5) { edges { node { id } } }
  households: search(text: $text, kinds: [HOUSEHOLD], first: 5) { edges { node { id } } }
  records: search(text: $text, kinds: [RECORD], first: 10) { edges { node { id title { text marks { start length } } excerpt { text marks { start length } } where day } } } }`

const isAnswer = (value: unknown): value is { data: Record<string, { edges: unknown[] }> } =>
  typeof value === 'object' && value !== null && 'data' in value && value.data !== null

/** One search as the page asks it: how long it took, and how much it found. */
async function searchOnce(address: string, cookie: string, text: string) {
  const begun = performance.now()
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query, variables: { text } }),
  })
  const answer: unknown = await response.json()
  const milliseconds = performance.now() - begun
  if (!isAnswer(answer)) throw new Error(`the search for ${text} gave ${JSON.stringify(answer)}`)
  const hits = Object.values(answer.data).reduce((sum, { edges }) => sum + edges.length, 0)
  return { milliseconds, hits }
}

/** The first page of each search, by whoever sees the city, an agency and a branch; `times` each, after two to warm up. */
export async function measureSearch(
  { product, cookies }: Pick<BenchCity, 'product' | 'cookies'>,
  times: number,
): Promise<SearchResult[]> {
  const results: SearchResult[] = []
  for (const account of ['municipal', 'secretary', 'recorder'] as const)
    for (const [search, text] of SEARCHES) {
      const taken: number[] = []
      let hits = 0
      for (let time = -2; time < times; time += 1) {
        const once = await searchOnce(product.address, cookies[account], text)
        hits = once.hits
        if (time >= 0) taken.push(once.milliseconds)
      }
      taken.sort((a, b) => a - b)
      const at = (share: number) => taken[Math.min(times - 1, Math.floor(times * share))] ?? 0
      results.push({ search, account, hits, p50: at(0.5), p95: at(0.95) })
    }
  return results
}
