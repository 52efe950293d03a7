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
import { measureArchives } from './make-archive.ts'
import type { ArchiveResult } from './make-archive.ts'
import { measureImport } from './import-rows.ts'
import type { ImportResult } from './import-rows.ts'
import { measureUploads } from './upload-files.ts'
import type { UploadResult } from './upload-files.ts'
import { measureSearch } from './search.ts'
import type { SearchResult } from './search.ts'

/** `npm run bench`: the product's list, submit and countersign beside the same work in bare node:http + pg, in one run. */
const { values } = parseArgs({
  allowNegative: true,
  options: {
    help: { type: 'boolean' },
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    records: { type: 'string', default: '0' },
    searches: { type: 'string', default: '20' },
    'archive-records': { type: 'string', default: '500' },
    'import-rows': { type: 'string', default: '100000' },
    uploads: { type: 'boolean', default: true },
  },
})
if (values.help) {
  console.log(`npm run bench [-- --rounds 3] [--seconds 4] [--records 0] [--searches 20] [--archive-records 500] [--import-rows 100000] [--no-uploads] [--strict] [--json]

Starts a demonstration city of its own, served by the product and by a bare node:http server that checks the same session
and sends the same work through pg; loads both in turn, from a process of its own, with 8 connections. Prints the medians
of the rounds: requests a second, 99th percentile, product / bare; and the product's memory at rest. Then searches, one
request after another, as who sees the city, an agency and a branch: median and 95th percentile. Then sends ten
files of ten megabytes at once, and imports a workbook, beside COPY of the same rows. Checks afterwards that the audit chain and the rollups hold. Writes bench/results/latest.json.
--records: so many records more, of ten years, are in the city before it is measured.
--searches: so many times each search is asked; 0: none.
--archive-records: so many records has the year of the branch whose archive is made; 0: none.
--import-rows: so many rows has the workbook that is imported; 0: none.
--no-uploads: sends no files.
--strict: exits with 1 where a target is missed.`)
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'gongjian-bench-'))
const city = await startCity(folder)
const results: PathResult[] = []
const broken: string[] = []
let searches: SearchResult[] = []
let imported: ImportResult | null = null
let archives: ArchiveResult[] = []
let uploads: UploadResult[] = []
try {
  if (Number(values.records) > 0) await addRecords(city.client, Number(values.records))
  for (const path of HOT_PATHS)
    results.push(
      await measurePath(city, path, {
        rounds: Number(values.rounds),
        seconds: Number(values.seconds),
      }),
    )
  if (Number(values.searches) > 0) searches = await measureSearch(city, Number(values.searches))
  if (values.uploads) uploads = await measureUploads(city)
  if (Number(values['archive-records']) > 0)
    archives = await measureArchives(city, join(folder, 'files'), Number(values['archive-records']))
  if (Number(values['import-rows']) > 0)
    imported = await measureImport(city, Number(values['import-rows']))
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
const mostSearchMilliseconds = 100
const missed = [
  ...results
    .filter(({ path, ratio }) => ratio < TARGETS[path])
    .map(({ path, ratio }) => `${path}: ${ratio.toFixed(2)} of ${TARGETS[path]}`),
  ...(city.megabytes.secondStart > mostMegabytes
    ? [`memory at rest: ${city.megabytes.secondStart} MB of ${mostMegabytes}`]
    : []),
  ...searches
    .filter(({ p95 }) => p95 > mostSearchMilliseconds)
    .map(
      ({ search, account, p95 }) =>
        `search ${search} as ${account}: ${p95.toFixed(0)} ms of ${mostSearchMilliseconds}`,
    ),
]
const report = {
  at: new Date().toISOString(),
  node: process.version,
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  records: Number(values.records),
  megabytes: city.megabytes,
  results,
  searches,
  imported,
  archives,
  uploads,
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
  for (const { search, account, hits, p50, p95 } of searches)
    console.log(
      `search ${search.padEnd(14)} as ${account.padEnd(10)} ${String(hits).padStart(3)} hits   median ${p50.toFixed(1)} ms   p95 ${p95.toFixed(1)} ms`,
    )
  for (const { records, photos, format, seconds, megabytesOfFile, peakMegabytes } of archives)
    console.log(
      `archive of ${records} records with ${photos} photos as ${format}: ${seconds.toFixed(1)} s, ${megabytesOfFile.toFixed(1)} MB; peak memory ${peakMegabytes} MB`,
    )
  for (const { kind, files, megabytes, seconds, restMegabytes, peakMegabytes } of uploads)
    console.log(
      `${files} ${kind} of ${megabytes.toFixed(1)} MB at once: ${seconds.toFixed(1)} s; memory ${restMegabytes} MB before, ${peakMegabytes} MB at most`,
    )
  if (imported !== null) {
    const { rows, checkSeconds, keepSeconds, copySeconds, megabytesOfFile, peakMegabytes } =
      imported
    console.log(
      `import of ${rows} rows (${megabytesOfFile.toFixed(1)} MB): checked in ${checkSeconds.toFixed(1)} s, submitted in ${keepSeconds.toFixed(1)} s, COPY of the same records ${copySeconds.toFixed(1)} s; memory ${peakMegabytes.before} MB before, at most ${peakMegabytes.check} MB while it was checked, ${peakMegabytes.keep} MB while it was submitted`,
    )
  }
  for (const one of missed) console.log(`below its target: ${one}`)
  for (const one of broken) console.log(`does not hold afterwards: ${one}`)
}
process.exit(broken.length > 0 || (values.strict && missed.length > 0) ? 1 : 0)
