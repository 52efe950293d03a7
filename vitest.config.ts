import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Node takes graphql's CommonJS build, Vite its ES modules: two of them in one process do not know each other.
const resolve = {
  alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
}

const onDatabase = {
  globalSetup: ['prisma/src/testing-setup.ts'],
  testTimeout: 60_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'domain',
          include: ['packages/**/*.test.ts', 'scripts/**/*.test.ts', 'apps/web/src/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'database', include: ['prisma/**/*.test.ts'], ...onDatabase } },
      { resolve, test: { name: 'server', include: ['apps/server/**/*.test.ts'], ...onDatabase } },
    ],
  },
})
