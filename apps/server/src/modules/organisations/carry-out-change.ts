import { pinyinInitials } from '@gongjian/database/pinyin-initials'
import { carriedOut, successorOf } from '@gongjian/domain/organisation-change'
import type { OrganisationChange } from '@gongjian/domain/organisation-change'
import type { DatedOrganisation, Organisations } from '@gongjian/domain/organisation-history'
import { addDays } from '@gongjian/domain/calendar-day'
import type { CalendarDay } from '@gongjian/domain/calendar-day'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { rowsOf } from '../../platform/statement.ts'
import { readTree } from './read-tree.ts'

/** Where and when a change is carried out, and with what words its pairings end. */
export type Moment = { city: string; today: CalendarDay; reason: string }

/** Does what the change says: the tree, pairings, roles, zones. In the caller's transaction, which holds `lockTree`. */
export async function carryOutChange(
  client: pg.ClientBase,
  moment: Moment,
  change: OrganisationChange,
): Promise<void> {
  const before = await readTree(client, moment.city)
  const after = carriedOut(before, change)
  await writeTree(client, moment, before, after)
  await moveSights(client, moment, before, after)
  switch (change.kind) {
    case 'CLOSE':
      await endPairings(client, moment, change.day, [change.organisationId])
      await endRoles(client, moment, [change.organisationId], null)
      await leaveZone(client, moment, change.day, [change.organisationId])
      break
    case 'MERGE': {
      const successor = successorOf(change)
      const reopened = await endPairings(client, moment, change.day, change.organisationIds)
      await reopenPairings(
        client,
        moment,
        change,
        successor,
        reopened.filter((id) => !change.endedPairingIds.includes(id)),
      )
      await endRoles(client, moment, change.organisationIds, change.movesRoles ? successor : null)
      if ('founded' in change.into)
        await joinZone(client, moment, change.day, successor, change.organisationIds)
      await rowsOf(
        client,
        sql`UPDATE zone SET lead_agency_id = ${successor}::uuid WHERE city_code = ${moment.city} AND lead_agency_id = ANY(${[...change.organisationIds]}::uuid[])`,
      )
      await leaveZone(client, moment, change.day, change.organisationIds)
      break
    }
    case 'SPLIT': {
      const moved = await endPairings(
        client,
        moment,
        change.day,
        [change.organisationId],
        change.pairingIds,
      )
      await reopenPairings(client, moment, change, change.id, moved)
      await joinZone(client, moment, change.day, change.id, [change.organisationId])
      break
    }
    case 'FOUND':
      if (change.zoneId !== null)
        await rowsOf(
          client,
          sql`INSERT INTO zone_membership (city_code, zone_id, agency_id, valid_from) SELECT city_code, id, ${change.id}::uuid, ${change.day}::date FROM zone WHERE city_code = ${moment.city} AND id = ${change.zoneId}::uuid`,
        )
      break
    case 'RENAME':
    case 'MOVE':
  }
}

/** Changes of one city wait for each other: each sees the tree that the one before it left. */
export async function lockTree(client: pg.ClientBase, city: string): Promise<void> {
  await rowsOf(client, sql`SELECT pg_advisory_xact_lock(hashtext(${`organisations of ${city}`}))`)
}

