import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import { z } from 'zod'

/**
 * `npm test`: the checks, the unit, property and API tests (vitest, with its own PostgreSQL), and the
 * stories in a real browser (Playwright against the built app). Closes with the sum over all runners.
 */
const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
if (values.help) {
  console.log(
    'npm test\n\nRuns `npm run check`, vitest and Playwright, and sums what passed and failed.',
  )
  process.exit(0)
}

// Emptied first: a report that a runner failed to write must not be read from the run before.
const reports = 'test-results'
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

function run(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NO_COLOR: '1', ...env },
      shell: process.platform === 'win32',
    })
    child.on('error', (problem) => {
      console.error(`${command}: ${problem.message}`)
      resolve(1)
    })
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

type Sum = { passed: number; failed: number }

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
})
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
})

function readReport<Report>(file: string, schema: z.ZodType<Report>): Report | null {
  try {
    return schema.parse(JSON.parse(readFileSync(`${reports}/${file}`, 'utf8')))
  } catch {
    return null
  }
}

/** The checks count as one each; a runner that fails without a failed test counts as one failure. */
function atLeastOneFailure(sum: Sum, exitCode: number): Sum {
  return exitCode !== 0 && sum.failed === 0 ? { ...sum, failed: 1 } : sum
}

const sums: Sum[] = []

const checkCode = await run('node', ['scripts/check.ts'])
sums.push(checkCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

const vitestCode = await run('vitest', [
  'run',
  '--reporter=default',
  '--silent=passed-only',
  '--reporter=json',
  `--outputFile.json=${reports}/vitest.json`,
])
const units = readReport('vitest.json', vitestReport)
sums.push(
  atLeastOneFailure(
    { passed: units?.numPassedTests ?? 0, failed: units?.numFailedTests ?? 1 },
    vitestCode,
  ),
)

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** The first of two ports that are free now, so that a running product, or another run of the tests, is not disturbed. */
async function freePorts(): Promise<number> {
  for (let port = 20_000 + (process.pid % 10_000); port < 32_000; port += 2)
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  throw new Error('no two ports are free')
}

const playwrightCode = await run('playwright', ['test', '--config', 'e2e/playwright.config.ts'], {
  E2E_PORT: String(await freePorts()),
})
const stories = readReport('playwright.json', playwrightReport)
sums.push(
  atLeastOneFailure(
    {
      passed: (stories?.stats.expected ?? 0) + (stories?.stats.flaky ?? 0),
      failed: (stories?.stats.unexpected ?? 1) + (stories?.errors.length ?? 0),
    },
    playwrightCode,
  ),
)

const flaky = stories?.stats.flaky ?? 0
if (flaky > 0)
  console.log(`\n${flaky} of the passed stories only at the second try: named above as flaky`)

const passed = sums.reduce((total, sum) => total + sum.passed, 0)
const failed = sums.reduce((total, sum) => total + sum.failed, 0)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
