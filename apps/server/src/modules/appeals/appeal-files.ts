import { appealRefusal, isAppealFileInSight } from '@gongjian/domain/appeal-actions'
import type { AppealFilePart, AppealState } from '@gongjian/domain/appeal-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { actingViewer, loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import type { EvidenceRow } from '../activities/activity-parts.ts'
import type { StoredEvidence } from '../evidence/stored-files.ts'
import { appealsInSight } from './appeal-row.ts'

export type AppealFileRow = Omit<EvidenceRow, 'activityId'> & {
  appealId: string
  part: AppealFilePart
}

export const mayAnswerAppeals = ({ viewer }: RequestContext): boolean =>
  viewer?.assignment != null && scopeOf('answerAppeal', viewer.assignment.role) !== 'NONE'

/** To what the reader's files belong: who answers adds to the answer, who appeals to the appeal. */
const ownPart = (context: RequestContext): AppealFilePart =>
  mayAnswerAppeals(context) ? 'ANSWER' : 'REASON'

/** Whether the reader may add files to the appeal now: while it has no answer, and nobody to the answer to their own. */
export function mayAddFiles(
  context: RequestContext,
  appeal: { state: AppealState; filedById: string },
): boolean {
  const { viewer } = context
  return (
    viewer?.assignment != null &&
    scopeOf('addAppealFile', viewer.assignment.role) !== 'NONE' &&
    refusalToAdd(context, appeal) === null
  )
}

const refusalToAdd = (context: RequestContext, appeal: { state: AppealState; filedById: string }) =>
  appealRefusal(
    ownPart(context) === 'ANSWER' ? 'ANSWER' : 'WITHDRAW',
    appeal,
    actingViewer(context),
  )

/** Locks an appeal in sight for its files, and gives to which part the reader's belong. Throws NotFound, Refused. */
export async function lockAppealForFiles(
  client: pg.PoolClient,
  context: RequestContext,
  operation: Operation,
  id: string,
): Promise<AppealFilePart> {
  const appeal = await firstRowOf<{ state: AppealState; filedById: string }>(
    client,
    sql`SELECT a.state, a.filed_by_id AS "filedById" FROM appeal a JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id
        WHERE a.city_code = ${context.city.code} AND a.id = ${id}::uuid AND ${appealsInSight(context, operation)} FOR UPDATE OF a`,
  )
  if (appeal === null) throw new NotFound()
  const refusal = refusalToAdd(context, appeal)
  if (refusal !== null) throw new Refused(refusal)
  return ownPart(context)
}

/** The files of an appeal that the reader may see, in the order in which they came. */
export async function loadAppealFiles(
  context: RequestContext,
  appeal: { id: string; state: AppealState },
): Promise<AppealFileRow[]> {
  const files = await loaderOf<string, AppealFileRow[]>(context, 'appeal files', async (ids) =>
    Map.groupBy(
      await rowsOf<AppealFileRow>(
        context.database.pool,
        sql`SELECT id, appeal_id AS "appealId", appeal_part AS part, true AS "ofAppeal", file_name AS "fileName", media_type AS "mediaType", bytes, width, height, caption,
              taken_at AS "takenAt", uploaded_at AS "uploadedAt"
            FROM evidence WHERE city_code = ${context.city.code} AND appeal_id = ANY(${[...ids]}::uuid[]) AND removed_at IS NULL ORDER BY appeal_id, id`,
      ),
      ({ appealId }) => appealId,
    ),
  ).load(appeal.id)
  const reader = { mayAnswer: mayAnswerAppeals(context) }
  return (files ?? []).filter(({ part }) => isAppealFileInSight(part, appeal, reader))
}

/** An appeal's file for whoever may see it; null for everybody else, and when it was removed. */
export async function findVisibleAppealFile(
  context: RequestContext,
  id: string,
): Promise<(StoredEvidence & { fileName: string }) | null> {
  const row = await firstRowOf<
    StoredEvidence & { fileName: string; part: AppealFilePart; state: AppealState }
  >(
    context.database.pool,
    sql`SELECT e.sha256, e.media_type AS "mediaType", e.file_name AS "fileName", e.appeal_part AS part, a.state
        FROM evidence e JOIN appeal a ON a.city_code = e.city_code AND a.id = e.appeal_id
          JOIN organisation o ON o.city_code = a.city_code AND o.id = a.organisation_id
        WHERE e.city_code = ${context.city.code} AND e.id = ${id}::uuid AND e.removed_at IS NULL AND ${appealsInSight(context, 'appeal')}`,
  )
  if (row === null) return null
  const { part, state, ...file } = row
  return isAppealFileInSight(part, { state }, { mayAnswer: mayAnswerAppeals(context) })
    ? file
    : null
}
