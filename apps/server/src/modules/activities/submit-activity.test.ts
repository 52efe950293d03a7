import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId, pairingBetween, problemsOf } from '../../testing/recording.ts'

const Catalogue = z.object({
  catalogue: z.array(
    z.object({
      code: z.string(),
      kind: z.string(),
      usualMaximum: z.coerce.number(),
      usualRange: z.object({ from: z.coerce.number(), to: z.coerce.number() }).nullable(),
    }),
  ),
})

let city: TestCity
let recorder: Actor
let community: Actor
let pairingId = ''

beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  community = await city.as('community')
  pairingId = await pairingBetween(city, recorder, community)
})
afterAll(() => city.close())

async function eventsOf(id: string): Promise<string[]> {
  const { rows } = await city.database.pool.query<{ action: string }>(
    'SELECT action FROM audit_event WHERE subject_id = $1 ORDER BY occurred_at, seq',
    [id],
  )
  return rows.map(({ action }) => action)
}
async function rowsAbout(id: string): Promise<number> {
  const { rows } = await city.database.pool.query<{ count: number }>(
    `SELECT ((SELECT count(*) FROM activity WHERE id = $1) + (SELECT count(*) FROM output WHERE activity_id = $1)
       + (SELECT count(*) FROM participation WHERE activity_id = $1) + (SELECT count(*) FROM audit_event WHERE subject_id = $1::text))::int AS count`,
    [id],
  )
  return rows[0]?.count ?? -1
}

test('a branch does not record under the pairing of another branch, an ended one, or one that does not exist', async () => {
  const { rows } = await city.database.pool.query<{
    foreign: string
    ended: string | null
    level: string
  }>(
    `SELECT (SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id WHERE p.level = 'BRANCH_COMMUNITY' AND NOT a.path LIKE $1 || '%' AND p.valid_to IS NULL LIMIT 1) AS foreign,
       (SELECT p.id FROM pairing p WHERE p.level = 'AGENCY_STREET' LIMIT 1) AS level`,
    [recorder.organisationPath],
  )
  for (const other of [rows[0]?.foreign, rows[0]?.level, newId()]) {
    const id = newId()
    const outcome = await call(recorder, 'submitActivity', { id, content: contentFor(other ?? '') })
    expect(outcome).toMatchObject({
      __typename: 'InvalidInput',
      fieldErrors: [{ path: 'pairingId', code: 'NOT_YOUR_PAIRING' }],
    })
    expect(await rowsAbout(id)).toBe(0)
  }
})

test('a pairing that ended takes no record of a day after its end', async () => {
  await city.database.pool.query(
    `INSERT INTO pairing (city_code, id, level, agency_side_id, community_side_id, valid_from, valid_to, end_reason)
     SELECT city_code, $2::uuid, level, agency_side_id, community_side_id, '2007-10-01', '2008-09-01', 'test' FROM pairing WHERE id = $1`,
    [pairingId, '00000000-0000-7000-8000-00000000e0d0'],
  )
  const content = contentFor('00000000-0000-7000-8000-00000000e0d0')
  const late = await call(recorder, 'submitActivity', { id: newId(), content })
  expect(late).toMatchObject({
    __typename: 'InvalidInput',
    fieldErrors: [{ path: 'day', code: 'OUTSIDE_THE_PAIRING' }],
  })
  const inTime = await call(recorder, 'submitActivity', {
    id: newId(),
    content: { ...content, day: '2008-08-30' },
  })
  expect(inTime.status).toBe('SUBMITTED')
})

test('the community side does not record for the branch', async () => {
  const outcome = await call(community, 'submitActivity', {
    id: newId(),
    content: contentFor(pairingId),
  })
  expect(problemsOf(outcome)).toEqual(['direction: DIRECTION_NOT_RECORDED_HERE'])
})

