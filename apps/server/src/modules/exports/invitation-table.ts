import { joinedClauses } from '@gongjian/domain/joined'
import { z } from 'zod'
import { loadInvitations } from '../labour/campaign-plan-row.ts'
import type { InvitationRow } from '../labour/campaign-plan-row.ts'
import { define, id, number, text, whole } from './define-table.ts'

/** Who is invited to a campaign, and what each has answered. */
export const invitationTable = define<InvitationRow>()({
  operation: 'campaign',
  filter: z.object({ campaignId: id }),
  columns: ({ text: say, locale }) => [
    { head: say('export.code'), cell: ({ agency }) => text(agency.code) },
    { head: say('export.agency'), width: 36, cell: ({ agency }) => text(agency.name) },
    { head: say('export.signedUpHeadCount'), cell: ({ headCount }) => number(headCount) },
    {
      head: say('export.answer'),
      width: 60,
      cell: ({ signUps }) =>
        text(
          joinedClauses(
            locale,
            signUps.map(({ organisation, headCount, words }) =>
              [organisation.name, headCount, words].filter((part) => part !== '').join(' '),
            ),
          ),
        ),
    },
  ],
  page: async (context, { campaignId }) =>
    whole(campaignId === undefined ? [] : await loadInvitations(context, campaignId)),
})
