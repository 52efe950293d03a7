import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUnit, readNumber, readNumerals } from './chinese-number.ts'

describe('a number as it is typed into a sheet', () => {
  test.each([
    ['1200', '1200', ''],
    ['1,200', '1200', ''],
    ['1 200.50', '1200.50', ''],
    ['１，２００　平方米', '1200', '平方米'],
    ['３５人', '35', '人'],
    ['1.5万元', '15000', '元'],
    ['2亿', '200000000', ''],
    ['0.00003万', '0.3', ''],
    ['￥1,000', '1000', ''],
    ['12。5吨', '12.5', '吨'],
    ['-3', '-3', ''],
    ['三十五人', '35', '人'],
    ['十二', '12', ''],
    ['两千零八', '2008', ''],
    ['三万元', '30000', '元'],
  ])('%s', (typed, number, unit) => {
    expect(readNumber(typed)).toEqual({ number, unit })
  })

  test.each(['', '若干', '约', '1,20', '1.2.3', '12-15', '三五十二'])('%s is none', (typed) => {
    expect(readNumber(typed)).toBeNull()
  })

  test('of any whole number with separators, the number itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (value) => {
        expect(readNumber(value.toLocaleString('en-US'))?.number).toBe(String(value))
      }),
    )
  })
})

test.each([
  ['〇', 0],
  ['十', 10],
  ['二十', 20],
  ['一百零五', 105],
  ['二〇〇八', 2008],
  ['', null],
  ['十百', null],
  ['人', null],
])('the numerals %s are %s', (text, value) => {
  expect(readNumerals(text)).toBe(value)
})

test('a unit is known in its ways of being written, and no other for it', () => {
  expect(isUnit('', ['米'])).toBe(true)
  expect(isUnit('㎡', ['平方米'])).toBe(true)
  expect(isUnit('Ｍ', ['米'])).toBe(true)
  expect(isUnit('平方米', ['米'])).toBe(false)
  expect(isUnit('元整', ['元', 'yuan'])).toBe(true)
})