test("another branch's record is not found, and its id gives nothing away", async () => {
  const id = newId()
  await call(recorder, 'saveActivityDraft', { id, content: contentFor(pairingId) })
  const { rows } = await city.database.pool.query<{ account: string; pairing: string }>(
    `SELECT u.account, (SELECT p.id FROM pairing p WHERE p.agency_side_id = r.organisation_id AND p.valid_to IS NULL LIMIT 1) AS pairing
     FROM role_assignment r JOIN user_account u ON u.id = r.user_id JOIN organisation o ON o.id = r.organisation_id
     WHERE r.role = 'BRANCH_RECORDER' AND o.path <> $1 AND EXISTS (SELECT FROM pairing p WHERE p.agency_side_id = r.organisation_id AND p.valid_to IS NULL) LIMIT 1`,
    [recorder.organisationPath],
  )
  const stranger = await city.as(rows[0]?.account ?? '')
  const content = contentFor(rows[0]?.pairing ?? '')
  for (const operation of ['saveActivityDraft', 'submitActivity'] as const) {
    expect(await call(stranger, operation, { id, version: 1, content })).toMatchObject({
      __typename: 'NotFound',
    })
    expect(await call(stranger, operation, { id, content })).toMatchObject({
      __typename: 'NotFound',
    })
  }
  expect(await call(stranger, 'withdrawActivity', { id, version: 1 })).toMatchObject({
    __typename: 'NotFound',
  })
  expect(await stranger.ask(`{ activity(id: "${id}") { id } }`)).toEqual({ activity: null })
  expect(await rowsAbout(id)).toBe(4)
})

test('a draft is seen by its own side alone', async () => {
  const id = newId()
  await call(recorder, 'saveActivityDraft', { id, content: contentFor(pairingId) })
  expect(await community.ask(`{ activity(id: "${id}") { id } }`)).toEqual({ activity: null })
  expect(await recorder.ask(`{ activity(id: "${id}") { status } }`)).toEqual({
    activity: { status: 'DRAFT' },
  })
})

test('a stale version is refused and shown beside the newer one', async () => {
  const id = newId()
  await call(recorder, 'saveActivityDraft', { id, content: contentFor(pairingId) })
  await call(recorder, 'saveActivityDraft', {
    id,
    version: 1,
    content: contentFor(pairingId, { title: '第二次保存' }),
  })
  const outcome = await call(recorder, 'submitActivity', {
    id,
    version: 1,
    content: contentFor(pairingId, { title: '旧页面上的内容' }),
  })
  expect(outcome).toMatchObject({
    __typename: 'StaleVersion',
    current: { id, version: 2, title: '第二次保存' },
  })
})

test('what is submitted is not saved again, nor submitted with other content', async () => {
  const id = newId()
  await call(recorder, 'submitActivity', { id, content: contentFor(pairingId) })
  expect(
    await call(recorder, 'saveActivityDraft', { id, version: 1, content: contentFor(pairingId) }),
  ).toMatchObject({ __typename: 'Refused', code: 'NOT_IN_THIS_STATE' })
  expect(
    await call(recorder, 'submitActivity', {
      id,
      content: contentFor(pairingId, { title: '别的内容' }),
    }),
  ).toMatchObject({ __typename: 'StaleVersion' })
  expect(await eventsOf(id)).toEqual(['activity.submit'])
})

test('the same submission twenty times at the same moment is one record and one event', async () => {
  const id = newId()
  const content = contentFor(pairingId, { day: '2008-09-19' })
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => call(recorder, 'submitActivity', { id, content })),
  )
  expect(
    new Set(
      outcomes.map(({ __typename, version, status }) => `${__typename} ${version} ${status}`),
    ),
  ).toEqual(new Set(['Activity 1 SUBMITTED']))
  expect(await eventsOf(id)).toEqual(['activity.submit'])
})

test('a submission whose answer was lost is still the same after the other side has signed', async () => {
  const id = newId()
  const content = contentFor(pairingId, { day: '2008-09-17' })
  await call(recorder, 'submitActivity', { id, content })
  await call(community, 'countersignActivity', { id, version: 1, usefulness: 4 })
  expect(
    await call(recorder, 'submitActivity', { id, content: { ...content, title: '别的内容' } }),
  ).toMatchObject({ __typename: 'StaleVersion' })
  expect(await call(recorder, 'submitActivity', { id, content })).toMatchObject({
    __typename: 'Activity',
    version: 2,
    status: 'COUNTERSIGNED',
  })
  expect(await eventsOf(id)).toEqual(['activity.submit', 'activity.countersign'])
})

test('one that came back is not taken for sent: its sender is shown that it came back', async () => {
  const id = newId()
  const content = contentFor(pairingId, { day: '2008-09-16' })
  await call(recorder, 'submitActivity', { id, content })
  await call(community, 'returnActivity', { id, version: 1, reason: '请写明地点。' })
  expect(await call(recorder, 'submitActivity', { id, content })).toMatchObject({
    __typename: 'StaleVersion',
    current: { status: 'RETURNED', version: 2 },
  })
})

