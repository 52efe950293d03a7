import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, testPool } from './testing.ts'
import type { TestDatabase } from './testing.ts'

const city = '2301'
const mostOutputs = 3
const records = Array.from({ length: 6 }, () => randomUUID())
const [author, officer] = [randomUUID(), randomUUID()]
const connections = 4

let database: TestDatabase
let pool: pg.Pool
let codes: string[]
beforeAll(async () => {
  database = await createTestDatabase({ from: 'empty' })
  pool = testPool({ connectionString: database.url, max: connections + 1 })
  const known = await pool.query<{ code: string }>(
    'SELECT code FROM indicator WHERE city_code = $1 ORDER BY position LIMIT $2',
    [city, mostOutputs],
  )
  codes = known.rows.map(({ code }) => code)
  const sides = []
  for (const side of ['agency', 'community']) {
    const parent = randomUUID()
    const kinds = side === 'agency' ? ['AGENCY', 'BRANCH'] : ['STREET', 'COMMUNITY']
    const children = [randomUUID(), randomUUID()]
    for (const [index, id] of [parent, ...children].entries())
      await pool.query(
        `INSERT INTO organisation (city_code, id, kind, code, name, pinyin_initials, path, position, valid_from)
         VALUES ($1, $2, $3::organisation_kind, $4, $4, '', $1 || '/' || $4 || '/', 0, '2007-01-01')`,
        [city, id, kinds[index === 0 ? 0 : 1], `${side}${index}`],
      )
    sides.push(children)
  }
  for (const [index, id] of records.entries()) {
    const [agency, community] = [sides[0]?.[index % 2], sides[1]?.[index % 3 === 0 ? 0 : 1]]
    const pairing = randomUUID()
    await pool.query(
      `INSERT INTO pairing (city_code, id, level, agency_side_id, community_side_id, purpose, valid_from)
       VALUES ($1, $2, 'BRANCH_COMMUNITY', $3, $4, '', ('2007-01-01'::date + $5::int))`,
      [city, pairing, agency, community, index],
    )
    await pool.query(
      `INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, programme_year, day, kind, area,
         direction, recording_side, title, words, status, version, person_times, hours, open_questions, created_by_id, created_at, updated_at)
       VALUES ($1, $2, $3, $4, 'a/', $5, 'c/', 2008, '2008-03-05', 'SIX_HELPS', 'CULTURE', 'AGENCY_TO_COMMUNITY', 'AGENCY_SIDE', '', '', 'DRAFT', 1, 3, 4.5, '{}', $6, now(), now())`,
      [city, id, pairing, agency, community, author],
    )
  }
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

type Move = {
  record: number
  action: 'SAVE' | 'SUBMIT' | 'TAKE_BACK' | 'SIGN' | 'RETURN' | 'REOPEN'
  month: number
  people: number
  quantities: readonly number[]
}
type Transaction = { moves: readonly Move[]; end: 'COMMIT' | 'ROLLBACK' | 'ERROR' | 'SAVEPOINT' }

/** What the product does in one statement each; a record that is not in the right state is left alone. */
async function make(client: pg.PoolClient, move: Move): Promise<void> {
  const id = records[move.record]
  const day = `2008-${String(move.month).padStart(2, '0')}-11`
  switch (move.action) {
    case 'SAVE': {
      const { rowCount } = await client.query(
        `UPDATE activity SET day = $3, person_times = $4::int, hours = $4::int * 1.5, area = CASE WHEN $4::int % 2 = 0 THEN 'CULTURE'::help_area ELSE 'GREEN' END, version = version + 1
         WHERE city_code = $1 AND id = $2 AND status IN ('DRAFT', 'RETURNED')`,
        [city, id, day, move.people],
      )
      if (rowCount === 0) return
      await client.query('DELETE FROM output WHERE city_code = $1 AND activity_id = $2', [city, id])
      for (const [index, quantity] of move.quantities.entries())
        await client.query(
          'INSERT INTO output (city_code, activity_id, indicator_code, position, claimed) VALUES ($1, $2, $3, $4, $5)',
          [city, id, codes[index], index, quantity / 4],
        )
      return
    }
    case 'SUBMIT':
      await client.query(
        `UPDATE activity SET status = 'SUBMITTED', submitted_at = $3::date, submitted_by_id = $4, decided_at = NULL, decided_by_id = NULL, usefulness = NULL, version = version + 1
         WHERE city_code = $1 AND id = $2 AND status IN ('DRAFT', 'RETURNED')`,
        [city, id, day, author],
      )
      return
    case 'TAKE_BACK':
      await client.query(
        `UPDATE activity SET status = 'DRAFT', version = version + 1 WHERE city_code = $1 AND id = $2 AND status = 'SUBMITTED'`,
        [city, id],
      )
      return
    case 'SIGN':
      await client.query(
        `WITH moved AS (
           UPDATE activity SET status = 'COUNTERSIGNED', decided_at = submitted_at + $3::int * interval '1 hour', decided_by_id = $4, usefulness = 1 + $3::int % 5, version = version + 1
           WHERE city_code = $1 AND id = $2 AND status = 'SUBMITTED' RETURNING id)
         UPDATE output o SET accepted = greatest(o.claimed - $3::int, 0) FROM moved WHERE o.city_code = $1 AND o.activity_id = moved.id`,
        [city, id, move.people, officer],
      )
      return
    case 'RETURN':
    case 'REOPEN':
      await client.query(
        `UPDATE activity SET status = 'RETURNED', decided_at = $4::date, decided_by_id = $5, usefulness = NULL, version = version + 1
         WHERE city_code = $1 AND id = $2 AND status = $3::activity_status`,
        [city, id, move.action === 'RETURN' ? 'SUBMITTED' : 'COUNTERSIGNED', day, officer],
      )
  }
}

/** Of two that wait for each other the database ends one, or the repair gives up; any other error is one of the test. */
const isDeadlock = (problem: unknown) =>
  problem instanceof Error &&
  'code' in problem &&
  (problem.code === '40P01' || problem.code === '55P03')

async function run({ moves, end }: Transaction): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    if (end === 'SAVEPOINT') await client.query('SAVEPOINT before')
    for (const move of moves) await make(client, move)
    if (end === 'SAVEPOINT') await client.query('ROLLBACK TO before')
    if (end === 'ERROR') await client.query('SELECT 1 / 0').catch(() => undefined)
    await client.query(end === 'ROLLBACK' ? 'ROLLBACK' : 'COMMIT')
  } catch (problem) {
    await client.query('ROLLBACK')
    if (!isDeadlock(problem)) throw problem
  } finally {
    client.release()
  }
}

