import { cleanWords } from '@gongjian/domain/clean-text'
import type { DiagnosisSign, FollowUpState } from '@gongjian/domain/diagnosis-signs'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { signOf } from './diagnosis-of-year.ts'

export type FollowUpRow = {
  subjectId: string
  revision: number
  state: FollowUpState
  note: string
  markedByName: string
  markedAt: Date
}

/** What was made of a sign in a year, by whom it names: the newest of each. */
export async function followUpsOf(
  context: RequestContext,
  year: number,
  sign: DiagnosisSign,
): Promise<Map<string, FollowUpRow>> {
  const rows = await rowsOf<FollowUpRow>(
    context.database.pool,
    sql`SELECT DISTINCT ON (f.subject_id) f.subject_id AS "subjectId", f.revision, f.state, f.note, f.marked_by_name AS "markedByName", f.marked_at AS "markedAt"
        FROM diagnosis_follow_up f WHERE f.city_code = ${context.city.code} AND f.programme_year = ${year} AND f.sign = ${sign} ORDER BY f.subject_id, f.revision DESC`,
  )
  return new Map(rows.map((row) => [row.subjectId, row]))
}

export type FollowUpInput = {
  year: number
  sign: DiagnosisSign
  subjectId: string
  /** The revision that was read; 0 where there was none. */
  revision: number
  state: FollowUpState
  note: string
}

/** Marks what the committee has made of a sign, with a note. Throws InvalidInput, NotFound, Refused. */
export async function followUp(
  context: RequestContext,
  { year, sign, subjectId, revision, state, note }: FollowUpInput,
): Promise<FollowUpRow> {
  const words = cleanWords(note, { maximum: 500, required: state !== 'CLEARED' })
  if (!words.ok)
    throw new InvalidInput([{ path: 'note', code: words.code, values: { maximum: words.maximum } }])
  const { concerns } = await signOf(context, year, sign, null)
  const before = (await followUpsOf(context, year, sign)).get(subjectId)
  // What was followed may no longer be named: it can still be closed.
  if (before === undefined && !concerns.some((concern) => concern.subjectId === subjectId))
    throw new NotFound()
  if ((before?.revision ?? 0) !== revision) throw new Refused('CHANGED_MEANWHILE')
  const { userId, name } = actingViewer(context)
  await inTransaction(context.database.pool, async (client) => {
    const kept = await rowsOf(
      client,
      sql`INSERT INTO diagnosis_follow_up (city_code, programme_year, sign, subject_id, revision, state, note, marked_by_id, marked_by_name, marked_at)
          VALUES (${context.city.code}, ${year}, ${sign}, ${subjectId}::uuid, ${revision + 1}, ${state}::diagnosis_follow_up_state, ${words.value}, ${userId}::uuid, ${name}, ${context.now})
          ON CONFLICT DO NOTHING RETURNING revision`,
    )
    if (kept.length !== 1) throw new Refused('CHANGED_MEANWHILE')
    await appendAudit(client, context, {
      action: 'diagnosis.followUp',
      subjectKind: 'diagnosis',
      subjectId: `${year}/${sign}/${subjectId}`,
      detail: { year, sign, subjectId, state, note: words.value },
    })
  })
  return {
    subjectId,
    revision: revision + 1,
    state,
    note: words.value,
    markedByName: name,
    markedAt: context.now,
  }
}
