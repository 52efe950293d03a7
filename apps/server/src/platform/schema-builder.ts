import {
  BEFORE_FIRST_PASSWORD_CHANGE,
  isOperation,
  mayCall,
  tokenScopeFor,
} from '@gongjian/domain/permission-matrix'
import type { Operation } from '@gongjian/domain/permission-matrix'
import { parseDay, parseMonth } from '@gongjian/domain/calendar-day'
import SchemaBuilder from '@pothos/core'
import ErrorsPlugin from '@pothos/plugin-errors'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import { GraphQLError } from 'graphql'
import type { RequestContext } from './context.ts'

export type SchemaTypes = {
  Context: RequestContext
  DefaultFieldNullability: false
  DefaultInputFieldRequiredness: false
  AuthScopes: { operation: Operation }
  Scalars: {
    ID: { Input: string; Output: string }
    Date: { Input: string; Output: string }
    Month: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    Decimal: { Input: string; Output: string }
  }
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ScopeAuthPlugin, ErrorsPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true, defaultTypes: [] },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: (context) => ({
      operation: (operation) => refusalToCall(operation, context) === null,
    }),
    unauthorizedError: (_parent, context, info) => {
      const operation = info.fieldName
      const code =
        context.viewer === null
          ? 'UNAUTHENTICATED'
          : (refusalToCall(operation, context) ?? 'FORBIDDEN')
      return new GraphQLError(context.text(`failure.${code}`), { extensions: { code } })
    },
  },
})

/** Why the present viewer may not call the operation at all, or null. */
export function refusalToCall(
  operation: string,
  { viewer }: Pick<RequestContext, 'viewer'>,
): 'UNAUTHENTICATED' | 'FORBIDDEN' | 'MUST_CHANGE_PASSWORD' | null {
  if (!isOperation(operation)) return 'FORBIDDEN'
  if (!mayCall(operation, viewer?.assignment?.role ?? null, viewer !== null)) {
    return viewer === null ? 'UNAUTHENTICATED' : 'FORBIDDEN'
  }
  if (viewer?.tokenScopes) {
    const needed = tokenScopeFor(operation)
    if (needed === null || !viewer.tokenScopes.includes(needed)) return 'FORBIDDEN'
  }
  if (viewer?.mustChangePassword && !BEFORE_FIRST_PASSWORD_CHANGE.includes(operation))
    return 'MUST_CHANGE_PASSWORD'
  return null
}

builder.scalarType('Date', {
  description: 'A calendar day, YYYY-MM-DD.',
  serialize: (day) => day,
  parseValue: (value) => {
    const day = typeof value === 'string' ? parseDay(value) : null
    if (day === null) throw new GraphQLError('a day is written YYYY-MM-DD')
    return day
  },
})
builder.scalarType('Month', {
  description: 'A calendar month, YYYY-MM.',
  serialize: (month) => month,
  parseValue: (value) => {
    const month = typeof value === 'string' ? parseMonth(value) : null
    if (month === null) throw new GraphQLError('a month is written YYYY-MM')
    return month
  },
})
builder.scalarType('DateTime', {
  description: 'An instant, ISO 8601 with offset Z.',
  serialize: (instant) => instant.toISOString(),
  parseValue: (value) => {
    const instant = new Date(typeof value === 'string' ? value : Number.NaN)
    if (Number.isNaN(instant.getTime())) throw new GraphQLError('an instant is written in ISO 8601')
    return instant
  },
})
builder.scalarType('Decimal', {
  description: 'An exact decimal as text, never floating point.',
  serialize: (decimal) => decimal,
  parseValue: (value) => {
    if (typeof value !== 'string' || !/^\d{1,15}(\.\d{1,6})?$/.test(value))
      throw new GraphQLError('a decimal is written as text: "12.5"')
    return value
  },
})

builder.queryType({ description: 'What may be read.' })
builder.mutationType({
  description:
    'What may be changed. Each takes one input and gives the changed object or a typed failure.',
})
builder.subscriptionType({ description: 'What is told as it happens.' })
