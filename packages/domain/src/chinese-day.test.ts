import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from './calendar-day.ts'
import { readDay } from './chinese-day.ts'

const period = { startsOn: '2007-12-01', endsOn: '2008-11-30' }

describe('a day in every fashion of offices', () => {
  test.each([
    '2008年9月3日',
    '2008年09月03日',
    '２００８年９月３日',
    '2008 年 9 月 3 日',
    '2008年9月3号',
    '2008年9月3日(星期三)',
    '2008年9月3日 星期三',
    '二〇〇八年九月三日',
    '2008.9.3',
    '2008．9．3',
    '2008.09.03.',
    '2008-9-3',
    '2008-09-03',
    '2008/9/3',
    '2008、9、3',
    '2008—9—3',
    '20080903',
    '２００８０９０３',
    '2008-09-03 00:00:00',
    '2008-09-03T00:00:00.000Z',
    '2008-9-3 14:30',
    '39694',
    '39694.5',
    '9月3日',
    '９月３日',
    '9 月 3 号',
    '九月三日',
  ])('%s', (typed) => {
    expect(readDay(typed, period)).toBe('2008-09-03')
  })

  test('without a year, the year in which the day falls within the period', () => {
    expect(readDay('12月25日', period)).toBe('2007-12-25')
    expect(readDay('十一月三十日', period)).toBe('2008-11-30')
    expect(readDay('9月3日', null)).toBeNull()
    expect(readDay('6月1日', { startsOn: '2008-01-01', endsOn: '2008-03-31' })).toBeNull()
  })

  test.each([
    '',
    '近日',
    '2008年',
    '2008年9月',
    '2008年13月3日',
    '2008-02-30',
    '20080230',
    '2008093',
    '2008',
    '3.9',
    '9/3/2008',
    '99999',
    '10000',
    '上旬',
  ])('%s is none', (typed) => {
    expect(readDay(typed, period)).toBeNull()
  })

  test('a serial, a row of eight digits and a written day of the same day agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 80_000 }), (serial) => {
        const day = addDays('1899-12-30', serial)
        const [year, month, date] = day.split('-').map(Number)
        for (const typed of [
          String(serial),
          day.replaceAll('-', ''),
          `${year}年${month}月${date}日`,
        ])
          expect(readDay(typed, null)).toBe(day)
      }),
    )
  })
})
