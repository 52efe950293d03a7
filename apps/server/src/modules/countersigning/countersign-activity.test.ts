import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId, pairingBetween, problemsOf } from '../../testing/recording.ts'
import type { Content } from '../../testing/recording.ts'

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

async function submitted(changes: Partial<Content> = {}): Promise<string> {
  const id = newId()
  const outcome = await call(recorder, 'submitActivity', {
    id,
    content: contentFor(pairingId, changes),
  })
  expect(outcome.status).toBe('SUBMITTED')
  return id
}
async function eventsOf(id: string): Promise<string[]> {
  const { rows } = await city.database.pool.query<{ action: string }>(
    'SELECT action FROM audit_event WHERE subject_id = $1 ORDER BY occurred_at, seq',
    [id],
  )
  return rows.map(({ action }) => action)
}
async function signaturesOf(id: string): Promise<string[]> {
  const { rows } = await city.database.pool.query<{ decision: string }>(
    'SELECT decision FROM countersignature WHERE activity_id = $1 ORDER BY signed_at',
    [id],
  )
  return rows.map(({ decision }) => decision)
}

test('who submitted a record does not sign it, also not in a second role at the community', async () => {
  const id = await submitted()
  expect(
    await call(recorder, 'countersignActivity', { id, version: 1, usefulness: 5 }),
  ).toMatchObject({ __typename: 'Refused', code: 'OUT_OF_SCOPE' })
  await city.database.pool.query(
    `INSERT INTO role_assignment (city_code, id, user_id, role, organisation_id, valid_from)
     SELECT city_code, $2::uuid, $1::uuid, 'COMMUNITY_OFFICER', id, '2007-10-01' FROM organisation WHERE path = $3`,
    [recorder.userId, newId(), community.organisationPath],
  )
  const both = await city.as('recorder', { role: 'COMMUNITY_OFFICER' })
  expect(both.organisationPath).toBe(community.organisationPath)
  for (const operation of ['countersignActivity', 'returnActivity'] as const) {
    const input = operation === 'countersignActivity' ? { usefulness: 5 } : { reason: '数量不实' }
    expect(await call(both, operation, { id, version: 1, ...input })).toMatchObject({
      __typename: 'Refused',
      code: 'OWN_SUBMISSION',
    })
  }
  const { activity } = await both.ask(
    `{ activity(id: "${id}") { refusal(action: COUNTERSIGN) { code } } }`,
  )
  expect(activity).toEqual({ refusal: { code: 'OWN_SUBMISSION' } })
  const { countersigningInbox } = await both.ask(
    '{ countersigningInbox(first: 100) { edges { node { id } } } }',
  )
  expect(JSON.stringify(countersigningInbox)).not.toContain(id)
  expect(await signaturesOf(id)).toEqual([])
})

test('who submitted it once does not sign it either when a colleague sent it again', async () => {
  const id = await submitted()
  await call(community, 'returnActivity', { id, version: 1, reason: '请补充参加人数' })
  await city.database.pool.query(
    'UPDATE activity SET submitted_by_id = $2, created_by_id = $2 WHERE id = $1',
    [id, community.userId],
  )
  await city.database.pool.query(
    "UPDATE activity SET status = 'SUBMITTED', version = 3 WHERE id = $1",
    [id],
  )
  const both = await city.as('recorder', { role: 'COMMUNITY_OFFICER' })
  expect(await call(both, 'countersignActivity', { id, version: 3, usefulness: 3 })).toMatchObject({
    code: 'OWN_SUBMISSION',
  })
})

test('the officer of another community, the street above another one, and the readers of the city sign nothing here', async () => {
  const id = await submitted()
  const { rows } = await city.database.pool.query<{ account: string; role: string }>(
    `SELECT DISTINCT ON (r.role) u.account, r.role::text AS role FROM role_assignment r JOIN user_account u ON u.id = r.user_id JOIN organisation o ON o.id = r.organisation_id
     WHERE r.role IN ('COMMUNITY_OFFICER', 'STREET_SECRETARY') AND NOT $1 LIKE o.path || '%' AND u.account <> 'recorder' AND u.account <> 'street'`,
    [community.organisationPath],
  )
  expect(rows).not.toHaveLength(0)
  for (const { account, role } of rows) {
    const stranger = await city.as(account, { role })
    expect(
      await call(stranger, 'countersignActivity', { id, version: 1, usefulness: 5 }),
    ).toMatchObject({ __typename: 'NotFound' })
    expect(
      await call(stranger, 'returnActivity', { id, version: 1, reason: '与我无关' }),
    ).toMatchObject({ __typename: 'NotFound' })
    expect(await stranger.ask(`{ activity(id: "${id}") { id } }`)).toEqual({ activity: null })
  }
  for (const account of ['municipal', 'auditor', 'district', 'zone', 'admin']) {
    const reader = await city.as(account)
    await expect(
      call(reader, 'countersignActivity', { id, version: 1, usefulness: 5 }),
    ).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } })
  }
})

