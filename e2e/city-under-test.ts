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

function cityOn(port: number): CityUnderTest {
  return {
    port,
    robotPort: port + 1000,
    address: `http://127.0.0.1:${port}`,
    dataFolder: join(tmpdir(), `gongjian-e2e-${port}`),
  }
}

/** One for each worker: stories that run side by side share no data. */
export const cities: readonly [CityUnderTest, ...CityUnderTest[]] = [
  cityOn(firstPort),
  ...Array.from({ length: Number(process.env['E2E_WORKERS'] ?? 2) - 1 }, (_, index) =>
    cityOn(firstPort + 1 + index),
  ),
]

export const demonstrationPassword = process.env['DEMO_PASSWORD'] ?? 'gongjian-demo'
