import { Failure, InvalidInput, NotFound, Refused, SignInFailed, Throttled } from './failures.ts'
import { builder } from './schema-builder.ts'

const settled = Symbol('settled')

/**
 * The failure as the value of a field. GraphQL throws whatever value is an Error; this one does not look like one until
 * its type is asked for.
 */
export function failureAsValue(failure: Failure): Failure {
  let isSettled = false
  return new Proxy(failure, {
    getPrototypeOf: (target) => (isSettled ? Reflect.getPrototypeOf(target) : null),
    get: (target, key) => {
      if (key === settled) isSettled = true
      return Reflect.get(target, key)
    },
  })
}

export const FailureInterface = builder.interfaceRef<Failure>('Failure').implement({
  description: 'Something that is expected to go wrong in normal use.',
  resolveType: (failure) => {
    Reflect.get(failure, settled)
    // The classes bear the names of their types.
    return failure.constructor.name
  },
  fields: (t) => ({
    code: t.exposeString('code', { description: 'What a program can act on.' }),
    message: t.string({
      description: "What a person can act on, in the reader's language.",
      resolve: (failure, _args, { text }) => text(`failure.${failure.code}`, failure.values),
    }),
  }),
})

export const FieldError = builder
  .objectRef<{ path: string; code: string; values?: Record<string, string | number> }>('FieldError')
  .implement({
    description: 'What is wrong with one field.',
    fields: (t) => ({
      path: t.exposeString('path', { description: "Where, as 'outputs.0.quantity'." }),
      code: t.exposeString('code'),
      message: t.string({
        resolve: ({ code, values }, _args, { text }) => text(`field.${code}`, values),
      }),
    }),
  })

builder.objectType(InvalidInput, {
  name: 'InvalidInput',
  description: 'What was typed is wrong: where and why, all of it at once.',
  interfaces: [FailureInterface],
  isTypeOf: (value) => value instanceof InvalidInput,
  fields: (t) => ({
    fieldErrors: t.field({ type: [FieldError], resolve: ({ problems }) => [...problems] }),
  }),
})
builder.objectType(Refused, {
  name: 'Refused',
  description: "The record's state, the rules or the reader's rights forbid it.",
  interfaces: [FailureInterface],
  isTypeOf: (value) => value instanceof Refused,
})
builder.objectType(NotFound, {
  name: 'NotFound',
  description: 'There is no such thing in sight of the reader.',
  interfaces: [FailureInterface],
  isTypeOf: (value) => value instanceof NotFound,
})
builder.objectType(SignInFailed, {
  name: 'SignInFailed',
  description: 'Account and password do not fit.',
  interfaces: [FailureInterface],
  isTypeOf: (value) => value instanceof SignInFailed,
})
builder.objectType(Throttled, {
  name: 'Throttled',
  description: 'Too many tries: wait.',
  interfaces: [FailureInterface],
  isTypeOf: (value) => value instanceof Throttled,
  fields: (t) => ({ retryAfterSeconds: t.exposeInt('retryAfterSeconds') }),
})
