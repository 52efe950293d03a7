import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { restore } from './backup.ts'
import { BackupProblem } from './backup-file.ts'
import { migrate } from './migrate.ts'
import { connectCityDatabase, dataFolder } from './open-city-database.ts'
import { explainStartup } from './startup-problem.ts'

/** `npm run restore -- FILE` */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' }, json: { type: 'boolean' }, replace: { type: 'boolean' } },
})
const [file] = positionals
if (values.help || file === undefined) {
  console.log(`npm run restore -- FILE [--replace] [--json]

Restores a backup into an empty database (DATABASE_URL, else the embedded one under DATA_DIR) in one transaction, after
checking its checksum; with --replace in place of the city that is there. Stop the product first; afterwards run
npm run audit:verify and npm run rollups:verify.`)
  process.exit(values.help ? 0 : 2)
}
try {
  const database = await connectCityDatabase(process.env)
  try {
    await migrate(database.url)
    const filesDir = resolve(process.env['FILES_DIR'] ?? join(dataFolder(process.env), 'files'))
    const { rows, files } = await restore(database.url, filesDir, resolve(file), {
      replace: values.replace ?? false,
    })
    const sum = Object.values(rows).reduce((total, count) => total + count, 0)
    console.log(
      values.json
        ? JSON.stringify({ file, rows, files })
        : `restored ${sum} rows of ${Object.keys(rows).length} tables, ${files} files`,
    )
  } finally {
    await database.stop()
  }
} catch (problem) {
  console.error(
    problem instanceof BackupProblem
      ? problem.message
      : (explainStartup(problem, { url: process.env['DATABASE_URL'] ?? '' })?.message ?? problem),
  )
  process.exit(1)
}
process.exit(0)
