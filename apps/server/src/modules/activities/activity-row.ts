import { sideOfRole } from '@gongjian/domain/activity-actions'
import type { ActivityFacts, Actor } from '@gongjian/domain/activity-actions'
import { takenNow } from '@gongjian/domain/taken-record'
import type { Taking } from '@gongjian/domain/taken-record'
import { statusFor } from '@gongjian/domain/period-rules'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type {
  ActivityKind,
  ActivityStatus,
  Direction,
  HelpArea,
  OpenQuestion,
  PairingSide,
  PeriodStatus,
} from '@gongjian/domain/vocabulary'
import sql, { join, raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext, SignedInViewer } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { exceptionsOf, periodsOf } from '../periods/period-rows.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import type { ActedFor } from './acted-for.ts'
import type { WithOutputs } from './activity-parts.ts'

export type ActivityRow = WithOutputs & {
  version: number
  status: ActivityStatus
  pairingId: string
  agencySide: OrganisationBrief
  communitySide: OrganisationBrief
  zoneId: string | null
  campaignId: string | null
  programmeYear: number
  day: string
  kind: ActivityKind
  area: HelpArea | null
  direction: Direction
  recordingSide: PairingSide
  signedSide: PairingSide | null
  title: string
  words: string
  personTimes: number
  hours: string
  usefulness: number | null
  openQuestions: OpenQuestion[]
  createdById: string
  createdAt: Date
  updatedAt: Date
  submittedById: string | null
  submittedAt: Date | null
  submissionHash: string | null
  decidedById: string | null
  decidedAt: Date | null
}

const columns = {
  id: sql`t.id`,
  version: sql`t.version`,
  status: sql`t.status`,
  pairingId: sql`t.pairing_id AS "pairingId"`,
  agencySide: sql`${organisationJson('g')} AS "agencySide"`,
  communitySide: sql`${organisationJson('m')} AS "communitySide"`,
  zoneId: sql`t.zone_id AS "zoneId"`,
  campaignId: sql`t.campaign_id AS "campaignId"`,
  programmeYear: sql`t.programme_year AS "programmeYear"`,
  day: sql`t.day`,
  kind: sql`t.kind`,
  area: sql`t.area`,
  direction: sql`t.direction`,
  recordingSide: sql`t.recording_side AS "recordingSide"`,
  signedSide: sql`t.signed_side AS "signedSide"`,
  title: sql`t.title`,
  words: sql`t.words`,
  personTimes: sql`t.person_times AS "personTimes"`,
  hours: sql`trim_scale(t.hours) AS hours`,
  usefulness: sql`t.usefulness`,
  openQuestions: sql`t.open_questions::text[] AS "openQuestions"`,
  createdById: sql`t.created_by_id AS "createdById"`,
  createdAt: sql`t.created_at AS "createdAt"`,
  updatedAt: sql`t.updated_at AS "updatedAt"`,
  submittedById: sql`t.submitted_by_id AS "submittedById"`,
  submittedAt: sql`t.submitted_at AS "submittedAt"`,
  submissionHash: sql`t.submission_hash AS "submissionHash"`,
  decidedById: sql`t.decided_by_id AS "decidedById"`,
  decidedAt: sql`t.decided_at AS "decidedAt"`,
} as const satisfies Record<Exclude<keyof ActivityRow, 'outputsAtHand'>, Sql>

/** The columns of a record (alias t) with both sides (g, m), as its row type names them. */
export const activityColumns = join(Object.values(columns), ', ')

type Column = keyof typeof columns
const isColumn = (name: string): name is Column => Object.hasOwn(columns, name)

/** What a field of the API reads beside the column of its own name; a field that is neither reads them all. */
const readBy: Readonly<Record<string, readonly Column[]>> = {
  outputs: [],
  participations: [],
  donations: [],
  evidence: [],
  evidenceCount: [],
  countersignatures: [],
  steps: [],
  taken: [],
  pairing: ['pairingId'],
  agency: ['agencySide'],
  waiting: [
    'status',
    'submittedAt',
    'decidedAt',
    'direction',
    'recordingSide',
    'signedSide',
    'agencySide',
    'communitySide',
  ],
  returned: ['status'],
}

