import { joinedNames } from '@gongjian/domain/joined'
import { ROLES } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import { listPositions, POSITION_ORDERS } from '../positions/list-positions.ts'
import { isOn, loadDeputations, loadHoldings } from '../positions/position-rows.ts'
import type { PositionRow } from '../positions/position-rows.ts'
import { define, flag, id, text } from './define-table.ts'

type Row = PositionRow & { holders: string; deputies: string }

/** The positions with the filters of their page: who holds them, and who acts in them, today. */
export const positionTable = define<Row>()({
  operation: 'positions',
  filter: z.object({
    search: z.string().optional(),
    role: z.enum(ROLES).optional(),
    organisationId: id,
    vacant: flag,
    deputised: flag,
    order: z.enum(POSITION_ORDERS).optional(),
  }),
  columns: ({ text: say }) => [
    { head: say('export.code'), cell: ({ organisationCode }) => text(organisationCode) },
    {
      head: say('export.organisation'),
      width: 36,
      cell: ({ organisationName }) => text(organisationName),
    },
    { head: say('export.role'), width: 24, cell: ({ role }) => text(say(`words.role_${role}`)) },
    { head: say('export.holders'), width: 24, cell: ({ holders }) => text(holders) },
    { head: say('export.deputies'), width: 24, cell: ({ deputies }) => text(deputies) },
  ],
  page: async (context, { order, ...filter }, after) => {
    const { today } = context
    const page = await listPositions(
      context,
      { first: 100, after },
      filter,
      order ?? 'ORGANISATION',
    )
    const nodes = page.nodes.map(async ({ cursor, node }) => {
      const [held, acted] = await Promise.all([
        loadHoldings(context, node.id),
        loadDeputations(context, node.id),
      ])
      const holders = held.filter((one) => isOn(today, one)).map(({ userName }) => userName)
      const deputies = acted
        .filter((one) => one.endedAt === null && isOn(today, one))
        .map(({ deputyName }) => deputyName)
      return {
        cursor,
        node: {
          ...node,
          holders: joinedNames(context.locale, holders),
          deputies: joinedNames(context.locale, deputies),
        },
      }
    })
    return { ...page, nodes: await Promise.all(nodes) }
  },
})