async function writeTree(
  client: pg.ClientBase,
  { city }: Moment,
  before: Organisations,
  after: ReadonlyMap<string, DatedOrganisation>,
): Promise<void> {
  // What is founded first: others are put under it.
  const foundedFirst = [...after.values()].toSorted(
    (one, other) => Number(before.has(one.id)) - Number(before.has(other.id)),
  )
  for (const one of foundedFirst) {
    const [{ from, name, parentId, path }] = one.placements
    const initials = pinyinInitials(name)
    // A founded one is placed by the database.
    if (!before.has(one.id))
      await rowsOf(
        client,
        sql`INSERT INTO organisation (city_code, id, kind, code, name, pinyin_initials, parent_id, path, position, valid_from)
            SELECT ${city}, ${one.id}::uuid, ${one.kind}::organisation_kind, ${one.code}, ${name}, ${initials}, ${parentId}::uuid, ${path}, coalesce(max(position), 0) + 1, ${one.validFrom}::date
            FROM organisation WHERE city_code = ${city} AND parent_id = ${parentId}::uuid`,
      )
    else
      await rowsOf(
        client,
        sql`WITH placed AS (
              INSERT INTO organisation_placement (city_code, organisation_id, valid_from, name, pinyin_initials, parent_id, path)
              VALUES (${city}, ${one.id}::uuid, ${from}::date, ${name}, ${initials}, ${parentId}::uuid, ${path})
              ON CONFLICT (city_code, organisation_id, valid_from) DO UPDATE SET name = excluded.name, pinyin_initials = excluded.pinyin_initials, parent_id = excluded.parent_id, path = excluded.path)
            UPDATE organisation SET name = ${name}, pinyin_initials = ${initials}, parent_id = ${parentId}::uuid, path = ${path}, valid_to = ${one.validTo}::date, successor_id = ${one.successorId}::uuid
            WHERE city_code = ${city} AND id = ${one.id}::uuid`,
      )
  }
}

/** Who has a record in sight, its paths say: they follow the tree. Its version stays, as nothing of it has changed. */
async function moveSights(
  client: pg.ClientBase,
  { city }: Moment,
  before: Organisations,
  after: ReadonlyMap<string, DatedOrganisation>,
): Promise<void> {
  const moved = [...after.values()].flatMap(({ id, placements: [{ path }] }) => {
    const from = before.get(id)?.placements[0].path
    return from === undefined || from === path ? [] : [{ from, to: path }]
  })
  if (moved.length === 0) return
  const paths = sql`unnest(${moved.map(({ from }) => from)}::text[], ${moved.map(({ to }) => to)}::text[]) AS moved (was, path)`
  await rowsOf(
    client,
    sql`UPDATE activity t SET agency_side_path = moved.path FROM ${paths} WHERE t.city_code = ${city} AND t.agency_side_path = moved.was`,
  )
  await rowsOf(
    client,
    sql`UPDATE activity t SET community_side_path = moved.path FROM ${paths} WHERE t.city_code = ${city} AND t.community_side_path = moved.was`,
  )
  await rowsOf(
    client,
    sql`UPDATE labour_session s SET community_path = moved.path FROM ${paths} WHERE s.city_code = ${city} AND s.community_path = moved.was`,
  )
  await rowsOf(
    client,
    sql`UPDATE archive r SET organisation_path = moved.path FROM ${paths} WHERE r.city_code = ${city} AND r.organisation_path = moved.was`,
  )
  await rowsOf(
    client,
    sql`UPDATE import i SET scope_path = moved.path FROM ${paths} WHERE i.city_code = ${city} AND i.scope_path = moved.was`,
  )
}

/** Ends the pairings of the organisations (of those given only, where some are) on the day before, and says which. */
async function endPairings(
  client: pg.ClientBase,
  { city, reason }: Moment,
  day: CalendarDay,
  organisationIds: readonly string[],
  only: readonly string[] | null = null,
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    client,
    sql`UPDATE pairing p SET valid_to = ${addDays(day, -1)}::date, end_reason = ${reason}
        WHERE p.city_code = ${city} AND (p.agency_side_id = ANY(${[...organisationIds]}::uuid[]) OR p.community_side_id = ANY(${[...organisationIds]}::uuid[]))
          AND (p.valid_to IS NULL OR p.valid_to >= ${day}::date) AND p.valid_from < ${day}::date
          AND (${only === null} OR p.id = ANY(${[...(only ?? [])]}::uuid[])) RETURNING p.id`,
  )
  return rows.map(({ id }) => id)
}

