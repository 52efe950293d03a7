import { addDays } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import type { FieldErrorCode, FieldProblem } from './field-problem.ts'
import { carriedOut, childrenOf } from './organisation-change.ts'
import type { ChangePart, Founded, OrganisationChange } from './organisation-change.ts'
import { PARENT_KIND } from './organisation-history.ts'
import type { DatedOrganisation, Organisations } from './organisation-history.ts'
import type { OrganisationKind } from './vocabulary.ts'

/** What the rules must know beside the organisations themselves. */
export type ChangeCircumstances = {
  /** Years whose figures are fixed: their tree is too. */
  lockedPeriods: readonly { startsOn: CalendarDay; endsOn: CalendarDay }[]
  /** What changes of days to come name: on which day, as what, and under which code they found. */
  pending: readonly {
    organisationId: string
    day: CalendarDay
    part: ChangePart
    code: string | null
  }[]
  /** Agencies that lead a zone. */
  zoneLeads: ReadonlySet<string>
  /** The last day of a record (not withdrawn) of each organisation that ends, and of each pairing that goes elsewhere. */
  lastRecordDays: ReadonlyMap<string, CalendarDay>
  /** The last day on which one of its pairings, or the pairing, begins. */
  lastPairingBegins: ReadonlyMap<string, CalendarDay>
  /** Pairings of the organisation that is split. */
  pairingIds: ReadonlySet<string>
}

/** Several may be put under one parent; nothing else goes with another change of the same organisation. */
const collide = (one: ChangePart, other: ChangePart): boolean =>
  one === 'PARENT' || other === 'PARENT' ? one === 'ENDED' || other === 'ENDED' : true

const codePattern = /^[0-9A-Za-z][0-9A-Za-z-]{0,29}$/

/**
 * Everything that forbids the change, each at its field; empty where it may be. What it finds to be right leaves, on
 * every day, a tree without cycles in which every organisation has one name and one parent (organisation-history.ts).
 */
export function changeProblems(
  organisations: Organisations,
  change: OrganisationChange,
  circumstances: ChangeCircumstances,
): FieldProblem[] {
  const problems: FieldProblem[] = []
  const { day } = change
  const problem = (path: string, code: FieldErrorCode, values?: FieldProblem['values']) => {
    problems.push({ path, code, ...(values ? { values } : {}) })
  }
  if (circumstances.lockedPeriods.some(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn))
    problem('day', 'PERIOD_LOCKED')

  /** One that the change names: it must exist on the day, and nothing else may be due to happen to it. */
  function named(path: string, id: string, as: ChangePart = 'SUBJECT'): DatedOrganisation | null {
    const organisation = organisations.get(id)
    if (organisation === undefined) problem(path, 'UNKNOWN_ORGANISATION')
    else if (organisation.validTo !== null) problem(path, 'ORGANISATION_ENDED')
    else if (organisation.validFrom > day)
      problem('day', 'NOT_YET_FOUNDED', { day: organisation.validFrom })
    else {
      const due = circumstances.pending.find(
        ({ organisationId, part }) => organisationId === id && collide(as, part),
      )
      if (due !== undefined) problem(path, 'OTHER_CHANGE_PENDING', { day: due.day })
      return organisation
    }
    return null
  }
  function ends(path: string, id: string): DatedOrganisation | null {
    const organisation = named(path, id, 'ENDED')
    if (organisation === null) return null
    if (organisation.kind === 'CITY_COMMITTEE') problem(path, 'ROOT_STAYS')
    if (organisation.validFrom >= day)
      problem('day', 'NOT_YET_FOUNDED', { day: organisation.validFrom })
    leaves(id)
    return organisation
  }
  /** Its records, or the pairing's, are of days before it ends. */
  function leaves(id: string): void {
    const lastRecord = circumstances.lastRecordDays.get(id)
    if (lastRecord !== undefined && lastRecord >= day)
      problem('day', 'RECORDS_SINCE', { day: lastRecord })
    const begins = circumstances.lastPairingBegins.get(id)
    if (begins !== undefined && begins >= day)
      problem('day', 'PAIRING_BEGINS_LATER', { day: begins })
  }
  function parent(path: string, id: string, kind: OrganisationKind): DatedOrganisation | null {
    const organisation = named(path, id, 'PARENT')
    if (organisation !== null && organisation.kind !== PARENT_KIND[kind])
      problem(path, 'PARENT_OF_ANOTHER_KIND')
    return organisation
  }
  function freeName(name: string, parentId: string | null, except: readonly string[]): void {
    const siblings =
      parentId === null
        ? []
        : childrenOf(organisations, parentId).filter(({ id }) => !except.includes(id))
    if (siblings.some(({ placements }) => placements[0].name === name))
      problem('name', 'NAME_TAKEN')
  }
  function founds({ code, name }: Founded, parentId: string, except: readonly string[] = []): void {
    if (!codePattern.test(code))
      problem('code', code === '' ? 'REQUIRED' : 'ORGANISATION_CODE_SHAPE')
    else if (
      [...organisations.values()].some((one) => one.code === code) ||
      circumstances.pending.some((due) => due.code === code)
    )
      problem('code', 'CODE_TAKEN')
    freeName(name, parentId, except)
  }

  switch (change.kind) {
    case 'RENAME': {
      const organisation = named('organisationId', change.organisationId)
      if (organisation === null) break
      const [{ name, parentId }] = organisation.placements
      if (name === change.name) problem('name', 'SAME_NAME')
      else freeName(change.name, parentId, [organisation.id])
      break
    }
    case 'MOVE': {
      const organisation = named('organisationId', change.organisationId)
      if (organisation === null) break
      if (organisation.kind === 'CITY_COMMITTEE') problem('organisationId', 'ROOT_STAYS')
      else if (organisation.placements[0].parentId === change.parentId)
        problem('parentId', 'STANDS_THERE')
      else parent('parentId', change.parentId, organisation.kind)
      break
    }
    case 'FOUND':
      if (change.organisationKind === 'CITY_COMMITTEE') problem('organisationKind', 'ROOT_STAYS')
      parent('parentId', change.parentId, change.organisationKind)
      founds(change.founded, change.parentId)
      break
    case 'CLOSE': {
      const organisation = ends('organisationId', change.organisationId)
      if (organisation === null) break
      const children = childrenOf(organisations, organisation.id)
      if (children.length > 0) problem('organisationId', 'HAS_CHILDREN', { count: children.length })
      if (circumstances.zoneLeads.has(organisation.id)) problem('organisationId', 'LEADS_A_ZONE')
      break
    }
    case 'MERGE': {
      if (change.organisationIds.length === 0) problem('organisationIds', 'REQUIRED')
      const ending = change.organisationIds.map((id) => ends('organisationIds', id))
      const [first] = ending
      if (new Set(change.organisationIds).size !== change.organisationIds.length)
        problem('organisationIds', 'ITSELF')
      if (ending.some((one) => one && first && one.kind !== first.kind))
        problem('organisationIds', 'KIND_DIFFERS')
      if ('organisationId' in change.into) {
        const into = named('organisationId', change.into.organisationId)
        if (change.organisationIds.includes(change.into.organisationId))
          problem('organisationId', 'ITSELF')
        if (into && first && into.kind !== first.kind) problem('organisationId', 'KIND_DIFFERS')
      } else if (first) {
        parent('parentId', change.into.parentId, first.kind)
        founds(change.into.founded, change.into.parentId, change.organisationIds)
      }
      break
    }
    case 'SPLIT': {
      const organisation = named('organisationId', change.organisationId)
      if (organisation === null) break
      const { parentId } = organisation.placements[0]
      if (parentId === null) problem('organisationId', 'ROOT_STAYS')
      else founds(change.founded, parentId)
      const children = new Set(childrenOf(organisations, organisation.id).map(({ id }) => id))
      if (change.childIds.some((id) => !children.has(id))) problem('childIds', 'NOT_ITS_CHILD')
      if (change.pairingIds.some((id) => !circumstances.pairingIds.has(id)))
        problem('pairingIds', 'NOT_ITS_PAIRING')
      change.pairingIds.forEach(leaves)
    }
  }
  return problems.length > 0 ? distinct(problems) : orderProblems(organisations, change)
}

