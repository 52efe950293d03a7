import { BESIDE_GIFTS, GIFT_INDICATORS, GIFT_UNITS } from '@gongjian/domain/diagnosis-signs'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'

/** Of an output (alias o) and its indicator (alias i): whether it counts a gift, and whether it counts work. */
export const countsGift: Sql = sql`(o.indicator_code = ANY(${[...GIFT_INDICATORS]}::text[]) OR i.unit_zh_cn = ANY(${[...GIFT_UNITS]}::text[]))`
export const countsWork: Sql = sql`(NOT (o.indicator_code = ANY(${[...GIFT_INDICATORS, ...BESIDE_GIFTS]}::text[]) OR i.unit_zh_cn = ANY(${[...GIFT_UNITS]}::text[])))`

/** A record (alias t) that holds gifts or donations, and no other work. */
export const holdsGiftsOnly: Sql = sql`((EXISTS (SELECT FROM donation d WHERE d.city_code = t.city_code AND d.activity_id = t.id)
    OR EXISTS (SELECT FROM output o JOIN indicator i ON i.city_code = o.city_code AND i.code = o.indicator_code WHERE o.city_code = t.city_code AND o.activity_id = t.id AND ${countsGift}))
  AND NOT EXISTS (SELECT FROM output o JOIN indicator i ON i.city_code = o.city_code AND i.code = o.indicator_code WHERE o.city_code = t.city_code AND o.activity_id = t.id AND ${countsWork}))`
