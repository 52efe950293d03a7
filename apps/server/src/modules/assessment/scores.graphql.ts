import { connectionOf } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { builder } from '../../platform/schema-builder.ts'
import { ActivityKindEnum, DirectionEnum, HelpAreaEnum } from '../../platform/vocabulary.graphql.ts'
import { found } from '../activities/activity-parts.graphql.ts'
import { Organisation } from '../organisations/organisations.graphql.ts'
import { GradeEnum, MarkingLevelEnum, ScoreOrderEnum } from './assessment-vocabulary.graphql.ts'
import { appealWindow } from './appeal-window.ts'
import type { AppealWindow } from './appeal-window.ts'
import { explainScore } from './explain-score.ts'
import type {
  ExplainedNextGrade,
  ExplainedNumber,
  ExplainedPart,
  Explanation,
} from './explain-score.ts'
import { findRun } from './run-row.ts'
import { Run } from './runs.graphql.ts'
import { SchemeIndicatorType } from './schemes.graphql.ts'
import { findScore, listScores } from './score-row.ts'
import type { ScoreRow } from './score-row.ts'

type Records = NonNullable<ExplainedNumber['records']>
const Records = builder.objectRef<Records>('RecordsBehind').implement({
  description: 'The records behind a number, as filters of the list of records.',
  fields: (t) => ({
    waiting: t.boolean({ resolve: ({ status }) => status === 'SUBMITTED' }),
    direction: t.field({
      type: DirectionEnum,
      nullable: true,
      resolve: ({ direction }) => direction,
    }),
    kind: t.field({ type: ActivityKindEnum, nullable: true, resolve: ({ kind }) => kind }),
    area: t.field({ type: HelpAreaEnum, nullable: true, resolve: ({ area }) => area }),
    late: t.exposeBoolean('late'),
    indicatorCode: t.exposeString('indicatorCode', { nullable: true }),
  }),
})
const ScoreNumber = builder.objectRef<ExplainedNumber>('ScoreNumber')
ScoreNumber.implement({
  description: 'A number that a part of a score is made of.',
  fields: (t) => ({
    measure: t.exposeString('measure'),
    value: t.field({ type: 'Decimal', resolve: ({ value }) => value }),
    unit: t.exposeString('unit'),
    records: t.field({ type: Records, nullable: true, resolve: ({ records }) => records }),
    of: t.field({
      type: [ScoreNumber],
      description: 'The counted numbers that a mean, a share or a comparison is made of.',
      resolve: ({ of }) => of,
    }),
  }),
})
type LevelMark = ExplainedPart['marks'][number]
const LevelMarkType = builder.objectRef<LevelMark>('ScoreLevelMark').implement({
  description: 'What one level gave.',
  fields: (t) => ({
    level: t.field({ type: MarkingLevelEnum, resolve: ({ level }) => level }),
    points: t.field({ type: 'Decimal', resolve: ({ points }) => points }),
  }),
})
const Part = builder.objectRef<ExplainedPart>('ScorePart').implement({
  description: 'What one indicator gave.',
  fields: (t) => ({
    indicator: t.field({ type: SchemeIndicatorType, resolve: ({ indicator }) => indicator }),
    value: t.field({ type: 'Decimal', nullable: true, resolve: ({ part }) => part.value }),
    compared: t.field({ type: 'Decimal', resolve: ({ part }) => part.compared }),
    points: t.field({ type: 'Decimal', resolve: ({ part }) => part.points }),
    notes: t.stringList({ resolve: ({ part }) => part.notes }),
    best: t.field({ type: 'Decimal', nullable: true, resolve: ({ best }) => best }),
    mean: t.field({ type: 'Decimal', nullable: true, resolve: ({ mean }) => mean }),
    numbers: t.field({ type: [ScoreNumber], resolve: ({ numbers }) => numbers }),
    marks: t.field({
      type: [LevelMarkType],
      description: 'Of marks what each level gave, once the result is published.',
      resolve: ({ marks }) => marks,
    }),
  }),
})
type Way = ExplainedNextGrade['ways'][number]
const WayType = builder.objectRef<Way>('NextGradeWay').implement({
  description: 'One thing at another value than it had.',
  fields: (t) => ({
    measure: t.exposeString('measure'),
    unit: t.exposeString('unit'),
    now: t.field({ type: 'Decimal', resolve: ({ now }) => now }),
    needed: t.field({ type: 'Decimal', resolve: ({ needed }) => needed }),
  }),
})
type Together = NonNullable<ExplainedNextGrade['together']>
const TogetherType = builder.objectRef<Together>('NextGradeTogether').implement({
  description: 'Where nothing alone would have been enough: what brings most, taken together.',
  fields: (t) => ({
    ways: t.field({ type: [WayType], resolve: ({ ways }) => ways }),
    total: t.field({
      type: 'Decimal',
      description: 'The points that they would have led to.',
      resolve: ({ total }) => total,
    }),
  }),
})
const Next = builder.objectRef<ExplainedNextGrade>('NextGrade').implement({
  description: 'What would have given the next grade.',
  fields: (t) => ({
    grade: t.field({ type: GradeEnum, resolve: ({ grade }) => grade }),
    from: t.exposeString('from'),
    missing: t.field({ type: 'Decimal', resolve: ({ missing }) => missing }),
    through: t.exposeInt('through', { nullable: true }),
    ways: t.field({ type: [WayType], resolve: ({ ways }) => ways }),
    together: t.field({
      type: TogetherType,
      nullable: true,
      resolve: ({ together }) => together,
    }),
  }),
})
type Change = Explanation['changes'][number]
export const InputChange = builder.objectRef<Change>('InputChange').implement({
  description: 'A frozen number that would be another today.',
  fields: (t) => ({
    number: t.exposeString('number'),
    frozen: t.field({ type: 'Decimal', resolve: ({ frozen }) => frozen }),
    now: t.field({ type: 'Decimal', resolve: ({ now }) => now }),
  }),
})

