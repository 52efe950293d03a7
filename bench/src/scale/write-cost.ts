import { addWaiting, productJob } from '../hot-paths.ts'
import { median, startLoad } from '../measure.ts'
import type { MeasuredCity } from './measured-city.ts'

export type WriteCost = {
  path: 'submit' | 'countersign'
  /** Transitions a second, medians of the rounds. */
  withRollups: number
  withoutRollups: number
  /** With the lines of the organisations, but without the sums of the city. */
  withoutCity: number
  /** How many times longer a transition takes with rollups: the median of the rounds' ratios. */
  cost: number
  /** How many times longer with the sums of the city than with the lines alone. */
  costOfCity: number
}

/** The same transitions with the rollups kept, and with a function in its place that does nothing, in turn. */
export async function measureWriteCost(
  city: MeasuredCity,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<WriteCost[]> {
  const { client } = city
  const kept = await client.query<{ definition: string }>(
    `SELECT pg_get_functiondef('roll_up(activity, int)'::regprocedure) AS definition`,
  )
  const definition = kept.rows[0]?.definition ?? ''
  const definitions = {
    with: definition,
    withoutCity: definition.replaceAll(/INSERT INTO city_[^;]*;/g, ''),
    without:
      'CREATE OR REPLACE FUNCTION roll_up(a "activity", p_factor int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$',
  }
  const keep = async (way: keyof typeof definitions) => {
    await client.query(definitions[way])
  }
  const results: WriteCost[] = []
  const load = startLoad()
  try {
    for (const path of ['submit', 'countersign'] as const) {
      const taken: Record<keyof typeof definitions, number>[] = []
      for (let round = 0; round < rounds; round += 1) {
        const perSecond = { with: 0, withoutCity: 0, without: 0 }
        // Which is first changes from round to round.
        const inTurn = ['with', 'withoutCity', 'without'] as const
        const ways = round % 2 === 0 ? inTurn : inTurn.toReversed()
        for (const way of ways) {
          await keep(way)
          const count = path === 'countersign' ? Math.ceil((seconds + 1) * 2500) : 0
          const ids = count > 0 ? await addWaiting(city, count) : []
          const measured = await load.run({ ...productJob(city, path), seconds, ids })
          perSecond[way] = measured.perSecond
        }
        taken.push(perSecond)
      }
      results.push({
        path,
        withRollups: median(taken.map((one) => one.with)),
        withoutRollups: median(taken.map((one) => one.without)),
        withoutCity: median(taken.map((one) => one.withoutCity)),
        costOfCity: median(taken.map((one) => one.withoutCity / one.with)),
        cost: median(taken.map((one) => one.without / one.with)),
      })
    }
  } finally {
    load.stop()
    await keep('with')
  }
  return results
}
