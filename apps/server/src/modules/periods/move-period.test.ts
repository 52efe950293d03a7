import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import {
  callPeriod,
  checklistFor,
  lockQuarter,
  moveAsItStands,
  pairingOf,
} from '../../testing/periods.ts'
import { call, contentFor, newId, problemsOf } from '../../testing/recording.ts'

let city: TestCity
let municipal: Actor
let recorder: Actor
let community: Actor
let pairingId = ''
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  recorder = await city.as('recorder')
  community = await city.as('community')
  pairingId = await pairingOf(city, recorder, community)
})
afterAll(() => city.close())

/** A day of the third quarter, April to June 2008, which is over. */
const day = '2008-06-10'
const inSpring = (changes = {}) => contentFor(pairingId, { day, ...changes })
const move = (input: Record<string, unknown>) =>
  callPeriod(municipal, 'movePeriod', { year: 2008, quarter: 3, version: 1, ...input })

async function eventsOf(subject: string): Promise<string[]> {
  const { rows } = await city.database.pool.query<{ action: string }>(
    `SELECT action FROM audit_event WHERE subject_kind = 'period' AND subject_id = $1 ORDER BY seq`,
    [subject],
  )
  return rows.map(({ action }) => action)
}

describe('a new year', () => {
  test('is refused where it does not join the others, with all that is wrong', async () => {
    const outcome = await callPeriod(municipal, 'openProgrammeYear', {
      year: '2009',
      startsOn: '2008-13-01',
    })
    expect(outcome.fieldErrors).toEqual([
      { path: 'year', code: 'YEAR_TAKEN' },
      { path: 'startsOn', code: 'NOT_A_DAY' },
    ])
    const overlap = await callPeriod(municipal, 'openProgrammeYear', {
      year: '2010',
      startsOn: '2009-01-01',
    })
    expect(overlap.fieldErrors).toEqual([{ path: 'startsOn', code: 'OVERLAPS_A_YEAR' }])
  })

  test('of two who open it at once one does, and it has its quarters and its event', async () => {
    const administrator = await city.as('admin')
    const input = { year: '2010', startsOn: '2009-10-01' }
    const outcomes = await Promise.all([
      callPeriod(municipal, 'openProgrammeYear', input),
      callPeriod(administrator, 'openProgrammeYear', input),
    ])
    expect(outcomes.map(({ __typename }) => __typename).toSorted()).toEqual([
      'InvalidInput',
      'Period',
    ])
    expect(outcomes.find(({ __typename }) => __typename === 'Period')).toMatchObject({
      status: 'OPEN',
      endsOn: '2010-09-30',
      quarters: [{ quarter: 1 }, { quarter: 2 }, { quarter: 3 }, { quarter: 4 }],
    })
    expect(await eventsOf('2010')).toEqual(['period.open'])
  })
})

