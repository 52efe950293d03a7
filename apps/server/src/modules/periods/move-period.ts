import { PERIOD_TRANSITIONS, periodMoveRefusal } from '@gongjian/domain/period-rules'
import type { PeriodMove } from '@gongjian/domain/period-rules'
import type { PeriodStatus } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { AuditAction } from '@gongjian/domain/audit-event'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { openCounts } from './checklist.ts'
import type { OpenCounts } from './checklist.ts'
import { forgetPeriods, periodsOf } from './period-rows.ts'
import type { PeriodRow } from './period-rows.ts'

export type MovePeriodInput = {
  year: number
  /** Null: the year itself. */
  quarter: number | null
  version: number
  move: PeriodMove
  /** What the person saw to be left open; asked for a lock, which leaves it so. */
  leaves: OpenCounts | null
}

const auditActions = {
  BEGIN_CLOSING: 'period.beginClosing',
  REOPEN: 'period.reopen',
  LOCK: 'period.lock',
} as const satisfies Record<PeriodMove, AuditAction>

type Stored = { status: PeriodStatus; version: number; startsOn: string; endsOn: string }

/**
 * Moves a year or a quarter along its life. While it does, no record is written: what was begun before is finished first,
 * and what comes after finds the new state. A lock is refused where more or less is open than its maker has seen.
 * Throws NotFound and Refused.
 */
export async function movePeriod(
  context: RequestContext,
  input: MovePeriodInput,
): Promise<PeriodRow> {
  await inTransaction(context.database.pool, async (client) => {
    await client.query('LOCK TABLE activity IN SHARE MODE')
    const stored = await readForUpdate(client, context.city.code, input)
    if (stored === null) throw new NotFound()
    if (stored.version !== input.version) throw new Refused('CHANGED_MEANWHILE')
    const reason = periodMoveRefusal(input.move, stored, context.today)
    const target = PERIOD_TRANSITIONS[stored.status][input.move]
    if (reason !== null || target === null) throw new Refused(reason ?? 'NOT_IN_THIS_STATE')
    const open = await openCounts(client, context.city.code, stored)
    if (input.move === 'LOCK' && !isSame(open, input.leaves))
      throw new Refused('MORE_OPEN_THAN_SEEN')
    await store(client, context, input, target)
    await appendAudit(client, context, {
      action: auditActions[input.move],
      subjectKind: 'period',
      subjectId: input.quarter === null ? String(input.year) : `${input.year}-Q${input.quarter}`,
      detail: { from: stored.status, to: target, open },
    })
  })
  forgetPeriods(context)
  const moved = (await periodsOf(context)).find(({ year }) => year === input.year)
  if (moved === undefined) throw new Error('the period was just moved')
  return moved
}

const isSame = (open: OpenCounts, seen: OpenCounts | null) =>
  seen !== null &&
  open.drafts === seen.drafts &&
  open.returned === seen.returned &&
  open.waiting === seen.waiting

function readForUpdate(
  client: pg.ClientBase,
  city: string,
  { year, quarter }: MovePeriodInput,
): Promise<Stored | null> {
  const columns = sql`status, version, starts_on AS "startsOn", ends_on AS "endsOn"`
  return firstRowOf<Stored>(
    client,
    quarter === null
      ? sql`SELECT ${columns} FROM period WHERE city_code = ${city} AND year = ${year} FOR UPDATE`
      : sql`SELECT ${columns} FROM period_quarter WHERE city_code = ${city} AND year = ${year} AND quarter = ${quarter} FOR UPDATE`,
  )
}

async function store(
  client: pg.ClientBase,
  context: RequestContext,
  { year, quarter }: MovePeriodInput,
  target: PeriodStatus,
): Promise<void> {
  const city = context.city.code
  const set = sql`status = ${target}::period_status, version = version + 1, changed_at = ${context.now}, changed_by_name = ${actingViewer(context).name}`
  await rowsOf(
    client,
    quarter === null
      ? sql`UPDATE period SET ${set} WHERE city_code = ${city} AND year = ${year}`
      : sql`UPDATE period_quarter SET ${set} WHERE city_code = ${city} AND year = ${year} AND quarter = ${quarter}`,
  )
}
