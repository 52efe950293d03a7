import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certificateCode, maskedName, parseCertificateCode, shownName } from './volunteer-name.ts'

test.each([
  [false, false, { number: 3 }],
  [false, true, { name: '王建国' }],
  [true, false, { name: '王建国' }],
  [true, true, { name: '王建国' }],
] as const)('consent %s, keeper of the list %s', (consentsToNamed, keepsTheList, expected) => {
  expect(shownName({ name: '王建国', number: 3, consentsToNamed }, keepsTheList)).toEqual(expected)
})

test.each([
  ['王建国', '王＊国'],
  ['李明', '李＊'],
  ['欧阳志远', '欧＊＊远'],
  ['𠮷田', '𠮷＊'],
  ['王', '王＊'],
])('%s is shown to the public as %s', (name, expected) => {
  expect(maskedName(name)).toBe(expected)
})

test('a code is found again however it is typed, and no other text is one', () => {
  for (let round = 0; round < 200; round += 1) {
    const code = certificateCode(randomBytes(12))
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/)
    expect(parseCertificateCode(code)).toBe(code)
    expect(parseCertificateCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code)
  }
  expect(parseCertificateCode('ABCD-EFGH-JKM')).toBeNull()
  expect(parseCertificateCode('ABCD-EFGH-JKM0')).toBeNull()
  expect(parseCertificateCode("' OR 1=1 --")).toBeNull()
})

test('every text either is no code or becomes the same one again', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const code = parseCertificateCode(typed)
      expect(parseCertificateCode(code ?? '')).toBe(code)
    }),
  )
})
