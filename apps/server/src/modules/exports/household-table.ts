import { HARDSHIP_KINDS, HOUSEHOLD_STATUSES } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import { statusOf } from '../households/household-row.ts'
import type { HouseholdRow } from '../households/household-row.ts'
import { HOUSEHOLD_ORDERS, listHouseholds } from '../households/list-households.ts'
import { day, define, flag, id, list, number, text } from './define-table.ts'

/** Who the families are is in no file, not even masked. */
export const householdTable = define<HouseholdRow>()({
  operation: 'households',
  filter: z.object({
    statuses: list(HOUSEHOLD_STATUSES),
    hardshipKinds: list(HARDSHIP_KINDS),
    organisationId: id,
    notVisitedForDays: z.coerce.number().int().min(0).max(36_500).optional(),
    openFollowUp: flag,
    unpaired: flag,
    possibleDuplicate: flag,
    order: z.enum(HOUSEHOLD_ORDERS).optional(),
  }),
  columns: ({ text: say }) => [
    { head: say('export.number'), width: 20, cell: ({ number: shown }) => text(shown) },
    { head: say('export.keeper'), width: 24, cell: ({ keeper }) => text(keeper.name) },
    {
      head: say('export.status'),
      cell: (row) => text(say(`words.household_${statusOf(row)}`)),
    },
    {
      head: say('export.hardshipKind'),
      width: 20,
      cell: ({ hardshipKind }) => text(say(`words.hardship_${hardshipKind}`)),
    },
    { head: say('export.members'), cell: ({ membersCount }) => number(membersCount) },
    { head: say('export.openedOn'), isDay: true, cell: ({ openedOn }) => day(openedOn) },
    { head: say('export.closedOn'), isDay: true, cell: ({ closedOn }) => day(closedOn) },
    {
      head: say('export.lastVisitDay'),
      isDay: true,
      cell: ({ lastVisitDay }) => day(lastVisitDay),
    },
    { head: say('export.visits'), cell: ({ visitCount }) => number(visitCount) },
    { head: say('export.openFollowUps'), cell: ({ openFollowUps }) => number(openFollowUps) },
  ],
  page: (context, { order, ...filter }, after) =>
    listHouseholds(context, { first: 100, after }, filter, order ?? 'NUMBER'),
})
