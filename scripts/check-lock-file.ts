import { readFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * A registry that lacks a platform package makes npm leave it out of the lock file without a word,
 * and `npm ci` then fails on that platform. Lists each optional dependency that is named but not held.
 */
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
})

const { packages } = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))

function isHeld(holder: string, name: string): boolean {
  let folder = holder
  while (true) {
    const prefix = folder === '' ? '' : `${folder}/`
    if (`${prefix}node_modules/${name}` in packages) return true
    if (folder === '') return false
    const above = folder.lastIndexOf('/node_modules/')
    folder = above >= 0 ? folder.slice(0, above) : ''
  }
}

const missing = Object.entries(packages).flatMap(([holder, { optionalDependencies = {} }]) =>
  Object.keys(optionalDependencies)
    .filter((name) => !isHeld(holder, name))
    .map((name) => `${holder || '(root)'} names ${name}, which the lock file does not hold`),
)

for (const line of missing) console.error(line)
process.exit(missing.length === 0 ? 0 : 1)
