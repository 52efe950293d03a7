import { describe, expect, test } from 'vitest'
import { checkDrive, reachesPairing } from './donation-drive.ts'

const good = {
  name: ' 抗震救灾捐款 ',
  purpose: '支援灾区。',
  opensOn: '2008-05-12',
  closesOn: '2008-06-30',
}
const problemsOf = (
  typed: Partial<typeof good>,
  used: { from: string; to: string } | null = null,
) => {
  const result = checkDrive({ ...good, ...typed }, used)
  return result.ok ? [] : result.problems.map(({ path, code }) => `${path}: ${code}`)
}

test('a drive has a name and two days', () => {
  expect(checkDrive(good, null)).toEqual({ ok: true, drive: { ...good, name: '抗震救灾捐款' } })
  expect(problemsOf({ name: '', opensOn: '2008-02-30', closesOn: '' })).toEqual([
    'name: REQUIRED',
    'opensOn: NOT_A_DAY',
    'closesOn: NOT_A_DAY',
  ])
  expect(problemsOf({ closesOn: '2008-05-11' })).toEqual(['closesOn: DRIVE_ENDS_BEFORE_IT_BEGINS'])
  expect(problemsOf({ name: '捐'.repeat(41), purpose: '捐'.repeat(501) })).toEqual([
    'name: TOO_LONG',
    'purpose: TOO_LONG',
  ])
})

test('what belongs to it already stays within its days', () => {
  const used = { from: '2008-05-13', to: '2008-06-20' }
  expect(problemsOf({}, used)).toEqual([])
  expect(problemsOf({ opensOn: '2008-05-14', closesOn: '2008-06-19' }, used)).toEqual([
    'opensOn: DONATIONS_OUTSIDE',
    'closesOn: DONATIONS_OUTSIDE',
  ])
})

describe('a drive reaches', () => {
  const pairing = { communitySidePath: '2301/230102/001/001/', zoneId: 'zone-1' }
  test.each([
    ['the whole city', '2301/', null, true],
    ['the street', '2301/230102/001/', null, true],
    ['another street', '2301/230102/002/', null, false],
    ['the zone', '2301/A001/', 'zone-1', true],
    ['another zone', '2301/A001/', 'zone-2', false],
  ])('%s', (_whom, organiserPath, zoneId, reached) => {
    expect(reachesPairing({ organiserPath, zoneId }, pairing)).toBe(reached)
  })
})
