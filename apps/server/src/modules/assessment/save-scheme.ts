import { checkScheme } from '@gongjian/domain/check-scheme'
import type { AuditAction } from '@gongjian/domain/audit-event'
import type { SchemeContent } from '@gongjian/domain/scheme-content'
import { schemeRefusal } from '@gongjian/domain/scheme-actions'
import type { SchemeAction } from '@gongjian/domain/scheme-actions'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { problemsFor } from './readers-units.ts'
import { findScheme, formulaNames } from './scheme-row.ts'
import type { SchemeRow } from './scheme-row.ts'

/** More than any scheme of an office needs, as canonical JSON. */
const LARGEST = 100_000

export type SaveSchemeInput = {
  id: string
  programmeYear: number
  /** The version that was read; null of a new one. */
  version: number | null
  content: SchemeContent
}

async function found(context: RequestContext, id: string): Promise<SchemeRow> {
  const scheme = await findScheme(context, id)
  if (scheme === null) throw new NotFound()
  return scheme
}

/** Keeps a draft, with whatever is still wrong in it: the scheme says so itself. A new id begins a new revision. */
export async function saveScheme(
  context: RequestContext,
  { id, programmeYear, version, content: typed }: SaveSchemeInput,
): Promise<SchemeRow> {
  const { content } = checkScheme(typed, await formulaNames(context))
  const json = JSON.stringify(content)
  if (json.length > LARGEST) throw new Refused('SCHEME_TOO_LARGE')
  if (!(await periodsOf(context)).some(({ year }) => year === programmeYear))
    throw new InvalidInput([{ path: 'programmeYear', code: 'UNKNOWN_PROGRAMME_YEAR' }])
  const city = context.city.code
  const { name } = actingViewer(context)
  const stored = await findScheme(context, id)
  if (stored !== null) {
    const refusal = schemeRefusal('SAVE', stored.status)
    if (refusal !== null) throw new Refused(refusal)
  }
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(client, sql`SELECT pg_advisory_xact_lock(hashtext(${`assessment ${city}`}))`)
    if (stored === null) {
      const other = await firstRowOf(
        client,
        sql`SELECT id FROM assessment_scheme WHERE city_code = ${city} AND programme_year = ${programmeYear} AND kind = ${content.kind}::organisation_kind AND status = 'DRAFT'`,
      )
      if (other !== null) throw new Refused('SCHEME_DRAFT_EXISTS')
      await rowsOf(
        client,
        sql`INSERT INTO assessment_scheme (city_code, id, programme_year, kind, revision, status, version, title, content, changed_at, changed_by_name)
            SELECT ${city}, ${id}::uuid, ${programmeYear}, ${content.kind}::organisation_kind, coalesce(max(revision), 0) + 1, 'DRAFT', 1, ${content.title}, ${json}::jsonb, ${context.now}::timestamptz, ${name}
            FROM assessment_scheme WHERE city_code = ${city} AND programme_year = ${programmeYear} AND kind = ${content.kind}::organisation_kind`,
      )
    } else {
      if (stored.kind !== content.kind || stored.programmeYear !== programmeYear)
        throw new InvalidInput([{ path: 'kind', code: 'FIXED' }])
      const saved = await firstRowOf(
        client,
        sql`UPDATE assessment_scheme SET version = version + 1, title = ${content.title}, content = ${json}::jsonb, changed_at = ${context.now}::timestamptz, changed_by_name = ${name}
            WHERE city_code = ${city} AND id = ${id}::uuid AND version = ${version} AND status = 'DRAFT' RETURNING id`,
      )
      if (saved === null) throw new Refused('CHANGED_MEANWHILE')
    }
    await appendAudit(client, context, {
      action: 'assessment.saveScheme',
      subjectKind: 'assessmentScheme',
      subjectId: id,
      detail: { programmeYear, kind: content.kind },
    })
  })
  return found(context, id)
}

export const SCHEME_MOVES = ['DISCARD', 'PUT_IN_FORCE', 'RETIRE'] as const satisfies SchemeAction[]
export type SchemeMove = (typeof SCHEME_MOVES)[number]
const auditActions = {
  DISCARD: 'assessment.discardScheme',
  PUT_IN_FORCE: 'assessment.putInForce',
  RETIRE: 'assessment.retireScheme',
} as const satisfies Record<SchemeMove, AuditAction>

/**
 * Puts a draft in force in place of the one that is, retires what is in force, or throws a draft away. Only what has
 * nothing wrong with it comes into force, and never is it changed afterwards.
 */
export async function moveScheme(
  context: RequestContext,
  { id, version, move }: { id: string; version: number; move: SchemeMove },
): Promise<SchemeRow> {
  const scheme = await found(context, id)
  const refusal = schemeRefusal(move, scheme.status)
  if (refusal !== null) throw new Refused(refusal)
  if (scheme.version !== version) throw new Refused('CHANGED_MEANWHILE')
  if (move === 'PUT_IN_FORCE') {
    const checked = checkScheme(scheme.content, await formulaNames(context))
    if (!checked.ok) throw new InvalidInput(problemsFor(context, checked.problems))
  }
  const city = context.city.code
  const set = sql`version = version + 1, changed_at = ${context.now}::timestamptz, changed_by_name = ${actingViewer(context).name}`
  const own = sql`city_code = ${city} AND id = ${id}::uuid AND version = ${version}`
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(client, sql`SELECT pg_advisory_xact_lock(hashtext(${`assessment ${city}`}))`)
    if (move === 'PUT_IN_FORCE')
      await rowsOf(
        client,
        sql`UPDATE assessment_scheme SET ${set}, status = 'RETIRED', retired_at = ${context.now}::timestamptz
            WHERE city_code = ${city} AND programme_year = ${scheme.programmeYear} AND kind = ${scheme.kind}::organisation_kind AND status = 'IN_FORCE'`,
      )
    const moved = await firstRowOf(
      client,
      {
        DISCARD: sql`DELETE FROM assessment_scheme WHERE ${own} AND status = 'DRAFT' RETURNING id`,
        PUT_IN_FORCE: sql`UPDATE assessment_scheme SET ${set}, status = 'IN_FORCE', in_force_at = ${context.now}::timestamptz WHERE ${own} AND status = 'DRAFT' RETURNING id`,
        RETIRE: sql`UPDATE assessment_scheme SET ${set}, status = 'RETIRED', retired_at = ${context.now}::timestamptz WHERE ${own} AND status = 'IN_FORCE' RETURNING id`,
      }[move],
    )
    if (moved === null) throw new Refused('CHANGED_MEANWHILE')
    await appendAudit(client, context, {
      action: auditActions[move],
      subjectKind: 'assessmentScheme',
      subjectId: id,
      detail: { programmeYear: scheme.programmeYear, kind: scheme.kind },
    })
  })
  return move === 'DISCARD' ? scheme : found(context, id)
}
