import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { addRecords } from './add-records.ts'
import { startCity } from './city.ts'
import { HOT_PATHS, measurePath, TARGETS } from './hot-paths.ts'
import type { PathResult } from './hot-paths.ts'

/** `npm run bench`: the product's list, submit and countersign beside the same work in bare node:http + pg, in one run. */
const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    records: { type: 'string', default: '0' },
  },
})
if (values.help) {
  console.log(`npm run bench [-- --rounds 3] [--seconds 4] [--records 0] [--strict] [--json]

Starts a demonstration city of its own, served by the product and by a bare node:http server that checks the same session
and sends the same work through pg; loads both in turn, from a process of its own, with 8 connections. Prints the medians
of the rounds: requests a second, 99th percentile, product / bare; and the product's memory at rest. Checks afterwards
that the audit chain and the rollups hold. Writes bench/results/latest.json.
--records: so many records more, of ten years, are in the city before it is measured.
--strict: exits with 1 where a target is missed.`)
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'gongjian-bench-'))
const city = await startCity(folder)
const results: PathResult[] = []
const broken: string[] = []
try {
  if (Number(values.records) > 0) await addRecords(city.client, Number(values.records))
  for (const path of HOT_PATHS)
    results.push(
      await measurePath(city, path, {
        rounds: Number(values.rounds),
        seconds: Number(values.seconds),
      }),
    )
  for (const [name, command] of [
    ['audit:verify', '../../apps/server/src/modules/audit/verify-audit-command.ts'],
    ['rollups:verify', '../../apps/server/src/modules/analysis/verify-rollups-command.ts'],
  ] as const) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [fileURLToPath(new URL(command, import.meta.url))],
      { env: { ...process.env, DATABASE_URL: city.url }, encoding: 'utf8' },
    )
    if (status !== 0) broken.push(`${name}: ${(stdout + stderr).slice(0, 600)}`)
  }
} finally {
  await city.stop()
  rmSync(folder, { recursive: true, force: true })
}

const mostMegabytes = 250
const missed = [
  ...results
    .filter(({ path, ratio }) => ratio < TARGETS[path])
    .map(({ path, ratio }) => `${path}: ${ratio.toFixed(2)} of ${TARGETS[path]}`),
  ...(city.megabytes.secondStart > mostMegabytes
    ? [`memory at rest: ${city.megabytes.secondStart} MB of ${mostMegabytes}`]
    : []),
]
const report = {
  at: new Date().toISOString(),
  node: process.version,
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  records: Number(values.records),
  megabytes: city.megabytes,
  results,
  missed,
  broken,
}
mkdirSync(new URL('../results/', import.meta.url), { recursive: true })
writeFileSync(
  new URL('../results/latest.json', import.meta.url),
  `${JSON.stringify(report, null, 2)}\n`,
)
if (values.json) console.log(JSON.stringify(report))
else {
  console.log('what          product/s     bare/s   ratio   p99 product   p99 bare   rounds')
  for (const { path, product, bare, ratio, rounds } of results) {
    console.log(
      `${path.padEnd(12)} ${product.perSecond.toFixed(0).padStart(10)} ${bare.perSecond.toFixed(0).padStart(10)} ${ratio.toFixed(2).padStart(7)} ${`${product.p99.toFixed(1)} ms`.padStart(13)} ${`${bare.p99.toFixed(1)} ms`.padStart(10)}   ${rounds.map((round) => round.toFixed(2)).join(' ')}`,
    )
  }
  console.log(
    `memory at rest: ${city.megabytes.afterLoading} MB after loading the demonstration, ${city.megabytes.secondStart} MB after a second start`,
  )
  for (const one of missed) console.log(`below its target: ${one}`)
  for (const one of broken) console.log(`does not hold afterwards: ${one}`)
}
process.exit(broken.length > 0 || (values.strict && missed.length > 0) ? 1 : 0)
