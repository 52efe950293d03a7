import type { ActivityKind, HelpArea } from '@gongjian/domain/vocabulary'
import { canonical } from '@gongjian/domain/decimal-text'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
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

/** What hardly ever changes and every form and sum needs: read again after so many seconds. */
const keptForSeconds = 30
type Kept = {
  readAt: number
  indicators: Promise<IndicatorRow[]>
  campaigns: Promise<CampaignRow[]>
}
const kept = new WeakMap<object, Map<string, Kept>>()

function keptFor(context: RequestContext): Kept {
  const cities = kept.get(context.database) ?? new Map<string, Kept>()
  kept.set(context.database, cities)
  const known = cities.get(context.city.code)
  if (known !== undefined && Date.now() - known.readAt < keptForSeconds * 1000) return known
  const read = {
    readAt: Date.now(),
    indicators: readIndicators(context),
    campaigns: readCampaigns(context),
  }
  cities.set(context.city.code, read)
  // A failed reading is not kept.
  for (const part of [read.indicators, read.campaigns])
    part.catch(() => cities.delete(context.city.code))
  return read
}

export const indicatorsOf = (context: RequestContext): Promise<IndicatorRow[]> =>
  keptFor(context).indicators
export const campaignsOf = (context: RequestContext): Promise<CampaignRow[]> =>
  keptFor(context).campaigns

/** After a change of the catalogue: this process reads it anew at once, others within their half minute. */
export function forgetCatalogue(context: RequestContext): void {
  kept.get(context.database)?.delete(context.city.code)
}

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
