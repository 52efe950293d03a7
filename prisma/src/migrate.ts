import { readMigrations } from './migration-files.ts'
import { withSchemaEngine } from './schema-engine.ts'

const nothingExternal = { externalTables: [], externalEnums: [] }

/**
 * Brings the database at `url` to the newest migration and gives the names of those that were applied.
 * Refuses a database whose migrations were edited, failed half-way, or are newer than this version.
 */
export async function migrate(url: string): Promise<string[]> {
  const migrationsList = await readMigrations()
  return withSchemaEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList,
      filters: nothingExternal,
    })
    return appliedMigrationNames
  })
}

/** Which migrations the database lacks, has failed on, or has that this version does not know. */
export async function diagnoseMigrations(url: string) {
  const migrationsList = await readMigrations()
  return withSchemaEngine(url, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: nothingExternal,
    }),
  )
}
