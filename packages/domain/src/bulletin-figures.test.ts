import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draftBulletin } from './bulletin-draft.ts'
import type { BulletinFigures } from './bulletin-draft.ts'
import { figureChanges } from './bulletin-figures.ts'
import { GRADES } from './scheme-content.ts'

const figures = (changes: Partial<BulletinFigures> = {}): BulletinFigures => ({
  year: 2008,
  kind: 'AGENCY',
  ranked: 96,
  mean: '77.40',
  grades: { EXCELLENT: 13, GOOD: 60, PASS: 22, FAIL: 1 },
  first: [],
  records: '1721',
  personTimes: '13526',
  silent: [],
  ...changes,
})
const bodyOf = (of: BulletinFigures) =>
  draftBulletin(of, {
    issuer: '市直机关工委',
    today: '2008-10-06',
    order: 'RANK',
    grades: GRADES,
    replaces: null,
  }).body

test('names what is otherwise, and where the text still says what was', () => {
  const before = figures()
  const after = figures({ mean: '77.52', grades: { EXCELLENT: 14, GOOD: 59, PASS: 22, FAIL: 1 } })
  expect(figureChanges(before, after, bodyOf(before))).toEqual([
    { figure: 'mean', before: '77.40', after: '77.52', inText: true },
    { figure: 'EXCELLENT', before: '13', after: '14', inText: true },
    { figure: 'GOOD', before: '60', after: '59', inText: true },
  ])
  expect(figureChanges(before, after, '优秀单位13个，平均177.40分。')).toMatchObject([
    { inText: false },
    { inText: false },
    { inText: false },
  ])
})

test('a first draft says every figure of its run, and the same figures are no change', () => {
  const count = fc.integer({ min: 1, max: 99_999 })
  fc.assert(
    fc.property(count, count, count, count, (ranked, records, people, excellent) => {
      const before = figures({
        ranked,
        records: String(records),
        personTimes: String(people),
        grades: { EXCELLENT: excellent, GOOD: 0, PASS: 0, FAIL: 0 },
      })
      expect(figureChanges(before, before, bodyOf(before))).toEqual([])
      const after = figures({
        ranked: ranked + 1,
        records: String(records + 1),
        personTimes: String(people + 1),
        grades: { EXCELLENT: excellent + 1, GOOD: 0, PASS: 0, FAIL: 0 },
      })
      const changes = figureChanges(before, after, bodyOf(before))
      expect(changes.map(({ figure }) => figure)).toEqual([
        'ranked',
        'records',
        'personTimes',
        'EXCELLENT',
      ])
      expect(changes.every(({ inText }) => inText)).toBe(true)
    }),
  )
})
