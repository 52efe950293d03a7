import { useViewer } from '../../platform/session.tsx'
import { useExploreText } from './text.ts'

/** Whose data a reader sees here: told beside every answer, since the same address shows others something else. */
export function useScopeWords(): { name: string; line: string; isWhole: boolean } {
  const text = useExploreText()
  const assignment = useViewer().activeAssignment
  const zone = assignment?.zone
  const organisation = assignment?.organisation
  const isWhole = !zone && organisation?.kind === 'CITY_COMMITTEE'
  const name = zone
    ? text('scope_ZONE', { name: zone.name })
    : isWhole || !organisation
      ? text('scope_CITY')
      : text('scope_ORGANISATION', { name: organisation.name })
  return { name, line: text(isWhole ? 'scope' : 'scopeOfSight', { scope: name }), isWhole }
}
