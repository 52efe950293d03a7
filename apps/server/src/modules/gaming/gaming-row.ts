import { GAMING_SIGNS } from '@gongjian/domain/gaming-signs'
import type { GamingSign } from '@gongjian/domain/gaming-signs'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import sql, { join } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { isBelowThat } from '../activities/activity-row.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'

export const GAMING_ORDERS = ['MOST_RECORDS', 'LATEST', 'ORGANISATION'] as const
export type GamingOrder = (typeof GAMING_ORDERS)[number]
export type GamingFilter = {
  year: number
  signs?: readonly GamingSign[] | null | undefined
  zoneId?: string | null | undefined
  organisationId?: string | null | undefined
  search?: string | null | undefined
}
const storedDetails = z.object({
  all: z.number().optional(),
  days: z.number().optional(),
  title: z.string().optional(),
  indicator: z.string().optional(),
  maximum: z.string().optional(),
  byCommunity: z.number().optional(),
  byAgency: z.number().optional(),
  fastest: z.number().optional(),
  signatures: z.number().optional(),
  seconds: z.number().optional(),
})
export type GamingRow = {
  key: string
  sign: GamingSign
  /** Of whom it is a sign: who recorded, or who signed. */
  organisation: OrganisationBrief
  /** The other side, where the sign belongs to one pairing. */
  partner: OrganisationBrief | null
  pairingId: string | null
  records: number
  firstDay: string
  lastDay: string
  recordIds: string[]
  details: z.infer<typeof storedDetails>
}

const cursor = z.tuple([z.union([z.number(), z.string()]), z.string()])

/** The signs of a year as they were last looked for, by keyset: by how many records are behind them, the latest first, or by organisation. */
export async function listGamingSigns(
  context: RequestContext,
  page: PageArguments & { order?: GamingOrder | null | undefined },
  { year, signs, zoneId, organisationId, search }: GamingFilter,
): Promise<Page<GamingRow>> {
  const size = pageSize(page, 20)
  const city = context.city.code
  const asked = signs?.length ? GAMING_SIGNS.filter((sign) => signs.includes(sign)) : GAMING_SIGNS
  const conditions = [
    sql`f.city_code = ${city} AND f.programme_year = ${year} AND f.sign = ANY(${asked}::text[])`,
  ]
  if (zoneId) conditions.push(sql`${zoneId}::uuid = ANY(f.zone_ids)`)
  if (organisationId) {
    const path = sql`(SELECT x.path FROM organisation x WHERE x.city_code = ${city} AND x.id = ${organisationId}::uuid)`
    conditions.push(
      sql`((${isBelowThat(sql`o.path`, path)}) OR (${isBelowThat(sql`q.path`, path)}))`,
    )
  }
  const words = parseSearch(search ?? '')
  if (words !== null) {
    const anywhere = `%${likeLiteral(words.text)}%`
    conditions.push(
      sql`(o.name ILIKE ${anywhere} OR o.code ILIKE ${anywhere} OR o.pinyin_initials LIKE ${anywhere} OR q.name ILIKE ${anywhere} OR q.code ILIKE ${anywhere} OR q.pinyin_initials LIKE ${anywhere})`,
    )
  }
  // What is compared first; its direction, and the type that the cursor's value is read as.
  const order = {
    MOST_RECORDS: { value: sql`-f.records`, type: sql`int` },
    LATEST: { value: sql`('2000-01-01'::date - f.last_day)`, type: sql`int` },
    ORGANISATION: { value: sql`o.path COLLATE "C"`, type: sql`text` },
  }[page.order ?? 'MOST_RECORDS']
  const after = decodeCursor(page.after, cursor)
  if (after)
    conditions.push(
      sql`(${order.value}, f.key COLLATE "C") > (${after[0]}::${order.type}, ${after[1]})`,
    )
  const rows = await rowsOf<GamingRow & { value: number | string }>(
    context.database.pool,
    sql`SELECT f.key, f.sign, ${organisationJson('o')} AS organisation, CASE WHEN q.id IS NULL THEN NULL ELSE ${organisationJson('q')} END AS partner, f.pairing_id AS "pairingId", f.records,
          f.first_day::text AS "firstDay", f.last_day::text AS "lastDay", f.record_ids AS "recordIds", f.details, ${order.value} AS value
        FROM gaming_sign f JOIN organisation o ON o.city_code = ${city} AND o.id = f.organisation_id
          LEFT JOIN pairing p ON p.city_code = ${city} AND p.id = f.pairing_id
          LEFT JOIN organisation q ON q.city_code = ${city} AND q.id = CASE WHEN p.agency_side_id = f.organisation_id THEN p.community_side_id ELSE p.agency_side_id END
        WHERE ${join(conditions, ' AND ')} ORDER BY value, f.key COLLATE "C" LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ value, key }) => [value, key],
    ({ value: _value, ...row }) => ({ ...row, details: storedDetails.parse(row.details) }),
  )
}

/** Why it is a sign, in the reader's words. */
export async function whyOf(context: RequestContext, row: GamingRow): Promise<string> {
  const { sign, records, details } = row
  const indicator =
    details.indicator === undefined
      ? undefined
      : (await indicatorsOf(context)).find(({ code }) => code === details.indicator)
  return context.text(`gaming.why_${sign}`, {
    ...details,
    records,
    indicator: indicator?.name[context.locale] ?? details.indicator ?? '',
    unit: indicator?.unit[context.locale] ?? '',
  })
}
