import { hash } from '@node-rs/argon2'
import type pg from 'pg'
import { demoUsers } from './accounts.ts'
import { loadAssessment } from './assessment.ts'
import { copyRows } from './copy-rows.ts'
import { demoDeeds } from './deeds.ts'
import { documentRows, evidenceColumns } from './documents.ts'
import { donationColumns, donationRows, withDonationDetails } from './donations.ts'
import { demoHouseholds, householdColumns } from './households.ts'
import type { DemoDeeds } from '../../apps/server/src/demonstration/live-on.ts'
import type { HouseholdKeyring } from '../src/household-sealing.ts'
import { generateYear } from './generate-year.ts'
import { generateLabour } from './labour.ts'
import { tellOfRecords } from './notifications.ts'
import { cityCode, cityName, demoId, demoOrganisations } from './organisations.ts'
import { loadPlans } from './plans.ts'
import { closeQuarters, loadQuarters } from './periods.ts'
import { indicatorRows } from './read-data.ts'
import { chainRows, recordRows } from './record-rows.ts'
import { loadedAt, programmeYear, yearStart } from './year-plan.ts'
import { demoRobot, robotColumns } from './robots.ts'
import { demoStandIn } from './stand-in.ts'
import { connectClient } from '../src/connect-client.ts'

const organisationColumns = [
  'city_code',
  'id',
  'kind',
  'code',
  'name',
  'pinyin_initials',
  'parent_id',
  'path',
  'position',
  'strengths',
  'member_count',
  'valid_from',
]
const activityColumns = [
  'city_code',
  'id',
  'pairing_id',
  'agency_side_id',
  'agency_side_path',
  'community_side_id',
  'community_side_path',
  'zone_id',
  'campaign_id',
  'programme_year',
  'day',
  'kind',
  'area',
  'direction',
  'recording_side',
  'title',
  'words',
  'status',
  'version',
  'person_times',
  'hours',
  'open_questions',
  'usefulness',
  'created_by_id',
  'created_at',
  'updated_at',
  'submitted_by_id',
  'submitted_at',
  'submission_hash',
  'decided_by_id',
  'decided_at',
]

/** Without statistics the first plans are of an empty city, and a list reads it whole for each row. */
const ANALYSE = 'ANALYZE'

async function inTransaction<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await connectClient(url)
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    await client.query(ANALYSE)
    return result
  } finally {
    // A connection that ends inside a transaction rolls it back: nothing half-written stays.
    await client.end()
  }
}

/** Whether the database has a city already: nothing is loaded over it. */
export async function hasCity(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM city LIMIT 1')
  return rowCount === 1
}

async function loadCatalogue(client: pg.Client): Promise<void> {
  await copyRows(
    client,
    'indicator',
    [
      'city_code',
      'code',
      'kind',
      'area',
      'decimals',
      'position',
      'name_zh_cn',
      'name_zh_tw',
      'name_en',
      'unit_zh_cn',
      'unit_zh_tw',
      'unit_en',
      'usual_maximum',
      'valid_from',
    ],
    indicatorRows.map(({ code, kind, area, decimals, usualMaximum, name, unit }, position) => [
      cityCode,
      code,
      kind,
      area,
      decimals,
      position + 1,
      name['zh-CN'],
      name['zh-TW'],
      name.en,
      unit['zh-CN'],
      unit['zh-TW'],
      unit.en,
      usualMaximum,
      '2007-01-01',
    ]),
  )
}

/**
 * Loads the demonstration city with its year, once: does nothing where the database has a city already. The rows come
 * in one transaction; then the product lives the year to its end on them. `password` is that of every account.
 */
