import { FULL_SHARE } from '@gongjian/domain/plans'
import { PAIRING_LEVELS } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import { listPlans, PLAN_ORDERS, PLAN_STANDINGS } from '../plans/list-plans.ts'
import type { PairingPlanRow } from '../plans/list-plans.ts'
import { day, define, flag, id, list, number, text, year } from './define-table.ts'

const percent = (share: number | null) =>
  number(share === null ? null : ((share / FULL_SHARE) * 100).toFixed(1))

/** The pairings with their plan of a year, with the filters of their page. */
export const planTable = define<PairingPlanRow>()({
  operation: 'plans',
  filter: z.object({
    year,
    states: list(PLAN_STANDINGS),
    level: z.enum(PAIRING_LEVELS).optional(),
    zoneId: id,
    organisationId: id,
    search: z.string().max(200).optional(),
    behind: flag,
    mayAgree: flag,
    order: z.enum(PLAN_ORDERS).optional(),
  }),
  columns: ({ text: say }) => [
    { head: say('export.programmeYear'), cell: (row) => number(row.year) },
    { head: say('export.level'), cell: ({ pairing }) => text(say(`words.level_${pairing.level}`)) },
    { head: say('export.agencyCode'), cell: ({ pairing }) => text(pairing.agencySide.code) },
    {
      head: say('export.agencySide'),
      width: 36,
      cell: ({ pairing }) => text(pairing.agencySide.name),
    },
    { head: say('export.communityCode'), cell: ({ pairing }) => text(pairing.communitySide.code) },
    {
      head: say('export.communitySide'),
      width: 36,
      cell: ({ pairing }) => text(pairing.communitySide.name),
    },
    {
      head: say('export.planState'),
      cell: ({ agreedId, writtenState }) =>
        text(say(`words.plan_${agreedId === null ? (writtenState ?? 'NONE') : 'AGREED'}`)),
    },
    { head: say('export.agreedOn'), isDay: true, cell: ({ agreedOn }) => day(agreedOn) },
    { head: say('export.progressPercent'), cell: ({ share }) => percent(share) },
    { head: say('export.planLines'), cell: ({ lines }) => number(lines) },
    { head: say('export.doneLines'), cell: ({ doneLines }) => number(doneLines) },
    { head: say('export.overdueLines'), cell: ({ overdueLines }) => number(overdueLines) },
  ],
  page: (context, { order, ...filter }, after) =>
    listPlans(context, { first: 100, after, order }, filter),
})
