import type { CalendarDay } from './calendar-day.ts'
import type { OrganisationKind } from './vocabulary.ts'

/** What an organisation is called and where it stands, from a day until its next placement. */
export type Placement = {
  from: CalendarDay
  name: string
  parentId: string | null
  /** Codes from the root, each followed by '/'. */
  path: string
}

/**
 * An organisation with its whole history. A placement holds until the next one begins, so that every day has exactly
 * one name and one parent.
 */
export type DatedOrganisation = {
  id: string
  kind: OrganisationKind
  code: string
  validFrom: CalendarDay
  /** The last day on which it exists; null while it does. */
  validTo: CalendarDay | null
  /** Who carries on what it did, where somebody does. */
  successorId: string | null
  /** The newest first. */
  placements: readonly [Placement, ...Placement[]]
}
export type Organisations = ReadonlyMap<string, DatedOrganisation>

/** Under which kind an organisation of a kind stands; null for the root. */
export const PARENT_KIND = {
  CITY_COMMITTEE: null,
  AGENCY: 'CITY_COMMITTEE',
  BRANCH: 'AGENCY',
  DISTRICT: 'CITY_COMMITTEE',
  STREET: 'DISTRICT',
  COMMUNITY: 'STREET',
} as const satisfies Record<OrganisationKind, OrganisationKind | null>

/** Name and place on the day; null before it was founded. After its end: who carries on stands as its parent. */
export function placementOn({ placements }: DatedOrganisation, day: CalendarDay): Placement | null {
  return placements.find(({ from }) => from <= day) ?? null
}

export function existsOn(
  { validFrom, validTo }: Pick<DatedOrganisation, 'validFrom' | 'validTo'>,
  day: CalendarDay,
): boolean {
  return validFrom <= day && (validTo === null || validTo >= day)
}

/** What is wrong with the tree as it stands on the day; empty where it is whole. */
export function treeFaults(organisations: Organisations, day: CalendarDay): string[] {
  const faults: string[] = []
  for (const organisation of organisations.values()) {
    if (organisation.validFrom > day) continue
    const placement = placementOn(organisation, day)
    if (placement === null) {
      faults.push(`${organisation.code} has no name on ${day}`)
      continue
    }
    const parent = placement.parentId === null ? null : organisations.get(placement.parentId)
    if (parent === undefined) faults.push(`${organisation.code} stands under nobody known`)
    const above = parent ? placementOn(parent, day) : null
    if (placement.path !== `${above?.path ?? ''}${organisation.code}/`)
      faults.push(`the path of ${organisation.code} is not its parent's and its own code`)
    if (!existsOn(organisation, day)) continue
    if ((parent?.kind ?? null) !== PARENT_KIND[organisation.kind])
      faults.push(`${organisation.code} stands under another kind than it may`)
    if (parent && !existsOn(parent, day))
      faults.push(`${organisation.code} stands under one that has ended`)
  }
  return faults
}
