import type { Completion } from './complete-formula.ts'
import { useAssessmentText } from './text.ts'

const groups = ['RECORDS', 'QUALITY', 'PLANS', 'CAPACITY', 'OUTPUTS'] as const
type Group = (typeof groups)[number]

const groupOf = (key: string): Group => {
  const [first = ''] = key.split('.')
  const known: Partial<Record<string, Group>> = {
    records: 'RECORDS',
    months: 'RECORDS',
    people: 'RECORDS',
    plans: 'PLANS',
    capacity: 'CAPACITY',
    outputs: 'OUTPUTS',
  }
  return known[first] ?? 'QUALITY'
}

/** What a formula may name, in groups, for a list to pick from. */
export function useMeasureGroups() {
  const text = useAssessmentText()
  return (measures: readonly Completion[]) =>
    groups.map((group) => ({
      group: text(`measureGroup_${group}`),
      items: measures
        .filter(({ key }) => groupOf(key) === group)
        .map(({ key, name }) => ({ value: key, label: name })),
    }))
}
