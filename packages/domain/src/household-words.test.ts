import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskAddress, maskName, maskNumber } from './masking.ts'
import { personalTraces } from './personal-words.ts'
import { parsePersonName } from './person-name.ts'
import { parsePhoneNumber } from './phone-number.ts'

describe('masks', () => {
  test.each([
    ['王建国', '王**'],
    ['王五', '王**'],
    ['王', '***'],
    ['', '***'],
    ['阿卜杜拉·买买提', '阿**'],
    ['\u{20BB7}野家', '\u{20BB7}**'],
    ['葛\u{e0100}城', '葛\u{e0100}**'],
  ])('%j is shown as %j', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })
  test.each([
    ['13900000018', '1*********8'],
    ['23019919600229001X', '2****************X'],
    ['123456', '*******'],
    ['', '*******'],
  ])('%j is shown as %j', (number, masked) => {
    expect(maskNumber(number)).toBe(masked)
  })
  test('a mask shows at most the first character of a name, and two signs of a number', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const shown = (mask: string) => [...mask].filter((sign) => sign !== '*').join('')
        const [first] = [...new Intl.Segmenter('zh').segment(text)].map(({ segment }) => segment)
        expect(['', first?.replaceAll('*', '')]).toContain(shown(maskName(text)))
        expect([...shown(maskNumber(text))].length).toBeLessThanOrEqual(2)
        expect(shown(maskAddress(text))).toBe('')
      }),
    )
  })
})

describe('names', () => {
  test.each([
    ['王 五', '王五'],
    ['\u3000王五\u200b', '王五'],
    ['买买提•艾力', '买买提·艾力'],
    ['John  Smith', 'John Smith'],
    ["O'Neil", "O'Neil"],
    ['\u{2B740}\u{30000}', '\u{2B740}\u{30000}'],
    ['王\ue863', '王\ue863'],
    ['〇一', '〇一'],
    ['⿰亻义明', '⿰亻义明'],
  ])('%j is %j', (typed, value) => {
    expect(parsePersonName(typed)).toEqual({ ok: true, value })
  })
  test.each([
    ['', 'REQUIRED'],
    ['  ', 'REQUIRED'],
    ['王'.repeat(51), 'TOO_LONG'],
    ['王'.repeat(10_000), 'TOO_LONG'],
    ['王5', 'NAME_SHAPE'],
    ['<b>王</b>', 'NAME_SHAPE'],
    ['···', 'NAME_SHAPE'],
    ['=cmd', 'NAME_SHAPE'],
  ])('%j is refused: %s', (typed, code) => {
    expect(parsePersonName(typed)).toEqual({ ok: false, code })
  })
  test('the one form stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        const parsed = parsePersonName(typed)
        const again = parsePersonName(parsed.ok ? parsed.value : typed)
        expect(again).toEqual(parsed)
      }),
    )
  })
})

describe('telephone numbers', () => {
  test.each([
    ['13912345678', '13912345678'],
    ['１３９ １２３４ ５６７８', '13912345678'],
    ['+86 139-1234-5678', '13912345678'],
    ['008613912345678', '13912345678'],
    ['8613912345678', '13912345678'],
    ['(0451)84612345', '0451-84612345'],
    ['010 62771234', '010-62771234'],
    ['84612345转8001', '84612345#8001'],
    ['0451-5861234', '0451-5861234'],
  ])('%j is %j', (typed, value) => {
    expect(parsePhoneNumber(typed)).toEqual({ ok: true, value })
  })
  test.each([
    '',
    '1391234567',
    '139123456789',
    '12345678901',
    '04511234567',
    'abc',
    '1'.repeat(10_000),
  ])('%j is refused', (typed) => {
    expect(parsePhoneNumber(typed)).toEqual({ ok: false, code: 'PHONE_SHAPE' })
  })
  test('the one form stays as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9 +()-]{6,16}$/), (typed) => {
        const parsed = parsePhoneNumber(typed)
        const again = parsePhoneNumber(parsed.ok ? parsed.value : typed)
        expect(again).toEqual(parsed)
      }),
    )
  })
})

describe('traces of a person in words', () => {
  const known = {
    name: '王建国',
    phone: '0451-84612345',
    identityNumber: '230199196002290011',
    address: '友谊路1号2单元301室',
  }
  test.each<[string, string[]]>([
    ['看望困难党员,商定每月送药一次', []],
    ['2008年9月20日走访,资助300元', []],
    ['找王建国', ['NAME']],
    ['找 王 建 国', ['NAME']],
    ['电话 １３９ ００００ ０００１', ['PHONE']],
    ['电话0451 8461 2345', ['PHONE']],
    ['13900000001 13900000002', ['PHONE']],
    ['230102600229001 13900000002', ['IDENTITY_NUMBER', 'PHONE']],
    ['证号230199 19600229 0010', ['IDENTITY_NUMBER']],
    ['证号230102600229001', ['IDENTITY_NUMBER']],
    ['家住友谊路1号 2单元 301室', ['ADDRESS']],
  ])('%j: %j', (words, traces) => {
    expect(personalTraces(words, known)).toEqual(traces)
  })
  test('any number shaped as one is found where nothing is known', () => {
    expect(personalTraces('证号23019919600229001x,手机13900000001')).toEqual([
      'IDENTITY_NUMBER',
      'PHONE',
    ])
  })
})