/** An organisation as columns of its own: for a whole page, one JSON text a row takes the database longer than the page. */
const flatBrief = (alias: string, side: string) => {
  const o = raw(alias)
  const named = (column: string) => raw(`${side}${column}`)
  return sql`${o}.id AS "${named('Id')}", ${o}.kind AS "${named('Kind')}", ${o}.code AS "${named('Code')}", ${o}.name AS "${named('Name')}", ${o}.path AS "${named('Path')}"`
}
const flatSides = {
  agencySide: flatBrief('g', 'agencySide'),
  communitySide: flatBrief('m', 'communitySide'),
} as const
type FlatSide<Side extends string> = Record<
  `${Side}Id` | `${Side}Code` | `${Side}Name` | `${Side}Path`,
  string
> &
  Record<`${Side}Kind`, OrganisationBrief['kind']>
/** A record of a page as it is read: both sides in columns of their own. */
export type PageRow = Omit<ActivityRow, keyof typeof flatSides> &
  FlatSide<'agencySide'> &
  FlatSide<'communitySide'>

/** The columns of a page (flat sides) of which the reader asks these fields, null for all; always those it is ordered by. */
export function columnsFor(fields: ReadonlySet<string> | null, orderedBy: Column): Sql {
  const needed = new Set<Column>(['id', 'status', orderedBy])
  for (const field of fields ?? Object.keys(columns)) {
    if (field === '__typename') continue
    const more = isColumn(field) ? [field] : readBy[field]
    if (more === undefined) return columnsFor(null, orderedBy)
    for (const column of more) needed.add(column)
  }
  return join(
    [...needed].map((column) =>
      column === 'agencySide' || column === 'communitySide' ? flatSides[column] : columns[column],
    ),
    ', ',
  )
}

/** The record that a row of a page tells of. */
export function recordOf(row: PageRow): ActivityRow {
  return Object.assign(row, {
    agencySide: {
      id: row.agencySideId,
      kind: row.agencySideKind,
      code: row.agencySideCode,
      name: row.agencySideName,
      path: row.agencySidePath,
    },
    communitySide: {
      id: row.communitySideId,
      kind: row.communitySideKind,
      code: row.communitySideCode,
      name: row.communitySideName,
      path: row.communitySidePath,
    },
  })
}

/**
 * Both sides (g, m) of the records of a page (alias t). OFFSET 0 keeps each to a look-up by its key: the plan for any
 * city would read all organisations for fifty records.
 */
export const pageSides = sql`
  JOIN LATERAL (SELECT o.* FROM organisation o WHERE o.city_code = t.city_code AND o.id = t.agency_side_id OFFSET 0) g ON true
  JOIN LATERAL (SELECT o.* FROM organisation o WHERE o.city_code = t.city_code AND o.id = t.community_side_id OFFSET 0) m ON true`

/** Both sides (g, m) of the record (alias t). */
export const activityTables = sql`activity t
  JOIN organisation g ON g.city_code = t.city_code AND g.id = t.agency_side_id
  JOIN organisation m ON m.city_code = t.city_code AND m.id = t.community_side_id`

/**
 * The column's path lies at or below the given one. As a range by the operators of text_pattern_ops, which an index
 * answers also in a prepared statement, where LIKE with a parameter would read every row.
 */
export function isBelow(column: Sql, path: string): Sql {
  // '0' is the sign that follows '/': the first text after everything that begins with the path.
  return sql`${column} ~>=~ ${path} AND ${column} ~<~ ${`${path.slice(0, -1)}0`}`
}

/** The same of a path that a subquery gives, which is read once; nothing lies below one that it does not give. */
export function isBelowThat(column: Sql, path: Sql): Sql {
  return sql`${column} ~>=~ ${path} AND ${column} ~<~ (left(${path}, -1) || '0')`
}

/**
 * Which records the viewer may see (alias t): those on their side of the tree. What is not yet sent, or was withdrawn,
 * is seen by the recording side alone.
 */
export function visibleActivities(viewer: SignedInViewer | null): Sql {
  const assignment = viewer?.assignment
  if (!assignment) return sql`false`
  const sent = sql`t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED')`
  switch (scopeOf('activities', assignment.role)) {
    case 'OWN_BRANCH':
    case 'OWN_AGENCY':
      return sql`(${isBelow(sql`t.agency_side_path`, assignment.path)} AND (t.recording_side = 'AGENCY_SIDE' OR ${sent}))`
    case 'OWN_COMMUNITY':
    case 'OWN_STREET':
      return sql`(${isBelow(sql`t.community_side_path`, assignment.path)} AND (t.recording_side = 'COMMUNITY_SIDE' OR ${sent}))`
    case 'DISTRICT':
      // No range: a district is much of the city, and its index would be read where another names a few records.
      return sql`(starts_with(t.community_side_path, ${assignment.path}) AND ${sent})`
    case 'ZONE':
      return sql`(t.zone_id = ${assignment.zoneId}::uuid AND ${sent})`
    case 'CITY':
      return sent
    default:
      return sql`false`
  }
}

