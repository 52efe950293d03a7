import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql'
import type { GraphQLField, GraphQLInputType } from 'graphql'

export type ExampleCall = { document: string; variables: Record<string, unknown> }

/**
 * A call of a root field that is well formed and means nothing: required arguments only, with ids that nobody has,
 * but for the values (by name, at any depth) that are given.
 */
export function exampleCall(
  kind: 'query' | 'mutation' | 'subscription',
  field: GraphQLField<unknown, unknown>,
  values: Record<string, unknown> = {},
): ExampleCall {
  const required = field.args.filter((argument) => isRequiredArgument(argument))
  const declared = required.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')
  const passed = required.map(({ name }) => `${name}: $${name}`).join(', ')
  const type = getNamedType(field.type)
  const failure = isUnionType(type) ? ' ... on Failure { code }' : ''
  const selection = isLeafType(type) ? '' : `{ __typename${failure} }`
  return {
    document: `${kind}${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`} ${selection} }`,
    variables: Object.fromEntries(
      required.map(({ name, type }) => [name, exampleOf(name, type, values)]),
    ),
  }
}

/** A value of the type: see `exampleCall`. */
export function exampleOf(
  name: string,
  type: GraphQLInputType,
  values: Record<string, unknown>,
): unknown {
  if (Object.hasOwn(values, name)) return values[name]
  if (isNonNullType(type)) return exampleOf(name, type.ofType, values)
  if (isListType(type)) return []
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || Object.hasOwn(values, field.name),
    )
    return Object.fromEntries(
      fields.map((field) => [field.name, exampleOf(field.name, field.type, values)]),
    )
  }
  if (type.name === 'ID') return '01900000-0000-7000-8000-000000000000'
  if (type.name === 'Int') return name === 'year' ? 2008 : 1
  if (type.name === 'Float') return 0.5
  if (type.name === 'Boolean') return true
  if (type.name === 'Date') return '2008-09-20'
  if (type.name === 'DateTime') return '2008-09-20T00:00:00Z'
  return 'x'
}