export async function loadDemoCity({
  url,
  password,
  householdKeys,
  now = new Date(),
}: {
  url: string
  password: string
  /** Without keys the city has no households. */
  householdKeys: HouseholdKeyring | null
  now?: Date
}): Promise<boolean> {
  const deeds = await inTransaction(url, async (client): Promise<DemoDeeds | null> => {
    if (await hasCity(client)) return null
    const { organisations, zones, pairings } = demoOrganisations()
    const users = demoUsers(organisations, zones)
    const { campaigns, records: written } = generateYear(pairings)
    const records = withDonationDetails(written)
    const passwordHash = await hash(password)

    await client.query("SET LOCAL gongjian.skip_rollups = 'on'")
    await client.query(
      'INSERT INTO city (code, name, time_zone, demonstration, clock_offset_seconds, created_at) VALUES ($1, $2, $3, true, $4, $5)',
      [
        cityCode,
        cityName,
        'Asia/Shanghai',
        Math.round((loadedAt.getTime() - now.getTime()) / 1000),
        loadedAt,
      ],
    )
    await copyRows(
      client,
      'organisation',
      organisationColumns,
      organisations.map((o) => [
        cityCode,
        o.id,
        o.kind,
        o.code,
        o.name,
        o.pinyinInitials,
        o.parentId,
        o.path,
        o.position,
        o.strengths,
        o.memberCount,
        '2006-01-01',
      ]),
    )
    await copyRows(
      client,
      'zone',
      ['city_code', 'id', 'code', 'name', 'position', 'lead_agency_id', 'liaison'],
      zones.map((z) => [cityCode, z.id, z.code, z.name, z.position, z.leadAgencyId, z.liaison]),
    )
    await copyRows(
      client,
      'zone_membership',
      ['city_code', 'zone_id', 'agency_id', 'valid_from'],
      zones.flatMap((z) => z.agencyIds.map((agencyId) => [cityCode, z.id, agencyId, '2006-01-01'])),
    )
    await copyRows(
      client,
      'pairing',
      [
        'city_code',
        'id',
        'level',
        'agency_side_id',
        'community_side_id',
        'purpose',
        'valid_from',
        'valid_to',
        'end_reason',
      ],
      pairings.map((p) => [
        cityCode,
        p.id,
        p.level,
        p.agencySide.id,
        p.communitySide.id,
        p.purpose,
        p.validFrom,
        p.validTo,
        p.endReason,
      ]),
    )
    await loadCatalogue(client)
    await copyRows(
      client,
      'period',
      ['city_code', 'year', 'starts_on', 'ends_on', 'status'],
      [
        [cityCode, programmeYear, yearStart, '2008-09-30', 'OPEN'],
        [cityCode, programmeYear + 1, '2008-10-01', '2009-09-30', 'OPEN'],
      ],
    )
    await loadQuarters(client, [
      { year: programmeYear, startsOn: yearStart },
      { year: programmeYear + 1, startsOn: '2008-10-01' },
    ])
    await copyRows(
      client,
      'user_account',
      ['id', 'city_code', 'account', 'name', 'password_hash', 'must_change_password', 'created_at'],
      users.map((u) => [
        u.id,
        cityCode,
        u.account,
        u.name,
        passwordHash,
        u.mustChangePassword,
        loadedAt,
      ]),
    )
    await copyRows(
      client,
      'role_assignment',
      ['city_code', 'id', 'user_id', 'role', 'organisation_id', 'zone_id', 'valid_from'],
      users.flatMap((u) =>
        u.roles.map((r) => [
          cityCode,
          r.id,
          u.id,
          r.role,
          r.organisation.id,
          r.zoneId,
          '2007-01-01',
        ]),
      ),
    )

    const holderOf = (role: string) =>
      new Map(
        users.flatMap((u) =>
          u.roles
            .filter((r) => r.role === role && u.roles[0] === r)
            .map((r) => [r.organisation.id, u] as const),
        ),
      )
    const zoneOf = new Map(
      zones.flatMap((z) =>
        z.agencyIds.flatMap((id) =>
          organisations.filter((o) => o.id === id).map((o) => [o.code, z.id] as const),
        ),
      ),
    )
    const people = {
      recorderOf: holderOf('BRANCH_RECORDER'),
      officerOf: holderOf('COMMUNITY_OFFICER'),
      secretaryOf: holderOf('AGENCY_SECRETARY'),
    }
    const keeperOf = new Map(users.flatMap((u) => u.roles.map((r) => [r.organisation.id, u.id])))
    const labour = generateLabour({
      organisations,
      campaigns,
      records,
      userOf: ({ id }) => keeperOf.get(id) ?? users[0]?.id ?? '',
    })
    for (const [table, { columns, rows: tableRows }] of Object.entries(labour))
      await copyRows(client, table, columns, tableRows)
    const standIn = demoStandIn(records, people.officerOf)
    const rows = recordRows(records, { ...people, zoneOf, standIn })
    await copyRows(client, 'activity', activityColumns, rows.activities)
    await copyRows(
      client,
      'output',
      ['city_code', 'activity_id', 'indicator_code', 'position', 'claimed', 'accepted'],
      rows.outputs,
    )
    await copyRows(
      client,
      'participation',
      ['city_code', 'activity_id', 'position', 'label', 'head_count', 'hours_each'],
      rows.participations,
    )
    const analyst = users.find(({ account }) => account === 'municipal')
    const donations = donationRows(records, { ...people, caller: analyst })
    for (const table of ['donation_drive', 'donation_confirmation', 'donation'] as const)
      await copyRows(client, table, donationColumns[table], donations.rows[table])
    await copyRows(
      client,
      'countersignature',
      [
        'city_code',
        'id',
        'activity_id',
        'activity_version',
        'decision',
        'usefulness',
        'words',
        'reason',
        'field_reasons',
        'quantities',
        'signed_by_id',
        'signed_by_name',
        'deputy_for_name',
        'signed_for_id',
        'signed_for_name',
        'signed_at',
      ],
      rows.countersignatures,
    )
    await copyRows(
      client,
      'acted_for',
      ['city_code', 'activity_id', 'holder_id', 'signs'],
      rows.actedFor,
    )
    const households =
      householdKeys === null ? null : demoHouseholds(pairings, records, people, householdKeys)
    if (households !== null)
      for (const table of ['household', 'household_pairing', 'household_visit'] as const)
        await copyRows(client, table, householdColumns[table], households.rows[table])
    const keeper = users.find(({ account }) => account === 'secretary')
    const robot = householdKeys && keeper ? demoRobot(keeper, householdKeys) : null
    if (robot !== null)
      for (const table of ['robot', 'delivery'] as const)
        await copyRows(client, table, robotColumns[table], robot.rows[table])
    const documents = documentRows(records, people)
    await copyRows(client, 'evidence', evidenceColumns, documents.rows)
    const roleOf = (account: string) =>
      users.find((user) => user.account === account)?.roles[0]?.organisation.id ?? null
    const [branchId, communityId] = [roleOf('recorder'), roleOf('community')]
    const plans =
      branchId === null || communityId === null
        ? []
        : await loadPlans(client, { branchId, communityId })
    const chains = chainRows([
      ...rows.events,
      ...documents.events,
      ...donations.events,
      ...plans,
      ...(households?.events ?? []),
      ...(robot?.events ?? []),
    ])
    await copyRows(
      client,
      'audit_event',
      [
        'city_code',
        'chain',
        'seq',
        'occurred_at',
        'actor_id',
        'actor_name',
        'actor_role',
        'organisation_id',
        'action',
        'subject_kind',
        'subject_id',
        'event',
        'previous_hash',
        'hash',
      ],
      chains.events,
    )
    await copyRows(client, 'audit_chain', ['city_code', 'chain', 'seq', 'hash'], chains.heads)
    await tellOfRecords(client)
    await client.query('SELECT rebuild_rollups($1)', [cityCode])
    const secondPerson = users.find(({ account }) => account === 'municipal2')
    const organisationId = keeper?.roles[0]?.organisation.id
    if (analyst && secondPerson && keeper && organisationId !== undefined) {
      await closeQuarters(client, { year: programmeYear, decidedBy: analyst })
      await loadAssessment(client, {
        decidedBy: analyst,
        secondPerson,
        appellant: { ...keeper, organisationId },
      })
    }
    return demoDeeds({ users, standIn })
  })
  if (deeds === null) return false
  // Of the product, and only where a city is loaded: everything else here does without it.
  const { liveOn } = await import('../../apps/server/src/demonstration/live-on.ts')
  await liveOn(url, deeds)
  const client = await connectClient(url)
  await client.query(`${ANALYSE} assessment_input, assessment_score`).finally(() => client.end())
  return true
}

