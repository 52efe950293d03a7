import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareDecimals, sumDecimals } from './decimal-text.ts'
import {
  acceptedOfLine,
  checkReceipt,
  contradictsReceipt,
  donationSums,
  receiptRefusal,
  receivingSide,
  sumCheck,
} from './donation-receipt.ts'
import type { TypedReceipt } from './donation-receipt.ts'
import type { FieldProblem } from './field-problem.ts'
import { ACTIVITY_STATUSES, ROLES } from './vocabulary.ts'

const facts: Parameters<typeof receiptRefusal>[0] = {
  status: 'SUBMITTED',
  direction: 'AGENCY_TO_COMMUNITY',
  agencySidePath: '2301/A001/A001-01/',
  communitySidePath: '2301/230102/001/001/',
  createdById: 'recorder',
  submittedByIds: ['recorder'],
  periodStatus: 'OPEN',
}
const officer = {
  userId: 'officer',
  role: 'COMMUNITY_OFFICER',
  deputyFor: null,
  scopePath: '2301/230102/001/001/',
} as const
const branch = {
  userId: 'recorder',
  role: 'BRANCH_RECORDER',
  deputyFor: null,
  scopePath: '2301/A001/A001-01/',
} as const

describe('who confirms', () => {
  test('the recipient, and nobody who only reads', () => {
    expect(receiptRefusal(facts, officer)).toBeNull()
    expect(
      receiptRefusal(facts, {
        ...officer,
        role: 'STREET_SECRETARY',
        scopePath: '2301/230102/001/',
      }),
    ).toBeNull()
    for (const role of ROLES.slice(4))
      expect(receiptRefusal(facts, { ...officer, role, scopePath: '2301/' })).toBe('ROLE_MAY_NOT')
  })

  test('not the side that gave, nor another community', () => {
    expect(receiptRefusal(facts, branch)).toBe('RECIPIENT_CONFIRMS')
    expect(receiptRefusal(facts, { ...officer, scopePath: '2301/230102/001/002/' })).toBe(
      'OUT_OF_SCOPE',
    )
  })

  test('the agency, where the community gave', () => {
    const given = { ...facts, direction: 'COMMUNITY_TO_AGENCY', createdById: 'officer' } as const
    expect(receivingSide('COMMUNITY_TO_AGENCY')).toBe('AGENCY_SIDE')
    expect(receivingSide('JOINT')).toBe('COMMUNITY_SIDE')
    expect(receiptRefusal(given, { ...branch, userId: 'another' })).toBeNull()
    expect(receiptRefusal(given, officer)).toBe('RECIPIENT_CONFIRMS')
  })

  test('never who made or ever sent the record, whatever role they hold now', () => {
    expect(receiptRefusal(facts, { ...officer, userId: 'recorder' })).toBe('OWN_DONATION')
    expect(receiptRefusal(facts, { ...officer, deputyFor: 'recorder' })).toBe('OWN_DONATION')
    expect(receiptRefusal({ ...facts, submittedByIds: ['recorder', 'officer'] }, officer)).toBe(
      'OWN_DONATION',
    )
  })

  test.each(ACTIVITY_STATUSES)('in the state %s only where something is claimed', (status) => {
    const expected = status === 'SUBMITTED' || status === 'COUNTERSIGNED'
    expect(receiptRefusal({ ...facts, status }, officer)).toBe(
      expected ? null : 'NOT_IN_THIS_STATE',
    )
  })

  test('while the period closes, and not once it is locked', () => {
    expect(receiptRefusal({ ...facts, periodStatus: 'CLOSING' }, officer)).toBeNull()
    expect(receiptRefusal({ ...facts, periodStatus: 'LOCKED' }, officer)).toBe('PERIOD_LOCKED')
  })
})

function receiptOf(typed: Partial<TypedReceipt>, quantity: string | null = '10') {
  const problems: FieldProblem[] = []
  const receipt = checkReceipt(
    { quantity, valueYuan: '600' },
    { receivedValueYuan: '600', ...typed },
    'lines.0',
    problems,
  )
  return receipt ?? problems.map(({ path, code }) => `${path}: ${code}`)
}

