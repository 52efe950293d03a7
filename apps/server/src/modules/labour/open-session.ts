import { statusOn } from '@gongjian/domain/period-rules'
import { writeCode, STEP_MILLISECONDS } from '@gongjian/domain/check-in-code'
import { cleanLine } from '@gongjian/domain/clean-text'
import { communityChain } from '@gongjian/domain/audit-event'
import { compareDecimals, parseQuantity } from '@gongjian/domain/decimal-text'
import { sessionProblem } from '@gongjian/domain/labour-hours'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { signerOf } from '../../platform/signing-key.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { findSession } from './session-row.ts'
import type { SessionRow } from './session-row.ts'

type Problem = { path: string; code: string; values?: Record<string, string | number> }

/** Whether the viewer leads the session: the community that receives, or its street. */
export function leadsSession({ viewer }: RequestContext, { community }: SessionRow): boolean {
  const assignment = viewer?.assignment
  return (
    assignment !== null &&
    assignment !== undefined &&
    scopeOf('openLabourSession', assignment.role) !== 'NONE' &&
    community.path.startsWith(assignment.path)
  )
}

export async function ledSession(context: RequestContext, id: string): Promise<SessionRow> {
  const session = await findSession(context, id)
  if (session === null || !leadsSession(context, session)) throw new NotFound()
  return session
}

/** Opens a place for a day, so that a code can be shown or a list entered. */
export async function openLabourSession(
  context: RequestContext,
  input: {
    id: string
    communityId: string
    campaignId?: string | null | undefined
    day: string
    title: string
    place: string
    plannedHours: string
  },
): Promise<SessionRow> {
  const { assignment, userId } = actingViewer(context)
  const city = context.city.code
  const community = await firstRowOf<{ id: string; code: string; path: string }>(
    context.database.pool,
    sql`SELECT id, code, path FROM organisation WHERE city_code = ${city} AND id = ${input.communityId}::uuid AND kind = 'COMMUNITY'`,
  )
  if (community === null || !community.path.startsWith(assignment.path)) throw new NotFound()
  const problems: Problem[] = []
  const title = cleanLine(input.title, { maximum: 60, required: true })
  if (!title.ok) problems.push({ path: 'title', code: title.code, values: { maximum: 60 } })
  const place = cleanLine(input.place, { maximum: 100 })
  if (!place.ok) problems.push({ path: 'place', code: place.code, values: { maximum: 100 } })
  const hours = parseQuantity(input.plannedHours, { decimals: 1, maximum: '24' })
  if (!hours.ok) problems.push({ path: 'plannedHours', code: hours.code, values: { decimals: 1 } })
  else if (compareDecimals(hours.value, '0') === 0)
    problems.push({ path: 'plannedHours', code: 'MUST_BE_POSITIVE' })
  const periods = await periodsOf(context)
  const period = periods.find(
    ({ startsOn, endsOn }) => startsOn <= input.day && input.day <= endsOn,
  )
  if (period === undefined) problems.push({ path: 'day', code: 'OUTSIDE_ANY_PERIOD' })
  else if (statusOn(input.day, periods) === 'LOCKED')
    problems.push({ path: 'day', code: 'PERIOD_LOCKED' })
  if (input.campaignId) {
    const campaign = await firstRowOf<{ day: string }>(
      context.database.pool,
      sql`SELECT day FROM campaign WHERE city_code = ${city} AND id = ${input.campaignId}::uuid AND state IN ('OPEN', 'HELD')`,
    )
    if (campaign === null) problems.push({ path: 'campaignId', code: 'UNKNOWN_CAMPAIGN' })
  }
  if (problems.length > 0 || !title.ok || !place.ok || !hours.ok) throw new InvalidInput(problems)
  await inTransaction(context.database.pool, async (client) => {
    const opened = await rowsOf(
      client,
      sql`INSERT INTO labour_session (city_code, id, community_id, community_path, campaign_id, day, title, place, planned_hours, opened_by_id, opened_at)
          VALUES (${city}, ${input.id}::uuid, ${community.id}::uuid, ${community.path}, ${input.campaignId ?? null}::uuid, ${input.day}::date, ${title.value}, ${place.value}, ${hours.value}::numeric, ${userId}::uuid, ${context.now})
          ON CONFLICT DO NOTHING RETURNING id`,
    )
    // The same opening sent again is the same session.
    if (opened.length > 0)
      await appendAudit(client, context, {
        chain: communityChain(community.code),
        action: 'labour.openSession',
        subjectKind: 'labourSession',
        subjectId: input.id,
        detail: { day: input.day, title: title.value, plannedHours: hours.value },
      })
  })
  return ledSession(context, input.id)
}

/** Closes a session: no code counts any more, and who did not check out is marked so, without hours. */
export async function closeLabourSession(
  context: RequestContext,
  input: { id: string },
): Promise<SessionRow> {
  const session = await ledSession(context, input.id)
  if (session.closedAt !== null) return session
  if (session.day > context.today) throw new Refused('SESSION_NOT_BEGUN')
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    const closed = await rowsOf(
      client,
      sql`UPDATE labour_session SET closed_at = ${context.now} WHERE city_code = ${city} AND id = ${session.id}::uuid AND closed_at IS NULL RETURNING id`,
    )
    if (closed.length === 0) return
    const forgotten = await rowsOf(
      client,
      sql`UPDATE labour_attendance SET marks = array_append(marks, 'FORGOTTEN_CHECK_OUT'::attendance_mark)
          WHERE city_code = ${city} AND session_id = ${session.id}::uuid AND source = 'CHECKED_IN' AND checked_out_at IS NULL RETURNING id`,
    )
    await appendAudit(client, context, {
      chain: communityChain(session.community.code),
      action: 'labour.closeSession',
      subjectKind: 'labourSession',
      subjectId: session.id,
      detail: { present: session.present, withoutCheckOut: forgotten.length },
    })
  })
  return ledSession(context, input.id)
}

export type ShownCode = { code: string; renewAt: Date }

/** The code to show now, and when the next one is due. Nothing is kept: who has the key can write it again. */
export async function checkInCode(context: RequestContext, sessionId: string): Promise<ShownCode> {
  const session = await ledSession(context, sessionId)
  const problem = sessionProblem(session, context.now, context.city.timeZone)
  if (problem !== null) throw new Refused(problem)
  const instant = context.now.getTime()
  return {
    code: writeCode(
      { cityCode: context.city.code, sessionId: session.id, instant },
      signerOf(context.config),
    ),
    renewAt: new Date((Math.floor(instant / STEP_MILLISECONDS) + 1) * STEP_MILLISECONDS),
  }
}