test('nothing moves once the period is locked', async () => {
  const id = await submitted()
  const { period } = city.database.prisma
  const where = { cityCode_year: { cityCode: '2301', year: 2008 } }
  await period.update({ where, data: { status: 'LOCKED' } })
  try {
    expect(
      await call(community, 'countersignActivity', { id, version: 1, usefulness: 5 }),
    ).toMatchObject({ __typename: 'Refused', code: 'PERIOD_LOCKED' })
    expect(
      await call(community, 'returnActivity', { id, version: 1, reason: '请更正' }),
    ).toMatchObject({ code: 'PERIOD_LOCKED' })
    expect(await call(recorder, 'withdrawActivity', { id, version: 1 })).toMatchObject({
      code: 'PERIOD_LOCKED',
    })
    const another = newId()
    expect(
      (await call(recorder, 'submitActivity', { id: another, content: contentFor(pairingId) }))
        .__typename,
    ).not.toBe('Activity')
  } finally {
    await period.update({ where, data: { status: 'OPEN' } })
  }
})

test('of two who sign at once one wins and the other is told to look again', async () => {
  const id = await submitted()
  const street = await city.as('street', { role: 'STREET_SECRETARY' })
  const outcomes = await Promise.all([
    call(community, 'countersignActivity', { id, version: 1, usefulness: 5 }),
    call(street, 'countersignActivity', { id, version: 1, usefulness: 1 }),
    call(community, 'returnActivity', { id, version: 1, reason: '数量不符' }),
  ])
  expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual([
    'Activity',
    'StaleVersion',
    'StaleVersion',
  ])
  expect(await eventsOf(id)).toHaveLength(2)
  expect(await signaturesOf(id)).toHaveLength(1)
})

test('signing and withdrawing at once: one wins', async () => {
  const id = await submitted()
  const outcomes = await Promise.all([
    call(community, 'countersignActivity', { id, version: 1, usefulness: 4 }),
    call(recorder, 'withdrawActivity', { id, version: 1 }),
  ])
  expect(outcomes.filter(({ __typename }) => __typename === 'Activity')).toHaveLength(1)
  expect(await eventsOf(id)).toHaveLength(2)
})

test('the same signature sent again is the same; another one on the same version is stale', async () => {
  const id = await submitted()
  const input = { id, version: 1, usefulness: 4, words: '很好' }
  const all = await Promise.all(
    Array.from({ length: 5 }, () => call(community, 'countersignActivity', input)),
  )
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'COUNTERSIGNED'))
  expect(await call(community, 'countersignActivity', input)).toMatchObject({
    __typename: 'Activity',
    version: 2,
    status: 'COUNTERSIGNED',
  })
  expect(
    await call(community, 'countersignActivity', {
      ...input,
      accepted: [{ indicatorCode: 'partyBuilding.lectures', quantity: '1' }],
    }),
  ).toMatchObject({
    __typename: 'StaleVersion',
    current: { version: 2, status: 'COUNTERSIGNED' },
  })
  expect(await signaturesOf(id)).toEqual(['ACCEPTED'])
})

test('what is wrong with an opinion is said at its field, all at once', async () => {
  const id = await submitted()
  const outcome = await call(community, 'countersignActivity', {
    id,
    version: 1,
    usefulness: 6,
    words: '好'.repeat(501),
    accepted: [
      { indicatorCode: 'partyBuilding.lectures', quantity: '1.5' },
      { indicatorCode: 'partyBuilding.symposia', quantity: '1' },
    ],
  })
  expect(problemsOf(outcome).sort()).toEqual([
    'accepted.0.quantity: NOT_A_WHOLE_NUMBER',
    'accepted.1.indicatorCode: UNKNOWN_INDICATOR',
    'usefulness: USEFULNESS_RANGE',
    'words: TOO_LONG',
  ])
  for (const [quantity, code] of [
    ['-1', 'NEGATIVE'],
    ['NaN', 'NOT_A_NUMBER'],
    ['', 'REQUIRED'],
    ['4', 'ABOVE_CLAIM'],
  ]) {
    const wrong = await call(community, 'countersignActivity', {
      id,
      version: 1,
      usefulness: 3,
      accepted: [{ indicatorCode: 'partyBuilding.lectures', quantity }],
    })
    expect(problemsOf(wrong)).toEqual([`accepted.0.quantity: ${code}`])
  }
  expect(await eventsOf(id)).toEqual(['activity.submit'])
})

