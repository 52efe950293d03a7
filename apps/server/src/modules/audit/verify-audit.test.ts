import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { GENESIS_HASH } from '@gongjian/domain/audit-event'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { verifyAudit } from './verify-audit.ts'

const chain = 'community:230102001001'
let open: AppUnderTest
let owner: pg.Client
beforeEach(async () => {
  open = await openApp()
  // The owner of the database can do what the product cannot: switch the triggers off, and write.
  owner = new pg.Client({ connectionString: open.url })
  await owner.connect()
})
afterEach(async () => {
  await owner.end()
  await open.close()
})

async function tamper(statement: string): Promise<void> {
  await owner.query(`SET session_replication_role = replica; ${statement}`)
}
const check = () => verifyAudit(open.database.pool, '2301')
const command = fileURLToPath(new URL('./verify-audit-command.ts', import.meta.url))
function runCommand(...options: string[]) {
  const env = { ...process.env, DATABASE_URL: open.url }
  return spawnSync(process.execPath, [command, ...options], { env, encoding: 'utf8' })
}

test('the demonstration city is intact, and its root says so the same way twice', async () => {
  const first = await check()
  expect(first).toMatchObject({
    verdict: 'INTACT',
    broken: null,
    rootHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(first.events).toBeGreaterThan(4000)
  expect(await check()).toEqual(first)
  const { data } = await open.ask(
    'auditor',
    '{ auditCheck { verdict chains events rootHash brokenChain brokenSeq } }',
  )
  const { verdict, chains, events, rootHash } = first
  expect(data).toEqual({
    auditCheck: { verdict, chains, events, rootHash, brokenChain: null, brokenSeq: null },
  })
})

test('every plan of the demonstration was proposed and decided in the chain of its community', async () => {
  const { rows } = await owner.query<{ plans: number; missing: number }>(
    `SELECT count(*)::int AS plans, count(*) FILTER (WHERE NOT EXISTS (SELECT FROM audit_event e WHERE e.city_code = h.city_code AND e.chain = 'community:' || c.code AND e.subject_id = h.id::text
         AND e.action = CASE h.state WHEN 'PROPOSED' THEN 'plan.propose' WHEN 'RETURNED' THEN 'plan.return' ELSE 'plan.agree' END))::int AS missing
     FROM plan h JOIN pairing p ON p.city_code = h.city_code AND p.id = h.pairing_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id`,
  )
  expect(rows[0]?.plans).toBeGreaterThan(100)
  expect(rows[0]?.missing).toBe(0)
})

describe('the first broken link is named', () => {
  test.each([
    [
      'an event that was changed',
      `UPDATE audit_event SET event = replace(event, '"city":"2301"', '"city":"2302"') WHERE chain = '${chain}' AND seq = 3`,
      '3',
      'the event was changed',
    ],
    [
      'a name that was changed beside the hashed event',
      `UPDATE audit_event SET actor_name = '他人' WHERE chain = '${chain}' AND seq = 4`,
      '4',
      'the columns differ from the hashed event',
    ],
    [
      'a time that was changed beside it',
      `UPDATE audit_event SET occurred_at = occurred_at - interval '1 day' WHERE chain = '${chain}' AND seq = 2`,
      '2',
      'the columns differ from the hashed event',
    ],
    [
      'an event that was taken out',
      `DELETE FROM audit_event WHERE chain = '${chain}' AND seq = 5`,
      '5',
      'an event is missing',
    ],
    [
      'a first event that was taken out',
      `DELETE FROM audit_event WHERE chain = '${chain}' AND seq = 1`,
      '1',
      'an event is missing',
    ],
  ])('%s', async (_what, statement, seq, why) => {
    await tamper(statement)
    expect(await check()).toMatchObject({ verdict: 'BROKEN', broken: { chain, seq, why } })
  })

  test('a newest event that was taken out', async () => {
    await tamper(
      `DELETE FROM audit_event e USING audit_chain c WHERE c.chain = '${chain}' AND e.chain = c.chain AND e.seq = c.seq`,
    )
    expect(await check()).toMatchObject({ broken: { chain, why: 'the newest event is missing' } })
  })

  test('a whole chain that was taken out', async () => {
    await tamper(`DELETE FROM audit_event WHERE chain = '${chain}'`)
    expect(await check()).toMatchObject({ broken: { chain, why: 'the newest event is missing' } })
  })

  test('an event whose hash was made anew: the one after it does not hold', async () => {
    await tamper(`UPDATE audit_event SET event = replace(event, '2301', '2302'),
      hash = encode(sha256(convert_to(previous_hash || E'\\n' || seq || E'\\n' || replace(event, '2301', '2302'), 'UTF8')), 'hex')
      WHERE chain = '${chain}' AND seq = 2`)
    const { verdict, broken } = await check()
    expect(verdict).toBe('BROKEN')
    expect(['2', '3']).toContain(broken?.seq)
  })

  test('a chain that was begun beside the register', async () => {
    const event = '{}'
    await tamper(`INSERT INTO audit_event (city_code, chain, seq, occurred_at, actor_name, action, subject_kind, subject_id, event, previous_hash, hash)
      SELECT '2301', 'zzz', 1, now(), '', 'export', '', '', '${event}', '${GENESIS_HASH}', encode(sha256(convert_to('${GENESIS_HASH}' || E'\\n1\\n${event}', 'UTF8')), 'hex')`)
    expect(await check()).toMatchObject({ broken: { chain: 'zzz' } })
  })
})

test('the database refuses to change, remove or empty the audit, for the product and for its owner', async () => {
  for (const statement of [
    `UPDATE audit_event SET actor_name = 'x'`,
    'DELETE FROM audit_event',
    'TRUNCATE audit_event',
  ]) {
    await expect(open.database.pool.query(statement)).rejects.toThrow(/permission denied|append/i)
    await expect(owner.query(statement)).rejects.toThrow(Error)
  }
})

test('writers do not wait for a check, nor disturb it', async () => {
  const words =
    'mutation ($input: SendSuggestionInput!) { sendSuggestion(input: $input) { __typename } }'
  const send = () =>
    open.ask('recorder', words, {
      input: { id: crypto.randomUUID(), kind: 'QUESTION', words: '请问', page: '/' },
    })
  const results = await Promise.all([check(), send(), send(), check(), send(), send(), check()])
  expect(results.filter((result) => 'verdict' in result).map(({ verdict }) => verdict)).toEqual([
    'INTACT',
    'INTACT',
    'INTACT',
  ])
  expect(await check()).toMatchObject({ verdict: 'INTACT' })
})

test('the command says intact, or names the link and exits with 1', async () => {
  const intact = runCommand()
  expect(intact.stdout).toMatch(/^2301: intact — \d+ events in \d+ chains, root [0-9a-f]{64}\n$/)
  expect(intact.status).toBe(0)
  await tamper(
    `UPDATE audit_event SET event = replace(event, '"city":"2301"', '"city":"2302"') WHERE chain = '${chain}' AND seq = 3`,
  )
  const broken = runCommand('--json')
  expect(JSON.parse(broken.stdout)).toMatchObject({
    verdict: 'BROKEN',
    broken: { chain, seq: '3' },
  })
  expect(broken.status).toBe(1)
  expect(runCommand('--help').stdout).toContain('npm run audit:verify')
})
