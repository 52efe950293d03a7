import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { addVolunteer, openSession } from '../../testing/labour.ts'
import { newId } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
let officer: Actor
beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  officer = await city.as('community')
})
afterAll(() => city.close())

const failure = `... on Failure { code } ... on InvalidInput { fieldErrors { path code } }`
const enter = (actor: Actor, input: Record<string, unknown>) =>
  actor.ask(
    `mutation ($input: EnterAttendancesInput!) { enterAttendances(input: $input) { __typename ... on LabourSession { present } ${failure} } }`,
    { input },
  )
const attendances = z.object({
  labourAttendances: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          id: z.string(),
          source: z.string(),
          recordedHours: z.string(),
          addedHours: z.string(),
          version: z.number(),
          volunteer: z.object({ shownName: z.string() }),
        }),
      }),
    ),
  }),
})
async function listOf(actor: Actor, sessionId: string) {
  const found = await actor.ask(
    `query ($id: ID) { labourAttendances(filter: { sessionId: $id }) { edges { node { id source recordedHours addedHours version volunteer { shownName } } } } }`,
    { id: sessionId },
  )
  return attendances.parse(found).labourAttendances.edges.map(({ node }) => node)
}

test('a list entered on the day is on the spot, on a later day added; above the plan it is refused; twice it is one', async () => {
  const { id } = await addVolunteer(recorder, '试录入甲')
  const today = await openSession(officer)
  const before = await openSession(officer, { day: '2008-09-20' })
  expect(
    await enter(officer, { sessionId: today, volunteerIds: [id], hours: '4.1' }),
  ).toMatchObject({
    enterAttendances: { fieldErrors: [{ path: 'hours', code: 'ABOVE_PLANNED_HOURS' }] },
  })
  await enter(officer, { sessionId: today, volunteerIds: [id], hours: '3' })
  expect(await enter(officer, { sessionId: today, volunteerIds: [id], hours: '2' })).toMatchObject({
    enterAttendances: { present: 1 },
  })
  await enter(recorder, { sessionId: before, volunteerIds: [id], hours: '2' })
  expect(await listOf(officer, today)).toMatchObject([
    { source: 'LISTED', recordedHours: '3', addedHours: '0' },
  ])
  expect(await listOf(officer, before)).toMatchObject([
    { source: 'ADDED_LATER', recordedHours: '0', addedHours: '2' },
  ])
})

test('who did not agree is named to who keeps the list, and to nobody else, nor found by name', async () => {
  const { id } = await addVolunteer(recorder, '试保密乙', { consentsToNamed: false })
  const session = await openSession(officer)
  await enter(recorder, { sessionId: session, volunteerIds: [id], hours: '1' })
  expect(await listOf(recorder, session)).toMatchObject([{ volunteer: { shownName: '试保密乙' } }])
  for (const account of ['community', 'municipal', 'zone', 'auditor']) {
    const actor = await city.as(account)
    expect(JSON.stringify(await listOf(actor, session))).not.toContain('试保密乙')
  }
  const municipal = await city.as('municipal')
  const search = `{ volunteers(filter: { search: "试保密乙" }) { edges { node { id } } } labourHours(filter: { search: "试保密乙" }) { edges { node { services } } } }`
  expect(await municipal.ask(search)).toEqual({
    volunteers: { edges: [] },
    labourHours: { edges: [] },
  })
  const { rows } = await city.database.pool.query(
    `SELECT FROM audit_event WHERE event LIKE '%试保密乙%'`,
  )
  expect(rows).toEqual([])
})

test('a correction needs a reason and keeps the old value; of two at once one wins; what it raises is added later', async () => {
  const { id } = await addVolunteer(recorder, '试更正丙')
  const session = await openSession(officer)
  await enter(officer, { sessionId: session, volunteerIds: [id], hours: '2' })
  const [row] = await listOf(officer, session)
  const correct = (hours: string, reason: string) =>
    officer.ask(
      `mutation ($input: CorrectAttendanceInput!) { correctAttendance(input: $input) { __typename ... on LabourAttendance { recordedHours addedHours corrections { recordedBefore addedAfter reason } } ${failure} } }`,
      { input: { id: row?.id, version: row?.version, hours, reason } },
    )
  expect(await correct('3', ' ')).toMatchObject({
    correctAttendance: { fieldErrors: [{ path: 'reason', code: 'REQUIRED' }] },
  })
  const both = await Promise.all([correct('3', '漏记一小时'), correct('3', '漏记一小时')])
  expect(JSON.stringify(both)).toContain('CHANGED_MEANWHILE')
  expect(both).toContainEqual(
    expect.objectContaining({
      correctAttendance: expect.objectContaining({
        recordedHours: '2',
        addedHours: '1',
        corrections: [{ recordedBefore: '2', addedAfter: '1', reason: '漏记一小时' }],
      }),
    }),
  )
  await expect(
    city.database.pool.query(`UPDATE attendance_correction SET reason = 'x'`),
  ).rejects.toThrow(/permission denied/)
})

