/** What can be wrong with a field, in stable codes; the messages are the server's. */
export const FIELD_ERROR_CODES = [
  'REQUIRED',
  'TOO_LONG',
  'NOT_A_NUMBER',
  'NEGATIVE',
  'TOO_MANY_DECIMALS',
  'TOO_LARGE',
  'NOT_A_DAY',
  'DAY_IN_THE_FUTURE',
  'OUTSIDE_ANY_PERIOD',
  'PERIOD_LOCKED',
  'OUTSIDE_THE_PAIRING',
  'AREA_REQUIRED',
  'AREA_NOT_FOR_THIS_KIND',
  'NOTHING_RECORDED',
  'UNKNOWN_INDICATOR',
  'INDICATOR_NOT_FOR_THIS_KIND',
  'INDICATOR_NOT_IN_FORCE',
  'INDICATOR_TWICE',
  'TOO_MANY_LINES',
  'NOT_A_WHOLE_NUMBER',
  'MUST_BE_POSITIVE',
  'DONATIONS_DO_NOT_SUM',
  'CAMPAIGN_NOT_FOR_THIS_KIND',
  'UNKNOWN_CAMPAIGN',
  'DIRECTION_NOT_RECORDED_HERE',
  'ABOVE_CLAIM',
  'IDENTITY_SHAPE',
  'IDENTITY_BIRTH_DAY',
  'IDENTITY_CHECK_DIGIT',
  'PHONE_SHAPE',
  'NAME_SHAPE',
  'HOLDS_PERSONAL_DATA',
  'CODE_SHAPE',
  'CODE_TAKEN',
  'FIXED',
  'FIXED_IN_USE',
  'DECIMALS_RANGE',
  'ENDS_BEFORE_IT_BEGINS',
  'RECORDS_BEFORE',
  'RECORDS_AFTER',
] as const
export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number]

export type FieldProblem = {
  /** Where, as 'outputs.0.quantity'. */
  path: string
  code: FieldErrorCode
  /** What the message may name: a maximum, a number of decimals, a unit. */
  values?: Record<string, string | number>
}
