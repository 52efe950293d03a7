/**
 * SHA-256 (FIPS 180-4, section 6.2), part by part: a browser offers it only over https, and only for a file that is
 * wholly in memory; offices also run this without.
 */
export type Sha256 = {
  /** Takes the next bytes. */
  update(bytes: Uint8Array): void
  /** The hash of all that was taken, as 64 hexadecimal digits; nothing may be taken afterwards. */
  digest(): string
}

const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 0x1_0000_0000)
const primes: number[] = []
for (let candidate = 2; primes.length < 64; candidate += 1)
  if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const constants = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))
/** Those of the square roots of the first eight. */
const initial = Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))

const rotated = (word: number, by: number) => (word >>> by) | (word << (32 - by))

function addBlock(state: Uint32Array, schedule: Uint32Array, view: DataView, at: number): void {
  const word = (index: number) => schedule[index] ?? 0
  for (let index = 0; index < 16; index += 1) schedule[index] = view.getUint32(at + index * 4)
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [word(index - 15), word(index - 2)]
    const small0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3)
    const small1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10)
    schedule[index] = word(index - 16) + small0 + word(index - 7) + small1
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let index = 0; index < 64; index += 1) {
    const large1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const first = (h + large1 + ((e & f) ^ (~e & g)) + (constants[index] ?? 0) + word(index)) | 0
    const large0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    const second = (large0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries())
    state[index] = (state[index] ?? 0) + value
}

/** Begins a hash. */
export function sha256(): Sha256 {
  const state = Uint32Array.from(initial)
  const schedule = new Uint32Array(64)
  const rest = new Uint8Array(64)
  let [restLength, length] = [0, 0]
  const restView = new DataView(rest.buffer)

  function update(bytes: Uint8Array): void {
    length += bytes.length
    let from = 0
    if (restLength > 0) {
      from = Math.min(64 - restLength, bytes.length)
      rest.set(bytes.subarray(0, from), restLength)
      restLength += from
      if (restLength < 64) return
      addBlock(state, schedule, restView, 0)
      restLength = 0
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (; from + 64 <= bytes.length; from += 64) addBlock(state, schedule, view, from)
    rest.set(bytes.subarray(from))
    restLength = bytes.length - from
  }
  return {
    update,
    digest: () => {
      const bits = BigInt(length) * 8n
      const zeros = (119 - restLength) % 64
      const padding = new Uint8Array(1 + zeros + 8)
      padding[0] = 0x80
      new DataView(padding.buffer).setBigUint64(1 + zeros, bits)
      update(padding)
      return [...state].map((value) => value.toString(16).padStart(8, '0')).join('')
    },
  }
}
