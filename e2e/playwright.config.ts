import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { cities } from './city-under-test.ts'
import type { CityOption } from './fixtures.ts'

/**
 * The stories of the second city; the first has all others. Divided by hand into halves that take the
 * same time, so that the stories of a city follow each other in the same order on every machine: what
 * one leaves behind, the next finds, everywhere.
 */
const storiesOfTheSecondCity: readonly string[] = [
  'every-page.e2e.ts',
  'notifications.e2e.ts',
  'plans.e2e.ts',
  'positions.e2e.ts',
  'seeing.e2e.ts',
  'the-story.e2e.ts',
]

const installed = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** The built app on fresh demonstration cities, in a real Chromium; one story at a time in each. */
export default defineConfig<CityOption>({
  testDir: 'journeys',
  fullyParallel: false,
  workers: cities.length,
  projects: cities.map((city, index) => ({
    name: `city ${index + 1}`,
    workers: 1,
    use: { city },
    testMatch: index === 0 ? '*.e2e.ts' : [...storiesOfTheSecondCity],
    testIgnore: index === 0 && cities.length > 1 ? [...storiesOfTheSecondCity] : [],
  })),
  // A story that passes only when it is told again is named as such at the end: it, or the product, has a race.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: '../test-results/e2e',
  reporter: [['list'], ['json', { outputFile: '../test-results/playwright.json' }]],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(existsSync(installed) ? { executablePath: installed } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--disable-gpu',
      ],
    },
  },
  webServer: cities.map(({ port, robotPort, address, dataFolder }) => ({
    command: 'node e2e/serve-city.ts',
    cwd: '..',
    url: `${address}/readyz`,
    timeout: 180_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'ignore',
    stderr: 'pipe',
    env: {
      PORT: String(port),
      DATA_DIR: dataFolder,
      DEMO: 'harbin-2008',
      ROBOT_HOSTS: `http://127.0.0.1:${robotPort}`,
      ROBOT_PRIVATE_ADDRESSES: '1',
    },
  })),
})
