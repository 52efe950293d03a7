import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Node takes graphql's CommonJS build, Vite its ES modules: two of them in one process do not know each other.
const resolve = {
  alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
}

const onDatabase = {
  globalSetup: ['prisma/src/testing-setup.ts'],
  // Limits are for what never ends: servers that start on a machine busy with other work may take minutes.
  testTimeout: 180_000,
  hookTimeout: 600_000,
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
      {
        resolve,
        test: {
          name: 'server',
          include: ['apps/server/**/*.test.ts'],
          setupFiles: ['apps/server/src/testing/names-its-city.ts'],
          ...onDatabase,
        },
      },
    ],
  },
})
