import { checkIndicator } from '@gongjian/domain/indicator-content'
import type {
  IndicatorContent,
  IndicatorInput,
  IndicatorUse,
  InLanguages,
} from '@gongjian/domain/indicator-content'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { InvalidInput, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { forgetCatalogue, indicatorsOf } from './catalogue-rows.ts'
import type { IndicatorRow } from './catalogue-rows.ts'

const inLanguages = (texts: IndicatorRow['name']): InLanguages => ({
  zhCn: texts['zh-CN'],
  zhTw: texts['zh-TW'],
  en: texts.en,
})

function contentOf(row: IndicatorRow): IndicatorContent {
  const { code, kind, area, decimals, usualMaximum, validFrom, validTo } = row
  const [name, unit] = [inLanguages(row.name), inLanguages(row.unit)]
  return { code, kind, area, decimals, name, unit, usualMaximum, validFrom, validTo }
}

/** From when to when records carry the indicator; null where none does. */
export async function useOf(
  client: pg.Pool | pg.ClientBase,
  { city }: RequestContext,
  code: string,
): Promise<IndicatorUse | null> {
  const row = await firstRowOf<{ firstDay: string | null; lastDay: string | null }>(
    client,
    sql`SELECT min(a.day) AS "firstDay", max(a.day) AS "lastDay" FROM output o JOIN activity a ON a.city_code = o.city_code AND a.id = o.activity_id
        WHERE o.city_code = ${city.code} AND o.indicator_code = ${code}`,
  )
  return row !== null && row.firstDay !== null && row.lastDay !== null
    ? { firstDay: row.firstDay, lastDay: row.lastDay }
    : null
}

/**
 * Adds an indicator (version null) or changes one. The row is locked, so that of two editors one is told.
 * Throws InvalidInput, and Refused where somebody changed it since it was read.
 */
export async function saveIndicator(
  context: RequestContext,
  input: IndicatorInput & { version: number | null },
): Promise<IndicatorRow> {
  const city = context.city.code
  const code = input.code.trim()
  await inTransaction(context.database.pool, async (client) => {
    const locked = await firstRowOf<{ version: number }>(
      client,
      sql`SELECT version FROM indicator WHERE city_code = ${city} AND code = ${code} FOR UPDATE`,
    )
    if (input.version === null && locked !== null)
      throw new InvalidInput([{ path: 'code', code: 'CODE_TAKEN' }])
    if (input.version !== null && locked?.version !== input.version)
      throw new Refused('CHANGED_MEANWHILE')

    forgetCatalogue(context)
    const stored = (await indicatorsOf(context)).find((row) => row.code === code)
    const checked = checkIndicator(input, {
      stored: stored === undefined ? null : contentOf(stored),
      use: stored === undefined ? null : await useOf(client, context, code),
    })
    if (!checked.ok) throw new InvalidInput(checked.problems)
    await store(client, city, checked.content)
    await appendAudit(client, context, {
      action: 'catalogue.save',
      subjectKind: 'indicator',
      subjectId: code,
      detail: {
        from: stored === undefined ? null : { ...contentOf(stored) },
        to: { ...checked.content },
      },
    })
  })
  forgetCatalogue(context)
  const saved = (await indicatorsOf(context)).find((row) => row.code === code)
  if (saved === undefined) throw new Error('the indicator was just saved')
  return saved
}

/** A new one stands last in the catalogue. */
async function store(client: pg.ClientBase, city: string, content: IndicatorContent) {
  const { code, kind, area, decimals, name, unit, usualMaximum, validFrom, validTo } = content
  await rowsOf(
    client,
    sql`INSERT INTO indicator (city_code, code, kind, area, decimals, position, name_zh_cn, name_zh_tw, name_en, unit_zh_cn, unit_zh_tw, unit_en, usual_maximum, valid_from, valid_to, version)
        SELECT ${city}, ${code}, ${kind}::activity_kind, ${area}::help_area, ${decimals}::int, coalesce(max(position), 0) + 1, ${name.zhCn}, ${name.zhTw}, ${name.en}, ${unit.zhCn}, ${unit.zhTw}, ${unit.en}, ${usualMaximum}::numeric, ${validFrom}::date, ${validTo}::date, 1
        FROM indicator WHERE city_code = ${city}
        ON CONFLICT (city_code, code) DO UPDATE SET kind = excluded.kind, area = excluded.area, decimals = excluded.decimals, name_zh_cn = excluded.name_zh_cn, name_zh_tw = excluded.name_zh_tw, name_en = excluded.name_en,
          unit_zh_cn = excluded.unit_zh_cn, unit_zh_tw = excluded.unit_zh_tw, unit_en = excluded.unit_en, usual_maximum = excluded.usual_maximum, valid_from = excluded.valid_from, valid_to = excluded.valid_to, version = indicator.version + 1`,
  )
}
