import type { OrganisationChangeKind } from '@gongjian/domain/organisation-change'
import { PARENT_KIND } from '@gongjian/domain/organisation-history'
import { ORGANISATION_KINDS } from '@gongjian/domain/vocabulary'
import type { OrganisationKind } from '@gongjian/domain/vocabulary'

/** A change of one organisation as it is typed. */
export type ChangeForm = {
  id: string
  kind: OrganisationChangeKind
  day: string
  reason: string
  name: string
  code: string
  /** The new parent, or who takes it in. */
  other: { id: string; name: string; code: string } | null
  foundedKind: OrganisationKind | null
  childIds: string[]
  pairingIds: string[]
  movesRoles: boolean
}

/** The kinds that may stand under one of the kind. */
export const kindsUnder = (kind: OrganisationKind): OrganisationKind[] =>
  ORGANISATION_KINDS.filter((one) => PARENT_KIND[one] === kind)

/** What can happen to an organisation of the kind. */
export function changesOf(kind: OrganisationKind): OrganisationChangeKind[] {
  const founds = kindsUnder(kind).length > 0 ? (['FOUND'] as const) : []
  if (kind === 'CITY_COMMITTEE') return ['RENAME', ...founds]
  return ['RENAME', 'MOVE', 'MERGE', 'SPLIT', 'CLOSE', ...founds]
}

/** The form as the API takes it: the fields of its kind only. */
export function inputOf(form: ChangeForm, organisationId: string) {
  const { id, kind, day, reason, name, code, childIds, pairingIds } = form
  const base = { id, kind, day, reason }
  const other = form.other?.id ?? null
  switch (kind) {
    case 'RENAME':
      return { ...base, organisationId, name }
    case 'MOVE':
      return { ...base, organisationId, parentId: other }
    case 'CLOSE':
      return { ...base, organisationId }
    case 'FOUND':
      return { ...base, parentId: organisationId, organisationKind: form.foundedKind, name, code }
    case 'SPLIT':
      return { ...base, organisationId, name, code, childIds, pairingIds }
    case 'MERGE':
      return {
        ...base,
        organisationIds: [organisationId],
        organisationId: other,
        pairingIds,
        movesRoles: form.movesRoles,
      }
  }
}
