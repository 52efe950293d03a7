import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  blindIndexes,
  HouseholdKeyProblem,
  keyOfSealed,
  newHouseholdKey,
  parseHouseholdKeys,
  seal,
  unseal,
} from './household-sealing.ts'

const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const old = parseHouseholdKeys(`k1:${secret(1)}`)
const both = parseHouseholdKeys(`k2:${secret(2)},k1:${secret(1)}`)
const place = { city: '2301', caseId: '01900000-0000-7000-8000-000000000001', field: 'name' }
const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (problem) {
    return problem instanceof HouseholdKeyProblem ? problem.code : problem
  }
  return null
}

test('any text comes back as it was, and is never sealed twice alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const plain = text.toWellFormed()
      const [one, two] = [seal(old, place, plain), seal(old, place, plain)]
      expect(unseal(old, place, one)).toBe(plain)
      expect(one).not.toBe(two)
      expect(one).toMatch(/^k1\.[\w-]{38,}$/)
    }),
  )
})

describe('a sealed text opens nowhere but at its place, with its key, as it was', () => {
  const sealed = seal(old, place, '王演示')
  test.each([
    ['another city', { ...place, city: '2302' }],
    ['another case', { ...place, caseId: '01900000-0000-7000-8000-000000000002' }],
    ['another field', { ...place, field: 'address' }],
  ])('%s', (_where, other) => {
    expect(codeOf(() => unseal(old, other, sealed))).toBe('WRONG_KEY')
  })
  test('another key of the same name', () => {
    expect(codeOf(() => unseal(parseHouseholdKeys(`k1:${secret(9)}`), place, sealed))).toBe(
      'WRONG_KEY',
    )
  })
  test('a keyring without its key', () => {
    expect(codeOf(() => unseal(parseHouseholdKeys(`k2:${secret(2)}`), place, sealed))).toBe(
      'UNKNOWN_KEY',
    )
  })
  test('a changed sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: sealed.length - 2 }), (position) => {
        const changed = `${sealed.slice(0, position)}${sealed[position] === 'A' ? 'B' : 'A'}${sealed.slice(position + 1)}`
        expect(codeOf(() => unseal(old, place, changed))).toBe('WRONG_KEY')
      }),
    )
  })
  test('a text cut short', () => {
    expect(codeOf(() => unseal(old, place, sealed.slice(0, 12)))).toBe('WRONG_KEY')
    expect(codeOf(() => unseal(old, place, ''))).toBe('UNKNOWN_KEY')
  })
})

test('the newest key seals, all of them open and find', () => {
  const before = seal(old, place, '王演示')
  const after = seal(both, place, '王演示')
  expect([before, after].map(keyOfSealed)).toEqual(['k1', 'k2'])
  expect([before, after].map((one) => unseal(both, place, one))).toEqual(['王演示', '王演示'])
  const where = { city: '2301', kind: 'phone' } as const
  expect(blindIndexes(both, where, '1')).toContain(blindIndexes(old, where, '1')[0])
  expect(blindIndexes(both, where, '1')[0]).not.toBe(blindIndexes(old, where, '1')[0])
  expect(blindIndexes(old, { ...where, city: '2302' }, '1')[0]).not.toBe(
    blindIndexes(old, where, '1')[0],
  )
  expect(blindIndexes(old, { ...where, kind: 'identity' }, '1')[0]).not.toBe(
    blindIndexes(old, where, '1')[0],
  )
})

test.each([
  '',
  ' ',
  'k1',
  `k1:${secret(1).slice(0, 40)}`,
  `K1:${secret(1)}`,
  `k1:${secret(1)},k1:${secret(2)}`,
  `k1:${Buffer.alloc(16).toString('base64')}`,
])('the keyring %j is malformed', (text) => {
  expect(codeOf(() => parseHouseholdKeys(text))).toBe('MALFORMED')
})

test('a new key is one that is understood', () => {
  expect(parseHouseholdKeys(newHouseholdKey(new Date(0)))[0].id).toMatch(/^k19700101-[0-9a-f]{4}$/)
})
