import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { peakOf, resetPeak } from '../peak-memory.ts'
import type { MeasuredCity } from './measured-city.ts'

export type AssessmentResult = {
  organisations: number
  seconds: { freezing: number; computing: number }
  /** Memory of the product's process before, and at most while it worked. */
  megabytes: { before: number; peak: number }
  /** The longest that another request waited meanwhile, in milliseconds, and the median. */
  otherRequests: { longest: number; median: number }
  /** How often the progress that the page reads was another one. */
  progressSteps: number
}

const start = `mutation ($input: StartAssessmentRunInput!) { startAssessmentRun(input: $input) { __typename ... on AssessmentRun { id } ... on Failure { code message } } }`

/** A run over every community of the measured city, by the scheme of the demonstration, while somebody else asks on. */
export async function measureAssessment(city: MeasuredCity): Promise<AssessmentResult> {
  const scheme = await city.client.query<{ id: string }>(
    `SELECT id FROM assessment_scheme WHERE city_code = '2301' AND kind = 'COMMUNITY' AND status = 'IN_FORCE'`,
  )
  const id = randomUUID()
  const { processId, address } = city.product
  resetPeak(processId)
  const before = peakOf(processId)
  const begun = performance.now()
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: city.cookies.municipal },
    body: JSON.stringify({
      query: start,
      variables: { input: { id, schemeId: scheme.rows[0]?.id } },
    }),
  })
  const answer = await response.text()
  if (!answer.includes('"AssessmentRun"')) throw new Error(answer)
  let frozen = 0
  let waited: number[] = []
  const steps = new Set<string>()
  for (;;) {
    const asked = performance.now()
    await fetch(`${address}/healthz`)
    waited.push(performance.now() - asked)
    const { rows } = await city.client.query<{
      state: string
      done: number
      total: number | null
      problem: string | null
    }>(
      'SELECT state, done_organisations AS done, total_organisations AS total, problem FROM assessment_run WHERE id = $1',
      [id],
    )
    const row = rows[0]
    if (row?.state !== 'GATHERING' && frozen === 0) frozen = performance.now()
    steps.add(`${row?.state} ${row?.done}`)
    if (row?.state === 'DONE') {
      const ended = performance.now()
      waited = waited.toSorted((a, b) => a - b)
      return {
        organisations: row.done,
        seconds: { freezing: (frozen - begun) / 1000, computing: (ended - frozen) / 1000 },
        megabytes: { before, peak: peakOf(processId) },
        otherRequests: { longest: waited.at(-1) ?? 0, median: waited[waited.length >> 1] ?? 0 },
        progressSteps: steps.size,
      }
    }
    if (row?.state === 'FAILED') throw new Error(`the run failed: ${row.problem}`)
    await sleep(50)
  }
}