test('a draft and its submission sent again in their order, each twice, are one record', async () => {
  const id = newId()
  const content = contentFor(pairingId, { day: '2008-09-15' })
  for (let turn = 0; turn < 2; turn += 1)
    expect(await call(recorder, 'saveActivityDraft', { id, content })).toMatchObject({ version: 1 })
  for (let turn = 0; turn < 2; turn += 1)
    expect(await call(recorder, 'submitActivity', { id, version: 1, content })).toMatchObject({
      __typename: 'Activity',
      version: 2,
      status: 'SUBMITTED',
    })
  expect(await eventsOf(id)).toEqual(['activity.saveDraft', 'activity.submit'])
})

test('the same submission written otherwise is still the same', async () => {
  const id = newId()
  await call(recorder, 'submitActivity', {
    id,
    content: contentFor(pairingId, { day: '2008-09-18' }),
  })
  const again = await call(recorder, 'submitActivity', {
    id,
    content: contentFor(pairingId, {
      day: ' 2008-09-18',
      title: ' 为社区党员上党课　',
      outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: '３.0' }],
    }),
  })
  expect(again).toMatchObject({ __typename: 'Activity', version: 1, status: 'SUBMITTED' })
})

test('of two different submissions of one draft at once, one wins and the other is told to look again', async () => {
  const id = newId()
  await call(recorder, 'saveActivityDraft', { id, content: contentFor(pairingId) })
  const outcomes = await Promise.all(
    ['甲', '乙'].map((title) =>
      call(recorder, 'submitActivity', {
        id,
        version: 1,
        content: contentFor(pairingId, { title }),
      }),
    ),
  )
  expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual(['Activity', 'StaleVersion'])
  expect(await eventsOf(id)).toEqual(['activity.saveDraft', 'activity.submit'])
})

test('a submission is withdrawn to a draft until the other side acts, corrected and sent again', async () => {
  const id = newId()
  await call(recorder, 'submitActivity', { id, content: contentFor(pairingId) })
  expect(await call(recorder, 'withdrawActivity', { id, version: 1 })).toMatchObject({
    status: 'DRAFT',
    version: 2,
  })
  expect(await call(recorder, 'withdrawActivity', { id, version: 1 })).toMatchObject({
    __typename: 'Activity',
    status: 'DRAFT',
    version: 2,
  })
  // Whoever had it open on the other side learns nothing of the draft.
  expect(
    await call(community, 'countersignActivity', { id, version: 1, usefulness: 5 }),
  ).toMatchObject({ __typename: 'NotFound' })
  expect(
    await call(community, 'countersignActivity', { id, version: 2, usefulness: 5 }),
  ).toMatchObject({ __typename: 'NotFound' })
  expect(
    await call(recorder, 'submitActivity', {
      id,
      version: 2,
      content: contentFor(pairingId, {
        outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: '4' }],
      }),
    }),
  ).toMatchObject({ status: 'SUBMITTED', version: 3, outputs: [{ claimed: '4', accepted: null }] })
  expect(await eventsOf(id)).toEqual(['activity.submit', 'activity.withdraw', 'activity.submit'])
})

test('a draft is withdrawn for good', async () => {
  const id = newId()
  await call(recorder, 'saveActivityDraft', { id, content: contentFor(pairingId) })
  expect(await call(recorder, 'withdrawActivity', { id, version: 1 })).toMatchObject({
    status: 'WITHDRAWN',
    version: 2,
  })
  expect(await call(recorder, 'submitActivity', { id, version: 2 })).toMatchObject({
    __typename: 'Refused',
    code: 'NOT_IN_THIS_STATE',
  })
})

test('a draft may lack things, and says all of them when it is submitted as it is', async () => {
  const id = newId()
  const bare = contentFor(pairingId, { title: '', words: '', outputs: [], participations: [] })
  expect(await call(recorder, 'saveActivityDraft', { id, content: bare })).toMatchObject({
    status: 'DRAFT',
    version: 1,
  })
  expect(await call(recorder, 'submitActivity', { id, version: 1 })).toMatchObject({
    __typename: 'InvalidInput',
    fieldErrors: [
      { path: 'title', code: 'REQUIRED' },
      { path: 'outputs', code: 'NOTHING_RECORDED' },
    ],
  })
})

