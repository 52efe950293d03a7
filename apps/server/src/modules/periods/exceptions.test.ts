import { PERIOD_STATUSES } from '@gongjian/domain/vocabulary'
import { quartersFrom, statusFor } from '@gongjian/domain/period-rules'
import type { KnownException, KnownYear } from '@gongjian/domain/period-rules'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { callPeriod, grantFor, lockQuarter, pairingOf } from '../../testing/periods.ts'
import { call, contentFor, newId, problemsOf } from '../../testing/recording.ts'

let city: TestCity
let municipal: Actor
let recorder: Actor
let community: Actor
let pairingId = ''
let branchId = ''
let communityId = ''
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  recorder = await city.as('recorder')
  community = await city.as('community')
  pairingId = await pairingOf(city, recorder, community)
  const { rows } = await city.database.pool.query<{ a: string; c: string }>(
    'SELECT agency_side_id AS a, community_side_id AS c FROM pairing WHERE id = $1',
    [pairingId],
  )
  branchId = rows[0]?.a ?? ''
  communityId = rows[0]?.c ?? ''
  await lockQuarter(municipal, 2)
})
afterAll(() => city.close())

/** A day of the second quarter, January to March 2008. */
const day = '2008-02-20'
const inWinter = () => contentFor(pairingId, { day })
const submit = (content = inWinter()) => call(recorder, 'submitActivity', { id: newId(), content })

async function exceptionsFor(actor: Actor, filter = {}): Promise<string[]> {
  const { periodExceptions } = await actor.ask(
    'query ($filter: PeriodExceptionFilter) { periodExceptions(filter: $filter) { edges { node { id } } } }',
    { filter },
  )
  const shape = z.object({ edges: z.array(z.object({ node: z.object({ id: z.string() }) })) })
  return shape.parse(periodExceptions).edges.map(({ node }) => node.id)
}

/** Lets so many days pass in the city; who is signed in has to sign in anew to notice. */
async function letDaysPass(days: number): Promise<void> {
  await city.database.pool.query(
    'UPDATE city SET clock_offset_seconds = clock_offset_seconds + $1',
    [days * 86_400],
  )
}

describe('an exception is not granted', () => {
  test('without a reason, without a day, too long, in the past, for both or for nothing: all said at once', async () => {
    const nothing = await grantFor(municipal, { reason: ' ', until: '' })
    expect(nothing.fieldErrors).toEqual([
      { path: 'reason', code: 'REQUIRED' },
      { path: 'until', code: 'REQUIRED' },
      { path: 'organisationId', code: 'ONE_SCOPE' },
    ])
    const both = await grantFor(municipal, {
      reason: '补',
      until: '2008-01-01',
      organisationId: branchId,
      activityId: newId(),
    })
    expect(both).toMatchObject({ __typename: 'NotFound' })
    const short = await grantFor(municipal, {
      organisationId: branchId,
      reason: '补',
      until: '2009-01-01',
    })
    expect(short.fieldErrors).toEqual([
      { path: 'reason', code: 'REASON_TOO_SHORT' },
      { path: 'until', code: 'DAY_TOO_LATE' },
    ])
  })

  test('for everybody', async () => {
    const { rows } = await city.database.pool.query<{ id: string }>(
      `SELECT id FROM organisation WHERE kind = 'CITY_COMMITTEE'`,
    )
    const outcome = await grantFor(municipal, { organisationId: rows[0]?.id })
    expect(outcome.fieldErrors).toEqual([{ path: 'organisationId', code: 'NOT_FOR_EVERYBODY' }])
  })

  test('for what is not there, for a record of other days, and for what is open', async () => {
    expect(await grantFor(municipal, { organisationId: newId() })).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await grantFor(municipal, { activityId: newId() })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await grantFor(municipal, { organisationId: branchId, year: 1999 })).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await grantFor(municipal, { organisationId: branchId, quarter: 3 })).toMatchObject({
      code: 'PERIOD_OPEN',
    })
    const { rows } = await city.database.pool.query<{ id: string }>(
      `SELECT id FROM activity WHERE day > '2008-07-01' AND status = 'COUNTERSIGNED' LIMIT 1`,
    )
    const other = await grantFor(municipal, { activityId: rows[0]?.id })
    expect(other.fieldErrors).toEqual([{ path: 'activityId', code: 'RECORD_OF_OTHER_DAYS' }])
  })
})

