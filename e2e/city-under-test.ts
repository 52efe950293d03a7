import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type CityUnderTest = {
  port: number
  /** Where a story's own group chat listens. */
  robotPort: number
  address: string
  dataFolder: string
}

/** Ports of their own, so that a running `npm start` is not disturbed. */
const firstPort = Number(process.env['E2E_PORT'] ?? 4718)

/** One for each worker: stories that run side by side share no data. */
export const cities: readonly CityUnderTest[] = Array.from(
  { length: Number(process.env['E2E_WORKERS'] ?? 2) },
  (_, index) => {
    const port = firstPort + index
    return {
      port,
      robotPort: port + 1000,
      address: `http://127.0.0.1:${port}`,
      dataFolder: join(tmpdir(), `gongjian-e2e-${port}`),
    }
  },
)

export const demonstrationPassword = process.env['DEMO_PASSWORD'] ?? 'gongjian-demo'
