import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '@gongjian/database/embedded'
import pg from 'pg'
import { measureImport } from './import-rows.ts'
import { end, signIn, startProduct } from './product.ts'
import type { Product } from './product.ts'
import { measureAssessment } from './scale/assess.ts'
import { measurePages } from './scale/list-pages.ts'
import { measureLook } from './scale/look.ts'
import { isLoadResult, loadNation } from './scale/load-nation.ts'
import type { LoadResult } from './scale/load-nation.ts'
import type { MeasuredCity } from './scale/measured-city.ts'
import { printScale, missedTargets } from './scale/print-scale.ts'
import { measureTotals } from './scale/totals.ts'
import { measureWriteCost } from './scale/write-cost.ts'

/** `npm run bench:scale`: the product beside the records of a nation. */
const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    activities: { type: 'string', default: '10000000' },
    organisations: { type: 'string', default: '100000' },
    'import-rows': { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    search: { type: 'boolean', default: false },
    data: { type: 'string', default: tmpdir() },
    keep: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})
if (values.help) {
  console.log(`npm run bench:scale [-- --activities 10000000] [--organisations 100000] [--import-rows 20000] [--rounds 5] [--seconds 4] [--search] [--data FOLDER] [--keep] [--only PARTS] [--strict] [--json]

Loads so many records with their outputs, of ten years and five cities, by COPY into a PostgreSQL of its own, and so many
communities under the names of China's sub-districts into the city that is measured. (The names are a package of 186 MB,
installed the first time into bench/.names.) Ten million records take about 20 GB and some minutes.
Then measures in one run, through the product: the first page of every list; a year by two dimensions from the records and
from the rollups; submitting and countersigning with and without rollups; an import; an assessment of every community.
Records have no participants, photos and signed opinions of their own: what reads those is measured by npm run bench.
Writes bench/results/scale.json. What was loaded is removed at the end, and where it is interrupted (Ctrl-C).
--rounds, --seconds: how often each figure is taken (the median counts), and how long writing is measured each time.
--import-rows: so many rows has the workbook that is imported; 0: none.
--search: makes the index of words too, which takes longer than all the rest, and measures searches.
--data: the folder in which the database is made.
--keep: keeps there what was loaded, and measures beside it the next time it is asked to keep; remove the folder by hand.
--only: of load, totals, assessment, look, pages, writes, import those that are named, with commas between them.
--strict: exits with 1 where a target is missed.`)
  process.exit(0)
}
const size = {
  activities: Number(values.activities),
  organisations: Number(values.organisations),
  search: values.search,
}
const rounds = Number(values.rounds)
const parts = values.only?.split(',')
const isAsked = (part: string) => parts === undefined || parts.includes(part)
if (
  ![size.activities, size.organisations, rounds].every((one) => Number.isInteger(one) && one > 0)
) {
  console.error('activities, organisations and rounds are whole numbers above 0')
  process.exit(2)
}

/** What an earlier call loaded and kept. */
function keptBefore(): LoadResult | null {
  if (!existsSync(noteOfLoaded)) return null
  const noted: unknown = JSON.parse(readFileSync(noteOfLoaded, 'utf8'))
  if (isLoadResult(noted)) return noted
  throw new Error(`${noteOfLoaded} is not as expected: remove ${folder}`)
}

const begun = performance.now()
/** On the terminal a passing line is written over by the next. */
function say(line: string, passing = false): void {
  const text = `${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${line}`
  if (!passing || !process.stderr.isTTY) process.stderr.write(`${text}\n`)
  else process.stderr.write(`\r[2K${text}`)
}

const folder = values.keep
  ? join(values.data, 'gongjian-scale-kept')
  : mkdtempSync(join(values.data, 'gongjian-scale-'))
const noteOfLoaded = join(folder, 'loaded.json')
const opened: (() => Promise<unknown>)[] = []
let cleaning: Promise<void> | null = null
/** In the opposite order, all of it even where some of it fails. */
function cleanUp(): Promise<void> {
  cleaning ??= (async () => {
    for (const close of opened.toReversed()) await close().catch(() => undefined)
    if (!values.keep) rmSync(folder, { recursive: true, force: true })
  })()
  return cleaning
}
let isInterrupted = false
function listenForInterrupts(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // The embedded database's library listens too, and would end the process before all is removed.
    process.removeAllListeners(signal)
    process.on(signal, () => {
      if (isInterrupted) return
      isInterrupted = true
      say(values.keep ? 'interrupted' : 'interrupted: removes what was loaded')
      void cleanUp().then(() => process.exit(130))
    })
  }
}

