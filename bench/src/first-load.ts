import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { startCity } from './city.ts'
import { median } from './measure.ts'

/** `npm run bench:first-load`: how long a phone with a weak network looks at nothing. */
const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    rounds: { type: 'string', default: '5' },
  },
})
if (values.help) {
  console.log(`npm run bench:first-load [-- --rounds 5] [--strict] [--json]

Opens the built app in Chromium as a phone of 390 × 844, its processor four times slower, 1.6 Mbit/s down, 750 kbit/s up
and 150 ms of delay for every answer. Prints the medians: first words, usable (the page's first control takes what is
typed or tapped), kilobytes of JavaScript and of everything. Writes bench/results/first-load.json.
--strict: exits with 1 where the first visit is usable after more than 2 s or loads more than 180 kB of JavaScript.`)
  process.exit(0)
}
if (!existsSync(new URL('../../apps/web/dist/index.html', import.meta.url))) {
  console.error('The app is not built: npm run build -w apps/web')
  process.exit(2)
}

const processorSlowDown = 4
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
}
const targets = { usableSeconds: 2, scriptKilobytes: 180 }

type Opened = {
  firstWordsMs: number
  usableMs: number
  scriptKilobytes: number
  allKilobytes: number
}

/** Opens the address on the slow phone and waits until `use` could use it. */
async function open(
  context: BrowserContext,
  address: string,
  use: (page: Page) => Promise<void>,
): Promise<Opened> {
  const page = await context.newPage()
  const devTools = await context.newCDPSession(page)
  await devTools.send('Network.enable')
  await devTools.send('Network.emulateNetworkConditions', network)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: processorSlowDown })
  const scripts = new Set<string>()
  const bytes = { script: 0, all: 0 }
  devTools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength
    if (scripts.has(requestId)) bytes.script += encodedDataLength
  })
  const began = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await use(page)
  const usableMs = performance.now() - began
  const opened = {
    usableMs,
    scriptKilobytes: bytes.script / 1000,
    allKilobytes: bytes.all / 1000,
    firstWordsMs: await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    ),
  }
  await page.close()
  return opened
}

const typeAccount = (page: Page) => page.getByLabel('账号').fill('recorder')
/** The form stands in the page before the app is there to send it. */
const sendForm = async (page: Page) => {
  await page.getByLabel('账号').fill('recorder')
  await page.getByLabel('密码', { exact: true }).fill('gongjian-demo')
  await page.getByRole('button', { name: '登录', exact: true }).click({ trial: true })
}
/** Types and sends as soon as there is a form to be sent, and waits for what one came for. */
const signInAndStart = async (page: Page) => {
  await sendForm(page)
  await page.keyboard.press('Enter')
  await startRecord(page)
}
const startRecord = (page: Page) =>
  page.getByRole('button', { name: '填报活动' }).first().click({ trial: true })

async function round(browser: Browser, address: string, cookie: string) {
  const phone = {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  }
  const stranger = await browser.newContext(phone)
  const firstVisit = await open(stranger, `${address}/sign-in`, typeAccount)
  const secondVisit = await open(stranger, `${address}/sign-in`, typeAccount)
  await stranger.close()
  const other = await browser.newContext(phone)
  const firstSending = await open(other, `${address}/sign-in`, sendForm)
  await other.close()
  const comer = await browser.newContext(phone)
  const signingIn = await open(comer, `${address}/sign-in`, signInAndStart)
  await comer.close()
  const recorder = await browser.newContext(phone)
  const [name = '', value = ''] = cookie.split('=')
  await recorder.addCookies([{ name, value, url: address }])
  const workbench = await open(recorder, `${address}/`, startRecord)
  const workbenchAgain = await open(recorder, `${address}/`, startRecord)
  await recorder.close()
  return { firstVisit, firstSending, signingIn, secondVisit, workbench, workbenchAgain }
}
type Round = Awaited<ReturnType<typeof round>>

const what = {
  firstVisit: 'signing in, first visit',
  firstSending: 'until it can be sent',
  signingIn: 'signed in, at the workbench',
  secondVisit: 'signing in, again',
  workbench: 'workbench, nothing kept',
  workbenchAgain: 'workbench, again',
} as const satisfies Record<keyof Round, string>

const installed = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const folder = mkdtempSync(join(tmpdir(), 'gongjian-bench-'))
const city = await startCity(folder)
const browser = await chromium.launch({
  ...(existsSync(installed) ? { executablePath: installed } : {}),
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--disable-gpu',
  ],
})
const rounds: Round[] = []
try {
  for (let number = 0; number < Number(values.rounds); number += 1)
    rounds.push(await round(browser, city.product.address, city.cookies.recorder))
} finally {
  await browser.close()
  await city.stop()
  rmSync(folder, { recursive: true, force: true })
}

const middle = (visit: keyof Round, measure: keyof Opened) =>
  median(rounds.map((one) => one[visit][measure]))
const visits = (
  ['firstVisit', 'firstSending', 'signingIn', 'secondVisit', 'workbench', 'workbenchAgain'] as const
).map((visit) => ({
  visit,
  firstWordsMs: middle(visit, 'firstWordsMs'),
  usableMs: middle(visit, 'usableMs'),
  scriptKilobytes: middle(visit, 'scriptKilobytes'),
  allKilobytes: middle(visit, 'allKilobytes'),
  usableMsOfRounds: rounds.map((one) => Math.round(one[visit].usableMs)),
}))
const usableSeconds = middle('firstVisit', 'usableMs') / 1000
const scriptKilobytes = middle('firstSending', 'scriptKilobytes')
const missed = [
  ...(usableSeconds > targets.usableSeconds
    ? [`usable after ${usableSeconds.toFixed(1)} s of ${targets.usableSeconds} s`]
    : []),
  ...(scriptKilobytes > targets.scriptKilobytes
    ? [`${scriptKilobytes.toFixed(0)} kB of JavaScript of ${targets.scriptKilobytes} kB`]
    : []),
]
const report = { at: new Date().toISOString(), processorSlowDown, network, visits, missed }
mkdirSync(new URL('../results/', import.meta.url), { recursive: true })
writeFileSync(
  new URL('../results/first-load.json', import.meta.url),
  `${JSON.stringify(report, null, 2)}\n`,
)
if (values.json) console.log(JSON.stringify(report))
else {
  console.log(
    'what                         first words     usable   JavaScript        all   rounds',
  )
  for (const one of visits)
    console.log(
      `${what[one.visit].padEnd(28)} ${`${(one.firstWordsMs / 1000).toFixed(2)} s`.padStart(11)} ${`${(one.usableMs / 1000).toFixed(2)} s`.padStart(10)} ${`${one.scriptKilobytes.toFixed(0)} kB`.padStart(12)} ${`${one.allKilobytes.toFixed(0)} kB`.padStart(10)}   ${one.usableMsOfRounds.join(' ')}`,
    )
  for (const one of missed) console.log(`below its target, the first visit: ${one}`)
}
process.exit(values.strict && missed.length > 0 ? 1 : 0)
