import { statusOn } from '@gongjian/domain/period-rules'
import { campaignMoveProblem, signUpProblem } from '@gongjian/domain/campaign-plan'
import { cleanLine, cleanWords } from '@gongjian/domain/clean-text'
import { parseQuantity } from '@gongjian/domain/decimal-text'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { CampaignState } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { tellOfInvitation } from '../notifications/tell-of-others.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'
import { findCampaignPlan } from './campaign-plan-row.ts'
import type { CampaignPlanRow } from './campaign-plan-row.ts'
import { agencySideInSight } from './own-organisations.ts'

type Problem = { path: string; code: string; values?: Record<string, string | number> }
export type CampaignInput = {
  id: string
  /** The version that was read; null for a new one. */
  version?: number | null | undefined
  name: string
  day: string
  place: string
  plan: string
  wantedHeadCount?: string | null | undefined
  agencyIds: readonly string[]
}

/** The agencies whom the viewer may invite: the city's, the zone's, or those paired with the street. */
export async function campaignInvitees(context: RequestContext): Promise<OrganisationRow[]> {
  const { assignment } = actingViewer(context)
  const city = context.city.code
  const inSight =
    scopeOf('saveCampaign', assignment.role) === 'OWN_STREET'
      ? sql`EXISTS (SELECT FROM pairing p JOIN organisation g ON g.city_code = p.city_code AND g.id = p.agency_side_id JOIN organisation m ON m.city_code = p.city_code AND m.id = p.community_side_id
            WHERE p.city_code = ${city} AND starts_with(m.path, ${assignment.path}) AND starts_with(g.path, o.path) AND p.valid_from <= ${context.today}::date AND (p.valid_to IS NULL OR p.valid_to >= ${context.today}::date))`
      : agencySideInSight(context, 'saveCampaign', sql`o.path`)
  const rows = await rowsOf<{ organisation: OrganisationRow }>(
    context.database.pool,
    sql`SELECT ${organisationJson('o')} AS organisation FROM organisation o
        WHERE o.city_code = ${city} AND o.kind = 'AGENCY' AND o.valid_from <= ${context.today}::date AND (o.valid_to IS NULL OR o.valid_to >= ${context.today}::date) AND ${inSight}
        ORDER BY o.position, o.code`,
  )
  return rows.map(({ organisation }) => organisation)
}

/** Why the viewer may not change the campaign, or null: who called it, and the city committee, may. */
export function campaignRefusal(
  { viewer }: RequestContext,
  { organiser, state }: CampaignPlanRow,
): 'ROLE_MAY_NOT' | 'OUT_OF_SCOPE' | 'CAMPAIGN_STATE' | null {
  const assignment = viewer?.assignment
  if (!assignment || scopeOf('saveCampaign', assignment.role) === 'NONE') return 'ROLE_MAY_NOT'
  const isOwn = organiser?.id === assignment.organisationId
  if (!isOwn && scopeOf('saveCampaign', assignment.role) !== 'CITY') return 'OUT_OF_SCOPE'
  return state === 'PLANNED' || state === 'OPEN' ? null : 'CAMPAIGN_STATE'
}

async function checked(context: RequestContext, input: CampaignInput) {
  const problems: Problem[] = []
  const name = cleanLine(input.name, { maximum: 60, required: true })
  if (!name.ok) problems.push({ path: 'name', code: name.code, values: { maximum: 60 } })
  const place = cleanLine(input.place, { maximum: 100 })
  if (!place.ok) problems.push({ path: 'place', code: place.code, values: { maximum: 100 } })
  const plan = cleanWords(input.plan, { maximum: 2000 })
  if (!plan.ok) problems.push({ path: 'plan', code: plan.code, values: { maximum: 2000 } })
  const typed = (input.wantedHeadCount ?? '').trim()
  const wanted = typed === '' ? null : parseQuantity(typed, { decimals: 0, maximum: '1000000' })
  if (wanted !== null && (!wanted.ok || wanted.value === '0'))
    problems.push({
      path: 'wantedHeadCount',
      code: wanted.ok ? 'MUST_BE_POSITIVE' : wanted.code,
      values: { decimals: 0 },
    })
  const periods = await periodsOf(context)
  const period = periods.find(
    ({ startsOn, endsOn }) => startsOn <= input.day && input.day <= endsOn,
  )
  if (period === undefined) problems.push({ path: 'day', code: 'OUTSIDE_ANY_PERIOD' })
  else if (statusOn(input.day, periods) === 'LOCKED')
    problems.push({ path: 'day', code: 'PERIOD_LOCKED' })
  const invitees = new Set((await campaignInvitees(context)).map(({ id }) => id))
  const agencyIds = [...new Set(input.agencyIds.map((id) => id.toLowerCase()))]
  if (agencyIds.some((id) => !invitees.has(id)))
    problems.push({ path: 'agencyIds', code: 'NOT_YOURS_TO_INVITE' })
  if (problems.length > 0 || !name.ok || !place.ok || !plan.ok || period === undefined)
    throw new InvalidInput(problems)
  return {
    name: name.value,
    place: place.value || null,
    plan: plan.value,
    wanted: wanted !== null && wanted.ok ? Number(wanted.value) : null,
    year: period.year,
    agencyIds,
  }
}

