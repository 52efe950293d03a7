import { ASKING_KINDS, signingRoles } from '@gongjian/domain/notification-rules'
import type { Telling } from '@gongjian/domain/notification-rules'
import type { NotificationKind, PairingSide } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql, { empty, join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

type Moment = Pick<RequestContext, 'city' | 'now' | 'today'>
type Side = { id: string; path: string }
type Sides = { agencySide: Side; communitySide: Side }

/** Those of a role, at an organisation (alias o), who hold it or stand in for its holder today and may sign in (aliases a, u). */
export const holdersOf = ({ today }: Pick<Moment, 'today'>): Sql => sql`
  JOIN acting_role a ON a.city_code = o.city_code AND a.organisation_id = o.id AND a.valid_from <= ${today}::date AND (a.valid_to IS NULL OR a.valid_to >= ${today}::date)
  JOIN user_account u ON u.id = a.user_id AND u.disabled_at IS NULL`

/**
 * Who may sign for the side of a record and is nearest to it: those at the organisation itself, and only where nobody
 * there may, those of the one above. A select of user_id; what it is given may stand in the statement around it.
 */
export function nearestSigners(
  moment: Moment,
  { organisationId, roles, butNot }: { organisationId: Sql; roles: Sql; butNot: Sql },
): Sql {
  return sql`SELECT DISTINCT user_id FROM (
      SELECT a.user_id, rank() OVER (ORDER BY length(o.path) DESC) AS nearness
      FROM organisation own JOIN organisation o ON o.city_code = own.city_code AND o.id IN (own.id, own.parent_id) ${holdersOf(moment)}
      WHERE own.city_code = ${moment.city.code} AND own.id = ${organisationId} AND a.role = ANY(${roles}) AND a.user_id <> ALL(${butNot})
        AND (a.deputy_for_id IS NULL OR a.deputy_for_id <> ALL(${butNot}))
    ) who WHERE nearness = 1`
}

/** The roles that sign for a side, as the database names them. */
export const rolesOf = (side: PairingSide): Sql => sql`${signingRoles(side)}::role[]`

function peopleOf(moment: Moment, { to }: Telling, sides: Sides): Sql {
  // Who has handed over what they had has nothing more to do with it: who has it now is told.
  if (to.who === 'PEOPLE')
    return sql`SELECT DISTINCT coalesce((SELECT h.now_with_id FROM hand_over h JOIN position p ON p.city_code = h.city_code AND p.id = h.position_id JOIN organisation o ON o.city_code = p.city_code AND o.id = p.organisation_id
        WHERE h.city_code = ${moment.city.code} AND h.from_user_id = who.id AND h.day <= ${moment.today}::date AND (starts_with(${sides.agencySide.path}, o.path) OR starts_with(${sides.communitySide.path}, o.path)) ORDER BY length(o.path) DESC, h.day DESC LIMIT 1), who.id) AS user_id
      FROM unnest(${[...to.userIds]}::uuid[]) AS who (id)`
  const { id } = to.side === 'AGENCY_SIDE' ? sides.agencySide : sides.communitySide
  return nearestSigners(moment, {
    organisationId: sql`${id}::uuid`,
    roles: rolesOf(to.side),
    butNot: sql`${[...to.butNot]}::uuid[]`,
  })
}

/**
 * Writes the tellings of a record as further parts of the statement that moves it (CTE `moved`, with a leading comma):
 * one insert a telling, however many are told.
 */
export function toldWith(moment: Moment, tellings: readonly Telling[], sides: Sides): Sql {
  const { city, now } = moment
  const parts = tellings
    .filter(({ to }) => to.who === 'SIGNERS' || to.userIds.length > 0)
    .map(
      (telling, index) => sql`, told${raw(String(index))} AS (
        INSERT INTO notification (city_code, recipient_id, made_at, id, kind, subject_id, count)
        SELECT ${city.code}, who.user_id, ${now}, gen_random_uuid(), ${telling.kind}::notification_kind, moved.id, 1 FROM moved, (${peopleOf(moment, telling, sides)}) who
      )`,
    )
  return parts.length === 0 ? empty : join(parts, '')
}

/** What asked for something to be done with the record asks no more: a further part of the statement that moves it. */
export function settledWith({ city, now }: Moment): Sql {
  const asking = ASKING_KINDS.map((kind) => sql`${raw(`'${kind}'`)}`)
  return sql`, settled AS (
    UPDATE notification SET read_at = ${now} FROM moved
    WHERE notification.city_code = ${city.code} AND notification.subject_id = moved.id AND notification.read_at IS NULL AND notification.kind IN (${join(asking, ', ')})
  )`
}

/** Tells the users that a select (of user_id) names, and wakes their bells. For what is not a record's move. */
export async function tell(
  client: pg.Pool | pg.ClientBase,
  { city, now }: Pick<Moment, 'city' | 'now'>,
  what: { kind: NotificationKind; subjectId: string | null; count?: number },
  people: Sql,
): Promise<void> {
  await rowsOf(
    client,
    sql`WITH told AS (
          INSERT INTO notification (city_code, recipient_id, made_at, id, kind, subject_id, count)
          SELECT ${city.code}, who.user_id, ${now}, gen_random_uuid(), ${what.kind}::notification_kind, ${what.subjectId}::uuid, ${what.count ?? 1}::int FROM (${people}) who
          RETURNING recipient_id
        ) ${woken(city.code)}`,
  )
}

/** Says to every open page whose bell has changed: a select on the CTE `told`, in parts that PostgreSQL carries. */
export function woken(cityCode: string): Sql {
  return sql`SELECT pg_notify('notified', json_build_object('city', ${cityCode}::text, 'recipients', json_agg(recipient_id))::text)
    FROM (SELECT recipient_id, (row_number() OVER () - 1) / 150 AS part FROM (SELECT DISTINCT recipient_id FROM told) each_once) numbered GROUP BY part`
}
