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
  /** Answered from the lines of the organisations, of which there are nearly as many as records. */
  isLines: boolean
}

const year = 2008
const signed = `t.city_code = '2301' AND t.programme_year = ${year} AND t.status = 'COUNTERSIGNED'`
const ofCity = `r.city_code = '2301' AND r.programme_year = ${year}`
const sums = 'r.countersigned, r.person_times'
const parts = 'r.agency_side_id IS NOT NULL'
/** What the product keeps by agency or district, with what changed since: as `nodeActivityFacts` has it. */
const nodes = (table: string, side: 'AGENCY' | 'COMMUNITY', month: string) =>
  `(SELECT r.code, ${month}, r.area, r.direction, ${sums} FROM ${table} r WHERE ${ofCity} AND r.side = '${side}_SIDE'
    UNION ALL SELECT split_part(o.path, '/', 2), ${month}, r.area, r.direction, ${sums} FROM city_activity_rollup r JOIN organisation o ON o.city_code = r.city_code AND o.id = r.${side.toLowerCase()}_side_id WHERE ${ofCity} AND ${parts}) r`
const ofYear = 'NULL::date AS month'
const lines = (side: 'AGENCY' | 'COMMUNITY') =>
  `activity_rollup r JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id WHERE ${ofCity} AND r.side = '${side}_SIDE'`
const figures = 'count(*)::int AS number, sum(t.person_times)::int AS people'
const kept = 'sum(r.countersigned)::int AS number, sum(r.person_times)::int AS people'
const grouped = 'GROUP BY 1, 2 HAVING sum(r.countersigned) > 0'
const month = "date_trunc('month', t.day)::date"
const area = "coalesce(t.area::text, '')"
const agency = "split_part(t.agency_side_path, '/', 2)"
const district = "split_part(t.community_side_path, '/', 2)"

/** The same question to the records and to what the product keeps of them; `isLines` where that is one line an organisation and month. */
const QUESTIONS: { question: string; records: string; rollups: string; isLines?: boolean }[] = [
  {
    question: 'a year by month and help area',
    records: `SELECT ${month} AS a, ${area} AS b, ${figures} FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.month AS a, r.area AS b, ${kept} FROM city_activity_rollup r WHERE ${ofCity} ${grouped}`,
  },
  {
    question: 'a year by help area and direction',
    records: `SELECT ${area} AS a, t.direction::text AS b, ${figures} FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.area AS a, r.direction::text AS b, ${kept} FROM city_activity_rollup r WHERE ${ofCity} ${grouped}`,
  },
  {
    question: 'a year by indicator and direction',
    records: `SELECT o.indicator_code, t.direction::text, sum(o.accepted)::text AS quantity, count(*)::int AS number FROM activity t JOIN output o ON o.city_code = t.city_code AND o.activity_id = t.id WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.indicator_code, r.direction::text, sum(r.accepted)::text AS quantity, sum(r.accepted_lines)::int AS number FROM city_output_rollup r WHERE ${ofCity} GROUP BY 1, 2 HAVING sum(r.accepted_lines) > 0`,
  },
  {
    question: 'a year by agency and help area',
    records: `SELECT ${agency} AS a, ${area} AS b, ${figures} FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.code AS a, r.area AS b, ${kept} FROM ${nodes('node_year_rollup', 'AGENCY', ofYear)} ${grouped}`,
  },
  {
    question: 'a year by agency and direction',
    records: `SELECT ${agency} AS a, t.direction::text AS b, ${figures} FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.code AS a, r.direction::text AS b, ${kept} FROM ${nodes('node_year_rollup', 'AGENCY', ofYear)} ${grouped}`,
  },
  {
    question: 'a year by agency and month',
    records: `SELECT ${agency} AS a, ${month} AS b, ${figures} FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.code AS a, r.month AS b, ${kept} FROM ${nodes('node_activity_rollup', 'AGENCY', 'r.month')} ${grouped}`,
  },
  {
    question: 'a year by district and help area',
    records: `SELECT ${district} AS a, ${area} AS b, ${figures} FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.code AS a, r.area AS b, ${kept} FROM ${nodes('node_year_rollup', 'COMMUNITY', ofYear)} ${grouped}`,
  },
  {
    question: 'a year by district and month',
    records: `SELECT ${district} AS a, ${month} AS b, ${figures} FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT r.code AS a, r.month AS b, ${kept} FROM ${nodes('node_activity_rollup', 'COMMUNITY', 'r.month')} ${grouped}`,
  },
  {
    question: 'a year by street and help area',
    records: `SELECT split_part(t.community_side_path, '/', 3) AS a, ${area} AS b, ${figures} FROM activity t WHERE ${signed} GROUP BY 1, 2`,
    rollups: `SELECT split_part(o.path, '/', 3) AS a, r.area AS b, ${kept} FROM ${lines('COMMUNITY')} ${grouped}`,
    isLines: true,
  },
]

/** Each question both ways in turn; medians in milliseconds, and whether the answers are the same. */
export async function measureTotals(client: pg.Client, rounds: number): Promise<TotalResult[]> {
  const results: TotalResult[] = []
  for (const { question, records, rollups, isLines = false } of QUESTIONS) {
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
      isLines,
    })
  }
  return results
}
