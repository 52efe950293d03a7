import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Seals what says who a household is: AES-256-GCM, a fresh nonce of 96 bits each time, and the place (city, case,
 * field) as associated data, so that a sealed text opens only where it was put. Stored as 'key.' and then the nonce,
 * ciphertext and tag in base64url. Equal values are found by HMAC-SHA-256 under a second key of the same secret.
 */
type HouseholdKey = { id: string; sealing: Buffer; indexing: Buffer }
/** The newest first: it seals; all of them open. */
export type HouseholdKeyring = readonly [HouseholdKey, ...HouseholdKey[]]

/** Where a sealed text belongs. */
export type SealedPlace = { city: string; caseId: string; field: string }

export class HouseholdKeyProblem extends Error {
  readonly code: 'MALFORMED' | 'UNKNOWN_KEY' | 'WRONG_KEY'

  constructor(code: HouseholdKeyProblem['code']) {
    super(`household key: ${code}`)
    this.code = code
  }
}

const nonceBytes = 12
const tagBytes = 16

/** The keyring as it is written: 'id:base64 of 32 bytes', the newest first, between commas or on lines. */
export function parseHouseholdKeys(text: string): HouseholdKeyring {
  const keys = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part): HouseholdKey => {
      const match = /^([a-z0-9-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/.exec(part)
      const secret = Buffer.from(match?.[2] ?? '', 'base64')
      if (match === null || secret.length !== 32) throw new HouseholdKeyProblem('MALFORMED')
      return {
        id: match[1] ?? '',
        sealing: derived(secret, 'sealing'),
        indexing: derived(secret, 'indexing'),
      }
    })
  const [first, ...others] = keys
  if (first === undefined || new Set(keys.map(({ id }) => id)).size !== keys.length)
    throw new HouseholdKeyProblem('MALFORMED')
  return [first, ...others]
}

function derived(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `gongjian household ${purpose}`, 32))
}

/** A new key as it stands in the environment or the key file; its id is the day and four random signs. */
export function newHouseholdKey(now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '')
  return `k${day}-${randomBytes(2).toString('hex')}:${randomBytes(32).toString('base64')}`
}

function associated({ city, caseId, field }: SealedPlace): Buffer {
  return Buffer.from(`${city}|${caseId}|${field}`, 'utf8')
}

export function seal([key]: HouseholdKeyring, place: SealedPlace, plain: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key.sealing, nonce)
  cipher.setAAD(associated(place))
  const sealed = Buffer.concat([
    nonce,
    cipher.update(plain, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  return `${key.id}.${sealed.toString('base64url')}`
}

/** The id of the key that sealed the text. */
export function keyOfSealed(sealed: string): string {
  return sealed.slice(0, Math.max(0, sealed.indexOf('.')))
}

/** What was sealed. Throws HouseholdKeyProblem where the key is not there, or the text was not sealed with it here. */
export function unseal(keyring: HouseholdKeyring, place: SealedPlace, sealed: string): string {
  const id = keyOfSealed(sealed)
  const key = keyring.find((one) => one.id === id)
  if (key === undefined) throw new HouseholdKeyProblem('UNKNOWN_KEY')
  const bytes = Buffer.from(sealed.slice(id.length + 1), 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.sealing, bytes.subarray(0, nonceBytes))
    decipher.setAAD(associated(place))
    decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
    const plain = decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes))
    return Buffer.concat([plain, decipher.final()]).toString('utf8')
  } catch {
    throw new HouseholdKeyProblem('WRONG_KEY')
  }
}

/** The value's mark for comparison under each key, that of the newest first; another city's marks are others. */
export function blindIndexes(
  keyring: HouseholdKeyring,
  { city, kind }: { city: string; kind: 'identity' | 'phone' | 'nameAddress' },
  value: string,
): [string, ...string[]] {
  const mark = ({ indexing }: HouseholdKey) =>
    createHmac('sha256', indexing).update(`${city}|${kind}|${value}`, 'utf8').digest('base64url')
  const [first, ...others] = keyring
  return [mark(first), ...others.map(mark)]
}
