import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Writes the Prisma client and the Pothos types. The `prisma` command wants to download a native
 * schema engine even where it does not use one; any executable named in its place lets it go on.
 */
const prismaCommand = fileURLToPath(import.meta.resolve('prisma/build/index.js'))
const folder = fileURLToPath(new URL('..', import.meta.url))

const { status } = spawnSync(process.execPath, [prismaCommand, 'generate'], {
  cwd: folder,
  stdio: 'inherit',
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
})
process.exit(status ?? 1)