describe('for an organisation', () => {
  let id = ''

  test('it opens the quarter for that one alone, for both sides of its pairings', async () => {
    expect(problemsOf(await submit())).toEqual(['day: PERIOD_LOCKED'])
    const granted = await grantFor(municipal, { organisationId: branchId })
    expect(granted).toMatchObject({ __typename: 'PeriodException', state: 'IN_FORCE' })
    id = granted.id ?? ''

    const sent = await submit()
    expect(sent.status).toBe('SUBMITTED')
    const signed = await call(community, 'countersignActivity', {
      id: sent.id,
      version: 1,
      usefulness: 4,
    })
    expect(signed.status).toBe('COUNTERSIGNED')
    expect(
      await call(community, 'reopenActivity', { id: sent.id, version: 2, reason: '数量有误' }),
    ).toMatchObject({ status: 'RETURNED' })

    const { rows } = await city.database.pool.query<{ account: string; pairing: string }>(
      `SELECT u.account, p.id AS pairing FROM role_assignment r JOIN user_account u ON u.id = r.user_id
       JOIN pairing p ON p.agency_side_id = r.organisation_id AND p.valid_to IS NULL AND p.valid_from <= $2
       WHERE r.role = 'BRANCH_RECORDER' AND r.organisation_id <> $1 AND p.level = 'BRANCH_COMMUNITY' AND p.community_side_id <> $3 LIMIT 1`,
      [branchId, day, communityId],
    )
    const stranger = await city.as(rows[0]?.account ?? '', { role: 'BRANCH_RECORDER' })
    const refused = await call(stranger, 'submitActivity', {
      id: newId(),
      content: contentFor(rows[0]?.pairing ?? '', { day }),
    })
    expect(problemsOf(refused)).toEqual(['day: PERIOD_LOCKED'])
  })

  test('the same sent again is the same exception, with one event', async () => {
    const input = { id: newId(), organisationId: communityId }
    const outcomes = await Promise.all([grantFor(municipal, input), grantFor(municipal, input)])
    expect(outcomes.map((one) => one.id)).toEqual([input.id, input.id])
    const { rows } = await city.database.pool.query(
      `SELECT FROM audit_event WHERE action = 'period.grantException' AND subject_id = $1`,
      [communityId],
    )
    expect(rows).toHaveLength(1)
    await callPeriod(municipal, 'revokePeriodException', { id: input.id, reason: '重复' })
  })

  test('is seen by whom it concerns, and by who sees the city', async () => {
    for (const account of ['recorder', 'secretary', 'municipal', 'auditor'])
      expect([account, (await exceptionsFor(await city.as(account))).includes(id)]).toEqual([
        account,
        true,
      ])
    const { rows } = await city.database.pool.query<{ account: string }>(
      `SELECT u.account FROM role_assignment r JOIN user_account u ON u.id = r.user_id JOIN organisation o ON o.id = r.organisation_id
       WHERE r.role = 'BRANCH_RECORDER' AND split_part(o.path, '/', 2) <> split_part($1, '/', 2) LIMIT 1`,
      [recorder.organisationPath],
    )
    const stranger = await city.as(rows[0]?.account ?? '', { role: 'BRANCH_RECORDER' })
    expect(await exceptionsFor(stranger)).not.toContain(id)
  })

  test('is revoked with a reason; of two at once one does; and what it opened is locked at once', async () => {
    expect(
      (await callPeriod(municipal, 'revokePeriodException', { id, reason: '' })).fieldErrors,
    ).toEqual([{ path: 'reason', code: 'REQUIRED' }])
    expect(
      await callPeriod(municipal, 'revokePeriodException', { id: newId(), reason: '已补报' }),
    ).toMatchObject({ code: 'NOT_FOUND' })
    const outcomes = await Promise.all([
      callPeriod(municipal, 'revokePeriodException', { id, reason: '已补报' }),
      callPeriod(municipal, 'revokePeriodException', { id, reason: '已补报' }),
    ])
    expect(outcomes.map(({ state, code }) => code ?? state).toSorted()).toEqual([
      'EXCEPTION_OVER',
      'REVOKED',
    ])
    expect(problemsOf(await submit())).toEqual(['day: PERIOD_LOCKED'])
    expect(await exceptionsFor(municipal, { state: 'REVOKED' })).toContain(id)
    expect(await exceptionsFor(municipal, { state: 'IN_FORCE' })).not.toContain(id)
  })

  test('what is granted is not written over', async () => {
    for (const change of [`until = '2009-12-31'`, 'revoked_at = NULL', `reason = 'other'`])
      await expect(
        city.database.pool.query(`UPDATE period_exception SET ${change}`),
      ).rejects.toMatchObject({ code: '23001' })
  })
})

test('for one record it opens that record, and ends by itself after its last day', async () => {
  const { rows } = await city.database.pool.query<{ id: string; version: number; path: string }>(
    `SELECT id, version, community_side_path AS path FROM activity WHERE day BETWEEN '2008-01-01' AND '2008-03-31' AND status = 'COUNTERSIGNED'
       AND community_side_path = $1 AND direction = 'AGENCY_TO_COMMUNITY' ORDER BY agency_side_path = $2 DESC, day LIMIT 2`,
    [community.organisationPath, recorder.organisationPath],
  )
  const [one, other] = rows
  if (one === undefined || other === undefined) throw new Error('two records are needed')
  const reopen = (actor: Actor, { id, version }: typeof one) =>
    call(actor, 'reopenActivity', { id, version, reason: '更正' })
  expect(await reopen(community, one)).toMatchObject({ code: 'PERIOD_LOCKED' })

  const granted = await grantFor(municipal, { activityId: one.id, until: '2008-09-30' })
  expect(granted).toMatchObject({ activity: { id: one.id } })
  expect(await reopen(community, other)).toMatchObject({ code: 'PERIOD_LOCKED' })
  expect(await reopen(community, one)).toMatchObject({ status: 'RETURNED' })
  expect(await exceptionsFor(community)).toContain(granted.id)

  await letDaysPass(14)
  try {
    const later = await city.as('recorder')
    const refused = await call(later, 'submitActivity', {
      id: one.id,
      version: one.version + 1,
      content: null,
    })
    expect(refused).toMatchObject({ code: 'PERIOD_LOCKED' })
    expect(await exceptionsFor(await city.as('municipal'), { state: 'EXPIRED' })).toContain(
      granted.id,
    )
    expect(
      await callPeriod(await city.as('municipal'), 'revokePeriodException', {
        id: granted.id,
        reason: '已到期',
      }),
    ).toMatchObject({ code: 'EXCEPTION_OVER' })
  } finally {
    await letDaysPass(-14)
  }
})

