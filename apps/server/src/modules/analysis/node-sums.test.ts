import { EXPLORE_DIMENSIONS } from '@gongjian/domain/explore-question'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { foldCitySums } from './fold-city-sums.ts'

let city: TestCity
let municipal: Actor
let zone: Actor
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  zone = await city.as('zone')
  await foldCitySums(city.database, '2301')
  // What happens now lies beside the sums until they are added to.
  await city.database.pool.query(
    `UPDATE activity SET person_times = person_times + 3 WHERE status = 'COUNTERSIGNED' AND id IN (SELECT id FROM activity WHERE status = 'COUNTERSIGNED' AND programme_year = 2008 ORDER BY day DESC, id LIMIT 20)`,
  )
}, 120_000)
afterAll(() => city.close())

const cell = '{ value above below valueBefore }'
const explore = `query ($question: ExploreQuestion!) { explore(question: $question, first: 100) { columns { key } columnTotals ${cell} total ${cell} rows { edges { node { key total ${cell} cells ${cell} } } } } }`
const breakdown = `query ($by: BreakdownBy!, $order: TableOrder, $kind: ActivityKind) { citySummary(year: 2008, filter: { kind: $kind }) { breakdown(by: $by, order: $order, first: 100) { edges { node { code lastActivityDay total { countersigned submitted personTimes hours averageUsefulness averageSigningDays } sixHelps labour visits areas { area total { countersigned personTimes } } } } } } }`

/** The answer from the sums of agencies and districts, and then from the lines of the organisations. */
async function bothWays(actor: Actor, document: string, variables: Record<string, unknown>) {
  city.statements()
  const fromNodes = await actor.ask(document, variables)
  expect(city.statements().filter((text) => /FROM node_\w+ r/.test(text))).not.toEqual([])
  await city.database.pool.query("SELECT node_sums_are_stale('2301')")
  city.statements()
  const fromLines = await actor.ask(document, variables)
  expect(city.statements().filter((text) => /FROM node_\w+ r/.test(text))).toEqual([])
  await city.database.pool.query('UPDATE node_version SET version = version - 1')
  return { fromNodes, fromLines }
}

const pairs = (['AGENCY', 'ZONE', 'DISTRICT'] as const).flatMap((by) =>
  [null, 'AREA', 'KIND', 'DIRECTION', 'MONTH', 'QUARTER', 'YEAR'].map((across) => ({ by, across })),
)
test.each(pairs)('by $by and $across they say what the lines say', async ({ by, across }) => {
  expect(across === null || EXPLORE_DIMENSIONS.some((one) => one === across)).toBe(true)
  const measures =
    across === 'AREA' || across === 'KIND'
      ? ['people.personTimes', 'usefulness.mean']
      : ['people.hours', 'outputs.relief.donatedValue']
  for (const measure of measures) {
    const question = { measure, by, across, year: 2008 }
    const { fromNodes, fromLines } = await bothWays(municipal, explore, { question })
    expect(fromNodes).toEqual(fromLines)
  }
})

test('also where months, a direction or a zone are chosen', async () => {
  const direction = 'COMMUNITY_TO_AGENCY'
  for (const more of [{ from: '2008-02', to: '2008-07', year: null }, { direction }]) {
    const question = {
      measure: 'people.personTimes',
      by: 'AGENCY',
      across: 'AREA',
      year: 2008,
      ...more,
    }
    const { fromNodes, fromLines } = await bothWays(municipal, explore, { question })
    expect(fromNodes).toEqual(fromLines)
  }
  const question = { measure: 'people.personTimes', by: 'AGENCY', across: 'KIND', year: 2008 }
  const { fromNodes, fromLines } = await bothWays(zone, explore, { question })
  expect(fromNodes).toEqual(fromLines)
})

test.each(['AGENCY', 'ZONE', 'DISTRICT'])('the table by %s is the same', async (by) => {
  for (const more of [{ order: 'ORGANISATION' }, { order: 'VALUE', kind: 'LABOUR' }]) {
    const { fromNodes, fromLines } = await bothWays(municipal, breakdown, { by, ...more })
    expect(fromNodes).toEqual(fromLines)
    expect(JSON.stringify(fromNodes)).toMatch(/"lastActivityDay":"?2\d/)
  }
})

test('who sees a district only, or asks for streets, is answered from the lines', async () => {
  const district = await city.as('district')
  city.statements()
  await district.ask(breakdown, { by: 'DISTRICT' })
  await municipal.ask(breakdown, { by: 'STREET' })
  expect(city.statements().filter((text) => /FROM node_\w+ r/.test(text))).toEqual([])
})
