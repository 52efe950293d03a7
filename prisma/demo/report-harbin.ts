import { parseArgs } from 'node:util'
import { agreesWithPublished } from '@gongjian/domain/published-figure'
import { z } from 'zod'
import { defaultDemonstrationPassword } from '../src/open-city-database.ts'
import { publishedFigures } from './read-data.ts'
import { withCityServer } from './with-city-server.ts'

/** `npm run report:harbin`: the figures that the survey report printed beside those that the product computes. */
const { values } = parseArgs({
  options: { help: { type: 'boolean' }, json: { type: 'boolean' }, url: { type: 'string' } },
})
if (values.help) {
  console.log(`npm run report:harbin [-- --url http://127.0.0.1:4000] [--json]

Asks the API for the demonstration year and prints, for each figure of the 2008 survey report, what was published, what
is computed from the countersigned records, and whether they agree ("over": at least that and less than a tenth above,
"nearly": at most that and more than nine tenths). Exits with 1 if any is off. Without --url it asks the server that
runs on PORT, else starts one for the question.`)
  process.exit(0)
}

const total = z.object({ countersigned: z.number(), personTimes: z.number() })
const answer = z.object({
  data: z.object({
    citySummary: z.object({
      structure: z.object({ agencies: z.number(), streets: z.number(), zones: z.number() }),
      kinds: z.array(z.object({ kind: z.string(), total })),
      labour: z.object({ campaigns: z.number(), agencies: z.number(), personTimes: z.number() }),
      indicators: z.array(
        z.object({ indicator: z.object({ code: z.string() }), accepted: z.string() }),
      ),
    }),
  }),
})

async function ask(address: string): Promise<z.infer<typeof answer>['data']['citySummary']> {
  const post = (query: string, variables: object, cookie = '') =>
    fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
    })
  const password = process.env['DEMO_PASSWORD'] ?? defaultDemonstrationPassword
  const signedIn = await post(
    'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
    { input: { account: 'municipal', password } },
  )
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const response = await post(
    `{ citySummary(year: 2008) {
        structure { agencies streets zones }
        kinds { kind total { countersigned personTimes } }
        labour { campaigns agencies personTimes }
        indicators { indicator { code } accepted }
      } }`,
    {},
    cookie,
  )
  return answer.parse(await response.json()).data.citySummary
}

const summary = await withCityServer(values.url ?? null, ask)
const kind = (name: string) => summary.kinds.find((one) => one.kind === name)?.total
const counted: Record<string, number | undefined> = {
  'structure.agencyOrganisations': summary.structure.agencies,
  'structure.streetCommittees': summary.structure.streets,
  'structure.zones': summary.structure.zones,
  'sixHelps.activities': kind('SIX_HELPS')?.countersigned,
  'labour.campaigns': summary.labour.campaigns,
  'labour.organisations': summary.labour.agencies,
  'labour.personTimes': summary.labour.personTimes,
  'visits.batches': kind('VISIT')?.countersigned,
  'visits.personTimes': kind('VISIT')?.personTimes,
}

const lines = publishedFigures
  .filter(({ section }) => section !== 'survey')
  .map(({ id, label, value, unit, qualifier }) => {
    const computed = String(
      counted[id] ??
        summary.indicators.find(({ indicator }) => indicator.code === id)?.accepted ??
        '',
    )
    const verdict =
      computed !== '' && agreesWithPublished({ value: String(value), qualifier }, computed)
        ? 'OK'
        : 'OFF'
    return { id, label, unit, qualifier, published: String(value), computed, verdict }
  })
const off = lines.filter(({ verdict }) => verdict === 'OFF').length

if (values.json) console.log(JSON.stringify({ lines, off }, null, 2))
else {
  for (const { id, label, unit, qualifier, published, computed, verdict } of lines) {
    const sign = qualifier === 'exact' ? '=' : qualifier === 'over' ? '≥' : '≤'
    console.log(
      `${verdict.padEnd(3)} ${id.padEnd(36)} ${sign} ${published.padStart(9)} ${computed.padStart(9)} ${unit}  ${label}`,
    )
  }
  console.log(
    `\n${lines.length - off} of ${lines.length} figures agree; the survey's own counts (interviews, questionnaires) are not records of the programme.`,
  )
}
process.exit(off === 0 ? 0 : 1)
