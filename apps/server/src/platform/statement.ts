import type pg from 'pg'
import type { Sql } from 'sql-template-tag'

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
  const { rows } = await client.query<Row>({
    name: nameOf(statement.text),
    text: statement.text,
    values: statement.values,
  })
  return rows
}

export async function firstRowOf<Row extends pg.QueryResultRow>(
  client: pg.Pool | pg.ClientBase,
  statement: Sql,
): Promise<Row | null> {
  const rows = await rowsOf<Row>(client, statement)
  return rows[0] ?? null
}
