/**
 * The short-lived code that a community shows at the place. It is bound to one session and to one step of time, and is
 * signed: who holds it was shown it during that step. What computes the signature (HMAC-SHA-256) is an argument.
 */
export type Sign = (message: string) => string

/** One code is shown for so long. */
export const STEP_MILLISECONDS = 60_000
/** A code still counts for so many steps after its own, as one needs a moment to raise the phone. */
export const TOLERATED_STEPS = 1
/** After so long between scanning and sending, a check-in is kept as sent later. Choosing one's name may take a while. */
export const PROMPT_MILLISECONDS = 10 * 60_000
/** A check-in kept on a phone is taken for so long after the scan. */
export const LATEST_MILLISECONDS = 72 * 3_600_000
/** A phone's clock that differs by more is remarked on; it is never believed. */
export const CLOCK_MILLISECONDS = 5 * 60_000

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/
const SIGNATURE_LETTERS = 22

/** The number of the step that an instant (milliseconds) lies in. */
export function stepOf(instant: number): number {
  return Math.floor(instant / STEP_MILLISECONDS)
}

function message(cityCode: string, sessionId: string, step: number): string {
  return `check-in|${cityCode}|${sessionId}|${step}`
}

/** `sign` gives base64url; its first 22 letters (132 bits) are the code's. */
export function writeCode(
  { cityCode, sessionId, instant }: { cityCode: string; sessionId: string; instant: number },
  sign: Sign,
): string {
  const step = stepOf(instant)
  const signature = sign(message(cityCode, sessionId, step)).slice(0, SIGNATURE_LETTERS)
  return `${sessionId.replaceAll('-', '')}${step.toString(36)}.${signature}`
}

export type ReadCode = { sessionId: string; step: number }

/** What an unaltered code of this city says; null for every other text. */
export function readCode(code: string, cityCode: string, sign: Sign): ReadCode | null {
  const match = /^([\da-f]{32})([\da-z]{1,8})\.([\w-]{22})$/.exec(code)
  if (match === null) return null
  const [, digits = '', stepDigits = '', signature = ''] = match
  const sessionId = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const step = Number.parseInt(stepDigits, 36)
  if (!uuid.test(sessionId) || step.toString(36) !== stepDigits) return null
  const expected = sign(message(cityCode, sessionId, step)).slice(0, SIGNATURE_LETTERS)
  return isSame(expected, signature) ? { sessionId, step } : null
}

/** Looks at every letter, so that the time taken tells nothing of how many are right. */
function isSame(left: string, right: string): boolean {
  let difference = left.length ^ right.length
  for (let index = 0; index < left.length; index += 1)
    difference |= (left.codePointAt(index) ?? 0) ^ (right.codePointAt(index) ?? 0)
  return difference === 0
}

export type ScanProblem = 'CODE_EXPIRED' | 'CODE_TOO_OLD' | 'CLOCK_DOES_NOT_AGREE'
export type Scan =
  | { ok: true; /** Milliseconds. */ scannedAt: number; sentLater: boolean; clockDiffers: boolean }
  | { ok: false; code: ScanProblem }

/**
 * Whether a code was valid when it was scanned, as the phone claims. The phone tells how long ago it scanned (a
 * difference, for which a wrong clock is no matter) and what time its clock shows, which is only remarked on.
 */
export function judgeScan({
  step,
  now,
  scannedAgo,
  phoneClock,
}: {
  step: number
  now: number
  /** Milliseconds between scanning and sending, by the phone. */
  scannedAgo: number
  /** What the phone's clock showed when it sent. */
  phoneClock: number
}): Scan {
  const scannedAt = now - scannedAgo
  const validFrom = step * STEP_MILLISECONDS
  const validUntil = (step + 1 + TOLERATED_STEPS) * STEP_MILLISECONDS
  if (now - validFrom > LATEST_MILLISECONDS) return { ok: false, code: 'CODE_TOO_OLD' }
  const sentLater = scannedAgo > PROMPT_MILLISECONDS
  if (scannedAgo < 0 || scannedAt < validFrom - TOLERATED_STEPS * STEP_MILLISECONDS)
    return { ok: false, code: 'CLOCK_DOES_NOT_AGREE' }
  if (scannedAt >= validUntil)
    return { ok: false, code: sentLater ? 'CLOCK_DOES_NOT_AGREE' : 'CODE_EXPIRED' }
  return {
    ok: true,
    // The signed step is better known than what the phone says.
    scannedAt: Math.min(Math.max(scannedAt, validFrom), now),
    sentLater,
    clockDiffers: Math.abs(phoneClock - now) > CLOCK_MILLISECONDS,
  }
}
