import type { FieldProblem } from '@gongjian/domain/field-problem'

type Values = Record<string, string | number>

/**
 * A failure that is expected in normal use. It is part of the API's types: thrown by an operation, it reaches the
 * reader as a member of the payload's union, its message in the reader's language (`failure.<code>`).
 */
export abstract class Failure extends Error {
  readonly code: string
  readonly values: Values

  constructor(code: string, values: Values = {}) {
    super(code)
    this.code = code
    this.values = values
  }
}

/** What was typed is wrong: says where and why, all of it at once. */
export class InvalidInput extends Failure {
  readonly problems: readonly { path: string; code: string; values?: Values }[]

  constructor(
    problems: readonly (FieldProblem | { path: string; code: string; values?: Values })[],
  ) {
    super('INVALID_INPUT')
    this.problems = problems
  }
}

/** The record's state, the rules or the reader's rights forbid it. */
export class Refused extends Failure {}

/** There is no such thing, or the reader may not know of it: both look alike. */
export class NotFound extends Failure {
  constructor() {
    super('NOT_FOUND')
  }
}

/** Somebody changed the record since it was read. */
export class StaleVersion extends Failure {
  readonly activityId: string

  constructor(activityId: string) {
    super('STALE_VERSION')
    this.activityId = activityId
  }
}

export class SignInFailed extends Failure {
  constructor() {
    super('SIGN_IN_FAILED')
  }
}

export class Throttled extends Failure {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('THROTTLED', { seconds: retryAfterSeconds })
    this.retryAfterSeconds = retryAfterSeconds
  }
}
