import { kindsAbout, sideTellingOf, subjectOf } from '@gongjian/domain/notification-rules'
import type { NotificationSubject } from '@gongjian/domain/notification-rules'
import type { NotificationKind, PairingSide } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { visibleActivities } from '../activities/activity-row.ts'
import { reached } from '../robots/robot-row.ts'
import { appealsInSight } from '../appeals/appeal-row.ts'
import { isShown, pairingsInSight } from '../plans/plan-row.ts'
import { visibleHouseholds } from '../households/household-row.ts'

export type NotificationRow = {
  id: string
  kind: NotificationKind
  count: number
  madeAt: Date
  readAt: Date | null
  subject: {
    kind: NotificationSubject
    id: string | null
    title: string | null
    from: string | null
    answer: string | null
  }
}
export type NotificationFilter = {
  unread?: boolean | null | undefined
  kind?: NotificationKind | null | undefined
}
type Stored = Omit<NotificationRow, 'subject'> & {
  subjectId: string | null
  found: boolean
  title: string | null
  recordingSide: PairingSide | null
  agencySideName: string | null
  communitySideName: string | null
  personName: string | null
  answer: string | null
}
/** Not of a kind (alias n) that its reader has hidden. */
const shown = sql`NOT EXISTS (SELECT FROM notification_choice c WHERE c.city_code = n.city_code AND c.user_id = n.recipient_id AND n.kind = ANY(c.hidden_kinds))`
/** Tells (alias n) of such a subject. */
const about = (subject: NotificationSubject) =>
  sql`n.kind = ANY(${kindsAbout(subject)}::notification_kind[])`
const cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** One's own notifications, the newest first. What is out of the reader's sight by now stands without its title. */
export async function listNotifications(
  context: RequestContext,
  page: PageArguments,
  filter: NotificationFilter,
): Promise<Page<NotificationRow>> {
  const { userId } = signedInViewer(context)
  const size = pageSize(page)
  const after = decodeCursor(page.after, cursor)
  const conditions: Sql[] = [
    sql`n.city_code = ${context.city.code} AND n.recipient_id = ${userId}::uuid`,
    shown,
  ]
  if (filter.unread === true) conditions.push(sql`n.read_at IS NULL`)
  if (filter.unread === false) conditions.push(sql`n.read_at IS NOT NULL`)
  if (filter.kind) conditions.push(sql`n.kind = ${filter.kind}::notification_kind`)
  if (after) conditions.push(sql`(n.made_at, n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await rowsOf<Stored>(
    context.database.pool,
    sql`WITH page AS MATERIALIZED (
          SELECT * FROM notification n WHERE ${join(conditions, ' AND ')} ORDER BY n.made_at DESC, n.id DESC LIMIT ${size + 1}
        )
        SELECT n.id, n.kind, n.count, n.made_at AS "madeAt", n.read_at AS "readAt", n.subject_id AS "subjectId",
          coalesce(t.id, h.id, c.id, s.id, b.id, j.id, p.id, v.id, d.id, e.id) IS NOT NULL AS found, coalesce(t.title, h.number, c.name, s.words, b.name, j.title, p.name, v.name, d.name, e.title) AS title,
          t.recording_side AS "recordingSide", t.agency_name AS "agencySideName", t.community_name AS "communitySideName", coalesce(v.person, d.person) AS "personName", s.answer
        FROM page n
          LEFT JOIN LATERAL (SELECT t.id, t.title, t.recording_side, g.name AS agency_name, m.name AS community_name FROM activity t
            JOIN organisation g ON g.city_code = t.city_code AND g.id = t.agency_side_id JOIN organisation m ON m.city_code = t.city_code AND m.id = t.community_side_id
            WHERE t.city_code = n.city_code AND t.id = n.subject_id AND ${visibleActivities(context.viewer)}) t ON ${about('ACTIVITY')}
          LEFT JOIN LATERAL (SELECT h.id, h.number FROM household h JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
            WHERE h.city_code = n.city_code AND h.id = n.subject_id AND ${visibleHouseholds(context, 'households')}) h ON ${about('HOUSEHOLD')}
          LEFT JOIN LATERAL (SELECT r.id, r.name FROM robot r JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id
            WHERE r.city_code = n.city_code AND r.id = n.subject_id AND ${reached(context, 'robot')}) b ON ${about('ROBOT')}
          LEFT JOIN LATERAL (SELECT j.id, k.title FROM joint_assessment j JOIN assessment_scheme k ON k.city_code = j.city_code AND k.id = j.scheme_id
            WHERE j.city_code = n.city_code AND j.id = n.subject_id) j ON ${about('JOINT')}
          LEFT JOIN LATERAL (SELECT a.id, o.name FROM appeal a JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id
            WHERE a.city_code = n.city_code AND a.id = n.subject_id AND ${appealsInSight(context, 'appeal')}) p ON ${about('APPEAL')}
          LEFT JOIN LATERAL (SELECT v.id, o.name, u.name AS person FROM hand_over v JOIN position k ON k.city_code = v.city_code AND k.id = v.position_id JOIN organisation o ON o.city_code = k.city_code AND o.id = k.organisation_id
            JOIN user_account u ON u.id = CASE n.recipient_id WHEN v.from_user_id THEN v.to_user_id ELSE v.from_user_id END
            WHERE v.city_code = n.city_code AND v.id = n.subject_id AND n.recipient_id IN (v.from_user_id, v.to_user_id)) v ON ${about('POSITION')}
          LEFT JOIN LATERAL (SELECT d.id, o.name, u.name AS person FROM deputation d JOIN role_assignment a ON a.city_code = d.city_code AND a.id = d.assignment_id JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id
            JOIN user_account u ON u.id = CASE n.recipient_id WHEN d.holder_id THEN d.deputy_id ELSE d.holder_id END
            WHERE d.city_code = n.city_code AND d.id = n.subject_id AND n.recipient_id IN (d.holder_id, d.deputy_id)) d ON ${about('POSITION')}
          LEFT JOIN LATERAL (SELECT w.id, a.name || ' — ' || c.name AS title FROM plan w JOIN pairing q ON q.city_code = w.city_code AND q.id = w.pairing_id
            JOIN organisation a ON a.city_code = q.city_code AND a.id = q.agency_side_id JOIN organisation c ON c.city_code = q.city_code AND c.id = q.community_side_id
            WHERE w.city_code = n.city_code AND w.id = n.subject_id AND ${pairingsInSight(context)} AND ${isShown(context, sql`w`)}) e ON ${about('PLAN')}
          LEFT JOIN campaign c ON ${about('CAMPAIGN')} AND c.city_code = n.city_code AND c.id = n.subject_id
          LEFT JOIN suggestion s ON ${about('SUGGESTION')} AND s.city_code = n.city_code AND s.id = n.subject_id AND s.user_id = n.recipient_id
        ORDER BY n.made_at DESC, n.id DESC`,
  )
  return pageFrom(rows, size, page.after, (row) => [row.madeAt.toISOString(), row.id], ofStored)
}

function ofStored(row: Stored): NotificationRow {
  const { id, kind, count, madeAt, readAt } = row
  const side = row.recordingSide === null ? null : sideTellingOf(kind, row.recordingSide)
  return {
    id,
    kind,
    count,
    madeAt,
    readAt,
    subject: {
      kind: subjectOf[kind],
      id: row.found ? row.subjectId : null,
      title: row.title,
      from:
        side === null
          ? row.personName
          : side === 'AGENCY_SIDE'
            ? row.agencySideName
            : row.communitySideName,
      answer: row.answer,
    },
  }
}

/** How many of one's own are unread: what the bell shows. */
export async function unreadNotifications(context: RequestContext): Promise<number> {
  const row = await firstRowOf<{ unread: number }>(
    context.database.pool,
    sql`SELECT count(*)::int AS unread FROM notification n WHERE n.city_code = ${context.city.code} AND n.recipient_id = ${signedInViewer(context).userId}::uuid AND n.read_at IS NULL AND ${shown}`,
  )
  return row?.unread ?? 0
}
