import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from './calendar-day.ts'
import { compactNumber, identityCheckDigit, parseIdentityNumber } from './identity-number.ts'

const today = '2026-11-24'
const days = fc.integer({ min: 0, max: 45_000 }).map((offset) => addDays('1900-01-01', offset))
const numbers = fc
  .tuple(fc.integer({ min: 110_000, max: 659_999 }), days, fc.integer({ min: 0, max: 999 }))
  .map(([area, day, sequence]) => {
    const seventeen = `${area}${day.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
    return `${seventeen}${identityCheckDigit(seventeen)}`
  })
const fullWidth = (text: string) =>
  text.replaceAll(/[0-9X]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))

test('the example of GB 11643 holds', () => {
  expect(identityCheckDigit('11010519491231002')).toBe('X')
  expect(identityCheckDigit('44052418800101001')).toBe('4')
})

describe('a right number', () => {
  test('is read however it is typed', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const spaced = `${number.slice(0, 6)} ${number.slice(6, 14)}-${number.slice(14)}`
        for (const typed of [
          number,
          number.toLowerCase(),
          fullWidth(number),
          spaced,
          ` ${number}\u3000`,
        ])
          expect(parseIdentityNumber(typed, today)).toEqual({ ok: true, value: number })
      }),
    )
  })

  test('is refused with any other check digit, and with any digit changed', () => {
    fc.assert(
      fc.property(
        numbers,
        fc.integer({ min: 0, max: 17 }),
        fc.integer({ min: 1, max: 9 }),
        (number, place, step) => {
          const sign = number.charAt(place)
          const other = sign === 'X' ? '0' : String((Number(sign) + step) % 10)
          const changed = `${number.slice(0, place)}${other}${number.slice(place + 1)}`
          expect(parseIdentityNumber(changed, today).ok).toBe(false)
        },
      ),
    )
  })

  test('of the old form is the same as its new form', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        fc.pre(number.startsWith('19', 6) && Number(number.slice(14, 17)) < 996)
        const old = `${number.slice(0, 6)}${number.slice(8, 17)}`
        expect(parseIdentityNumber(old, today)).toEqual({ ok: true, value: number })
      }),
    )
  })
})

test('an old number from 996 on is of the century before', () => {
  const parsed = parseIdentityNumber('230102990101997', today)
  expect(parsed.ok && parsed.value.slice(6, 14)).toBe('18990101')
})

test.each([
  ['', 'IDENTITY_SHAPE'],
  ['1'.repeat(10_000), 'IDENTITY_SHAPE'],
  ['23010219600229001', 'IDENTITY_SHAPE'],
  ['2301021960022900101', 'IDENTITY_SHAPE'],
  ['X30102196002290010', 'IDENTITY_SHAPE'],
  ['一二三四五六七八九〇一二三四五', 'IDENTITY_SHAPE'],
  ['230102196102290013', 'IDENTITY_BIRTH_DAY'],
  ['230102203001010013', 'IDENTITY_BIRTH_DAY'],
  ['230102610229001', 'IDENTITY_BIRTH_DAY'],
])('%j is refused: %s', (typed, code) => {
  expect(parseIdentityNumber(typed, today)).toEqual({ ok: false, code })
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      expect(parseIdentityNumber(typed, today)).toHaveProperty('ok')
      expect(compactNumber(typed)).toBe(compactNumber(compactNumber(typed)))
    }),
  )
})
