import { Badge, Group, Text } from '@mantine/core'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { SimulationCorrelations } from './SimulationCorrelations.tsx'
import { SimulationDistribution } from './SimulationDistribution.tsx'
import { SimulationGroups } from './SimulationGroups.tsx'
import { SimulationMedian } from './SimulationMedian.tsx'
import { SimulationMovers } from './SimulationMovers.tsx'
import { SimulationSensitivity } from './SimulationSensitivity.tsx'
import { indicatorNames } from './simulation-sides.ts'
import type { Simulation } from './simulation-sides.ts'
import { useAssessmentText } from './text.ts'

/** All that came of a simulation, from how the scores lie to what is counted twice. */
export function SimulationResult({
  simulation,
  isOld,
}: {
  simulation: Simulation
  /** The draft was written on since. */
  isOld: boolean
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const { side, other, moves } = simulation
  const { outcome } = side
  if (!outcome) return null
  const own = { side, outcome }
  const theirs = other?.outcome ? { side: other, outcome: other.outcome } : null
  const names = indicatorNames([other, side])
  return (
    <>
      {isOld && <FailureNotice color="yellow" message={text('simulationOld')} />}
      <Group gap="xs" mb="sm">
        <Badge variant="light" color="yellow" c="dark" tt="none">
          {text('simulationNeverCounts')}
        </Badge>
        <Text size="sm">
          {text('simulationOf', {
            title: side.title,
            year: side.programmeYear,
            at: formats.moment(simulation.startedAt),
            name: simulation.startedByName,
          })}
          {other &&
            ` ${text('simulationAgainst', { title: other.title, year: other.programmeYear })}`}
        </Text>
      </Group>
      {[side, other].some((one) => one?.marksOfOther) && (
        <Text size="sm" c="dimmed" mb="sm">
          {text('simulationMarks')}
        </Text>
      )}
      <SimulationDistribution id={simulation.id} own={own} theirs={theirs} />
      <SimulationGroups id={simulation.id} own={own} theirs={theirs} />
      {moves && <SimulationMovers id={simulation.id} moves={moves} names={names} />}
      <SimulationSensitivity id={simulation.id} own={own} names={names} />
      <SimulationCorrelations id={simulation.id} own={own} names={names} />
      <SimulationMedian own={own} theirs={theirs} names={names} />
    </>
  )
}