/**
 * Makes an empty city with its catalogue, the present year and one administrator, once. The administrator's
 * password is to be changed at the first sign-in. False where the database has a city already.
 */
export async function loadEmptyCity({
  url,
  adminPassword,
  now = new Date(),
}: {
  url: string
  adminPassword: string
  now?: Date
}): Promise<boolean> {
  return inTransaction(url, async (client) => {
    if (await hasCity(client)) return false
    const year = now.getFullYear()
    const today = now.toISOString().slice(0, 10)
    await client.query('INSERT INTO city (code, name, created_at) VALUES ($1, $2, $3)', [
      cityCode,
      cityName,
      now,
    ])
    await client.query(
      `INSERT INTO organisation (city_code, id, kind, code, name, pinyin_initials, path, position, valid_from)
       VALUES ($1, $2, 'CITY_COMMITTEE', $1, $3, 'szjggw', $1 || '/', 0, $4)`,
      [cityCode, demoId('organisation root'), `${cityName}直属机关工作委员会`, today],
    )
    await loadCatalogue(client)
    await client.query(
      "INSERT INTO period (city_code, year, starts_on, ends_on, status) VALUES ($1, $2, make_date($2, 1, 1), make_date($2, 12, 31), 'OPEN')",
      [cityCode, year],
    )
    await loadQuarters(client, [{ year, startsOn: `${year}-01-01` }])
    const userId = demoId('administrator')
    await client.query(
      `INSERT INTO user_account (id, city_code, account, name, password_hash, must_change_password, created_at)
       VALUES ($1, $2, 'admin', '系统管理员', $3, true, $4)`,
      [userId, cityCode, await hash(adminPassword), now],
    )
    await client.query(
      `INSERT INTO role_assignment (city_code, id, user_id, role, organisation_id, valid_from) VALUES ($1, $2, $3, 'ADMINISTRATOR', $4, $5)`,
      [cityCode, demoId('administrator role'), userId, demoId('organisation root'), today],
    )
    return true
  })
}
