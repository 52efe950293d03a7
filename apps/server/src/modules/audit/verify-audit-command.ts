import { parseArgs } from 'node:util'
import { connectCityDatabase } from '@gongjian/database/open-city-database'
import { openDatabase } from '@gongjian/database'
import { explainStartup } from '@gongjian/database/startup-problem'
import { rowsOf } from '../../platform/statement.ts'
import sql from 'sql-template-tag'
import { verifyAudit } from './verify-audit.ts'

const { values } = parseArgs({ options: { help: { type: 'boolean' }, json: { type: 'boolean' } } })
if (values.help) {
  console.log(`npm run audit:verify [-- --json]

Recomputes the hash of every audit event of every city and checks each link, and that the columns say what the hashed
event says. Says "intact" with the root hash over all chains, or names the first broken link and exits with 1.
Reads the database at DATABASE_URL, else the embedded one under DATA_DIR.`)
  process.exit(0)
}

const database = await connectCityDatabase(process.env).catch((problem: unknown) => {
  console.error(explainStartup(problem, {})?.message ?? problem)
  process.exit(2)
})
const opened = await openDatabase(database.url, { max: 2 })
let intact = true
try {
  for (const { code } of await rowsOf<{ code: string }>(
    opened.pool,
    sql`SELECT code FROM city ORDER BY code`,
  )) {
    const result = await verifyAudit(opened.pool, code)
    intact &&= result.verdict === 'INTACT'
    if (values.json) console.log(JSON.stringify({ city: code, ...result }))
    else if (result.broken === null)
      console.log(
        `${code}: intact — ${result.events} events in ${result.chains} chains, root ${result.rootHash}`,
      )
    else
      console.log(
        `${code}: BROKEN — chain ${result.broken.chain}, event ${result.broken.seq}: ${result.broken.why}`,
      )
  }
} finally {
  await opened.close()
  await database.stop()
}
process.exit(intact ? 0 : 1)