async function sums(source: string): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query<{ row: Record<string, unknown> }>(
    `SELECT to_jsonb(r) AS row FROM ${source} r ORDER BY to_jsonb(r)::text`,
  )
  const isKey =
    /^(city_code|programme_year|month|side|organisation_id|kind|area|direction|indicator_code|code)$/
  return rows
    .map(({ row }) => row)
    .filter((row) => Object.entries(row).some(([name, value]) => !isKey.test(name) && value !== 0))
}

const tables = [
  'activity_rollup',
  'output_rollup',
  'city_activity_total',
  'city_output_total',
  'node_activity_total',
  'node_year_total',
  'node_output_total',
]

const isText = (value: unknown): value is string => typeof value === 'string'

/** Adds the parts of the city's sums together, as the product does from time to time. */
async function fold() {
  await pool.query('SELECT fold_city_rollups($1)', [city])
  await pool.query('SELECT rebuild_node_rollups($1, y) FROM stale_node_years($1) AS y', [city])
}

/** The sums as they are kept, and as they must be. */
async function bothWays(of: readonly string[] = tables) {
  const kept = await Promise.all(of.map((table) => sums(table)))
  const right = await Promise.all(of.map((table) => sums(`recomputed_${table}('${city}')`)))
  return { kept, right }
}

const move: fc.Arbitrary<Move> = fc.record({
  record: fc.nat({ max: records.length - 1 }),
  action: fc.constantFrom(
    'SAVE',
    'SUBMIT',
    'SUBMIT',
    'TAKE_BACK',
    'SIGN',
    'SIGN',
    'RETURN',
    'REOPEN',
  ),
  month: fc.integer({ min: 1, max: 3 }),
  people: fc.integer({ min: 1, max: 9 }),
  quantities: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: mostOutputs }),
})
const transaction: fc.Arbitrary<Transaction> = fc.record({
  moves: fc.array(move, { minLength: 1, maxLength: 4 }),
  end: fc.constantFrom('COMMIT', 'COMMIT', 'COMMIT', 'ROLLBACK', 'ERROR', 'SAVEPOINT'),
})

test('after whatever several do at once, some of it aborted, the sums are those of the records', async () => {
  let rows = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(transaction, { minLength: 2, maxLength: connections }), {
        minLength: 1,
        maxLength: 6,
      }),
      async (rounds) => {
        for (const round of rounds) {
          // What is folded while they write comes to the same.
          await Promise.all([...round.map(run), fold()])
          const { kept, right } = await bothWays()
          expect(kept).toEqual(right)
          rows += kept.flat().length
        }
      },
    ),
    { numRuns: 60 },
  )
  // It was not nothing that agreed.
  expect(rows).toBeGreaterThan(100)
})