const Window = builder.objectRef<AppealWindow>('AppealWindow').implement({
  description: 'Who is judged may appeal against a published result through a day.',
  fields: (t) => ({
    jointId: t.exposeID('jointId'),
    until: t.field({ type: 'Date', resolve: ({ until }) => until }),
  }),
})

/** Of the one score that a page opens: once for all its fields. */
function explained(context: RequestContext, score: ScoreRow): Promise<Explanation> {
  const key = `${score.runId} ${score.organisation.id}`
  return found(
    loaderOf<string, Explanation>(context, `explanation of ${key}`, async (keys) => {
      const explanation = await explainScore(context, score)
      return new Map(keys.map((one) => [one, explanation]))
    }).load(key),
  )
}

const Score = builder.objectRef<ScoreRow>('AssessmentScore').implement({
  description: '得分: what an organisation reached in a run.',
  fields: (t) => ({
    organisation: t.field({ type: Organisation, resolve: ({ organisation }) => organisation }),
    organisationName: t.exposeString('organisationName'),
    ranked: t.exposeBoolean('ranked'),
    total: t.field({ type: 'Decimal', resolve: ({ total }) => total }),
    grade: t.field({ type: GradeEnum, resolve: ({ grade }) => grade }),
    rank: t.exposeInt('rank', { nullable: true }),
    cappedAt: t.field({ type: 'Decimal', nullable: true, resolve: ({ cappedAt }) => cappedAt }),
    mayOpen: t.exposeBoolean('mayOpen', {
      description: 'Whether the reader may see what it is made of.',
    }),
  }),
})
const Opened = builder.objectRef<ScoreRow>('ExplainedScore').implement({
  description: 'A score opened into its parts, each part into numbers, each number into records.',
  fields: (t) => ({
    run: t.field({
      type: Run,
      resolve: ({ runId }, _args, context) => found(findRun(context, runId)),
    }),
    score: t.field({ type: Score, resolve: (score) => score }),
    parts: t.field({
      type: [Part],
      resolve: async (score, _args, context) => (await explained(context, score)).parts,
    }),
    nextGrade: t.field({
      type: Next,
      nullable: true,
      resolve: async (score, _args, context) => (await explained(context, score)).nextGrade,
    }),
    appealWindow: t.field({
      type: Window,
      nullable: true,
      resolve: ({ runId }, _args, context) => appealWindow(context, runId),
    }),
    changes: t.field({
      type: [InputChange],
      resolve: async (score, _args, context) => (await explained(context, score)).changes,
    }),
  }),
})
const Connection = connectionOf('AssessmentScore', Score)
const FilterInput = builder.inputType('AssessmentScoreFilter', {
  fields: (t) => ({
    runId: t.id({ required: true }),
    organisationId: t.id({ description: 'The organisation, with all below it.' }),
    zoneId: t.id(),
    grades: t.field({ type: [GradeEnum] }),
    search: t.string(),
  }),
})

builder.queryFields((t) => ({
  assessmentScores: t.field({
    type: Connection,
    authScopes: { operation: 'assessmentScores' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: FilterInput, required: true }),
      order: t.arg({ type: ScoreOrderEnum, defaultValue: 'RANK' }),
    },
    resolve: (_root, { filter, ...page }, context) => listScores(context, page, filter),
  }),
  assessmentScore: t.field({
    type: Opened,
    nullable: true,
    authScopes: { operation: 'assessmentScore' },
    args: {
      runId: t.arg.id({ required: true }),
      organisationId: t.arg.id({ required: true }),
    },
    resolve: (_root, asked, context) => findScore(context, asked),
  }),
}))
