import { randomUUID } from 'node:crypto'
import { addDays } from '@gongjian/domain/calendar-day'
import { treeFaults } from '@gongjian/domain/organisation-history'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cityTime } from '../../platform/context.ts'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { verifyRollups } from '../analysis/verify-rollups.ts'
import { readTree } from './read-tree.ts'
import { settleChanges } from './settle-changes.ts'

let city: TestCity
let admin: Actor
let today: string
beforeEach(async () => {
  city = await openTestCity()
  admin = await city.as('admin')
  ;({ today } = await admin.context())
})
afterEach(() => city.close())

const rows = async (text: string, values: unknown[] = []) =>
  (await city.database.pool.query<Record<string, unknown>>(text, values)).rows
const text = z.string()
async function idOf(code: string): Promise<string> {
  const [row] = await rows('SELECT id FROM organisation WHERE code = $1', [code])
  return text.parse(row?.['id'])
}

const change = `mutation ($input: OrganisationChangeInput!) { changeOrganisations(input: $input) { __typename
  ... on OrganisationChange { id state parts { part name organisation { code } } } ... on InvalidInput { fieldErrors { path code } } } }`
const preview = `query ($input: OrganisationChangeInput!) { previewOrganisationChange(input: $input) { __typename
  ... on OrganisationChangePreview { children movedChildren pairings endedPairings reopenedPairings openDrafts openRecords people waitsForItsDay }
  ... on InvalidInput { fieldErrors { path code } } } }`
type Input = Record<string, unknown>
const full = (input: Input): Input => ({
  id: randomUUID(),
  day: today,
  reason: '机构改革',
  ...input,
})
const changed = async (input: Input) =>
  (await admin.ask(change, { input: full(input) }))['changeOrganisations']
const previewed = async (input: Input) =>
  (await admin.ask(preview, { input: full(input) }))['previewOrganisationChange']
async function seen(id: string, fields: string, reader = admin) {
  const { organisation } = await reader.ask(
    `query ($id: ID!) { organisation(id: $id) { ${fields} } }`,
    { id },
  )
  return organisation
}
async function found(search: string, filter: Input = {}) {
  const { organisations } = await admin.ask(
    `query ($filter: OrganisationFilter) { organisations(first: 20, filter: $filter) { edges { node { code name validTo } } } }`,
    { filter: { search, ...filter } },
  )
  return z
    .object({
      edges: z.array(
        z.object({ node: z.object({ code: text, name: text, validTo: text.nullable() }) }),
      ),
    })
    .parse(organisations)
    .edges.map(({ node }) => node)
}
/** What must hold after any change. */
async function expectWhole() {
  const { city: here } = await admin.context()
  const tree = await readTree(city.database.pool, here.code)
  expect(treeFaults(tree, today)).toEqual([])
  expect((await verifyRollups(city.database.pool, here.code)).differences).toEqual([])
}
/** As the first request of a later day finds the city. */
async function onDay(day: string) {
  const { city: here, log } = await admin.context()
  return settleChanges(city.database, here, log, { today: day, now: new Date(`${day}T01:00:00Z`) })
}
const problem = (path: string, code: string) => ({ fieldErrors: [{ path, code }] })
/** A community with somebody who signs, and another of the same street. */
async function twoCommunities() {
  const community = await city.as('community')
  const [own] = await rows(
    'SELECT id, code, parent_id AS parent FROM organisation WHERE path = $1',
    [community.organisationPath],
  )
  const [other] = await rows(
    `SELECT id, code FROM organisation WHERE parent_id = $1 AND id <> $2 ORDER BY path LIMIT 1`,
    [own?.['parent'], own?.['id']],
  )
  const read = z.object({ id: text, code: text })
  return { community, own: read.parse(own), other: read.parse(other) }
}

