import { isInputObjectType, isIntrospectionType, isObjectType, isUnionType } from 'graphql'
import type { GraphQLNamedType, GraphQLSchema } from 'graphql'
import { glossary } from './schema-glossary.ts'

/** Says of every type and field that does not say itself what it means, from the glossary. Gives the same schema. */
export function describeSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue
    type.description ??= ofType(type)
    if (!isObjectType(type) && !isInputObjectType(type)) continue
    for (const field of Object.values(type.getFields()))
      field.description ??= glossary[`${type.name}.${field.name}`] ?? glossary[field.name]
  }
  return schema
}

/** Inputs, filters and payloads bear the name of what they belong to. */
function ofType(type: GraphQLNamedType): string | undefined {
  const stem = type.name.replace(/(Input|Filter|Payload)$/, '')
  const operation = `${stem.charAt(0).toLowerCase()}${stem.slice(1)}`
  if (isUnionType(type)) return `What \`${operation}\` gives: what was changed, or why it was not.`
  if (!isInputObjectType(type)) return undefined
  if (type.name.endsWith('Filter')) return `What narrows the list; all of it must hold.`
  return Object.hasOwn(glossary, `Mutation.${operation}`)
    ? `What \`${operation}\` takes.`
    : `As typed: one \`${operation}\`.`
}
