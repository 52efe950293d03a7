import {
  EXPLORE_COMPARISONS,
  EXPLORE_DIMENSIONS,
  EXPLORE_ORDERS,
} from '@gongjian/domain/explore-question'
import type { ExploreSpan } from '@gongjian/domain/explore-question'
import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { ActivityKindEnum, DirectionEnum, HelpAreaEnum } from '../../platform/vocabulary.graphql.ts'
import { explore, questionOfAddress } from './explore.ts'
import type {
  ExploreAnswer,
  ExploreCell,
  ExploreHighlight,
  ExploreHighlights,
  ExploreMember,
  ExploreRow,
} from './explore.ts'

const DimensionEnum = builder.enumType('ExploreDimension', {
  values: EXPLORE_DIMENSIONS,
  description: 'By what a figure is broken down.',
})
const ComparisonEnum = builder.enumType('ExploreComparison', {
  values: EXPLORE_COMPARISONS,
  description:
    'With what: nothing, the years before, or of these only the months that have begun this time.',
})
const OrderEnum = builder.enumType('ExploreOrder', {
  values: EXPLORE_ORDERS,
  description: 'In the fixed order of the dimension, the most first, or the least first.',
})

const Cell = builder.objectRef<ExploreCell>('ExploreCell').implement({
  description:
    'A value, with the two sums that it is made of: both can be added up, a mean cannot.',
  fields: (t) => ({
    value: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The value; null where a mean or a share is of nothing.',
      resolve: ({ value }) => value,
    }),
    above: t.field({
      type: 'Decimal',
      description: 'The sum, or what stands above the line of a quotient.',
      resolve: ({ above }) => above,
    }),
    below: t.field({
      type: 'Decimal',
      description: 'What stands below the line; 0 where it is no quotient.',
      resolve: ({ below }) => below,
    }),
    valueBefore: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The value of the period that it is compared with.',
      resolve: ({ valueBefore }) => valueBefore,
    }),
    aboveBefore: t.field({
      type: 'Decimal',
      description: 'The sum of the period that it is compared with.',
      resolve: ({ aboveBefore }) => aboveBefore,
    }),
    belowBefore: t.field({
      type: 'Decimal',
      description: 'Below the line, of the period that it is compared with.',
      resolve: ({ belowBefore }) => belowBefore,
    }),
  }),
})
const Member = builder.objectRef<ExploreMember>('ExploreMember').implement({
  description: 'What a column stands for.',
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'Names it in its dimension; empty for what belongs to none.',
    }),
    memberId: t.id({
      nullable: true,
      description: 'Of an organisation, a zone or a campaign: its id.',
      resolve: ({ id }) => id,
    }),
    name: t.exposeString('name', { description: "As it is called; of a month 'YYYY-MM'." }),
  }),
})
const Row = builder.objectRef<ExploreRow>('ExploreRow').implement({
  description: 'A member of the first dimension with its cells, one a column.',
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'Names it in its dimension; empty for what belongs to none.',
    }),
    memberId: t.id({
      nullable: true,
      description: 'Of an organisation, a zone or a campaign: its id.',
      resolve: ({ id }) => id,
    }),
    name: t.exposeString('name', { description: "As it is called; of a month 'YYYY-MM'." }),
    heads: t.exposeInt('heads', {
      nullable: true,
      description: 'Party members on its books, where they are known.',
    }),
    total: t.field({
      type: Cell,
      description: 'Of the whole row, also of columns that are left out.',
      resolve: ({ total }) => total,
    }),
    cells: t.field({
      type: [Cell],
      description: 'One for each column, in their order.',
      resolve: ({ cells }) => cells,
    }),
  }),
})
const Highlight = builder.objectRef<ExploreHighlight>('ExploreHighlight').implement({
  description: 'A member of the first dimension that the words beside the picture name.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Names it in its dimension.' }),
    name: t.exposeString('name', { description: "As it is called; of a month 'YYYY-MM'." }),
    heads: t.exposeInt('heads', {
      nullable: true,
      description: 'Party members on its books, where what comes to one of them is asked.',
    }),
    total: t.field({
      type: Cell,
      description: 'What it has in all.',
      resolve: ({ total }) => total,
    }),
  }),
})
const Highlights = builder.objectRef<ExploreHighlights>('ExploreHighlights').implement({
  description: 'What is told of all members of the first dimension, on whichever page they stand.',
  fields: (t) => ({
    members: t.exposeInt('members', { description: 'How many there are.' }),
    silent: t.exposeInt('silent', { description: 'How many of them have nothing.' }),
    most: t.field({
      type: Highlight,
      nullable: true,
      description: 'Who has the most.',
      resolve: ({ most }) => most,
    }),
    least: t.field({
      type: Highlight,
      nullable: true,
      description: 'Who of those with something has the least.',
      resolve: ({ least }) => least,
    }),
    gained: t.field({
      type: Highlight,
      nullable: true,
      description: 'Whose value grew most since the period that it is compared with.',
      resolve: ({ gained }) => gained,
    }),
    lost: t.field({
      type: Highlight,
      nullable: true,
      description: 'Whose value fell most since the period that it is compared with.',
      resolve: ({ lost }) => lost,
    }),
  }),
})
const Rows = connectionOf('ExploreRow', Row)
const Span = builder.objectRef<ExploreSpan>('ExploreSpan').implement({
  description: "Months, both included, as 'YYYY-MM'.",
  fields: (t) => ({
    from: t.exposeString('from', { description: 'The first month.' }),
    to: t.exposeString('to', { description: 'The last month.' }),
  }),
})
const Answer = builder.objectRef<ExploreAnswer>('ExploreAnswer').implement({
  description: 'A figure by one or two dimensions, of what the reader may see.',
  fields: (t) => ({
    measure: t.string({
      description: "Which figure, as 'people.hours' or 'outputs.culture.performances'.",
      resolve: ({ question }) => question.measure,
    }),
    unit: t.exposeString('unit', {
      nullable: true,
      description: "An indicator's unit in the reader's language; else the name of the unit.",
    }),
    decimals: t.exposeInt('decimals', { description: 'How many decimals are worth showing.' }),
    isAdditive: t.exposeBoolean('isAdditive', {
      description: 'Whether parts add up to the whole: a sum does, a mean or a share does not.',
    }),
    span: t.field({ type: Span, description: 'Of which months.', resolve: ({ span }) => span }),
    spanBefore: t.field({
      type: Span,
      nullable: true,
      description: 'The months that it is compared with; null where there is no year for them.',
      resolve: ({ spanBefore }) => spanBefore,
    }),
    columns: t.field({
      type: [Member],
      description: 'The second dimension: all of it, or those with the most.',
      resolve: ({ columns }) => columns,
    }),
    columnsLeftOut: t.exposeInt('columnsLeftOut', {
      description: 'How many others of the second dimension have something.',
    }),
    rows: t.field({
      type: Rows,
      description: 'The first dimension, also those with nothing.',
      resolve: ({ rows }) => rows,
    }),
    columnTotals: t.field({
      type: [Cell],
      description: 'Of all rows, one for each column.',
      resolve: ({ columnTotals }) => columnTotals,
    }),
    total: t.field({
      type: Cell,
      description: 'Of all rows and columns.',
      resolve: ({ total }) => total,
    }),
    heads: t.exposeInt('heads', {
      nullable: true,
      description:
        'Party members of all rows, where what comes to one of them is asked; null where those of a row with something are not known.',
    }),
    highlights: t.field({
      type: Highlights,
      description: 'Who has the most and the least, and what changed.',
      resolve: ({ highlights }) => highlights,
    }),
  }),
})

