import { setTimeout as sleep } from 'node:timers/promises'
import { testPool } from '@gongjian/database/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId } from '../../testing/recording.ts'
import { verifyRollups } from './verify-rollups.ts'

/** `ROLLUP_TRANSITIONS=10000 vitest run rollups-in-crashes` takes some minutes. */
const transitions = Number(process.env['ROLLUP_TRANSITIONS'] ?? 300)
const workers = 4

let city: TestCity
/** Whose connections nobody cuts. */
const spared = 'spared'
let reader: pg.Pool
let recorder: Actor
let community: Actor
let pairing: string
beforeAll(async () => {
  city = await openTestCity()
  reader = testPool({
    connectionString: city.database.url,
    max: workers + 2,
    application_name: spared,
  })
  recorder = await city.as('recorder')
  community = await city.as('community')
  const { rows } = await reader.query<{ id: string }>(
    `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
     WHERE a.code = 'A001-01' AND c.path = $1 AND p.valid_to IS NULL`,
    [community.organisationPath],
  )
  pairing = rows[0]?.id ?? ''
}, 120_000)
afterAll(async () => {
  await reader.end()
  await city.close()
})

const pick = <One>(list: readonly One[]): One | undefined =>
  list[Math.floor(Math.random() * list.length)]

/** Does one thing to the record as it stands in the database, or makes one. */
async function moveOne(records: string[]): Promise<void> {
  const id = Math.random() < 0.3 ? undefined : pick(records)
  if (id === undefined) {
    const made = newId()
    records.push(made)
    const quantity = String(1 + Math.floor(Math.random() * 9))
    await call(recorder, 'submitActivity', {
      id: made,
      version: null,
      content: contentFor(pairing, {
        day: pick(['2008-08-20', '2008-09-03', '2008-09-18']) ?? '2008-09-18',
        outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity }],
      }),
    })
    return
  }
  const { rows } = await reader.query<{ status: string; version: number }>(
    'SELECT status, version FROM activity WHERE id = $1',
    [id],
  )
  const row = rows[0]
  if (row === undefined) return
  const { version } = row
  switch (row.status) {
    case 'SUBMITTED':
      if (Math.random() < 0.6) {
        const accepted = [
          { indicatorCode: 'partyBuilding.lectures', quantity: '1', reason: '核实' },
        ]
        const corrected = Math.random() < 0.5 ? { accepted } : {}
        await call(community, 'countersignActivity', { id, version, usefulness: 4, ...corrected })
      } else await call(community, 'returnActivity', { id, version, reason: '数量请核对' })
      return
    case 'COUNTERSIGNED':
      await call(community, 'reopenActivity', { id, version, reason: '数量有误' })
      return
    case 'RETURNED':
      if (Math.random() < 0.2) await call(recorder, 'withdrawActivity', { id, version })
      else await call(recorder, 'submitActivity', { id, version, content: contentFor(pairing) })
  }
}

test('whatever connection is cut in whatever transition, the sums stay those of the records', async () => {
  const records: string[] = []
  const wentWell: boolean[] = []
  const over = new AbortController()
  let cut = 0
  const work = async () => {
    while (wentWell.length < transitions)
      wentWell.push(
        await moveOne(records).then(
          () => true,
          () => false,
        ),
      )
  }
  /** Ends whoever is in the middle of something, as a crash of the server or the network does. */
  const crash = async () => {
    while (!over.signal.aborted) {
      const { rowCount } = await reader.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND application_name <> $1 AND query ~* 'activity' ORDER BY random() LIMIT 1`,
        [spared],
      )
      cut += rowCount ?? 0
      await sleep(Math.random() * 30)
    }
  }
  /** The sums of the city are folded all the while. */
  const fold = async () => {
    while (!over.signal.aborted) {
      await reader.query("SELECT fold_city_rollups('2301')")
      await reader.query(
        "SELECT rebuild_node_rollups('2301', y) FROM stale_node_years('2301') AS y",
      )
      await sleep(20)
    }
  }
  const crashing = Promise.all([crash(), fold()])
  await Promise.all(Array.from({ length: workers }, work))
  over.abort()
  await crashing
  const { rows, differences } = await verifyRollups(city.database.pool, '2301')
  expect(differences).toEqual([])
  expect(rows).toBeGreaterThan(0)
  // It was not nothing that went well, and not nothing that was cut.
  expect(wentWell.filter(Boolean).length).toBeGreaterThan(transitions / 4)
  expect(wentWell).toContain(false)
  expect(cut).toBeGreaterThan(0)
}, 900_000)
