import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId, pairingBetween, problemsOf } from '../../testing/recording.ts'
import type { Content } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
let secretary: Actor
let community: Actor
let street: Actor
let pairingId = ''

beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  secretary = await city.as('secretary')
  community = await city.as('community')
  street = await city.as('street', { role: 'STREET_SECRETARY' })
  pairingId = await pairingBetween(city, recorder, community)
})
afterAll(() => city.close())

const given: Partial<Content> = { direction: 'COMMUNITY_TO_AGENCY', title: '老党员进机关讲传统' }
const joint: Partial<Content> = { direction: 'JOINT', title: '共同开展主题党日' }

async function submittedBy(actor: Actor, changes: Partial<Content>): Promise<string> {
  const id = newId()
  const outcome = await call(actor, 'submitActivity', {
    id,
    content: contentFor(pairingId, changes),
  })
  expect(outcome).toMatchObject({ __typename: 'Activity', status: 'SUBMITTED' })
  return id
}
async function inboxOf(actor: Actor): Promise<string> {
  const { countersigningInbox } = await actor.ask(
    '{ countersigningInbox(first: 100) { edges { node { id } } } }',
  )
  return JSON.stringify(countersigningInbox)
}
const sign = (actor: Actor, id: string, version: number, more = {}) =>
  call(actor, 'countersignActivity', { id, version, usefulness: 4, ...more })

test('each side records what it does, not what the other does', async () => {
  const asAgency = { id: newId(), content: contentFor(pairingId, given) }
  expect(problemsOf(await call(recorder, 'submitActivity', asAgency))).toEqual([
    'direction: DIRECTION_NOT_RECORDED_HERE',
  ])
  const asCommunity = { id: newId(), content: contentFor(pairingId) }
  expect(problemsOf(await call(community, 'submitActivity', asCommunity))).toEqual([
    'direction: DIRECTION_NOT_RECORDED_HERE',
  ])
})

