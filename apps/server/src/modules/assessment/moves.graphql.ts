import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { GradeEnum } from './assessment-vocabulary.graphql.ts'
import { CHANGE_KINDS, listChanges } from './run-changes.ts'
import type { ChangeRow } from './run-changes.ts'
import { listMoves, MOVE_ORDERS, MOVED_IN } from './run-moves.ts'
import type { MovedPart, MoveRow } from './run-moves.ts'
import { SchemeIndicatorType } from './schemes.graphql.ts'
import { InputChange } from './scores.graphql.ts'

const MovedInEnum = builder.enumType('MovedIn', {
  values: MOVED_IN,
  description: 'In what somebody moved between two runs.',
})
const MoveOrderEnum = builder.enumType('MoveOrder', {
  values: MOVE_ORDERS,
  description: 'The largest change first, by rank, or in the fixed order of the organisations.',
})
const MovedPartType = builder.objectRef<MovedPart>('MovedPart').implement({
  description: 'A part of a score that another run gave other points.',
  fields: (t) => ({
    indicator: t.field({ type: SchemeIndicatorType, resolve: ({ indicator }) => indicator }),
    before: t.field({ type: 'Decimal', resolve: ({ before }) => before }),
    after: t.field({ type: 'Decimal', resolve: ({ after }) => after }),
  }),
})
const Move = builder.objectRef<MoveRow>('AssessmentMove').implement({
  description: 'Who moved between a run and the one that it takes the place of.',
  fields: (t) => ({
    organisationId: t.exposeID('organisationId'),
    organisationName: t.exposeString('organisationName'),
    totalBefore: t.field({
      type: 'Decimal',
      nullable: true,
      resolve: ({ totalBefore }) => totalBefore,
    }),
    total: t.field({ type: 'Decimal', resolve: ({ total }) => total }),
    rankBefore: t.exposeInt('rankBefore', { nullable: true }),
    rank: t.exposeInt('rank', { nullable: true }),
    gradeBefore: t.field({
      type: GradeEnum,
      nullable: true,
      resolve: ({ gradeBefore }) => gradeBefore,
    }),
    grade: t.field({ type: GradeEnum, resolve: ({ grade }) => grade }),
    parts: t.field({ type: [MovedPartType], resolve: ({ parts }) => parts }),
  }),
})
const Moves = connectionOf('AssessmentMove', Move)
const MoveFilterInput = builder.inputType('AssessmentMoveFilter', {
  fields: (t) => ({
    runId: t.id({ required: true }),
    movedIn: t.field({ type: MovedInEnum }),
    search: t.string(),
  }),
})

const ChangeKindEnum = builder.enumType('AssessmentChangeKind', {
  values: CHANGE_KINDS,
  description: 'Other numbers or marks, not there when it was frozen, or not there any more.',
})
const Change = builder.objectRef<ChangeRow>('AssessmentChange').implement({
  description: 'An organisation whose inputs would be others today than those of a run.',
  fields: (t) => ({
    organisationId: t.exposeID('organisationId'),
    organisationName: t.exposeString('organisationName'),
    kind: t.field({ type: ChangeKindEnum, resolve: ({ kind }) => kind }),
    numbers: t.field({ type: [InputChange], resolve: ({ numbers }) => numbers }),
    marksChanged: t.exposeBoolean('marksChanged'),
  }),
})
const Changes = connectionOf('AssessmentChange', Change)
const ChangeFilterInput = builder.inputType('AssessmentChangeFilter', {
  fields: (t) => ({ runId: t.id({ required: true }), search: t.string() }),
})

builder.queryFields((t) => ({
  assessmentMoves: t.field({
    type: Moves,
    authScopes: { operation: 'assessmentMoves' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: MoveFilterInput, required: true }),
      order: t.arg({ type: MoveOrderEnum, defaultValue: 'CHANGE' }),
    },
    resolve: (_root, { filter, ...page }, context) => listMoves(context, page, filter),
  }),
  assessmentChanges: t.field({
    type: Changes,
    authScopes: { operation: 'assessmentChanges' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: ChangeFilterInput, required: true }),
    },
    resolve: (_root, { filter, ...page }, context) => listChanges(context, page, filter),
  }),
}))
