import type pg from 'pg'
import { median } from '../measure.ts'

export type TotalResult = {
  question: string
  rows: number
  records: number
  rollups: number
  /** How many times the rollups are faster. */
  ratio: number
  agree: boolean
}

const year = 2008
const signed = `t.city_code = '2301' AND t.programme_year = ${year} AND t.status = 'COUNTERSIGNED'`
const ofCity = `r.city_code = '2301' AND r.programme_year = ${year}`
const rolled = `r.city_code = '2301' AND r.programme_year = ${year} AND r.side = 'AGENCY_SIDE'`
/** The same question to the records and to what the product keeps of them. */
const QUESTIONS: { question: string; records: string; rollups: string }[] = [
  {
    question: 'a year by month and help area',
    records: `SELECT date_trunc('month', t.day)::date AS month, coalesce(t.area::text, '') AS area, count(*)::int AS number, sum(t.person_times)::int AS people FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.month, r.area, sum(r.countersigned)::int AS number, sum(r.person_times)::int AS people FROM city_activity_rollup r WHERE ${ofCity} GROUP BY 1, 2 HAVING sum(r.countersigned) > 0`,
  },
  {
    question: 'a year by agency and help area',
    records: `SELECT split_part(t.agency_side_path, '/', 2) AS agency, coalesce(t.area::text, '') AS area, count(*)::int AS number, sum(t.person_times)::int AS people FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT split_part(o.path, '/', 2) AS agency, r.area, sum(r.countersigned)::int AS number, sum(r.person_times)::int AS people FROM activity_rollup r JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id WHERE ${rolled} GROUP BY 1, 2 HAVING sum(r.countersigned) > 0`,
  },
  {
    question: 'a year by indicator and direction',
    records: `SELECT o.indicator_code, t.direction::text, sum(o.accepted)::text AS quantity, count(*)::int AS number FROM activity t JOIN output o ON o.city_code = t.city_code AND o.activity_id = t.id WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.indicator_code, r.direction::text, sum(r.accepted)::text AS quantity, sum(r.accepted_lines)::int AS number FROM city_output_rollup r WHERE ${ofCity} GROUP BY 1, 2 HAVING sum(r.accepted_lines) > 0`,
  },
]

/** Each question both ways in turn; medians in milliseconds, and whether the answers are the same. */
export async function measureTotals(client: pg.Client, rounds: number): Promise<TotalResult[]> {
  const results: TotalResult[] = []
  for (const { question, records, rollups } of QUESTIONS) {
    const taken = { records: [] as number[], rollups: [] as number[] }
    const answers = { records: '', rollups: '' }
    let rows = 0
    for (let round = 0; round <= rounds; round += 1)
      for (const way of ['records', 'rollups'] as const) {
        const begun = performance.now()
        const answer = await client.query<Record<string, unknown>>({ records, rollups }[way])
        // The first round reads from the disk, and is left out.
        if (round > 0) taken[way].push(performance.now() - begun)
        answers[way] = JSON.stringify(answer.rows.map((row) => JSON.stringify(row)).toSorted())
        rows = answer.rows.length
      }
    const [slow, quick] = [median(taken.records), median(taken.rollups)]
    results.push({
      question,
      rows,
      records: slow,
      rollups: quick,
      ratio: slow / quick,
      agree: answers.records === answers.rollups,
    })
  }
  return results
}
