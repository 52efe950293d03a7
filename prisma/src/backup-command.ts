import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backup } from './backup.ts'
import { connectCityDatabase, dataFolder } from './open-city-database.ts'
import { explainStartup } from './startup-problem.ts'

/** `npm run backup -- FILE` */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' }, json: { type: 'boolean' } },
})
const [file] = positionals
if (values.help || file === undefined) {
  console.log(`npm run backup -- FILE [--json]

Writes the whole database, as it stands at one moment, and the kept files to FILE. May run while the product runs.`)
  process.exit(values.help ? 0 : 2)
}
try {
  const database = await connectCityDatabase(process.env)
  try {
    const { rows, files } = await backup(
      database.url,
      resolve(process.env['FILES_DIR'] ?? join(dataFolder(process.env), 'files')),
      resolve(file),
    )
    if (process.env['FILES_S3_ENDPOINT'])
      console.error(
        'Photos, documents and archives lie in the bucket FILES_S3_BUCKET and are not in this file: back the bucket up too (versions or a second bucket).',
      )
    const sum = Object.values(rows).reduce((total, count) => total + count, 0)
    console.log(
      values.json
        ? JSON.stringify({ file, rows, files })
        : `${file}: ${sum} rows of ${Object.keys(rows).length} tables, ${files} files`,
    )
  } finally {
    await database.stop()
  }
} catch (problem) {
  console.error(
    explainStartup(problem, { url: process.env['DATABASE_URL'] ?? '', folder: file })?.message ??
      problem,
  )
  process.exit(1)
}
process.exit(0)