async function measure() {
  const database = await startEmbeddedPostgres({ dataDir: folder })
  opened.push(() => database.stop())
  listenForInterrupts()
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    DEMO: 'harbin-2008',
    FILES_DIR: join(folder, 'files'),
    LOG_LEVEL: 'error',
  }
  const start = async (more: NodeJS.ProcessEnv = {}): Promise<Product> => {
    const product = await startProduct({ ...env, ...more })
    opened.push(() => end(product.server))
    return product
  }
  const kept = keptBefore()
  if (kept === null) {
    say('loads the demonstration')
    const first = await start()
    await end(first.server)
  }
  const connect = async (settings = ''): Promise<pg.Client> => {
    const one = new pg.Client({ connectionString: database.url, options: settings })
    one.on('error', () => undefined)
    await one.connect()
    return one
  }
  const client = await connect()
  opened.push(() => client.end())
  const loading = '-c maintenance_work_mem=1GB -c work_mem=512MB -c synchronous_commit=off'
  const loaded = kept ?? (await loadNation(() => connect(loading), size, say))
  if (values.keep) writeFileSync(noteOfLoaded, JSON.stringify(loaded))
  say(`loaded in ${loaded.seconds.whole.toFixed(0)} s`)
  await client.query('RESET ALL')
  // Regular work would be measured with what is measured.
  const { server, address } = await start({ SWEEP_EVERY_SECONDS: '0' })
  say(
    'adds the parts of the sums together, and makes those of agencies and districts that are not there',
  )
  await client.query('SELECT fold_city_rollups(code) FROM city')
  await client.query(
    'SELECT rebuild_node_rollups(c.code, y) FROM city c, stale_node_years(c.code) AS y',
  )
  await client.query(
    'ANALYZE node_activity_rollup, node_year_rollup, node_output_rollup, city_activity_rollup, city_output_rollup',
  )
  const { rows } = await client.query<{ id: string }>(
    `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
     WHERE p.city_code = '2301' AND a.code = 'A001-01' AND c.code = '230102001001' AND p.valid_to IS NULL`,
  )
  const city: MeasuredCity = {
    client,
    pairing: rows[0]?.id ?? '',
    product: { address, processId: server.pid ?? 0 },
    cookies: {
      municipal: await signIn(address, 'municipal'),
      admin: await signIn(address, 'admin'),
      community: await signIn(address, 'community'),
      recorder: await signIn(address, 'recorder'),
      secretary: await signIn(address, 'secretary'),
    },
  }
  const asked = <Result>(part: string, line: string, take: () => Promise<Result>) => {
    if (!isAsked(part)) return null
    say(line)
    return take()
  }
  const totals = await asked('totals', 'a year by two dimensions', () =>
    measureTotals(client, rounds),
  )
  const assessment = await asked('assessment', 'an assessment of every community', () =>
    measureAssessment(city),
  )
  const look = await asked('look', 'a look for signs of gaming', () => measureLook(city))
  const listed = await asked('pages', 'the first page of every list', () =>
    measurePages(city, { rounds, search: size.search }, (page) => say(`page ${page}`, true)),
  )
  const writes = await asked('writes', 'submitting and countersigning', () =>
    measureWriteCost(city, { rounds, seconds: Number(values.seconds) }),
  )
  const importRows = Number(values['import-rows'])
  const imported =
    importRows > 0
      ? await asked('import', 'an import', () => measureImport(city, importRows))
      : null
  return {
    at: new Date().toISOString(),
    node: process.version,
    load: loadavg().map((one) => Math.round(one * 100) / 100),
    loaded,
    totals: totals ?? [],
    assessment,
    look,
    pages: listed?.pages ?? [],
    failedPages: listed?.failed ?? [],
    writes: writes ?? [],
    imported,
  }
}

try {
  const report = await measure()
  await cleanUp()
  const missed = missedTargets(report)
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true })
  writeFileSync(
    new URL('../results/scale.json', import.meta.url),
    `${JSON.stringify({ ...report, missed }, null, 2)}\n`,
  )
  if (values.json) console.log(JSON.stringify({ ...report, missed }))
  else printScale(report, missed)
  process.exit(values.strict && missed.length > 0 ? 1 : 0)
} catch (problem) {
  if (!isInterrupted) console.error(problem)
  await cleanUp()
  process.exit(isInterrupted ? 130 : 1)
}