test('what a bulk load leaves out, a rebuild brings in', async () => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query("SET LOCAL gongjian.skip_rollups = 'on'")
    await client.query(
      "UPDATE activity SET status = 'SUBMITTED', submitted_at = now(), submitted_by_id = created_by_id, decided_by_id = NULL, decided_at = NULL, person_times = person_times + 1, version = version + 1 WHERE city_code = $1",
      [city],
    )
    await client.query('COMMIT')
    const before = await bothWays()
    expect(before.kept).not.toEqual(before.right)
    await client.query('SELECT rebuild_rollups($1)', [city])
    const after = await bothWays()
    expect(after.kept).toEqual(after.right)
    expect(after.kept.flat().length).toBeGreaterThan(0)
  } finally {
    client.release()
  }
})

/** Makes the sums wrong in three ways: another number, a line that is missing, a line that is too many. */
async function spoil(): Promise<void> {
  await pool.query(
    `UPDATE activity_rollup SET countersigned = countersigned + 7, hours = hours - 3`,
  )
  await pool.query(`UPDATE output_rollup SET accepted = accepted + 2`)
  await pool.query(`UPDATE city_activity_rollup SET submitted = submitted + 1`)
  await pool.query('DELETE FROM city_output_rollup')
  await pool.query(
    'DELETE FROM activity_rollup WHERE ctid IN (SELECT ctid FROM activity_rollup LIMIT 1)',
  )
  await pool.query(
    `INSERT INTO activity_rollup SELECT city_code, programme_year, '2001-01-01', side, organisation_id, kind, area, direction, 5, 5, 5, 5, 5, 5, 5, 5, 5 FROM activity_rollup LIMIT 1 ON CONFLICT DO NOTHING`,
  )
}

test('what is wrong is put right while others write, and what they write counts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(transaction, { minLength: 1, maxLength: connections }),
      async (round) => {
        await spoil()
        const repairing = pool
          .query('SELECT repair_rollups($1)', [city])
          .catch((problem: unknown) => {
            if (!isDeadlock(problem)) throw problem
          })
        await Promise.all([repairing, ...round.map(run)])
        // One that was ended for others' sake is done again.
        await pool.query('SELECT repair_rollups($1)', [city])
        const { kept, right } = await bothWays()
        expect(kept).toEqual(right)
        const again = await pool.query<{ lines: string }>('SELECT repair_rollups($1) AS lines', [
          city,
        ])
        expect(again.rows[0]?.lines).toBe('0')
      },
    ),
    { numRuns: 25 },
  )
})

test('until it is committed readers see the sums as they were, and nobody else waits', async () => {
  for (const id of records)
    await run({
      moves: ['SAVE', 'SUBMIT', 'SIGN'].map((action) => ({
        record: records.indexOf(id),
        action: action === 'SAVE' ? 'SAVE' : action === 'SUBMIT' ? 'SUBMIT' : 'SIGN',
        month: 1,
        people: 2,
        quantities: [4],
      })),
      end: 'COMMIT',
    })
  // Only what is of the first agency's branch is wrong.
  await pool.query(
    `UPDATE activity_rollup SET countersigned = countersigned + 7 WHERE side = 'AGENCY_SIDE' AND organisation_id = (SELECT agency_side_id FROM activity WHERE id = $1)`,
    [records[0]],
  )
  const before = await sums('activity_rollup')
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT repair_rollups($1)', [city])
    expect(await sums('activity_rollup')).toEqual(before)
    const other = await pool.connect()
    try {
      // The second record is of the other branch.
      await other.query("SET lock_timeout = '5s'")
      await make(other, { record: 1, action: 'REOPEN', month: 1, people: 2, quantities: [] })
    } finally {
      await other.query('RESET lock_timeout')
      other.release()
    }
    await client.query('COMMIT')
  } finally {
    client.release()
  }
  const { kept, right } = await bothWays()
  expect(kept).toEqual(right)
})

test('two that put the same sums right at once do not put them right twice', async () => {
  await spoil()
  const first = await pool.connect()
  try {
    await first.query('BEGIN')
    await first.query('SELECT repair_rollups($1)', [city])
    const second = pool.query('SELECT repair_rollups($1)', [city])
    await expect
      .poll(async () => {
        const { rows } = await pool.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%repair_rollups%'`,
        )
        return rows.length
      })
      .toBe(1)
    await first.query('COMMIT')
    await second
  } finally {
    first.release()
  }
  const { kept, right } = await bothWays()
  expect(kept).toEqual(right)
})

