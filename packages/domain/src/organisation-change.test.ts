import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from './calendar-day.ts'
import { carriedOut, partsOf } from './organisation-change.ts'
import type { OrganisationChange } from './organisation-change.ts'
import { changeProblems } from './organisation-change-rules.ts'
import type { ChangeCircumstances } from './organisation-change-rules.ts'
import { existsOn, placementOn, treeFaults } from './organisation-history.ts'
import type { DatedOrganisation, Organisations } from './organisation-history.ts'
import type { OrganisationKind } from './vocabulary.ts'

const begin = '2008-01-01'
function city(): Organisations {
  const all = new Map<string, DatedOrganisation>()
  const add = (id: string, kind: OrganisationKind, parentId: string | null) => {
    const above = parentId === null ? '' : (all.get(parentId)?.placements[0].path ?? '')
    all.set(id, {
      id,
      kind,
      code: id,
      validFrom: begin,
      validTo: null,
      successorId: null,
      placements: [{ from: begin, name: `组织${id}`, parentId, path: `${above}${id}/` }],
    })
  }
  add('R', 'CITY_COMMITTEE', null)
  for (const agency of ['A', 'B']) {
    add(agency, 'AGENCY', 'R')
    for (const branch of ['1', '2']) add(`${agency}${branch}`, 'BRANCH', agency)
  }
  add('D', 'DISTRICT', 'R')
  for (const street of ['S', 'T']) {
    add(street, 'STREET', 'D')
    for (const community of ['1', '2', '3']) add(`${street}${community}`, 'COMMUNITY', street)
  }
  return all
}
const calm: ChangeCircumstances = {
  lockedPeriods: [],
  pending: [],
  zoneLeads: new Set(),
  lastRecordDays: new Map(),
  lastPairingBegins: new Map(),
  pairingIds: new Set(),
}
const day = '2008-07-01'
const base = { id: 'N', day }
const merge = (more: Partial<Extract<OrganisationChange, { kind: 'MERGE' }>> = {}) =>
  ({
    ...base,
    kind: 'MERGE',
    organisationIds: ['S1'],
    into: { organisationId: 'S2' },
    endedPairingIds: [],
    movesRoles: true,
    ...more,
  }) satisfies OrganisationChange
const split = (more: Partial<Extract<OrganisationChange, { kind: 'SPLIT' }>> = {}) =>
  ({
    ...base,
    kind: 'SPLIT',
    organisationId: 'S',
    founded: { code: 'U', name: '新街道' },
    childIds: ['S1'],
    pairingIds: [],
    ...more,
  }) satisfies OrganisationChange
const found = (more: Partial<Extract<OrganisationChange, { kind: 'FOUND' }>> = {}) =>
  ({
    ...base,
    kind: 'FOUND',
    organisationKind: 'COMMUNITY',
    parentId: 'S',
    founded: { code: 'S4', name: '新社区' },
    zoneId: null,
    ...more,
  }) satisfies OrganisationChange

