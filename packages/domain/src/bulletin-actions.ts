/**
 * The life of a bulletin (通报). A draft is written on; what was proposed waits for a second person; what was published
 * never changes, and ends only by a new one that names it.
 */
export const BULLETIN_STATES = ['DRAFT', 'PROPOSED', 'PUBLISHED', 'SUPERSEDED'] as const
export type BulletinState = (typeof BULLETIN_STATES)[number]
export const BULLETIN_ACTIONS = ['SAVE', 'PROPOSE', 'SEND_BACK', 'PUBLISH', 'SUPERSEDE'] as const
export type BulletinAction = (typeof BULLETIN_ACTIONS)[number]

/** What is done to a bulletin by somebody; it is superseded by the publication of another. */
export const BULLETIN_MOVES = ['PROPOSE', 'SEND_BACK', 'PUBLISH'] as const
export type BulletinMove = (typeof BULLETIN_MOVES)[number]

export type BulletinRefusal =
  | 'BULLETIN_NOT_A_DRAFT'
  | 'BULLETIN_NOT_PROPOSED'
  | 'BULLETIN_NOT_PUBLISHED'
  | 'BULLETIN_NEEDS_TWO'

/** From which state an action leads where. */
export const BULLETIN_LIFE = {
  SAVE: { from: 'DRAFT', to: 'DRAFT' },
  PROPOSE: { from: 'DRAFT', to: 'PROPOSED' },
  SEND_BACK: { from: 'PROPOSED', to: 'DRAFT' },
  PUBLISH: { from: 'PROPOSED', to: 'PUBLISHED' },
  SUPERSEDE: { from: 'PUBLISHED', to: 'SUPERSEDED' },
} as const satisfies Record<BulletinAction, { from: BulletinState; to: BulletinState }>

const notInState = {
  DRAFT: 'BULLETIN_NOT_A_DRAFT',
  PROPOSED: 'BULLETIN_NOT_PROPOSED',
  PUBLISHED: 'BULLETIN_NOT_PUBLISHED',
} as const satisfies Record<(typeof BULLETIN_LIFE)[BulletinAction]['from'], BulletinRefusal>

/** Why this person may not do it, or null where they may: nobody publishes what they themselves proposed. */
export function bulletinRefusal(
  action: BulletinAction,
  { state, proposedById }: { state: BulletinState; proposedById: string | null },
  actor: { userId: string },
): BulletinRefusal | null {
  const { from } = BULLETIN_LIFE[action]
  if (state !== from) return notInState[from]
  if (action === 'PUBLISH' && proposedById === actor.userId) return 'BULLETIN_NEEDS_TWO'
  return null
}
