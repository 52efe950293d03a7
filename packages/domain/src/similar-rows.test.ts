import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRecord, similarityBetween } from './similar-records.ts'
import type { ReadRecord } from './similar-records.ts'
import { daysNear, recentRecords } from './similar-rows.ts'

const read = (id: string, day: string, words: string, pairingId = 'p'): ReadRecord =>
  readRecord({ id, pairingId, day, title: '社区党课', words })
const alike = '机关党支部书记为社区党员讲解党的十七大精神，四十二名党员参加。'
const plenty = { ofDay: 10, pairs: 100_000 }

test('of those near it the one that is most alike is told, of equals the first', () => {
  const rows = recentRecords(plenty)
  rows.add(read('a', '2008-09-19', `${alike}居民反映较好。`))
  rows.add(read('b', '2008-09-21', alike))
  rows.add(read('c', '2008-09-21', alike))
  rows.add(read('another pairing', '2008-09-20', alike, 'q'))
  rows.add(read('too late', '2008-09-22', alike))
  rows.add(read('something else', '2008-09-20', '在社区庭院栽植丁香二百株，并与居民约定养护办法。'))
  expect(rows.mostAlike(read('x', '2008-09-20', alike))).toEqual({
    otherId: 'b',
    daysLater: 1,
    samePairing: true,
    percent: 100,
  })
  expect(rows.mostAlike(read('x', '2008-09-17', alike))).toBeNull()
})

test('of each day only the last ones are remembered', () => {
  const rows = recentRecords({ ...plenty, ofDay: 2 })
  for (const id of ['a', 'b', 'c']) rows.add(read(id, '2008-09-20', alike))
  expect(rows.mostAlike(read('x', '2008-09-20', alike))?.otherId).toBe('b')
})

test('where too much is held the first day is forgotten', () => {
  const one = read('a', '2008-09-01', alike)
  const rows = recentRecords({ ofDay: 10, pairs: 2 * (one.title.length + (one.all?.length ?? 0)) })
  for (const day of ['2008-09-01', '2008-09-11', '2008-09-21']) rows.add(read(day, day, alike))
  const found = (day: string) => rows.mostAlike(read('x', day, alike))?.otherId ?? null
  expect(['2008-09-01', '2008-09-11', '2008-09-21'].map(found)).toEqual([
    null,
    '2008-09-11',
    '2008-09-21',
  ])
})

test('what is told is what comparing with every one would tell', () => {
  const row = fc.record({
    day: fc.constantFrom('2008-09-19', '2008-09-20', '2008-09-21', '2008-09-22'),
    words: fc.string({ unit: fc.constantFrom(...'共建活动党课植树慰问'), maxLength: 30 }),
    pairing: fc.constantFrom('p', 'q'),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 9 }), row, (before, last) => {
      const rows = recentRecords(plenty)
      const others = before.map(({ day, words, pairing }, at) =>
        read(String(at), day, words, pairing),
      )
      for (const other of others) rows.add(other)
      const mine = read('x', last.day, last.words, last.pairing)
      const percents = others
        .filter(({ pairingId }) => pairingId === mine.pairingId)
        .map((other) => similarityBetween(mine, other)?.percent ?? 0)
      expect(rows.mostAlike(mine)?.percent ?? 0).toBe(Math.max(0, ...percents))
    }),
  )
})

test('the days near a day are the one before, itself and the one after', () => {
  expect(daysNear('2008-03-01')).toEqual(['2008-02-29', '2008-03-01', '2008-03-02'])
})
