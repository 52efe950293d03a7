import { parseArgs } from 'node:util'
import { forEveryCity } from '../../platform/every-city.ts'
import { remindBeforeDue } from '../joint/remind-before-due.ts'
import { sweep } from './sweep.ts'

/** `npm run notifications:sweep` */
const { values } = parseArgs({ options: { help: { type: 'boolean' }, json: { type: 'boolean' } } })
if (values.help) {
  console.log(`npm run notifications:sweep [-- --json]

Takes records that wait too long for a signature up the ladder, at the city's time: after 3 days their officer is told,
after 7 the street (or the agency's secretary), after 14 they stand on the committee's page. Each record and step once,
however often it runs; nothing is ever signed. Who still marks for a joint assessment is reminded 3 days before the
last day for it and on that day, each once. The running product does the same every ten minutes.`)
  process.exit(0)
}
await forEveryCity(async (pool, city) => {
  const swept = await sweep(pool, city)
  const reminded = await remindBeforeDue(pool, city)
  if (values.json) console.log(JSON.stringify({ city: city.code, swept, reminded }))
  else {
    for (const { afterDays, records, told } of swept)
      console.log(`${city.code}: ${afterDays} days: ${records} records, ${told} people told`)
    console.log(`${city.code}: ${reminded} reminders of joint marks`)
  }
})
process.exit(0)
