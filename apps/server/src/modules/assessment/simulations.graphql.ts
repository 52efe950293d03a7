import { scopeOf } from '@gongjian/domain/permission-matrix'
import { SIZE_MEASURES } from '@gongjian/domain/simulate-scheme'
import type {
  GradeCount,
  IndicatorPair,
  MedianOrganisation,
  Mover,
  MoverCause,
  Perturbation,
  ScoreBin,
  SimulationMoves,
  SimulationOfSide,
  SpreadGroup,
  WeightSensitivity,
} from '@gongjian/domain/simulate-scheme'
import type { Spread } from '@gongjian/domain/rank-statistics'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { GradeEnum, RunStateEnum } from './assessment-vocabulary.graphql.ts'
import { SchemeIndicatorType } from './schemes.graphql.ts'
import { takeUpSilentSimulations } from './simulate.ts'
import { findSimulation, isWorking, listSimulations } from './simulation-row.ts'
import type { SimulationRow, SimulationSide } from './simulation-row.ts'
import { cancelSimulation, startSimulation } from './start-simulation.ts'

const SizeMeasureEnum = builder.enumType('SizeMeasure', {
  values: SIZE_MEASURES,
  description: 'By what the size of an organisation is told.',
})
const GroupingEnum = builder.enumType('SpreadGrouping', {
  values: ['ALL', 'SIZE', 'PLACE'] as const satisfies SpreadGroup['by'][],
  description: 'All together, thirds by size, or parts of the city.',
})
const SpreadType = builder.objectRef<Spread>('ScoreSpread').implement({
  description: 'How a set of scores lies: least, quartiles by linear interpolation, most, mean.',
  fields: (t) => ({
    least: t.exposeFloat('least'),
    firstQuartile: t.exposeFloat('firstQuartile'),
    median: t.exposeFloat('median'),
    thirdQuartile: t.exposeFloat('thirdQuartile'),
    most: t.exposeFloat('most'),
    mean: t.exposeFloat('mean'),
  }),
})
const Bin = builder.objectRef<ScoreBin>('ScoreBin').implement({
  description: 'How many scores lie between two numbers.',
  fields: (t) => ({
    from: t.exposeFloat('from'),
    to: t.exposeFloat('to'),
    count: t.exposeInt('count'),
  }),
})
const CountOfGrade = builder.objectRef<GradeCount>('GradeCount').implement({
  description: 'How many reach a grade.',
  fields: (t) => ({
    grade: t.field({ type: GradeEnum, resolve: ({ grade }) => grade }),
    count: t.exposeInt('count'),
  }),
})
const Group = builder.objectRef<SpreadGroup>('SpreadGroup').implement({
  description: 'The scores of some of the organisations.',
  fields: (t) => ({
    by: t.field({ type: GroupingEnum, resolve: ({ by }) => by }),
    key: t.exposeString('key'),
    sizeFrom: t.float({ nullable: true, resolve: ({ sizes }) => sizes?.from ?? null }),
    sizeTo: t.float({ nullable: true, resolve: ({ sizes }) => sizes?.to ?? null }),
    count: t.exposeInt('count'),
    spread: t.field({ type: SpreadType, resolve: ({ spread }) => spread }),
    grades: t.field({ type: [CountOfGrade], resolve: ({ grades }) => [...grades] }),
  }),
})
const Moved = builder.objectRef<Perturbation>('WeightMoved').implement({
  description: 'What a weight moved by a tenth does to the ranking.',
  fields: (t) => ({
    tau: t.exposeFloat('tau', { nullable: true }),
    gradeChanges: t.exposeInt('gradeChanges'),
  }),
})
const Sensitivity = builder.objectRef<WeightSensitivity>('WeightSensitivity').implement({
  description: 'How much of the ranking hangs on one weight.',
  fields: (t) => ({
    code: t.exposeString('code'),
    less: t.field({ type: Moved, resolve: ({ less }) => less }),
    more: t.field({ type: Moved, resolve: ({ more }) => more }),
  }),
})
const Pair = builder.objectRef<IndicatorPair>('IndicatorPair').implement({
  description:
    'Two indicators whose points go together, or against each other, at most everywhere.',
  fields: (t) => ({
    first: t.exposeString('first'),
    second: t.exposeString('second'),
    correlation: t.exposeFloat('correlation'),
  }),
})
type CorrelationRow = { code: string; row: readonly (number | null)[] }
const Correlations = builder.objectRef<CorrelationRow>('CorrelationRow').implement({
  description: 'A line of the table of correlations, in the order of the lines.',
  fields: (t) => ({
    code: t.exposeString('code'),
    correlations: t.field({
      type: ['Float'],
      nullable: { list: false, items: true },
      resolve: ({ row }) => [...row],
    }),
  }),
})
type PartPoints = MedianOrganisation['parts'][number]
const PartPoints = builder.objectRef<PartPoints>('PartPoints').implement({
  description: 'What one indicator gave.',
  fields: (t) => ({ code: t.exposeString('code'), points: t.exposeFloat('points') }),
})
const Median = builder.objectRef<MedianOrganisation>('MedianOrganisation').implement({
  description: 'The organisation in the middle by size, and what it would get.',
  fields: (t) => ({
    name: t.exposeString('name'),
    size: t.exposeFloat('size'),
    total: t.float({ resolve: ({ total }) => total }),
    grade: t.field({ type: GradeEnum, resolve: ({ grade }) => grade }),
    rank: t.exposeInt('rank', { nullable: true }),
    parts: t.field({ type: [PartPoints], resolve: ({ parts }) => [...parts] }),
  }),
})
const Outcome = builder.objectRef<SimulationOfSide>('SimulationOutcome').implement({
  description: 'What came of a scheme on a year.',
  fields: (t) => ({
    organisations: t.exposeInt('organisations'),
    ranked: t.exposeInt('ranked'),
    sizeMeasure: t.field({
      type: SizeMeasureEnum,
      nullable: true,
      resolve: ({ sizeMeasure }) => sizeMeasure,
    }),
    bins: t.field({ type: [Bin], resolve: ({ bins }) => [...bins] }),
    groups: t.field({ type: [Group], resolve: ({ groups }) => [...groups] }),
    sensitivity: t.field({
      type: [Sensitivity],
      resolve: ({ sensitivity }) => [...sensitivity],
    }),
    correlations: t.field({
      type: [Correlations],
      resolve: ({ correlations: { codes, rows } }) =>
        codes.map((code, index) => ({ code, row: rows[index] ?? [] })),
    }),
    pairs: t.field({ type: [Pair], resolve: ({ pairs }) => [...pairs] }),
    medianOrganisation: t.field({
      type: Median,
      nullable: true,
      resolve: ({ median }) => median,
    }),
  }),
})
const Cause = builder.objectRef<MoverCause>('MoverCause').implement({
  description: 'A part that moved an organisation against all others.',
  fields: (t) => ({
    code: t.exposeString('code'),
    change: t.exposeFloat('change'),
    usualChange: t.exposeFloat('usualChange'),
  }),
})
const MoverType = builder.objectRef<Mover>('SimulationMover').implement({
  description: 'An organisation that would stand elsewhere.',
  fields: (t) => ({
    id: t.exposeID('id'),
    code: t.exposeString('code'),
    name: t.exposeString('name'),
    rank: t.exposeInt('rank'),
    otherRank: t.exposeInt('otherRank'),
    total: t.float({ resolve: ({ total }) => total }),
    otherTotal: t.exposeFloat('otherTotal'),
    grade: t.field({ type: GradeEnum, resolve: ({ grade }) => grade }),
    otherGrade: t.field({ type: GradeEnum, resolve: ({ otherGrade }) => otherGrade }),
    capChanged: t.exposeBoolean('capChanged'),
    causes: t.field({ type: [Cause], resolve: ({ causes }) => [...causes] }),
  }),
})
const Moves = builder.objectRef<SimulationMoves>('SimulationMoves').implement({
  description: 'Who moves between the two sides.',
  fields: (t) => ({
    compared: t.exposeInt('compared'),
    up: t.exposeInt('up'),
    down: t.exposeInt('down'),
    betterGrade: t.exposeInt('betterGrade'),
    worseGrade: t.exposeInt('worseGrade'),
    movers: t.field({ type: [MoverType], resolve: ({ movers }) => [...movers] }),
  }),
})