test('lines that were taken away are gone, those that stay are changed', async () => {
  const id = newId()
  const first = contentFor(pairingId, {
    outputs: [
      { indicatorCode: 'partyBuilding.lectures', quantity: '3' },
      { indicatorCode: 'partyBuilding.symposia', quantity: '1' },
    ],
    participations: [
      { label: '党员', headCount: '3', hoursEach: '1' },
      { label: '群众', headCount: '30', hoursEach: '1' },
    ],
  })
  expect(await call(recorder, 'saveActivityDraft', { id, content: first })).toMatchObject({
    personTimes: 33,
    hours: '33',
  })
  const second = contentFor(pairingId, {
    outputs: [{ indicatorCode: 'partyBuilding.symposia', quantity: '2' }],
    participations: [{ label: '党员', headCount: '5', hoursEach: '0.5' }],
  })
  expect(await call(recorder, 'submitActivity', { id, version: 1, content: second })).toMatchObject(
    {
      personTimes: 5,
      hours: '2.5',
      outputs: [{ claimed: '2', indicator: { code: 'partyBuilding.symposia' } }],
    },
  )
  const { activity } = await recorder.ask(
    `{ activity(id: "${id}") { hours participations { label headCount hoursEach } steps { kind } } }`,
  )
  expect(activity).toMatchObject({
    hours: '2.5',
    participations: [{ label: '党员', headCount: 5, hoursEach: '0.5' }],
    steps: [{ kind: 'SAVED' }, { kind: 'SUBMITTED' }],
  })
})

test('the open questions are named when it is sent: unusual, same day, late', async () => {
  const content = contentFor(pairingId, {
    day: '2008-04-03',
    outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: '999999' }],
  })
  const one = await call(recorder, 'submitActivity', { id: newId(), content })
  expect(one.openQuestions).toEqual(expect.arrayContaining(['UNUSUAL_QUANTITY', 'REPORTED_LATE']))
  const two = await call(recorder, 'submitActivity', { id: newId(), content })
  expect(two.openQuestions).toEqual(['UNUSUAL_QUANTITY', 'SAME_DAY_RECORD', 'REPORTED_LATE'])
})

test('a quantity far from what was accepted is asked about, also below the most that the catalogue names', async () => {
  const asked = Catalogue.parse(
    await recorder.ask('{ catalogue { code kind usualMaximum usualRange { from to } } }'),
  )
  const known = asked.catalogue.find(
    ({ kind, usualMaximum, usualRange }) =>
      kind === 'SIX_HELPS' && usualRange !== null && usualRange.to + 1 <= usualMaximum,
  )
  const indicatorCode = known?.code ?? ''
  const to = known?.usualRange?.to ?? 0
  const questionsOf = async (day: string, quantity: number) => {
    const outputs = [{ indicatorCode, quantity: `${quantity}` }]
    const content = contentFor(pairingId, { day, outputs })
    return (await call(recorder, 'submitActivity', { id: newId(), content })).openQuestions
  }
  expect(await questionsOf('2008-04-08', Math.floor(to))).not.toContain('UNUSUAL_QUANTITY')
  expect(await questionsOf('2008-04-09', Math.floor(to) + 1)).toContain('UNUSUAL_QUANTITY')
})

test('a statement that fails midway leaves nothing', async () => {
  await city.database.pool.query('SELECT 1')
  const owner = city.database.url
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: owner })
  await client.connect()
  try {
    // The last thing the statement does is the event: it is made to fail there.
    await client.query(
      `CREATE FUNCTION fail_on_mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.event LIKE '%半途而废%' THEN RAISE EXCEPTION 'broken on purpose'; END IF; RETURN NEW; END $$`,
    )
    await client.query(
      'CREATE TRIGGER fail_on_mark BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION fail_on_mark()',
    )
    const id = newId()
    const rollups = () =>
      client
        .query('SELECT sum(submitted)::int AS s, sum(submitted_hours) AS h FROM activity_rollup')
        .then(({ rows }) => rows[0])
    const before: unknown = await rollups()
    await expect(
      call(recorder, 'submitActivity', {
        id,
        content: contentFor(pairingId, { title: '半途而废' }),
      }),
    ).rejects.toThrow('broken on purpose')
    expect(await rowsAbout(id)).toBe(0)
    expect(await rollups()).toEqual(before)
  } finally {
    await client.end()
  }
})

test('a submission takes one reading and one writing statement', async () => {
  await recorder.ask('{ catalogue { code } }')
  const id = newId()
  city.statements()
  await call(recorder, 'saveActivityDraft', { id, content: contentFor(pairingId) })
  const saved = city
    .statements()
    .filter((text) => text.includes('activity') && !text.startsWith('SELECT activity_id'))
  expect(saved).toHaveLength(2)
  await call(recorder, 'submitActivity', { id, version: 1, content: contentFor(pairingId) })
  expect(city.statements().filter((text) => !text.startsWith('SELECT activity_id'))).toHaveLength(2)
})
