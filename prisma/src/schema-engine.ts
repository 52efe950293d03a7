import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPg } from '@prisma/adapter-pg'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { connectClient } from './connect-client.ts'
import { primaryUrl } from './database-servers.ts'

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
 * The stock adapter cuts a script at every semicolon, also inside functions and comments. Sent whole, PostgreSQL
 * reads it itself, and runs it as one transaction: a migration that fails leaves nothing behind.
 */
class WholeScriptPg extends PrismaPg {
  readonly #url: string
  readonly #opened: { dispose(): Promise<void> }[] = []

  constructor(url: string) {
    super({ connectionString: url })
    this.#url = url
  }

  override async connect() {
    const adapter = await super.connect()
    const url = this.#url
    this.#opened.push(adapter)
    return Object.assign(adapter, {
      executeScript: async (script: string) => {
        const client = await connectClient(url)
        try {
          await client.query(script)
        } finally {
          await client.end()
        }
      },
    })
  }

  /** The engine never gives its connection back, and with it the lock against a second migration. */
  async disposeAll() {
    for (const adapter of this.#opened.splice(0)) await adapter.dispose()
  }
}

/**
 * Runs `work` on Prisma's schema engine as WASM, bound to the database at `url`: what `prisma migrate`
 * runs on, without the native download.
 */
export async function withSchemaEngine<Result>(
  url: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  instantiated ??= instantiate()
  await instantiated
  const factory = new WholeScriptPg(await primaryUrl(url))
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(factory)
    const engine = await engineModule.SchemaEngine.new(
      { datamodels: undefined },
      () => undefined,
      adapter,
    )
    return await work(engine)
  } finally {
    await factory.disposeAll()
  }
}
