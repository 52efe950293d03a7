import type { AssessmentSimulationQuery } from '../../generated/graphql.ts'
import { currentLocale } from '../../platform/locale.tsx'
import { textIn } from './text-in.ts'

export type Simulation = NonNullable<AssessmentSimulationQuery['assessmentSimulation']>
export type SimulationSide = Simulation['side']
export type SimulationOutcome = NonNullable<SimulationSide['outcome']>
/** A side that has come out, with what its table heads say of it. */
export type DoneSide = { side: SimulationSide; outcome: SimulationOutcome }

/** The names of the indicators of both sides by code. */
export function indicatorNames(sides: readonly (SimulationSide | null)[]): Map<string, string> {
  const locale = currentLocale()
  return new Map(
    sides.flatMap((side) =>
      (side?.indicators ?? []).map(({ code, name }): [string, string] => [
        code,
        textIn(name, locale) || code,
      ]),
    ),
  )
}
