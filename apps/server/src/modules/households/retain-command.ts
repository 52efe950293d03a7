import { parseArgs } from 'node:util'
import { RETENTION_MONTHS } from '@gongjian/domain/household-retention'
import { forEveryCity } from '../../platform/every-city.ts'
import { retainHouseholds } from './retain-households.ts'

/** `npm run households:retain` */
const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    json: { type: 'boolean' },
    months: { type: 'string' },
    apply: { type: 'boolean' },
  },
})
const months = Number(values.months ?? RETENTION_MONTHS)
if (values.help || !Number.isInteger(months) || months < 0 || months > 600) {
  console.log(`npm run households:retain [-- --months ${RETENTION_MONTHS}] [--apply] [--json]

Names the household cases that were closed so many months ago or longer, by number. With --apply erases who they were:
name, address, numbers and words are overwritten with nothing, for ever; number, days and counts stay, and each is an
event of the audit. Without --apply nothing is changed. For a regular job: run it with --apply every night.`)
  process.exit(values.help ? 0 : 2)
}
await forEveryCity(async (pool, city) => {
  const { due, erased } = await retainHouseholds(pool, city, {
    months,
    apply: values.apply ?? false,
  })
  if (values.json) console.log(JSON.stringify({ city: city.code, months, due, erased }))
  else {
    for (const number of due) console.log(number)
    console.log(
      `${city.code}: ${due.length} cases closed ${months} months ago or longer, ${erased.length} erased${values.apply ? '' : ' (dry run: say --apply)'}`,
    )
  }
})
process.exit(0)
