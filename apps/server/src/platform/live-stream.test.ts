import { once } from 'node:events'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../testing/app-under-test.ts'
import type { AppUnderTest } from '../testing/app-under-test.ts'

let open: AppUnderTest
let address = ''
beforeAll(async () => {
  open = await openApp()
  address = await open.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => open.close())

const document = 'subscription { activityMoved { id status version } }'

function stream(cookie: string | null, query = document, signal?: AbortSignal) {
  return fetch(`${address}/graphql/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(cookie === null ? {} : { cookie }),
    },
    body: JSON.stringify({ query }),
    ...(signal === undefined ? {} : { signal }),
  })
}

/** Moves a record of the community, so that it is told, and gives its id. */
async function move(communityPath: string): Promise<string> {
  const { rows } = await open.database.pool.query<{ id: string }>(
    `UPDATE activity SET version = version + 1 WHERE id = (
       SELECT id FROM activity WHERE status = 'COUNTERSIGNED' AND day > '2008-04-01' AND community_side_path = $1 ORDER BY id LIMIT 1) RETURNING id`,
    [communityPath],
  )
  return rows[0]?.id ?? ''
}

/** Opens a stream as the community, moves records of others and of its own, and gives what it hears until its own. */
async function hearMoves(): Promise<{ heard: string; own: Set<string>; foreign: Set<string> }> {
  const leave = new AbortController()
  const response = await stream(await open.cookieOf('community'), document, leave.signal)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const [own, foreign] = [new Set<string>(), new Set<string>()]
  // The stream listens a moment after it is opened: they are moved again until one is heard.
  const again = setInterval(() => {
    void move('2301/230102/230102001/230102001002/')
      .then((id) => foreign.add(id))
      .then(() => move('2301/230102/230102001/230102001001/'))
      .then((id) => own.add(id))
  }, 100)
  let heard = ''
  for (let isOpen = true; isOpen && ![...own].some((id) => heard.includes(id));) {
    const chunk = await reader?.read()
    isOpen = chunk !== undefined && !chunk.done
    heard += chunk?.value ?? ''
  }
  clearInterval(again)
  leave.abort()
  return { heard, own, foreign }
}

describe('the stream', () => {
  test('is not for who has not signed in', async () => {
    expect((await stream(null)).status).toBe(401)
    expect((await stream('gongjian_session=made-up')).status).toBe(401)
  })

  test.each([
    '{ viewer { id } }',
    `${document} query Other { viewer { id } }`,
    'mutation { signOut { signedOut } }',
    'subscription {',
    `${document}${' '.repeat(3000)}`,
  ])('takes one subscription and nothing else: %s', async (query) => {
    const response = await stream(await open.cookieOf('community'), query)
    expect(response.status).toBe(400)
  })

  test('tells what moves in sight, and nothing of others', async () => {
    const { heard, own, foreign } = await hearMoves()
    expect([...own].filter((id) => heard.includes(id))).toHaveLength(1)
    expect(foreign.size).toBe(1)
    expect([...foreign].filter((id) => heard.includes(id))).toEqual([])
  })

  test('is heard again after the database dropped the connection', async () => {
    const owner = new pg.Client({ connectionString: open.url })
    await owner.connect()
    const { rows } = await owner.query<{ dropped: boolean }>(
      `SELECT pg_terminate_backend(pid) AS dropped FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
    )
    await owner.end()
    expect(rows).toEqual([{ dropped: true }])
    const { heard, own } = await hearMoves()
    expect([...own].filter((id) => heard.includes(id))).toHaveLength(1)
  })
})

test('closing the application ends open streams and does not wait for them', async () => {
  const second = await openApp()
  const where = await second.app.listen({ port: 0, host: '127.0.0.1' })
  const response = await fetch(`${where}/graphql/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      cookie: await second.cookieOf('community'),
    },
    body: JSON.stringify({ query: document }),
  })
  expect(response.status).toBe(200)
  const closed = once(second.app.server, 'close')
  await second.close()
  await closed
  await expect(response.text()).rejects.toThrow(Error)
})