type Side = { side: SimulationSide; outcome: SimulationOfSide | null }
const SideType = builder.objectRef<Side>('SimulationSide').implement({
  description: 'A scheme on a year, as it stood when the simulation was begun.',
  fields: (t) => ({
    title: t.string({ resolve: ({ side }) => side.content.title }),
    version: t.int({ resolve: ({ side }) => side.version }),
    programmeYear: t.int({ resolve: ({ side }) => side.year }),
    marksOfOther: t.boolean({
      resolve: ({ side: { marksOf, schemeId } }) => marksOf !== null && marksOf !== schemeId,
    }),
    indicators: t.field({
      type: [SchemeIndicatorType],
      resolve: ({ side }) => [...side.content.indicators],
    }),
    outcome: t.field({ type: Outcome, nullable: true, resolve: ({ outcome }) => outcome }),
  }),
})
const Simulation = builder.objectRef<SimulationRow>('AssessmentSimulation').implement({
  description: '试算: what a scheme would give on a year. It never counts.',
  fields: (t) => ({
    id: t.exposeID('id'),
    state: t.field({ type: RunStateEnum, resolve: ({ state }) => state }),
    doneOrganisations: t.exposeInt('doneOrganisations'),
    totalOrganisations: t.exposeInt('totalOrganisations', { nullable: true }),
    problemMessage: t.string({
      nullable: true,
      resolve: ({ problem }, _args, { text }) =>
        problem === null ? null : text(`failure.${problem}`),
    }),
    startedByName: t.exposeString('startedByName'),
    startedAt: t.field({ type: 'DateTime', resolve: ({ startedAt }) => startedAt }),
    endedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ endedAt }) => endedAt }),
    side: t.field({
      type: SideType,
      resolve: ({ side, result }) => ({ side, outcome: result?.side ?? null }),
    }),
    other: t.field({
      type: SideType,
      nullable: true,
      resolve: ({ other, result }) => other && { side: other, outcome: result?.other ?? null },
    }),
    moves: t.field({ type: Moves, nullable: true, resolve: ({ result }) => result?.moves ?? null }),
    mayCancel: t.boolean({
      resolve: (simulation, _args, { viewer }) =>
        isWorking(simulation) &&
        viewer?.assignment != null &&
        scopeOf('cancelAssessmentSimulation', viewer.assignment.role) !== 'NONE',
    }),
  }),
})

