import { createHash } from 'node:crypto'
import { canonicalJson } from '@gongjian/domain/canonical-json'
import { checkJointMark, marksAreOpen, sheetRefusal } from '@gongjian/domain/joint-actions'
import type { SheetMove } from '@gongjian/domain/joint-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { MarkingLevel, SchemeIndicator } from '@gongjian/domain/scheme-content'
import sql from 'sql-template-tag'
import { z } from 'zod'
import { appendAudit } from '../../platform/audit.ts'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { schemeById } from '../assessment/scheme-row.ts'
import { bodiesOf } from './joint-row.ts'
import type { BodyRow, JointRow } from './joint-row.ts'
import { jointIn, lockedState } from './move-joint.ts'

export type SheetName = { jointId: string; level: MarkingLevel; bodyId: string }
export type Sheet = { joint: JointRow; body: BodyRow; indicators: SchemeIndicator[] }
export type SheetLine = {
  organisationId: string
  organisationName: string
  organisationPath: string
  marks: { indicatorCode: string; points: string | null }[]
}
/** So many marks in one call: a column of a large city comes in several. */
const MOST_MARKS = 1000

/** A sheet: one's own, and once the scoring is closed any, for who reads everything. Every other is not there. */
export async function findSheet(context: RequestContext, name: SheetName): Promise<Sheet | null> {
  const joint = await jointIn(context, name.jointId)
  const bodies = (await bodiesOf(context, [joint.id])).get(joint.id) ?? []
  const role = context.viewer?.assignment?.role
  const readsAll =
    role !== undefined && scopeOf('jointSheet', role) === 'CITY' && marksAreOpen(joint.state)
  const body = bodies.find(
    ({ level, bodyId, isMine }) =>
      level === name.level && bodyId === name.bodyId && (isMine || readsAll),
  )
  const scheme = await schemeById(context, joint.schemeId)
  if (body === undefined || scheme === null) return null
  const indicators = scheme.content.indicators.filter(
    ({ method }) =>
      method.kind === 'MARKS' && method.levels.some(({ level }) => level === name.level),
  )
  return { joint, body, indicators }
}

const cursor = z.tuple([z.string()])