test('a corrected quantity counts as accepted, beside the claimed one', async () => {
  const totals = () =>
    city.database.pool
      .query<{ accepted: string; claimed: string }>(
        `SELECT coalesce(sum(accepted), 0)::int AS accepted, coalesce(sum(claimed), 0)::int AS claimed FROM output_rollup WHERE indicator_code = 'partyBuilding.lectures' AND side = 'AGENCY_SIDE'`,
      )
      .then(({ rows }) => ({
        accepted: Number(rows[0]?.accepted),
        claimed: Number(rows[0]?.claimed),
      }))
  const before = await totals()
  const id = await submitted()
  expect(await totals()).toEqual({ accepted: before.accepted, claimed: before.claimed + 3 })
  const outcome = await call(community, 'countersignActivity', {
    id,
    version: 1,
    usefulness: 5,
    words: '讲得好',
    accepted: [{ indicatorCode: 'partyBuilding.lectures', quantity: '2' }],
  })
  expect(outcome).toMatchObject({
    status: 'COUNTERSIGNED',
    usefulness: 5,
    outputs: [{ claimed: '3', accepted: '2' }],
  })
  expect(await totals()).toEqual({ accepted: before.accepted + 2, claimed: before.claimed })
  const { activity } = await recorder.ask(
    `{ activity(id: "${id}") { waiting { days } countersignatures { decision usefulness words signedForName quantities { claimed accepted } } steps { kind byName } } }`,
  )
  expect(activity).toMatchObject({
    waiting: null,
    countersignatures: [
      {
        decision: 'CORRECTED',
        usefulness: 5,
        words: '讲得好',
        quantities: [{ claimed: '3', accepted: '2' }],
      },
    ],
    steps: [{ kind: 'SUBMITTED' }, { kind: 'COUNTERSIGNED' }],
  })

  const reopened = await call(community, 'reopenActivity', {
    id,
    version: 2,
    reason: '数量仍有出入',
  })
  expect(reopened).toMatchObject({ status: 'RETURNED', version: 3, usefulness: null })
  expect(await totals()).toEqual(before)
  await call(recorder, 'submitActivity', {
    id,
    version: 3,
    content: contentFor(pairingId, {
      outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: '1' }],
    }),
  })
  expect(await totals()).toEqual({ accepted: before.accepted, claimed: before.claimed + 1 })
})

test('a return needs a reason; it stands beside the field, and what changed since is shown', async () => {
  const id = await submitted({ day: '2008-09-17' })
  for (const reason of ['', ' \u200b', '好']) {
    const wrong = await call(community, 'returnActivity', { id, version: 1, reason })
    expect(wrong.fieldErrors).toMatchObject([{ path: 'reason' }])
  }
  const wrongPath = await call(community, 'returnActivity', {
    id,
    version: 1,
    reason: '请更正',
    fieldReasons: [
      { path: 'outputs.no.such', reason: '请更正' },
      { path: 'title.\u0000x', reason: '请更正' },
      { path: 'outputs.7.quantity', reason: '请更正' },
    ],
  })
  expect(problemsOf(wrongPath)).toEqual(
    [0, 1, 2].map((index) => `fieldReasons.${index}.path: UNKNOWN_FIELD`),
  )

  const fieldReasons = [{ path: 'outputs.partyBuilding.lectures', reason: '实为两次' }]
  expect(
    await call(community, 'returnActivity', { id, version: 1, reason: '数量请核实', fieldReasons }),
  ).toMatchObject({ status: 'RETURNED', version: 2 })
  const returned = await recorder.ask(
    `{ activity(id: "${id}") { returned { reason fieldReasons { path reason } } waiting { organisation { path } days overdue } } }`,
  )
  expect(returned['activity']).toEqual({
    returned: { reason: '数量请核实', fieldReasons },
    waiting: { organisation: { path: recorder.organisationPath }, days: 0, overdue: false },
  })

  const again = await call(recorder, 'submitActivity', {
    id,
    version: 2,
    content: contentFor(pairingId, {
      day: '2008-09-17',
      outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: '2' }],
    }),
  })
  expect(again).toMatchObject({
    status: 'SUBMITTED',
    openQuestions: expect.arrayContaining(['RESUBMITTED']),
  })
  const shown = await community.ask(
    `{ activity(id: "${id}") { changesSinceReturn { path before after } waiting { organisation { path } } steps { kind reason } } }`,
  )
  expect(shown['activity']).toMatchObject({
    changesSinceReturn: [{ path: 'outputs.partyBuilding.lectures', before: '3', after: '2' }],
    waiting: { organisation: { path: community.organisationPath } },
    steps: [
      { kind: 'SUBMITTED' },
      { kind: 'RETURNED', reason: '数量请核实' },
      { kind: 'SUBMITTED' },
    ],
  })
})