test('a record takes exactly what the list of the day says of its own side', async () => {
  const [one, two] = [
    await addVolunteer(recorder, '试名单丁'),
    await addVolunteer(recorder, '试名单戊'),
  ]
  const session = await openSession(officer, { day: '2008-09-18' })
  await enter(officer, { sessionId: session, volunteerIds: [one.id], hours: '2' })
  await enter(officer, { sessionId: session, volunteerIds: [two.id], hours: '2' })
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id WHERE a.code = 'A001-01' AND c.code = '230102001001' AND p.valid_to IS NULL`,
  )
  const ask = (actor: Actor) =>
    actor.ask(
      `query ($id: ID!) { attendanceForRecord(pairingId: $id, day: "2008-09-18") { people hours lines { headCount hoursEach } } }`,
      { id: rows[0]?.id },
    )
  expect(await ask(recorder)).toEqual({
    attendanceForRecord: { people: 2, hours: '4', lines: [{ headCount: 2, hoursEach: '2' }] },
  })
  const foreign = await city.as('a002')
  expect(await ask(foreign)).toEqual({ attendanceForRecord: null })
})

test('only who is invited signs up, while it is open; the newer figure counts; a street changes no campaign of the city', async () => {
  const municipal = await city.as('municipal')
  const agencies = z
    .object({ campaignInvitees: z.array(z.object({ id: z.string(), code: z.string() })) })
    .parse(await municipal.ask('{ campaignInvitees { id code } }')).campaignInvitees
  const invited = agencies.filter(({ code }) => code === 'A001').map(({ id }) => id)
  const id = newId()
  const save = (actor: Actor, input: Record<string, unknown>) =>
    actor.ask(
      `mutation ($input: SaveCampaignInput!) { saveCampaign(input: $input) { __typename ... on Campaign { version state invitedAgencies } ${failure} } }`,
      {
        input: {
          id,
          name: '试劳动',
          day: '2008-10-10',
          place: '',
          plan: '',
          agencyIds: invited,
          ...input,
        },
      },
    )
  expect(await save(municipal, { name: '', wantedHeadCount: '-3' })).toMatchObject({
    saveCampaign: {
      fieldErrors: [{ path: 'name' }, { path: 'wantedHeadCount', code: 'NEGATIVE' }],
    },
  })
  expect(await save(municipal, {})).toMatchObject({
    saveCampaign: { version: 1, state: 'PLANNED', invitedAgencies: 1 },
  })
  const street = await city.as('street', { role: 'STREET_SECRETARY' })
  expect(await save(street, { version: 1 })).toMatchObject({
    saveCampaign: { code: 'OUT_OF_SCOPE' },
  })
  const signUp = (actor: Actor, headCount: string) =>
    actor.ask(
      `mutation ($input: SignUpForCampaignInput!) { signUpForCampaign(input: $input) { __typename ... on Campaign { signedUpHeadCount } ${failure} } }`,
      { input: { campaignId: id, headCount } },
    )
  expect(await signUp(recorder, '3')).toMatchObject({
    signUpForCampaign: { code: 'CAMPAIGN_NOT_OPEN' },
  })
  await municipal.ask(
    `mutation ($input: MoveCampaignInput!) { moveCampaign(input: $input) { __typename ${failure} } }`,
    { input: { id, version: 1, state: 'OPEN' } },
  )
  expect(await signUp(await city.as('a002'), '3')).toMatchObject({
    signUpForCampaign: { code: 'NOT_INVITED' },
  })
  await signUp(recorder, '3')
  expect(await signUp(recorder, '5')).toMatchObject({ signUpForCampaign: { signedUpHeadCount: 5 } })
})