/** The same of a row that has been read already, for those who record and sign. */
export function isInSightOf(actor: Actor, row: ActivityRow): boolean {
  const side = sideOfRole(actor.role)
  if (side === null) return false
  const path = side === 'AGENCY_SIDE' ? row.agencySide.path : row.communitySide.path
  const isSent = row.status !== 'DRAFT' && row.status !== 'WITHDRAWN'
  return path.startsWith(actor.scopePath) && (side === row.recordingSide || isSent)
}

/** Records by id, those in sight of the viewer only: what is out of sight is not found. */
export function loadActivity(context: RequestContext, id: string): Promise<ActivityRow | null> {
  return loaderOf<string, ActivityRow>(context, 'activity by id', async (ids) => {
    const rows = await rowsOf<ActivityRow>(
      context.database.pool,
      sql`SELECT ${activityColumns} FROM ${activityTables}
          WHERE t.city_code = ${context.city.code} AND t.id = ANY(${[...ids]}::uuid[]) AND ${visibleActivities(context.viewer)}`,
    )
    return new Map(rows.map((row) => [row.id, row]))
  }).load(id)
}

/** Who ever submitted each record: none of them may decide on it. */
export function loadSubmitters(context: RequestContext, id: string): Promise<string[] | null> {
  return loaderOf<string, string[]>(context, 'submitters', async (ids) => {
    const rows = await rowsOf<{ id: string; actors: string[] }>(
      context.database.pool,
      sql`SELECT subject_id AS id, array_agg(DISTINCT actor_id) AS actors FROM audit_event
          WHERE city_code = ${context.city.code} AND subject_kind = 'activity' AND subject_id = ANY(${[...ids]}::text[]) AND action = 'activity.submit'
          GROUP BY subject_id`,
    )
    return new Map(rows.map((row) => [row.id, row.actors]))
  }).load(id)
}

/** What stands beside a record and its rules need to know. */
export type KnownOfRecord = {
  submitters: readonly string[]
  takings: readonly Taking[]
  actedFor: readonly ActedFor[]
}

/** What the rules need to know of a record. A writer says what the database says of its period at this moment. */
export async function factsOf(
  context: RequestContext,
  row: ActivityRow,
  { submitters, takings, actedFor }: KnownOfRecord,
  statusAtThisMoment?: PeriodStatus | null,
): Promise<ActivityFacts> {
  const holders = (signs: boolean) =>
    actedFor.filter((one) => one.signs === signs).map(({ holderId }) => holderId)
  const periodStatus =
    statusAtThisMoment === undefined ? await periodStatusOf(context, row) : statusAtThisMoment
  return {
    status: row.status,
    direction: row.direction,
    recordingSide: row.recordingSide,
    signedSide: row.signedSide,
    firstSignedByIds:
      row.signedSide === null
        ? []
        : [...holders(true), ...(row.decidedById === null ? [] : [row.decidedById])],
    agencySidePath: row.agencySide.path,
    communitySidePath: row.communitySide.path,
    createdById: row.createdById,
    submittedByIds: [
      ...submitters,
      ...holders(false),
      ...(row.submittedById === null ? [] : [row.submittedById]),
    ],
    // Of a day that lies in no year nothing moves.
    periodStatus: periodStatus ?? 'LOCKED',
    takenBy: takenNow(takings, context.now),
  }
}

/** The state of the period of a record for whoever reads it: null where its day lies in no year. */
export async function periodStatusOf(
  context: RequestContext,
  { id, day, agencySide, communitySide }: ActivityRow,
): Promise<PeriodStatus | null> {
  const record = { id, day, agencySidePath: agencySide.path, communitySidePath: communitySide.path }
  const [periods, exceptions] = await Promise.all([periodsOf(context), exceptionsOf(context)])
  return statusFor(record, periods, exceptions, context.today)
}

/** The viewer as the rules see them; null without a role. */
export function actorOf({ viewer }: RequestContext): Actor | null {
  const assignment = viewer?.assignment
  return viewer && assignment
    ? {
        userId: viewer.userId,
        deputyFor: assignment.deputyFor?.id ?? null,
        role: assignment.role,
        scopePath: assignment.path,
      }
    : null
}