describe('a change is refused', () => {
  const rename = (organisationId: string, name: string, on = day): OrganisationChange => ({
    ...base,
    day: on,
    kind: 'RENAME',
    organisationId,
    name,
  })
  const move = (organisationId: string, parentId: string): OrganisationChange => ({
    ...base,
    kind: 'MOVE',
    organisationId,
    parentId,
  })
  const close = (organisationId: string): OrganisationChange => ({
    ...base,
    kind: 'CLOSE',
    organisationId,
  })
  test.each<[string, OrganisationChange, Partial<ChangeCircumstances>, string, string]>([
    ['of one that is not there', rename('X', '新'), {}, 'organisationId', 'UNKNOWN_ORGANISATION'],
    ['before it was founded', rename('A', '新', '2007-12-31'), {}, 'day', 'NOT_YET_FOUNDED'],
    ['to the name that it has', rename('A', '组织A'), {}, 'name', 'SAME_NAME'],
    ['to the name of a sibling', rename('A', '组织B'), {}, 'name', 'NAME_TAKEN'],
    [
      'in a locked year',
      rename('A', '新'),
      { lockedPeriods: [{ startsOn: begin, endsOn: '2008-12-31' }] },
      'day',
      'PERIOD_LOCKED',
    ],
    [
      'where another waits',
      rename('A', '新'),
      { pending: [{ organisationId: 'A', day: '2009-01-01', part: 'ENDED', code: null }] },
      'organisationId',
      'OTHER_CHANGE_PENDING',
    ],
    ['that moves the root', move('R', 'A'), {}, 'organisationId', 'ROOT_STAYS'],
    ['that leaves it where it is', move('S1', 'S'), {}, 'parentId', 'STANDS_THERE'],
    ['under another kind', move('S1', 'A'), {}, 'parentId', 'PARENT_OF_ANOTHER_KIND'],
    ['under one of its own', move('S', 'S1'), {}, 'parentId', 'PARENT_OF_ANOTHER_KIND'],
    ['that closes what has children', close('S'), {}, 'organisationId', 'HAS_CHILDREN'],
    [
      'that closes who leads a zone',
      close('A1'),
      { zoneLeads: new Set(['A1']) },
      'organisationId',
      'LEADS_A_ZONE',
    ],
    [
      'that closes before its last record',
      close('S1'),
      { lastRecordDays: new Map([['S1', day]]) },
      'day',
      'RECORDS_SINCE',
    ],
    [
      'that closes before a pairing begins',
      close('S1'),
      { lastPairingBegins: new Map([['S1', day]]) },
      'day',
      'PAIRING_BEGINS_LATER',
    ],
    [
      'that founds a second root',
      found({ organisationKind: 'CITY_COMMITTEE' }),
      {},
      'organisationKind',
      'ROOT_STAYS',
    ],
    [
      'that founds without a code',
      found({ founded: { code: '', name: '新' } }),
      {},
      'code',
      'REQUIRED',
    ],
    [
      'that founds with a slash',
      found({ founded: { code: 'a/b', name: '新' } }),
      {},
      'code',
      'ORGANISATION_CODE_SHAPE',
    ],
    [
      'that founds under a code in use',
      found({ founded: { code: 'T1', name: '新' } }),
      {},
      'code',
      'CODE_TAKEN',
    ],
    [
      'that founds under a code that is planned',
      found(),
      { pending: [{ organisationId: 'Z', day, part: 'FOUNDED', code: 'S4' }] },
      'code',
      'CODE_TAKEN',
    ],
    ['that merges nobody', merge({ organisationIds: [] }), {}, 'organisationIds', 'REQUIRED'],
    [
      'that merges into itself',
      merge({ into: { organisationId: 'S1' } }),
      {},
      'organisationId',
      'ITSELF',
    ],
    [
      'that merges one twice',
      merge({ organisationIds: ['S1', 'S1'] }),
      {},
      'organisationIds',
      'ITSELF',
    ],
    [
      'that merges two kinds',
      merge({ organisationIds: ['S1', 'S'] }),
      {},
      'organisationIds',
      'KIND_DIFFERS',
    ],
    [
      'that merges into another kind',
      merge({ into: { organisationId: 'S' } }),
      {},
      'organisationId',
      'KIND_DIFFERS',
    ],
    [
      "that gives away another's child",
      split({ childIds: ['T1'] }),
      {},
      'childIds',
      'NOT_ITS_CHILD',
    ],
    [
      "that gives away another's pairing",
      split({ pairingIds: ['p'] }),
      {},
      'pairingIds',
      'NOT_ITS_PAIRING',
    ],
    [
      'that splits the root',
      split({ organisationId: 'R', childIds: [] }),
      {},
      'organisationId',
      'ROOT_STAYS',
    ],
  ])('%s', (_why, change, circumstances, path, code) => {
    expect(changeProblems(city(), change, { ...calm, ...circumstances })).toEqual(
      expect.arrayContaining([expect.objectContaining({ path, code })]),
    )
  })

  test('on a day before the last change of what it touches', () => {
    const renamed: OrganisationChange = { ...rename('S1', '新名'), day: '2008-08-01' }
    const after = new Map([...city(), ...carriedOut(city(), renamed)])
    expect(
      changeProblems(after, { ...base, kind: 'MOVE', organisationId: 'S1', parentId: 'T' }, calm),
    ).toEqual([{ path: 'day', code: 'LATER_CHANGE', values: { day: '2008-08-01' } }])
  })

  test('nor may one end or move on a day on which those still stood under it who have gone since', () => {
    const given = split({ childIds: ['S1', 'S2', 'S3'] })
    const after = new Map([...city(), ...carriedOut(city(), given)])
    const ending = { ...base, kind: 'CLOSE', organisationId: 'S' } as const
    expect(changeProblems(after, { ...ending, day: addDays(day, -1) }, calm)).toEqual([
      { path: 'day', code: 'LATER_CHANGE', values: { day } },
    ])
    expect(changeProblems(after, { ...ending, day }, calm)).toEqual([])
    const moving = {
      ...base,
      kind: 'MERGE',
      organisationIds: ['S'],
      into: { organisationId: 'T' },
    } as const
    const others = { endedPairingIds: [], movesRoles: false }
    expect(
      changeProblems(after, { ...moving, ...others, day: addDays(day, -1) }, calm),
    ).toMatchObject([{ code: 'LATER_CHANGE', values: { day } }])
  })

  test('but several may be founded under one parent', () => {
    const pending = [{ organisationId: 'S', day, part: 'PARENT' as const, code: null }]
    expect(changeProblems(city(), found(), { ...calm, pending })).toEqual([])
    expect(
      changeProblems(city(), merge({ organisationIds: ['S'], into: { organisationId: 'T' } }), {
        ...calm,
        pending,
      }),
    ).toMatchObject([{ code: 'OTHER_CHANGE_PENDING' }])
  })
})