describe('what came', () => {
  test.each<[Partial<TypedReceipt>, string]>([
    [{ receivedValueYuan: '' }, 'receivedValueYuan: REQUIRED'],
    [{ receivedValueYuan: '-1' }, 'receivedValueYuan: NEGATIVE'],
    [{ receivedValueYuan: '599.999' }, 'receivedValueYuan: TOO_MANY_DECIMALS'],
    [{ receivedValueYuan: '600.01' }, 'receivedValueYuan: ABOVE_CLAIM'],
    [{ receivedQuantity: '11' }, 'receivedQuantity: ABOVE_CLAIM'],
    [{ receivedValueYuan: '540' }, 'reason: REASON_TOO_SHORT'],
    [{ receivedQuantity: '9', reason: '少' }, 'reason: REASON_TOO_SHORT'],
    [{ receivedValueYuan: '0', reason: '未'.repeat(201) }, 'reason: TOO_LONG'],
  ])('%j is refused: %s', (typed, problem) => {
    expect(receiptOf(typed)).toEqual([`lines.0.${problem}`])
  })

  test('what takes the place of an earlier word says why, also where all came', () => {
    const correct = (reason: string) => {
      const problems: FieldProblem[] = []
      const typed = { receivedValueYuan: '600', reason }
      const claimed = { quantity: null, valueYuan: '600' }
      const receipt = checkReceipt(claimed, typed, 'lines.0', problems, { replaces: true })
      return receipt?.reason ?? problems.map(({ path, code }) => `${path}: ${code}`)
    }
    expect(correct('')).toEqual(['lines.0.reason: REASON_TOO_SHORT'])
    expect(correct('后来送到')).toBe('后来送到')
  })

  test('as claimed needs no word; less needs one; nothing at all can be what came', () => {
    const whole = { receivedQuantity: '10', receivedValueYuan: '600', reason: '' }
    expect(receiptOf({})).toEqual(whole)
    expect(receiptOf({ receivedValueYuan: '600.00', reason: '谢谢' })).toEqual(whole)
    expect(
      receiptOf({ receivedQuantity: '9', receivedValueYuan: '540', reason: '少一床' }),
    ).toEqual({ receivedQuantity: '9', receivedValueYuan: '540', reason: '少一床' })
    expect(receiptOf({ receivedValueYuan: '0', reason: '尚未送到' }, null)).toEqual({
      receivedQuantity: null,
      receivedValueYuan: '0',
      reason: '尚未送到',
    })
  })
})

const cents = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((n) => (n / 100).toFixed(2).replace(/\.?0+$/, ''))
const received = fc
  .tuple(cents(1, 99_999), fc.option(fc.double({ min: 0, max: 1, noNaN: true })))
  .map(([valueYuan, share]) => ({
    valueYuan,
    receivedValueYuan:
      share === null ? null : String(Math.floor(Number(valueYuan) * share * 100) / 100),
  }))

describe('the sums', () => {
  test('agree once all is confirmed and just that is accepted', () => {
    const lines = [
      { valueYuan: '600', receivedValueYuan: '540' },
      { valueYuan: '100.5', receivedValueYuan: null },
    ]
    expect(sumCheck(donationSums(lines), null)).toBe('OPEN')
    expect(sumCheck(donationSums(lines), '640.5')).toBe('OPEN')
    expect(sumCheck(donationSums(lines), '640.51')).toBe('DIFFERS')
    const all = [{ valueYuan: '600', receivedValueYuan: '540' }]
    expect(sumCheck(donationSums(all), '540')).toBe('AGREES')
    expect(sumCheck(donationSums(all), '600')).toBe('DIFFERS')
    expect(sumCheck(donationSums(all), '500')).toBe('DIFFERS')
  })

  test('received ≤ at most ≤ claimed, and equal where all is confirmed', () => {
    fc.assert(
      fc.property(fc.array(received, { minLength: 1, maxLength: 8 }), (lines) => {
        const sums = donationSums(lines)
        expect(compareDecimals(sums.received, sums.atMost)).toBeLessThanOrEqual(0)
        expect(compareDecimals(sums.atMost, sums.claimed)).toBeLessThanOrEqual(0)
        expect(!sums.isAllConfirmed || sums.received === sums.atMost).toBe(true)
        expect(contradictsReceipt(sums, sums.atMost)).toBe(false)
      }),
    )
  })

  test('where each line has its part of the accepted value, the parts are the whole', () => {
    fc.assert(
      fc.property(
        fc.array(received, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (lines, whole) => {
          const sums = donationSums(lines)
          const accepted = whole ? sums.claimed : sums.received
          const parts = lines.map((line) => acceptedOfLine(line, lines, accepted))
          const told = parts.filter((part) => part !== null)
          expect(told.length < lines.length || sumDecimals(told) === accepted).toBe(true)
        },
      ),
    )
  })

  test('a corrected sum of several lines is of none of them alone', () => {
    const lines = [
      { valueYuan: '600', receivedValueYuan: null },
      { valueYuan: '100', receivedValueYuan: null },
    ]
    expect(lines.map((line) => acceptedOfLine(line, lines, '650'))).toEqual([null, null])
    expect(
      acceptedOfLine(
        lines[0] ?? { valueYuan: '', receivedValueYuan: null },
        lines.slice(0, 1),
        '650',
      ),
    ).toBe('650')
  })
})
