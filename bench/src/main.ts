import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBareServer } from './bare-server.ts'
import { measure } from './measure.ts'
import { startCity } from './city.ts'

/** `npm run bench`: the product's list, submit and countersign beside the same work in bare node:http + pg, in one run. */
const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    json: { type: 'boolean' },
    seconds: { type: 'string', default: '4' },
  },
})
if (values.help) {
  console.log(`npm run bench [-- --seconds 4] [--json]

Starts a demonstration city of its own, serves it once by the product and once by a bare node:http server that sends the
same statements through pg, and loads both in turn with 8 connections. Prints requests a second, the 99th percentile and
the ratio product / bare; writes bench/results/latest.json.`)
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'gongjian-bench-'))
const city = await startCity(folder)
const bare = await startBareServer(city.url)
const seconds = Number(values.seconds)
const results: {
  what: string
  product: number
  bare: number
  ratio: number
  productP99: number
  bareP99: number
}[] = []
try {
  for (const what of ['list', 'submit', 'countersign'] as const) {
    const product = await measure(city.requests[what], seconds)
    const plain = await measure(bare.requests[what](city), seconds)
    results.push({
      what,
      product: product.perSecond,
      bare: plain.perSecond,
      ratio: product.perSecond / plain.perSecond,
      productP99: product.p99,
      bareP99: plain.p99,
    })
  }
} finally {
  await bare.stop()
  await city.stop()
  rmSync(folder, { recursive: true, force: true })
}
const megabytes = Math.round(city.restingMegabytes())
const report = {
  at: new Date().toISOString(),
  node: process.version,
  seconds,
  restingMegabytes: megabytes,
  results,
}
mkdirSync(new URL('../results/', import.meta.url), { recursive: true })
writeFileSync(
  new URL('../results/latest.json', import.meta.url),
  `${JSON.stringify(report, null, 2)}\n`,
)
if (values.json) console.log(JSON.stringify(report))
else {
  console.log('what          product/s     bare/s   ratio   p99 product   p99 bare')
  for (const { what, product, bare: plain, ratio, productP99, bareP99 } of results) {
    console.log(
      `${what.padEnd(12)} ${product.toFixed(0).padStart(10)} ${plain.toFixed(0).padStart(10)} ${ratio.toFixed(2).padStart(7)} ${`${productP99.toFixed(1)} ms`.padStart(13)} ${`${bareP99.toFixed(1)} ms`.padStart(10)}`,
    )
  }
  console.log(`server at rest: ${megabytes} MB`)
}
process.exit(0)
