import { createServer } from 'node:http'
import pg from 'pg'
import { newId } from './city.ts'
import type { BenchCity } from './city.ts'
import type { Call } from './measure.ts'

const port = 4791
const address = `http://127.0.0.1:${port}`

const list = `SELECT t.id, t.title, t.day, t.status, t.kind, t.area, t.person_times, g.id AS agency_id, g.name AS agency, m.id AS community_id, m.name AS community
  FROM activity t JOIN organisation g ON g.city_code = t.city_code AND g.id = t.agency_side_id JOIN organisation m ON m.city_code = t.city_code AND m.id = t.community_side_id
  WHERE t.city_code = '2301' AND t.programme_year = 2008 AND t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED') ORDER BY t.day DESC, t.id DESC LIMIT 51`
const event = `SELECT append_audit('2301', 'community:230102001001', now(), $2::uuid, 'bench', NULL, NULL, $3, 'activity', $1, $4)`

type Work = (
  pool: pg.Pool,
  id: string,
  people: { recorder: string; officer: string; pairing: string },
) => Promise<unknown>

async function inTransaction(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await work(client)
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

const works: Record<string, Work> = {
  list: async (pool) => (await pool.query({ name: 'list', text: list })).rows,
  submit: (pool, id, { recorder, pairing }) =>
    inTransaction(pool, async (client) => {
      await client.query({
        name: 'insert-activity',
        text: `INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, programme_year, day, kind, area, direction, recording_side, title, words, status, version, person_times, hours, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at)
          SELECT '2301', $1, p.id, a.id, a.path, c.id, c.path, 2008, '2008-09-20', 'SIX_HELPS', 'CULTURE', 'AGENCY_TO_COMMUNITY', 'AGENCY_SIDE', '社区法律知识讲座', '', 'SUBMITTED', 1, 5, 10, '{}', $2, now(), now(), $2, now()
          FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id WHERE p.id = $3`,
        values: [id, recorder, pairing],
      })
      await client.query({
        name: 'insert-output',
        text: `INSERT INTO output (city_code, activity_id, indicator_code, position, claimed) VALUES ('2301', $1, 'culture.trainings', 1, 1)`,
        values: [id],
      })
      await client.query({
        name: 'insert-participation',
        text: `INSERT INTO participation (city_code, activity_id, position, head_count, hours_each) VALUES ('2301', $1, 1, 5, 2)`,
        values: [id],
      })
      await client.query({
        name: 'event',
        text: event,
        values: [id, recorder, 'activity.submit', '{}'],
      })
    }),
  countersign: (pool, id, { officer }) =>
    inTransaction(pool, async (client) => {
      await client.query({
        name: 'read',
        text: `SELECT * FROM activity WHERE city_code = '2301' AND id = $1`,
        values: [id],
      })
      await client.query({
        name: 'accept',
        text: `UPDATE output SET accepted = claimed WHERE city_code = '2301' AND activity_id = $1`,
        values: [id],
      })
      await client.query({
        name: 'sign',
        text: `UPDATE activity SET status = 'COUNTERSIGNED', version = 2, usefulness = 4, decided_by_id = $2, decided_at = now(), updated_at = now() WHERE city_code = '2301' AND id = $1 AND version = 1 AND status = 'SUBMITTED'`,
        values: [id, officer],
      })
      await client.query({
        name: 'opinion',
        text: `INSERT INTO countersignature (city_code, id, activity_id, activity_version, decision, usefulness, words, field_reasons, quantities, signed_by_id, signed_by_name, signed_for_id, signed_for_name, signed_at) VALUES ('2301', gen_random_uuid(), $1, 1, 'ACCEPTED', 4, '', '[]', '[]', $2, 'bench', $2, 'bench', now())`,
        values: [id, officer],
      })
      await client.query({
        name: 'event',
        text: event,
        values: [id, officer, 'activity.countersign', '{}'],
      })
    }),
}

/** The same work without the product: node:http, pg, and the statements one after the other in a transaction. */
export async function startBareServer(url: string): Promise<{
  requests: Record<'list' | 'submit' | 'countersign', (city: BenchCity) => Call>
  stop(): Promise<void>
}> {
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  const { rows } = await pool.query<{ account: string; id: string }>(
    `SELECT account, id FROM user_account WHERE account IN ('recorder', 'community')`,
  )
  const idOf = (account: string) => rows.find((row) => row.account === account)?.id ?? ''
  const server = createServer((request, response) => {
    const [, name = '', id = '', pairing = ''] = (request.url ?? '').split('/')
    const work = works[name]
    if (work === undefined) {
      response.writeHead(404).end()
      return
    }
    work(pool, id, { recorder: idOf('recorder'), officer: idOf('community'), pairing }).then(
      (result) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(result ?? {})),
      (problem: unknown) => response.writeHead(500).end(String(problem)),
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  let queue: Promise<string[]> | undefined
  return {
    requests: {
      list: () => () => fetch(`${address}/list`, { method: 'POST' }),
      submit: (city) => () =>
        fetch(`${address}/submit/${newId()}/${city.pairing}`, { method: 'POST' }),
      countersign: (city) => async () => {
        queue ??= city.waiting(100_000)
        const id = (await queue).shift()
        if (id === undefined) return null
        return fetch(`${address}/countersign/${id}`, { method: 'POST' })
      },
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await pool.end()
    },
  }
}
