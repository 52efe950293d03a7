import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fail, prepare, root } from './prepare.mjs'

if (process.argv.includes('--help')) {
  process.stdout.write(`npm start

Installs what is needed, prepares the database, loads the demonstration city once, builds the web client where it has
changed, and serves all of it. Settings, from the environment:
  PORT (4000), HOST (127.0.0.1)
  DATABASE_URL   a PostgreSQL of one's own; else the embedded one under DATA_DIR (.data)
  DEMO           harbin-2008 (default on the embedded database) or none
  DEMO_PASSWORD  of the demonstration accounts
  FILES_DIR      where photos are kept (DATA_DIR/files)
  NODE_ENV=production, SECURE_COOKIES=1, LOG_LEVEL
`)
  process.exit(0)
}

const port = Number(process.env.PORT ?? 4000)
if (!Number.isInteger(port) || port < 0 || port > 65535)
  fail(
    `端口 ${process.env.PORT} 不是端口号：PORT 应为 0 至 65535 的整数。\n${process.env.PORT} is no port: PORT is a whole number from 0 to 65535.`,
  )
await new Promise((resolve) => {
  const probe = createServer()
  probe.once('error', (problem) => {
    if (problem.code === 'EADDRINUSE')
      fail(
        `端口 ${port} 已被占用：请关闭占用它的程序，或用 PORT=其他端口 npm start。\nPort ${port} is in use: stop what uses it, or choose another with PORT=… npm start.`,
      )
    resolve()
  })
  probe.listen(port, process.env.HOST ?? '127.0.0.1', () => probe.close(resolve))
})

const env = prepare({ web: true })
const child = spawn('node', ['apps/server/src/main.ts'], {
  cwd: root,
  env,
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
// Ctrl-C in a terminal reaches the child by itself; a signal to this process alone is handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) =>
  process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)),
)
