/** The grey picture that a fingerprint is made of: nine columns, eight rows, one byte each. */
export const FINGERPRINT_GRID = { width: 9, height: 8 } as const

/** Two fingerprints that differ in no more of their 64 bits than this show, as good as certainly, the same photo. */
export const SAME_PHOTO_MAXIMUM_DISTANCE = 3

/** Nearly all bits alike: a wall, a sky, a black frame. Any two of those would look the same. */
const fewestBitsOfAPicture = 6

/**
 * 'Difference hash' of a picture: a bit for each pair of neighbours in a row, 1 where it gets brighter from left to
 * right; 16 hexadecimal digits. Scaling, compression and lightness leave it nearly as it is. Null for a picture with too
 * little in it to be told from others. Throws where the grid is not nine by eight.
 */
export function photoFingerprint(grey: Uint8Array): string | null {
  const { width, height } = FINGERPRINT_GRID
  if (grey.length !== width * height) throw new RangeError('a fingerprint is made of nine by eight')
  let bits = ''
  grey.forEach((value, at) => {
    const next = grey[at + 1]
    if (at % width < width - 1 && next !== undefined) bits += next > value ? '1' : '0'
  })
  const ones = bits.replaceAll('0', '').length
  if (ones < fewestBitsOfAPicture || ones > bits.length - fewestBitsOfAPicture) return null
  return BigInt(`0b${bits}`).toString(16).padStart(16, '0')
}

/**
 * The four quarters of a fingerprint, each a number that says also which quarter it is. Of two fingerprints that differ
 * in three bits at most, one quarter is the same: what an index can look up.
 */
export function fingerprintBands(fingerprint: string): number[] {
  return [0, 1, 2, 3].map(
    (quarter) =>
      quarter * 0x1_00_00 + Number.parseInt(fingerprint.slice(quarter * 4, quarter * 4 + 4), 16),
  )
}