describe('it is refused', () => {
  test.each([
    ['without a reason', { reason: ' ' }, 'reason', 'REQUIRED'],
    ['without a day', { day: '' }, 'day', 'REQUIRED'],
    ['on a day that there is not', { day: '2008-02-30' }, 'day', 'NOT_A_DAY'],
    ['without a name', { name: '' }, 'name', 'REQUIRED'],
    ['of nobody', { organisationId: null }, 'organisationId', 'REQUIRED'],
    [
      'of somebody unknown',
      { organisationId: randomUUID() },
      'organisationId',
      'UNKNOWN_ORGANISATION',
    ],
    ['before it was founded', { day: '2005-12-31' }, 'day', 'NOT_YET_FOUNDED'],
    ['in a locked year', { day: '2008-03-01' }, 'day', 'PERIOD_LOCKED'],
  ])('%s', async (_why, wrong, path, code) => {
    if (code === 'PERIOD_LOCKED') await rows(`UPDATE period SET status = 'LOCKED'`)
    const input = { kind: 'RENAME', organisationId: await idOf('A001'), name: '新名', ...wrong }
    expect(await changed(input)).toMatchObject({
      fieldErrors: expect.arrayContaining([{ path, code }]),
    })
    expect(await previewed(input)).toMatchObject({
      fieldErrors: expect.arrayContaining([{ path, code }]),
    })
  })

  test.each(['recorder', 'secretary', 'community', 'street', 'municipal', 'auditor'])(
    'to %s',
    async (account) => {
      const actor = await city.as(account)
      const input = full({ kind: 'RENAME', organisationId: await idOf('A001'), name: '新名' })
      expect((await actor.answer(change, { input })).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
    },
  )
})

test('a renamed organisation is found by both names, and its records keep the one of their day', async () => {
  const [record] = await rows(
    `SELECT t.id, t.agency_side_id AS branch, o.name, t.day FROM activity t JOIN organisation o ON o.id = t.agency_side_id WHERE t.status = 'COUNTERSIGNED' AND t.day < $1 LIMIT 1`,
    [today],
  )
  const { id, branch, name, day } = z
    .object({ id: text, branch: text, name: text, day: text })
    .parse(record)
  const input = full({ kind: 'RENAME', organisationId: branch, name: '改过名的支部' })
  expect((await admin.ask(change, { input }))['changeOrganisations']).toMatchObject({
    state: 'DONE',
  })
  // Sent again: the same change.
  expect((await admin.ask(change, { input }))['changeOrganisations']).toMatchObject({
    state: 'DONE',
  })
  const now = { name: '改过名的支部' }
  expect(await found('改过名的支部')).toMatchObject([now])
  expect((await found(name)).map((one) => one.name)).toContain('改过名的支部')
  expect(await found('ggmdzb')).toMatchObject([now])
  expect(await seen(branch, 'name names { name from } changes { kind reason day }')).toMatchObject({
    names: [
      { name: '改过名的支部', from: today },
      { name, from: '2006-01-01' },
    ],
    changes: [{ kind: 'RENAME', reason: '机构改革', day: today }],
  })
  const reader = await city.as('municipal')
  const { activity } = await reader.ask(
    'query ($id: ID!) { activity(id: $id) { day agencySide { name } agencySideNameThen communitySideNameThen } }',
    { id },
  )
  expect(activity).toEqual({
    day,
    agencySide: now,
    agencySideNameThen: name,
    communitySideNameThen: null,
  })
  const events = await rows(
    `SELECT action FROM audit_event WHERE subject_kind = 'organisationChange'`,
  )
  expect(events).toEqual([{ action: 'organisation.change' }])
  await expectWhole()
})

test('a closed organisation goes from the lists, is found by name, and its people have no role there', async () => {
  const { own } = await twoCommunities()
  const [last] = await rows(`SELECT max(day) AS day FROM activity WHERE community_side_id = $1`, [
    own.id,
  ])
  expect(
    await changed({ kind: 'CLOSE', organisationId: own.id, day: text.parse(last?.['day']) }),
  ).toMatchObject({
    fieldErrors: expect.arrayContaining([{ path: 'day', code: 'RECORDS_SINCE' }]),
  })
  const day = addDays(today, 1)
  const input = { kind: 'CLOSE', organisationId: own.id, day }
  const touched = z
    .object({
      pairings: z.number(),
      endedPairings: z.number(),
      people: z.number(),
      waitsForItsDay: z.literal(true),
    })
    .parse(await previewed(input))
  expect(touched.people).toBeGreaterThan(0)
  expect(touched.endedPairings).toBe(touched.pairings)
  expect(await changed(input)).toMatchObject({ state: 'PLANNED' })
  expect(await seen(own.id, 'validTo')).toEqual({ validTo: null })
  expect(await onDay(day)).toBe(true)
  expect(await seen(own.id, 'validTo')).toEqual({ validTo: today })
  const held = await rows(
    `SELECT 1 FROM role_assignment WHERE organisation_id = $1 AND (valid_to IS NULL OR valid_to >= $2)`,
    [own.id, day],
  )
  expect(held).toEqual([])
  const open = await rows(
    `SELECT 1 FROM pairing WHERE community_side_id = $1 AND (valid_to IS NULL OR valid_to >= $2)`,
    [own.id, day],
  )
  expect(open).toEqual([])
  await expectWhole()
})

test('what is decided for a day to come waits, can be cancelled before it, and forbids another', async () => {
  const organisationId = await idOf('A001')
  const day = addDays(today, 10)
  const answer = await changed({ kind: 'RENAME', organisationId, name: '新机关', day })
  const { id } = z.object({ id: text }).parse(answer)
  expect(await changed({ kind: 'RENAME', organisationId, name: '另一名' })).toMatchObject(
    problem('organisationId', 'OTHER_CHANGE_PENDING'),
  )
  expect(await onDay(addDays(day, -1))).toBe(false)
  const cancel = `mutation ($input: CancelOrganisationChangeInput!) { cancelOrganisationChange(input: $input) { __typename ... on OrganisationChange { state } ... on Failure { code } } }`
  const cancelled = await admin.ask(cancel, { input: { id } })
  expect(cancelled['cancelOrganisationChange']).toMatchObject({ state: 'CANCELLED' })
  expect((await admin.ask(cancel, { input: { id } }))['cancelOrganisationChange']).toMatchObject({
    code: 'CHANGE_IS_DONE',
  })
  expect(await onDay(day)).toBe(false)
  expect(await seen(organisationId, 'changes { id }')).toEqual({ changes: [] })
})

test('of two who change the same at once, one is told', async () => {
  const organisationId = await idOf('A001')
  const day = addDays(today, 5)
  const answers = await Promise.all(
    ['甲', '乙'].map((name) => changed({ kind: 'RENAME', organisationId, name, day })),
  )
  const types = answers.map((answer) => z.object({ __typename: text }).parse(answer).__typename)
  expect(types.toSorted()).toEqual(['InvalidInput', 'OrganisationChange'])
})

test('who is moved is seen by those above it now; a year that is over stays with those above it then', async () => {
  await rows(`UPDATE city SET clock_offset_seconds = clock_offset_seconds + 60 * 86400`)
  const reader = await city.as('municipal')
  admin = await city.as('admin')
  expect((await reader.context()).today > '2008-10-20').toBe(true)
  const branches = await rows(
    `SELECT DISTINCT ON (o.parent_id) o.id, o.parent_id AS parent FROM organisation o JOIN activity_rollup r ON r.organisation_id = o.id
     WHERE o.kind = 'BRANCH' AND r.programme_year = 2008 AND r.countersigned > 0 ORDER BY o.parent_id LIMIT 2`,
  )
  const [first, second] = z.array(z.object({ id: text, parent: text })).parse(branches)
  if (first === undefined || second === undefined) throw new Error('two branches were expected')
  const byAgency = async () => {
    const { citySummary } = await reader.ask(
      `{ citySummary(year: 2008) { total { countersigned } breakdown(by: AGENCY, first: 100) { edges { node { organisation { id } total { countersigned } } } } } }`,
    )
    const read = z
      .object({
        total: z.object({ countersigned: z.number() }),
        breakdown: z.object({
          edges: z.array(
            z.object({
              node: z.object({
                organisation: z.object({ id: text }),
                total: z.object({ countersigned: z.number() }),
              }),
            }),
          ),
        }),
      })
      .parse(citySummary)
    const sums = read.breakdown.edges.map(({ node }): [string, number] => [
      node.organisation.id,
      node.total.countersigned,
    ])
    expect(sums.reduce((sum, [, count]) => sum + count, 0)).toBe(read.total.countersigned)
    return new Map(sums)
  }
  const before = await byAgency()
  await rows(`UPDATE period SET status = 'LOCKED' WHERE year = 2008`)
  const move = (id: string, parentId: string, day: string) =>
    changed({ kind: 'MOVE', organisationId: id, parentId, day })
  expect(await move(first.id, second.parent, '2008-10-10')).toMatchObject({ state: 'DONE' })
  expect(await byAgency()).toEqual(before)
  const paths = await rows(
    `SELECT DISTINCT t.agency_side_path = o.path AS follows FROM activity t JOIN organisation o ON o.id = t.agency_side_id WHERE o.id = $1`,
    [first.id],
  )
  expect(paths).toEqual([{ follows: true }])

  await rows(`UPDATE period SET status = 'OPEN' WHERE year = 2008`)
  // Before the year was over: the tree of its last day counts.
  expect(await move(second.id, first.parent, '2008-09-30')).toMatchObject({ state: 'DONE' })
  const after = await byAgency()
  expect(after.get(second.parent)).toBeLessThan(before.get(second.parent) ?? 0)
  await expectWhole()
})

test('a new community is founded once, may be paired, and stands in the tree', async () => {
  const { own } = await twoCommunities()
  const [street] = await rows('SELECT parent_id AS id FROM organisation WHERE id = $1', [own.id])
  const id = randomUUID()
  const input = {
    id,
    kind: 'FOUND',
    organisationKind: 'COMMUNITY',
    parentId: street?.['id'],
    code: 'NEW-1',
    name: '新社区',
  }
  expect(await changed(input)).toMatchObject({ state: 'DONE' })
  expect(await changed({ ...input, id: randomUUID() })).toMatchObject({
    fieldErrors: expect.arrayContaining([{ path: 'code', code: 'CODE_TAKEN' }]),
  })
  expect(await seen(id, 'code name validFrom parent { id }')).toEqual({
    code: 'NEW-1',
    name: '新社区',
    validFrom: today,
    parent: { id: street?.['id'] },
  })
  const open = `mutation ($input: OpenPairingInput!) { openPairing(input: $input) { __typename ... on Pairing { active } ... on InvalidInput { fieldErrors { path code } } } }`
  const pair = async (more: Input) =>
    (
      await admin.ask(open, {
        input: {
          id: randomUUID(),
          agencySideId: await idOf('A001-01'),
          communitySideId: id,
          validFrom: today,
          purpose: '',
          ...more,
        },
      })
    )['openPairing']
  expect(await pair({ agencySideId: await idOf('A001') })).toMatchObject(
    problem('communitySideId', 'SIDES_DO_NOT_FIT'),
  )
  expect(await pair({ validFrom: addDays(today, -1) })).toMatchObject(
    problem('validFrom', 'NOT_YET_FOUNDED'),
  )
  const pairingId = randomUUID()
  expect(await pair({ id: pairingId })).toMatchObject({ active: true })
  expect(await pair({ id: pairingId })).toMatchObject({ active: true })
  expect(await pair({})).toMatchObject(problem('communitySideId', 'PAIRED_ALREADY'))
  const end = `mutation ($input: EndPairingInput!) { endPairing(input: $input) { __typename ... on Pairing { validTo endReason } ... on InvalidInput { fieldErrors { path code } } } }`
  const ended = async (validTo: string) =>
    (await admin.ask(end, { input: { id: pairingId, validTo, reason: '改派' } }))['endPairing']
  expect(await ended(addDays(today, -1))).toMatchObject(problem('validTo', 'ENDS_BEFORE_IT_BEGINS'))
  expect(await ended(addDays(today, 3))).toMatchObject({
    validTo: addDays(today, 3),
    endReason: '改派',
  })
  await expectWhole()
})

test('a merged community: its records, its people and its pairings go on with who takes it in', async () => {
  const { community, own, other } = await twoCommunities()
  const waiting = async (actor: Actor) => {
    const { countersigningInbox } = await actor.ask(
      '{ countersigningInbox(first: 100) { edges { node { id communitySide { code } } } } }',
    )
    return z
      .object({
        edges: z.array(
          z.object({ node: z.object({ id: text, communitySide: z.object({ code: text }) }) }),
        ),
      })
      .parse(countersigningInbox)
      .edges.map(({ node }) => node)
  }
  const before = await waiting(community)
  expect(before.length).toBeGreaterThan(0)
  const pairings = await rows(
    `SELECT id, agency_side_id AS agency FROM pairing WHERE community_side_id = $1 AND (valid_to IS NULL OR valid_to >= $2) ORDER BY id`,
    [own.id, today],
  )
  const [declined] = pairings
  const day = addDays(today, 1)
  const input = {
    kind: 'MERGE',
    organisationIds: [own.id],
    organisationId: other.id,
    pairingIds: pairings.length > 1 ? [declined?.['id']] : [],
    day,
  }
  expect(await previewed(input)).toMatchObject({
    endedPairings: pairings.length,
    reopenedPairings: pairings.length - (pairings.length > 1 ? 1 : 0),
  })
  expect(await changed(input)).toMatchObject({ state: 'PLANNED' })
  expect(await waiting(community)).toEqual(before)
  expect(await onDay(day)).toBe(true)

  expect(
    await seen(own.id, 'validTo successor { code } changes { parts { part name } }'),
  ).toMatchObject({ validTo: today, successor: { code: other.code } })
  expect(await seen(other.id, 'changes { kind }')).toMatchObject({ changes: [{ kind: 'MERGE' }] })
  const held = await rows(
    `SELECT o.code FROM role_assignment r JOIN organisation o ON o.id = r.organisation_id WHERE r.user_id = $1 AND r.role = 'COMMUNITY_OFFICER' AND r.valid_to IS NULL`,
    [community.userId],
  )
  expect(held).toEqual([{ code: other.code }])
  const reopened = await rows(
    `SELECT agency_side_id AS agency FROM pairing WHERE community_side_id = $1 AND valid_to IS NULL`,
    [other.id],
  )
  const goOn = pairings.filter(({ id }) => id !== declined?.['id'] || pairings.length === 1)
  expect(reopened.map(({ agency }) => agency)).toEqual(
    expect.arrayContaining(goOn.map(({ agency }) => agency)),
  )
  // As the city stands on the day: whoever signs for the successor has what waited, as what it was.
  await rows(`UPDATE city SET clock_offset_seconds = clock_offset_seconds + 86400`)
  const officer = await city.as('community')
  expect(officer.organisationPath).toContain(`/${other.code}/`)
  const now = await waiting(officer)
  expect(now).toEqual(expect.arrayContaining(before))
  const [first] = before
  const { countersignActivity } = await officer.ask(
    `mutation ($input: CountersignActivityInput!) { countersignActivity(input: $input) { __typename } }`,
    { input: { id: first?.id, version: await versionOf(text.parse(first?.id)), usefulness: 4 } },
  )
  expect(countersignActivity).toMatchObject({ __typename: 'Activity' })
  await expectWhole()
})
async function versionOf(id: string): Promise<number> {
  const [row] = await rows('SELECT version FROM activity WHERE id = $1', [id])
  return z.number().parse(row?.['version'])
}

test('two agencies become a new one: branches, zone and lead go with it, totals stay', async () => {
  const [zone] = await rows(
    `SELECT z.id, z.lead_agency_id AS lead, (SELECT m.agency_id FROM zone_membership m WHERE m.zone_id = z.id AND m.agency_id <> z.lead_agency_id LIMIT 1) AS member FROM zone z ORDER BY z.code LIMIT 1`,
  )
  const { lead, member } = z.object({ lead: text, member: text }).parse(zone)
  const root = await idOf('2301')
  const id = randomUUID()
  const day = addDays(today, 1)
  const reader = await city.as('municipal')
  const total = async () =>
    (await reader.ask('{ citySummary(year: 2008) { total { countersigned submitted } } }'))[
      'citySummary'
    ]
  const before = await total()
  const branches = await rows('SELECT id FROM organisation WHERE parent_id = ANY($1) ORDER BY id', [
    [lead, member],
  ])
  expect(
    await changed({
      id,
      kind: 'MERGE',
      organisationIds: [lead, member],
      parentId: root,
      code: 'A900',
      name: '合并后的局',
      day,
    }),
  ).toMatchObject({ state: 'PLANNED' })
  expect(await onDay(day)).toBe(true)
  expect(
    await rows(`SELECT id FROM organisation WHERE parent_id = $1 AND kind = 'BRANCH' ORDER BY id`, [
      id,
    ]),
  ).toEqual(branches)
  expect(
    await rows('SELECT lead_agency_id AS lead FROM zone WHERE id = $1', [zone?.['id']]),
  ).toEqual([{ lead: id }])
  expect(
    await rows(
      `SELECT agency_id AS agency FROM zone_membership WHERE agency_id = ANY($1) AND valid_to IS NULL`,
      [[lead, member, id]],
    ),
  ).toEqual([{ agency: id }])
  expect(await total()).toEqual(before)
  await expectWhole()
})

test('a split gives the new one the children and pairings that were chosen, and no others', async () => {
  const { own } = await twoCommunities()
  const [street] = await rows('SELECT parent_id AS id FROM organisation WHERE id = $1', [own.id])
  const organisationId = text.parse(street?.['id'])
  const pairings = await rows(
    `SELECT id FROM pairing WHERE community_side_id = $1 AND (valid_to IS NULL OR valid_to >= $2) ORDER BY id`,
    [organisationId, today],
  )
  const id = randomUUID()
  const input = {
    id,
    kind: 'SPLIT',
    organisationId,
    code: 'S900',
    name: '分出的街道',
    childIds: [own.id],
    pairingIds: pairings.slice(0, 1).map((one) => one['id']),
  }
  expect(await changed({ ...input, childIds: [await idOf('A001-01')] })).toMatchObject(
    problem('childIds', 'NOT_ITS_CHILD'),
  )
  expect(await previewed(input)).toMatchObject({
    movedChildren: 1,
    endedPairings: 1,
    reopenedPairings: 1,
  })
  expect(await changed(input)).toMatchObject({ state: 'DONE' })
  expect(await seen(id, 'children { id } pairings { active }')).toMatchObject({
    children: [{ id: own.id }],
    pairings: [{ active: true }],
  })
  expect(await seen(organisationId, 'children { id }')).not.toMatchObject({
    children: expect.arrayContaining([{ id: own.id }]),
  })
  const still = await rows(
    `SELECT id FROM pairing WHERE community_side_id = $1 AND valid_to IS NULL ORDER BY id`,
    [organisationId],
  )
  expect(still).toEqual(pairings.slice(1))
  await expectWhole()
})

test('the first request of the day carries out what was decided for it, once', async () => {
  const organisationId = await idOf('A001')
  const day = addDays(today, 2)
  await changed({ kind: 'RENAME', organisationId, name: '新机关', day })
  const { city: here, log } = await admin.context()
  const later = cityTime({ ...here, clockOffsetSeconds: here.clockOffsetSeconds + 2 * 86_400 })
  expect(later.today).toBe(day)
  const settled = await Promise.all(
    [1, 2].map(() => settleChanges(city.database, here, log, later)),
  )
  expect(settled.filter(Boolean)).toHaveLength(1)
  expect(await seen(organisationId, 'name')).toEqual({ name: '新机关' })
  const events = await rows(
    `SELECT action FROM audit_event WHERE subject_kind = 'organisationChange' ORDER BY seq`,
  )
  expect(events).toEqual([{ action: 'organisation.planChange' }, { action: 'organisation.change' }])
})
