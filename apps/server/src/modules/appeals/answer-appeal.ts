import { appealRefusal, checkAnswer } from '@gongjian/domain/appeal-actions'
import type { AppealAnswer } from '@gongjian/domain/appeal-actions'
import type { FieldProblem } from '@gongjian/domain/field-problem'
import { checkJointMark } from '@gongjian/domain/joint-actions'
import { holdersOfOperation } from '@gongjian/domain/notification-rules'
import type { MarkingLevel } from '@gongjian/domain/scheme-content'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { keepMark } from '../assessment/keep-mark.ts'
import { holdersOf, tell } from '../notifications/tell.ts'
import { findAppeal } from './appeal-row.ts'
import type { AppealRow } from './appeal-row.ts'
import { filedNow } from './file-appeal.ts'
import { settleAppeal } from './settle-appeal.ts'

export type AnswerAppealInput = {
  id: string
  version: number
  answer: AppealAnswer
  words: string
  correction: string
  /** A mark that is corrected with the answer, where the appeal is about one. */
  mark: { level: MarkingLevel; points: string } | null
}

/** The corrected mark as it is kept; what is wrong with it is said at its field. */
function correctedMark(
  { indicator }: AppealRow,
  { answer, mark }: AnswerAppealInput,
  problems: FieldProblem[],
): { level: MarkingLevel; indicatorCode: string; points: string } | null {
  if (mark === null || answer === 'REJECTED') return null
  if (
    indicator?.method.kind !== 'MARKS' ||
    !indicator.method.levels.some(({ level }) => level === mark.level)
  ) {
    problems.push({ path: 'mark.level', code: 'UNKNOWN_INDICATOR' })
    return null
  }
  const checked = checkJointMark(mark.points, { maximum: indicator.weight, path: 'mark.points' })
  if (!checked.ok) problems.push(checked.problem)
  else if (checked.points === null) problems.push({ path: 'mark.points', code: 'REQUIRED' })
  else return { level: mark.level, indicatorCode: indicator.code, points: checked.points }
  return null
}

/**
 * Answers an appeal, once and for all: with words, and where it upholds with what is corrected. A mark may be corrected
 * with it; a record is corrected in its own way. What is corrected enters the next run. Throws InvalidInput, NotFound,
 * Refused.
 */
export async function answerAppeal(
  context: RequestContext,
  input: AnswerAppealInput,
): Promise<AppealRow> {
  const appeal = await findAppeal(context, 'answerAppeal', input.id)
  if (appeal === null) throw new NotFound()
  const { userId, name } = actingViewer(context)
  const refusal = appealRefusal('ANSWER', appeal, { userId })
  if (refusal !== null) throw new Refused(refusal)
  const checked = checkAnswer(input)
  const problems = checked.ok ? [] : [...checked.problems]
  const mark = correctedMark(appeal, input, problems)
  if (problems.length > 0 || !checked.ok) throw new InvalidInput(problems)
  const { words, correction } = checked.content
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    const moved = await rowsOf(
      client,
      sql`UPDATE appeal SET state = ${input.answer}::appeal_state, version = version + 1, answer_words = ${words}, correction = ${correction}, answered_by_name = ${name}, answered_at = ${context.now}::timestamptz
          WHERE city_code = ${city} AND id = ${appeal.id}::uuid AND state = 'FILED' AND version = ${input.version} RETURNING id`,
    )
    if (moved.length !== 1) throw new Refused('CHANGED_MEANWHILE')
    if (mark !== null)
      await keepMark(client, context, {
        ...mark,
        schemeId: appeal.schemeId,
        organisationId: appeal.organisationId,
        reason: correction,
      })
    await appendAudit(client, context, {
      action: 'appeal.answer',
      subjectKind: 'appeal',
      subjectId: appeal.id,
      detail: { answer: input.answer, words, correction, mark },
    })
    await settleAppeal(client, context, appeal.id)
    await tell(
      client,
      context,
      { kind: 'APPEAL_ANSWERED', subjectId: appeal.id },
      sql`SELECT user_id FROM (
            SELECT a.user_id FROM organisation o ${holdersOf(context)} WHERE o.city_code = ${city} AND o.id = ${appeal.organisationId}::uuid AND a.role = ANY(${holdersOfOperation('fileAppeal')}::role[])
            UNION SELECT u.id FROM user_account u WHERE u.id = ${appeal.filedById}::uuid AND u.disabled_at IS NULL
          ) who WHERE user_id <> ${userId}::uuid`,
    )
  })
  return filedNow(context, appeal.id)
}
