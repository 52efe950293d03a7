import { describe, expect, test } from 'vitest'
import {
  checkJointMark,
  closeRefusal,
  JOINT_STATES,
  levelsOfRole,
  marksAreOpen,
  pastedCells,
  sheetRefusal,
} from './joint-actions.ts'
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