/** Makes a campaign, or changes one that has not been held. Invitations that were answered are not taken back. */
export async function saveCampaign(
  context: RequestContext,
  input: CampaignInput,
): Promise<CampaignPlanRow> {
  const city = context.city.code
  const existing = await findCampaignPlan(context, input.id)
  if (existing === null && (input.version ?? null) !== null) throw new NotFound()
  if (existing !== null) {
    const refusal = campaignRefusal(context, existing)
    if (refusal !== null) throw new Refused(refusal)
    if (existing.version !== input.version) throw new Refused('CHANGED_MEANWHILE')
  }
  const content = await checked(context, input)
  await inTransaction(context.database.pool, async (client) => {
    const written = await rowsOf(
      client,
      existing === null
        ? sql`INSERT INTO campaign (city_code, id, programme_year, name, day, place, plan, wanted_head_count, state, organiser_id)
              VALUES (${city}, ${input.id}::uuid, ${content.year}, ${content.name}, ${input.day}::date, ${content.place}, ${content.plan}, ${content.wanted}, 'PLANNED', ${actingViewer(context).assignment.organisationId}::uuid)
              ON CONFLICT DO NOTHING RETURNING id`
        : sql`UPDATE campaign SET programme_year = ${content.year}, name = ${content.name}, day = ${input.day}::date, place = ${content.place}, plan = ${content.plan}, wanted_head_count = ${content.wanted}, version = version + 1
              WHERE city_code = ${city} AND id = ${input.id}::uuid AND version = ${existing.version} RETURNING id`,
    )
    if (written.length === 0) throw new Refused('CHANGED_MEANWHILE')
    await rowsOf(
      client,
      sql`DELETE FROM campaign_invitation i USING organisation a WHERE i.city_code = ${city} AND i.campaign_id = ${input.id}::uuid AND a.city_code = i.city_code AND a.id = i.agency_id
            AND i.agency_id <> ALL(${content.agencyIds}::uuid[])
            AND NOT EXISTS (SELECT FROM campaign_sign_up u JOIN organisation o ON o.city_code = u.city_code AND o.id = u.organisation_id WHERE u.city_code = i.city_code AND u.campaign_id = i.campaign_id AND starts_with(o.path, a.path))`,
    )
    const invited = await rowsOf<{ agencyId: string }>(
      client,
      sql`INSERT INTO campaign_invitation (city_code, campaign_id, agency_id, invited_at)
          SELECT ${city}, ${input.id}::uuid, x, ${context.now}::timestamptz FROM unnest(${content.agencyIds}::uuid[]) x ON CONFLICT DO NOTHING RETURNING agency_id AS "agencyId"`,
    )
    // Before it is open for sign-up an invitation asks for nothing.
    if (existing?.state === 'OPEN' && invited.length > 0)
      await tellOfInvitation(
        client,
        context,
        input.id,
        invited.map(({ agencyId }) => agencyId),
      )
    await appendAudit(client, context, {
      action: 'campaign.save',
      subjectKind: 'campaign',
      subjectId: input.id,
      detail: { name: content.name, day: input.day, invited: content.agencyIds.length },
    })
  })
  return found(context, input.id)
}

async function found(context: RequestContext, id: string): Promise<CampaignPlanRow> {
  const row = await findCampaignPlan(context, id)
  if (row === null) throw new NotFound()
  return row
}