test('what is folded reads the same before, meanwhile and afterwards, and nobody waits for it', async () => {
  await pool.query('SELECT rebuild_rollups($1)', [city])
  for (const action of ['SAVE', 'SUBMIT'] as const)
    await run({
      moves: [{ record: 3, action, month: 2, people: 5, quantities: [8] }],
      end: 'COMMIT',
    })
  const parts = async () => (await pool.query('SELECT FROM city_activity_rollup')).rowCount
  const before = await sums('city_activity_total')
  const unfolded = await parts()
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT fold_city_rollups($1)', [city])
    expect(await sums('city_activity_total')).toEqual(before)
    const other = await pool.connect()
    try {
      await other.query("SET lock_timeout = '5s'")
      await make(other, { record: 3, action: 'SIGN', month: 2, people: 5, quantities: [] })
      // A second one leaves it to the first.
      await other.query('SELECT fold_city_rollups($1)', [city])
    } finally {
      await other.query('RESET lock_timeout')
      other.release()
    }
    await client.query('COMMIT')
  } finally {
    client.release()
  }
  expect(await parts()).toBeLessThanOrEqual(Number(unfolded))
  await fold()
  const { kept, right } = await bothWays()
  expect(kept).toEqual(right)
  const whole = await pool.query(
    `SELECT FROM city_activity_rollup WHERE part <> '00000000-0000-0000-0000-000000000000'`,
  )
  expect(whole.rowCount).toBe(0)
})

test('what moves to another agency takes its records along, and until then the sums of agencies are not read', async () => {
  await run({
    moves: (['SAVE', 'SUBMIT', 'SIGN'] as const).map((action) => ({
      record: 0,
      action,
      month: 1,
      people: 2,
      quantities: [4],
    })),
    end: 'COMMIT',
  })
  await fold()
  const codes = async () =>
    new Set(
      (await sums('node_year_total')).flatMap((row) => (isText(row['code']) ? row['code'] : [])),
    )
  const moved = [...(await codes())].find((code) => code.startsWith('agency')) ?? ''
  expect(moved).not.toBe('')
  const path = (code: string) =>
    pool.query(`UPDATE organisation SET path = $1 || '/' || $2 || '/' WHERE code = $3`, [
      city,
      code,
      moved,
    ])
  await path('elsewhere')
  expect(await sums('node_year_total')).toEqual([])
  await fold()
  expect(await codes()).toContain('elsewhere')
  expect(await codes()).not.toContain(moved)
  const { kept, right } = await bothWays()
  expect(kept).toEqual(right)
  await path(moved)
  await fold()
  expect(await codes()).toContain(moved)
})

test('where it is broken off half way, the months that were done are right and the others as they were', async () => {
  for (const [index, month] of [1, 2].entries())
    await run({
      moves: (['SAVE', 'SUBMIT', 'SIGN'] as const).map((action) => ({
        record: index,
        action,
        month,
        people: 2,
        quantities: [4],
      })),
      end: 'COMMIT',
    })
  await spoil()
  const months = await pool.query<{ month: string }>(
    'SELECT month::text FROM rollup_months($1) ORDER BY 1',
    [city],
  )
  expect(months.rows.length).toBeGreaterThan(1)
  // Those of agencies and districts are not read until they are made anew, all of them.
  const ofMonths = tables.slice(0, 4)
  const wrong = await bothWays(ofMonths)
  const [first, second] = months.rows
  await pool.query('SELECT repair_rollups($1, 2008, $2::date)', [city, first?.month])
  const client = await pool.connect()
  // The next month is cut in the middle of its transaction.
  await client.query('BEGIN')
  await client.query('SELECT repair_rollups($1, 2008, $2::date)', [city, second?.month])
  client.release(true)
  const half = await bothWays(ofMonths)
  const isFirst = (row: Record<string, unknown>) => row['month'] === first?.month
  expect(half.kept.map((rows) => rows.filter(isFirst))).toEqual(
    half.right.map((rows) => rows.filter(isFirst)),
  )
  expect(half.kept.map((rows) => rows.filter((row) => !isFirst(row)))).toEqual(
    wrong.kept.map((rows) => rows.filter((row) => !isFirst(row))),
  )
  await pool.query('SELECT repair_rollups($1)', [city])
  const { kept, right } = await bothWays()
  expect(kept).toEqual(right)
})

test('a rebuild of everything lets writers go on, and what they write counts', async () => {
  await pool.query('DELETE FROM activity_rollup')
  await pool.query('DELETE FROM output_rollup')
  const writing = Promise.all(
    records.map((_, record) =>
      run({
        moves: [{ record, action: 'REOPEN', month: 1, people: 2, quantities: [] }],
        end: 'COMMIT',
      }),
    ),
  )
  const rebuilding = pool.query('SELECT rebuild_rollups($1)', [city]).catch((problem: unknown) => {
    if (!isDeadlock(problem)) throw problem
  })
  await Promise.all([writing, rebuilding])
  await pool.query('SELECT rebuild_rollups($1)', [city])
  const { kept, right } = await bothWays()
  expect(kept).toEqual(right)
})
