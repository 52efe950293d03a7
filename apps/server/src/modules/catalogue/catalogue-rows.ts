import type { ActivityKind, HelpArea } from '@gongjian/domain/vocabulary'
import { canonical } from '@gongjian/domain/decimal-text'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { keptForCity } from '../../platform/kept-for-city.ts'
import { rowsOf } from '../../platform/statement.ts'

export type IndicatorRow = {
  code: string
  kind: ActivityKind
  area: HelpArea | null
  decimals: number
  position: number
  name: Record<'zh-CN' | 'zh-TW' | 'en', string>
  unit: Record<'zh-CN' | 'zh-TW' | 'en', string>
  usualMaximum: string
  validFrom: string
  validTo: string | null
  version: number
}
export type CampaignRow = {
  id: string
  programmeYear: number
  name: string
  day: string
  place: string | null
}

/** Every form and sum needs them. */
const kept = keptForCity('catalogue', 30, (context: RequestContext) => ({
  indicators: readIndicators(context),
  campaigns: readCampaigns(context),
}))

export const indicatorsOf = (context: RequestContext): Promise<IndicatorRow[]> =>
  kept.of(context).indicators
export const campaignsOf = (context: RequestContext): Promise<CampaignRow[]> =>
  kept.of(context).campaigns

/** After a change of the catalogue: every process reads it anew. */
export const forgetCatalogue = (context: RequestContext): void => kept.forget(context)

async function readIndicators({ database, city }: RequestContext): Promise<IndicatorRow[]> {
  const rows = await rowsOf<IndicatorRow>(
    database.pool,
    sql`SELECT code, kind, area, decimals, position, json_build_object('zh-CN', name_zh_cn, 'zh-TW', name_zh_tw, 'en', name_en) AS name,
          json_build_object('zh-CN', unit_zh_cn, 'zh-TW', unit_zh_tw, 'en', unit_en) AS unit,
          usual_maximum AS "usualMaximum", valid_from AS "validFrom", valid_to AS "validTo", version
        FROM indicator WHERE city_code = ${city.code} ORDER BY position, code`,
  )
  return rows.map((row) => ({ ...row, usualMaximum: canonical(row.usualMaximum) }))
}

function readCampaigns({ database, city }: RequestContext): Promise<CampaignRow[]> {
  return rowsOf<CampaignRow>(
    database.pool,
    sql`SELECT id, programme_year AS "programmeYear", name, day, place FROM campaign WHERE city_code = ${city.code} AND state IN ('OPEN', 'HELD') ORDER BY day DESC`,
  )
}
