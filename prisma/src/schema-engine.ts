import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPg } from '@prisma/adapter-pg'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'

let instantiated: Promise<void> | undefined

/** The engine's JavaScript expects a bundler to have linked the WASM; Node links it by hand. */
async function instantiate(): Promise<void> {
  const javascript = fileURLToPath(
    import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
  )
  const bytes = await readFile(javascript.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': { ...engineModule },
  })
  engineModule.__wbg_set_wasm(instance.exports)
  const begin = instance.exports['__wbindgen_start']
  if (typeof begin === 'function') begin()
}

/**
 * Prisma's schema engine as WASM, bound to the database at `url`: what `prisma migrate` runs on,
 * without the native download.
 */
export async function openSchemaEngine(url: string): Promise<SchemaEngine> {
  instantiated ??= instantiate()
  await instantiated
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }))
  return engineModule.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter)
}
