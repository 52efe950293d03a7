import { holdersOfOperation } from '@gongjian/domain/notification-rules'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { holdersOf, tell } from './tell.ts'

/** Those at one of the organisations whose role may do this, without whoever is doing something now. */
function holdersAt(
  context: RequestContext,
  organisationIds: readonly string[],
  operation: Parameters<typeof holdersOfOperation>[0],
) {
  return sql`SELECT DISTINCT a.user_id FROM organisation o ${holdersOf(context)}
    WHERE o.city_code = ${context.city.code} AND o.id = ANY(${[...organisationIds]}::uuid[])
      AND a.role = ANY(${holdersOfOperation(operation)}::role[]) AND a.user_id <> ${signedInViewer(context).userId}::uuid`
}

/** Tells who keeps the household's case that somebody else has looked at who it is. */
export const tellOfLook = (
  client: pg.ClientBase,
  context: RequestContext,
  household: { id: string; keeper: { id: string } },
): Promise<void> =>
  tell(
    client,
    context,
    { kind: 'HOUSEHOLD_SEEN', subjectId: household.id },
    holdersAt(context, [household.keeper.id], 'saveHousehold'),
  )

/** Tells the agencies' secretaries that they are invited: once the campaign is open for sign-up. */
export const tellOfInvitation = (
  client: pg.ClientBase,
  context: RequestContext,
  campaignId: string,
  agencyIds: readonly string[],
): Promise<void> =>
  tell(
    client,
    context,
    { kind: 'CAMPAIGN_INVITATION', subjectId: campaignId },
    holdersAt(context, agencyIds, 'signUpForCampaign'),
  )
