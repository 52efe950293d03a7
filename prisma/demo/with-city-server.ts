import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

async function answers(address: string): Promise<boolean> {
  const response = await fetch(`${address}/readyz`).catch(() => null)
  return response?.status === 200
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
}

/** Does the work against the server at `url`, else the one on PORT, else one that is started for it and stopped after. */
export async function withCityServer<Result>(
  url: string | null,
  work: (address: string) => Promise<Result>,
): Promise<Result> {
  if (url !== null) return work(url.replace(/\/$/, ''))
  const usual = `http://127.0.0.1:${process.env['PORT'] ?? 4000}`
  if (await answers(usual)) return work(usual)
  const port = await freePort()
  const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))
  const server = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve())
  })
  try {
    const address = `http://127.0.0.1:${port}`
    for (let tries = 0; !(await answers(address)); tries += 1) {
      if (server.exitCode !== null || tries > 240) throw new Error('the server did not start')
      await new Promise((resolve) => {
        setTimeout(resolve, 250)
      })
    }
    return await work(address)
  } finally {
    server.kill('SIGTERM')
    await ended
  }
}
