import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Config } from './config.ts'

const keys = new Map<string, string>()

/** The setting's key, else the one in the file, which is made where there is none; of two processes one makes it. */
function keyOf({ signingKey, signingKeyFile }: Config): string {
  if (signingKey !== null) return signingKey
  const known = keys.get(signingKeyFile)
  if (known !== undefined) return known
  mkdirSync(dirname(signingKeyFile), { recursive: true })
  try {
    writeFileSync(signingKeyFile, randomBytes(32).toString('base64url'), {
      flag: 'wx',
      mode: 0o600,
    })
  } catch (problem) {
    const exists = problem instanceof Error && 'code' in problem && problem.code === 'EEXIST'
    if (!exists) throw problem
  }
  const key = readFileSync(signingKeyFile, 'utf8')
  if (key.length < 32) throw new Error(`${signingKeyFile} holds no key`)
  keys.set(signingKeyFile, key)
  return key
}

/** Signs a message with the installation's key: HMAC-SHA-256 in base64url. */
export function signerOf(config: Config): (message: string) => string {
  const key = keyOf(config)
  return (message) => createHmac('sha256', key).update(message).digest('base64url')
}
