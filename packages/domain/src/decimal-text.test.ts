import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDecimals,
  canonical,
  compareDecimals,
  LARGEST_QUANTITY,
  multiplyDecimals,
  parseQuantity,
  scaleOf,
  sumDecimals,
} from './decimal-text.ts'

describe('a quantity as typed', () => {
  test.each([
    ['', 'REQUIRED'],
    ['   ', 'REQUIRED'],
    ['　', 'REQUIRED'],
    ['-1', 'NEGATIVE'],
    ['- 1', 'NEGATIVE'],
    ['-0', 'NEGATIVE'],
    ['-.5', 'NEGATIVE'],
    ['－１', 'NEGATIVE'],
    ['−3', 'NEGATIVE'],
    ['NaN', 'NOT_A_NUMBER'],
    ['Infinity', 'NOT_A_NUMBER'],
    ['-Infinity', 'NOT_A_NUMBER'],
    ['1e3', 'NOT_A_NUMBER'],
    ['1E3', 'NOT_A_NUMBER'],
    ['0x10', 'NOT_A_NUMBER'],
    ['+1', 'NOT_A_NUMBER'],
    ['1 000', 'NOT_A_NUMBER'],
    ['1,5', 'NOT_A_NUMBER'],
    ['1,50', 'NOT_A_NUMBER'],
    ['12,34', 'NOT_A_NUMBER'],
    ['1,0000', 'NOT_A_NUMBER'],
    ['0,123', 'NOT_A_NUMBER'],
    [',123', 'NOT_A_NUMBER'],
    ['1.2.3', 'NOT_A_NUMBER'],
    ['1.', 'NOT_A_NUMBER'],
    ['.5', 'NOT_A_NUMBER'],
    ['十二', 'NOT_A_NUMBER'],
    ['12人', 'NOT_A_NUMBER'],
    ['=1+1', 'NOT_A_NUMBER'],
    ['٣', 'NOT_A_NUMBER'],
    ['1.234', 'TOO_MANY_DECIMALS'],
    ['1000000000000', 'TOO_LARGE'],
    ['999999999999.01', 'TOO_LARGE'],
    ['9'.repeat(10_000), 'TOO_LARGE'],
  ])('%j is refused as %s', (typed, code) => {
    expect(parseQuantity(typed, { decimals: 2 })).toEqual({ ok: false, code })
  })

  test.each([
    ['0', '0'],
    ['12', '12'],
    [' 12 ', '12'],
    ['　12　', '12'],
    ['１２．５', '12.5'],
    ['12。5', '12.5'],
    ['1,234', '1234'],
    ['1,234,567.8', '1234567.8'],
    ['１，２３４', '1234'],
    ['007', '7'],
    ['0.50', '0.5'],
    ['1.2300', '1.23'],
    ['999999999999', '999999999999'],
  ])('%j is read as %s', (typed, value) => {
    expect(parseQuantity(typed, { decimals: 2 })).toEqual({ ok: true, value })
  })

  test('the maximum itself is allowed, and nothing above it', () => {
    expect(parseQuantity('24', { decimals: 2, maximum: '24' })).toEqual({ ok: true, value: '24' })
    expect(parseQuantity('24.01', { decimals: 2, maximum: '24' })).toEqual({
      ok: false,
      code: 'TOO_LARGE',
    })
  })

  test('a count takes no decimals, but a point followed by zeros is none', () => {
    expect(parseQuantity('3.5', { decimals: 0 })).toEqual({ ok: false, code: 'TOO_MANY_DECIMALS' })
    expect(parseQuantity('3.0', { decimals: 0 })).toEqual({ ok: true, value: '3' })
  })

  test('a hundred thousand zeros are read at once', () => {
    const started = performance.now()
    parseQuantity(`0.${'0'.repeat(100_000)}1`, { decimals: 2 })
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('whatever is typed, the answer is a canonical number in the limits or a refusal', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 0, max: 4 }),
        (typed, decimals) => {
          const parsed = parseQuantity(typed, { decimals })
          if (!parsed.ok) return
          expect(parsed.value).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/)
          expect(scaleOf(parsed.value)).toBeLessThanOrEqual(decimals)
          expect(compareDecimals(parsed.value, LARGEST_QUANTITY)).toBeLessThanOrEqual(0)
        },
      ),
    )
  })
})

const cents = fc.bigInt({ min: 0n, max: 10n ** 14n })
const asText = (value: bigint) =>
  canonical(`${value / 100n}.${(value % 100n).toString().padStart(2, '0')}`)

describe('exact arithmetic', () => {
  test('what floating point gets wrong is right', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3')
    expect(multiplyDecimals('1.1', '3')).toBe('3.3')
    expect(sumDecimals(Array<string>(10).fill('0.1'))).toBe('1')
    expect(addDecimals('9007199254740993', '0.0001')).toBe('9007199254740993.0001')
  })

  test('the sum of nothing is 0', () => {
    expect(sumDecimals([])).toBe('0')
  })

  test('adding is adding of hundredths, in any order', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(addDecimals(asText(a), asText(b))).toBe(asText(a + b))
        expect(addDecimals(asText(b), asText(a))).toBe(asText(a + b))
      }),
    )
  })

  test('multiplying is multiplying of hundredths', () => {
    fc.assert(
      fc.property(cents, fc.nat(100_000), (a, times) => {
        expect(multiplyDecimals(asText(a), String(times))).toBe(asText(a * BigInt(times)))
      }),
    )
  })

  test('comparing is comparing of hundredths, whatever the number of decimals', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const order = a === b ? 0 : a < b ? -1 : 1
        expect(compareDecimals(asText(a), asText(b))).toBe(order)
      }),
    )
    expect(compareDecimals('10', '9.99')).toBe(1)
    expect(compareDecimals('0.5', '0.50')).toBe(0)
  })

  test('the canonical form is one text for one value', () => {
    expect(['0', '00', '0.00', '000.0'].map(canonical)).toEqual(['0', '0', '0', '0'])
    expect(canonical('0012.3400')).toBe('12.34')
    expect(canonical('100')).toBe('100')
    fc.assert(
      fc.property(cents, (a) => {
        expect(canonical(asText(a))).toBe(asText(a))
      }),
    )
  })

  test('the scale is the number of digits after the point', () => {
    expect(['7', '7.5', '0.0001'].map(scaleOf)).toEqual([0, 1, 4])
  })
})
