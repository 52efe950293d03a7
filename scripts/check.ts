import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * `npm run check`: everything about the code that can be judged without a database or a browser.
 * CI runs the same steps with the same words.
 */
const { values } = parseArgs({ options: { help: { type: 'boolean' }, json: { type: 'boolean' } } })

type Step = { name: string; command: string; args: string[] }

const steps: Step[] = [
  { name: 'lock file names every platform', command: 'node', args: ['scripts/check-lock-file.ts'] },
  { name: 'format', command: 'oxfmt', args: ['--check', '.'] },
  { name: 'Chinese punctuation', command: 'node', args: ['scripts/check-punctuation.ts'] },
  {
    name: 'generate and build',
    command: 'turbo',
    args: ['run', 'generate', 'codegen', 'build', '--output-logs=errors-only'],
  },
  {
    name: 'printed schema is current',
    command: 'node',
    args: ['apps/server/src/print-schema.ts', '--check'],
  },
  { name: 'lint', command: 'oxlint', args: ['--quiet', '.'] },
  {
    name: 'types of the server, domain, database, tests',
    command: 'tsc',
    args: ['-p', 'tsconfig.json'],
  },
  { name: 'types of the web client', command: 'tsc', args: ['-p', 'apps/web/tsconfig.json'] },
  { name: 'unused code', command: 'knip', args: [] },
  {
    name: 'first load within its budget',
    command: 'node',
    args: ['scripts/check-first-load.ts'],
  },
]

if (values.help) {
  console.log('npm run check [-- --json]\n\nRuns, in this order:')
  for (const step of steps) console.log(`  ${step.name}: ${step.command} ${step.args.join(' ')}`)
  process.exit(0)
}

function run(step: Step): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(step.command, step.args, {
      stdio: values.json ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: '1',
        DO_NOT_TRACK: '1',
        NODE_ENV: 'production',
      },
      shell: process.platform === 'win32',
    })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}

const results: { name: string; ok: boolean; seconds: number }[] = []
for (const step of steps) {
  const started = performance.now()
  if (!values.json) console.log(`\n▸ ${step.name}`)
  const ok = await run(step)
  results.push({
    name: step.name,
    ok,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  })
}

if (values.json) console.log(JSON.stringify(results, null, 2))
else {
  console.log('')
  for (const { name, ok, seconds } of results)
    console.log(`${ok ? '✓' : '✗'} ${name} (${seconds} s)`)
}
process.exit(results.every((result) => result.ok) ? 0 : 1)