test('who is merged ends the day before and stands, with its children, under who carries on', () => {
  const after = carriedOut(city(), merge({ organisationIds: ['S'], into: { organisationId: 'T' } }))
  expect(after.get('S')).toMatchObject({ validTo: '2008-06-30', successorId: 'T' })
  expect(after.get('S')?.placements[0]).toMatchObject({ parentId: 'T', path: 'R/D/T/S/' })
  expect(after.get('S1')?.placements).toEqual([
    { from: day, name: '组织S1', parentId: 'T', path: 'R/D/T/S1/' },
    { from: begin, name: '组织S1', parentId: 'S', path: 'R/D/S/S1/' },
  ])
})

test('who is split keeps what is not given to the new one', () => {
  const after = new Map([...city(), ...carriedOut(city(), split())])
  expect(after.get('N')).toMatchObject({ kind: 'STREET', code: 'U', validFrom: day })
  expect(after.get('S1')?.placements[0].parentId).toBe('N')
  expect(after.get('S2')?.placements[0].parentId).toBe('S')
})

// Any changes in any order, allowed or not: those that the rules let through leave a whole tree on every day.
const ids = [...city().keys(), 'N0', 'N1', 'N2', 'N3']
const anId = fc.constantFrom(...ids)
const someIds = fc.uniqueArray(anId, { maxLength: 3 })
const founded = fc.record({
  code: fc.constantFrom('X', 'Y', 'Z', 'S1', ''),
  name: fc.constantFrom('新一', '新二', '组织S1'),
})
const anyContent = fc.oneof(
  fc.record({
    kind: fc.constant('RENAME' as const),
    organisationId: anId,
    name: fc.constantFrom('甲', '乙', '组织A'),
  }),
  fc.record({ kind: fc.constant('MOVE' as const), organisationId: anId, parentId: anId }),
  fc.record({ kind: fc.constant('CLOSE' as const), organisationId: anId }),
  fc.record({
    kind: fc.constant('FOUND' as const),
    organisationKind: fc.constantFrom<OrganisationKind>('BRANCH', 'COMMUNITY', 'STREET', 'AGENCY'),
    parentId: anId,
    founded,
    zoneId: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('MERGE' as const),
    organisationIds: someIds,
    into: fc.oneof(fc.record({ organisationId: anId }), fc.record({ parentId: anId, founded })),
    endedPairingIds: fc.constant([]),
    movesRoles: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('SPLIT' as const),
    organisationId: anId,
    founded,
    childIds: someIds,
    pairingIds: fc.constant([]),
  }),
)

test('any sequence of changes leaves, on every day, a tree in which each has one name and one parent', () => {
  let carried = 0
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyContent, fc.integer({ min: -3, max: 20 })), { maxLength: 25 }),
      (contents) => {
        let organisations = city()
        contents.forEach(([content, days], index) => {
          const change: OrganisationChange = {
            id: `N${index}`,
            day: addDays(begin, days),
            ...content,
          }
          if (changeProblems(organisations, change, calm).length > 0) return
          carried += 1
          const before = organisations
          const after = carriedOut(before, change)
          organisations = new Map([...before, ...after])
          // What was, stays: before its day nothing differs.
          for (const [id, one] of before) {
            const now = organisations.get(id)
            expect(now && placementOn(now, addDays(change.day, -1))).toEqual(
              placementOn(one, addDays(change.day, -1)),
            )
            expect(now && existsOn(now, addDays(change.day, -1))).toBe(
              existsOn(one, addDays(change.day, -1)),
            )
          }
          expect(partsOf(change).map(({ organisationId }) => organisationId)).toEqual([
            ...new Set(partsOf(change).map(({ organisationId }) => organisationId)),
          ])
        })
        for (let days = -1; days <= 22; days += 1)
          expect(treeFaults(organisations, addDays(begin, days))).toEqual([])
      },
    ),
    { numRuns: 400 },
  )
  expect(carried).toBeGreaterThan(200)
})

test('a fault of the tree is named', () => {
  const broken = new Map(city())
  const one = broken.get('S1')
  if (one === undefined) throw new Error('S1 is there')
  broken.set('S1', { ...one, placements: [{ ...one.placements[0], parentId: 'T' }] })
  expect(treeFaults(broken, begin)).toHaveLength(1)
})
