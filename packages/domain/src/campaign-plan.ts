import type { CampaignState } from './vocabulary.ts'

/** From which state a campaign may go where. What was held or cancelled stays so. */
export const CAMPAIGN_MOVES = {
  PLANNED: ['OPEN', 'CANCELLED'],
  OPEN: ['HELD', 'CANCELLED'],
  HELD: [],
  CANCELLED: [],
} as const satisfies Record<CampaignState, readonly CampaignState[]>

export type CampaignProblem = 'CAMPAIGN_STATE' | 'CAMPAIGN_DAY_TO_COME'

/** Why a campaign may not go there, or null. */
export function campaignMoveProblem(
  { state, day }: { state: CampaignState; day: string },
  target: CampaignState,
  today: string,
): CampaignProblem | null {
  const moves: readonly CampaignState[] = CAMPAIGN_MOVES[state]
  if (!moves.includes(target)) return 'CAMPAIGN_STATE'
  return target === 'HELD' && today < day ? 'CAMPAIGN_DAY_TO_COME' : null
}

export type SignUpProblem = 'CAMPAIGN_NOT_OPEN' | 'CAMPAIGN_OVER' | 'NOT_INVITED'

/** Why an organisation may not sign up (again) for a campaign, or null: until the end of its day. */
export function signUpProblem(
  { state, day }: { state: CampaignState; day: string },
  isInvited: boolean,
  today: string,
): SignUpProblem | null {
  if (!isInvited) return 'NOT_INVITED'
  if (state !== 'OPEN') return 'CAMPAIGN_NOT_OPEN'
  return today > day ? 'CAMPAIGN_OVER' : null
}

/**
 * How many an agency sends: its own figure stands for all of it; where it gave none, the figures of its branches add up.
 * Null where nobody answered.
 */
export function headCountOf(agency: number | null, branches: readonly number[]): number | null {
  if (agency !== null) return agency
  return branches.length === 0 ? null : branches.reduce((sum, one) => sum + one, 0)
}
