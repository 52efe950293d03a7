import { parseArgs } from 'node:util'
import { openDatabase } from '@gongjian/database'
import { connectCityDatabase } from '@gongjian/database/open-city-database'
import { explainStartup } from '@gongjian/database/startup-problem'
import sql from 'sql-template-tag'
import { rowsOf } from '../../platform/statement.ts'
import { verifyRollups } from './verify-rollups.ts'

const { values } = parseArgs({ options: { help: { type: 'boolean' }, json: { type: 'boolean' } } })
if (values.help) {
  console.log(`npm run rollups:verify [-- --json]

Recomputes the sums of every city from its records and compares them with the stored rollups. Exits with 1 and names the
first differences where they do not agree. Reads the database at DATABASE_URL, else the embedded one under DATA_DIR.`)
  process.exit(0)
}

const database = await connectCityDatabase(process.env).catch((problem: unknown) => {
  console.error(explainStartup(problem, {})?.message ?? problem)
  process.exit(2)
})
const opened = await openDatabase(database.url, { max: 2 })
let agree = true
try {
  for (const { code } of await rowsOf<{ code: string }>(
    opened.pool,
    sql`SELECT code FROM city ORDER BY code`,
  )) {
    const { rows, differences } = await verifyRollups(opened.pool, code)
    agree &&= differences.length === 0
    if (values.json) console.log(JSON.stringify({ city: code, rows, differences }))
    else if (differences.length === 0) console.log(`${code}: ${rows} sums agree with the records`)
    else for (const difference of differences) console.log(`${code}: ${difference}`)
  }
} finally {
  await opened.close()
  await database.stop()
}
process.exit(agree ? 0 : 1)
