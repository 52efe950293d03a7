import { compareDecimals, parseQuantity } from '@gongjian/domain/decimal-text'
import { cleanWords } from '@gongjian/domain/clean-text'
import type { MarkingLevel } from '@gongjian/domain/scheme-content'
import { schemeRefusal } from '@gongjian/domain/scheme-actions'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import { keepMark } from './keep-mark.ts'
import { findScheme } from './scheme-row.ts'
import type { SchemeRow } from './scheme-row.ts'

export type GiveMarkInput = {
  schemeId: string
  organisationId: string
  indicatorCode: string
  points: string
  reason: string
}
const MOST_REASON = 300
/** The city committee marks at its own level; the other levels mark by themselves. */
const LEVEL: MarkingLevel = 'CITY'

/** Gives a mark of 0 to the indicator's weight, with the reason; given again it takes the place of the one before. */
export async function giveMark(context: RequestContext, input: GiveMarkInput): Promise<SchemeRow> {
  const scheme = await findScheme(context, input.schemeId)
  const organisation = await loadOrganisation(context, input.organisationId)
  if (scheme === null || organisation === null || organisation.kind !== scheme.kind)
    throw new NotFound()
  const refusal = schemeRefusal('RUN', scheme.status)
  if (refusal !== null) throw new Refused(refusal)
  const joint = await firstRowOf(
    context.database.pool,
    sql`SELECT id FROM joint_assessment WHERE city_code = ${context.city.code} AND scheme_id = ${scheme.id}::uuid`,
  )
  // From then on the committee marks on its sheet, as every other level does.
  if (joint !== null) throw new Refused('JOINT_EXISTS')
  const indicator = scheme.content.indicators.find(({ code }) => code === input.indicatorCode)
  if (
    indicator?.method.kind !== 'MARKS' ||
    !indicator.method.levels.some(({ level }) => level === LEVEL)
  )
    throw new InvalidInput([{ path: 'indicatorCode', code: 'UNKNOWN_INDICATOR' }])
  const points = parseQuantity(input.points, { decimals: 2 })
  const reason = cleanWords(input.reason, { maximum: MOST_REASON, required: true })
  const problems = [
    ...(points.ok ? [] : [{ path: 'points', code: points.code, values: { decimals: 2 } }]),
    ...(points.ok && compareDecimals(points.value, indicator.weight) > 0
      ? [{ path: 'points', code: 'TOO_LARGE', values: { maximum: indicator.weight } }]
      : []),
    ...(reason.ok ? [] : [{ path: 'reason', code: reason.code, values: { maximum: MOST_REASON } }]),
  ]
  if (problems.length > 0 || !points.ok || !reason.ok) throw new InvalidInput(problems)
  await inTransaction(context.database.pool, async (client) => {
    await keepMark(client, context, {
      schemeId: scheme.id,
      organisationId: organisation.id,
      indicatorCode: indicator.code,
      level: LEVEL,
      points: points.value,
      reason: reason.value,
    })
    await appendAudit(client, context, {
      action: 'assessment.mark',
      subjectKind: 'assessmentScheme',
      subjectId: scheme.id,
      detail: {
        organisationId: organisation.id,
        indicatorCode: indicator.code,
        level: LEVEL,
        points: points.value,
        reason: reason.value,
      },
    })
  })
  return scheme
}
