import { DIAGNOSIS_SIGNS } from '@gongjian/domain/diagnosis-signs'
import { z } from 'zod'
import { loadOrganisation } from '../organisations/organisation-row.ts'
import type { OrganisationRow } from '../organisations/organisation-row.ts'
import { presentYear } from '../periods/period-rows.ts'
import { diagnosisOf } from '../diagnosis/diagnosis-of-year.ts'
import type { SignRow, TrendRow } from '../diagnosis/diagnosis-of-year.ts'
import {
  CONCERN_ORDERS,
  FOLLOW_UP_FILTERS,
  listConcerns,
  whyOf,
} from '../diagnosis/list-concerns.ts'
import type { ConcernRow } from '../diagnosis/list-concerns.ts'
import { define, id, moment, number, text, whole, year } from './define-table.ts'
import type { ExportTable } from './define-table.ts'

type ExportedSign = SignRow & { quarters: TrendRow[] }
type ExportedConcern = ConcernRow & {
  why: string
  organisation: OrganisationRow | null
  partner: OrganisationRow | null
}
/** Four decimals say all that a share of so few things can say. */
const short = (value: number | null) =>
  number(value === null ? null : Math.round(value * 10_000) / 10_000)

/** The signs of a year side by side, and whom one of them names, with the filters of their pages. */
export const diagnosisTables = {
  diagnosis: define<ExportedSign>()({
    operation: 'diagnosis',
    filter: z.object({ year, zoneId: id }),
    columns: ({ text: say }) => [
      {
        head: say('export.sign'),
        width: 20,
        cell: ({ sign }) => text(say(`diagnosis.sign_${sign}`)),
      },
      { head: say('diagnosis.value'), cell: ({ value }) => short(value) },
      {
        head: say('diagnosis.state'),
        cell: ({ isLit }) =>
          text(
            say(isLit === null ? 'diagnosis.unknown' : isLit ? 'diagnosis.lit' : 'diagnosis.calm'),
          ),
      },
      { head: say('diagnosis.concerned'), cell: ({ concerns }) => number(concerns.length) },
      { head: say('diagnosis.judged'), cell: ({ judged }) => number(judged) },
      ...[1, 2, 3, 4].map((quarter) => ({
        head: say('diagnosis.quarter', { quarter }),
        cell: ({ quarters }: ExportedSign) =>
          short(quarters.find((one) => one.quarter === quarter)?.value ?? null),
      })),
    ],
    page: async (context, { year: asked, zoneId }) => {
      const shown = asked ?? (await presentYear(context))
      const { signs } = await diagnosisOf(context, shown, zoneId ?? null)
      return whole(signs.map((row) => ({ ...row, quarters: row.trend() })))
    },
  }),
  'diagnosis-concerns': define<ExportedConcern>()({
    operation: 'diagnosisConcerns',
    filter: z.object({
      year,
      sign: z.enum(DIAGNOSIS_SIGNS).default('IMBALANCE'),
      zoneId: id,
      search: z.string().max(200).optional(),
      followUp: z.enum(FOLLOW_UP_FILTERS).optional(),
      order: z.enum(CONCERN_ORDERS).optional(),
    }),
    columns: ({ text: say }) => [
      {
        head: say('export.sign'),
        width: 20,
        cell: ({ sign }) => text(say(`diagnosis.sign_${sign}`)),
      },
      { head: say('export.code'), width: 16, cell: ({ organisation }) => text(organisation?.code) },
      {
        head: say('export.organisation'),
        width: 36,
        cell: ({ organisation }) => text(organisation?.name),
      },
      { head: say('export.otherSide'), width: 36, cell: ({ partner }) => text(partner?.name) },
      { head: say('export.why'), width: 60, cell: ({ why }) => text(why) },
      { head: say('export.records'), cell: ({ records }) => number(records) },
      {
        head: say('diagnosis.followUp'),
        cell: ({ followUp }) => text(say(`diagnosis.follow_${followUp?.state ?? 'NONE'}`)),
      },
      { head: say('diagnosis.note'), width: 50, cell: ({ followUp }) => text(followUp?.note) },
      { head: say('diagnosis.markedBy'), cell: ({ followUp }) => text(followUp?.markedByName) },
      {
        head: say('diagnosis.markedAt'),
        cell: ({ followUp }) => moment(followUp?.markedAt ?? null),
      },
    ],
    page: async (context, { year: asked, order, ...filter }, after) => {
      const shown = asked ?? (await presentYear(context))
      const page = await listConcerns(
        context,
        { first: 100, after, order },
        { ...filter, year: shown },
      )
      return {
        ...page,
        nodes: await Promise.all(
          page.nodes.map(async ({ cursor, node }) => ({
            cursor,
            node: {
              ...node,
              why: whyOf(context, node),
              organisation: await loadOrganisation(context, node.organisationId),
              partner:
                node.partnerId === null ? null : await loadOrganisation(context, node.partnerId),
            },
          })),
        ),
      }
    },
  }),
} satisfies Record<string, ExportTable>
