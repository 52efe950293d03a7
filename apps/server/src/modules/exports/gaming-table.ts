import { GAMING_SIGNS } from '@gongjian/domain/gaming-signs'
import { z } from 'zod'
import { presentYear } from '../periods/period-rows.ts'
import { GAMING_ORDERS, listGamingSigns, whyOf } from '../gaming/gaming-row.ts'
import type { GamingRow } from '../gaming/gaming-row.ts'
import { day, define, id, list, number, text, year } from './define-table.ts'

type ExportedSign = GamingRow & { why: string }

/** The signs of gaming with the filters of their page, each with why it is one. */
export const gamingTable = define<ExportedSign>()({
  operation: 'gamingSigns',
  filter: z.object({
    year,
    signs: list(GAMING_SIGNS),
    zoneId: id,
    organisationId: id,
    search: z.string().max(200).optional(),
    order: z.enum(GAMING_ORDERS).optional(),
  }),
  columns: ({ text: say }) => [
    { head: say('export.sign'), width: 20, cell: ({ sign }) => text(say(`words.sign_${sign}`)) },
    { head: say('export.why'), width: 60, cell: ({ why }) => text(why) },
    { head: say('export.code'), width: 16, cell: ({ organisation }) => text(organisation.code) },
    {
      head: say('export.organisation'),
      width: 36,
      cell: ({ organisation }) => text(organisation.name),
    },
    { head: say('export.otherSide'), width: 36, cell: ({ partner }) => text(partner?.name) },
    { head: say('export.records'), cell: ({ records }) => number(records) },
    { head: say('export.firstDay'), isDay: true, cell: ({ firstDay }) => day(firstDay) },
    { head: say('export.lastDay'), isDay: true, cell: ({ lastDay }) => day(lastDay) },
    { head: say('export.recordIds'), width: 80, cell: (row) => text(row.recordIds.join(' ')) },
  ],
  page: async (context, { year: asked, order, ...filter }, after) => {
    const shown = asked ?? (await presentYear(context))
    const page = await listGamingSigns(
      context,
      { first: 100, after, order },
      { ...filter, year: shown },
    )
    return {
      ...page,
      nodes: await Promise.all(
        page.nodes.map(async ({ cursor, node }) => ({
          cursor,
          node: { ...node, why: await whyOf(context, node) },
        })),
      ),
    }
  },
})
