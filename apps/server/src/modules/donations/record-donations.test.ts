import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { confirm, donationsOf, gifts, giveAs } from '../../testing/donations.ts'
import { callHousehold, family, householdInput } from '../../testing/households.ts'
import { call, contentFor, newId, pairingBetween, problemsOf } from '../../testing/recording.ts'

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

const quilts = { kind: 'GOODS', description: '棉被', valueYuan: '600' }
const send = (line: Record<string, string | null>, id = newId()) =>
  call(recorder, 'submitActivity', {
    id,
    content: contentFor(pairingId, { area: 'RELIEF', donations: [{ ...quilts, ...line }] }),
  })
async function idOf(statement: string, ...values: unknown[]): Promise<string> {
  const { rows } = await city.database.pool.query<{ id: string }>(statement, values)
  const [row] = rows
  if (row === undefined) throw new Error(`nothing by ${statement}`)
  return row.id
}

describe('a line is refused', () => {
  test.each<[string, Record<string, string>, string]>([
    ['below nothing', { valueYuan: '-1' }, 'valueYuan: NEGATIVE'],
    ['too fine', { valueYuan: '0.001' }, 'valueYuan: TOO_MANY_DECIMALS'],
    ['of a quantity too fine', { quantity: '1.005' }, 'quantity: TOO_MANY_DECIMALS'],
    ['of a unit without a quantity', { unit: '床' }, 'quantity: UNIT_WITHOUT_QUANTITY'],
    [
      'to a person by their phone',
      { description: '给 13812345678' },
      'description: HOLDS_PERSONAL_DATA',
    ],
    ['for a drive that nobody called', { driveId: newId() }, 'driveId: UNKNOWN_DRIVE'],
    [
      'with a receipt that is no photo here',
      { receiptEvidenceId: newId() },
      'receiptEvidenceId: NOT_A_PHOTO_OF_THIS_RECORD',
    ],
    [
      'to a household of nobody',
      { recipient: 'HOUSEHOLD', householdId: newId() },
      'householdId: NOT_YOUR_HOUSEHOLD',
    ],
    ['to a household unnamed', { recipient: 'HOUSEHOLD' }, 'householdId: REQUIRED'],
    ['to somebody unnamed', { recipient: 'OTHER' }, 'recipientName: REQUIRED'],
  ])('%s', async (_what, line, problem) => {
    const outcome = await send(line)
    expect(problemsOf(outcome)).toEqual([`donations.0.${problem}`])
  })

  test('for a drive on a day outside it', async () => {
    const driveId = await idOf("SELECT id FROM donation_drive WHERE name = '抗震救灾捐款'")
    expect(problemsOf(await send({ driveId }))).toEqual(['donations.0.driveId: OUTSIDE_THE_DRIVE'])
  })

  test('for the drive of another street', async () => {
    const driveId = newId()
    await city.database.pool.query(
      `INSERT INTO donation_drive (city_code, id, name, purpose, opens_on, closes_on, organiser_id, version, created_by_id, created_at, updated_at)
       SELECT '2301', $1, '别街专项', '', '2008-01-01', '2008-12-31', id, 1, $2, now(), now() FROM organisation WHERE kind = 'STREET' AND NOT starts_with($3, path) LIMIT 1`,
      [driveId, recorder.userId, community.organisationPath],
    )
    expect(problemsOf(await send({ driveId }))).toEqual(['donations.0.driveId: UNKNOWN_DRIVE'])
  })

  test("to the household of another pairing, of another's, or that has not agreed", async () => {
    const foreign = await idOf(
      `SELECT h.id FROM household h JOIN organisation k ON k.id = h.keeper_id WHERE k.path <> $1 AND h.closed_on IS NULL LIMIT 1`,
      community.organisationPath,
    )
    const unpaired = newId()
    await callHousehold(community, 'saveHousehold', householdInput({ id: unpaired }))
    const silent = newId()
    await callHousehold(
      community,
      'saveHousehold',
      householdInput({ id: silent, consentPurposes: ['VISITS'] }),
    )
    await pair(silent)
    const to = (householdId: string) => send({ recipient: 'HOUSEHOLD', householdId })
    expect(problemsOf(await to(foreign))).toEqual(['donations.0.householdId: NOT_YOUR_HOUSEHOLD'])
    expect(problemsOf(await to(unpaired))).toEqual(['donations.0.householdId: NOT_YOUR_HOUSEHOLD'])
    expect(problemsOf(await to(silent))).toEqual([
      'donations.0.householdId: NO_CONSENT_TO_DONATIONS',
    ])
  })
})

const pair = (householdId: string) =>
  city.database.pool.query(
    `INSERT INTO household_pairing (city_code, id, household_id, branch_id, valid_from) SELECT '2301', gen_random_uuid(), $1, id, '2008-01-01' FROM organisation WHERE path = $2`,
    [householdId, recorder.organisationPath],
  )

