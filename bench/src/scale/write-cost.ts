import { addWaiting, productJob } from '../hot-paths.ts'
import { median, startLoad } from '../measure.ts'
import type { MeasuredCity } from './measured-city.ts'

export type WriteCost = {
  path: 'submit' | 'countersign'
  /** Transitions a second, medians of the rounds. */
  withRollups: number
  withoutRollups: number
  /** How many times longer a transition takes with rollups: the median of the rounds' ratios. */
  cost: number
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
  const keep = async (isKept: boolean) => {
    await client.query(
      isKept
        ? definition
        : 'CREATE OR REPLACE FUNCTION roll_up(a "activity", p_factor int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$',
    )
  }
  const results: WriteCost[] = []
  const load = startLoad()
  try {
    for (const path of ['submit', 'countersign'] as const) {
      const taken: { with: number; without: number }[] = []
      for (let round = 0; round < rounds; round += 1) {
        const perSecond = { with: 0, without: 0 }
        // Which is first changes from round to round.
        const ways =
          round % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const)
        for (const way of ways) {
          await keep(way === 'with')
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
        cost: median(taken.map((one) => one.without / one.with)),
      })
    }
  } finally {
    load.stop()
    await keep(true)
  }
  return results
}
