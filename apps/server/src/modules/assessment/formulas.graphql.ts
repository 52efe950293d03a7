import { InvalidInput, NotFound } from '../../platform/failures.ts'
import { builder } from '../../platform/schema-builder.ts'
import { AssessedKindEnum, FormulaUseEnum } from './assessment-vocabulary.graphql.ts'
import { inReadersUnits } from './readers-units.ts'
import { measuresOf, tryFormula } from './try-formula.ts'
import type { MeasureRow, TriedFormula } from './try-formula.ts'

const Measure = builder.objectRef<MeasureRow>('AssessmentMeasure').implement({
  description: 'Something that a formula may name.',
  fields: (t) => ({
    key: t.exposeString('key'),
    unit: t.exposeString('unit'),
    name: t.exposeString('name', { nullable: true }),
  }),
})
const MeasureValue = builder.objectRef<TriedFormula['measures'][number]>('MeasureValue').implement({
  description: 'A measure of a real organisation.',
  fields: (t) => ({
    measure: t.exposeString('measure'),
    unit: t.exposeString('unit'),
    value: t.field({ type: 'Decimal', resolve: ({ value }) => value }),
  }),
})
const Problem = builder
  .objectRef<NonNullable<TriedFormula['problem']>>('FormulaProblem')
  .implement({
    description: 'What is wrong with a formula, and where.',
    fields: (t) => ({
      code: t.exposeString('code'),
      message: t.string({
        resolve: ({ code, from, to, values }, _args, { text, locale }) =>
          text(
            `field.${code}`,
            inReadersUnits(code, { from, to, at: from + 1, ...values }, locale),
          ),
      }),
      from: t.exposeInt('from'),
      to: t.exposeInt('to'),
    }),
  })
const Tried = builder.objectRef<TriedFormula>('TriedFormula').implement({
  description: 'What a formula gives.',
  fields: (t) => ({
    problem: t.field({ type: Problem, nullable: true, resolve: ({ problem }) => problem }),
    unit: t.exposeString('unit'),
    value: t.field({ type: 'Decimal', nullable: true, resolve: ({ value }) => value }),
    holds: t.exposeBoolean('holds', { nullable: true }),
    measures: t.field({ type: [MeasureValue], resolve: ({ measures }) => measures }),
  }),
})

builder.queryFields((t) => ({
  assessmentMeasures: t.field({
    type: [Measure],
    authScopes: { operation: 'assessmentMeasures' },
    resolve: (_root, _args, context) => measuresOf(context),
  }),
  assessmentFormula: t.field({
    type: Tried,
    authScopes: { operation: 'assessmentFormula' },
    errors: { types: [InvalidInput, NotFound], union: { name: 'AssessmentFormulaPayload' } },
    args: {
      text: t.arg.string({ required: true }),
      use: t.arg({ type: FormulaUseEnum, required: true }),
      kind: t.arg({ type: AssessedKindEnum, required: true }),
      programmeYear: t.arg.int({ required: true }),
      organisationId: t.arg.id(),
      plansWithinMonths: t.arg.int(),
    },
    resolve: (_root, asked, context) => tryFormula(context, asked),
  }),
}))