builder.queryFields((t) => ({
  assessmentSimulations: t.field({
    type: [Simulation],
    authScopes: { operation: 'assessmentSimulations' },
    args: { schemeId: t.arg.id({ required: true }) },
    resolve: (_root, { schemeId }, context) => listSimulations(context, schemeId),
  }),
  assessmentSimulation: t.field({
    type: Simulation,
    nullable: true,
    authScopes: { operation: 'assessmentSimulation' },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      await takeUpSilentSimulations(context)
      return findSimulation(context, id)
    },
  }),
}))

const StartInput = builder.inputType('StartAssessmentSimulationInput', {
  fields: (t) => ({
    id: t.id({ required: true }),
    schemeId: t.id({ required: true }),
    programmeYear: t.int({ required: true }),
    otherSchemeId: t.id(),
    otherYear: t.int(),
  }),
})
const CancelInput = builder.inputType('CancelAssessmentSimulationInput', {
  fields: (t) => ({ id: t.id({ required: true }) }),
})
builder.mutationFields((t) => ({
  startAssessmentSimulation: t.field({
    type: Simulation,
    authScopes: { operation: 'startAssessmentSimulation' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'StartAssessmentSimulationPayload' },
    },
    args: { input: t.arg({ type: StartInput, required: true }) },
    resolve: (_root, { input }, context) => startSimulation(context, input),
  }),
  cancelAssessmentSimulation: t.field({
    type: Simulation,
    authScopes: { operation: 'cancelAssessmentSimulation' },
    errors: { types: [Refused, NotFound], union: { name: 'CancelAssessmentSimulationPayload' } },
    args: { input: t.arg({ type: CancelInput, required: true }) },
    resolve: (_root, { input }, context) => cancelSimulation(context, input),
  }),
}))