test('the database and the rules say the same of every day, state and exception', async () => {
  const client = await city.database.pool.connect()
  const { rows } = await client.query<{ id: string; path: string }>(
    `SELECT id, path FROM organisation WHERE kind <> 'CITY_COMMITTEE' ORDER BY path`,
  )
  const { today } = await municipal.context()
  const { rows: records } = await client.query<{ id: string }>('SELECT id FROM activity LIMIT 3')
  const ids = records.map(({ id }) => id)
  const sides = {
    agencySidePath: recorder.organisationPath,
    communitySidePath: community.organisationPath,
  }
  const near = rows.filter(
    ({ path }) =>
      sides.agencySidePath.startsWith(path.slice(0, -4)) ||
      sides.communitySidePath.startsWith(path.slice(0, -4)),
  )
  const exception = fc.record({
    year: fc.constantFrom(2008, 2009),
    quarter: fc.option(fc.integer({ min: 1, max: 4 })),
    scope: fc.oneof(
      fc.constantFrom(...near).map(({ id, path }) => ({ organisation: { id, path } })),
      fc.constantFrom(...ids).map((activityId) => ({ activityId })),
    ),
    until: fc.constantFrom('2008-09-01', today, '2008-10-30'),
    revoked: fc.boolean(),
  })
  const days = [
    '2007-09-30',
    '2007-10-01',
    '2007-12-31',
    '2008-01-01',
    '2008-06-30',
    '2008-09-30',
    '2008-10-01',
    '2009-09-30',
    '2009-10-01',
  ]
  try {
    await client.query('BEGIN')
    await client.query('SET LOCAL ROLE postgres')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...PERIOD_STATUSES), { minLength: 10, maxLength: 10 }),
        fc.array(exception, { maxLength: 3 }),
        async (statuses, exceptions) => {
          await client.query('SAVEPOINT before')
          await client.query('DELETE FROM period_exception')
          const years: KnownYear[] = [2008, 2009].map((year, index) => ({
            year,
            startsOn: `${year - 1}-10-01`,
            endsOn: `${year}-09-30`,
            status: statuses[index * 5] ?? 'OPEN',
            quarters: quartersFrom(`${year - 1}-10-01`).map((one) => ({
              ...one,
              status: statuses[index * 5 + one.quarter] ?? 'OPEN',
            })),
          }))
          for (const { year, status, quarters } of years) {
            await client.query('UPDATE period SET status = $2 WHERE year = $1', [year, status])
            for (const one of quarters)
              await client.query(
                'UPDATE period_quarter SET status = $3 WHERE year = $1 AND quarter = $2',
                [year, one.quarter, one.status],
              )
          }
          for (const { year, quarter, scope, until, revoked } of exceptions)
            await client.query(
              `INSERT INTO period_exception (city_code, id, year, quarter, organisation_id, activity_id, reason, until, granted_by_id, granted_by_name, granted_at, revoked_by_id, revoked_by_name, revoked_at, revoke_reason)
               VALUES ('2301', gen_random_uuid(), $1, $2, $3, $4, 'x', $5, gen_random_uuid(), 'x', now(), $6, $7, $8, $9)`,
              [
                year,
                quarter,
                'organisation' in scope ? scope.organisation.id : null,
                'activityId' in scope ? scope.activityId : null,
                until,
                ...(revoked ? [newId(), 'x', new Date(), 'x'] : [null, null, null, null]),
              ],
            )
          const known: KnownException[] = exceptions
            .filter(({ revoked }) => !revoked)
            .map(({ year, quarter, scope, until }) => ({
              year,
              quarter,
              until,
              organisationPath: 'organisation' in scope ? scope.organisation.path : null,
              activityId: 'activityId' in scope ? scope.activityId : null,
            }))
          for (const id of ids.slice(0, 2))
            for (const one of days) {
              const { rows: said } = await client.query<{ status: string | null }>(
                'SELECT period_status_for($1, $2, $3, $4, $5) AS status',
                ['2301', id, one, sides.agencySidePath, sides.communitySidePath],
              )
              expect(said[0]?.status ?? null).toBe(
                statusFor({ id, day: one, ...sides }, years, known, today),
              )
            }
          await client.query('ROLLBACK TO before')
        },
      ),
      { numRuns: 40 },
    )
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
})
