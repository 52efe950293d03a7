import { SHEET_MOVES } from '@gongjian/domain/joint-actions'
import { connectionOf } from '../../platform/connection.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { MarkingLevelEnum } from '../assessment/assessment-vocabulary.graphql.ts'
import { SchemeIndicatorType } from '../assessment/schemes.graphql.ts'
import { Joint, JointBody } from './joint.graphql.ts'
import { findSheet, moveSheet, saveMarks, sheetLines } from './sheet.ts'
import type { Sheet, SheetLine } from './sheet.ts'

const SheetMoveEnum = builder.enumType('JointSheetMove', {
  values: SHEET_MOVES,
  description: 'Delivers a sheet, or takes it back while the scoring is open.',
})
const Mark = builder.objectRef<SheetLine['marks'][number]>('JointMark').implement({
  description: 'A mark of a sheet.',
  fields: (t) => ({
    indicatorCode: t.exposeString('indicatorCode'),
    points: t.field({ type: 'Decimal', nullable: true, resolve: ({ points }) => points }),
  }),
})
const Line = builder.objectRef<SheetLine>('JointSheetLine').implement({
  description: 'An organisation that is marked.',
  fields: (t) => ({
    organisationId: t.exposeID('organisationId'),
    organisationName: t.exposeString('organisationName'),
    marks: t.field({ type: [Mark], resolve: ({ marks }) => marks }),
  }),
})
const Lines = connectionOf('JointSheetLine', Line)
const SheetType = builder.objectRef<Sheet>('JointSheet').implement({
  description: 'What one body marks.',
  fields: (t) => ({
    joint: t.field({ type: Joint, resolve: ({ joint }) => joint }),
    body: t.field({ type: JointBody, resolve: ({ body }) => body }),
    indicators: t.field({
      type: [SchemeIndicatorType],
      resolve: ({ indicators }) => indicators,
    }),
    lines: t.field({
      type: Lines,
      args: { first: t.arg.int({ defaultValue: 100 }), after: t.arg.string() },
      resolve: (sheet, page, context) => sheetLines(context, page, sheet),
    }),
  }),
})

builder.queryFields((t) => ({
  jointSheet: t.field({
    type: SheetType,
    nullable: true,
    authScopes: { operation: 'jointSheet' },
    args: {
      jointId: t.arg.id({ required: true }),
      level: t.arg({ type: MarkingLevelEnum, required: true }),
      bodyId: t.arg.id({ required: true }),
    },
    resolve: (_root, name, context) => findSheet(context, name),
  }),
}))

const MarkInput = builder.inputType('JointMarkInput', {
  fields: (t) => ({
    organisationId: t.id({ required: true }),
    indicatorCode: t.string({ required: true }),
    points: t.string({ required: true, description: 'As typed; empty takes the mark back.' }),
  }),
})
const SaveInput = builder.inputType('SaveJointMarksInput', {
  fields: (t) => ({
    jointId: t.id({ required: true }),
    level: t.field({ type: MarkingLevelEnum, required: true }),
    bodyId: t.id({ required: true }),
    marks: t.field({ type: [MarkInput], required: true }),
  }),
})
const MoveInput = builder.inputType('MoveJointSheetInput', {
  fields: (t) => ({
    jointId: t.id({ required: true }),
    level: t.field({ type: MarkingLevelEnum, required: true }),
    bodyId: t.id({ required: true }),
    move: t.field({ type: SheetMoveEnum, required: true }),
  }),
})
builder.mutationFields((t) => ({
  saveJointMarks: t.field({
    type: SheetType,
    authScopes: { operation: 'saveJointMarks' },
    errors: {
      types: [InvalidInput, Refused, NotFound],
      union: { name: 'SaveJointMarksPayload' },
    },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: (_root, { input }, context) => saveMarks(context, input),
  }),
  moveJointSheet: t.field({
    type: SheetType,
    authScopes: { operation: 'moveJointSheet' },
    errors: { types: [Refused, NotFound], union: { name: 'MoveJointSheetPayload' } },
    args: { input: t.arg({ type: MoveInput, required: true }) },
    resolve: (_root, { input }, context) => moveSheet(context, input),
  }),
}))
