import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the stories find their city. A port of its own, so that a running `npm start` is not disturbed. */
export const port = Number(process.env['E2E_PORT'] ?? 4718)
/** Where a story's own group chat listens. */
export const robotPort = port + 1000
export const address = `http://127.0.0.1:${port}`
export const dataFolder = join(tmpdir(), `gongjian-e2e-${port}`)
export const demonstrationPassword = process.env['DEMO_PASSWORD'] ?? 'gongjian-demo'
