import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDonations, DONATION_LIMITS } from './donation-lines.ts'
import type { TypedDonation } from './donation-lines.ts'
import type { FieldProblem } from './field-problem.ts'
import { DONATION_KINDS, DONATION_RECIPIENTS } from './vocabulary.ts'

const drive = { id: 'drive-1', opensOn: '2008-05-12', closesOn: '2008-06-30' }
const quilts: TypedDonation = { kind: 'GOODS', description: '棉被', valueYuan: '600' }

function checked(line: Partial<TypedDonation>, day: string | null = '2008-05-20') {
  const problems: FieldProblem[] = []
  const lines = checkDonations([{ ...quilts, ...line }], { day, drives: [drive] }, problems)
  return { line: lines[0], problems: problems.map(({ path, code }) => `${path}: ${code}`) }
}

describe('a line is refused', () => {
  test.each<[string, Partial<TypedDonation>, string]>([
    ['below nothing', { valueYuan: '-5' }, 'valueYuan: NEGATIVE'],
    ['of a tenth of a cent', { valueYuan: '1.005' }, 'valueYuan: TOO_MANY_DECIMALS'],
    ['of a quantity below nothing', { quantity: '-1' }, 'quantity: NEGATIVE'],
    ['of no quantity at all', { quantity: '0' }, 'quantity: MUST_BE_POSITIVE'],
    ['of a quantity too fine', { quantity: '1.125' }, 'quantity: TOO_MANY_DECIMALS'],
    ['with a unit of nothing', { unit: '床' }, 'quantity: UNIT_WITHOUT_QUANTITY'],
    ['with too long a unit', { quantity: '1', unit: '床'.repeat(11) }, 'unit: TOO_LONG'],
    ['to no household', { recipient: 'HOUSEHOLD' }, 'householdId: REQUIRED'],
    [
      'to nobody in particular',
      { recipient: 'OTHER', recipientName: ' ' },
      'recipientName: REQUIRED',
    ],
    [
      'to somebody by their phone',
      { recipient: 'OTHER', recipientName: '李某 13812345678' },
      'recipientName: HOLDS_PERSONAL_DATA',
    ],
    [
      'that names a phone',
      { description: '棉被 138 1234 5678' },
      'description: HOLDS_PERSONAL_DATA',
    ],
    ['for a drive that is not there', { driveId: 'other' }, 'driveId: UNKNOWN_DRIVE'],
    ['with too long a receipt', { receiptNumber: '9'.repeat(41) }, 'receiptNumber: TOO_LONG'],
  ])('%s', (_what, line, problem) => {
    expect(checked(line).problems).toEqual([`donations.0.${problem}`])
  })

  test.each([
    ['2008-05-11', ['donations.0.driveId: OUTSIDE_THE_DRIVE']],
    ['2008-05-12', []],
    ['2008-06-30', []],
    ['2008-07-01', ['donations.0.driveId: OUTSIDE_THE_DRIVE']],
    // What is wrong with the day is said at the day.
    [null, []],
  ])('of %s against the days of its drive', (day, problems) => {
    expect(checked({ driveId: 'drive-1' }, day).problems).toEqual(problems)
  })
})

test('what is not said is not there: a line without details reads as it always did', () => {
  expect(
    checked({
      quantity: '',
      unit: null,
      driveId: '',
      recipient: 'RECEIVING_SIDE',
      householdId: 'left over',
      recipientName: 'left over',
      receiptNumber: ' ',
      receiptEvidenceId: null,
    }).line,
  ).toEqual(quilts)
})

test('cash has no quantity and no unit', () => {
  expect(checked({ kind: 'CASH', description: '', quantity: '3', unit: '元' }).line).toEqual({
    kind: 'CASH',
    description: '',
    valueYuan: '600',
  })
})

const typed = fc.record({
  kind: fc.constantFrom(...DONATION_KINDS),
  description: fc.string(),
  valueYuan: fc.oneof(fc.string(), fc.integer({ min: 1, max: 9999 }).map(String)),
  quantity: fc.option(fc.oneof(fc.string(), fc.constantFrom('1', '2.50'))),
  unit: fc.option(fc.string({ maxLength: 12 })),
  driveId: fc.option(fc.constantFrom('drive-1', 'drive-2', '')),
  recipient: fc.option(fc.constantFrom(...DONATION_RECIPIENTS)),
  householdId: fc.option(fc.constantFrom('household-1', '')),
  recipientName: fc.option(fc.string()),
  receiptNumber: fc.option(fc.string()),
  receiptEvidenceId: fc.option(fc.constantFrom('evidence-1')),
})

test('a line is either wrong and says where, or right, and right again as it stands', () => {
  fc.assert(
    fc.property(typed, (line) => {
      const first = checked(line)
      expect(first.line === undefined).toBe(first.problems.length > 0)
      if (first.line === undefined) return
      expect(checked(first.line)).toEqual({
        line: first.line,
        problems: [],
      })
      expect([...first.line.description].length).toBeLessThanOrEqual(DONATION_LIMITS.description)
    }),
  )
})
