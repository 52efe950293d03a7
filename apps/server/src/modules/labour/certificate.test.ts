import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { newId } from '../../testing/recording.ts'

let open: AppUnderTest
let named: string
let unnamed: string
const days = { dayFrom: '2007-10-01', dayTo: '2008-09-25' }
beforeAll(async () => {
  open = await openApp()
  await open.database.pool.query(
    `UPDATE user_account SET must_change_password = false WHERE account = 'a002'`,
  )
  const of = async (consents: boolean) => {
    const { rows } = await open.database.pool.query<{ id: string }>(
      `SELECT v.id FROM volunteer v JOIN organisation o ON o.id = v.organisation_id WHERE o.code = 'A001-01' AND v.left_on IS NULL AND v.consents_to_named = $1
         AND EXISTS (SELECT FROM labour_attendance a WHERE a.volunteer_id = v.id AND a.recorded_hours > 0) ORDER BY v.number LIMIT 1`,
      [consents],
    )
    return rows[0]?.id ?? ''
  }
  named = await of(true)
  unnamed = await of(false)
})
afterAll(() => open.close())

const issue = async (account: string, volunteerId: string, changes = {}) => {
  const { data } = await open.ask(
    account,
    `mutation ($input: IssueCertificateInput!) { issueCertificate(input: $input) { __typename ... on VolunteerCertificate { id number code recordedHours addedHours } ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } } }`,
    { input: { id: newId(), volunteerId, ...days, ...changes } },
  )
  return data?.['issueCertificate']
}
const certificate = z.object({ id: z.string(), number: z.string(), code: z.string() })
const verify = async (code: string) =>
  (
    await open.ask(
      null,
      `query ($code: String!) { verifyCertificate(code: $code) { __typename ... on VerifiedCertificate { number maskedName recordedHours addedHours revokedAt } ... on Failure { code } } }`,
      { code },
    )
  ).data?.['verifyCertificate']

test('none without consent, without hours, with days the wrong way round, or by somebody else', async () => {
  expect(await issue('recorder', unnamed)).toMatchObject({ code: 'NO_CONSENT_TO_BE_NAMED' })
  expect(
    await issue('recorder', named, { dayFrom: '2000-01-01', dayTo: '2000-12-31' }),
  ).toMatchObject({
    fieldErrors: [{ path: 'dayFrom', code: 'NO_HOURS_THEN' }],
  })
  expect(await issue('recorder', named, { dayTo: '2007-01-01' })).toMatchObject({
    fieldErrors: [{ path: 'dayTo', code: 'DAY_BEFORE_THE_FIRST' }],
  })
  expect(await issue('a002', named)).toMatchObject({ code: 'NOT_FOUND' })
})

test('it has a number of its own and a code; the public page says what it says, the name masked', async () => {
  const first = certificate.parse(await issue('recorder', named))
  const second = certificate.parse(await issue('recorder', named))
  expect(first.number).toMatch(/^志证〔2008〕\d{4}号$/)
  expect(second.number).not.toBe(first.number)
  expect(await verify(first.code.toLowerCase().replaceAll('-', ' '))).toMatchObject({
    number: first.number,
    maskedName: expect.stringMatching(/＊/),
    revokedAt: null,
  })
  expect(await verify('AAAA-AAAA-AAAA')).toBeNull()
})

test('its PDF is for who keeps the list, and stays what it was', async () => {
  const { id } = certificate.parse(await issue('recorder', named))
  const get = async (account: string) =>
    open.app.inject({
      url: `/files/certificates/${id}.pdf`,
      headers: { cookie: await open.cookieOf(account) },
    })
  expect((await get('community')).statusCode).toBe(403)
  expect((await get('municipal')).statusCode).toBe(404)
  const pdf = await get('recorder')
  expect(pdf.statusCode).toBe(200)
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  await open.database.pool.query(
    `UPDATE labour_attendance SET recorded_hours = 0 WHERE volunteer_id = $1`,
    [named],
  )
  expect((await get('recorder')).rawPayload.equals(pdf.rawPayload)).toBe(true)
})

test('one that is taken back, with a reason, says so', async () => {
  const { rows } = await open.database.pool.query<{ id: string; code: string }>(
    `SELECT id, code FROM volunteer_certificate ORDER BY serial LIMIT 1`,
  )
  const [one] = rows
  const revoke = (reason: string) =>
    open.ask(
      'recorder',
      `mutation ($input: RevokeCertificateInput!) { revokeCertificate(input: $input) { __typename ... on VolunteerCertificate { revokeReason } ... on Failure { code } } }`,
      { input: { id: one?.id, reason } },
    )
  expect((await revoke(' ')).data).toMatchObject({ revokeCertificate: { code: 'INVALID_INPUT' } })
  expect((await revoke('工时有误')).data).toMatchObject({
    revokeCertificate: { revokeReason: '工时有误' },
  })
  expect((await revoke('再次')).data).toMatchObject({
    revokeCertificate: { code: 'CERTIFICATE_REVOKED' },
  })
  expect(await verify(one?.code ?? '')).toMatchObject({ revokedAt: expect.any(String) })
})

test('the certificates of a volunteer are exported for who keeps the list, for nobody else', async () => {
  const { rows } = await open.database.pool.query<{ code: string }>(
    `SELECT code FROM volunteer_certificate WHERE volunteer_id = $1 ORDER BY year DESC, serial DESC`,
    [named],
  )
  expect(rows.length).toBeGreaterThan(0)
  const lines = async (account: string) => {
    const response = await open.app.inject({
      url: `/api/exports/certificates.csv?volunteerId=${named}`,
      headers: { cookie: await open.cookieOf(account), 'accept-language': 'zh-CN' },
    })
    return response.body.trim().split('\r\n').slice(1)
  }
  const own = await lines('recorder')
  expect(own).toHaveLength(rows.length)
  for (const [index, { code }] of rows.entries()) expect(own[index]).toContain(code)
  expect(await lines('municipal')).toEqual([])
})
