import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkJointMark,
  closeRefusal,
  JOINT_STATES,
  jointReminderDue,
  levelsOfRole,
  marksAreOpen,
  pastedCells,
  sheetRefusal,
} from './joint-actions.ts'
import { addDays } from './calendar-day.ts'
import { scopeOf } from './permission-matrix.ts'
import { ROLES } from './vocabulary.ts'

const open = { state: 'SCORING', bodyState: 'MARKING', missing: 0 } as const

describe('a sheet', () => {
  test.each(JOINT_STATES.filter((state) => state !== 'SCORING'))('is fixed when %s', (state) => {
    for (const action of ['MARK', 'DELIVER', 'TAKE_BACK', 'LEAVE_OUT'] as const)
      expect(sheetRefusal(action, { ...open, state })).toBe('JOINT_SCORING_CLOSED')
  })
  test('is delivered only whole', () => {
    expect(sheetRefusal('DELIVER', { ...open, missing: 1 })).toBe('MARKS_MISSING')
    expect(sheetRefusal('DELIVER', open)).toBeNull()
  })
  test('is not written on once delivered, but may be taken back', () => {
    const delivered = { ...open, bodyState: 'DELIVERED' } as const
    expect(sheetRefusal('MARK', delivered)).toBe('SHEET_DELIVERED')
    expect(sheetRefusal('LEAVE_OUT', delivered)).toBe('SHEET_DELIVERED')
    expect(sheetRefusal('TAKE_BACK', delivered)).toBeNull()
    expect(sheetRefusal('TAKE_BACK', open)).toBe('SHEET_NOT_DELIVERED')
  })
  test('of a level that is left out is closed', () => {
    expect(sheetRefusal('MARK', { ...open, bodyState: 'LEFT_OUT' })).toBe('LEVEL_LEFT_OUT')
  })
})

test('scoring closes when nobody is awaited any more', () => {
  expect(closeRefusal('SCORING', [{ state: 'DELIVERED' }, { state: 'MARKING' }])).toBe(
    'BODIES_STILL_MARK',
  )
  expect(closeRefusal('CLOSED', [])).toBe('JOINT_SCORING_CLOSED')
  expect(closeRefusal('SCORING', [{ state: 'DELIVERED' }, { state: 'LEFT_OUT' }])).toBeNull()
})

test('marks are read by others only afterwards', () => {
  expect(JOINT_STATES.filter(marksAreOpen)).toEqual(['CLOSED', 'APPEALS', 'DECIDED'])
})

test('who marks at a level may open a sheet, and nobody else', () => {
  for (const role of ROLES)
    expect(levelsOfRole(role).length > 0).toBe(scopeOf('jointSheet', role) !== 'NONE')
})

test('a mark is from nothing to the weight', () => {
  const rule = { maximum: '5', path: 'marks.0' }
  expect(checkJointMark(' ', rule)).toEqual({ ok: true, points: null })
  expect(checkJointMark('4.50', rule)).toEqual({ ok: true, points: '4.5' })
  expect(checkJointMark('5.01', rule)).toMatchObject({ problem: { code: 'ABOVE_WEIGHT' } })
  expect(checkJointMark('-1', rule)).toMatchObject({ problem: { code: 'NEGATIVE' } })
  expect(checkJointMark('4.555', rule)).toMatchObject({ problem: { code: 'TOO_MANY_DECIMALS' } })
})

test('a column from a spreadsheet is its lines', () => {
  expect(pastedCells('4.5\r\n\r\n3\r\n')).toEqual([['4.5'], [''], ['3']])
  expect(pastedCells('1\t2\n3\t4')).toEqual([
    ['1', '2'],
    ['3', '4'],
  ])
})

describe('a reminder before the last day for marks', () => {
  const day = (offset: number) => addDays('2008-10-05', offset)
  test.each([
    [-30, -4, null],
    [-30, -3, 3],
    [-30, -1, 3],
    [-30, 0, 0],
    [-30, 9, 0],
    // Asked within the three days: reminded on the last day alone, and never on the day of asking.
    [-3, -3, null],
    [-2, -1, null],
    [-2, 0, 0],
    [0, 0, null],
  ])('asked on day %i, on day %i it is that of %s days before', (opened, today, expected) => {
    expect(jointReminderDue({ openedOn: day(opened), dueOn: day(0) }, day(today))).toBe(expected)
  })
  test('never comes back to an earlier one, and never before its day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 0 }), fc.integer({ min: -40, max: 40 }), (o, t) => {
        const due = (today: number) =>
          jointReminderDue({ openedOn: day(o), dueOn: day(0) }, day(today))
        const [now, next] = [due(t), due(t + 1)]
        expect(now === null || (t >= -now && next !== null && next <= now)).toBe(true)
      }),
    )
  })
})