test('a household is given something by its number; who it is stands nowhere, and a reader of the city may not open it', async () => {
  const householdId = newId()
  const { number } = await callHousehold(
    community,
    'saveHousehold',
    householdInput({ id: householdId }),
  )
  await pair(householdId)
  const line = { recipient: 'HOUSEHOLD', householdId }
  expect(problemsOf(await send({ ...line, description: `棉被(${family.name})` }))).toEqual([
    'donations.0.description: HOLDS_PERSONAL_DATA',
  ])
  const id = await giveAs(recorder, pairingId, [{ ...quilts, ...line }])
  expect((await donationsOf(community, id)).donations[0]?.household).toEqual({
    number,
    inSight: true,
  })
  const analyst = await city.as('municipal')
  expect((await donationsOf(analyst, id)).donations[0]?.household).toEqual({
    number,
    inSight: false,
  })
})

test('a receipt is a photo of the very record, and is gone with it', async () => {
  const id = newId()
  const photo = newId()
  await call(recorder, 'saveActivityDraft', { id, content: contentFor(pairingId) })
  await city.database.pool.query(
    `INSERT INTO evidence (city_code, id, activity_id, file_name, media_type, bytes, width, height, sha256, fingerprint_bands, caption, uploaded_by_id, uploaded_at)
     VALUES ('2301', $1, $2, 'receipt.jpg', 'image/jpeg', 1, 1, 1, 'x', '{}', '', $3, now())`,
    [photo, id, recorder.userId],
  )
  expect(problemsOf(await send({ receiptEvidenceId: photo }))).toEqual([
    'donations.0.receiptEvidenceId: NOT_A_PHOTO_OF_THIS_RECORD',
  ])
  const donations = [{ ...quilts, receiptEvidenceId: photo, receiptNumber: '捐-001' }]
  const sent = await call(recorder, 'submitActivity', {
    id,
    version: 1,
    content: contentFor(pairingId, { area: 'RELIEF', donations }),
  })
  expect(sent.status).toBe('SUBMITTED')
  expect((await donationsOf(community, id)).donations[0]?.receiptEvidenceId).toBe(photo)
  await city.database.pool.query('UPDATE evidence SET removed_at = now() WHERE id = $1', [photo])
  expect((await donationsOf(community, id)).donations[0]?.receiptEvidenceId).toBeNull()
})

test('the same sent twice is one record; a draft sent without content keeps every detail', async () => {
  const driveId = await idOf("SELECT id FROM donation_drive WHERE name = '金秋助学'")
  const donations = [
    {
      ...quilts,
      quantity: '10',
      unit: '床',
      driveId,
      recipient: 'OTHER',
      recipientName: '社区小学',
    },
  ]
  const id = newId()
  const content = contentFor(pairingId, { area: 'RELIEF', donations })
  await call(recorder, 'saveActivityDraft', { id, content })
  const again = await call(recorder, 'saveActivityDraft', { id, content })
  expect(again).toMatchObject({ status: 'DRAFT', version: 1 })
  expect(await call(recorder, 'submitActivity', { id, version: 1 })).toMatchObject({
    status: 'SUBMITTED',
    outputs: expect.arrayContaining([
      expect.objectContaining({ indicator: { code: 'relief.donatedValue' }, claimed: '600' }),
    ]),
  })
  expect((await donationsOf(recorder, id)).donations).toMatchObject([
    { description: '棉被', quantity: '10', recipient: 'OTHER', drive: { name: '金秋助学' } },
  ])
})

test('what was confirmed stays with a line that still says the same, and goes with one that does not', async () => {
  const id = await giveAs(recorder, pairingId)
  await confirm(community, {
    activityId: id,
    version: 1,
    lines: [
      { position: 1, receivedValueYuan: '200' },
      { position: 2, receivedQuantity: '9', receivedValueYuan: '540', reason: '少一床' },
    ],
  })
  await call(community, 'returnActivity', { id, version: 1, reason: '棉被只有九床' })
  const unchanged = contentFor(pairingId, { area: 'RELIEF', donations: [...gifts] })
  const same = await call(recorder, 'submitActivity', { id, version: 2, content: unchanged })
  expect(same.openQuestions).toContain('RECEIPT_DIFFERS')
  await call(community, 'returnActivity', { id, version: 3, reason: '请改为九床' })
  const corrected = await call(recorder, 'submitActivity', {
    id,
    version: 4,
    content: contentFor(pairingId, {
      area: 'RELIEF',
      donations: [
        { ...gifts[0], receiptNumber: '捐-7' },
        { ...gifts[1], quantity: '9', valueYuan: '540' },
      ],
    }),
  })
  expect(corrected.openQuestions).not.toContain('RECEIPT_DIFFERS')
  const { donations, donationConfirmations } = await donationsOf(community, id)
  expect(donations.map(({ confirmation }) => confirmation?.receivedValueYuan ?? null)).toEqual([
    '200',
    null,
  ])
  expect(donationConfirmations).toHaveLength(2)
})
