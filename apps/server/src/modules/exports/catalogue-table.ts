import { ACTIVITY_KINDS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import type { IndicatorRow } from '../catalogue/catalogue-rows.ts'
import { day, define, number, text, whole } from './define-table.ts'

const STATES = ['IN_FORCE', 'UPCOMING', 'RETIRED'] as const

/** The catalogue with the filters of its page. */
export const catalogueTable = define<IndicatorRow>()({
  operation: 'catalogue',
  filter: z.object({
    search: z.string().optional(),
    group: z.enum([...HELP_AREAS, ...ACTIVITY_KINDS]).optional(),
    state: z.enum(STATES).optional(),
  }),
  columns: ({ text: say, locale }) => [
    { head: say('export.code'), width: 30, cell: ({ code }) => text(code) },
    { head: say('export.name'), width: 36, cell: ({ name }) => text(name[locale]) },
    { head: say('export.kind'), cell: ({ kind }) => text(say(`words.kind_${kind}`)) },
    { head: say('export.area'), cell: ({ area }) => text(area && say(`words.area_${area}`)) },
    { head: say('export.unit'), cell: ({ unit }) => text(unit[locale]) },
    { head: say('export.decimals'), cell: ({ decimals }) => number(decimals) },
    { head: say('export.usualMaximum'), cell: ({ usualMaximum }) => number(usualMaximum) },
    { head: say('export.validFrom'), isDay: true, cell: ({ validFrom }) => day(validFrom) },
    { head: say('export.validTo'), isDay: true, cell: ({ validTo }) => day(validTo) },
  ],
  page: async (context, { search, group, state }) => {
    const wanted = (search ?? '').trim().toLowerCase()
    const { today } = context
    const stateOf = ({ validFrom, validTo }: IndicatorRow) =>
      validFrom > today ? 'UPCOMING' : validTo !== null && validTo < today ? 'RETIRED' : 'IN_FORCE'
    return whole(
      (await indicatorsOf(context)).filter(
        (row) =>
          (group === undefined || group === (row.area ?? row.kind)) &&
          (state === undefined || state === stateOf(row)) &&
          [row.code, ...Object.values(row.name)].some((one) => one.toLowerCase().includes(wanted)),
      ),
    )
  },
})
