import { cleanWords } from '@gongjian/domain/clean-text'
import {
  cleanThreshold,
  thresholdNames,
  thresholdRule,
  thresholdsWith,
} from '@gongjian/domain/diagnosis-signs'
import type { DiagnosisSign, ThresholdRule, Thresholds } from '@gongjian/domain/diagnosis-signs'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { periodsOf } from '../periods/period-rows.ts'

export type SetThreshold = {
  sign: DiagnosisSign
  name: string
  revision: number
  value: number
  reason: string
  setByName: string
  setAt: Date
}
export type ThresholdRow = ThresholdRule & {
  sign: DiagnosisSign
  name: string
  value: number
  /** Grows by one whenever it is set; 0: never. */
  revision: number
  /** How it was set in the year, the newest first. */
  changes: SetThreshold[]
}

const readSet = (context: RequestContext, year: number): Promise<SetThreshold[]> =>
  rowsOf<SetThreshold>(
    context.database.pool,
    sql`SELECT d.sign, d.name, d.revision, d.value::float8 AS value, d.reason, d.set_by_name AS "setByName", d.set_at AS "setAt"
        FROM diagnosis_threshold d WHERE d.city_code = ${context.city.code} AND d.programme_year = ${year} ORDER BY d.revision DESC, d.sign, d.name`,
  )

/** The thresholds in force for a year. */
export async function thresholdsOf(context: RequestContext, year: number): Promise<Thresholds> {
  return thresholdsWith(await readSet(context, year))
}

/** The thresholds of a sign as they are in force for a year, with how they came to be so. */
export async function thresholdsOfSign(
  context: RequestContext,
  year: number,
  sign: DiagnosisSign,
): Promise<ThresholdRow[]> {
  const set = (await readSet(context, year)).filter((one) => one.sign === sign)
  return thresholdNames(sign).flatMap((name) => {
    const rule = thresholdRule(sign, name)
    const changes = set.filter((one) => one.name === name)
    return rule === null
      ? []
      : [
          {
            ...rule,
            sign,
            name,
            changes,
            value: changes[0]?.value ?? rule.standard,
            revision: changes[0]?.revision ?? 0,
          },
        ]
  })
}

export type SetThresholdInput = {
  year: number
  sign: DiagnosisSign
  name: string
  /** The revision that was read. */
  revision: number
  value: number
  reason: string
}

/** Sets a threshold for a year, with a reason. Throws InvalidInput, NotFound, Refused. */
export async function setThreshold(
  context: RequestContext,
  { year, sign, name, revision, value, reason }: SetThresholdInput,
): Promise<ThresholdRow> {
  const rule = thresholdRule(sign, name)
  const isKnown = (await periodsOf(context)).some((period) => period.year === year)
  if (rule === null || !isKnown) throw new NotFound()
  const cleaned = cleanThreshold(rule, value)
  const words = cleanWords(reason, { maximum: 300, required: true })
  const problems = [
    ...(cleaned === null
      ? [
          {
            path: 'value',
            code: 'OUTSIDE_THRESHOLD',
            values: { least: rule.least, most: rule.most },
          },
        ]
      : []),
    ...(words.ok ? [] : [{ path: 'reason', code: words.code, values: { maximum: words.maximum } }]),
  ]
  if (problems.length > 0 || cleaned === null || !words.ok) throw new InvalidInput(problems)
  const { userId, name: setByName } = actingViewer(context)
  const city = context.city.code
  await inTransaction(context.database.pool, async (client) => {
    // Of two at once the key lets one through; and nothing follows on a revision that is not there.
    const kept = await rowsOf(
      client,
      sql`INSERT INTO diagnosis_threshold (city_code, programme_year, sign, name, revision, value, reason, set_by_id, set_by_name, set_at)
          SELECT ${city}, ${year}::int, ${sign}, ${name}, ${revision + 1}::int, ${cleaned}::numeric, ${words.value}, ${userId}::uuid, ${setByName}, ${context.now}::timestamptz
          WHERE ${revision}::int = coalesce((SELECT max(d.revision) FROM diagnosis_threshold d WHERE d.city_code = ${city} AND d.programme_year = ${year}::int AND d.sign = ${sign} AND d.name = ${name}), 0)
          ON CONFLICT DO NOTHING RETURNING revision`,
    )
    if (kept.length !== 1) throw new Refused('CHANGED_MEANWHILE')
    await appendAudit(client, context, {
      action: 'diagnosis.setThreshold',
      subjectKind: 'diagnosis',
      subjectId: `${year}/${sign}/${name}`,
      detail: { year, sign, name, value: cleaned, reason: words.value },
    })
  })
  const row = (await thresholdsOfSign(context, year, sign)).find((one) => one.name === name)
  if (row === undefined) throw new NotFound()
  return row
}