/** The organisations of a sheet that was found, in their fixed order. */
export async function sheetLines(
  context: RequestContext,
  page: PageArguments,
  { joint, body }: Sheet,
): Promise<Page<SheetLine>> {
  const size = pageSize(page)
  const after = decodeCursor(page.after, cursor)
  const rows = await rowsOf<SheetLine>(
    context.database.pool,
    sql`SELECT k.organisation_id AS "organisationId", i.organisation_name AS "organisationName", i.organisation_path AS "organisationPath",
          jsonb_agg(jsonb_build_object('indicatorCode', k.indicator_code, 'points', trim_scale(k.points)::text)) AS marks
        FROM joint_mark k JOIN assessment_input i ON i.city_code = k.city_code AND i.run_id = ${joint.openingRunId}::uuid AND i.organisation_id = k.organisation_id
        WHERE k.city_code = ${context.city.code} AND k.joint_id = ${joint.id}::uuid AND k.level = ${body.level}::marking_level AND k.body_id = ${body.bodyId}::uuid
          AND i.organisation_path COLLATE "C" > ${after?.[0] ?? ''}
        GROUP BY 1, 2, 3 ORDER BY i.organisation_path COLLATE "C" LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.organisationPath],
    (row) => row,
  )
}

async function ownSheet(context: RequestContext, name: SheetName): Promise<Sheet> {
  const sheet = await findSheet(context, name)
  if (sheet === null || !sheet.body.isMine) throw new NotFound()
  return sheet
}

const wholeSheet = (context: RequestContext, { jointId, level, bodyId }: SheetName) =>
  sql`city_code = ${context.city.code} AND joint_id = ${jointId}::uuid AND level = ${level}::marking_level AND body_id = ${bodyId}::uuid`

/** Keeps marks as they are typed or pasted; empty takes one back. All or none. */
export async function saveMarks(
  context: RequestContext,
  {
    marks,
    ...name
  }: SheetName & {
    marks: readonly { organisationId: string; indicatorCode: string; points: string }[]
  },
): Promise<Sheet> {
  const { joint, body, indicators } = await ownSheet(context, name)
  const refusal = sheetRefusal('MARK', { state: joint.state, bodyState: body.state, missing: 0 })
  if (refusal !== null) throw new Refused(refusal)
  if (marks.length > MOST_MARKS) throw new Refused('TOO_LARGE')
  const checked = marks.map(({ indicatorCode, points }, index) => {
    const indicator = indicators.find(({ code }) => code === indicatorCode)
    if (indicator === undefined) throw new NotFound()
    return checkJointMark(points, { maximum: indicator.weight, path: `marks.${index}` })
  })
  const problems = checked.flatMap((one) => (one.ok ? [] : [one.problem]))
  if (problems.length > 0) throw new InvalidInput(problems)
  const points = checked.map((one) => (one.ok ? one.points : null))
  const { name: by } = actingViewer(context)
  await inTransaction(context.database.pool, async (client) => {
    await requireMarking(client, context, name)
    const kept = await rowsOf(
      client,
      sql`UPDATE joint_mark k SET points = x.points, marked_by_name = CASE WHEN x.points IS NULL THEN NULL ELSE ${by} END, marked_at = CASE WHEN x.points IS NULL THEN NULL ELSE ${context.now}::timestamptz END
          FROM unnest(${marks.map((one) => one.organisationId)}::uuid[], ${marks.map((one) => one.indicatorCode)}::text[], ${points}::numeric[]) x (organisation_id, indicator_code, points)
          WHERE ${wholeSheet(context, name)} AND k.organisation_id = x.organisation_id AND k.indicator_code = x.indicator_code RETURNING 1 AS kept`,
    )
    if (kept.length < marks.length) throw new NotFound()
  })
  return ownSheet(context, name)
}

/** The body's row is held while marks are written, so that none slips in beside a delivery. */
async function requireMarking(
  client: Parameters<typeof rowsOf>[0],
  context: RequestContext,
  name: SheetName,
): Promise<void> {
  const row = await firstRowOf<{ state: BodyRow['state'] }>(
    client,
    sql`SELECT state FROM joint_body WHERE ${wholeSheet(context, name)} FOR SHARE`,
  )
  const bodyState = row?.state ?? 'LEFT_OUT'
  const refusal = sheetRefusal('MARK', { state: 'SCORING', bodyState, missing: 0 })
  if (refusal !== null) throw new Refused(refusal)
}

/**
 * Delivers a sheet, or takes it back while the scoring is open. The audit keeps a digest of the marks, not the marks:
 * who reads it before the closing learns none, and can tell afterwards that none was changed.
 */
export async function moveSheet(
  context: RequestContext,
  { move, ...name }: SheetName & { move: SheetMove },
): Promise<Sheet> {
  const { body } = await ownSheet(context, name)
  const { name: by } = actingViewer(context)
  await inTransaction(context.database.pool, async (client) => {
    const state = await lockedState(client, context, name.jointId)
    const held = await firstRowOf<{ state: BodyRow['state'] }>(
      client,
      sql`SELECT state FROM joint_body WHERE ${wholeSheet(context, name)} FOR UPDATE`,
    )
    const marks = await rowsOf<{ id: string; code: string; points: string | null }>(
      client,
      sql`SELECT organisation_id AS id, indicator_code AS code, trim_scale(points)::text AS points FROM joint_mark WHERE ${wholeSheet(context, name)} ORDER BY 1, 2`,
    )
    const missing = marks.filter(({ points }) => points === null).length
    const refusal = sheetRefusal(move, { state, bodyState: held?.state ?? body.state, missing })
    if (refusal !== null) throw new Refused(refusal, { missing })
    const isDelivered = move === 'DELIVER'
    await rowsOf(
      client,
      sql`UPDATE joint_body SET state = ${isDelivered ? 'DELIVERED' : 'MARKING'}::joint_body_state, delivered_by_name = ${isDelivered ? by : null}, delivered_at = ${isDelivered ? context.now : null}::timestamptz WHERE ${wholeSheet(context, name)}`,
    )
    await appendAudit(client, context, {
      action: isDelivered ? 'joint.deliver' : 'joint.takeBack',
      subjectKind: 'jointAssessment',
      subjectId: name.jointId,
      detail: {
        level: name.level,
        bodyId: name.bodyId,
        marks: marks.length,
        digest: createHash('sha256').update(canonicalJson(marks)).digest('hex'),
      },
    })
  })
  return ownSheet(context, name)
}
