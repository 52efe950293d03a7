import { parseArgs } from 'node:util'
import { openDatabase } from '@gongjian/database'
import { connectCityDatabase } from '@gongjian/database/open-city-database'
import { explainStartup } from '@gongjian/database/startup-problem'
import sql from 'sql-template-tag'
import { rowsOf } from '../../platform/statement.ts'
import { repairRollups, verifyRollups } from './verify-rollups.ts'

const { values } = parseArgs({
  options: { help: { type: 'boolean' }, json: { type: 'boolean' }, repair: { type: 'boolean' } },
})
if (values.help) {
  console.log(`npm run rollups:verify [-- --repair] [--json]

Recomputes the sums of every city from its records and compares them with the stored rollups. Exits with 1 and names the
first differences where they do not agree. --repair puts them right first, while the product runs: nobody has to stop, no
reader sees half of it, and what is written meanwhile counts. Reads the database at DATABASE_URL, else the embedded one under DATA_DIR.`)
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
    const repaired = values.repair ? await repairRollups(opened.pool, code) : 0
    if (repaired > 0 && !values.json) console.log(`${code}: put ${repaired} sums right`)
    const { rows, differences } = await verifyRollups(opened.pool, code)
    agree &&= differences.length === 0
    if (values.json) console.log(JSON.stringify({ city: code, repaired, rows, differences }))
    else if (differences.length === 0) console.log(`${code}: ${rows} sums agree with the records`)
    else for (const difference of differences) console.log(`${code}: ${difference}`)
  }
} finally {
  await opened.close()
  await database.stop()
}
process.exit(agree ? 0 : 1)
