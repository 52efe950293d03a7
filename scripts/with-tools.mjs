import { spawn } from 'node:child_process'
import { prepare, root } from './prepare.mjs'

// Runs a script of the product on its own Node, after installing and generating what it needs.
const [script, ...args] = process.argv.slice(2)
const env = prepare({ web: false })
const child = spawn('node', [script, ...args], {
  cwd: root,
  env,
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))
