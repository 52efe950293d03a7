import { expect, test } from 'vitest'
import { NO_SUMS, summaryOf } from './archive-summary.ts'
import type { SummedRecord } from './archive-summary.ts'
import { ACTIVITY_STATUSES } from './vocabulary.ts'

const record = (changes: Partial<SummedRecord> = {}): SummedRecord => ({
  status: 'COUNTERSIGNED',
  kind: 'SIX_HELPS',
  area: 'GREEN',
  direction: 'AGENCY_TO_COMMUNITY',
  personTimes: 3,
  hours: '0.1',
  outputs: [{ indicatorCode: 'green.waste', accepted: '0.2' }],
  ...changes,
})

test('of no records everything is nothing', () => {
  const { total, byKind, byIndicator, unsigned } = summaryOf([])
  expect([total, byKind.size, byIndicator.size, unsigned]).toEqual([NO_SUMS, 0, 0, 0])
})

test.each(ACTIVITY_STATUSES)(
  'a record that is %s counts where it is countersigned alone',
  (status) => {
    const { total, unsigned } = summaryOf([record({ status })])
    const counts = status === 'COUNTERSIGNED'
    expect(total.records).toBe(counts ? 1 : 0)
    expect(unsigned).toBe(counts ? 0 : 1)
  },
)

test('decimals are added exactly, by kind, area, direction and indicator', () => {
  const sums = summaryOf([
    record(),
    record({ hours: '0.2', outputs: [{ indicatorCode: 'green.waste', accepted: '0.1' }] }),
    record({ kind: 'VISIT', area: null, direction: 'JOINT', outputs: [] }),
    record({
      kind: 'VISIT',
      area: null,
      outputs: [{ indicatorCode: 'visit.homes', accepted: null }],
    }),
  ])
  expect(sums.total).toEqual({ records: 4, personTimes: 12, hours: '0.5' })
  expect(sums.byKind.get('SIX_HELPS')).toEqual({ records: 2, personTimes: 6, hours: '0.3' })
  expect(sums.byArea.get('GREEN')?.records).toBe(2)
  expect(sums.byDirection.get('JOINT')?.records).toBe(1)
  expect(Object.fromEntries(sums.byIndicator)).toEqual({ 'green.waste': '0.3', 'visit.homes': '0' })
})