test('a community records only under its own pairings', async () => {
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT p.id FROM pairing p JOIN organisation c ON c.id = p.community_side_id WHERE c.path <> $1 AND p.level = 'BRANCH_COMMUNITY' AND p.valid_to IS NULL LIMIT 1`,
    [community.organisationPath],
  )
  const outcome = await call(community, 'submitActivity', {
    id: newId(),
    content: contentFor(rows[0]?.id ?? '', given),
  })
  expect(problemsOf(outcome)).toEqual(['pairingId: NOT_YOUR_PAIRING'])
})

test('what the community did for the agency waits with the branch, which signs it', async () => {
  const id = await submittedBy(community, given)
  expect(await inboxOf(recorder)).toContain(id)
  expect(await inboxOf(secretary)).toContain(id)
  expect(await inboxOf(street)).not.toContain(id)
  const { activity } = await recorder.ask(
    `{ activity(id: "${id}") { recordingSide waiting { organisation { kind } } } }`,
  )
  expect(activity).toEqual({
    recordingSide: 'COMMUNITY_SIDE',
    waiting: { organisation: { kind: 'BRANCH' } },
  })
  expect(await sign(street, id, 1)).toMatchObject({ __typename: 'Refused', code: 'OUT_OF_SCOPE' })
  expect(await sign(recorder, id, 1)).toMatchObject({ status: 'COUNTERSIGNED', usefulness: 4 })
})

test('a draft of the community is not there for the agency, and the other way round', async () => {
  const [ofCommunity, ofBranch] = [newId(), newId()]
  await call(community, 'saveActivityDraft', {
    id: ofCommunity,
    content: contentFor(pairingId, given),
  })
  await call(recorder, 'saveActivityDraft', { id: ofBranch, content: contentFor(pairingId, joint) })
  for (const [actor, own, others] of [
    [community, ofCommunity, ofBranch],
    [recorder, ofBranch, ofCommunity],
  ] as const) {
    const seen = await actor.ask(
      `{ own: activity(id: "${own}") { id } others: activity(id: "${others}") { id } }`,
    )
    expect(seen).toEqual({ own: { id: own }, others: null })
    const input = { id: others, version: 1 }
    expect(await call(actor, 'submitActivity', input)).toMatchObject({ __typename: 'NotFound' })
    expect(await call(actor, 'withdrawActivity', input)).toMatchObject({ __typename: 'NotFound' })
  }
})

test('the agency returns it with a reason, and the community sends it again', async () => {
  const id = await submittedBy(community, given)
  expect(
    await call(recorder, 'returnActivity', { id, version: 1, reason: '请写明讲课人姓名' }),
  ).toMatchObject({ status: 'RETURNED' })
  expect(await call(community, 'submitActivity', { id, version: 2 })).toMatchObject({
    status: 'SUBMITTED',
    openQuestions: expect.arrayContaining(['RESUBMITTED']),
  })
})

test('what both did together counts only once both have signed', async () => {
  const id = await submittedBy(recorder, joint)
  const outputs = [{ indicatorCode: 'partyBuilding.lectures', quantity: '2' }]
  expect(await sign(community, id, 1, { accepted: outputs, usefulness: 3 })).toMatchObject({
    status: 'SUBMITTED',
    version: 2,
  })
  expect(await inboxOf(community)).not.toContain(id)
  expect(await inboxOf(secretary)).toContain(id)
  expect(await sign(community, id, 2)).toMatchObject({ code: 'YOUR_SIDE_HAS_SIGNED' })
  expect(await sign(recorder, id, 2)).toMatchObject({ code: 'OWN_SUBMISSION' })
  expect(await sign(secretary, id, 2, { usefulness: 5 })).toMatchObject({
    status: 'COUNTERSIGNED',
    // The community's word, and the less of what both accepted.
    usefulness: 3,
    outputs: [{ claimed: '3', accepted: '2' }],
  })
  const { activity } = await secretary.ask(
    `{ activity(id: "${id}") { signedSide steps { kind } countersignatures { signedForName decision } } }`,
  )
  expect(activity).toMatchObject({
    signedSide: null,
    steps: [{ kind: 'SUBMITTED' }, { kind: 'COUNTERSIGNED' }, { kind: 'COUNTERSIGNED' }],
    countersignatures: [{ decision: 'CORRECTED' }, { decision: 'ACCEPTED' }],
  })
})

test('the agency may be the first; how useful it was is still the word of the community', async () => {
  const id = await submittedBy(community, joint)
  expect(await sign(recorder, id, 1, { usefulness: 5 })).toMatchObject({ status: 'SUBMITTED' })
  expect(await sign(community, id, 2)).toMatchObject({ code: 'OWN_SUBMISSION' })
  expect(await sign(street, id, 2, { usefulness: 2 })).toMatchObject({
    status: 'COUNTERSIGNED',
    usefulness: 2,
  })
})

test('a return takes the first signature away: after the correction both sign anew', async () => {
  const id = await submittedBy(recorder, joint)
  await sign(community, id, 1)
  expect(
    await call(secretary, 'returnActivity', { id, version: 2, reason: '人数有误' }),
  ).toMatchObject({ status: 'RETURNED' })
  await call(recorder, 'submitActivity', { id, version: 3 })
  expect(await sign(secretary, id, 4)).toMatchObject({ status: 'SUBMITTED' })
  expect(await sign(community, id, 5)).toMatchObject({ status: 'COUNTERSIGNED' })
})

test('of two sides signing at the same moment both signatures stand, and it counts once', async () => {
  const id = await submittedBy(recorder, joint)
  const answers = await Promise.all([sign(community, id, 1), sign(secretary, id, 1)])
  expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['Activity', 'StaleVersion'])
  const late = answers[0]?.__typename === 'Activity' ? secretary : community
  expect(await sign(late, id, 2)).toMatchObject({ status: 'COUNTERSIGNED' })
})
