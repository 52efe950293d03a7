import { addDays } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import type { DatedOrganisation, Organisations, Placement } from './organisation-history.ts'
import { PARENT_KIND } from './organisation-history.ts'
import type { OrganisationKind } from './vocabulary.ts'

export const ORGANISATION_CHANGE_KINDS = [
  'RENAME',
  'MOVE',
  'FOUND',
  'MERGE',
  'SPLIT',
  'CLOSE',
] as const
export type OrganisationChangeKind = (typeof ORGANISATION_CHANGE_KINDS)[number]

/** A new organisation as it was written down. */
export type Founded = { code: string; name: string }

/** What happens to organisations on a day. A founded organisation bears the id of the change that founds it. */
export type OrganisationChange = { id: string; day: CalendarDay } & (
  | { kind: 'RENAME'; organisationId: string; name: string }
  | { kind: 'MOVE'; organisationId: string; parentId: string }
  | {
      kind: 'FOUND'
      organisationKind: OrganisationKind
      parentId: string
      founded: Founded
      /** Of an agency: the zone that it belongs to. */
      zoneId: string | null
    }
  | { kind: 'CLOSE'; organisationId: string }
  | {
      kind: 'MERGE'
      /** Who ends. */
      organisationIds: readonly string[]
      /** Who takes them in: one that exists, or a new one under the parent. */
      into: { organisationId: string } | { parentId: string; founded: Founded }
      /** Pairings that end for good; all others go on with the successor. */
      endedPairingIds: readonly string[]
      /** Whether those who held a role there hold it at the successor. */
      movesRoles: boolean
    }
  | {
      kind: 'SPLIT'
      organisationId: string
      founded: Founded
      /** What goes to the new one; all else stays. */
      childIds: readonly string[]
      pairingIds: readonly string[]
    }
)

export type ChangePart = 'SUBJECT' | 'ENDED' | 'SUCCESSOR' | 'FOUNDED' | 'PARENT'

/** Whom the change names, and as what: each organisation once. */
export function partsOf(
  change: OrganisationChange,
): { organisationId: string; part: ChangePart }[] {
  const part = (organisationId: string, as: ChangePart) => ({ organisationId, part: as })
  switch (change.kind) {
    case 'RENAME':
      return [part(change.organisationId, 'SUBJECT')]
    case 'CLOSE':
      return [part(change.organisationId, 'ENDED')]
    case 'MOVE':
      return [part(change.organisationId, 'SUBJECT'), part(change.parentId, 'PARENT')]
    case 'FOUND':
      return [part(change.id, 'FOUNDED'), part(change.parentId, 'PARENT')]
    case 'SPLIT':
      return [part(change.organisationId, 'SUBJECT'), part(change.id, 'FOUNDED')]
    case 'MERGE':
      return [
        ...change.organisationIds.map((id) => part(id, 'ENDED')),
        ...('organisationId' in change.into
          ? [part(change.into.organisationId, 'SUCCESSOR')]
          : [part(change.id, 'FOUNDED'), part(change.into.parentId, 'PARENT')]),
      ]
  }
}

/** Who takes in those who end by the merger. */
export function successorOf(change: Extract<OrganisationChange, { kind: 'MERGE' }>): string {
  return 'organisationId' in change.into ? change.into.organisationId : change.id
}

function placed(
  organisation: DatedOrganisation,
  day: CalendarDay,
  part: Partial<Placement>,
): DatedOrganisation {
  const [newest, ...older] = organisation.placements
  const placement = { ...newest, ...part, from: day }
  return {
    ...organisation,
    placements: newest.from === day ? [placement, ...older] : [placement, newest, ...older],
  }
}

function required(organisations: Organisations, id: string): DatedOrganisation {
  const found = organisations.get(id)
  if (found === undefined) throw new Error('the change names an organisation that is not there')
  return found
}

/** Puts one under another, with all that stands under it, also what has ended. */
function movedBelow(
  organisations: Map<string, DatedOrganisation>,
  id: string,
  parentId: string,
  day: CalendarDay,
): void {
  const organisation = required(organisations, id)
  const before = organisation.placements[0].path
  const after = `${required(organisations, parentId).placements[0].path}${organisation.code}/`
  for (const one of organisations.values()) {
    const { path } = one.placements[0]
    if (one.id === id) organisations.set(id, placed(one, day, { parentId, path: after }))
    else if (path.startsWith(before))
      organisations.set(one.id, placed(one, day, { path: after + path.slice(before.length) }))
  }
}

/** Those that stand under it as the newest placement says, and have not ended. */
export function childrenOf(organisations: Organisations, id: string): DatedOrganisation[] {
  return [...organisations.values()].filter(
    ({ placements, validTo }) => placements[0].parentId === id && validTo === null,
  )
}

function found(
  organisations: Map<string, DatedOrganisation>,
  { id, day }: { id: string; day: CalendarDay },
  { code, name }: Founded,
  { kind, parentId }: { kind: OrganisationKind; parentId: string },
): void {
  const path = `${required(organisations, parentId).placements[0].path}${code}/`
  organisations.set(id, {
    id,
    kind,
    code,
    validFrom: day,
    validTo: null,
    successorId: null,
    placements: [{ from: day, name, parentId, path }],
  })
}

/**
 * The organisations as the change leaves them: those only that it touches. It must have been found without fault
 * (organisation-change-rules.ts). Who ends with a successor stands under it from that day: what the one did is in the
 * sight of who carries on.
 */
export function carriedOut(
  before: Organisations,
  change: OrganisationChange,
): Map<string, DatedOrganisation> {
  const organisations = new Map(before)
  const { day } = change
  switch (change.kind) {
    case 'RENAME':
      organisations.set(
        change.organisationId,
        placed(required(before, change.organisationId), day, { name: change.name }),
      )
      break
    case 'MOVE':
      movedBelow(organisations, change.organisationId, change.parentId, day)
      break
    case 'FOUND':
      found(organisations, change, change.founded, {
        kind: change.organisationKind,
        parentId: change.parentId,
      })
      break
    case 'CLOSE':
      organisations.set(change.organisationId, {
        ...required(before, change.organisationId),
        validTo: addDays(day, -1),
      })
      break
    case 'MERGE': {
      const successorId = successorOf(change)
      const [first] = change.organisationIds
      if ('founded' in change.into && first !== undefined)
        found(organisations, change, change.into.founded, {
          kind: required(before, first).kind,
          parentId: change.into.parentId,
        })
      for (const id of change.organisationIds) {
        for (const child of childrenOf(organisations, id))
          movedBelow(organisations, child.id, successorId, day)
        movedBelow(organisations, id, successorId, day)
        const ended = { validTo: addDays(day, -1), successorId }
        organisations.set(id, { ...required(organisations, id), ...ended })
      }
      break
    }
    case 'SPLIT': {
      const { kind, placements } = required(before, change.organisationId)
      const { parentId } = placements[0]
      if (parentId === null || PARENT_KIND[kind] === null)
        throw new Error('the root does not split')
      found(organisations, change, change.founded, { kind, parentId })
      for (const child of childrenOf(before, change.organisationId))
        if (change.childIds.includes(child.id)) movedBelow(organisations, child.id, change.id, day)
    }
  }
  return new Map([...organisations].filter(([id, one]) => before.get(id) !== one))
}
