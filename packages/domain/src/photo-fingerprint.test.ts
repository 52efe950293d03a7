import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  FINGERPRINT_GRID,
  SAME_PHOTO_MAXIMUM_DISTANCE,
  fingerprintBands,
  photoFingerprint,
} from './photo-fingerprint.ts'

const cells = FINGERPRINT_GRID.width * FINGERPRINT_GRID.height
const grids = fc.uint8Array({ minLength: cells, maxLength: cells })

test('a grid of another size is refused', () => {
  expect(() => photoFingerprint(new Uint8Array(64))).toThrow(RangeError)
})

test('a picture without anything in it has no fingerprint', () => {
  expect(photoFingerprint(new Uint8Array(cells).fill(200))).toBeNull()
  const slope = Uint8Array.from({ length: cells }, (_, at) => (at % FINGERPRINT_GRID.width) * 20)
  expect(photoFingerprint(slope)).toBeNull()
})

test('making the whole picture lighter changes nothing', () => {
  fc.assert(
    fc.property(grids, fc.integer({ min: 0, max: 100 }), (grid, more) => {
      const dim = grid.map((value) => Math.floor(value / 2))
      expect(photoFingerprint(dim.map((value) => value + more))).toBe(photoFingerprint(dim))
    }),
  )
})

test('a fingerprint is sixteen hexadecimal digits and one bit for each rise', () => {
  const zigzag = Uint8Array.from({ length: cells }, (_, at) => (at % 2) * 255)
  expect(photoFingerprint(zigzag)).toBe('aa55aa55aa55aa55')
})

test('two fingerprints no further apart than the same photo may be share a quarter', () => {
  const differing = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), {
    maxLength: SAME_PHOTO_MAXIMUM_DISTANCE,
  })
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), differing, (bits, flips) => {
      const hex = (value: bigint) => value.toString(16).padStart(16, '0')
      const other = flips.reduce((value, at) => value ^ (1n << BigInt(at)), bits)
      const bands = new Set(fingerprintBands(hex(bits)))
      expect(fingerprintBands(hex(other)).some((band) => bands.has(band))).toBe(true)
    }),
  )
})
