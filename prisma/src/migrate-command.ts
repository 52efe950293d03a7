import { parseArgs } from 'node:util'
import { diagnoseMigrations, migrate } from './migrate.ts'
import { connectCityDatabase } from './open-city-database.ts'
import { explainStartup } from './startup-problem.ts'

/** `npm run db:migrate` */
const { values } = parseArgs({
  options: { help: { type: 'boolean' }, json: { type: 'boolean' }, check: { type: 'boolean' } },
})
if (values.help) {
  console.log(`npm run db:migrate [-- --check] [--json]

Brings the database at DATABASE_URL, else the embedded one under DATA_DIR, to the newest migration. With --check it only
says what is missing, and exits with 1 where something is.`)
  process.exit(0)
}
let url = ''
try {
  const database = await connectCityDatabase(process.env)
  url = database.url
  try {
    const result = values.check ? await diagnoseMigrations(url) : { applied: await migrate(url) }
    if (values.json) console.log(JSON.stringify(result))
    else if ('applied' in result)
      console.log(
        result.applied.length === 0 ? 'nothing to do' : `applied ${result.applied.join(', ')}`,
      )
    else console.log(result.history === null ? 'up to date' : JSON.stringify(result.history))
    process.exitCode = 'history' in result && result.history !== null ? 1 : 0
  } finally {
    await database.stop()
  }
} catch (problem) {
  console.error(explainStartup(problem, { url })?.message ?? problem)
  process.exitCode = 1
}
process.exit()