describe('a quarter', () => {
  const drafts: string[] = []
  const draft = async () => {
    const id = newId()
    await call(recorder, 'saveActivityDraft', { id, content: inSpring() })
    return id
  }
  const submitted = async () => {
    const id = newId()
    const { status } = await call(recorder, 'submitActivity', { id, content: inSpring() })
    expect(status).toBe('SUBMITTED')
    return id
  }

  test('is not locked before it closes, nor moved by whoever read another version, nor where there is none', async () => {
    const leaves = (await checklistFor(municipal, 2008, 3)).total
    expect(await move({ move: 'LOCK', leaves })).toMatchObject({ code: 'NOT_IN_THIS_STATE' })
    expect(await move({ move: 'REOPEN' })).toMatchObject({ code: 'NOT_IN_THIS_STATE' })
    expect(await move({ move: 'BEGIN_CLOSING', version: 2 })).toMatchObject({
      code: 'CHANGED_MEANWHILE',
    })
    expect(await move({ move: 'BEGIN_CLOSING', quarter: 5 })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await move({ move: 'BEGIN_CLOSING', year: 1999 })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await eventsOf('2008-Q3')).toEqual([])
  })

  test('that closes takes nothing new, lets what was begun be finished, and keeps what is signed', async () => {
    const [unsent, late, signed] = [await draft(), await draft(), await submitted()]
    await call(community, 'countersignActivity', { id: signed, version: 1, usefulness: 4 })
    expect(await moveAsItStands(municipal, 'BEGIN_CLOSING', 3)).toMatchObject({
      __typename: 'Period',
      status: 'OPEN',
    })

    for (const operation of ['saveActivityDraft', 'submitActivity'] as const) {
      const outcome = await call(recorder, operation, { id: newId(), content: inSpring() })
      expect(problemsOf(outcome)).toEqual(['day: PERIOD_CLOSING'])
    }
    const autumn = newId()
    await call(recorder, 'saveActivityDraft', { id: autumn, content: contentFor(pairingId) })
    const movedIn = await call(recorder, 'submitActivity', {
      id: autumn,
      version: 1,
      content: inSpring(),
    })
    expect(problemsOf(movedIn)).toEqual(['day: PERIOD_CLOSING'])
    expect(
      await call(community, 'reopenActivity', { id: signed, version: 2, reason: '数量有误' }),
    ).toMatchObject({ code: 'PERIOD_CLOSING' })

    const sent = await call(recorder, 'submitActivity', {
      id: unsent,
      version: 1,
      content: inSpring({ title: '补写的标题', day: '2008-06-11' }),
    })
    expect(sent).toMatchObject({ status: 'SUBMITTED', title: '补写的标题' })
    expect(
      await call(community, 'returnActivity', { id: unsent, version: 2, reason: '请补充人数' }),
    ).toMatchObject({ status: 'RETURNED' })
    await call(recorder, 'submitActivity', { id: unsent, version: 3, content: inSpring() })
    expect(
      await call(community, 'countersignActivity', { id: unsent, version: 4, usefulness: 5 }),
    ).toMatchObject({ status: 'COUNTERSIGNED' })
    drafts.push(late)
  })

  test('that closes may be opened again, and close again', async () => {
    expect(await moveAsItStands(municipal, 'REOPEN', 3)).toMatchObject({ __typename: 'Period' })
    expect(
      (await call(recorder, 'saveActivityDraft', { id: newId(), content: inSpring() })).status,
    ).toBe('DRAFT')
    await moveAsItStands(municipal, 'BEGIN_CLOSING', 3)
    expect(await eventsOf('2008-Q3')).toEqual([
      'period.beginClosing',
      'period.reopen',
      'period.beginClosing',
    ])
  })

  test('is not locked where more is open than its maker has seen', async () => {
    const { total } = await checklistFor(municipal, 2008, 3)
    expect(total.drafts).toBeGreaterThan(0)
    for (const leaves of [
      null,
      { ...total, drafts: total.drafts - 1 },
      { ...total, waiting: total.waiting + 1 },
    ])
      expect(await move({ move: 'LOCK', version: 4, leaves })).toMatchObject({
        code: 'MORE_OPEN_THAN_SEEN',
      })
  })

  test('that is not over yet is not locked', async () => {
    await moveAsItStands(municipal, 'BEGIN_CLOSING', 4)
    expect(await moveAsItStands(municipal, 'LOCK', 4)).toMatchObject({ code: 'PERIOD_NOT_OVER' })
    await moveAsItStands(municipal, 'REOPEN', 4)
  })

  test('waits for who is writing, and of two who lock it at once one does', async () => {
    const writing = await city.database.pool.connect()
    await writing.query('BEGIN')
    await writing.query(
      `UPDATE activity SET words = 'written before the lock', version = version + 1 WHERE id = $1`,
      [drafts[0]],
    )
    const { total: leaves } = await checklistFor(municipal, 2008, 3)
    const locking = Promise.all([
      move({ move: 'LOCK', version: 4, leaves }),
      move({ move: 'LOCK', version: 4, leaves }),
    ])
    await expect
      .poll(async () => {
        const { rows } = await city.database.pool.query<{ waiting: number }>(
          `SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND relation = 'activity'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        )
        return rows[0]?.waiting
      })
      .toBe(2)
    await writing.query('COMMIT')
    writing.release()
    const outcomes = await locking
    expect(outcomes.map(({ __typename, code }) => code ?? __typename).toSorted()).toEqual([
      'CHANGED_MEANWHILE',
      'Period',
    ])
    const { rows } = await city.database.pool.query<{ words: string }>(
      'SELECT words FROM activity WHERE id = $1',
      [drafts[0]],
    )
    expect(rows[0]?.words).toBe('written before the lock')
  })

  test('that is locked moves in nothing, and never opens again', async () => {
    const [id] = drafts
    expect(
      await call(recorder, 'submitActivity', { id, version: 2, content: inSpring() }),
    ).toMatchObject({ code: 'PERIOD_LOCKED' })
    expect(await call(recorder, 'withdrawActivity', { id, version: 2 })).toMatchObject({
      code: 'PERIOD_LOCKED',
    })
    const away = await call(recorder, 'submitActivity', {
      id,
      version: 2,
      content: contentFor(pairingId),
    })
    expect(away).toMatchObject({ code: 'PERIOD_LOCKED' })
    const outcome = await call(recorder, 'submitActivity', { id: newId(), content: inSpring() })
    expect(problemsOf(outcome)).toEqual(['day: PERIOD_LOCKED'])
    for (const what of ['REOPEN', 'BEGIN_CLOSING', 'LOCK'] as const)
      expect(await moveAsItStands(municipal, what, 3)).toMatchObject({ code: 'NOT_IN_THIS_STATE' })
    expect((await eventsOf('2008-Q3')).at(-1)).toBe('period.lock')
  })

  test('says of a record why nothing can be done with it', async () => {
    const { activity } = await recorder.ask(
      'query ($id: ID!) { activity(id: $id) { actions { action refusal { code } } } }',
      { id: drafts[0] },
    )
    expect(activity).toMatchObject({
      actions: expect.arrayContaining([
        { action: 'SUBMIT', refusal: { code: 'PERIOD_LOCKED' } },
        { action: 'WITHDRAW', refusal: { code: 'PERIOD_LOCKED' } },
      ]),
    })
  })
})

describe('the database keeps what is locked, whatever the application does', () => {
  const locked = `(SELECT id FROM activity WHERE day BETWEEN '2007-10-01' AND '2007-12-31' AND status = 'COUNTERSIGNED' AND EXISTS (SELECT FROM output o WHERE o.activity_id = activity.id) ORDER BY id LIMIT 1)`

  beforeAll(() => lockQuarter(municipal, 1))

  test.each([
    `UPDATE activity SET words = 'other' WHERE id = ${locked}`,
    `UPDATE activity SET status = 'RETURNED', version = version + 1 WHERE id = ${locked}`,
    `UPDATE activity SET day = '2008-09-01' WHERE id = ${locked}`,
    `UPDATE activity SET day = '2007-10-01' WHERE id = (SELECT id FROM activity WHERE day > '2008-07-01' LIMIT 1)`,
    `UPDATE output SET accepted = 0 WHERE activity_id = ${locked}`,
    `DELETE FROM output WHERE activity_id = ${locked}`,
    `INSERT INTO participation (city_code, activity_id, position, head_count, hours_each) SELECT '2301', id, 99, 1, 1 FROM activity WHERE id = ${locked}`,
    `DELETE FROM participation WHERE activity_id IN (SELECT id FROM activity WHERE day < '2008-01-01')`,
    `INSERT INTO donation (city_code, activity_id, position, kind, description, value_yuan) SELECT '2301', id, 99, 'CASH', '', 1 FROM activity WHERE id = ${locked}`,
  ])('%s', async (statement) => {
    await expect(city.database.pool.query(statement)).rejects.toMatchObject({ code: 'GJ001' })
  })

  test('and lets the same through in an open one', async () => {
    const { rowCount } = await city.database.pool.query(
      `UPDATE activity SET words = words WHERE id = (SELECT id FROM activity WHERE day > '2008-07-01' LIMIT 1)`,
    )
    expect(rowCount).toBe(1)
  })

  test('neither years nor exceptions nor locks are removed', async () => {
    for (const table of ['period', 'period_quarter', 'period_exception'])
      await expect(city.database.pool.query(`DELETE FROM ${table}`)).rejects.toMatchObject({
        code: '42501',
      })
  })
})