/** Opens a campaign for sign-up, notes that it was held, or cancels it with a reason. */
export async function moveCampaign(
  context: RequestContext,
  input: { id: string; version: number; state: CampaignState; reason?: string | null | undefined },
): Promise<CampaignPlanRow> {
  const existing = await found(context, input.id)
  const refusal = campaignRefusal(context, existing)
  if (refusal !== null) throw new Refused(refusal)
  if (existing.version !== input.version) throw new Refused('CHANGED_MEANWHILE')
  const problem = campaignMoveProblem(existing, input.state, context.today)
  if (problem !== null) throw new Refused(problem)
  const reason = cleanLine(input.reason ?? '', {
    maximum: 200,
    required: input.state === 'CANCELLED',
  })
  if (!reason.ok)
    throw new InvalidInput([{ path: 'reason', code: reason.code, values: { maximum: 200 } }])
  await inTransaction(context.database.pool, async (client) => {
    const moved = await rowsOf(
      client,
      sql`UPDATE campaign SET state = ${input.state}::campaign_state, state_reason = ${reason.value || null}, version = version + 1
          WHERE city_code = ${context.city.code} AND id = ${input.id}::uuid AND version = ${input.version} RETURNING id`,
    )
    if (moved.length === 0) throw new Refused('CHANGED_MEANWHILE')
    if (input.state === 'OPEN') {
      const invited = await rowsOf<{ agencyId: string }>(
        client,
        sql`SELECT agency_id AS "agencyId" FROM campaign_invitation WHERE city_code = ${context.city.code} AND campaign_id = ${input.id}::uuid`,
      )
      await tellOfInvitation(
        client,
        context,
        input.id,
        invited.map(({ agencyId }) => agencyId),
      )
    }
    await appendAudit(client, context, {
      action: 'campaign.move',
      subjectKind: 'campaign',
      subjectId: input.id,
      detail: { from: existing.state, to: input.state, reason: reason.value },
    })
  })
  return found(context, input.id)
}

/** Says how many the viewer's own agency or branch sends; none: it cannot come. Said again, the newer figure counts. */
export async function signUpForCampaign(
  context: RequestContext,
  input: { campaignId: string; headCount: string; words?: string | null | undefined },
): Promise<CampaignPlanRow> {
  const { assignment, userId } = actingViewer(context)
  const campaign = await found(context, input.campaignId)
  const invited = await rowsOf(
    context.database.pool,
    sql`SELECT 1 FROM campaign_invitation i JOIN organisation a ON a.city_code = i.city_code AND a.id = i.agency_id
        WHERE i.city_code = ${context.city.code} AND i.campaign_id = ${campaign.id}::uuid AND starts_with(${assignment.path}, a.path)`,
  )
  const refusal = signUpProblem(campaign, invited.length > 0, context.today)
  if (refusal !== null) throw new Refused(refusal)
  const headCount = parseQuantity(input.headCount, { decimals: 0, maximum: '100000' })
  const words = cleanLine(input.words ?? '', { maximum: 200 })
  if (!headCount.ok)
    throw new InvalidInput([{ path: 'headCount', code: headCount.code, values: { decimals: 0 } }])
  if (!words.ok)
    throw new InvalidInput([{ path: 'words', code: words.code, values: { maximum: 200 } }])
  await inTransaction(context.database.pool, async (client) => {
    await rowsOf(
      client,
      sql`INSERT INTO campaign_sign_up (city_code, campaign_id, organisation_id, head_count, words, signed_up_by_id, signed_up_at)
          VALUES (${context.city.code}, ${campaign.id}::uuid, ${assignment.organisationId}::uuid, ${Number(headCount.value)}, ${words.value}, ${userId}::uuid, ${context.now})
          ON CONFLICT (city_code, campaign_id, organisation_id) DO UPDATE SET head_count = excluded.head_count, words = excluded.words, signed_up_by_id = excluded.signed_up_by_id, signed_up_at = excluded.signed_up_at`,
    )
    await appendAudit(client, context, {
      action: 'campaign.signUp',
      subjectKind: 'campaign',
      subjectId: campaign.id,
      detail: { organisationId: assignment.organisationId, headCount: headCount.value },
    })
  })
  return campaign
}
