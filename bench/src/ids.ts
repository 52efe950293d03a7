import { randomBytes } from 'node:crypto'

/** An id as clients make them: UUID version 7. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  const rest = randomBytes(10).toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-a${rest.slice(3, 6)}-${rest.slice(6, 18)}`
}