/** Opens on the day, with the successor, what was just ended: each other side once, and not where they are paired already. */
async function reopenPairings(
  client: pg.ClientBase,
  { city }: Moment,
  { day }: OrganisationChange,
  successor: string,
  pairingIds: readonly string[],
): Promise<void> {
  await rowsOf(
    client,
    sql`INSERT INTO pairing (city_code, id, level, agency_side_id, community_side_id, purpose, valid_from)
        SELECT DISTINCT ON (next.agency, next.community) p.city_code, gen_random_uuid(), p.level, next.agency, next.community, p.purpose, ${day}::date
        FROM pairing p
        JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id
        JOIN organisation s ON s.city_code = p.city_code AND s.id = ${successor}::uuid
        CROSS JOIN LATERAL (SELECT CASE WHEN s.kind = a.kind THEN s.id ELSE p.agency_side_id END AS agency, CASE WHEN s.kind = a.kind THEN p.community_side_id ELSE s.id END AS community) next
        WHERE p.city_code = ${city} AND p.id = ANY(${[...pairingIds]}::uuid[])
          AND NOT EXISTS (SELECT FROM pairing q WHERE q.city_code = p.city_code AND q.agency_side_id = next.agency AND q.community_side_id = next.community AND (q.valid_to IS NULL OR q.valid_to >= ${day}::date))
        ORDER BY next.agency, next.community, p.valid_from`,
  )
}

/** Roles held there end yesterday (one of today has no history); with a successor, each is held there from today. */
async function endRoles(
  client: pg.ClientBase,
  { city, today }: Moment,
  organisationIds: readonly string[],
  successor: string | null,
): Promise<void> {
  const held = sql`r.city_code = ${city} AND r.organisation_id = ANY(${[...organisationIds]}::uuid[]) AND (r.valid_to IS NULL OR r.valid_to >= ${today}::date)`
  if (successor !== null)
    await rowsOf(
      client,
      sql`INSERT INTO role_assignment (city_code, id, user_id, role, organisation_id, zone_id, valid_from)
          SELECT DISTINCT ON (r.user_id, r.role, r.zone_id) r.city_code, gen_random_uuid(), r.user_id, r.role, ${successor}::uuid, r.zone_id, ${today}::date FROM role_assignment r
          WHERE ${held} AND NOT EXISTS (SELECT FROM role_assignment h WHERE h.city_code = r.city_code AND h.user_id = r.user_id AND h.role = r.role AND h.organisation_id = ${successor}::uuid AND h.valid_to IS NULL)`,
    )
  await rowsOf(
    client,
    sql`UPDATE api_token k SET revoked_at = now() FROM role_assignment r WHERE ${held} AND k.city_code = r.city_code AND k.assignment_id = r.id AND k.revoked_at IS NULL`,
  )
  await rowsOf(
    client,
    sql`DELETE FROM role_assignment r WHERE ${held} AND r.valid_from >= ${today}::date`,
  )
  await rowsOf(
    client,
    sql`UPDATE role_assignment r SET valid_to = ${addDays(today, -1)}::date WHERE ${held}`,
  )
}

async function joinZone(
  client: pg.ClientBase,
  { city }: Moment,
  day: CalendarDay,
  agencyId: string,
  like: readonly string[],
): Promise<void> {
  await rowsOf(
    client,
    sql`INSERT INTO zone_membership (city_code, zone_id, agency_id, valid_from)
        SELECT m.city_code, m.zone_id, ${agencyId}::uuid, ${day}::date FROM zone_membership m
        WHERE m.city_code = ${city} AND m.agency_id = ANY(${[...like]}::uuid[]) AND m.valid_from <= ${day}::date AND (m.valid_to IS NULL OR m.valid_to >= ${day}::date)
        ORDER BY array_position(${[...like]}::uuid[], m.agency_id) LIMIT 1`,
  )
}

async function leaveZone(
  client: pg.ClientBase,
  { city }: Moment,
  day: CalendarDay,
  agencyIds: readonly string[],
): Promise<void> {
  await rowsOf(
    client,
    sql`UPDATE zone_membership SET valid_to = ${addDays(day, -1)}::date WHERE city_code = ${city} AND agency_id = ANY(${[...agencyIds]}::uuid[]) AND valid_to IS NULL`,
  )
}
