import { headCountOf } from '@gongjian/domain/campaign-plan'
import { likeLiteral, parseSearch } from '@gongjian/domain/search-text'
import type { CampaignState } from '@gongjian/domain/vocabulary'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import type { CampaignRow } from '../catalogue/catalogue-rows.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'

export type CampaignPlanRow = CampaignRow & {
  plan: string
  wantedHeadCount: number | null
  state: CampaignState
  stateReason: string | null
  organiser: OrganisationRow | null
  version: number
}

const select = sql`
  SELECT c.id, c.programme_year AS "programmeYear", c.name, c.day, c.place, c.plan, c.wanted_head_count AS "wantedHeadCount", c.state,
    c.state_reason AS "stateReason", c.version, CASE WHEN o.id IS NULL THEN NULL ELSE ${organisationJson('o')} END AS organiser
  FROM campaign c LEFT JOIN organisation o ON o.city_code = c.city_code AND o.id = c.organiser_id`

export type CampaignFilter = {
  year?: number | null | undefined
  states?: readonly CampaignState[] | null | undefined
  search?: string | null | undefined
  invited?: boolean | null | undefined
}
const cursor = z.tuple([z.iso.date(), z.uuid()])

/** Campaigns, the newest day first. */
export async function listCampaignPlans(
  context: RequestContext,
  page: PageArguments,
  filter: CampaignFilter,
): Promise<Page<CampaignPlanRow>> {
  const size = pageSize(page)
  const city = context.city.code
  const conditions: Sql[] = [sql`c.city_code = ${city}`]
  if (filter.year) conditions.push(sql`c.programme_year = ${filter.year}`)
  if (filter.states) conditions.push(sql`c.state = ANY(${[...filter.states]}::campaign_state[])`)
  const search = parseSearch(filter.search ?? '')
  if (search) {
    const anywhere = `%${likeLiteral(search.text)}%`
    conditions.push(sql`(c.name ILIKE ${anywhere} OR c.place ILIKE ${anywhere})`)
  }
  if (filter.invited)
    conditions.push(
      sql`EXISTS (SELECT FROM campaign_invitation i JOIN organisation a ON a.city_code = i.city_code AND a.id = i.agency_id
            WHERE i.city_code = ${city} AND i.campaign_id = c.id AND starts_with(${context.viewer?.assignment?.path ?? ''}, a.path))`,
    )
  const after = decodeCursor(page.after, cursor)
  if (after) conditions.push(sql`(c.day, c.id) < (${after[0]}::date, ${after[1]}::uuid)`)
  const rows = await rowsOf<CampaignPlanRow>(
    context.database.pool,
    sql`${select} WHERE ${join(conditions, ' AND ')} ORDER BY c.day DESC, c.id DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    (row) => [row.day, row.id],
    (row) => row,
  )
}

export function findCampaignPlan(
  context: RequestContext,
  id: string,
): Promise<CampaignPlanRow | null> {
  return firstRowOf<CampaignPlanRow>(
    context.database.pool,
    sql`${select} WHERE c.city_code = ${context.city.code} AND c.id = ${id}::uuid`,
  )
}

/** The plan of a campaign that is known by its id alone. */
export function loadCampaignPlan(
  context: RequestContext,
  id: string,
): Promise<CampaignPlanRow | null> {
  return loaderOf<string, CampaignPlanRow>(context, 'campaign plan', async (ids) => {
    const rows = await rowsOf<CampaignPlanRow>(
      context.database.pool,
      sql`${select} WHERE c.city_code = ${context.city.code} AND c.id = ANY(${[...ids]}::uuid[])`,
    )
    return new Map(rows.map((row) => [row.id, row]))
  }).load(id)
}

export type SignUpRow = {
  organisation: OrganisationRow
  headCount: number
  words: string
  signedUpAt: Date
}
export type InvitationRow = {
  agency: OrganisationRow
  /** What is to be expected of the agency with its branches; null where nobody answered. */
  headCount: number | null
  signUps: SignUpRow[]
}

type FoundInvitation = { campaignId: string; agency: OrganisationRow; signUps: FoundSignUp[] }
type FoundSignUp = {
  organisation: OrganisationRow
  headCount: number
  words: string
  signedUpAt: string
}

/** Who is invited, in the order of the agencies, and what each answered. */
export function loadInvitations(context: RequestContext, id: string): Promise<InvitationRow[]> {
  return loaderOf<string, InvitationRow[]>(context, 'campaign invitations', async (ids) => {
    const rows = await rowsOf<FoundInvitation>(
      context.database.pool,
      sql`SELECT i.campaign_id AS "campaignId", ${organisationJson('a')} AS agency, coalesce(s.list, '[]') AS "signUps"
          FROM campaign_invitation i JOIN organisation a ON a.city_code = i.city_code AND a.id = i.agency_id
          LEFT JOIN LATERAL (
            SELECT json_agg(json_build_object('organisation', ${organisationJson('o')}, 'headCount', u.head_count, 'words', u.words, 'signedUpAt', u.signed_up_at) ORDER BY o.path) AS list
            FROM campaign_sign_up u JOIN organisation o ON o.city_code = u.city_code AND o.id = u.organisation_id
            WHERE u.city_code = i.city_code AND u.campaign_id = i.campaign_id AND starts_with(o.path, a.path)
          ) s ON true
          WHERE i.city_code = ${context.city.code} AND i.campaign_id = ANY(${[...ids]}::uuid[])
          ORDER BY a.position, a.code`,
    )
    const found = new Map<string, InvitationRow[]>(ids.map((one) => [one, []]))
    for (const { campaignId, agency, signUps } of rows) {
      const own = signUps.find(({ organisation }) => organisation.id === agency.id)
      const branches = signUps.filter((signUp) => signUp !== own)
      found.get(campaignId)?.push({
        agency,
        headCount: headCountOf(
          own?.headCount ?? null,
          branches.map(({ headCount }) => headCount),
        ),
        signUps: signUps.map((signUp) => ({ ...signUp, signedUpAt: new Date(signUp.signedUpAt) })),
      })
    }
    return found
  })
    .load(id)
    .then((invitations) => invitations ?? [])
}

export type CampaignResultRow = {
  records: number
  agencies: number
  personTimes: number
  hours: string
  outputs: { indicatorCode: string; accepted: string }[]
}

/** Sums of the countersigned activities of the campaign: the same rows that the city's figures are made of. */
export function loadCampaignResult(
  context: RequestContext,
  id: string,
): Promise<CampaignResultRow> {
  const nothing = { records: 0, agencies: 0, personTimes: 0, hours: '0', outputs: [] }
  return loaderOf<string, CampaignResultRow>(context, 'campaign result', async (ids) => {
    const rows = await rowsOf<CampaignResultRow & { id: string }>(
      context.database.pool,
      sql`WITH done AS (
            SELECT t.id, t.campaign_id, t.agency_side_path, t.person_times, t.hours FROM activity t
            WHERE t.city_code = ${context.city.code} AND t.campaign_id = ANY(${[...ids]}::uuid[]) AND t.status = 'COUNTERSIGNED'
          )
          SELECT d.campaign_id AS id, count(*)::int AS records, count(DISTINCT split_part(d.agency_side_path, '/', 2))::int AS agencies,
            sum(d.person_times)::int AS "personTimes", trim_scale(sum(d.hours)) AS hours,
            (SELECT coalesce(json_agg(json_build_object('indicatorCode', q.indicator_code, 'accepted', q.accepted) ORDER BY q.position), '[]') FROM (
              SELECT u.indicator_code, trim_scale(sum(u.accepted))::text AS accepted, min(n.position) AS position
              FROM done e JOIN output u ON u.city_code = ${context.city.code} AND u.activity_id = e.id
              JOIN indicator n ON n.city_code = u.city_code AND n.code = u.indicator_code
              WHERE e.campaign_id = d.campaign_id AND u.accepted IS NOT NULL GROUP BY u.indicator_code
            ) q) AS outputs
          FROM done d GROUP BY d.campaign_id`,
    )
    return new Map(rows.map((row) => [row.id, row]))
  })
    .load(id)
    .then((result) => result ?? nothing)
}
