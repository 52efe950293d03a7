import { parseArgs } from 'node:util'
import { forEveryCity } from '../../platform/every-city.ts'
import { sweep } from './sweep.ts'

/** `npm run notifications:sweep` */
const { values } = parseArgs({ options: { help: { type: 'boolean' }, json: { type: 'boolean' } } })
if (values.help) {
  console.log(`npm run notifications:sweep [-- --json]

Takes records that wait too long for a signature up the ladder, at the city's time: after 3 days their officer is told,
after 7 the street (or the agency's secretary), after 14 they stand on the committee's page. Each record and step once,
however often it runs; nothing is ever signed. The running product does the same every ten minutes.`)
  process.exit(0)
}
await forEveryCity(async (pool, city) => {
  const swept = await sweep(pool, city)
  if (values.json) console.log(JSON.stringify({ city: city.code, swept }))
  else
    for (const { afterDays, records, told } of swept)
      console.log(`${city.code}: ${afterDays} days: ${records} records, ${told} people told`)
})
process.exit(0)
