import { joinedNames } from '@gongjian/domain/joined'
import { z } from 'zod'
import { countHouseholds } from '../households/counts.ts'
import type { HouseholdCounts } from '../households/counts.ts'
import { listLooks, LOOK_ORDERS } from '../households/looks.ts'
import type { LookRow } from '../households/looks.ts'
import { calendarDay, define, id, moment, number, text, whole } from './define-table.ts'
import type { ExportTable } from './define-table.ts'
import { householdTable } from './household-table.ts'

/** Cases without who they are, who looked at who they are, and how many there are. */
export const householdTables = {
  households: householdTable,
  'household-looks': define<LookRow>()({
    operation: 'householdLooks',
    filter: z.object({
      householdId: id,
      dayFrom: calendarDay,
      dayTo: calendarDay,
      search: z.string().max(200).optional(),
      order: z.enum(LOOK_ORDERS).optional(),
    }),
    columns: ({ text: say, locale }) => [
      { head: say('export.occurredAt'), width: 20, cell: ({ at }) => moment(at) },
      { head: say('export.actor'), cell: ({ byName }) => text(byName) },
      {
        head: say('export.role'),
        cell: ({ role }) => text(role === null ? null : say(`words.role_${role}`)),
      },
      { head: say('export.organisation'), width: 30, cell: (row) => text(row.organisationName) },
      { head: say('export.number'), cell: (row) => text(row.number) },
      {
        head: say('export.lookedAtFields'),
        width: 30,
        cell: ({ fields }) =>
          text(
            joinedNames(
              locale,
              fields.map((field) => say(`words.personal_${field}`)),
            ),
          ),
      },
      { head: say('export.reason'), width: 40, cell: ({ reason }) => text(reason) },
    ],
    page: (context, { order, ...filter }, after) =>
      listLooks(context, { first: 100, after, order }, filter),
  }),
  'household-counts': define<HouseholdCounts['districts'][number]>()({
    operation: 'householdCounts',
    filter: z.object({}),
    columns: ({ text: say }) => [
      { head: say('export.code'), cell: ({ organisation }) => text(organisation.code) },
      {
        head: say('export.organisation'),
        width: 30,
        cell: ({ organisation }) => text(organisation.name),
      },
      { head: say('export.openCases'), cell: ({ open }) => number(open) },
      { head: say('export.pairedCases'), cell: ({ paired }) => number(paired) },
      { head: say('export.visitedCases'), cell: ({ visited }) => number(visited) },
      { head: say('export.closedCases'), cell: ({ closed }) => number(closed) },
      { head: say('export.visits'), cell: ({ visits }) => number(visits) },
    ],
    page: async (context) => whole((await countHouseholds(context)).districts),
  }),
  'household-kinds': define<HouseholdCounts['kinds'][number]>()({
    operation: 'householdCounts',
    filter: z.object({}),
    columns: ({ text: say }) => [
      {
        head: say('export.hardshipKind'),
        width: 24,
        cell: ({ kind }) => text(say(`words.hardship_${kind}`)),
      },
      { head: say('export.openCases'), cell: ({ open }) => number(open) },
    ],
    page: async (context) => whole((await countHouseholds(context)).kinds),
  }),
} satisfies Record<string, ExportTable>
