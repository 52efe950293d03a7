import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { median } from '../measure.ts'
import type { MeasuredCity } from './measured-city.ts'

export type PageTime = { page: string; account: string; milliseconds: number; rows: number }

const documents = fileURLToPath(
  new URL('../../../apps/web/src/generated/persisted-documents.json', import.meta.url),
)
const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((one) => typeof one === 'string')
/** What a page's question needs, by the name or the type of its variable. */
const values = (id: { run: string; joint: string; root: string }): Record<string, unknown> => ({
  year: 2008,
  text: '社区',
  by: 'AGENCY',
  'by: DonationGrouping!': 'PAIRING',
  'filter: GamingFilter!': { year: 2008 },
  'filter: AssessmentScoreFilter!': { runId: id.run },
  'filter: AssessmentMoveFilter!': { runId: id.run },
  'filter: AssessmentChangeFilter!': { runId: id.run },
  'filter: DiagnosisConcernFilter!': { year: 2008, sign: 'FORM_ONLY' },
  'question: ExploreQuestion!': { by: 'AGENCY', across: 'AREA', year: 2008 },
  'filter: DesignationFilter!': { jointId: id.joint },
  jointId: id.joint,
  bodyId: id.root,
  level: 'CITY',
  withHouseholds: false,
  withPeople: true,
  withRecords: true,
  kinds: ['RECORD'],
  id: id.run,
})
/** For what is asked beside the list, and only by who comes from there. */
const usual: Record<string, unknown> = {
  'ID!': '01900000-0000-7000-8000-000000000000',
  'Boolean!': false,
}
const patienceMilliseconds = 120_000

/** The first page of every list that the client of the product asks for, by the first account that may ask it. */
export async function measurePages(
  city: MeasuredCity,
  { rounds, search }: { rounds: number; search: boolean },
  onPage: (page: string) => void,
): Promise<{ pages: PageTime[]; failed: string[] }> {
  const texts: unknown = JSON.parse(readFileSync(documents, 'utf8'))
  if (!isTexts(texts)) throw new Error('the documents of the client are not as expected')
  const ids = await city.client.query<{ run: string; joint: string; root: string }>(
    `SELECT (SELECT r.id FROM assessment_run r WHERE r.city_code = '2301' AND r.state = 'DONE' ORDER BY r.done_organisations DESC LIMIT 1) AS run,
       (SELECT j.id FROM joint_assessment j WHERE j.city_code = '2301' LIMIT 1) AS joint, (SELECT o.id FROM organisation o WHERE o.city_code = '2301' AND o.kind = 'CITY_COMMITTEE') AS root`,
  )
  const known = values(ids.rows[0] ?? { run: '', joint: '', root: '' })
  const pages: PageTime[] = []
  const failed: string[] = []
  for (const text of Object.values(texts)) {
    const head = /query (\w+)\s*(?:\(([^)]*)\))?/.exec(text)
    const page = head?.[1]
    if (page === undefined || !text.includes('pageInfo')) continue
    if (page.startsWith('Search') && !search) continue
    const needed = [...(head?.[2] ?? '').matchAll(/\$(\w+): (\w+!)(?!\s*=)/g)]
    const variables = Object.fromEntries(
      needed.map(([, name = '', type = '']) => [
        name,
        known[`${name}: ${type}`] ?? known[name] ?? usual[type],
      ]),
    )
    onPage(page)
    const told: string[] = []
    for (const [account, cookie] of Object.entries(city.cookies)) {
      const first = await ask(city, cookie, text, variables)
      if ('problem' in first) {
        told.push(`${account}: ${first.problem}`)
        continue
      }
      const taken = []
      const times = first.milliseconds > 5000 ? 0 : rounds
      for (let time = 0; time < times; time += 1) {
        const again = await ask(city, cookie, text, variables)
        if ('milliseconds' in again) taken.push(again.milliseconds)
      }
      const milliseconds = median(taken.length > 0 ? taken : [first.milliseconds])
      pages.push({ page, account, milliseconds, rows: first.rows })
      told.length = 0
      break
    }
    if (told.length > 0) failed.push(`${page}: ${told[0]}`)
  }
  return { pages: pages.toSorted((a, b) => b.milliseconds - a.milliseconds), failed }
}

async function ask(
  { product }: MeasuredCity,
  cookie: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<{ milliseconds: number; rows: number } | { problem: string }> {
  const begun = performance.now()
  try {
    const response = await fetch(`${product.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMilliseconds),
    })
    const text = await response.text()
    const milliseconds = performance.now() - begun
    if (text.includes('"errors":[')) return { problem: text.slice(0, 200) }
    return { milliseconds, rows: text.split('"cursor":').length - 1 }
  } catch (problem) {
    return { problem: String(problem) }
  }
}
