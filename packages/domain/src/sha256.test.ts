import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from './sha256.ts'

const hashOf = (...parts: Uint8Array[]) => {
  const hash = sha256()
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const expected = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('the examples of FIPS 180-4', () => {
  const text = (words: string) => hashOf(new TextEncoder().encode(words))
  expect(text('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(text('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('every length around the edges of a block', () => {
  for (let length = 0; length < 200; length += 1) {
    const bytes = new Uint8Array(length).fill(length)
    expect(hashOf(bytes)).toBe(expected(bytes))
  }
})

test('the same however it is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (parts) => {
      expect(hashOf(...parts)).toBe(expected(Buffer.concat(parts)))
    }),
  )
})
