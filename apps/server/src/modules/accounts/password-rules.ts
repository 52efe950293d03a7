import { hash, verify } from '@node-rs/argon2'
import { InvalidInput } from '../../platform/failures.ts'

const PASSWORD_LENGTH = { least: 10, most: 200 } as const

const common = new Set([
  '1234567890',
  '0123456789',
  'password123',
  'qwertyuiop',
  '1qaz2wsx3edc',
  'gongjian123',
  'abcd123456',
  'a123456789',
  '1111111111',
  'administrator',
])

/** Refuses a password that is short, common, the account's own name, or the one before. */
export function checkNewPassword(next: string, account: string, current: string): void {
  const code =
    [...next].length < PASSWORD_LENGTH.least
      ? 'PASSWORD_TOO_SHORT'
      : next.length > PASSWORD_LENGTH.most
        ? 'TOO_LONG'
        : next === current
          ? 'PASSWORD_UNCHANGED'
          : common.has(next.toLowerCase()) ||
              next.toLowerCase().includes(account) ||
              new Set(next).size < 4
            ? 'PASSWORD_TOO_COMMON'
            : null
  if (code !== null) {
    throw new InvalidInput([
      {
        path: 'next',
        code,
        values: { minimum: PASSWORD_LENGTH.least, maximum: PASSWORD_LENGTH.most },
      },
    ])
  }
}

/** Argon2id with the library's present defaults (19 MiB, 2 passes), as OWASP recommends. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

let decoy: Promise<string> | undefined

/** Takes as long for an account that does not exist as for one that does. */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  decoy ??= hash('nobody has this password')
  const stored = passwordHash ?? (await decoy)
  const right = await verify(stored, password.slice(0, PASSWORD_LENGTH.most))
  return right && passwordHash !== null
}
