import { GAMING_LIMITS, GAMING_SIGNS } from '@gongjian/domain/gaming-signs'
import type { GamingSign } from '@gongjian/domain/gaming-signs'
import { connectionOf } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { NotFound } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { loadActivity } from '../activities/activity-row.ts'
import { Activity } from '../activities/activity.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { periodsOf } from '../periods/period-rows.ts'
import { readBaselines, readingOf } from './gaming-reading.ts'
import type { GamingReading } from './gaming-reading.ts'
import { GAMING_ORDERS, listGamingSigns, whyOf } from './gaming-row.ts'
import type { GamingRow } from './gaming-row.ts'
import { begin, work } from './look-for-signs.ts'

const SignEnum = builder.enumType('GamingSignKind', {
  values: GAMING_SIGNS,
  description: 'What may be a sign that records are written for the score.',
})
const OrderEnum = builder.enumType('GamingOrder', {
  values: GAMING_ORDERS,
  description: 'By how many records are behind it, the latest first, or by organisation.',
})
const SHOWN_RECORDS = 20
const Sign = builder.objectRef<GamingRow>('GamingSign').implement({
  description:
    'Something that the city committee may want to look at, with its records. It is no verdict, and no score knows of it.',
  fields: (t) => ({
    id: t.id({ description: 'Names it within the year.', resolve: ({ key }) => key }),
    sign: t.field({
      type: SignEnum,
      description: 'What kind of sign.',
      resolve: ({ sign }) => sign,
    }),
    why: t.string({
      description: "Why it is one, in the reader's words.",
      resolve: (row, _args, context) => whyOf(context, row),
    }),
    organisation: t.field({
      type: Organisation,
      description: 'Who recorded, or who signed.',
      resolve: ({ organisation }) => organisation,
    }),
    partner: t.field({
      type: Organisation,
      nullable: true,
      description: 'The other side, where it belongs to one pairing.',
      resolve: ({ partner }) => partner,
    }),
    pairingId: t.id({
      nullable: true,
      description: 'The pairing that it belongs to.',
      resolve: ({ pairingId }) => pairingId,
    }),
    recordCount: t.int({
      description: 'How many records are behind it.',
      resolve: ({ records }) => records,
    }),
    firstDay: t.field({
      type: 'Date',
      description: 'The day of the first of them.',
      resolve: ({ firstDay }) => firstDay,
    }),
    lastDay: t.field({
      type: 'Date',
      description: 'The day of the last of them.',
      resolve: ({ lastDay }) => lastDay,
    }),
    records: t.field({
      type: [Activity],
      description: 'The latest of them.',
      resolve: async ({ recordIds }, _args, context) => {
        const records = await Promise.all(
          recordIds.slice(0, SHOWN_RECORDS).map((id) => loadActivity(context, id)),
        )
        return records.flatMap((record) => record ?? [])
      },
    }),
  }),
})
const Connection = connectionOf('GamingSign', Sign)
const FilterInput = builder.inputType('GamingFilter', {
  fields: (t) => ({
    year: t.int({ required: true }),
    signs: t.field({ type: [SignEnum], description: 'Only these kinds.' }),
    zoneId: t.id(),
    organisationId: t.id({ description: 'Of this organisation or one below it, on either side.' }),
    search: t.string(),
  }),
})
type Rule = { sign: GamingSign; words: string }
const RuleType = builder.objectRef<Rule>('GamingRule').implement({
  description: 'From where something is a sign, in words, with the numbers of the year.',
  fields: (t) => ({
    sign: t.field({ type: SignEnum, description: 'Of what.', resolve: ({ sign }) => sign }),
    words: t.exposeString('words', { description: 'The rule.' }),
  }),
})

async function rulesOf(context: RequestContext, year: number): Promise<Rule[]> {
  const { shareOfFives, fewestFives, tinyAtMost } = await readBaselines(context, year)
  const none = context.text('gaming.none')
  const values = {
    ...GAMING_LIMITS,
    capPercent: GAMING_LIMITS.capShare * 100,
    share: shareOfFives === null ? none : Math.round(shareOfFives * 100),
    fewestFives: fewestFives ?? none,
    sixHelps: tinyAtMost.SIX_HELPS ?? none,
    labour: tinyAtMost.LABOUR ?? none,
    visits: tinyAtMost.VISIT ?? none,
  }
  return GAMING_SIGNS.map((sign) => ({ sign, words: context.text(`gaming.rule_${sign}`, values) }))
}

const ReadingType = builder.objectRef<GamingReading>('GamingReading').implement({
  description: 'When a year was last looked at for signs, and how far a look is that is under way.',
  fields: (t) => ({
    year: t.exposeInt('year', { description: 'The programme year.' }),
    computedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the last look began that has ended; null before the first.',
      resolve: ({ computedAt }) => computedAt,
    }),
    isComputing: t.exposeBoolean('isComputing', {
      description: 'Whether somebody looks at this moment.',
    }),
    doneSigns: t.exposeInt('doneSigns', {
      description: 'How many kinds of signs that look is done with.',
    }),
    totalSigns: t.exposeInt('totalSigns', { description: 'Of how many kinds.' }),
  }),
})

/** Begins a look; where one is under way, that one is it. */
async function beginLook(context: RequestContext, year: number): Promise<GamingReading> {
  const isOfTheCity = (await periodsOf(context)).some((one) => one.year === year)
  if (!isOfTheCity) throw new NotFound()
  if (await begin(context, year))
    void work(context, year).catch((problem: unknown) =>
      context.log.error({ err: problem }, 'a look for signs of gaming failed'),
    )
  return readingOf(context, year)
}

const LookInput = builder.inputType('LookForGamingSignsInput', {
  fields: (t) => ({ year: t.int({ required: true }) }),
})
builder.mutationFields((t) => ({
  lookForGamingSigns: t.field({
    type: ReadingType,
    description: 'Looks through the year now, without waiting for the night.',
    authScopes: { operation: 'lookForGamingSigns' },
    errors: { types: [NotFound], union: { name: 'LookForGamingSignsPayload' } },
    args: { input: t.arg({ type: LookInput, required: true }) },
    resolve: (_root, { input }, context) => beginLook(context, input.year),
  }),
}))

builder.queryFields((t) => ({
  gamingReading: t.field({
    type: ReadingType,
    description: 'When the year was last looked at.',
    authScopes: { operation: 'gamingReading' },
    args: { year: t.arg.int({ required: true }) },
    resolve: (_root, { year }, context) => readingOf(context, year),
  }),
  gamingSigns: t.field({
    type: Connection,
    description: 'What may be signs of gaming in a year, kept apart from every score.',
    authScopes: { operation: 'gamingSigns' },
    args: {
      first: t.arg.int({ defaultValue: 20 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput, required: true }),
      order: t.arg({ type: OrderEnum, defaultValue: 'MOST_RECORDS' }),
    },
    resolve: (_root, { filter, ...page }, context) => listGamingSigns(context, page, filter),
  }),
  gamingRules: t.field({
    type: [RuleType],
    description: 'From where something is a sign in that year.',
    authScopes: { operation: 'gamingRules' },
    args: { year: t.arg.int({ required: true }) },
    resolve: (_root, { year }, context) => rulesOf(context, year),
  }),
}))
