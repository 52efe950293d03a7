import { parseArgs } from 'node:util'
import {
  addHouseholdKey,
  householdKeySource,
  readHouseholdKeys,
} from '@gongjian/database/household-keys'
import {
  HouseholdKeyProblem,
  newHouseholdKey,
  parseHouseholdKeys,
} from '@gongjian/database/household-sealing'
import { forEveryCity } from '../../platform/every-city.ts'
import { robotKeysInUse, rotateRobots } from '../robots/rotate-robots.ts'
import { keysInUse, rotateKeys } from './rotate-keys.ts'

/** `npm run households:rotate-key` */
const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    json: { type: 'boolean' },
    'new-key': { type: 'boolean' },
    batch: { type: 'string' },
  },
})
if (values.help) {
  console.log(`npm run households:rotate-key [-- --new-key] [--batch 200] [--json]

Seals every household, and the address of every group robot, anew with the newest key. May run while the product runs, may be stopped and started again.
Keys: HOUSEHOLD_KEYS, "name:base64 of 32 bytes", the newest first, between commas; with the embedded database the file
household-keys under DATA_DIR.
  --new-key   makes a key first: puts it into the key file, or prints it for HOUSEHOLD_KEYS and ends. Where several
              processes serve, first add it there as the second key and restart them all, then make it the first.
An old key may be removed when the report says that it seals nothing. Backups made before still need it.
Exits with 1 where a case could not be opened with the keys that are here.`)
  process.exit(0)
}

const source = householdKeySource(process.env)
if (values['new-key']) {
  if (source === null || 'text' in source) {
    const key = newHouseholdKey(new Date())
    console.log(values.json ? JSON.stringify({ newKey: key }) : key)
    process.exit(0)
  }
  const id = await addHouseholdKey(source.file, new Date())
  process.stderr.write(`${source.file}: ${id}\n`)
}
const text = readHouseholdKeys(source)
if (text === null) {
  process.stderr.write(
    'There are no household keys: set HOUSEHOLD_KEYS, or make one with --new-key on the embedded database.\n',
  )
  process.exit(2)
}

function keyring(written: string) {
  try {
    return parseHouseholdKeys(written)
  } catch (problem) {
    if (!(problem instanceof HouseholdKeyProblem)) throw problem
    process.stderr.write('The household keys are malformed: write "name:base64 of 32 bytes".\n')
    process.exit(2)
  }
}
const keys = keyring(text)
let unreadable = 0
await forEveryCity(async (pool, city) => {
  const result = await rotateKeys(pool, city, keys, {
    batchSize: Math.max(1, Math.min(5000, Number(values.batch ?? 200) || 200)),
    onProgress: ({ found, rotated }) =>
      void process.stderr.write(`${city.code}: ${rotated} / ${found}\n`),
  })
  const robots = await rotateRobots(pool, city, keys)
  const inUse = await keysInUse(pool, city)
  const kept = new Set([result.key, ...inUse.keys(), ...(await robotKeysInUse(pool, city))])
  const idle = keys.map(({ id }) => id).filter((id) => !kept.has(id))
  unreadable += result.unreadable + robots.unreadable
  if (values.json)
    console.log(
      JSON.stringify({
        city: city.code,
        ...result,
        robots,
        keysInUse: Object.fromEntries(inUse),
        idle,
      }),
    )
  else {
    console.log(
      `${city.code}: ${result.rotated} of ${result.found} cases sealed anew with ${result.key}, ${result.unreadable} could not be opened`,
    )
    console.log(
      `${city.code}: ${robots.rotated} group robots sealed anew, ${robots.unreadable} could not be opened`,
    )
    for (const id of idle) console.log(`${city.code}: ${id} seals nothing any more`)
  }
})
process.exit(unreadable === 0 ? 0 : 1)
