import { paths } from '../../paths.ts'

/** Where a notification leads: to its subject, or to the list that holds what it tells of. */
export function subjectPath({
  count,
  subject: { kind, id },
}: {
  count: number
  subject: { kind: string; id: string | null }
}): string | null {
  switch (kind) {
    case 'ACTIVITY':
      if (id !== null) return paths.record(id)
      // Several at once lie in the inbox; a single one without an id is out of sight.
      return count > 1 ? paths.inbox() : null
    case 'IMPORT':
      return paths.inbox()
    case 'HOUSEHOLD':
      return id === null ? null : paths.householdLooks()
    case 'CAMPAIGN':
      return id === null ? null : paths.campaign(id)
    case 'JOINT':
      return id === null ? null : paths.jointAssessment(id)
    case 'APPEAL':
      return id === null ? null : paths.appeal(id)
    case 'ROBOT':
      return id === null ? null : paths.robot(id)
    case 'PLAN':
      return id === null ? null : paths.planEdition(id)
    case 'SUGGESTION':
      return id === null ? null : paths.suggestion(id)
    case 'POSITION':
      return id === null ? null : paths.me()
    default:
      return null
  }
}
