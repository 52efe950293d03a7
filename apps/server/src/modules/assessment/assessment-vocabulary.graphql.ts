import { ASSESSED_KINDS } from '@gongjian/domain/assessment-measures'
import { RUN_STATES } from '@gongjian/domain/run-actions'
import { SCHEME_STATUSES } from '@gongjian/domain/scheme-actions'
import {
  BETTER,
  CAPACITIES,
  GRADES,
  INDICATOR_ROLES,
  MARKING_LEVELS,
  METHOD_KINDS,
} from '@gongjian/domain/scheme-content'
import { builder } from '../../platform/schema-builder.ts'
import { SCHEME_MOVES } from './save-scheme.ts'
import { SCORE_ORDERS } from './score-row.ts'

/** The words of the assessment as the API's enums: the lists that the rules use. */
export const AssessedKindEnum = builder.enumType('AssessedKind', {
  values: ASSESSED_KINDS,
  description: 'The kinds of organisation that are assessed. Persons never are.',
})
export const SchemeStatusEnum = builder.enumType('SchemeStatus', {
  values: SCHEME_STATUSES,
  description: 'A draft is written on; what is or was in force never changes.',
})
export const SchemeMoveEnum = builder.enumType('SchemeMove', {
  values: SCHEME_MOVES,
  description: 'What is done to a scheme.',
})
export const IndicatorRoleEnum = builder.enumType('IndicatorRole', {
  values: INDICATOR_ROLES,
  description: 'Gives points of the whole, adds, takes away, or caps the whole where it holds.',
})
export const CapacityEnum = builder.enumType('Capacity', {
  values: CAPACITIES,
  description: 'By what a quantity is divided, so that small organisations are not punished.',
})
export const BetterEnum = builder.enumType('Better', {
  values: BETTER,
  description: 'Whether more or less is better.',
})
export const MethodKindEnum = builder.enumType('MethodKind', {
  values: METHOD_KINDS,
  description: 'How a quantity becomes points.',
})
export const MarkingLevelEnum = builder.enumType('MarkingLevel', {
  values: MARKING_LEVELS,
  description: 'Who gives a mark.',
})
export const GradeEnum = builder.enumType('Grade', {
  values: GRADES,
  description: '优秀、良好、合格、不合格',
})
export const RunStateEnum = builder.enumType('AssessmentRunState', {
  values: RUN_STATES,
  description: 'Freezing the inputs, computing, done, failed, stopped.',
})
export const ScoreOrderEnum = builder.enumType('ScoreOrder', {
  values: SCORE_ORDERS,
  description: 'By rank, from the last, or in the fixed order of the organisations.',
})
export const FormulaUseEnum = builder.enumType('FormulaUse', {
  values: ['QUANTITY', 'POINTS', 'CONDITION'] as const,
  description: 'What a formula is to give.',
})
