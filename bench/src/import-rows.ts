import { setTimeout as sleep } from 'node:timers/promises'
import { writeXlsx } from 'hucre/xlsx'
import type { BenchCity } from './city.ts'
import { peakOf, resetPeak } from './peak-memory.ts'

export type ImportResult = {
  rows: number
  megabytesOfFile: number
  checkSeconds: number
  keepSeconds: number
  /** The same records and outputs, by COPY into tables like the product's, with their indexes and without its triggers. */
  copySeconds: number
  /** The most memory that the product's process had, reading thread included, while it checked and while it kept. */
  peakMegabytes: { before: number; check: number; keep: number }
}

type ImportingCity = Pick<BenchCity, 'client' | 'product' | 'cookies'>

const head = ['日期', '共建对子', '标题', '说明', '指标1', '数量1', '参加人数', '人均工时']
const days = ['2008年9月3日', '2008.9.4', '20080905', '2008-09-06', 39697]

/** So that beside what an earlier call has kept the rows are new ones. */
const made = Date.now().toString(36)

/** Imports a workbook of so many rows, submits all of them, and copies them once more by COPY. */
export async function measureImport(city: ImportingCity, rows: number): Promise<ImportResult> {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '活动',
        rows: [
          head,
          ...Array.from({ length: rows }, (_, index) => [
            days[index % days.length] ?? null,
            '省报社社区',
            `社区党课与居民恳谈 ${made} ${index}`,
            '与居民一起学习,会后逐户走访。',
            'partyBuilding.lectures',
            1 + (index % 3),
            8 + (index % 20),
            1.5,
          ]),
        ],
      },
    ],
  })
  const { processId } = city.product
  resetPeak(processId)
  const before = peakOf(processId)
  const begun = performance.now()
  const id = await sent(city, '/api/imports?fileName=bench.xlsx', bytes)
  await until(city, id, 'CHECKED')
  const checked = performance.now()
  const check = peakOf(processId)
  resetPeak(processId)
  await sent(city, `/api/imports/${id}/keep`, JSON.stringify({ as: 'SUBMITTED' }))
  await until(city, id, 'KEPT')
  const kept = performance.now()
  const keep = peakOf(processId)
  return {
    rows,
    megabytesOfFile: bytes.length / 1024 / 1024,
    checkSeconds: (checked - begun) / 1000,
    keepSeconds: (kept - checked) / 1000,
    copySeconds: await copyAgain(city, id),
    peakMegabytes: { before, check, keep },
  }
}

async function sent(city: ImportingCity, path: string, body: Uint8Array | string): Promise<string> {
  const response = await fetch(`${city.product.address}${path}`, {
    method: 'POST',
    headers: {
      'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
      'x-requested-with': 'bench',
      cookie: city.cookies.recorder,
    },
    body: typeof body === 'string' ? body : Buffer.from(body),
  })
  const told: unknown = await response.json()
  if (response.status !== 202) throw new Error(`${path}: ${JSON.stringify(told)}`)
  return typeof told === 'object' && told !== null && 'id' in told ? String(told.id) : ''
}

async function until(city: ImportingCity, id: string, state: string): Promise<void> {
  for (;;) {
    // oxlint-disable no-await-in-loop -- asked again and again, as the page does
    const { rows } = await city.client.query<{ state: string; problem: unknown }>(
      'SELECT state, problem FROM import WHERE id = $1',
      [id],
    )
    if (rows[0]?.state === state) return
    if (rows[0]?.state.endsWith('ING') !== true)
      throw new Error(`the import ended as ${JSON.stringify(rows[0])}`)
    await sleep(100)
    // oxlint-enable no-await-in-loop
  }
}

async function copyAgain({ client }: ImportingCity, id: string): Promise<number> {
  const made = `(SELECT activity_id FROM import_row WHERE import_id = '${id}')`
  const folder = (await client.query<{ data_directory: string }>('SHOW data_directory')).rows[0]
    ?.data_directory
  const file = (table: string) => `${folder}/bench-${table}.copy`
  const tables = [
    ['activity', 'id'],
    ['output', 'activity_id'],
    ['participation', 'activity_id'],
  ] as const
  for (const [table, key] of tables) {
    // oxlint-disable-next-line no-await-in-loop -- one connection
    await client.query(
      `COPY (SELECT * FROM ${table} WHERE ${key} IN ${made}) TO '${file(table)}'; CREATE TABLE copied_${table} (LIKE ${table} INCLUDING ALL)`,
    )
  }
  const begun = performance.now()
  // oxlint-disable-next-line no-await-in-loop -- one connection
  for (const [table] of tables) await client.query(`COPY copied_${table} FROM '${file(table)}'`)
  const seconds = (performance.now() - begun) / 1000
  // oxlint-disable-next-line no-await-in-loop -- one connection
  for (const [table] of tables) await client.query(`DROP TABLE copied_${table}`)
  return seconds
}
