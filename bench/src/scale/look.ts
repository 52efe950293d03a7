import { setTimeout as sleep } from 'node:timers/promises'
import type { MeasuredCity } from './measured-city.ts'

export type LookResult = { seconds: number; signs: number }

const look = `mutation { lookForGamingSigns(input: { year: 2008 }) { __typename } }`

/** A look through the year's records for signs of gaming, as the committee has it done. */
export async function measureLook({ client, product, cookies }: MeasuredCity): Promise<LookResult> {
  const begun = performance.now()
  const response = await fetch(`${product.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: cookies.municipal },
    body: JSON.stringify({ query: look }),
  })
  const answer = await response.text()
  if (!answer.includes('"GamingReading"')) throw new Error(answer)
  for (;;) {
    const { rows } = await client.query<{ done: boolean; failed: boolean; signs: number }>(
      `SELECT r.begun_at IS NULL AND r.computed_at IS NOT NULL AS done, r.begun_at IS NULL AND r.done_signs < 6 AS failed,
         (SELECT count(*)::int FROM gaming_sign s WHERE s.city_code = r.city_code AND s.programme_year = r.programme_year) AS signs
       FROM gaming_reading r WHERE r.city_code = '2301' AND r.programme_year = 2008`,
    )
    if (rows[0]?.failed === true) throw new Error('the look failed')
    if (rows[0]?.done === true)
      return { seconds: (performance.now() - begun) / 1000, signs: rows[0].signs }
    await sleep(100)
  }
}
