import { checkDonations } from '@gongjian/domain/donation-lines'
import type { FieldProblem } from '@gongjian/domain/field-problem'
import { sumDecimals } from '@gongjian/domain/decimal-text'
import { expect, test } from 'vitest'
import { demoUsers } from './accounts.ts'
import { demoDrives, donationRows, withDonationDetails } from './donations.ts'
import { generateYear } from './generate-year.ts'
import { demoOrganisations } from './organisations.ts'

const { organisations, zones, pairings } = demoOrganisations()
const users = demoUsers(organisations, zones)
const { records: written } = generateYear(pairings)
const records = withDonationDetails(written)
const keptBy = (role: string) =>
  new Map(
    users.flatMap((user) =>
      user.roles
        .filter((held) => held.role === role && user.roles[0] === held)
        .map((held) => [held.organisation.id, user] as const),
    ),
  )
const { rows } = donationRows(records, {
  caller: users.find(({ account }) => account === 'municipal'),
  recorderOf: keptBy('BRANCH_RECORDER'),
  officerOf: keptBy('COMMUNITY_OFFICER'),
})

test('every line is one that the rules let pass, within the days of its drive', () => {
  const problems: FieldProblem[] = []
  for (const { content } of records)
    expect(
      checkDonations(content.donations, { day: content.day, drives: demoDrives }, problems),
    ).toEqual(content.donations)
  expect(problems).toEqual([])
})

test('what was signed comes to the same as before', () => {
  const signed = (of: typeof records) =>
    of
      .filter(({ status }) => status === 'COUNTERSIGNED')
      .map(({ content }) => [
        content.outputs,
        sumDecimals(content.donations.map(({ valueYuan }) => valueYuan)),
      ])
  expect(signed(records)).toEqual(signed(written))
})

test('each drive has lines; most are confirmed, some wait, of a few less came', () => {
  const drives = new Set(rows.donation.map((row) => row[8]))
  expect(demoDrives.filter(({ id }) => !drives.has(id))).toEqual([])
  const confirmed = rows.donation.filter((row) => row[12] !== null).length
  expect(confirmed / rows.donation.length).toBeGreaterThan(0.8)
  expect(confirmed).toBeLessThan(rows.donation.length)
  expect(rows.donation_confirmation.filter((row) => row[12] !== '').length).toBeGreaterThan(0)
})

test('the community of the tour finds lines to confirm, which it did not record', () => {
  const waiting = records.filter(
    ({ pairing, status, content }) =>
      pairing.agencySide.code === 'A001-01' &&
      status === 'SUBMITTED' &&
      content.donations.length > 0,
  )
  expect(waiting).toHaveLength(2)
})
