import type { UsualRange } from '@gongjian/domain/usual-range'
import sql from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { builder } from '../../platform/schema-builder.ts'
import { rowsOf } from '../../platform/statement.ts'
import { ActivityKindEnum, HelpAreaEnum } from '../../platform/vocabulary.graphql.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { campaignsOf, indicatorsOf } from './catalogue-rows.ts'
import type { CampaignRow, IndicatorRow } from './catalogue-rows.ts'
import { usualRangesOf } from './usual-ranges.ts'

export const InLanguages = builder.objectRef<IndicatorRow['name']>('InLanguages').implement({
  description: 'A text in the three languages of the product.',
  fields: (t) => ({
    zhCn: t.string({ resolve: (texts) => texts['zh-CN'] }),
    zhTw: t.string({ resolve: (texts) => texts['zh-TW'] }),
    en: t.exposeString('en'),
  }),
})

function loadInUse(context: RequestContext, code: string): Promise<boolean | null> {
  return loaderOf<string, boolean>(context, 'indicator in use', async (codes) => {
    const rows = await rowsOf<{ code: string; inUse: boolean }>(
      context.database.pool,
      sql`SELECT code, EXISTS (SELECT FROM output o WHERE o.city_code = ${context.city.code} AND o.indicator_code = wanted.code) OR EXISTS (SELECT FROM plan_line l WHERE l.city_code = ${context.city.code} AND l.indicator_code = wanted.code) AS "inUse"
          FROM unnest(${[...codes]}::text[]) AS wanted (code)`,
    )
    return new Map(rows.map((row) => [row.code, row.inUse]))
  }).load(code)
}

const UsualRangeType = builder.objectRef<UsualRange>('UsualRange').implement({
  description: 'Between what quantities the accepted ones of an indicator usually lie.',
  fields: (t) => ({
    from: t.expose('from', {
      type: 'Decimal',
      description: 'The least that is usual, in the unit of the indicator.',
    }),
    to: t.expose('to', {
      type: 'Decimal',
      description: 'The most that is usual, in the unit of the indicator.',
    }),
  }),
})

export const Indicator = builder.objectRef<IndicatorRow>('Indicator').implement({
  description: '指标: what can be counted, with unit and precision.',
  fields: (t) => ({
    code: t.exposeString('code'),
    kind: t.expose('kind', { type: ActivityKindEnum }),
    area: t.expose('area', { type: HelpAreaEnum, nullable: true }),
    decimals: t.exposeInt('decimals'),
    position: t.exposeInt('position'),
    name: t.string({
      description: "In the reader's language.",
      resolve: ({ name }, _args, { locale }) => name[locale],
    }),
    unit: t.string({
      description: "In the reader's language.",
      resolve: ({ unit }, _args, { locale }) => unit[locale],
    }),
    names: t.field({
      type: InLanguages,
      description: 'The name in each language.',
      resolve: ({ name }) => name,
    }),
    units: t.field({
      type: InLanguages,
      description: 'The unit in each language.',
      resolve: ({ unit }) => unit,
    }),
    version: t.exposeInt('version', {
      description: 'Grows at every change; the editor says which one it read.',
    }),
    inUse: t.boolean({
      description: 'Whether a record carries it: it is then retired, not removed.',
      resolve: async ({ code }, _args, context) => (await loadInUse(context, code)) ?? false,
    }),
    usualMaximum: t.expose('usualMaximum', {
      type: 'Decimal',
      description: 'Above this a record asks its countersigner to look.',
    }),
    usualRange: t.field({
      type: UsualRangeType,
      nullable: true,
      description:
        'By the latest accepted quantities (median and MAD); null where there are too few. Outside it a record asks its countersigner to look.',
      resolve: async ({ code }, _args, context) => (await usualRangesOf(context)).get(code) ?? null,
    }),
    validFrom: t.expose('validFrom', { type: 'Date' }),
    validTo: t.expose('validTo', { type: 'Date', nullable: true }),
  }),
})

export const Campaign = builder.objectRef<CampaignRow>('Campaign').implement({
  description: '大型公益劳动: a city-wide labour drive.',
  fields: (t) => ({
    id: t.exposeID('id'),
    programmeYear: t.exposeInt('programmeYear'),
    name: t.exposeString('name'),
    day: t.expose('day', { type: 'Date' }),
    place: t.exposeString('place', { nullable: true }),
  }),
})

export function loadIndicator(context: RequestContext, code: string): Promise<IndicatorRow | null> {
  return loaderOf<string, IndicatorRow>(
    context,
    'indicator',
    async () => new Map((await indicatorsOf(context)).map((row) => [row.code, row])),
  ).load(code)
}

builder.queryFields((t) => ({
  catalogue: t.field({
    type: [Indicator],
    description: 'The indicators in force in the programme year (all without one), in their order.',
    authScopes: { operation: 'catalogue' },
    args: { year: t.arg.int() },
    resolve: async (_root, { year }, context) => {
      const indicators = await indicatorsOf(context)
      const period = (await periodsOf(context)).find((one) => one.year === year)
      if (period === undefined) return indicators
      return indicators.filter(
        ({ validFrom, validTo }) =>
          validFrom <= period.endsOn && (validTo === null || validTo >= period.startsOn),
      )
    },
  }),
  campaigns: t.field({
    type: [Campaign],
    authScopes: { operation: 'campaigns' },
    args: { year: t.arg.int() },
    resolve: async (_root, { year }, context) => {
      const campaigns = await campaignsOf(context)
      return campaigns.filter(
        ({ programmeYear }) => year === null || year === undefined || programmeYear === year,
      )
    },
  }),
}))
