import pg from 'pg'
import type { Sql } from 'sql-template-tag'
import { Refused } from './failures.ts'

const names = new Map<string, string>()

/** One prepared statement a text; the number of texts is bounded by the number of filters, not of values. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

/** Runs one statement and gives its rows. */
export async function rowsOf<Row extends pg.QueryResultRow>(
  client: pg.Pool | pg.ClientBase,
  statement: Sql,
): Promise<Row[]> {
  // Put together anew whenever it is asked for.
  const { text } = statement
  const { rows } = await client
    .query<Row>({ name: nameOf(text), text, values: statement.values })
    .catch((problem: unknown) => {
      throw refusalOfDatabase(problem) ?? problem
    })
  return rows
}

/** What the database's own triggers refuse, in the words of the rules: somebody was quicker than they could tell. */
const refusals: Readonly<Record<string, string>> = {
  GJ001: 'PERIOD_LOCKED',
  GJ002: 'RECORD_HAS_CORRECTION',
}

function refusalOfDatabase(problem: unknown): Refused | null {
  const code = problem instanceof pg.DatabaseError ? refusals[problem.code ?? ''] : undefined
  return code === undefined ? null : new Refused(code)
}

export async function firstRowOf<Row extends pg.QueryResultRow>(
  client: pg.Pool | pg.ClientBase,
  statement: Sql,
): Promise<Row | null> {
  const rows = await rowsOf<Row>(client, statement)
  return rows[0] ?? null
}
