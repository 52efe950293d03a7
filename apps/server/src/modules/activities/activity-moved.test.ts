import { parse, subscribe } from 'graphql'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLiveFeed } from '../../platform/live.ts'
import type { LiveFeed } from '../../platform/live.ts'
import { schema } from '../../schema.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId } from '../../testing/recording.ts'

let city: TestCity
let feed: LiveFeed
let pairingId = ''
beforeAll(async () => {
  city = await openTestCity()
  feed = startLiveFeed(city.database, pino({ level: 'silent' }))
  await untilListening()
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id WHERE a.path = $1 AND p.valid_to IS NULL`,
    [(await city.as('recorder')).organisationPath],
  )
  pairingId = rows[0]?.id ?? ''
})
afterAll(async () => {
  await feed.stop()
  await city.close()
})

/** The server shows it, to the owner of the database, once listening has begun. */
async function untilListening(): Promise<void> {
  const owner = new pg.Client({ connectionString: city.database.url })
  await owner.connect()
  for (let listening = false; !listening;) {
    const { rowCount } = await owner.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'`,
    )
    listening = rowCount === 1
  }
  await owner.end()
}

async function listen(actor: Actor): Promise<AsyncGenerator<unknown>> {
  const stream = await subscribe({
    schema,
    document: parse('subscription { activityMoved { id status version } }'),
    contextValue: await actor.context(),
  })
  if (!('next' in stream)) throw new Error('no stream')
  return stream
}

test('the branch sees at once what the community did, the city too, a stranger does not', async () => {
  const [recorder, community, municipal] = [
    await city.as('recorder'),
    await city.as('community'),
    await city.as('municipal'),
  ]
  const { rows } = await city.database.pool.query<{ account: string }>(
    `SELECT u.account FROM role_assignment r JOIN user_account u ON u.id = r.user_id JOIN organisation o ON o.id = r.organisation_id WHERE r.role = 'BRANCH_RECORDER' AND o.path <> $1 LIMIT 1`,
    [recorder.organisationPath],
  )
  const stranger = await city.as(rows[0]?.account ?? '')
  const [heardByBranch, heardByCity, heardByStranger] = [
    await listen(recorder),
    await listen(municipal),
    await listen(stranger),
  ]
  const first = [heardByBranch.next(), heardByCity.next()]
  let strangerHeard = false
  void heardByStranger.next().then(() => {
    strangerHeard = true
  })

  const id = newId()
  await call(recorder, 'submitActivity', { id, content: contentFor(pairingId) })
  for (const move of await Promise.all(first)) {
    expect(move).toMatchObject({
      value: { data: { activityMoved: { id, status: 'SUBMITTED', version: 1 } } },
    })
  }
  const second = [heardByBranch.next(), heardByCity.next()]
  await call(community, 'countersignActivity', { id, version: 1, usefulness: 5 })
  for (const move of await Promise.all(second)) {
    expect(move).toMatchObject({
      value: { data: { activityMoved: { id, status: 'COUNTERSIGNED', version: 2 } } },
    })
  }
  expect(strangerHeard).toBe(false)
})