const QuestionInput = builder.inputType('ExploreQuestion', {
  description: 'What is asked. Left out: records that count, by zone, of the present year.',
  fields: (t) => ({
    measure: t.string({ description: "Which figure, as 'people.hours'." }),
    by: t.field({ type: DimensionEnum, description: 'The first dimension: the rows.' }),
    across: t.field({ type: DimensionEnum, description: 'The second dimension: the columns.' }),
    year: t.int({ description: 'The first programme year.' }),
    toYear: t.int({ description: 'The last programme year.' }),
    from: t.field({ type: 'Month', description: 'The first month, in place of years.' }),
    to: t.field({ type: 'Month', description: 'The last month, in place of years.' }),
    zoneId: t.id({ description: 'Only of this zone.' }),
    organisationId: t.id({ description: 'Only of this organisation and those below it.' }),
    area: t.field({ type: HelpAreaEnum, description: 'Only of this main area.' }),
    kind: t.field({ type: ActivityKindEnum, description: 'Only of this kind.' }),
    direction: t.field({ type: DirectionEnum, description: 'Only of this direction.' }),
    compare: t.field({ type: ComparisonEnum, description: 'With what it is compared.' }),
    order: t.field({ type: OrderEnum, description: 'How the rows are ordered.' }),
    perHead: t.boolean({
      description: 'Of agencies, branches and zones: ordered by what comes to one party member.',
    }),
  }),
})

builder.queryField('explore', (t) =>
  t.field({
    type: Answer,
    description: 'Answers a question of analysis: a figure by one or two dimensions.',
    authScopes: { operation: 'explore' },
    args: {
      question: t.arg({ type: QuestionInput, required: true, description: 'What is asked.' }),
      first: t.arg.int({ defaultValue: 50, description: 'How many rows.' }),
      after: t.arg.string({ description: 'After which row.' }),
    },
    resolve: async (_root, { question, ...page }, context) => {
      const { perHead, ...rest } = question
      const address = Object.fromEntries(
        Object.entries({ ...rest, show: perHead ? 'PER_HEAD' : null }).flatMap(([field, value]) =>
          value === null || value === undefined ? [] : [[field, value]],
        ),
      )
      return explore(context, await questionOfAddress(context, address), page)
    },
  }),
)
