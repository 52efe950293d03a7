import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  migrationsFolder,
  reachedSchemaFolder,
  readSchema,
  schemaFolder,
} from './migration-files.ts'
import { connectCityDatabase } from './open-city-database.ts'
import { withSchemaEngine } from './schema-engine.ts'

/** `npm run db:new-migration -- name` */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' }, json: { type: 'boolean' } },
})
const [name = ''] = positionals
if (values.help || !/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.log(`npm run db:new-migration -- a_name_in_small_letters [--json]

Writes the difference between the schema that the newest migration reaches and prisma/schema as a new migration in
Prisma's format. What Prisma cannot say (triggers, checks, functions) is then added to the file by hand.`)
  process.exit(values.help ? 0 : 2)
}

const database = await connectCityDatabase(process.env)
try {
  const [before, after] = [await readSchema(reachedSchemaFolder), await readSchema(schemaFolder)]
  const { stdout } = await withSchemaEngine(database.url, (engine) =>
    engine.diff({
      from: { tag: 'schemaDatamodel', files: before },
      to: { tag: 'schemaDatamodel', files: after },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  )
  const script = stdout ?? ''
  if (script.trim() === '' || script.includes('This is an empty migration')) {
    console.log(values.json ? JSON.stringify({ migration: null }) : 'the schema has not changed')
  } else {
    const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
    const folder = join(migrationsFolder, `${stamp}_${name}`)
    await mkdir(folder)
    await writeFile(join(folder, 'migration.sql'), script)
    await rm(reachedSchemaFolder, { recursive: true })
    await cp(schemaFolder, reachedSchemaFolder, { recursive: true })
    console.log(
      values.json
        ? JSON.stringify({ migration: `${stamp}_${name}` })
        : `prisma/migrations/${stamp}_${name}/migration.sql`,
    )
  }
} finally {
  await database.stop()
}
process.exit()
