import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { parseArgs } from 'node:util'

/** `npm run dev`: the server, started again at every change, and the web client as it is typed. */
const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
if (values.help) {
  console.log(`npm run dev

Starts the server on PORT (4000), again at every change of its source, and Vite beside it on WEB_PORT (5173), which
hands the API's requests on to the server. Ctrl-C stops both, and the embedded database.`)
  process.exit(0)
}

const port = process.env['PORT'] ?? '4000'
const webPort = process.env['WEB_PORT'] ?? '5173'
const children: ChildProcess[] = []

function start(command: string, args: string[], cwd: string): void {
  const child = spawn(command, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, PORT: port, GONGJIAN_SERVER: `http://127.0.0.1:${port}` },
    shell: process.platform === 'win32',
  })
  children.push(child)
  child.on('error', (problem) => {
    console.error(`${command}: ${problem.message}`)
    stop()
  })
  // One without the other is of no use: who ends, ends both.
  child.on('exit', (code) => stop(code ?? 0))
}

let stopping = false
function stop(code = 1): void {
  if (stopping) return
  stopping = true
  process.exitCode = code
  for (const child of children) child.kill('SIGTERM')
}
process.on('SIGINT', () => stop(0))
process.on('SIGTERM', () => stop(0))

start(process.execPath, ['--watch', '--watch-preserve-output', 'apps/server/src/main.ts'], '.')
start('vite', ['--port', webPort, '--strictPort'], 'apps/web')
console.log(`· http://127.0.0.1:${webPort} (Vite) → http://127.0.0.1:${port} (API)`)