test('several at once: each for itself, none with open questions, none twice', async () => {
  const clear = [await submitted({ day: '2008-07-01' }), await submitted({ day: '2008-07-02' })]
  // Older than a month: asked about singly. Sent lately, so that the clear ones are days of the last month.
  await city.database.pool.query("UPDATE activity SET open_questions = '{}' WHERE id = ANY($1)", [
    clear,
  ])
  const unusual = await submitted({
    day: '2008-07-03',
    outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: '99999' }],
  })
  const document = `mutation ($input: CountersignActivitiesInput!) { countersignActivities(input: $input) { __typename ... on CountersignManyResult { signed outcomes { id activity { status usefulness } failure { __typename code } } } ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } } }`
  const items = [...clear, unusual, newId()].map((id) => ({ id, version: 1 }))
  const first = await community.ask(document, {
    input: { items: [...items, items[0]], usefulness: 4, words: '同意' },
  })
  expect(first['countersignActivities']).toMatchObject({
    signed: 2,
    outcomes: [
      { activity: { status: 'COUNTERSIGNED', usefulness: 4 }, failure: null },
      { activity: { status: 'COUNTERSIGNED' }, failure: null },
      { activity: null, failure: { code: 'HAS_OPEN_QUESTIONS' } },
      { activity: null, failure: { __typename: 'NotFound' } },
    ],
  })
  const wrong = await community.ask(document, {
    input: { items: [{ id: unusual, version: 1 }], usefulness: 0 },
  })
  expect(wrong['countersignActivities']).toMatchObject({
    __typename: 'CountersignManyResult',
    signed: 0,
  })
  const many = await community.ask(document, {
    input: {
      items: Array.from({ length: 101 }, () => ({ id: newId(), version: 1 })),
      usefulness: 3,
    },
  })
  expect(many['countersignActivities']).toMatchObject({
    __typename: 'InvalidInput',
    fieldErrors: [{ path: 'items', code: 'TOO_MANY_LINES' }],
  })
})

test('a signature takes one reading and one writing statement', async () => {
  await community.ask('{ catalogue { code } periods { year } }')
  const id = await submitted()
  city.statements()
  await call(community, 'countersignActivity', { id, version: 1, usefulness: 5 })
  expect(city.statements().filter((text) => !text.startsWith('SELECT activity_id'))).toHaveLength(2)
})

test('phrases are kept by each for themselves', async () => {
  const save =
    'mutation ($input: SavePhraseInput!) { savePhrase(input: $input) { __typename ... on Phrase { id text } ... on InvalidInput { fieldErrors { path code } } } }'
  const id = newId()
  expect(
    await community.ask(save, { input: { id, use: 'RETURN', text: ' 请补充　照片 ' } }),
  ).toEqual({ savePhrase: { __typename: 'Phrase', id, text: '请补充 照片' } })
  const street = await city.as('street', { role: 'STREET_SECRETARY' })
  expect(await street.ask(save, { input: { id, use: 'RETURN', text: '改别人的' } })).toMatchObject({
    savePhrase: { __typename: 'InvalidInput' },
  })
  const remove =
    'mutation ($input: RemovePhraseInput!) { removePhrase(input: $input) { __typename } }'
  expect(await street.ask(remove, { input: { id } })).toEqual({
    removePhrase: { __typename: 'NotFound' },
  })
  const { phrases } = await community.ask('{ phrases(use: RETURN) { id text } }')
  expect(phrases).toContainEqual({ id, text: '请补充 照片' })
  expect(await community.ask(remove, { input: { id } })).toEqual({
    removePhrase: { __typename: 'PhraseRemoved' },
  })
})

test('whoever keeps no phrase yet is offered some to begin with', async () => {
  const { phrases } = await community.ask('{ phrases(use: COUNTERSIGN) { id text } }')
  expect(phrases).toHaveLength(5)
  expect(phrases).toContainEqual({ id: 'default-1', text: '情况属实，同意。' })
})