/**
 * History is written forwards: nothing that the change touches has already changed on a later day, from what ends or
 * moves nobody has gone away on a later day, and what something comes to stand under has not moved on a later day.
 */
function orderProblems(organisations: Organisations, change: OrganisationChange): FieldProblem[] {
  const later = [...carriedOut(organisations, change)]
    .flatMap(([id, after]) => {
      const before = organisations.get(id)
      const above = daysOfMoving(organisations.get(after.placements[0].parentId ?? ''))
      if (before === undefined) return above
      const stays =
        after.validTo === before.validTo && after.placements[0].path === before.placements[0].path
      const changed = before.placements[0].from
      return stays ? [changed] : [changed, ...above, ...daysOfLeaving(organisations, id)]
    })
    .filter((from) => from > change.day)
    .toSorted()
    .at(-1)
  return later === undefined ? [] : [{ path: 'day', code: 'LATER_CHANGE', values: { day: later } }]
}

/** On which days it was founded, or came to stand elsewhere than before. */
function daysOfMoving(organisation: DatedOrganisation | undefined): CalendarDay[] {
  if (organisation === undefined) return []
  const { validFrom, placements } = organisation
  const moved = placements.filter(({ path }, index) => {
    const older = placements[index + 1]
    return older !== undefined && older.path !== path
  })
  return [validFrom, ...moved.map(({ from }) => from)]
}

/** On which days those that once stood under it went elsewhere or ended. */
function daysOfLeaving(organisations: Organisations, id: string): CalendarDay[] {
  return [...organisations.values()].flatMap(({ placements, validTo }) =>
    placements.flatMap(({ parentId }, index) => {
      if (parentId !== id) return []
      const next = placements[index - 1]
      if (next !== undefined) return [next.from]
      return validTo === null ? [] : [addDays(validTo, 1)]
    }),
  )
}

function distinct(problems: readonly FieldProblem[]): FieldProblem[] {
  const seen = new Set<string>()
  return problems.filter(({ path, code }) => {
    const key = `${path} ${code}`
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
