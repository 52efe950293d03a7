import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { cities } from './city-under-test.ts'

const installed = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** The built app on fresh demonstration cities, in a real Chromium; one story at a time in each. */
export default defineConfig({
  testDir: 'journeys',
  testMatch: '*.e2e.ts',
  fullyParallel: false,
  workers: cities.length,
  retries: 0,
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
