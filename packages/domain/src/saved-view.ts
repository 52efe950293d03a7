import { EXPLORE_FIELDS, readExploreQuestion } from './explore-question.ts'
import type { Role } from './vocabulary.ts'

/** Pages whose filters can be kept under a name. */
export const SAVED_VIEW_ROUTES = ['EXPLORE'] as const
export type SavedViewRoute = (typeof SAVED_VIEW_ROUTES)[number]

/** Who finds a view: its owner alone, those of the organisation in which it was shared, or everybody in the city. */
export const SAVED_VIEW_SHARINGS = ['PRIVATE', 'ORGANISATION', 'CITY'] as const
export type SavedViewSharing = (typeof SAVED_VIEW_SHARINGS)[number]

export const SAVED_VIEW_LIMITS = { name: 60, value: 200, each: 200 } as const

/** What stands in the address of a page, as text; what is not there is as it is by default. */
export type SavedSearch = Readonly<Record<string, string>>

const fieldsOf: Record<SavedViewRoute, readonly string[]> = { EXPLORE: EXPLORE_FIELDS }

/** What the whole city finds is put there by who answers for its figures, or keeps the system. */
export function sharingsFor(role: Role): readonly SavedViewSharing[] {
  return role === 'MUNICIPAL_ANALYST' || role === 'ADMINISTRATOR'
    ? SAVED_VIEW_SHARINGS
    : ['PRIVATE', 'ORGANISATION']
}

type Owned = { ownerId: string; sharing: SavedViewSharing }
type Reader = { userId: string; role: Role }

/** Only its owner changes a view. */
export function mayChangeSavedView({ ownerId }: Owned, { userId }: Reader): boolean {
  return ownerId === userId
}

/** Its owner removes a view; one that the whole city finds also who may put one there, since owners move on. */
export function mayRemoveSavedView(view: Owned, reader: Reader): boolean {
  return (
    mayChangeSavedView(view, reader) ||
    (view.sharing === 'CITY' && sharingsFor(reader.role).includes('CITY'))
  )
}

/** Reads what is to be kept of an address, and names what the page does not know or what is too long to be true. */
export function readSavedSearch(
  route: SavedViewRoute,
  parts: readonly { field: string; value: string }[],
): { search: SavedSearch; unknown: string[] } {
  const isKnown = ({ field, value }: { field: string; value: string }) =>
    fieldsOf[route].includes(field) && value.length <= SAVED_VIEW_LIMITS.value
  return {
    search: Object.fromEntries(
      parts
        .filter((part) => part.value !== '' && isKnown(part))
        .map(({ field, value }) => [field, value]),
    ),
    unknown: parts.filter((part) => !isKnown(part)).map(({ field }) => field),
  }
}

/** Fields of a kept address that mean nothing any more, as a measure whose indicator was removed. */
export function outdatedFields(
  route: SavedViewRoute,
  search: SavedSearch,
  indicators: ReadonlySet<string>,
): string[] {
  switch (route) {
    case 'EXPLORE':
      return readExploreQuestion(search, indicators).problems.map(({ field }) => field)
  }
}
